"""SigV4a as AWS's own runtime signs it (awscrt, which the SDKs load for it): one signature for many regions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
"""

import datetime
import re

import awscrt.auth
import awscrt.http
import pytest
import requests

from contract.errors import refused

pytestmark = pytest.mark.differs("moto", "verifies no signatures")
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def signed(endpoint, method: str, path: str, region_set: str, secret: str | None = None, when=None, query=False, headers=()):
    """The path and headers of a request as awscrt signs it."""
    host = endpoint.url.removeprefix("http://")
    fields = awscrt.http.HttpHeaders([("host", host), *headers])
    request = awscrt.http.HttpRequest(method, path, fields)
    kind = awscrt.auth.AwsSignatureType
    config = awscrt.auth.AwsSigningConfig(
        algorithm=awscrt.auth.AwsSigningAlgorithm.V4_ASYMMETRIC,
        signature_type=kind.HTTP_REQUEST_QUERY_PARAMS if query else kind.HTTP_REQUEST_HEADERS,
        credentials_provider=awscrt.auth.AwsCredentialsProvider.new_static(endpoint.key, secret or endpoint.secret),
        region=region_set,
        service="s3",
        date=when or datetime.datetime.now(datetime.timezone.utc),
        use_double_uri_encode=False,
        should_normalize_uri_path=False,
        signed_body_value="UNSIGNED-PAYLOAD" if query else EMPTY,
        signed_body_header_type=awscrt.auth.AwsSignedBodyHeaderType.NONE
        if query
        else awscrt.auth.AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256,
        expiration_in_seconds=60 if query else None,
    )
    awscrt.auth.aws_sign_request(request, config).result(timeout=10)
    return request.path, dict(request.headers)


def ask(endpoint, *arguments, **options) -> requests.Response:
    path, headers = signed(endpoint, *arguments, **options)
    return requests.request(arguments[0], endpoint.url + path, headers=headers, timeout=10)


def code_of(answer: requests.Response) -> str:
    return re.search("<Code>(.*?)</Code>", answer.text)[1]


@pytest.mark.parametrize("region_set", ["*", "us-east-1", "eu-west-1,us-*", "us-east-1,eu-west-1"])
@pytest.mark.parametrize("query", [False, True])
def test_a_request_signed_for_a_set_of_regions_is_taken(endpoint, bucket, region_set, query):
    answer = ask(endpoint, "GET", f"/{bucket}/?list-type=2&prefix=a%20b", region_set, query=query)
    assert answer.status_code == 200, answer.text
    assert "<ListBucketResult" in answer.text


def test_keys_with_all_kinds_of_characters_are_signed_as_they_are(endpoint, bucket):
    for path in ("a//b", "a%20b%2Bc%3F", "%E2%82%AC", "a~b-c_d.e"):
        answer = ask(endpoint, "GET", f"/{bucket}/{path}", "*")
        assert (answer.status_code, code_of(answer)) == (404, "NoSuchKey"), answer.text


@pytest.mark.parametrize("query", [False, True])
def test_a_wrong_secret_is_told_and_what_the_server_signed(endpoint, bucket, query):
    answer = ask(endpoint, "GET", f"/{bucket}/k", "*", secret="wrong", query=query)
    assert (answer.status_code, code_of(answer)) == (403, "SignatureDoesNotMatch"), answer.text
    assert "<StringToSign>AWS4-ECDSA-P256-SHA256\n" in answer.text
    assert "/s3/aws4_request\n" in answer.text


def test_a_field_that_was_changed_on_the_way_breaks_the_signature(endpoint, bucket):
    path, headers = signed(endpoint, "GET", f"/{bucket}/k", "us-east-1", headers=[("x-amz-meta-a", "1")])
    for name, changed in (("x-amz-meta-a", "2"), ("X-Amz-Region-Set", "*")):
        lower = {key.lower(): key for key in headers}
        answer = requests.get(endpoint.url + path, headers=headers | {lower[name.lower()]: changed}, timeout=10)
        assert (answer.status_code, code_of(answer)) == (403, "SignatureDoesNotMatch"), name
    without = {key: value for key, value in headers.items() if key.lower() != "x-amz-region-set"}
    answer = requests.get(endpoint.url + path, headers=without, timeout=10)
    assert (answer.status_code, code_of(answer)) == (400, "AuthorizationHeaderMalformed")


def test_clocks_that_differ_are_told_apart_from_wrong_signatures(endpoint, bucket):
    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=20)
    answer = ask(endpoint, "GET", f"/{bucket}/k", "*", when=past)
    assert (answer.status_code, code_of(answer)) == (403, "RequestTimeTooSkewed")
    answer = ask(endpoint, "GET", f"/{bucket}/k", "*", when=past, query=True)
    assert (answer.status_code, code_of(answer)) == (403, "AccessDenied")
    assert "Request has expired" in answer.text


def test_boto3_stores_and_reads_with_it(endpoint, bucket):
    client = endpoint.client("s3", signature_version="s3v4a", sigv4a_signing_region_set="*")
    client.put_object(Bucket=bucket, Key="a b/€", Body=b"bytes", Metadata={"colour": "blue"})
    got = client.get_object(Bucket=bucket, Key="a b/€")
    assert got["Body"].read() == b"bytes" and got["Metadata"] == {"colour": "blue"}
    with refused("NoSuchKey", 404):
        client.get_object(Bucket=bucket, Key="none")
    assert [row["Key"] for row in client.list_objects_v2(Bucket=bucket)["Contents"]] == ["a b/€"]


def test_boto3_presigns_with_it(endpoint, bucket):
    endpoint.client("s3").put_object(Bucket=bucket, Key="k", Body=b"bytes")
    client = endpoint.client("s3", signature_version="s3v4a-query", sigv4a_signing_region_set="*")
    url = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=60)
    assert "X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256" in url and "X-Amz-Region-Set=" in url
    assert requests.get(url, timeout=10).content == b"bytes"
    answer = requests.get(url.replace("X-Amz-Expires=60", "X-Amz-Expires=90"), timeout=10)
    assert (answer.status_code, code_of(answer)) == (403, "SignatureDoesNotMatch")
