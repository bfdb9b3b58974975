"""Fetching packages with npm, pip and apt, so that their configured registries and certificates are honoured.

Nothing of a package is ever run: npm packs without scripts, pip takes wheels alone, a Debian package is not installed.
What arrives must have the digest that the catalogue names before it is opened.
"""

import base64
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from .catalogue import Package

SECONDS_MAX = 300
AT_ONCE = 4
UNPACKED_MAX = 1 << 30


class FetchError(Exception):
    """The package could not be had, or is not the one the catalogue means."""


def fetch_all(wanted: dict[Package, set[str]], folder: Path) -> dict[str, Path | FetchError]:
    """Fetches the packages and unpacks, of each, the files and folders named: package key -> where, or why not."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        fetched = pool.map(lambda package: _fetched(package, wanted[package], folder / package.key), wanted)
    return dict(zip((package.key for package in wanted), fetched))


def _fetched(package: Package, paths: set[str], place: Path) -> Path | FetchError:
    try:
        with tempfile.TemporaryDirectory(prefix="lightwell-fetch-") as download:
            archive = _download(package, Path(download))
            _check_digest(package, archive)
            _unpack(archive, paths, place)
    except (FetchError, OSError, tarfile.TarError, zipfile.BadZipFile) as problem:
        return problem if isinstance(problem, FetchError) else FetchError(f"{package.title}: {problem}")
    return place


def _download(package: Package, folder: Path) -> Path:
    command = _command(package, folder)
    try:
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
    except FileNotFoundError:
        raise FetchError(f"{package.title}: {command[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise FetchError(f"{package.title}: not here after {SECONDS_MAX} s") from None
    archives = [path for path in folder.iterdir() if path.suffix in (".tgz", ".whl", ".deb")]
    if ran.returncode != 0 or len(archives) != 1:
        raise FetchError(f"{package.title} could not be fetched: {_last_words(ran.stderr)}")
    return archives[0]


def _command(package: Package, folder: Path) -> list[str]:
    if package.registry == "debian":
        return ["apt-get", "download", "--quiet", f"{package.name}={package.version}"]
    if package.registry == "npm":
        command = ["npm", "pack", f"{package.name}@{package.version}", "--pack-destination", str(folder)]
        command += ["--ignore-scripts", "--prefer-offline", "--fetch-retries=1", "--fetch-retry-mintimeout=500"]
        return command + ["--loglevel=error"]
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{package.name}=={package.version} --hash={package.digest}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    return command + ["--only-binary=:all:", "--require-hashes", "--retries=1", "--dest", str(folder), "-r", str(wanted)]


def _last_words(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip() and "complete log" not in line]
    return lines[-1][:200] if lines else "no reason given"


def _check_digest(package: Package, archive: Path) -> None:
    algorithm = "sha512" if package.registry == "npm" else "sha256"
    with archive.open("rb") as stream:
        digest = hashlib.file_digest(stream, algorithm)
    if package.registry == "npm":
        found = "sha512-" + base64.b64encode(digest.digest()).decode()
    else:
        found = "sha256:" + digest.hexdigest()
    if found != package.digest:
        raise FetchError(f"{package.title} is not the file the catalogue means: {found}")


def _unpack(archive: Path, paths: set[str], place: Path) -> None:
    """Writes the files named, and those that stand directly in a folder named ("" is the top)."""

    def is_wanted(path: str) -> bool:
        return path in paths or path.rpartition("/")[0] in paths

    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for entry in wheel.infolist():
                if not entry.is_dir() and is_wanted(entry.filename):
                    _write(place, entry.filename, entry.file_size, lambda entry=entry: wheel.read(entry))
        return
    with _tar_of(archive) as tar:
        for member in tar:
            path = member.name.partition("/")[2]  # npm puts everything below "package/", Debian below "./".
            if member.isfile() and is_wanted(path):
                _write(place, path, member.size, lambda member=member: tar.extractfile(member).read())


@contextmanager
def _tar_of(archive: Path) -> Iterator[tarfile.TarFile]:
    if archive.suffix == ".tgz":
        with tarfile.open(archive, "r|gz") as tar:
            yield tar
        return
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE) as unpacking:
        with tarfile.open(fileobj=unpacking.stdout, mode="r|") as tar:
            yield tar


def _write(place: Path, path: str, size: int, read: Callable[[], bytes]) -> None:
    target = (place / path).resolve()
    if not target.is_relative_to(place.resolve()) or size > UNPACKED_MAX:
        raise FetchError(f"{path} does not belong in a package")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(read())
