"""AWS's published protocol tests, as the generated tests of its SDK for Go carry them: what a client must send for an
input, and what it must read in an answer, in five protocols. They are the ones that botocore's repository holds too.

Nothing is copied: the Debian package brings the Go files, and they are read where they lie. The model behind each case
stands in the tags of its Go structs.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from protocols import go_source
from protocols.go_source import Call, Literal, NotUnderstood

PACKAGE = Path("/usr/share/gocode/src/github.com/aws/aws-sdk-go/private/protocol")
PROTOCOLS = {"ec2query": "ec2", "jsonrpc": "json", "query": "query", "restjson": "rest-json", "restxml": "rest-xml"}

CONSTANT = re.compile(r'^const op(\w+) = "(\w+)"', re.M)
OPERATION = re.compile(
    r"^func \(c \*(\w+)ProtocolTest\) (\w+)Request\(input \*(\w+)\) "
    r"\(req \*request\.Request, output \*(\w+)\) \{\n(.*?)^\}",
    re.M | re.S,
)
CLIENT = re.compile(r"^func new(\w+)ProtocolTestClient\(.*?\{\n(.*?)^\}", re.M | re.S)
SETTING = re.compile(r'(\w+):\s+"([^"]*)"')
ASSERTED = re.compile(r'awstesting\.Assert(XML|JSON|Query)\(t, (`[^`]*`|"(?:\\.|[^"\\])*"), ')
ASSERTED_URL = re.compile(r'awstesting\.AssertURL\(t, ("(?:\\.|[^"\\])*"), ')
ASSERTED_PLAIN = re.compile(r'if e, a := ("(?:\\.|[^"\\])*"), (?:util\.Trim\()?string\(body\)\)?; e != a')
ASSERTED_HEADER = re.compile(r'if e, a := ("(?:\\.|[^"\\])*"), r\.Header\.Get\(("(?:\\.|[^"\\])*")\); e != a')
ANSWER_HEADER = re.compile(r'req\.HTTPResponse\.Header\.Set\(("(?:\\.|[^"\\])*"), ("(?:\\.|[^"\\])*")\)')
ANSWER = re.compile(r'bytes\.NewReader\(\[\]byte\((`[^`]*`|"(?:\\.|[^"\\])*")\)\)')
STATUS = re.compile(r"StatusCode: (\d+)")
EXPECTED = re.compile(r"if e, a := (.*), (\S+); e != a \{")
DEEPLY = re.compile(r"reflect\.DeepEqual\((out\S*), (.*)\)$", re.M)
STEP = re.compile(r'\.?(\w+)|\[("(?:\\.|[^"\\])*"|\d+)\]')


@dataclass
class Case:
    """One published case. `model` is a service of one operation in botocore's form; a value stands as the codecs'
    program tells values."""

    name: str
    model: dict
    value: dict = field(default_factory=dict)
    url: str = ""
    body_kind: str = ""  # XML, JSON, Query, plain; "": none is expected
    body: str = ""
    headers: dict = field(default_factory=dict)
    status: int = 200
    expected: list = field(default_factory=list)  # (steps into the output, value)


def cases(protocol: str, direction: str) -> list[Case]:
    """`direction`: "Input" or "Output"."""
    source = (PACKAGE / protocol / f"{'build' if direction == 'Input' else 'unmarshal'}_test.go").read_text("utf-8")
    reader = _File(source, PROTOCOLS[protocol])
    read = reader.input_case if direction == "Input" else reader.output_case
    functions = go_source.functions(source)
    return [read(name, body) for name, body in functions.items() if name.startswith(f"Test{direction}Service")]


class _File:
    def __init__(self, source: str, protocol: str):
        self._protocol = protocol
        self._structs = go_source.structs(source)
        self._names = dict(CONSTANT.findall(source))
        self._operations = {found[1]: found for found in OPERATION.findall(source)}
        self._clients = {name: dict(SETTING.findall(body)) for name, body in CLIENT.findall(source)}

    def input_case(self, name: str, body: str) -> Case:
        case = Case(name, self._model(operation := _operation_in(body), body))
        shapes = case.model["shapes"]
        found = re.search(r"input := (.*?)\n\treq, _ :=", body, re.S)
        if found is not None:
            case.value = _told(go_source.literal(found[1]), {"shape": operation + "Input"}, shapes)
        members = shapes[operation + "Input"]["members"]
        for member, value in re.findall(r"^\tinput\.(\w+) = (.*)$", body, re.M):
            case.value[member] = _told(go_source.literal(value), members[member], shapes)
        for member, reference in members.items():
            if reference.get("idempotencyToken"):  # the test's chance is nothing but zeros
                case.value.setdefault(member, "00000000-0000-4000-8000-000000000000")
        case.url = _text(ASSERTED_URL.search(body)[1])
        if asserted := ASSERTED.search(body):
            case.body_kind, case.body = asserted[1], _text(asserted[2])
        elif asserted := ASSERTED_PLAIN.search(body):
            case.body_kind, case.body = "plain", _text(asserted[1])
        elif "ioutil.ReadAll(r.Body)" in body:
            raise NotUnderstood(name)
        case.headers = {_text(key): _text(value) for value, key in ASSERTED_HEADER.findall(body)}
        return case

    def output_case(self, name: str, body: str) -> Case:
        case = Case(name, self._model(operation := _operation_in(body), body))
        shapes = case.model["shapes"]
        case.body, case.status = _text(ANSWER.search(body)[1]), int(STATUS.search(body)[1])
        case.headers = {_text(key): _text(value) for key, value in ANSWER_HEADER.findall(body)}
        told = EXPECTED.findall(body) + [(value, actual) for actual, value in DEEPLY.findall(body)]
        if len(told) != len(re.findall(r"e, a :=|DeepEqual", body)):
            raise NotUnderstood(name)
        for value, actual in told:
            steps = _steps(actual)
            case.expected.append((steps, _told(go_source.literal(value), _reference(steps, operation, shapes), shapes)))
        return case

    def _model(self, operation: str, body: str) -> dict:
        service, _, taken, given, text = self._operations[operation]
        client, settings = self._clients[service], dict(SETTING.findall(text))
        metadata = {"protocol": self._protocol, "endpointPrefix": "test", "apiVersion": client["APIVersion"]}
        told = {"jsonVersion": "JSONVersion", "targetPrefix": "TargetPrefix"}
        metadata |= {ours: client[key] for ours, key in told.items() if key in client}
        shapes = {}
        row = {
            "name": self._names[operation],
            "http": {"method": settings.get("HTTPMethod", "POST"), "requestUri": settings.get("HTTPPath", "/")},
            "input": {"shape": operation + "Input"} | _of_element(self._structs[taken]["_"].tags),
            "output": {"shape": operation + "Output"},
        }
        if "Result>" in body:
            row["output"]["resultWrapper"] = f"{row['name']}Result"
        self._add_structure(operation + "Input", taken, shapes)
        self._add_structure(operation + "Output", given, shapes)
        return {"metadata": metadata, "operations": {row["name"]: row}, "shapes": shapes}

    def _add_structure(self, name: str, go_name: str, shapes: dict) -> None:
        if name in shapes:
            return
        fields = dict(self._structs[go_name])
        own = fields.pop("_").tags
        shapes[name] = {"type": "structure", "members": {}} | ({"payload": own["payload"]} if "payload" in own else {})
        for member, each in fields.items():
            shapes[name]["members"][member] = self._member(f"{name}{member}", each, shapes)
            if "required" in each.tags:
                shapes[name].setdefault("required", []).append(member)

    def _member(self, name: str, each: go_source.Field, shapes: dict) -> dict:
        tags = each.tags
        reference = {"shape": self._shape(name, each.type, tags, shapes)} | _of_element(tags)
        reference |= {key: tags[key] for key in ("location", "queryName") if key in tags}
        flags = ("flattened", "xmlAttribute", "idempotencyToken")
        reference |= {key: True for key in flags if key in tags}
        if "JSONValue" in each.type:
            reference["jsonvalue"] = True
        return reference

    def _shape(self, name: str, go_type: str, tags: dict, shapes: dict) -> str:
        """The name of a shape for a Go type, made unless it is there."""
        go_type = go_type.lstrip("*")
        inner = {key: tags[key] for key in ("timestampFormat",) if key in tags}
        if go_type in self._structs:
            self._add_structure(go_type, go_type, shapes)
            return go_type
        if go_type in ("[]byte", "io.ReadSeeker"):
            shapes[name] = {"type": "blob"} | ({"streaming": True} if go_type == "io.ReadSeeker" else {})
        elif go_type.startswith("[]"):
            member = {"shape": self._shape(name + "Element", go_type[2:], inner, shapes)}
            if "JSONValue" in go_type:
                member["jsonvalue"] = True
            shapes[name] = {"type": "list", "member": member | _named(tags, "locationNameList")}
        elif go_type.startswith("map[string]"):
            value = {"shape": self._shape(name + "Value", go_type[len("map[string]") :], inner, shapes)}
            shapes[name + "Key"] = {"type": "string"}
            key = {"shape": name + "Key"} | _named(tags, "locationNameKey")
            shapes[name] = {"type": "map", "key": key, "value": value | _named(tags, "locationNameValue")}
        else:
            shapes[name] = {"type": _scalar_type(go_type, tags)} | inner
        return name


def _scalar_type(go_type: str, tags: dict) -> str:
    if go_type == "int64" and tags.get("type") == "integer":
        return "integer"
    known = {"string": "string", "int64": "long", "float64": "double", "bool": "boolean", "time.Time": "timestamp"}
    if "JSONValue" in go_type:
        return "string"
    if go_type not in known:
        raise NotUnderstood(go_type)
    return known[go_type]


def _text(token: str) -> str:
    return go_source.unquoted(token)


def _operation_in(body: str) -> str:
    return re.search(r"svc\.(\w+)Request\(", body)[1]


def _named(tags: dict, key: str) -> dict:
    return {"locationName": tags[key]} if key in tags else {}


def _of_element(tags: dict) -> dict:
    out = _named(tags, "locationName")
    if "xmlURI" in tags:
        out["xmlNamespace"] = {"uri": tags["xmlURI"]} | ({"prefix": tags["xmlPrefix"]} if "xmlPrefix" in tags else {})
    return out


def _steps(actual: str) -> list:
    """`*out.Map["a"].Foo` as ["Map", "a", "Foo"]."""
    found = re.match(r"[*(]*(?:string\()?\*?out\.?(.*?)\)?(?:\.UTC\(\)\.String\(\))?$", actual)
    return [name or go_source.literal(key) for name, key in STEP.findall(found[1])]


def _reference(steps: list, operation: str, shapes: dict) -> dict:
    reference = {"shape": operation + "Output"}
    for step in steps:
        shape = shapes[reference["shape"]]
        reference = shape["members"][step] if shape["type"] == "structure" else shape.get("member") or shape["value"]
    return reference


def _told(value, reference: dict, shapes: dict):
    """A Go literal as the codecs' program tells values of this shape."""
    shape = shapes[reference["shape"]]
    kind = shape["type"]
    if isinstance(value, Literal) and kind == "structure":
        return {name: _told(each, shape["members"][name], shapes) for name, each in value.fields.items()}
    if kind == "structure" and value in ([], {}):
        return {}
    if kind == "list":
        return [_told(each, shape["member"], shapes) for each in value]
    if kind == "map":
        entries = value.fields if isinstance(value, Literal) else value or {}
        return {key: _told(each, shape["value"], shapes) for key, each in entries.items()}
    if reference.get("jsonvalue"):
        if isinstance(value, Call):  # a function that reads a text
            value = json.loads(_text(re.search(r'\[\]byte\(("(?:\\.|[^"\\])*")\)', value.arguments[0])[1]))
        return json.dumps(value, separators=(",", ":"))
    if isinstance(value, Call):
        return _called(value, reference, shapes)
    if kind == "blob":
        return base64.b64encode(value if isinstance(value, bytes) else value.encode()).decode()
    return float(value) if kind == "double" else value


def _called(call: Call, reference: dict, shapes: dict):
    if call.name == "time.Unix":
        return round(call.arguments[0] * 1_000_000)
    if call.name.startswith("time.Unix") or call.name in ("UTC", "String"):
        return _told(call.arguments[0], reference, shapes)
    if re.fullmatch(r"aws\.(String|Bool|Int64|Float64|Time|ReadSeekCloser)|bytes\.New\w+|int64|float64", call.name):
        return _told(call.arguments[0], reference, shapes)
    raise NotUnderstood(call.name)
