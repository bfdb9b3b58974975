"""What the door says to those it does not know, and to those whose letters were changed on the way."""

import datetime
import hashlib
import re
import urllib.parse

import pytest
import requests
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from contract.errors import refused

pytestmark = pytest.mark.differs("moto", "verifies no signatures")


def error_of(answer: requests.Response) -> dict[str, str]:
    assert answer.headers["content-type"].startswith("application/xml"), answer.text
    return dict(re.findall(r"<(\w+)>([^<]*)</\1>", answer.text))


def signed(endpoint, method, path, body=b"", headers=None, when=None, monkeypatch=None, region="us-east-1", service="s3"):
    """A signed request as botocore writes it, ready to be tampered with."""
    request = AWSRequest(method=method, url=endpoint.url + path, data=body, headers={"x-amz-content-sha256": hashlib.sha256(body).hexdigest(), **(headers or {})})
    S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), service, region).add_auth(request)
    return request.prepare()


def send(prepared, **changes) -> requests.Response:
    headers = {**dict(prepared.headers), **changes.pop("headers", {})}
    return requests.request(prepared.method, changes.get("url", prepared.url), headers=headers, data=changes.get("body", prepared.body), timeout=10)


def test_an_unsigned_call_is_denied(endpoint, bucket):
    answer = requests.get(f"{endpoint.url}/{bucket}/k", timeout=10)
    assert answer.status_code == 403 and error_of(answer)["Code"] == "AccessDenied"
    assert answer.headers["x-amz-request-id"]


def test_an_unknown_key_is_named(endpoint, bucket):
    endpoint = type(endpoint)(endpoint.url, "AKIAUNKNOWNUNKNOWN00", "secret", "other")
    with refused("InvalidAccessKeyId", 403) as answer:
        endpoint.client("s3").list_objects_v2(Bucket=bucket)
    assert answer["Error"]["AWSAccessKeyId"] == "AKIAUNKNOWNUNKNOWN00"


def test_a_wrong_secret_shows_what_the_server_signed(endpoint, bucket):
    endpoint = type(endpoint)(endpoint.url, endpoint.key, "wrong", "other")
    with refused("SignatureDoesNotMatch", 403) as answer:
        endpoint.client("s3").list_objects_v2(Bucket=bucket)
    error = answer["Error"]
    assert error["StringToSign"].startswith("AWS4-HMAC-SHA256\n") and error["CanonicalRequest"].startswith("GET\n")
    assert error["AWSAccessKeyId"] == endpoint.key and re.fullmatch("[0-9a-f]{64}", error["SignatureProvided"])
    assert bytes.fromhex(error["StringToSignBytes"].replace(" ", "")).decode() == error["StringToSign"]


def test_a_body_that_was_changed_on_the_way_is_refused_and_not_stored(endpoint, s3, bucket):
    request = signed(endpoint, "PUT", f"/{bucket}/k", b"true")
    answer = send(request, body=b"lies")
    assert answer.status_code == 400 and error_of(answer)["Code"] == "XAmzContentSHA256Mismatch"
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_a_header_that_was_changed_on_the_way_is_refused(endpoint, bucket):
    request = signed(endpoint, "PUT", f"/{bucket}/k", b"x", headers={"x-amz-meta-a": "1"})
    answer = send(request, headers={"x-amz-meta-a": "2"})
    assert answer.status_code == 403 and error_of(answer)["Code"] == "SignatureDoesNotMatch"


def test_a_clock_that_is_off_is_told_the_time(endpoint, bucket, monkeypatch):
    import botocore.auth

    late = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=16)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *a, **k: late.replace(tzinfo=None), raising=False)
    answer = send(signed(endpoint, "GET", f"/{bucket}"))
    error = error_of(answer)
    assert answer.status_code == 403 and error["Code"] == "RequestTimeTooSkewed", answer.text
    assert error["MaxAllowedSkewMilliseconds"] == "900000" and error["ServerTime"] and error["RequestTime"]


def test_a_scope_of_another_service_is_malformed(endpoint, bucket):
    answer = send(signed(endpoint, "GET", f"/{bucket}", service="sqs"))
    assert answer.status_code == 400 and error_of(answer)["Code"] == "AuthorizationHeaderMalformed"


@pytest.mark.parametrize("value", ["AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=x", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=00"])
def test_a_broken_authorization_header_is_said_to_be_so(endpoint, bucket, value):
    answer = requests.get(f"{endpoint.url}/{bucket}", headers={"Authorization": value, "x-amz-date": "20260101T000000Z", "x-amz-content-sha256": "UNSIGNED-PAYLOAD"}, timeout=10)
    assert answer.status_code == 400 and error_of(answer)["Code"] == "AuthorizationHeaderMalformed", answer.text


def test_a_presigned_link_reads_and_writes(s3, bucket):
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a b/ü", "ContentType": "text/plain"}, ExpiresIn=60)
    assert requests.put(put, data=b"hello", headers={"Content-Type": "text/plain"}, timeout=10).status_code == 200
    get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/ü", "ResponseContentType": "text/x"}, ExpiresIn=60)
    answer = requests.get(get, timeout=10)
    assert answer.content == b"hello" and answer.headers["content-type"] == "text/x"
    assert requests.head(get, timeout=10).status_code == 403, "a link is for one method"


def test_a_signed_content_type_cannot_be_changed(endpoint, bucket):
    s3 = endpoint.client("s3", signature_version="s3v4")
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "k", "ContentType": "text/plain"}, ExpiresIn=60)
    answer = requests.put(put, data=b"hello", headers={"Content-Type": "text/html"}, timeout=10)
    assert answer.status_code == 403 and error_of(answer)["Code"] == "SignatureDoesNotMatch"


def test_a_link_for_another_key_is_refused(endpoint, s3, bucket):
    s3 = endpoint.client("s3", signature_version="s3v4")
    s3.put_object(Bucket=bucket, Key="secret", Body=b"x")
    link = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "public"}, ExpiresIn=60)
    answer = requests.get(link.replace("/public", "/secret"), timeout=10)
    assert answer.status_code == 403 and error_of(answer)["Code"] == "SignatureDoesNotMatch"


def presigned(endpoint, bucket, expires, minutes_ago=0, **extra):
    """A presigned GET made by hand, so that its parameters can be wrong."""
    from botocore.auth import S3SigV4QueryAuth

    request = AWSRequest(method="GET", url=f"{endpoint.url}/{bucket}/k")
    S3SigV4QueryAuth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1", expires=expires).add_auth(request)
    return request.url


def test_an_expired_link_says_when(endpoint, bucket, monkeypatch):
    import botocore.auth

    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *a, **k: past.replace(tzinfo=None), raising=False)
    answer = requests.get(presigned(endpoint, bucket, 60), timeout=10)
    error = error_of(answer)
    assert answer.status_code == 403 and error["Code"] == "AccessDenied" and error["Message"] == "Request has expired", answer.text
    assert error["X-Amz-Expires"] == "60" if "X-Amz-Expires" in error else "<X-Amz-Expires>60<" in answer.text
    assert error["Expires"] and error["ServerTime"]


def test_a_link_for_more_than_a_week_is_refused(endpoint, bucket):
    answer = requests.get(presigned(endpoint, bucket, 604_801), timeout=10)
    assert answer.status_code == 400 and error_of(answer)["Code"] == "AuthorizationQueryParametersError"
    assert "must be less than a week" in answer.text


def test_xml_that_is_none_is_malformed(endpoint, bucket):
    for body in (b"not xml", b"<Delete><Object></Delete>", b'<!DOCTYPE x [<!ENTITY a "b">]><Delete>&a;</Delete>', b"<Delete/>"):
        md5 = __import__("base64").b64encode(hashlib.md5(body).digest()).decode()
        answer = send(signed(endpoint, "POST", f"/{bucket}?delete", body, headers={"Content-MD5": md5}))
        assert answer.status_code == 400 and error_of(answer)["Code"] == "MalformedXML", answer.text


def test_a_chunk_with_a_wrong_signature_stores_nothing(endpoint, s3, bucket):
    payload = b"x" * 70_000
    body = b"".join([b"11170;chunk-signature=" + b"0" * 64 + b"\r\n", payload, b"\r\n0;chunk-signature=" + b"0" * 64 + b"\r\n\r\n"])
    request = AWSRequest(method="PUT", url=f"{endpoint.url}/{bucket}/k", data=body, headers={
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "x-amz-decoded-content-length": "70000", "content-encoding": "aws-chunked"})
    auth = S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1")
    auth.payload = lambda request: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    auth.add_auth(request)
    request.headers.replace_header("X-Amz-Content-SHA256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    answer = send(request.prepare())
    assert answer.status_code == 403 and error_of(answer)["Code"] == "SignatureDoesNotMatch", answer.text
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_virtual_host_style_reaches_the_same_bucket(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    port = urllib.parse.urlsplit(endpoint.url).port
    request = AWSRequest(method="GET", url=f"http://{bucket}.s3.localhost:{port}/k", headers={"x-amz-content-sha256": "UNSIGNED-PAYLOAD"})
    S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1").add_auth(request)
    headers = {**dict(request.headers), "Host": f"{bucket}.s3.localhost:{port}"}
    answer = requests.get(f"{endpoint.url}/k", headers=headers, timeout=10)
    assert answer.status_code == 200 and answer.content == b"x"


def test_an_operation_that_is_not_built_says_so_by_name(s3, bucket):
    with refused("NotImplemented", 501) as answer:
        s3.put_bucket_replication(Bucket=bucket, ReplicationConfiguration={"Role": "r", "Rules": []})
    assert "PutBucketReplication" in answer["Error"]["Message"]


def test_a_browser_of_an_allowed_origin_may_ask_first(endpoint, s3, bucket):
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [{"AllowedOrigins": ["https://a.example"], "AllowedMethods": ["PUT"], "AllowedHeaders": ["x-amz-*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 5}]})
    ask = {"Origin": "https://a.example", "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-amz-date"}
    allowed = requests.options(f"{endpoint.url}/{bucket}/k", headers=ask, timeout=10)
    assert allowed.status_code == 200 and allowed.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert allowed.headers["Access-Control-Max-Age"] == "5" and "PUT" in allowed.headers["Access-Control-Allow-Methods"]
    refused_one = requests.options(f"{endpoint.url}/{bucket}/k", headers={**ask, "Origin": "https://b.example"}, timeout=10)
    assert refused_one.status_code == 403
    link = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=60)
    put = requests.put(link, data=b"x", headers={"Origin": "https://a.example"}, timeout=10)
    assert put.status_code == 200 and put.headers["Access-Control-Expose-Headers"] == "ETag"
