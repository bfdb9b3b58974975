"""The codecs against AWS's published protocol tests: the client sends what each demands, the server reads it back, and
the client reads each answer as it is meant."""

import json
import urllib.parse
import xml.etree.ElementTree as ElementTree

import pytest

from protocols import published
from protocols.codecs import Codecs
from protocols.tables import service_of, tables_of

# Why a case is not as the test says. Nothing else may fail.
CLIENT_DIFFERS = {
    "query-InputService13ProtocolTestRecursiveShapesCase6": "the entries of a map have no order of their own",
}


def asked(case: published.Case) -> Codecs:
    return Codecs(tables_of(service_of(case.model, "published")))


def every(direction: str, but: dict | None = None) -> list:
    named = {
        f"{protocol}-{case.name.removeprefix('Test')}": case
        for protocol in published.PROTOCOLS
        for case in published.cases(protocol, direction)
    }
    return [pytest.param(case, id=name) for name, case in named.items() if name not in (but or {})]


def test_the_package_holds_what_it_held():
    """A package that lost its tests, or a reader that passes them over, would prove nothing."""
    counts = {direction: len(every(direction)) for direction in ("Input", "Output")}
    assert counts == {"Input": 156, "Output": 72}


@pytest.mark.parametrize("case", every("Input", but=CLIENT_DIFFERS))
def test_the_client_sends_what_is_published(case):
    codecs = asked(case)
    sent = codecs.encode_request(operation_of(case)["name"], case.value)
    codecs.close()
    assert "error" not in sent, sent
    wanted = urllib.parse.urlsplit(case.url)
    assert sent["method"] == operation_of(case)["http"]["method"]
    assert urllib.parse.unquote(sent["path"]) == (urllib.parse.unquote(wanted.path) or "/")
    assert queries(sent["query"]) == queries(wanted.query)
    headers = {name.lower(): value for name, value in sent["headers"]}
    assert {name: headers.get(name.lower()) for name in case.headers} == case.headers
    if case.body_kind:
        assert as_compared(case, sent["body"].decode()) == as_compared(case, case.body)


@pytest.mark.parametrize("case", every("Input"))
def test_the_server_reads_what_is_published(case):
    codecs = asked(case)
    url = urllib.parse.urlsplit(case.url)
    operation, metadata = operation_of(case), case.model["metadata"]
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if case.body_kind == "Query" else {}
    if metadata["protocol"] == "json":
        headers = {"X-Amz-Target": f"{metadata.get('targetPrefix', '')}.{operation['name']}"}
    read = codecs.decode_request(
        operation["http"]["method"], url.path or "/", url.query, headers | case.headers, case.body.encode()
    )
    codecs.close()
    assert "error" not in read and "broken" not in read, read
    assert readable(read["value"]) == readable(case.value)


@pytest.mark.parametrize("case", every("Output"))
def test_the_client_reads_what_is_published(case):
    codecs = asked(case)
    headers = [[name, value] for name, value in case.headers.items()]
    read = codecs.decode_response(operation_of(case)["name"], case.status, headers, case.body.encode())
    codecs.close()
    assert "error" not in read, read
    for steps, value in case.expected:
        found = read["value"]
        for step in steps:  # the names of headers have no case: the codecs tell them in small letters
            found = found[step] if isinstance(found, list) or step in found else found[step.lower()]
        assert comparable(found) == comparable(value), steps


def operation_of(case: published.Case) -> dict:
    (operation,) = case.model["operations"].values()
    return operation


def queries(text: str) -> list:
    return sorted(urllib.parse.parse_qsl(text, keep_blank_values=True))


def as_compared(case: published.Case, body: str):
    if case.body_kind == "JSON":
        return json.loads(body)
    if case.body_kind == "XML":
        return elements(ElementTree.fromstring(body))
    return queries(body) if case.body_kind == "Query" else body


def elements(element) -> tuple:
    """Name, attributes, text and children, whose order is free."""
    children = sorted((elements(child) for child in element), key=repr)
    return element.tag, sorted(element.attrib.items()), (element.text or "").strip(), children


def comparable(value):
    """JSON values travel as text."""
    if isinstance(value, str) and value[:1] in "{[" and value:
        return json.loads(value)
    if isinstance(value, dict):
        return {name: comparable(each) for name, each in value.items()}
    return [comparable(each) for each in value] if isinstance(value, list) else value


def readable(value):
    """What a request can tell: no space around a header, often no difference between nothing and an empty list."""
    if isinstance(value, dict):
        kept = {name.strip(): readable(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in ({}, [])}
    if isinstance(value, list):
        return [readable(each) for each in value]
    return comparable(value.strip()) if isinstance(value, str) else value
