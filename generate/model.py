"""The model: botocore's service description and our own choices, resolved into what the writers need.

Only what the chosen operations reach is kept. An operation that was not chosen keeps its name, method and path.
"""

import gzip
import html
import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from .authorization import Demand, check_table, read_demands
from .names import Names
from .refusal import ModelError

CPP_SCALARS = {
    "string": "std::string",
    "boolean": "bool",
    "integer": "int32_t",
    "long": "int64_t",
    "float": "double",
    "double": "double",
    "timestamp": "Timestamp",
    "blob": "std::string",
}
LOCATIONS = {
    None: "body",
    "header": "header",
    "headers": "prefix_headers",
    "querystring": "query",
    "uri": "uri",
    "statusCode": "status",
}
MEMBERS_MAX = 256  # wire::Seen
PROTOCOLS = {
    "rest-xml": "rest_xml",
    "rest-json": "rest_json",
    "query": "query",
    "ec2": "ec2",
    "smithy-rpc-v2-cbor": "cbor",
}


@dataclass
class Member:
    name: str
    cpp_name: str
    wire_name: str
    form_name: str  # "" where it is the wire_name
    shape: str
    location: str
    is_required: bool
    is_optional: bool
    is_streaming: bool
    is_flattened: bool
    is_attribute: bool
    is_url_encoded: bool
    is_json_value: bool
    is_idempotency_token: bool
    xml_namespace: str
    xml_prefix: str
    is_boxed: bool = False


@dataclass
class Shape:
    name: str
    type: str
    raw: dict
    cpp_type: str
    members: list[Member] = field(default_factory=list)
    payload: str | None = None
    in_input: bool = False
    in_output: bool = False
    event_errors: list[tuple[str, str]] = field(default_factory=list)  # of an event stream: member, code


@dataclass
class Operation:
    name: str
    cpp_name: str
    raw: dict
    method: str
    uri: str
    status: int
    is_chosen: bool
    input: str | None
    output: str | None
    required_queries: list[str]
    required_headers: list[str]
    settings: dict
    demands: list[Demand]


@dataclass
class ErrorRow:
    code: str
    shape_name: str
    cpp_name: str
    status: int
    is_senders: bool
    message: str


@dataclass
class Service:
    name: str
    class_name: str
    metadata: dict
    protocol: str  # the main one
    protocols: list[str]  # all, the main one first
    settings: dict
    shapes: dict[str, Shape]
    ordered_structs: list[Shape]
    operations: list[Operation]
    errors: list[ErrorRow]


def read_json(path: Path) -> dict:
    if not path.exists() and path.with_name(path.name + ".gz").exists():
        path = path.with_name(path.name + ".gz")
    if path.suffix == ".gz":
        return json.loads(gzip.decompress(path.read_bytes()))
    return json.loads(path.read_text("utf-8"))


def read_settings(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)


def build(raw: dict, settings: dict, names: Names) -> Service:
    return _Builder(raw, settings, names).service()


class _Builder:
    def __init__(self, raw: dict, settings: dict, names: Names):
        self.raw = raw
        self.settings = settings
        self.names = names
        self.shapes: dict[str, Shape] = {}
        self.protocols = self._protocols()
        self.protocol = self.protocols[0]
        self.is_rest = self.protocol.startswith("rest")

    def service(self) -> Service:
        chosen = self.settings["operations"]
        names = sorted(self.raw["operations"])
        if unknown := set(chosen) - set(names):
            raise ModelError(f"operations that the model does not have: {', '.join(sorted(unknown))}")
        check_table(self.settings)
        operations = [self._operation(name, name in chosen) for name in names]
        for operation in operations:
            if operation.is_chosen:
                self._reach(operation.input, is_input=True)
                self._reach(operation.output, is_input=False)
        for shape in self.shapes.values():
            self._fill_members(shape)
        self.shapes = dict(sorted(self.shapes.items()))
        return Service(
            name=self.settings["name"],
            class_name=self.settings["class"],
            metadata=self.raw["metadata"],
            protocol=self.protocol,
            protocols=self.protocols,
            settings=self.settings,
            shapes=self.shapes,
            ordered_structs=self._ordered_structs(),
            operations=operations,
            errors=self._errors(),
        )

    def _protocols(self) -> list[str]:
        """The main one first. The settings may name others than the model does."""
        metadata = self.raw["metadata"]
        main = self.settings.get("protocol", metadata["protocol"])
        known = [main] if "protocol" in self.settings else metadata.get("protocols", [main])
        named = self.settings.get("protocols", known)
        resolved = [self._protocol(name) for name in [main, *(name for name in named if name != main)]]
        if len(resolved) > 1 and any(name.startswith("rest") or name == "ec2" for name in resolved):
            raise ModelError(f"one table cannot serve {' and '.join(resolved)}")
        return resolved

    def _protocol(self, protocol: str) -> str:
        metadata = self.raw["metadata"]
        if protocol == "json":
            version = self.settings.get("json_version", metadata.get("jsonVersion", "1.1"))
            return "json_" + version.replace(".", "_")
        if protocol not in PROTOCOLS:
            raise ModelError(f"the protocol {protocol} has no codec")
        return PROTOCOLS[protocol]

    def _operation(self, name: str, is_chosen: bool) -> Operation:
        raw = self.raw["operations"][name]
        http = raw.get("http", {"method": "POST", "requestUri": "/"})
        own = self.settings.get("operation", {}).get(name, {})
        input_raw = self.raw["shapes"][raw["input"]["shape"]] if "input" in raw else {}
        required = {location: [] for location in ("querystring", "header")}
        for member_name in input_raw.get("required", []):
            member = input_raw["members"][member_name]
            if member.get("location") in required:
                required[member["location"]].append(member.get("locationName", member_name))
        return Operation(
            name=name,
            cpp_name=self.names.snake(name),
            raw=raw,
            method=http["method"],
            uri=http["requestUri"],
            status=own.get("status", http.get("responseCode", 200)),
            is_chosen=is_chosen,
            input=self._root_shape(name, raw.get("input"), "Request") if is_chosen else None,
            output=self._root_shape(name, raw.get("output"), "Output") if is_chosen else None,
            required_queries=required["querystring"],
            required_headers=required["header"],
            settings=own,
            demands=read_demands(name, self.settings, self.raw) if is_chosen else [],
        )

    def _root_shape(self, operation: str, reference: dict | None, suffix: str) -> str:
        if reference:
            return reference["shape"]
        name = operation + suffix
        self.raw["shapes"].setdefault(name, {"type": "structure", "members": {}})
        return name

    def _reach(self, name: str, is_input: bool) -> None:
        shape = self.shapes.get(name)
        if shape is None:
            raw = self.raw["shapes"][name]
            shape = self.shapes[name] = Shape(name=name, type=raw["type"], raw=raw, cpp_type="")
        if shape.in_input if is_input else shape.in_output:
            return
        if is_input:
            shape.in_input = True
        else:
            shape.in_output = True
        for reference in self._references(shape.raw):
            self._reach(reference["shape"], is_input)
        shape.cpp_type = self._cpp_type(name)

    def _cpp_type(self, name: str) -> str:
        raw = self.raw["shapes"][name]
        if raw.get("document"):
            return "std::string"
        if raw["type"] == "structure":
            return name
        if raw["type"] in ("list", "map"):
            inner = self._cpp_type(raw["member" if raw["type"] == "list" else "value"]["shape"])
            if raw.get("sparse"):
                inner = f"std::optional<{inner}>"
            if raw["type"] == "map":
                return f"std::map<std::string, {inner}>"
            # A vector of booleans has no addresses to walk.
            return f"std::deque<{inner}>" if inner == "bool" else f"std::vector<{inner}>"
        return CPP_SCALARS[raw["type"]]

    def _fill_members(self, shape: Shape) -> None:
        if shape.type != "structure" or shape.raw.get("document"):
            return
        required = shape.raw.get("required", [])
        url_encoded = self.settings.get("url_encoded", {}).get(shape.name, [])
        payload = shape.payload = self._payload(shape.raw)
        if len(shape.raw["members"]) > MEMBERS_MAX:
            raise ModelError(f"{shape.name} has more than {MEMBERS_MAX} members")
        for name, reference in shape.raw["members"].items():
            target = self.raw["shapes"][reference["shape"]]
            if shape.raw.get("eventstream") and target.get("exception"):
                shape.event_errors.append((name, target.get("error", {}).get("code", reference["shape"])))
                continue
            is_events = bool(target.get("eventstream"))
            is_streaming = is_events or (
                name == payload and bool(reference.get("streaming") or target.get("streaming"))
            )
            if is_streaming and not is_events and shape.in_input and shape.in_output:
                raise ModelError(f"{shape.name}.{name}: a stream cannot be input and output at once")
            namespace = reference.get("xmlNamespace", target.get("xmlNamespace", {}))
            shape.members.append(
                Member(
                    name=name,
                    cpp_name=self.names.snake(name),
                    wire_name=self._wire_name(name, reference, target),
                    form_name=self._form_name(shape.name, name, reference, target),
                    shape=reference["shape"],
                    location=self._location(reference),
                    is_required=name in required,
                    is_optional=not (name in required and shape.in_input) and not is_streaming,
                    is_streaming=is_streaming,
                    is_flattened=_is_flattened(reference, target),
                    is_attribute=bool(reference.get("xmlAttribute")),
                    is_url_encoded=name in url_encoded,
                    is_json_value=bool(reference.get("jsonvalue") or target.get("jsonvalue")),
                    is_idempotency_token=bool(reference.get("idempotencyToken") or target.get("idempotencyToken")),
                    xml_namespace=namespace.get("uri", ""),
                    xml_prefix=namespace.get("prefix", ""),
                )
            )

    def _payload(self, raw: dict) -> str | None:
        """The member that is the whole body: of the rest protocols, of an event, or a stream of events."""
        if self.is_rest and "payload" in raw:
            return raw["payload"]
        for name, reference in raw["members"].items():
            if reference.get("eventpayload") or self.raw["shapes"][reference["shape"]].get("eventstream"):
                return name
        return None

    def _location(self, reference: dict) -> str:
        if reference.get("eventheader"):
            return "event_header"
        return LOCATIONS[reference.get("location")] if self.is_rest else "body"

    def _wire_name(self, name: str, reference: dict, target: dict) -> str:
        is_xml = self.protocol in ("rest_xml", "query", "ec2")
        if is_xml and _is_flattened(reference, target) and target["type"] == "list":
            if inner := target["member"].get("locationName"):
                return inner
        otherwise = "" if reference.get("location") == "headers" else name  # no prefix: every header
        return reference.get("locationName", target.get("locationName", otherwise) if self.protocol == "rest_xml" else otherwise)

    def _form_name(self, shape: str, name: str, reference: dict, target: dict) -> str:
        """Of a form's parameter, where the member is called otherwise elsewhere."""
        wire_name = self._wire_name(name, reference, target)
        if self.protocol == "ec2":
            # https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
            location = reference.get("locationName", name)
            found = reference.get("queryName", location[:1].upper() + location[1:])
        elif "query" in self.protocols:
            found = reference.get("locationName", name)
            if _is_flattened(reference, target) and target["type"] == "list":
                found = target["member"].get("locationName", found)
            found = self.settings.get("form_names", {}).get(shape, {}).get(name, found)
        else:
            return ""
        return "" if found == wire_name else found

    def _references(self, raw: dict) -> list[dict]:
        """What a shape is made of. Errors in a stream of events are no events; a document is made of nothing."""
        if raw.get("document"):
            return []
        found = list(raw.get("members", {}).values())
        if raw.get("eventstream"):
            found = [reference for reference in found if not self.raw["shapes"][reference["shape"]].get("exception")]
        return found + [raw[part] for part in ("member", "key", "value") if part in raw]

    def _ordered_structs(self) -> list[Shape]:
        """Each struct after those it holds by value; vectors, maps and boxes of a struct need only its declaration."""
        ordered: list[Shape] = []
        ordered_names: set[str] = set()
        open_names: set[str] = set()

        def visit(shape: Shape) -> None:
            if not _is_struct(shape) or shape.name in ordered_names:
                return
            open_names.add(shape.name)
            for member in shape.members:
                if member.shape in open_names and _is_struct(self.shapes[member.shape]):
                    member.is_boxed = member.is_optional = True
                else:
                    visit(self.shapes[member.shape])
            open_names.remove(shape.name)
            ordered_names.add(shape.name)
            ordered.append(shape)

        for shape in self.shapes.values():
            visit(shape)
        return ordered

    def _errors(self) -> list[ErrorRow]:
        rows: dict[str, ErrorRow] = {}
        for name, raw in sorted(self.raw["shapes"].items()):
            if not raw.get("exception"):
                continue
            error = raw.get("error", {})
            code = error.get("code", name)
            status = error.get("httpStatusCode", 500 if raw.get("fault") else 400)
            rows[code] = self._error_row(code, name, status, _plain_text(raw.get("documentation", "")))
        for code, own in self.settings.get("errors", {}).items():
            before = rows.get(code)
            status = own.get("status", before.status if before else 400)
            shape_name = own.get("shape", before.shape_name if before else code)
            rows[code] = self._error_row(code, shape_name, status, own.get("message", before.message if before else ""))
        return [rows[code] for code in sorted(rows)]

    def _error_row(self, code: str, shape_name: str, status: int, message: str) -> ErrorRow:
        cpp_name = self.names.snake(shape_name.replace(".", ""))
        return ErrorRow(code, shape_name, cpp_name, status, status < 500, message)


def _is_struct(shape: Shape) -> bool:
    return shape.type == "structure" and not shape.raw.get("document")


def _plain_text(documentation: str) -> str:
    """The words of a documentation text, whose first paragraph serves as an error's message."""
    first = documentation.split("</p>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", first)).split())


def _is_flattened(reference: dict, target: dict) -> bool:
    return bool(reference.get("flattened") or target.get("flattened"))
