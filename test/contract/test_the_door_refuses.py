"""What the front door refuses of those who mean ill or err: with AWS's own error, and nothing is changed by it.

What test_bad_requests.py asks of S3 and Rekognition is not asked again here; forms are asked by test_forms_are_refused.py.
"""

import datetime
import json
import time

import boto3
import pytest
import requests
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from contract.door import FORM, form, form_post, presigned_sts, raw, unchanged_account
from contract.errors import refused
from contract.iam_things import a_group, a_name, a_role, a_user, allow, trust
from support.issuer import encoded, running_issuer
from support.server import Server

pytestmark = pytest.mark.differs("moto", "takes most of these")

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam")


@pytest.fixture(scope="module")
def account(endpoint):
    return endpoint.client("sts").get_caller_identity()["Account"]


@pytest.fixture(scope="module")
def ann(endpoint):
    """A user of S3, STS and IAM, with a key."""
    iam = endpoint.client("iam")
    with a_user(iam) as user:
        iam.put_user_policy(UserName=user["UserName"], PolicyName="all", PolicyDocument=allow(["s3:*", "sts:*", "iam:*"]))
        key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
        yield {**key, "Arn": user["Arn"]}


@pytest.fixture
def unchanged(endpoint):
    return lambda: unchanged_account(endpoint)


# Malformed policies

DEEP = '{"Statement":' * 5000
MALFORMED = {
    "unfinished": '{"Version":"2012-10-17","Statement":[',
    "a key twice": '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Effect":"Allow","Action":"s3:*","Resource":"*"}}',
    "two documents": allow() + allow(),
    "no object": "[]",
    "a number": "1e999",
    "another effect": allow().replace('"Allow"', '"allow"'),
    "a control character": allow().replace("s3:", "s3:\\u0001\n"),
    "deep": DEEP,
    "deep and closed": DEEP + "1" + "}" * 5000,
    "lists in lists": '{"Version":"2012-10-17","Statement":' + "[" * 5000 + "]" * 5000 + "}",
}


@pytest.mark.parametrize("document", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_policy_is_refused_wherever_one_is_taken(endpoint, iam, ann, bucket, unchanged, document):
    theirs = type(endpoint)(endpoint.url, ann["AccessKeyId"], ann["SecretAccessKey"], endpoint.name)
    sts = theirs.client("sts")
    with a_user(iam) as user, a_group(iam) as group, a_role(iam, AssumeRolePolicyDocument=trust({"AWS": ann["Arn"]})) as role, unchanged():
        names = {"UserName": user["UserName"]}, {"GroupName": group["GroupName"]}, {"RoleName": role["RoleName"]}
        for call in (
            lambda: iam.create_policy(PolicyName=a_name(), PolicyDocument=document),
            lambda: iam.put_user_policy(**names[0], PolicyName="p", PolicyDocument=document),
            lambda: iam.put_group_policy(**names[1], PolicyName="p", PolicyDocument=document),
            lambda: iam.put_role_policy(**names[2], PolicyName="p", PolicyDocument=document),
            lambda: iam.create_role(RoleName=a_name(), AssumeRolePolicyDocument=document),
            lambda: iam.update_assume_role_policy(**names[2], PolicyDocument=document),
            lambda: sts.assume_role(RoleArn=role["Arn"], RoleSessionName="session", Policy=document[:2048]),
            lambda: sts.get_federation_token(Name="guest", Policy=document[:2048]),
        ):
            with refused("MalformedPolicyDocument", 400) as answer:
                call()
            assert answer["Error"]["Message"]
        with refused("MalformedPolicy", 400):
            endpoint.client("s3").put_bucket_policy(Bucket=bucket, Policy=document)
        with refused("NoSuchBucketPolicy", 404):
            endpoint.client("s3").get_bucket_policy(Bucket=bucket)


# Unknown principals

UNKNOWN = [
    {"AWS": "arn:aws:iam::{account}:user/nobody-of-this-name"},
    {"AWS": "arn:aws:iam::{account}:role/nobody-of-this-name"},
    {"AWS": "AIDAAAAAAAAAAAAAAAAAA"},
    {"AWS": "12345"},
    {"AWS": "arn:aws:iam::{account}:everybody"},
    {"AWS": ["{account}", "nonsense"]},
]


@pytest.mark.parametrize("principal", UNKNOWN, ids=str)
def test_a_principal_that_does_not_exist_is_refused(iam, account, unchanged, principal):
    principal = json.loads(json.dumps(principal).replace("{account}", account))
    with a_role(iam) as role, unchanged():
        for call in (
            lambda: iam.create_role(RoleName=a_name(), AssumeRolePolicyDocument=trust(principal)),
            lambda: iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=trust(principal)),
        ):
            with refused("MalformedPolicyDocument", 400, "Invalid principal in policy"):
                call()


@pytest.mark.parametrize("principal", [{"AWS": "12345"}, {"AWS": ["{account}", "nonsense"]}], ids=str)
def test_a_principal_that_is_none_is_refused_by_a_bucket(endpoint, account, bucket, unchanged, principal):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]}).replace("{account}", account)
    with unchanged(), refused("MalformedPolicy", 400, "Invalid principal in policy"):
        endpoint.client("s3").put_bucket_policy(Bucket=bucket, Policy=document)
    with refused("NoSuchBucketPolicy", 404):
        endpoint.client("s3").get_bucket_policy(Bucket=bucket)


# Groups in circles: a group holds users alone, and is nobody's principal

def test_a_group_is_no_member_of_a_group_and_no_principal(iam, account, unchanged):
    with a_group(iam) as group, a_group(iam) as other, a_role(iam) as role, unchanged():
        for member in (group["GroupName"], other["GroupName"]):
            with refused("NoSuchEntity", 404, f"The user with name {member} cannot be found."):
                iam.add_user_to_group(GroupName=group["GroupName"], UserName=member)
        for principal in ({"AWS": group["Arn"]}, {"AWS": group["GroupId"]}):
            with refused("MalformedPolicyDocument", 400, "Invalid principal in policy"):
                iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=trust(principal))
        with refused("ValidationError", 400, f"ARN {group['Arn']} is not valid."):
            iam.attach_group_policy(GroupName=group["GroupName"], PolicyArn=group["Arn"])


# Tokens of every size

@pytest.mark.parametrize("size", [9_000, 20_000, 50_000])
def test_an_oversize_session_token_is_refused_in_each_service_s_words(endpoint, ann, unchanged, size):
    def client(service: str):
        return boto3.client(
            service, endpoint_url=endpoint.url, region_name="us-east-1", config=Config(retries={"max_attempts": 1}),
            aws_access_key_id="ASIA" + ann["AccessKeyId"][4:], aws_secret_access_key="secret", aws_session_token="t" * size,
        )  # fmt: skip

    with unchanged():
        for service, call in (("sts", "get_caller_identity"), ("iam", "list_users")):
            with refused("InvalidClientTokenId", 403, "The security token included in the request is invalid"):
                getattr(client(service), call)()
        with refused("InvalidToken", 400, "The provided token is malformed or otherwise invalid."):
            client("s3").list_buckets()
        with refused("UnrecognizedClientException", 400, "The security token included in the request is invalid"):
            client("rekognition").list_collections()


@pytest.mark.parametrize("size", [20_001, 500_000])
def test_an_oversize_web_identity_token_breaks_a_constraint(endpoint, account, unchanged, size):
    body = form("sts", "AssumeRoleWithWebIdentity", ("RoleArn", f"arn:aws:iam::{account}:role/r"), ("RoleSessionName", "session"), ("WebIdentityToken", "t" * size))
    with unchanged():
        answer = requests.post(endpoint.url + "/", data=body, headers={"Content-Type": FORM}, timeout=20)
    assert answer.status_code == 400 and "<Code>ValidationError</Code>" in answer.text, answer.text[:500]
    assert "at 'webIdentityToken' failed to satisfy constraint: Member must have length less than or equal to 20000" in answer.text
    assert len(answer.text) < 2 * size + 2000


def test_a_form_of_nobody_that_never_ends_is_not_read_to_its_end(endpoint, unchanged):
    body = form("sts", "AssumeRoleWithWebIdentity", ("WebIdentityToken", "t" * 3_000_000))
    with unchanged():
        answer = requests.post(endpoint.url + "/", data=body, headers={"Content-Type": FORM}, timeout=20)
    assert answer.status_code == 413 and "<Code>RequestEntityTooLarge</Code>" in answer.text, answer.text[:500]


def test_a_web_identity_token_whose_claims_are_deep_is_no_token(endpoint, iam, account, unchanged):
    with running_issuer() as issuer, unchanged():
        header, _, signature = issuer.token().split(".")
        for claims in ('{"iss":' + "[" * 3000 + "]" * 3000 + "}", '{"a":' * 2000 + "1" + "}" * 2000, "{" * 5000):
            body = form(
                "sts", "AssumeRoleWithWebIdentity", ("RoleArn", f"arn:aws:iam::{account}:role/r"), ("RoleSessionName", "session"),
                ("WebIdentityToken", f"{header}.{encoded(claims.encode())}.{signature}"),
            )  # fmt: skip
            answer = requests.post(endpoint.url + "/", data=body, headers={"Content-Type": FORM}, timeout=20)
            assert answer.status_code == 400 and "<Code>InvalidIdentityToken</Code>" in answer.text, answer.text[:500]


# Regions

def s3_get(endpoint, path: str, region: str, host: str) -> requests.Response:
    request = AWSRequest("GET", f"http://{host}{path}", headers={"x-amz-content-sha256": EMPTY_SHA256})
    S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), "s3", region).add_auth(request)
    return requests.get(endpoint.url + path, headers={**dict(request.headers), "Host": host}, timeout=10)


def test_a_scope_of_another_region_than_the_host_s_is_refused(endpoint, bucket, unchanged):
    port = endpoint.url.rpartition(":")[2]
    with unchanged():
        for host, path in ((f"s3.eu-west-1.localhost:{port}", f"/{bucket}"), (f"{bucket}.s3.eu-west-1.localhost:{port}", "/")):
            answer = s3_get(endpoint, path, "us-east-1", host)
            assert answer.status_code == 400 and "<Code>AuthorizationHeaderMalformed</Code>" in answer.text, answer.text
            assert "the region 'us-east-1' is wrong; expecting 'eu-west-1'" in answer.text.replace("&apos;", "'") and "<Region>eu-west-1</Region>" in answer.text
            assert s3_get(endpoint, path, "eu-west-1", host).status_code == 200
        body = form("sts", "GetCallerIdentity")
        request = AWSRequest("POST", f"http://sts.eu-west-1.localhost:{port}/", data=body.encode(), headers={"Content-Type": FORM})
        SigV4Auth(Credentials(endpoint.key, endpoint.secret), "sts", "us-east-1").add_auth(request)
        answer = requests.post(endpoint.url + "/", data=body, headers={**dict(request.headers), "Host": f"sts.eu-west-1.localhost:{port}"}, timeout=10)
        assert answer.status_code == 403 and "<Code>SignatureDoesNotMatch</Code>" in answer.text, answer.text
        assert "Credential should be scoped to a valid region, not 'us-east-1'." in answer.text.replace("&apos;", "'").replace("&#39;", "'")


def test_a_scope_whose_region_was_changed_or_is_none_is_refused(endpoint, unchanged):
    request = AWSRequest("GET", endpoint.url + "/", headers={"x-amz-content-sha256": EMPTY_SHA256})
    S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1").add_auth(request)
    authorization = request.headers["Authorization"]
    with unchanged():
        for region, code, status in (("eu-west-1", "SignatureDoesNotMatch", 403), ("", "AuthorizationHeaderMalformed", 400), ("a/b", "AuthorizationHeaderMalformed", 400)):
            changed = {**dict(request.headers), "Authorization": authorization.replace("/us-east-1/", f"/{region}/")}
            answer = requests.get(endpoint.url + "/", headers=changed, timeout=10)
            assert answer.status_code == status and f"<Code>{code}</Code>" in answer.text, answer.text


# Nobody signed

def test_an_unsigned_call_is_asked_who_it_is(endpoint, unchanged):
    with unchanged():
        for service, action in (("iam", "CreateUser"), ("sts", "GetCallerIdentity"), ("ec2", "CreateKeyPair")):
            body = form(service, action, ("UserName", "nobody"), ("KeyName", "nobody"))
            answer = requests.post(endpoint.url + "/", data=body, headers={"Content-Type": FORM}, timeout=10)
            assert answer.status_code == 403 and "<Code>MissingAuthenticationToken</Code>" in answer.text, answer.text
        headers = {"X-Amz-Target": "RekognitionService.CreateCollection", "Content-Type": "application/x-amz-json-1.1"}
        answer = requests.post(endpoint.url + "/", data='{"CollectionId":"nobody"}', headers=headers, timeout=10)
        assert answer.status_code == 400 and answer.json()["__type"].endswith("MissingAuthenticationTokenException"), answer.text
        answer = requests.put(endpoint.url + "/nobodys-bucket", timeout=10)
        assert answer.status_code == 403 and "<Code>AccessDenied</Code>" in answer.text


# What was signed once and comes again

def test_a_presigned_url_that_comes_again_is_good_for_the_same_alone(endpoint, s3, bucket, ann, unchanged):
    theirs = type(endpoint)(endpoint.url, ann["AccessKeyId"], ann["SecretAccessKey"], endpoint.name)
    signer = theirs.client("s3", signature_version="s3v4")
    put = signer.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=2)
    assert requests.put(put, data=b"once", timeout=10).status_code == 200
    assert requests.put(put, data=b"twice", timeout=10).status_code == 200, "as long as it is good, as at AWS"
    with unchanged():
        for answer in (requests.get(put, timeout=10), requests.delete(put, timeout=10), requests.put(put.replace("/k?", "/other?"), data=b"x", timeout=10)):
            assert answer.status_code == 403 and "<Code>SignatureDoesNotMatch</Code>" in answer.text, answer.text
        time.sleep(3.1)
        answer = requests.put(put, data=b"late", timeout=10)
        assert answer.status_code == 403 and "<Message>Request has expired</Message>" in answer.text, answer.text
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"twice"
    assert [item["Key"] for item in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["k"]


def test_a_presigned_url_ends_with_the_key_that_signed_it(endpoint, iam, s3, bucket):
    with a_user(iam) as user:
        iam.put_user_policy(UserName=user["UserName"], PolicyName="s3", PolicyDocument=allow("s3:*"))
        key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
        theirs = type(endpoint)(endpoint.url, key["AccessKeyId"], key["SecretAccessKey"], endpoint.name)
        put = theirs.client("s3", signature_version="s3v4").generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "k"}, ExpiresIn=600)
        assert requests.put(put, data=b"once", timeout=10).status_code == 200
        iam.update_access_key(UserName=user["UserName"], AccessKeyId=key["AccessKeyId"], Status="Inactive")
        answer = requests.put(put, data=b"twice", timeout=10)
        assert answer.status_code == 403 and "<Code>InvalidAccessKeyId</Code>" in answer.text, answer.text
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"once"


def test_a_presigned_call_of_sts_that_comes_too_late_is_refused(endpoint, unchanged):
    good = presigned_sts(endpoint, expires=1)
    assert requests.get(good, timeout=10).status_code == 200
    time.sleep(2.1)
    with unchanged():
        answer = requests.get(good, timeout=10)
        assert answer.status_code == 403 and "<Code>SignatureDoesNotMatch</Code>" in answer.text and "Signature expired: " in answer.text, answer.text


def test_a_signed_form_that_comes_again_after_five_minutes_is_refused(endpoint, monkeypatch, unchanged):
    import botocore.auth

    past = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=6)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *a, **k: past.replace(tzinfo=None), raising=False)
    answer = form_post(endpoint, "iam", form("iam", "CreateUser", ("UserName", "late")))
    monkeypatch.undo()
    assert answer.status_code == 403 and "<Code>SignatureDoesNotMatch</Code>" in answer.text and "Signature expired: " in answer.text, answer.text
    with unchanged(), refused("NoSuchEntity", 404):
        endpoint.client("iam").get_user(UserName="late")


# Headers that would become others

def test_no_line_break_becomes_a_header(endpoint, s3, bucket):
    evil = "text%0D%0AX-Injected%3A%201"
    request = AWSRequest("PUT", f"{endpoint.url}/{bucket}/k?x-amz-meta-a={evil}")
    S3SigV4QueryAuth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1", expires=60).add_auth(request)
    answer = requests.put(request.prepare().url, data=b"x", timeout=10)
    assert answer.status_code == 400 and "<Code>InvalidURI</Code>" in answer.text, answer.text
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    # RFC 2047's encoded words are a line break's other way in.
    for word in ("=?UTF-8?Q?a=0D=0AX-Injected:_1?=", "=?UTF-8?B?YQ0KWC1JbmplY3RlZDogMQ==?="):
        s3.put_object(Bucket=bucket, Key="word", Body=b"x", Metadata={"a": word})
        answer = requests.get(s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "word"}), timeout=10)
        assert answer.status_code == 200 and "X-Injected" not in answer.headers, answer.headers


def test_what_a_request_says_of_itself_is_not_echoed_raw(endpoint):
    for field in ("X-Amzn-Trace-Id", "x-amz-request-id", "Origin", "X-Amz-Target"):
        head = f"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{field}: a\rX-Injected: 1\r\n\r\n"
        answer = raw(endpoint.url, head.encode())
        assert answer.startswith(b"HTTP/1.1 400 ") and b"<Code>BadRequest</Code>" in answer, answer[:300]
        assert b"X-Injected" not in answer.split(b"\r\n\r\n")[0]


# Headers without end

@pytest.mark.parametrize(
    "pieces",
    [
        [b"x-amz-meta-a: " + b"x" * 8000 + b"\r\n"] * 1300,
        [b"a: b\r\n" * 1000] * 200,
        [b"X: ", *([b"x" * 65536] * 160)],
    ],
    ids=["10 MB of lines", "200,000 lines", "one line"],
)
def test_headers_without_end_are_refused_as_s3_refuses_them(endpoint, server, unchanged, pieces):
    with unchanged():
        answer = raw(endpoint.url, b"GET / HTTP/1.1\r\nHost: localhost\r\n", *pieces, b"\r\n")
        assert answer.startswith(b"HTTP/1.1 400 "), answer[:200]
        assert b"<Code>RequestHeaderSectionTooLarge</Code>" in answer and b"x-amz-request-id: " in answer.lower(), answer
        answer = raw(server.app, b"GET / HTTP/1.1\r\nHost: localhost\r\n", *pieces, b"\r\n")
        assert answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")), answer[:200]


def test_a_target_without_end_is_refused(endpoint, unchanged):
    with unchanged():
        answer = raw(endpoint.url, b"GET /", *([b"x" * 65536] * 16), b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ") and b"<Code>RequestHeaderSectionTooLarge</Code>" in answer, answer[:300]


# The metadata service

def test_the_metadata_service_refuses_what_is_too_much(tmp_path):
    running = Server(tmp_path / "data", [], metadata="127.0.0.1:0").start()
    try:
        url = f"{running.metadata}/latest/meta-data/instance-id"
        good = requests.get(url, timeout=10)
        assert requests.get(url, headers={"X-aws-ec2-metadata-token": "t" * 9000}, timeout=10).status_code == 401
        lines = [b"x-a: " + b"x" * 8000 + b"\r\n"] * 1300
        answer = raw(running.metadata, b"GET /latest/meta-data/ HTTP/1.1\r\nHost: 127.0.0.1\r\n", *lines, b"\r\n")
        assert answer.startswith(b"HTTP/1.1 431 "), answer[:200]
        answer = raw(running.metadata, b"PUT /latest/api/token HTTP/1.1\r\nHost: 127.0.0.1\r\nX-aws-ec2-metadata-token-ttl-seconds: 60\rX: 1\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 400 "), answer[:200]
        body = requests.put(f"{running.metadata}/latest/api/token", data=b"x" * 100_000, headers={"X-aws-ec2-metadata-token-ttl-seconds": "60"}, timeout=10)
        assert body.status_code == 413
        again = requests.get(url, timeout=10)
        assert again.text == good.text and again.status_code == 200
    finally:
        assert running.stop() == 0
