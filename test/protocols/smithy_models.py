"""The models of Smithy's protocol tests, read back from the clients AWS's SDK for Go (v2) has of them.

The package has the tests but not the models. What a member is called on the wire, where it travels and how its times
are written stands in the generated serializers and deserializers, always in the same words.
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
    """One generated client: what its functions say of each struct's members."""

    def __init__(self, package: str):
        folder = PACKAGE / package
        self.settings = PROTOCOLS[package]
        paths = (*folder.glob("*.go"), *folder.glob("types/*.go"))
        source = "\n".join(path.read_text("utf-8") for path in paths if not path.name.endswith("_test.go"))
        self.structs = go_source.structs(source)
        self.errors = sorted(set(re.findall(r"^func \(e \*(\w+)\) ErrorCode\(\)", source, re.M)))
        self.unions = set(re.findall(r"^type (\w+) interface \{\n\tis\w+\(\)", source, re.M))
        self.enums = dict(re.findall(r"^type (\w+) (string|int32)$", source, re.M))
        self.functions, self.traits = {}, defaultdict(lambda: defaultdict(dict))
        for name in ("serializers.go", "deserializers.go"):
            for owner, method, first, body in FUNCTION.findall((folder / name).read_text("utf-8")):
                name = re.sub(r"^aws\w+?_", "", owner or method)
                if method != "ID":
                    self.functions[name] = body
                self._read_function(name, first, body)

    def model(self, operation: str) -> dict:
        """A service of that operation alone, in botocore's form."""
        return _Model(self, operation).told()

    def _read_function(self, name: str, first: str, body: str) -> None:
        owner = re.match(r"v \*{0,2}(?:types\.)?(\w+)[,)]", first)
        if not owner or (name.startswith("deserializeOpDocument") and "body io.ReadCloser" in first):
            return
        if "decoder.StartEl.Attr" in body:
            attributes, body = body.split("\n\tfor {\n", 1)
            for block in READ.split(attributes)[1:]:
                self._add(owner[1], block, {"xmlAttribute": True} | _wire_name(block))
        is_written = name.startswith("serialize")
        splitter, told = (BOUND, _bound) if "HttpBindings" in name else (READ, _read)
        if is_written:
            splitter, told = WRITTEN, _written
        for block in splitter.split(body)[1:]:
            traits = told(block)
            if is_written and self.settings["protocol"] == "ec2":
                traits.pop("flattened", None)  # its forms are always flat
            self._add(owner[1], block, traits)

    def _add(self, struct: str, block: str, traits: dict) -> None:
        if found := MEMBER.search(block):
            held = self.traits[struct][found[1] or found[2]]
            for key, value in traits.items():
                held.setdefault(key, value)


class _Model:
    def __init__(self, client: Client, operation: str):
        self._client, self._operation, self._shapes = client, operation, {}
        self._sent = client.functions[f"serializeOp{operation}"]
        self._answered = client.functions[f"deserializeOp{operation}"]

    def told(self) -> dict:
        name = self._operation
        uri = re.search(r'SplitURI\("([^"]*)"\)', self._sent)
        method = re.search(r'equest\.Method = "(\w+)"', self._sent)[1]
        row = {"name": name, "http": {"method": method, "requestUri": uri[1] if uri else "/"}}
        row["input"] = {"shape": self._structure(f"{name}Input")} | self._input_root()
        row["output"] = {"shape": self._structure(f"{name}Output")}
        if f'"{name}Result"' in self._answered:
            row["output"]["resultWrapper"] = f"{name}Result"
        row["errors"] = [{"shape": self._error(each)} for each in self._client.errors]
        if self._client.settings["protocol"].startswith("rest"):
            self._add_payload(f"{name}Input", self._sent_payload(), self._payload_root())
            self._add_payload(f"{name}Output", self._read_payload(), {})
        return {"metadata": self._metadata(), "operations": {name: row}, "shapes": self._shapes}

    def _metadata(self) -> dict:
        out = {"endpointPrefix": "test", "apiVersion": "2020-01-08"} | self._client.settings
        if version := re.search(r'Key\("Version"\)\.String\("([^"]+)"\)', self._sent):
            out["apiVersion"] = version[1]
        if target := re.search(r'"X-Amz-Target"\)\.String\("(\w+)\.', self._sent):
            out["targetPrefix"] = target[1]
        return out

    def _error(self, name: str) -> str:
        known = self._client.functions.get(f"deserializeOpError{self._operation}", "")
        found = re.search(rf'EqualFold\("(\w+)", errorCode\):\s+return \w+_deserializeError{name}\(', known)
        self._structure(name)
        self._shapes[name] |= {"exception": True, "error": {"code": found[1] if found else name}}
        return name

    def _input_root(self) -> dict:
        """The element around an input that travels as XML."""
        pattern = rf'((?:\broot\b|rootAttr).*?Local: "(\w+)".*?)serializeOpDocument{self._operation}Input'
        found = re.search(pattern, self._sent, re.S)
        return {"locationName": found[2]} | _namespace(found[1], r"\w+") if found else {}

    def _payload_root(self) -> dict:
        found = re.search(r'(payloadRootAttr :=.*?Local: "(\w+)")', self._sent, re.S)
        return {"locationName": found[2]} | _namespace(found[1], "payloadRootAttr") if found else {}

    def _add_payload(self, shape: str, payload: str | None, root: dict) -> None:
        if payload:
            self._shapes[shape]["payload"] = payload
            self._shapes[shape]["members"][payload] |= root

    def _sent_payload(self) -> str | None:
        if f"serializeOpDocument{self._operation}Input" in self._sent:
            return None
        found = re.search(r"payload := (?:[\w.]+\()*\*?input\.(\w+)|serializeDocument\w+\(input\.(\w+),", self._sent)
        return found and (found[1] or found[2])

    def _read_payload(self) -> str | None:
        found = re.search(r"deserializeDocument\w+\(&output\.(\w+),", self._answered)
        if not found:
            document = self._client.functions.get(f"deserializeOpDocument{self._operation}Output", "")
            found = re.search(r"^\t{1,2}v\.(\w+) = ", document, re.M)
        return found and found[1]

    def _structure(self, name: str) -> str:
        if name in self._shapes:
            return name
        client = self._client
        shape = self._shapes[name] = {"type": "structure", "members": {}}
        fields = {field: each.type for field, each in client.structs.get(name, {}).items()}
        if name in client.unions:
            shape["union"] = True
            members = ((re.fullmatch(rf"{name}Member(\w+)", key), each) for key, each in client.structs.items())
            fields = {found[1]: each["Value"].type for found, each in members if found}
        # An input and an output of one shape are two structs, and a function may know a member of one alone.
        twin = re.sub(r"(Input|Output)$", lambda found: {"Input": "Output", "Output": "Input"}[found[1]], name)
        for field, go_type in fields.items():
            if field == "ResultMetadata" or go_type == "smithy.ErrorFault":
                continue
            traits = client.traits[name].get(field) or client.traits[twin].get(field) or {}
            shape["members"][field] = self._member(f"{name}.{field}", go_type, dict(traits))
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
        """The name of a shape for a Go type, made unless it is there."""
        bare = go_type.lstrip("*")
        target = shape_name(bare)
        if target in self._client.structs or target in self._client.unions:
            return self._structure(target)
        if bare == "document.Interface":
            self._shapes[name] = {"type": "structure", "members": {}, "document": True}
        elif bare in ("io.Reader", "io.ReadCloser"):
            self._shapes[name] = {"type": "blob", "streaming": True}
        elif bare in SCALARS or target in self._client.enums:
            kind = SCALARS[self._client.enums.get(target, bare)]
            self._shapes[name] = {"type": kind} | ({"timestampFormat": times} if times else {})
        elif bare.startswith("[]"):
            return self._collection(collection or name, bare[2:], times, self._add_list)
        elif bare.startswith("map[string]"):
            return self._collection(collection or name, bare[len("map[string]") :], times, self._add_map)
        else:
            raise NotUnderstood(f"{name} {go_type}")
        return name

    def _collection(self, name: str, element: str, times: str | None, add) -> str:
        if name not in self._shapes:
            functions, bare = self._client.functions, name.removesuffix(FLAT)
            text = functions.get(f"serializeDocument{bare}", "") + functions.get(f"deserializeDocument{bare}", "")
            self._shapes[name] = {"sparse": True} if element.startswith("*") or ".Null()" in text else {}
            inner = _inner(text)
            times = times or inner.get("timestampFormat")
            element_shape = self._shape(f"{name}.element", element, inner.get("collection"), times)
            add(self._shapes[name], name, text, {"shape": element_shape})
        return name

    def _add_list(self, shape: dict, name: str, text: str, element: dict) -> None:
        if self._client.settings["protocol"] == "ec2":  # its forms do not name elements
            text = text.replace('Array("', "Array(")
        written, named = r'Array\("(\w+)"\)', r'customMemberName := smithyxml.*?Local: "(\w+)"'
        found = re.search(rf'{written}|{named}|case strings\.EqualFold\("(\w+)"', text, re.S)
        if found and not name.endswith(FLAT):  # whoever holds a flat list names its elements
            element["locationName"] = next(filter(None, found.groups()))
        shape |= {"type": "list", "member": element | _namespace(text, "customMemberNameAttr")}

    def _add_map(self, shape: dict, name: str, text: str, element: dict) -> None:
        self._shapes["Key"] = {"type": "string"}
        shape |= {"type": "map", "key": {"shape": "Key"}, "value": element}
        unwrapped = self._client.functions.get(f"deserializeDocument{name.removesuffix(FLAT)}Unwrapped", "")
        for pattern, place in (
            (r'keyElement := smithyxml.*?Local: "(\w+)".*?valueElement := smithyxml.*?Local: "(\w+)"', text),
            (r'\.Map\("(\w+)", "(\w+)"\)', text),
            (r'case strings\.EqualFold\("(\w+)".*?\bek = .*?case strings\.EqualFold\("(\w+)"', unwrapped),
        ):
            if found := re.search(pattern, place, re.S):
                shape["key"]["locationName"], shape["value"]["locationName"] = found.groups()
                return


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
    return out | _namespace(block, "rootAttr")


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


def _namespace(text: str, attributes: str) -> dict:
    found = re.search(rf'{attributes}, smithyxml\.NewNamespaceAttribute\("(\w*)", "([^"]+)"\)', text)
    return {"xmlNamespace": {"uri": found[2]} | ({"prefix": found[1]} if found[1] else {})} if found else {}
