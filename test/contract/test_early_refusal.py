"""What the door refuses before it has read a body."""

import datetime
import socket
import urllib.parse

import pytest


def answer_to_a_head_alone(url: str, head: str) -> bytes:
    """The answer to a request whose body never comes."""
    address = urllib.parse.urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n")
        return connection.recv(65536)


@pytest.mark.differs("moto", "asks nobody who they are")
@pytest.mark.parametrize(
    ("key", "at", "words"),
    [
        ("AKIANOBODYHASTHISKEY", 0, b"UnrecognizedClientException"),
        ("KNOWN", -3600, b"Signature expired"),
    ],
)
def test_a_large_body_is_not_read_of_a_key_nobody_has_or_a_clock_that_is_wrong(endpoint, key, at, words):
    now = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=at)
    key = endpoint.key if key == "KNOWN" else key
    answer = answer_to_a_head_alone(
        endpoint.url,
        "POST / HTTP/1.1\nHost: localhost\nContent-Type: application/x-amz-json-1.1\n"
        f"X-Amz-Target: RekognitionService.DetectLabels\nX-Amz-Date: {now:%Y%m%dT%H%M%SZ}\nContent-Length: 14000000\n"
        f"Authorization: AWS4-HMAC-SHA256 Credential={key}/{now:%Y%m%d}/us-east-1/rekognition/aws4_request, "
        f"SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature={'0' * 64}\n",
    )
    assert answer.startswith(b"HTTP/1.1 400"), answer
    assert words in answer, answer
