"""Requests signed by AWS's own code, botocore (SigV4) and awscrt (both), verified by ours; and each spoiled once."""

import datetime
import hashlib

import awscrt.auth
import awscrt.http
import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from protocols.codecs import Codecs

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
EMPTY = hashlib.sha256(b"").hexdigest()
PATHS = ["/", "/a", "/a/b c".replace(" ", "%20"), "/%E2%82%AC", "/a//b", "/a/./b/../c", "/a~b-c_d.e", "/a%2Fb", "/a%2fb", "/a%2Bb", "/a/"]
QUERIES = ["", "a=1", "b=2&a=1&a=0", "a", "a=&b", "x%20y=%2F%3D", "list-type=2&prefix=a%20b", "%E2%82%AC=%E2%82%AC", "A=1&a=1"]


@pytest.fixture(scope="module")
def codecs():
    codecs = Codecs()
    yield codecs
    codecs.close()


def check(codecs, method, path, query, headers, **more):
    found = codecs.verify(SECRET, method, path, query, headers, **more)
    assert found["is_good"], found["canonical"]
    assert not codecs.verify(SECRET + "x", method, path, query, headers, **more)["is_good"]
    assert not codecs.verify(SECRET, "DELETE", path, query, headers, **more)["is_good"]
    assert not codecs.verify(SECRET, method, path + "x", query, headers, **more)["is_good"]


@pytest.mark.parametrize("algorithm", ["V4", "V4_ASYMMETRIC"])
@pytest.mark.parametrize("service", ["s3", "sqs"])
@pytest.mark.parametrize("is_query", [False, True])
@pytest.mark.parametrize("token", [None, "a/token+with=odd"])
def test_what_awscrt_signs(codecs, algorithm, service, is_query, token):
    kind = awscrt.auth.AwsSignatureType
    payload = awscrt.auth.AwsSignedBodyHeaderType
    for path in PATHS:
        for query in QUERIES[:: 3 if path != "/a" else 1]:
            target = path + ("?" + query if query else "")
            fields = awscrt.http.HttpHeaders([("host", "example.com"), ("x-amz-meta-a", "  two   words "), ("my-header", "1"), ("my-header", "2")])
            request = awscrt.http.HttpRequest("GET", target, fields)
            is_s3 = service == "s3"
            config = awscrt.auth.AwsSigningConfig(
                algorithm=getattr(awscrt.auth.AwsSigningAlgorithm, algorithm),
                signature_type=kind.HTTP_REQUEST_QUERY_PARAMS if is_query else kind.HTTP_REQUEST_HEADERS,
                credentials_provider=awscrt.auth.AwsCredentialsProvider.new_static(KEY, SECRET, token),
                region="us-east-1,eu-*" if algorithm != "V4" else "us-east-1",
                service=service,
                date=datetime.datetime(2026, 11, 22, 8, 17, tzinfo=datetime.timezone.utc),
                use_double_uri_encode=not is_s3,
                should_normalize_uri_path=not is_s3,
                signed_body_value="UNSIGNED-PAYLOAD" if is_query else EMPTY,
                signed_body_header_type=payload.NONE if is_query else payload.X_AMZ_CONTENT_SHA_256,
                expiration_in_seconds=60 if is_query else None,
            )
            awscrt.auth.aws_sign_request(request, config).result(timeout=10)
            sent, _, signed_query = request.path.partition("?")
            headers = [[name, value] for name, value in request.headers]
            check(codecs, "GET", sent, signed_query, headers)


@pytest.mark.parametrize("service", ["s3", "sqs"])
@pytest.mark.parametrize("is_query", [False, True])
def test_what_botocore_signs(codecs, service, is_query):
    kinds = {("s3", False): S3SigV4Auth, ("s3", True): S3SigV4QueryAuth, ("sqs", False): SigV4Auth, ("sqs", True): SigV4QueryAuth}
    for path in PATHS:
        for query in QUERIES[:3]:
            url = f"https://example.com{path}" + ("?" + query if query else "")
            body = b"" if is_query else b"bytes"
            request = AWSRequest("PUT", url, data=body, headers={"Host": "example.com", "x-amz-meta-a": "b  c"})
            kinds[service, is_query](Credentials(KEY, SECRET), service, "us-east-1").add_auth(request)
            prepared = request.prepare()
            # As it was signed: the address is not parsed again.
            sent, _, signed_query = prepared.url.removeprefix("https://example.com").partition("?")
            digest = hashlib.sha256(body).hexdigest()
            hash_ = ("UNSIGNED-PAYLOAD" if service == "s3" else digest) if is_query else prepared.headers.get("x-amz-content-sha256", digest)
            headers = [[name, value if isinstance(value, str) else value.decode()] for name, value in prepared.headers.items()]
            check(codecs, "PUT", sent, signed_query, headers, payload_hash=hash_ if isinstance(hash_, str) else hash_.decode())
