"""Smithy's published protocol tests, as the generated tests of AWS's SDK for Go (v2) carry them."""

import base64
import json
import math
import re
import urllib.parse
from dataclasses import dataclass, field

from protocols import go_source
from protocols.go_source import Call, Literal, NotUnderstood
from protocols.smithy_models import PACKAGE, PROTOCOLS, Client, shape_name

TABLE = re.compile(r"cases := map\[string\]struct \{\n.*?\n\t\}\{(\n.*)", re.S)
COMPARED = re.compile(
    r"Compare(JSON|XML|URLForm)?ReaderBytes\(actual, \[\]byte\((`[^`]*`)\)\)|Compare(Reader)Empty\(actual\)"
)
FUNCTION_NAME = re.compile(r"TestClient_\w+?(Serialize|Deserialize)$")


@dataclass
class Request:
    name: str
    model: dict
    value: dict
    method: str
    path: str
    query: list
    headers: dict
    required: dict = field(default_factory=dict)  # what must, and what must not be there
    body_kind: str | None = None  # JSON, XML, URLForm, plain; "" must be empty, None is not looked at
    body: str = ""


@dataclass
class Answer:
    name: str
    model: dict
    status: int
    headers: list
    body: bytes
    value: dict | None = None
    error: str = ""


def requests() -> list[Request]:
    return [_request(*each) for each in _rows("Serialize")]


def answers() -> list[Answer]:
    return [_answer(*each) for each in _rows("Deserialize")]


def _rows(direction: str):
    for package in PROTOCOLS:
        client = Client(package)
        for path in sorted((PACKAGE / package).glob("api_op_*_test.go")):
            for function, body in go_source.functions(path.read_text("utf-8")).items():
                found, table = FUNCTION_NAME.match(function), TABLE.search(body)
                if not found or not table or found[1] != direction:
                    continue
                model = client.model(operation_of(path.name))
                for name, row in go_source.literal("map[string]case{" + table[1]).items():
                    yield f"{package}-{name}-{operation_of(path.name)}", model, row.fields


def operation_of(file_name: str) -> str:
    return file_name.removeprefix("api_op_").removesuffix("_test.go")


def _request(name: str, model: dict, row: dict) -> Request:
    (operation,) = model["operations"].values()
    shapes = model["shapes"]
    value = _told(row["Params"], operation["input"], shapes)
    for member, reference in shapes[operation["input"]["shape"]]["members"].items():
        if reference.get("idempotencyToken"):  # the test's chance is nothing but zeros
            value.setdefault(member, "00000000-0000-4000-8000-000000000000")
    query = [(item.fields["Key"], urllib.parse.unquote(item.fields["Value"])) for item in row.get("ExpectQuery", [])]
    path = row["ExpectURIPath"].removeprefix("/custom")  # of an endpoint that has a path of its own
    out = Request(name, model, value, row["ExpectMethod"], path, query, _headers(row.get("ExpectHeader")))
    demands = ("RequireQuery", "ForbidQuery", "RequireHeader", "ForbidHeader")
    out.required = {key: row[key] for key in demands if key in row}
    if "BodyAssert" in row:
        found = COMPARED.search(row["BodyAssert"].arguments[0])
        if not found:
            raise NotUnderstood(row["BodyAssert"].arguments[0])
        out.body_kind = "" if found[3] else found[1] or "plain"
        out.body = go_source.unquoted(found[2]) if found[2] else ""
    return out


def _answer(name: str, model: dict, row: dict) -> Answer:
    (operation,) = model["operations"].values()
    headers = [(key, each) for key, values in (row.get("Header") or {}).items() for each in values]
    out = Answer(name, model, row["StatusCode"], headers, row.get("Body") or b"")
    if "ExpectError" in row:
        shape = shape_name(row["ExpectError"].type)
        out.error = model["shapes"][shape]["error"]["code"]
        out.value = _told(row["ExpectError"], {"shape": shape}, model["shapes"])
    else:
        out.value = _told(row["ExpectResult"], operation["output"], model["shapes"])
    return out


def _headers(told) -> dict:
    return {name: ", ".join(values) for name, values in (told or {}).items()}


def _told(value, reference: dict, shapes: dict):
    """A Go literal as the codecs' program tells values of this shape."""
    shape = shapes[reference["shape"]]
    if value is None:
        return None
    if shape.get("document"):
        return json.dumps(_document(value.arguments[0]), separators=(",", ":"))
    if shape["type"] == "structure":
        return _structure(value, shape, shapes)
    if shape["type"] == "list":
        return [_told(each, shape["member"], shapes) for each in (value if isinstance(value, list) else [])]
    if shape["type"] == "map":
        entries = value.fields if isinstance(value, Literal) else value or {}
        return {key: _told(each, shape["value"], shapes) for key, each in entries.items()}
    return _scalar(value, shape["type"])


def _structure(value, shape: dict, shapes: dict) -> dict:
    if value in ([], {}):
        return {}
    if shape.get("union"):
        member = re.search(r"Member(\w+)$", value.type)[1]
        return {member: _told(value.fields["Value"], shape["members"][member], shapes)}
    given = {name: each for name, each in value.fields.items() if each is not None}
    return {name: _told(each, shape["members"][name], shapes) for name, each in given.items()}


def _scalar(value, kind: str):
    while isinstance(value, Call):
        if value.name == "math.NaN":
            return "NaN"
        if value.name == "math.Inf":
            return "Infinity" if value.arguments[0] > 0 else "-Infinity"
        if value.name == "smithytime.ParseEpochSeconds":
            return round(value.arguments[0] * 1_000_000)
        if not re.fullmatch(r"ptr\.\w+|types\.\w+|float32|ioutil\.NopCloser|bytes\.NewReader", value.name):
            raise NotUnderstood(value.name)
        value = value.arguments[0]
    if isinstance(value, Literal):  # a reader
        return _scalar(value.fields["ReadSeeker"], kind)
    if kind == "blob":
        return base64.b64encode(value if isinstance(value, bytes) else value.encode()).decode()
    return float(value) if kind in ("float", "double") and not math.isnan(value) else value


def _document(value):
    if isinstance(value, Literal):
        return {name: _document(each) for name, each in value.fields.items()}
    if isinstance(value, dict):
        return {name: _document(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_document(each) for each in value]
    return _document(value.arguments[0]) if isinstance(value, Call) else value
