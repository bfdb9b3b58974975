"""The codecs against botocore's own serializers and parsers, on AWS's real models: every operation of each service, with
inputs and outputs made by chance. What botocore sends, the server reads; what the client sends, the server reads as the
same; what the server answers, botocore reads; and the client too.

botocore publishes no protocol test vectors in its packages: its code is the judge instead.
"""

import urllib.parse

import pytest
from botocore import parsers, serialize
from botocore.awsrequest import AWSRequest, HeadersDict
from botocore.model import ServiceModel

from protocols.codecs import Codecs
from protocols.tables import PROTOCOLS, model_of, service_of, tables_of
from protocols.values import Chance, normal, told

# One of each protocol at least, whole; with streams of bytes and of events, unions, documents, maps and recursion.
SERVICES = [
    "ec2",
    "iam",
    "sts",
    "rds",
    "sns",
    "cloudformation",
    "cloudwatch",
    "sqs",
    "dynamodb",
    "kinesis",
    "logs",
    "ecs",
    "cognito-idp",
    "kms",
    "lambda",
    "apigateway",
    "xray",
    "bedrock-runtime",
    "lexv2-runtime",
    "lex-runtime",
    "rds-data",
    "wafv2",
    "s3",
    "route53",
    "cloudfront",
    "codebuild",
    "transcribe",
]
ROUNDS = 2
# Deprecated, and ambiguous as botocore's model tells them: two members of one struct share the element <Event>.
LEFT_OUT = {("s3", "GetBucketNotification"), ("s3", "PutBucketNotification")}
FORM = {"query": "query", "ec2": "ec2", "cbor": "smithy-rpc-v2-cbor", "rest_xml": "rest-xml", "rest_json": "rest-json"}


class Peer:
    """One service: its tables in the codecs' program, and botocore's view of the same model."""

    def __init__(self, name: str, raw: dict | None = None, settings: dict | None = None):
        raw = raw or model_of(name)
        self.model = ServiceModel(raw, name)
        self.service = service_of(raw, name, settings)
        self.codecs = Codecs(tables_of(self.service))
        self.protocol = self.service.protocols[0]

    def botocore_protocol(self) -> str:
        return FORM.get(self.protocol, "json")


@pytest.fixture(scope="module", params=SERVICES)
def peer(request):
    peer = Peer(request.param)
    yield peer
    peer.codecs.close()


def operations(peer: Peer):
    for name in peer.model.operation_names:
        if (peer.service.name, name) not in LEFT_OUT:
            yield peer.model.operation_model(name)


def stream_member(shape):
    """The member that streams bytes, or nothing."""
    payload = shape.serialization.get("payload") if shape is not None else None
    if payload and shape.members[payload].serialization.get("streaming"):
        return payload
    return None


def events_member(shape):
    return shape.event_stream_name if shape is not None else None


def input_of(operation, chance: Chance) -> dict:
    shape = operation.input_shape
    if shape is None:
        return {}
    value = chance.structure(shape)
    for name, member in shape.members.items():
        location = member.serialization.get("location")
        if location == "uri":
            value[name] = value.get(name) or chance.value(member)  # a label is never empty
        if location == "headers" and name in value:
            value[name] = {key.lower().replace("_", "-"): text for key, text in value[name].items()}
        if "{" + name + "}" in (operation.endpoint or {}).get("hostPrefix", ""):
            value[name] = "label"
    value.pop(events_member(shape), None)
    return value


def sent_by_botocore(peer: Peer, operation, value: dict):
    serializer = serialize.create_serializer(peer.botocore_protocol(), include_validation=False)
    request = serializer.serialize_to_request(dict(value), operation)
    body = request["body"]
    path, _, spelled_out = request["url_path"].partition("?")
    if isinstance(body, dict):
        body = urllib.parse.urlencode(body, doseq=True)
    if isinstance(body, str):
        body = body.encode()
    prepared = AWSRequest("POST", "http://h/", params=request["query_string"]).prepare()
    query = "&".join(part for part in (spelled_out, urllib.parse.urlsplit(prepared.url).query) if part)
    return request["method"], path, query, {k: str(v) for k, v in request["headers"].items()}, bytes(body)


def expected_input(operation, value: dict) -> dict:
    return normal(operation.input_shape, told(operation.input_shape, value)) if operation.input_shape else {}


def without_empty(value):
    """Forms and headers cannot tell an empty collection, or a struct of nothing, from none at all."""
    if isinstance(value, dict):
        kept = {key: without_empty(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in ({}, [], "")}
    if isinstance(value, list):
        return [kept for kept in map(without_empty, value) if kept not in ({}, [], "")]
    return value


def is_meant(peer: Peer, operation, read: dict) -> bool:
    """Some operations were replaced by others of the same method and path."""
    found = peer.model.operation_model(read["operation"])
    return read["operation"] == operation.name or found.http == operation.http


def read_input(operation, read: dict) -> dict:
    """Without what maps of all query parameters repeat of the others."""
    if operation.input_shape is None:
        return {}
    found = normal(operation.input_shape, read["value"])
    bound = {member.serialization.get("name") for member in operation.input_shape.members.values()}
    for name, member in operation.input_shape.members.items():
        if member.serialization.get("location") == "querystring" and member.type_name == "map" and name in found:
            found[name] = {key: text for key, text in found[name].items() if key not in bound}
    return found


def test_the_server_reads_what_botocore_sends(peer):
    for round_ in range(ROUNDS):
        chance = Chance(round_)
        for operation in operations(peer):
            if events_member(operation.input_shape):
                continue
            value = input_of(operation, chance)
            request = sent_by_botocore(peer, operation, value)
            read = peer.codecs.decode_request(*request)
            assert "value" in read, (operation.name, read, request)
            assert is_meant(peer, operation, read), request
            if read["operation"] != operation.name:
                continue
            found = read_input(operation, read)
            assert without_empty(found) == without_empty(expected_input(operation, value)), (operation.name, request)


def test_the_server_reads_what_the_client_sends_in_every_protocol(peer):
    chance = Chance(7)
    for operation in operations(peer):
        if events_member(operation.input_shape):
            continue
        value = input_of(operation, chance)
        for protocol in peer.service.protocols:
            sent = peer.codecs.encode_request(
                operation.name, told(operation.input_shape, value) if operation.input_shape else {}, PROTOCOLS.index(protocol)
            )
            assert "path" in sent, (operation.name, protocol, sent)
            read = peer.codecs.decode_request(
                sent["method"], sent["path"], sent["query"], dict(sent["headers"]), sent["body"]
            )
            assert "value" in read, (operation.name, protocol, read, sent)
            assert is_meant(peer, operation, read), (operation.name, protocol, read, sent)
            if read["operation"] != operation.name:
                continue
            assert PROTOCOLS[read["protocol"]] == protocol
            found = read_input(operation, read)
            assert without_empty(found) == without_empty(expected_input(operation, value)), (operation.name, protocol, sent)


def output_of(operation, chance: Chance) -> dict:
    shape = operation.output_shape
    if shape is None:
        return {}
    value = chance.structure(shape)
    for name, member in shape.members.items():
        location = member.serialization.get("location")
        if location == "statusCode":
            value[name] = 200
        if location == "headers" and name in value:
            value[name] = {key.lower(): text for key, text in value[name].items()}
        if location == "header" and member.type_name == "boolean":
            value.pop(name, None)  # botocore takes any text for true
        if member.serialization.get("xmlAttribute"):
            value.pop(name, None)
    if payload := raw_payload(shape):
        value[payload] = b"text" if shape.members[payload].type_name == "blob" else "text"
    value.pop(events_member(shape), None)
    return value


def raw_payload(shape):
    """The member that is the body as it is; botocore reads it as text."""
    payload = shape.serialization.get("payload")
    return payload if payload and shape.members[payload].type_name in ("blob", "string") else None


def read_by_botocore(protocol: str, operation, response: dict) -> dict:
    parser = parsers.create_parser(protocol)
    body = response["body"]
    headers = HeadersDict(response["headers"])
    shape = operation.output_shape
    parsed = parser.parse({"body": body, "headers": headers, "status_code": response["status"]}, shape)
    payload = raw_payload(shape) if shape is not None else None
    if payload in parsed and shape.members[payload].type_name == "blob":
        parsed[payload] = parsed[payload].encode()
    return parsed


def test_botocore_and_the_client_read_what_the_server_answers(peer):
    for round_ in range(ROUNDS):
        chance = Chance(100 + round_)
        for operation in operations(peer):
            shape = operation.output_shape
            if shape is None or events_member(shape) or stream_member(shape):
                continue
            value = output_of(operation, chance)
            for protocol in peer.service.protocols:
                form = FORM.get(protocol, "json")
                number = PROTOCOLS.index(protocol)
                response = peer.codecs.encode_response(operation.name, told(shape, value), number)
                read = peer.codecs.decode_response(
                    operation.name, response["status"], response["headers"], response["body"], number
                )
                expected = without_empty(normal(shape, told(shape, value)))
                assert "value" in read, (operation.name, protocol, read, response)
                assert without_empty(normal(shape, read["value"])) == expected, (operation.name, protocol, response)
                if protocol == "query" and peer.protocol != "query":
                    continue  # botocore reads this model's query answers no more
                parsed = read_by_botocore(form, operation, response)
                metadata = parsed.pop("ResponseMetadata", {})
                assert response["status"] == 200 or metadata.get("HTTPStatusCode") == response["status"]
                found = without_empty(normal(shape, told(shape, parsed)))
                assert found == expected, (operation.name, protocol, response)


def test_botocore_reads_the_errors_the_server_answers(peer):
    operation = peer.model.operation_model(peer.model.operation_names[0])
    for row in peer.service.errors[:10]:
        for protocol in peer.service.protocols:
            number = PROTOCOLS.index(protocol)
            response = peer.codecs.encode_error(row.code, "it is <gone> & €", number)
            parsed = read_by_botocore(FORM.get(protocol, "json"), operation, response)
            assert parsed["Error"]["Message"] == "it is <gone> & €", (protocol, response)
            names = {row.code, row.shape_name}
            assert parsed["Error"]["Code"] in names, (protocol, response)
            again = peer.codecs.decode_response(
                operation.name, response["status"], response["headers"], response["body"], number
            )
            assert again["error"] == row.code and again["message"] == "it is <gone> & €"


def event_of(stream, name: str, chance: Chance) -> dict:
    event = stream.members[name]
    value = chance.structure(event, always=True)
    for part, member in event.members.items():
        if member.serialization.get("eventheader") and member.type_name == "integer":
            value[part] = 5
    return {name: value}


def stream_values(shape, chance: Chance) -> list[dict]:
    """One of each event that is no error."""
    stream = shape.members[shape.event_stream_name]
    names = [name for name, event in stream.members.items() if not event.metadata.get("exception")]
    return [event_of(stream, name, chance) for name in names]


class Raw:
    """A body as botocore's EventStream takes it from urllib3."""

    def __init__(self, body: bytes):
        self._body = body

    def stream(self):
        # In pieces of an odd size: messages come as the network cuts them.
        for at in range(0, len(self._body), 7):
            yield self._body[at : at + 7]

    def close(self):
        pass


def events_read_by_botocore(peer: Peer, operation, response: dict) -> tuple[dict, list[dict]]:
    parser = parsers.create_parser(peer.botocore_protocol())
    headers = HeadersDict(response["headers"])
    answer = {"body": Raw(response["body"]), "headers": headers, "status_code": response["status"]}
    answer["context"] = {"operation_name": operation.name}
    parsed = parser.parse(answer, operation.output_shape)
    events = list(parsed.pop(operation.output_shape.event_stream_name))
    return parsed, events


def test_streams_of_events_reach_botocore_and_the_client(peer):
    chance = Chance(11)
    for operation in operations(peer):
        shape = operation.output_shape
        name = events_member(shape)
        if name is None:
            continue
        stream = shape.members[name]
        value = {member: each for member, each in output_of(operation, chance).items() if member != "ResponseStreamContentType"}
        events = stream_values(shape, chance)
        asked = told(shape, value) | {name: [told(stream, event) for event in events]}
        response = peer.codecs.encode_response(operation.name, asked)
        assert ["Content-Type", "application/vnd.amazon.eventstream"] in response["headers"]
        expected = [without_empty(normal(stream, told(stream, event))) for event in events]
        _, found = events_read_by_botocore(peer, operation, response)
        assert [without_empty(normal(stream, told(stream, event))) for event in found] == expected, operation.name
        again = peer.codecs.decode_response(operation.name, 200, response["headers"], response["body"])
        found = again["value"].pop(name)
        assert [without_empty(normal(stream, event)) for event in found] == expected, operation.name
        again["value"].pop("ResponseStreamContentType", None)  # the Content-Type of any stream of events
        assert without_empty(normal(shape, again["value"])) == without_empty(normal(shape, told(shape, value)))


def test_streams_of_events_reach_the_server(peer):
    chance = Chance(12)
    for operation in operations(peer):
        shape = operation.input_shape
        name = events_member(shape)
        if name is None:
            continue
        stream = shape.members[name]
        value = input_of(operation, chance)
        events = stream_values(shape, chance)
        asked = told(shape, value) | {name: [told(stream, event) for event in events]}
        sent = peer.codecs.encode_request(operation.name, asked)
        assert ["Content-Type", "application/vnd.amazon.eventstream"] in sent["headers"]
        read = peer.codecs.decode_request(sent["method"], sent["path"], sent["query"], dict(sent["headers"]), sent["body"])
        found = read["value"].pop(name)
        expected = [without_empty(normal(stream, told(stream, event))) for event in events]
        assert [without_empty(normal(stream, event)) for event in found] == expected, operation.name
        assert without_empty(normal(shape, read["value"])) == without_empty(normal(shape, told(shape, value)))
