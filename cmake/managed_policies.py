"""Writes the table of AWS's managed policies that the program carries.

    managed_policies.py models/iam-managed.toml PACKAGE OUT.bin

PACKAGE is the folder of the Python package that the settings name; its file is read as text, never run. The table's
form is src/services/iam/managed_policies.h's: for each policy, by name, one line of fields and the document behind it.
"""

import ast
import datetime
import hashlib
import json
import pathlib
import sys
import tomllib

# The order in which AWS writes the elements of a document; the package has them sorted by name.
ORDER = ["Version", "Id", "Statement", "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]

DOCUMENT_BYTES_MAX = 131072


def policies_of(source: str) -> dict[str, dict]:
    """The package's table: the only text the file assigns."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            return json.loads(node.value.value)
    sys.exit("managed_policies: the package's file holds no table")


def chosen(sections: dict[str, list[str]], policies: dict[str, dict]) -> list[str]:
    names: set[str] = set()
    for pattern in (one for section in sections.values() for one in section):
        found = {name for name in policies if name.startswith(pattern[:-1])} if pattern.endswith("*") else {pattern} & policies.keys()
        if not found:
            sys.exit(f"managed_policies: AWS has no policy {pattern}")
        names |= found
    return sorted(names, key=str.lower)


def in_order(value, is_element=True):
    """Documents and statements in AWS's order; what stands below a condition keeps its own."""
    if isinstance(value, list):
        return [in_order(one, is_element) for one in value]
    if not isinstance(value, dict) or not is_element:
        return value
    keys = sorted(value, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER))
    return {key: in_order(value[key], key == "Statement") for key in keys}


def seconds(moment: str) -> int:
    return int(datetime.datetime.fromisoformat(moment).timestamp())


def written(document: dict) -> bytes:
    """Indented as far as the longest document that IAM takes allows."""
    for indent in (4, 2, None):
        text = json.dumps(in_order(document), indent=indent, ensure_ascii=False).encode()
        if len(text) <= DOCUMENT_BYTES_MAX:
            return text
    sys.exit("managed_policies: a document is longer than any may be")


def table(names: list[str], policies: dict[str, dict]) -> bytes:
    out = bytearray()
    for name in names:
        policy = policies[name]
        document = written(policy["Document"])
        fields = [name, policy["Path"], policy["DefaultVersionId"], seconds(policy["CreateDate"]), seconds(policy["UpdateDate"]), len(document)]
        out += "\t".join(map(str, fields)).encode() + b"\n" + document + b"\n"
    return bytes(out)


def main() -> None:
    settings = tomllib.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))
    source = (pathlib.Path(sys.argv[2]) / settings["file"]).read_bytes()
    if hashlib.sha256(source).hexdigest() != settings["sha256"]:
        print(f"managed_policies: not the {settings['package']} {settings['version']} that is pinned; its policies are used all the same", file=sys.stderr)
    policies = policies_of(source.decode())
    pathlib.Path(sys.argv[3]).write_bytes(table(chosen(settings["policies"], policies), policies))


if __name__ == "__main__":
    main()
