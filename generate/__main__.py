"""python3 -m generate --settings models/s3.toml --botocore DIR --out build/generated/api

Writes OUT/<service>/{types,errors,handlers,remote,tables}.h and {handlers,remote,tables}.cc. A file whose text did not
change is left alone, so that nothing is compiled again.
"""

import argparse
import re
import sys
from pathlib import Path

from . import structs, tables
from .model import ModelError, build, read_json, read_settings
from .names import Names
from .writing import write_if_changed

OLDEST_BOTOCORE = (1, 40)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="generate", description=__doc__.splitlines()[0])
    parser.add_argument("--settings", type=Path, required=True, help="models/SERVICE.toml")
    parser.add_argument("--out", type=Path, required=True, help="folder that gets a folder a service")
    parser.add_argument("--botocore", type=Path, help="the botocore package's folder, which holds data/")
    parser.add_argument("--model", type=Path, help="a model file to read instead of botocore's")
    options = parser.parse_args(arguments)
    try:
        generate(options)
    except (ModelError, KeyError, OSError) as problem:
        print(f"generate: {options.settings}: {type(problem).__name__}: {problem}", file=sys.stderr)
        return 1
    return 0


def generate(options: argparse.Namespace) -> None:
    settings = read_settings(options.settings)
    if options.model:
        model_file = options.model
    else:
        _check_version(options.botocore, options.settings.parent / "botocore.toml")
        model_file = options.botocore / "data" / settings["name"] / settings["version"] / "service-2.json"
    names = Names(options.botocore)
    service = build(read_json(model_file), settings, names)
    folder = options.out / service.name
    texts = {
        "types.h": structs.types_header(service, names),
        "errors.h": structs.errors_header(service),
        "handlers.h": structs.handlers_header(service),
        "handlers.cc": structs.handlers_source(service),
        "remote.h": structs.remote_header(service),
        "remote.cc": structs.remote_source(service),
        "tables.h": tables.tables_header(service),
        "tables.cc": tables.tables_source(service),
    }
    for name, text in texts.items():
        write_if_changed(folder / name, text)


def _check_version(botocore: Path, lock: Path) -> None:
    """The pinned version; another one from 1.40 on serves too, with a warning."""
    match = re.search(r"^__version__ = '([^']+)'", (botocore / "__init__.py").read_text("utf-8"), re.M)
    found = match.group(1) if match else "unknown"
    pinned = read_settings(lock)["version"]
    if found == pinned:
        return
    numbers = tuple(int(part) for part in re.findall(r"\d+", found)[:2])
    if numbers < OLDEST_BOTOCORE:
        raise ModelError(f"botocore {found} in {botocore} is too old; {pinned} is pinned")
    print(f"generate: warning: botocore {found} instead of the pinned {pinned}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
