"""The codecs against Smithy's published protocol tests: the client sends each request, the server reads it as what was
meant; the client reads each answer and each error."""

import json
import urllib.parse
import xml.etree.ElementTree as ElementTree

import pytest

from protocols import smithy_cases
from protocols.codecs import Codecs
from protocols.smithy_cases import Answer, Request
from protocols.tables import service_of, tables_of
from protocols.test_published_vectors import elements, queries, readable

# Why a case is not as the test says. Nothing else may fail.
EMPTY_TEXT = "an empty text is sent as an empty field, as botocore does"
MEDIA_TYPE = "botocore's form of a model does not tell media types of members"
CLIENT_DIFFERS = {
    "awsrestjson-RestJsonHttpChecksumRequired-HttpChecksumRequired": "src/remote adds digests, not the codec",
    "awsrestjson-RestJsonHttpPayloadTraitsWithMediaTypeWithBlob-HttpPayloadTraitsWithMediaType": MEDIA_TYPE,
    "awsrestjson-RestJsonStreamingTraitsWithMediaTypeWithBlob-StreamingTraitsWithMediaType": MEDIA_TYPE,
    "restxml-HttpPayloadTraitsWithMediaTypeWithBlob-HttpPayloadTraitsWithMediaType": MEDIA_TYPE,
    "awsrestjson-RestJsonHttpWithEmptyBlobPayload-TestPayloadBlob": "nothing is sent, and nothing said of its type",
    "awsrestjson-RestJsonNullAndEmptyHeaders-NullAndEmptyHeadersClient": EMPTY_TEXT,
    "restxml-NullAndEmptyHeaders-NullAndEmptyHeadersClient": EMPTY_TEXT,
    "query-EmptyQueryLists-QueryLists": "sent as an empty parameter, as botocore does and Smithy says since",
    "restxml-XmlNamespaces-XmlNamespaces": "a namespace of a list's elements: no service of AWS has one",
}
SERVER_DIFFERS = {
    "awsrestjson-RestJsonNullAndEmptyHeaders-NullAndEmptyHeadersClient": "what was not sent cannot be read",
    "restxml-NullAndEmptyHeaders-NullAndEmptyHeadersClient": "what was not sent cannot be read",
    "awsrestjson-RestJsonHttpWithEmptyBlobPayload-TestPayloadBlob": "the type is a member of its own, and is read",
}
REQUESTS = {case.name: case for case in smithy_cases.requests()}
ANSWERS = {case.name: case for case in smithy_cases.answers()}


def asked(case) -> Codecs:
    return Codecs(tables_of(service_of(case.model, "published")))


def every(cases: dict, differs: dict) -> list:
    assert differs.keys() <= cases.keys()
    return [pytest.param(case, id=name) for name, case in cases.items() if name not in differs]


def test_the_package_holds_what_it_held():
    assert (len(REQUESTS), len(ANSWERS)) == (320, 292)


@pytest.mark.parametrize("case", every(REQUESTS, CLIENT_DIFFERS))
def test_the_client_sends_what_is_published(case):
    codecs = asked(case)
    sent = codecs.encode_request(operation_of(case), case.value)
    codecs.close()
    assert "error" not in sent, sent
    headers = {name.lower(): value for name, value in sent["headers"]}
    told = urllib.parse.parse_qsl(sent["query"], keep_blank_values=True)
    assert (sent["method"], sent["path"]) == (case.method, case.path)
    assert [pair for pair in case.query if pair not in told] == []
    assert {name: headers.get(name.lower()) for name in case.headers} == case.headers
    assert {name for name in case.required.get("RequireQuery", []) if name not in dict(told)} == set()
    assert {name for name in case.required.get("ForbidQuery", []) if name in dict(told)} == set()
    present = set(headers) | ({"content-length"} if sent["body"] else set())
    assert {name for name in case.required.get("RequireHeader", []) if name.lower() not in present} == set()
    assert {name for name in case.required.get("ForbidHeader", []) if name.lower() in headers} == set()
    if case.body_kind is not None:
        assert as_compared(case.body_kind, sent["body"]) == as_compared(case.body_kind, case.body.encode())


@pytest.mark.parametrize("case", every(REQUESTS, SERVER_DIFFERS))
def test_the_server_reads_what_is_published(case):
    codecs = asked(case)
    query = urllib.parse.urlencode(case.query)
    body, headers = case.body.encode(), case.headers
    if case.body_kind == "URLForm":
        body, headers = form(case.body), {"Content-Type": "application/x-www-form-urlencoded"} | headers
    if "targetPrefix" in case.model["metadata"]:
        headers = {"X-Amz-Target": f"{case.model['metadata']['targetPrefix']}.{operation_of(case)}"} | headers
    read = codecs.decode_request(case.method, case.path, query, headers, body)
    codecs.close()
    assert "error" not in read and "broken" not in read, read
    assert told(case, "input", read["value"]) == told(case, "input", case.value)


@pytest.mark.parametrize("case", every(ANSWERS, {}))
def test_the_client_reads_what_is_published(case):
    codecs = asked(case)
    read = codecs.decode_response(operation_of(case), case.status, case.headers, case.body)
    codecs.close()
    if case.error:
        assert read.get("error") == case.error, read
        assert read["message"] == case.value.get("Message", read["message"])
        return
    assert "error" not in read, read
    assert told(case, "output", read["value"]) == told(case, "output", case.value)


def operation_of(case: Request | Answer) -> str:
    (name,) = case.model["operations"]
    return name


def told(case: Request | Answer, side: str, value: dict) -> dict:
    """What both can say: names of headers have no case, a stream of nothing is no stream, and a map of all parameters
    holds for the server those that other members name, too."""
    (operation,) = case.model["operations"].values()
    shapes = case.model["shapes"]
    out = readable(value)
    for name, reference in shapes[operation[side]["shape"]]["members"].items():
        shape = shapes[reference["shape"]]
        if name not in out:
            continue
        if reference.get("location") == "headers":
            out[name] = {key.lower(): each for key, each in out[name].items()}
        is_all = reference.get("location") == "querystring" and shape["type"] == "map"
        if is_all or (shape.get("streaming") and out[name] == ""):
            del out[name]
    return out


def form(text: str) -> bytes:
    """The published forms are set with line breaks for the eye."""
    return "&".join(part.strip() for part in text.replace("\n", "").replace("\t", "").split("&")).encode()


def as_compared(kind: str, body: bytes):
    if kind == "JSON":
        return json.loads(body)
    if kind == "XML":
        return elements(ElementTree.fromstring(body))
    return queries(form(body.decode()).decode()) if kind == "URLForm" else body
