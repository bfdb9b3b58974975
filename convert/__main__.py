"""python3 -m convert [--build build] [--only ROLE ...] [--pin]

Fetches and converts what is missing of the catalogue in models/vision. A role that cannot be had is named, with what the
user goes without, and is no failure: the program runs without it. --strict makes it one.
"""

import argparse
import re
import sys
import time
from pathlib import Path

from . import catalogue
from .folder import ModelFolder, default_cache


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="convert", description=__doc__.splitlines()[2])
    parser.add_argument("--build", type=Path, default=Path("build"), help="the build folder")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="where results are kept between clones")
    parser.add_argument("--catalogue", type=Path, default=catalogue.CATALOGUE)
    parser.add_argument("--only", nargs="+", metavar="ROLE", help="these roles alone")
    parser.add_argument("--strict", action="store_true", help="a missing role is a failure")
    parser.add_argument("--pin", action="store_true", help="accept results of any digest and write it into the catalogue")
    options = parser.parse_args(arguments)

    began = time.monotonic()
    described = catalogue.read(options.catalogue)
    folder = ModelFolder(described, options.build, options.cache, options.pin)
    outcome = folder.complete(options.only)
    if outcome.fetched or outcome.missing:
        seconds = time.monotonic() - began
        print(f"models: {len(outcome.made)} files made in {seconds:.0f} s from {len(outcome.fetched)} packages")
    for role in described.roles:
        if role.name in outcome.missing:
            print(f"models: {role.name} is missing, so {role.without}: {outcome.missing[role.name]}", file=sys.stderr)
    if options.pin:
        pin(options.catalogue, folder.digests)
    return 1 if outcome.missing and options.strict else 0


def pin(folder: Path, digests: dict[tuple[str, str], str]) -> None:
    """Writes the digests of what came out into the catalogue."""
    for (role, file), digest in digests.items():
        path = folder / f"{role}.toml"
        text = path.read_text("utf-8")
        pattern = r'(name = "' + re.escape(file) + r'"\nsha256 = ")[0-9a-f]*"'
        pinned, count = re.subn(pattern, rf'\g<1>{digest}"', text)
        if count != 1:
            raise catalogue.CatalogueError(f"{path.name}: no line sha256 after the name {file}")
        path.write_text(pinned, "utf-8")
        print(f"pinned {role}: {file}: {digest}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
