"""What nobody's SDK sends: each gets AWS's own error, changes nothing, and leaves the server answering."""

import datetime
import hashlib
import json
import socket

import pytest
import requests
from botocore.auth import S3SigV4Auth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

pytestmark = pytest.mark.differs("moto", "takes most of these")


def signed(endpoint, service: str, body: bytes, headers: dict, path: str = "/", method: str = "POST", token: str | None = None):
    request = AWSRequest(method, endpoint.url + path, data=body, headers=headers)
    SigV4Auth(Credentials(endpoint.key, endpoint.secret, token), service, "us-east-1").add_auth(request)
    return request.prepare()


def send(prepared, **changes) -> requests.Response:
    headers = {**dict(prepared.headers), **changes.pop("headers", {})}
    return requests.request(prepared.method, prepared.url, headers=headers, data=prepared.body, timeout=20)


def rekognition(endpoint, body: bytes, operation: str = "DetectLabels", **options) -> requests.Response:
    target = {"X-Amz-Target": f"RekognitionService.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    return send(signed(endpoint, "rekognition", body, target, **options))


def s3(endpoint, method: str, path: str, body: bytes = b"", headers: dict | None = None) -> requests.Response:
    request = AWSRequest(method, endpoint.url + path, data=body, headers={"x-amz-content-sha256": hashlib.sha256(body).hexdigest()} | (headers or {}))
    S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1").add_auth(request)
    return send(request.prepare())


def raw(endpoint, *pieces: bytes) -> bytes:
    """The answer to bytes that no HTTP library would send."""
    host, port = endpoint.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # the server has answered and closed
        connection.settimeout(20)
        out = b""
        try:
            while more := connection.recv(65536):
                out += more
        except OSError:
            pass
        return out


@pytest.fixture(autouse=True)
def still_answering(endpoint, bucket):
    yield
    assert s3(endpoint, "HEAD", f"/{bucket}").status_code == 200


def test_ten_megabytes_of_headers_are_refused(endpoint):
    line = b"x-amz-meta-a: " + b"x" * 8000 + b"\r\n"
    answer = raw(endpoint, b"GET / HTTP/1.1\r\nHost: localhost\r\n", *([line] * 1300), b"\r\n")
    assert answer.split(b" ")[1] in (b"400", b"431"), answer[:200]


def test_one_endless_header_line_is_refused(endpoint):
    answer = raw(endpoint, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", *([b"x" * 65536] * 160))
    assert answer.split(b" ")[1] in (b"400", b"431"), answer[:200]


@pytest.mark.parametrize("target", [b"/a\r\nX-Injected: 1", b"/a\x00b", b"/a b"])
def test_a_request_line_with_control_characters_is_refused(endpoint, target):
    answer = raw(endpoint, b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ")[1] in (b"400", b"403", b"404"), answer[:200]
    assert b"X-Injected" not in answer.split(b"\r\n\r\n")[0]


def test_nothing_of_a_request_becomes_a_header_of_the_answer(endpoint, bucket):
    s3(endpoint, "PUT", f"/{bucket}/k", b"bytes")
    answer = s3(endpoint, "GET", f"/{bucket}/k?response-content-type=text%2Fplain%0d%0aX-Injected%3A%201")
    assert "X-Injected" not in answer.headers
    answer = s3(endpoint, "GET", f"/{bucket}/%0D%0AX-Injected%3A%201")
    assert answer.status_code == 404 and "X-Injected" not in answer.headers


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"Image":' * 100_000, b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}"])
def test_deep_json_is_refused(endpoint, body):
    answer = rekognition(endpoint, body)
    assert answer.status_code == 400
    assert answer.json()["__type"].endswith("SerializationException"), answer.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}x", b"[]", b"null", b'{"MaxLabels":"many"}', b'{"MaxLabels":1e99}', b'{"Image":[]}', b'{"Image":{"Bytes":"%%"}}', b"\xff\xfe", b'{"a":"\xff"}']
)
def test_json_that_is_none_or_of_another_type_is_refused_by_name(endpoint, body):
    answer = rekognition(endpoint, body)
    assert answer.status_code == 400, answer.text
    kind = answer.json()["__type"]
    assert "SerializationException" in kind or "ValidationException" in kind or "InvalidParameterException" in kind, answer.text


def test_deep_xml_is_refused(endpoint, bucket):
    body = b"<Delete>" + b"<Object>" * 50_000 + b"</Object>" * 50_000 + b"</Delete>"
    md5 = {"Content-MD5": __import__("base64").b64encode(hashlib.md5(body).digest()).decode()}
    answer = s3(endpoint, "POST", f"/{bucket}?delete", body, md5)
    assert answer.status_code == 400 and "<Code>MalformedXML</Code>" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><Delete><Object><Key>&c;</Key></Object></Delete>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><Delete/>',
        b"<Delete><Object><Key>a</Key></Object>",
        b"<Delete>\xff</Delete>",
        b"<Other/>",
        b"",
    ],
)
def test_xml_with_entities_or_unfinished_is_refused(endpoint, bucket, body):
    md5 = {"Content-MD5": __import__("base64").b64encode(hashlib.md5(body).digest()).decode()}
    answer = s3(endpoint, "POST", f"/{bucket}?delete", body, md5)
    assert answer.status_code == 400, answer.text
    assert "<Code>MalformedXML</Code>" in answer.text or "<Code>MissingRequestBodyError</Code>" in answer.text, answer.text
    assert "root:" not in answer.text


def test_an_oversize_body_is_refused_before_it_is_read(endpoint):
    prepared = signed(endpoint, "rekognition", b"{}", {"X-Amz-Target": "RekognitionService.DetectLabels", "Content-Type": "application/x-amz-json-1.1"})
    head = f"POST / HTTP/1.1\r\nHost: {endpoint.url.removeprefix('http://')}\r\nContent-Length: 99999999999\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in prepared.headers.items() if name.lower() not in ("host", "content-length"))
    answer = raw(endpoint, head.encode() + b"\r\n", b"x" * 1000)
    assert answer.split(b" ")[1] == b"413", answer[:300]


@pytest.mark.parametrize("size", [10, 20_000, 60_000])
def test_a_token_for_a_key_that_has_none_is_refused(endpoint, size):
    answer = rekognition(endpoint, b"{}", token="t" * size)
    assert answer.status_code in (400, 403, 431), answer.text
    if answer.status_code != 431:
        assert "UnrecognizedClientException" in answer.text, answer.text


def presigned(endpoint, path: str) -> str:
    request = AWSRequest("GET", endpoint.url + path)
    SigV4QueryAuth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1", expires=60).add_auth(request)
    return request.prepare().url


@pytest.mark.parametrize("name", ["X-Amz-Signature", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Algorithm"])
def test_a_presigned_url_that_says_something_twice_is_refused(endpoint, bucket, name):
    url = presigned(endpoint, f"/{bucket}/k")
    value = url.split(name + "=")[1].split("&")[0]
    answer = requests.get(f"{url}&{name}={value}", timeout=10)
    assert answer.status_code == 400 and "<Code>AuthorizationQueryParametersError</Code>" in answer.text, answer.text


def test_parameters_added_to_a_presigned_url_break_it(endpoint, bucket):
    url = presigned(endpoint, f"/{bucket}?list-type=2&prefix=a")
    for addition in ("&prefix=b", "&delimiter=%2F", "&list-type=2"):
        answer = requests.get(url + addition, timeout=10)
        assert answer.status_code == 403 and "<Code>SignatureDoesNotMatch</Code>" in answer.text, addition


def test_a_signed_header_that_comes_twice_counts_twice(endpoint, bucket):
    when = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    host = endpoint.url.removeprefix("http://")
    request = AWSRequest("GET", f"{endpoint.url}/{bucket}/k", headers={"x-amz-content-sha256": hashlib.sha256(b"").hexdigest(), "x-amz-meta-a": "1"})
    S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1").add_auth(request)
    fields = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    head = f"GET /{bucket}/k HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{fields}"
    assert b" 404 " in raw(endpoint, head.encode(), b"\r\n")
    assert b"SignatureDoesNotMatch" in raw(endpoint, head.encode(), b"x-amz-meta-a: 2\r\n\r\n"), when


@pytest.mark.parametrize(
    "authorization",
    [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x",
        "AWS4-HMAC-SHA256 " + "Credential=" * 1000,
        "AWS4-HMAC-SHA512 Credential=a/20130524/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=x",
        "AWS4-ECDSA-P256-SHA256 Credential=a/20130524/s3/aws4_request, SignedHeaders=host, Signature=x",
        "Bearer x",
        "AWS a:b",
        "=" * 4000,
    ],
)
def test_a_strange_authorization_is_refused(endpoint, bucket, authorization):
    answer = requests.get(f"{endpoint.url}/{bucket}", headers={"Authorization": authorization}, timeout=10)
    assert answer.status_code in (400, 403), answer.text
    assert "<Error><Code>" in answer.text


def test_ranges_and_numbers_out_of_this_world_are_refused(endpoint, bucket):
    answer = s3(endpoint, "GET", f"/{bucket}?list-type=2&max-keys=99999999999999999999")
    assert answer.status_code == 400 and "<Code>InvalidArgument</Code>" in answer.text
    answer = s3(endpoint, "GET", f"/{bucket}?list-type=2&max-keys=-1")
    assert answer.status_code == 400 and "<Code>InvalidArgument</Code>" in answer.text


def test_a_broken_percent_escape_is_refused(endpoint, bucket):
    answer = raw(endpoint, f"GET /{bucket}/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1] in (b"400", b"403"), answer[:300]


def test_what_is_broken_is_told_in_the_service_s_own_form(endpoint):
    answer = rekognition(endpoint, json.dumps({"Image": {"S3Object": {"Bucket": "", "Name": "x"}}, "MaxLabels": -1}).encode())
    assert answer.status_code == 400
    message = answer.json()["message"] if "message" in answer.json() else answer.json()["Message"]
    assert answer.json()["__type"]
    assert message
