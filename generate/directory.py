"""python3 -m generate.directory --botocore DIR --out build/generated/api

Writes OUT/directory.{h,cc}: every service AWS has, by the names it goes by on the wire, so that a request for one that
is not built can be answered in that service's name and form.
"""

import argparse
import gzip
import json
import sys
from pathlib import Path

from .writing import NOTICE, quote, write_if_changed

HEAD_CHARACTERS = 64 * 1024  # of a model; its metadata comes first
FORMS = {"json": "json", "query": "query", "ec2": "ec2", "rest-json": "rest_json", "rest-xml": "rest_xml", "smithy-rpc-v2-cbor": "cbor"}

HEADER = """#pragma once

#include <span>

#include "wire/known_service.h"

namespace lightwell::api {

std::span<const wire::KnownService> directory();  // by name

}  // namespace lightwell::api
"""


def metadata_of(model: Path) -> dict:
    opened = gzip.open(model, "rt", encoding="utf-8") if model.suffix == ".gz" else model.open(encoding="utf-8")
    with opened as file:
        head = file.read(HEAD_CHARACTERS)
    return json.JSONDecoder().raw_decode(head, head.index("{", head.index('"metadata"')))[0]


def services(data: Path) -> list[dict]:
    """The newest version of each, by name."""
    newest = [max(folder.glob("*/service-2.json*"), default=None) for folder in sorted(data.iterdir()) if folder.is_dir()]
    found = [metadata_of(model) for model in newest if model]
    return sorted(found, key=lambda metadata: metadata["serviceFullName"])


def row(metadata: dict) -> str:
    cells = {
        "name": quote(metadata["serviceFullName"]),
        "signing_name": quote(metadata.get("signingName", metadata["endpointPrefix"])),
        "target_prefix": quote(metadata.get("targetPrefix", "")),
        "api_version": quote(metadata.get("apiVersion", "")),
        "xml_namespace": quote(metadata.get("xmlNamespace", "")),
        "form": "WireForm::" + FORMS[metadata["protocol"]],
    }
    return "    {" + ", ".join(f".{name} = {value}" for name, value in cells.items()) + "},\n"


def source(rows: list[str]) -> str:
    return (
        f'{NOTICE}\n#include "api/directory.h"\n\nnamespace lightwell::api {{\nnamespace {{\n\nusing wire::WireForm;\n\n'
        f"constexpr wire::KnownService kServices[] = {{\n{''.join(rows)}}};\n\n}}  // namespace\n\n"
        "std::span<const wire::KnownService> directory() { return kServices; }\n\n}  // namespace lightwell::api\n"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="generate.directory", description=__doc__.splitlines()[0])
    parser.add_argument("--botocore", type=Path, required=True, help="the botocore package's folder, which holds data/")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    rows = [row(metadata) for metadata in services(options.botocore / "data")]
    write_if_changed(options.out / "directory.h", f"{NOTICE.rstrip()}\n// The services AWS has.\n\n{HEADER}")
    write_if_changed(options.out / "directory.cc", source(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
