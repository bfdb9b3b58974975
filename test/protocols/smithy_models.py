"""The models of Smithy's protocol tests, read back from the clients that AWS's SDK for Go (v2) generates of them.

The package has the tests but not the models. What a member is called on the wire, where it travels and how its times are
written stands in the generated serializers and deserializers, always in the same words.
"""

import re
from collections import defaultdict
from pathlib import Path

from protocols import go_source
from protocols.go_source import NotUnderstood

PACKAGE = Path("/usr/share/gocode/src/github.com/aws/aws-sdk-go-v2/internal/protocoltest")
PROTOCOLS = {
    "awsrestjson": {"protocol": "rest-json"},
    "ec2query": {"protocol": "ec2"},
    "jsonrpc": {"protocol": "json", "jsonVersion": "1.1"},
    "jsonrpc10": {"protocol": "json", "jsonVersion": "1.0"},
    "query": {"protocol": "query"},
    "restxml": {"protocol": "rest-xml"},
    "restxmlwithnamespace": {"protocol": "rest-xml"},
}
FUNCTION = re.compile(r"^func (?:\(\w* ?\*?(\w+)\) )?(\w+)\(([^\n]*)\n(.*?)^\}", re.M | re.S)
MEMBER = re.compile(r"\b(?:v|sv)\.(\w+)|types\.\w+Member(\w+)\b")
WRITTEN = re.compile(r"^\t(?=if |\{|case \*)", re.M)
READ = re.compile(r'^\t\t(?=case (?:strings\.EqualFold\()?")', re.M)
BOUND = re.compile(r"^\t(?=if headerValues|for headerKey|v\.\w+ = )", re.M)
TIMES = {"HTTPDate": "rfc822", "DateTime": "iso8601", "EpochSeconds": "unixTimestamp"}
FLAT = " flat"
SCALARS = {
    "string": "string",
    "bool": "boolean",
    "int8": "integer",
    "int16": "integer",
    "int32": "integer",
    "int64": "long",
    "float32": "float",
    "float64": "double",
    "time.Time": "timestamp",
    "[]byte": "blob",
}


def shape_name(go_type: str) -> str:
    return go_type.removeprefix("types.")


class Client:
    """One generated client: `model(operation)` is a service of that operation alone, in botocore's form."""

    def __init__(self, package: str):
        folder = PACKAGE / package
        self._settings = PROTOCOLS[package]
        sources = {path.name: path.read_text("utf-8") for path in (*folder.glob("*.go"), *folder.glob("types/*.go"))}
        generated = [text for name, text in sources.items() if not name.endswith("_test.go")]
        self._structs = {}
        for text in generated:
            self._structs |= go_source.structs(text)
        self._errors = set(re.findall(r"^func \(e \*(\w+)\) ErrorCode\(\)", "\n".join(generated), re.M))
        self._unions = set(re.findall(r"^type (\w+) interface \{\n\tis\w+\(\)", "\n".join(generated), re.M))
        self._enums = dict(re.findall(r"^type (\w+) (string|int32)$", "\n".join(generated), re.M))
        self._functions, self._traits = {}, defaultdict(lambda: defaultdict(dict))
        for text in (sources["serializers.go"], sources["deserializers.go"]):
            for owner, name, first, body in FUNCTION.findall(text):
                name = re.sub(r"^aws\w+?_", "", owner or name)
                if not owner or "Handle" in body or "HandleSerialize" in first or "next." in body:
                    self._functions[name] = body
                self._read_function(name, first, body)

    def _read_function(self, name: str, first: str, body: str) -> None:
        """Whatever one function says of the members of its struct."""
        owner = re.match(r"v \*{0,2}(?:types\.)?(\w+)[,)]", first)
        if not owner:
            return
        is_written = name.startswith("serialize")
        splitter = WRITTEN if is_written else BOUND if "HttpBindings" in name else READ
        if name.startswith("deserializeOpDocument") and "body io.ReadCloser" in first:
            return
        if "decoder.StartEl.Attr" in body:
            attributes, body = body.split("\n\tfor {\n", 1)
            for block in READ.split(attributes)[1:]:
                self._add(owner[1], block, {"xmlAttribute": True} | _wire_name(block))
        told = _written if is_written else _bound if splitter is BOUND else _read
        for block in splitter.split(body)[1:]:
            traits = told(block)
            if is_written and self._settings["protocol"] == "ec2":
                traits.pop("flattened", None)  # its forms are always flat
            self._add(owner[1], block, traits)

    def _add(self, struct: str, block: str, traits: dict) -> None:
        if found := MEMBER.search(block):
            held = self._traits[struct][found[1] or found[2]]
            for key, value in traits.items():
                held.setdefault(key, value)

    def model(self, operation: str) -> dict:
        metadata = {"endpointPrefix": "test", "apiVersion": "2020-01-08"} | self._settings
        if metadata["protocol"] == "query" or metadata["protocol"] == "ec2":
            text = self._functions[f"serializeOp{operation}"]
            metadata["apiVersion"] = re.search(r'Key\("Version"\)\.String\("([^"]+)"\)', text)[1]
        written = self._functions[f"serializeOp{operation}"]
        if target := re.search(r'"X-Amz-Target"\)\.String\("(\w+)\.', written):
            metadata["targetPrefix"] = target[1]
        uri = re.search(r'SplitURI\("([^"]*)"\)', written)
        method = re.search(r'equest\.Method = "(\w+)"', written)[1]
        self._shapes = {}
        row = {"name": operation, "http": {"method": method, "requestUri": uri[1] if uri else "/"}}
        row["input"] = {"shape": self._structure(f"{operation}Input")} | _root(written, operation)
        row["output"] = {"shape": self._structure(f"{operation}Output")}
        if f'"{operation}Result"' in self._functions[f"deserializeOp{operation}"]:
            row["output"]["resultWrapper"] = f"{operation}Result"
        row["errors"] = [{"shape": self._structure(name)} for name in sorted(self._errors)]
        codes = dict(re.findall(r'EqualFold\("(\w+)", errorCode\):\s+return \w+_deserializeError(\w+)\(', self._functions.get(f"deserializeOpError{operation}", "")))
        for name in self._errors:
            code = next((code for code, shape in codes.items() if shape == name), name)
            self._shapes[name] |= {"exception": True, "error": {"code": code}}
        for shape, payload in ((f"{operation}Input", self._sent_payload(operation)), (f"{operation}Output", self._read_payload(operation))):
            if payload and metadata["protocol"].startswith("rest"):
                self._shapes[shape]["payload"] = payload
                self._shapes[shape]["members"][payload] |= _payload_root(written) if shape.endswith("Input") else {}
        return {"metadata": metadata, "operations": {operation: row}, "shapes": self._shapes}

    def _sent_payload(self, operation: str) -> str | None:
        text = self._functions[f"serializeOp{operation}"]
        if f"serializeOpDocument{operation}Input" in text:
            return None
        found = re.search(r"payload := (?:[\w.]+\()*\*?input\.(\w+)|serializeDocument\w+\(input\.(\w+),", text)
        return found and (found[1] or found[2])

    def _read_payload(self, operation: str) -> str | None:
        found = re.search(r"deserializeDocument\w+\(&output\.(\w+),", self._functions[f"deserializeOp{operation}"])
        if not found:
            document = self._functions.get(f"deserializeOpDocument{operation}Output", "")
            found = re.search(r"^\t{1,2}v\.(\w+) = ", document, re.M)
        return found and found[1]

    def _structure(self, name: str) -> str:
        if name in self._shapes:
            return name
        self._shapes[name] = {"type": "structure", "members": {}}
        twin = re.sub(r"(Input|Output)$", lambda found: {"Input": "Output", "Output": "Input"}[found[1]], name)
        fields = {field: each.type for field, each in self._structs.get(name, {}).items()}
        if name in self._unions:
            self._shapes[name]["union"] = True
            of_union = re.compile(rf"{name}Member(\w+)")
            fields = {found[1]: each["Value"].type for key, each in self._structs.items() if (found := of_union.fullmatch(key))}
        for field, go_type in fields.items():
            if field in ("ResultMetadata", "Message_") or go_type == "smithy.ErrorFault":
                continue
            traits = self._traits[name].get(field) or self._traits[twin].get(field) or {}
            self._shapes[name]["members"][field] = self._member(f"{name}.{field}", go_type, dict(traits))
        return name

    def _member(self, name: str, go_type: str, traits: dict) -> dict:
        collection, times = traits.pop("collection", None), traits.pop("timestampFormat", None)
        if traits.get("flattened") and collection:
            collection += FLAT
        reference = {"shape": self._shape(name, go_type, collection, times)}
        if name.endswith("Token") and "IdempotencyToken" in name:
            reference["idempotencyToken"] = True
        return reference | traits

    def _shape(self, name: str, go_type: str, collection: str | None, times: str | None) -> str:
        bare = go_type.lstrip("*")
        target = shape_name(bare)
        if target in self._structs or target in self._unions:
            return self._structure(target)
        if bare in ("document.Interface", "io.Reader", "io.ReadCloser"):
            self._shapes[name] = {"type": "structure", "members": {}, "document": True} if bare[0] == "d" else {"type": "blob", "streaming": True}
        elif bare in SCALARS or target in self._enums:
            self._shapes[name] = {"type": SCALARS[self._enums.get(target, bare)]} | ({"timestampFormat": times} if times else {})
        elif bare.startswith("[]"):
            return self._list(collection or name, bare[2:], times)
        elif bare.startswith("map[string]"):
            return self._map(collection or name, bare[len("map[string]") :], times)
        else:
            raise NotUnderstood(f"{name} {go_type}")
        return name

    def _list(self, name: str, element: str, times: str | None) -> str:
        if name in self._shapes:
            return name
        shape = self._shapes[name] = {"type": "list"}
        text = self._texts_of(name.removesuffix(FLAT))
        inner = _inner(text)
        shape["member"] = {"shape": self._shape(f"{name}.element", element, inner.get("collection"), times or inner.get("timestampFormat"))}
        if self._settings["protocol"] == "ec2":  # its forms do not name elements
            text = text.replace('Array("', "Array(")
        named = re.search(r'Array\("(\w+)"\)|customMemberName := smithyxml.*?Local: "(\w+)"|case strings\.EqualFold\("(\w+)"', text, re.S)
        if named and not name.endswith(FLAT):  # whoever holds a flat list names its elements
            shape["member"]["locationName"] = next(filter(None, named.groups()))
        if namespace := re.search(r'customMemberNameAttr, smithyxml\.NewNamespaceAttribute\("(\w*)", "([^"]+)"\)', text):
            shape["member"]["xmlNamespace"] = {"uri": namespace[2]} | ({"prefix": namespace[1]} if namespace[1] else {})
        if element.startswith("*") or ".Null()" in text:
            shape["sparse"] = True
        return name

    def _map(self, name: str, value: str, times: str | None) -> str:
        if name in self._shapes:
            return name
        shape = self._shapes[name] = {"type": "map"}
        self._shapes["Key"] = {"type": "string"}
        text = self._texts_of(name.removesuffix(FLAT))
        inner = _inner(text)
        shape["key"] = {"shape": "Key"}
        shape["value"] = {"shape": self._shape(f"{name}.value", value, inner.get("collection"), times or inner.get("timestampFormat"))}
        for part, number in (("key", 0), ("value", 1)):
            if named := re.search(rf'{part}Element := smithyxml.*?Local: "(\w+)"', text, re.S):
                shape[part]["locationName"] = named[1]
            elif (named := re.search(r'\.Map\("(\w+)", "(\w+)"\)', text)) or (named := re.search(r'case strings\.EqualFold\("(\w+)".*?\bek = .*?case strings\.EqualFold\("(\w+)"', self._functions.get(f"deserializeDocument{name.removesuffix(FLAT)}Unwrapped", ""), re.S)):
                shape[part]["locationName"] = named[number + 1]
            attributes = re.search(rf'{part}ElementAttr, smithyxml\.NewNamespaceAttribute\("(\w*)", "([^"]+)"\)', text)
            if attributes:
                shape[part]["xmlNamespace"] = {"uri": attributes[2]} | ({"prefix": attributes[1]} if attributes[1] else {})
        if value.startswith("*") or ".Null()" in text:
            shape["sparse"] = True
        return name

    def _texts_of(self, name: str) -> str:
        return self._functions.get(f"serializeDocument{name}", "") + self._functions.get(f"deserializeDocument{name}", "")


def _written(block: str) -> dict:
    """Of one member, what its block of a serializer tells."""
    out = _inner(block)
    if found := re.search(r'object\.(Flat)?Key\("([^"]+)"\)', block):
        out["locationName"] = found[2]
    elif found := re.search(r'Local: "([^"]+)"', block):
        out["locationName"] = found[1]
        if "FlattenedElement" in block:
            out["flattened"] = True
    elif found := re.search(r'locationName := "([^"]+)"', block):
        out |= {"location": "header", "locationName": found[1]}
    elif found := re.search(r'encoder\.Headers\("([^"]*)"\)', block):
        out |= {"location": "headers", "locationName": found[1]}
    elif found := re.search(r'encoder\.(?:Set|Add)Query\("([^"]+)"\)', block):
        out |= {"location": "querystring", "locationName": found[1]}
    elif "Query(qkey)" in block:
        out["location"] = "querystring"
    elif found := re.search(r'encoder\.SetURI\("([^"]+)"\)', block):
        out |= {"location": "uri", "locationName": found[1]}
    if "FlatKey" in block and "objectKey" in block:
        out["flattened"] = True
    if "EncodeToString([]byte(" in block:
        out["jsonvalue"] = True
    if found := re.search(r'rootAttr, smithyxml\.NewNamespaceAttribute\("(\w*)", "([^"]+)"\)', block):
        out["xmlNamespace"] = {"uri": found[2]} | ({"prefix": found[1]} if found[1] else {})
    return out


def _read(block: str) -> dict:
    """What its block of a deserializer tells."""
    out = _inner(block) | _wire_name(block)
    if "Unwrapped(" in block:
        out["flattened"] = True
    return out


def _bound(block: str) -> dict:
    out = _inner(block)
    if found := re.search(r'Header\.Values\("([^"]+)"\)', block):
        out |= {"location": "header", "locationName": found[1]}
    elif found := re.search(r'len\("([^"]*)"\)', block):
        out |= {"location": "headers", "locationName": found[1]}
    elif "response.Header" in block:
        out |= {"location": "headers", "locationName": ""}
    elif "response.StatusCode" in block:
        out["location"] = "statusCode"
    if "DecodeString(headerValues" in block:
        out["jsonvalue"] = True
    return out


def _inner(text: str) -> dict:
    """The collection that values of a member or an element are, by name, and how their times are written."""
    out = {}
    if found := re.search(r"(?:de)?serializeDocument(\w+?)(?:Unwrapped)?\(", text):
        out["collection"] = found[1]
    if found := re.search(r"(?:Format|Parse)(HTTPDate|DateTime|EpochSeconds)\(", text):
        out["timestampFormat"] = TIMES[found[1]]
    return out


def _wire_name(block: str) -> dict:
    return {"locationName": re.match(r'case (?:strings\.EqualFold\()?"([^"]+)"', block)[1]}


def _root(written: str, operation: str) -> dict:
    """The element around an input that travels as XML."""
    found = re.search(rf'((?:\broot\b|rootAttr).*?Local: "(\w+)".*?)serializeOpDocument{operation}Input', written, re.S)
    return {"locationName": found[2]} | _namespace(found[1]) if found else {}


def _payload_root(written: str) -> dict:
    found = re.search(r'(payloadRootAttr :=.*?Local: "(\w+)")', written, re.S)
    return {"locationName": found[2]} | _namespace(found[1]) if found else {}


def _namespace(text: str) -> dict:
    found = re.search(r'NewNamespaceAttribute\("(\w*)", "([^"]+)"\)', text)
    return {"xmlNamespace": {"uri": found[2]} | ({"prefix": found[1]} if found[1] else {})} if found else {}
