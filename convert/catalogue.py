"""The catalogue in models/vision: which packages hold the models, and what becomes of them.

`packages.toml` has one table a package; every other file is one role: what the program uses it for, the files that make
it up and, in [model], what the program must know to feed it (copied into models.toml as it is).
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "models" / "vision"
REGISTRIES = {"npm": "npm", "pypi": "PyPI", "debian": "Debian"}


class CatalogueError(Exception):
    """A file of the catalogue says something that cannot be."""


@dataclass(frozen=True)
class Package:
    key: str
    registry: str
    name: str
    version: str
    digest: str  # npm: "sha512-BASE64", as its registry states it; the others: "sha256:HEX".
    licence: str

    @property
    def title(self) -> str:
        return f"{self.name}@{self.version} ({REGISTRIES[self.registry]})"


@dataclass(frozen=True)
class File:
    """One file of the result. Its source is in the package, or beside the catalogue when there is none."""

    name: str
    sha256: str
    by: str
    source: str
    package: str | None
    settings: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Role:
    name: str
    without: str  # What the user goes without when it is missing, in words.
    weights_licence: str
    files: tuple[File, ...]
    model: dict
    folder: str = "models"  # Under build/.


@dataclass(frozen=True)
class Catalogue:
    folder: Path
    packages: dict[str, Package]
    roles: tuple[Role, ...]


def read(folder: Path = CATALOGUE) -> Catalogue:
    packages = read_packages(folder / "packages.toml")
    roles = tuple(_role(path, packages) for path in sorted(folder.glob("*.toml")) if path.name != "packages.toml")
    return Catalogue(folder, packages, roles)


def read_packages(path: Path) -> dict[str, Package]:
    return {key: _package(key, row) for key, row in _toml(path).items()}


def _toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise CatalogueError(f"{path.name}: {problem}") from problem


def _package(key: str, row: dict) -> Package:
    if row.get("registry") not in REGISTRIES:
        raise CatalogueError(f"packages.toml: {key}: the registry is one of {', '.join(REGISTRIES)}")
    try:
        return Package(key, row["registry"], row["name"], row["version"], row["digest"], row["licence"])
    except KeyError as missing:
        raise CatalogueError(f"packages.toml: {key}: no {missing}") from missing


def _role(path: Path, packages: dict[str, Package]) -> Role:
    row = _toml(path)
    try:
        files = tuple(_file(each) for each in row["file"])
        role = Role(
            path.stem, row["without"], row["weights_licence"], files, row.get("model", {}), row.get("folder", "models")
        )
    except KeyError as missing:
        raise CatalogueError(f"{path.name}: no {missing}") from missing
    for each in files:
        if each.package is not None and each.package not in packages:
            raise CatalogueError(f"{path.name}: no package {each.package} in packages.toml")
    return role


def _file(row: dict) -> File:
    known = ("name", "sha256", "by", "source", "package")
    settings = {key: value for key, value in row.items() if key not in known}
    return File(row["name"], row["sha256"], row["by"], row["source"], row.get("package"), settings)
