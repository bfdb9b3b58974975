"""Forms of the query protocol, and queries, that say something twice or cannot be read: AWS's own error, and nothing is changed."""

import pytest
import requests
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from contract.door import FORM, form, form_post, presigned_sts, unchanged_account
from contract.errors import refused
from contract.iam_things import a_name

pytestmark = pytest.mark.differs("moto", "takes most of these")

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam")


@pytest.fixture
def unchanged(endpoint):
    return lambda: unchanged_account(endpoint)


def test_a_form_that_says_something_twice_is_refused(endpoint, iam, unchanged):
    name = a_name("twice")
    code = {"iam": "MalformedInput", "sts": "MalformedInput", "ec2": "InvalidParameterValue"}
    with unchanged():
        for service, body, query, repeated in (
            ("iam", form("iam", "CreateUser", ("UserName", name), ("UserName", name + "-other")), "", "UserName"),
            ("iam", form("iam", "CreateUser", ("UserName", name)) + "&Us%65rName=" + name, "", "UserName"),
            ("iam", form("iam", "CreateUser", ("UserName", name)), "?UserName=" + name, "UserName"),
            ("iam", form("iam", "GetUser", ("UserName", name)) + "&Action=CreateUser", "", "Action"),
            ("iam", form("iam", "CreateUser", ("UserName", name), ("Tags.member.1.Key", "a"), ("Tags.member.1.Key", "b"), ("Tags.member.1.Value", "c")), "", "Tags.member.1.Key"),
            ("sts", form("sts", "GetAccessKeyInfo", ("AccessKeyId", "AKIA1"), ("AccessKeyId", "AKIA2")), "", "AccessKeyId"),
            ("ec2", form("ec2", "CreateKeyPair", ("KeyName", name), ("KeyName", name)), "", "KeyName"),
        ):
            answer = form_post(endpoint, service, body, query)
            assert answer.status_code == 400 and f"<Code>{code[service]}</Code>" in answer.text, answer.text
            said = answer.text.replace("&apos;", "'").replace("&#39;", "'")
            assert f"The parameter '{repeated}' may only be specified once." in said, answer.text
        with refused("NoSuchEntity", 404):
            iam.get_user(UserName=name)


def test_a_list_whose_elements_have_no_number_is_refused(endpoint, iam, unchanged):
    name = a_name("odd")
    code = {"iam": "MalformedInput", "ec2": "InvalidParameterValue"}
    with unchanged():
        for service, operation, parameters, words in (
            ("iam", "CreateUser", [("UserName", name), ("Tags.member.x.Key", "a"), ("Tags.member.x.Value", "b")], "x is not a valid index"),
            ("iam", "CreateUser", [("UserName", name), ("Tags.member.0.Key", "a"), ("Tags.member.0.Value", "b")], "0 is not a valid index"),
            ("iam", "CreateUser", [("UserName", name), ("Tags.1.Key", "a"), ("Tags.1.Value", "b")], "Top level element may not be treated as a list"),
            ("iam", "CreateUser", [("UserName", name), ("Tags", "a")], "Unexpected list element termination"),
            ("ec2", "CreateKeyPair", [("KeyName", name), ("TagSpecification.x.ResourceType", "key-pair")], "x is not a valid index"),
        ):
            answer = form_post(endpoint, service, form(service, operation, *parameters))
            assert answer.status_code == 400 and f"<Code>{code[service]}</Code>" in answer.text and words in answer.text, answer.text
        with refused("NoSuchEntity", 404):
            iam.get_user(UserName=name)


def test_the_numbers_of_a_list_may_have_gaps(endpoint, iam):
    name = a_name("gaps")
    tags = [("Tags.member.7.Key", "late"), ("Tags.member.7.Value", "1"), ("Tags.member.2147483647.Key", "last"), ("Tags.member.2147483647.Value", "2")]
    answer = form_post(endpoint, "iam", form("iam", "CreateUser", ("UserName", name), *tags))
    assert answer.status_code == 200, answer.text
    assert {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName=name)["Tags"]} == {"late": "1", "last": "2"}
    iam.delete_user(UserName=name)


def test_an_operation_or_a_version_that_nobody_has_is_named(endpoint):
    for service, version in (("iam", "2010-05-08"), ("sts", "2011-06-15")):
        known = "ListUsers" if service == "iam" else "GetCallerIdentity"
        for body, words in (
            (f"Action=Nothing&Version={version}", f"Could not find operation Nothing for version {version}"),
            (f"Action={known}&Version=1999-01-01", f"Could not find operation {known} for version 1999-01-01"),
            ("Action=Nothing", "Could not find operation Nothing for version NO_VERSION_SPECIFIED"),
        ):
            answer = form_post(endpoint, service, body)
            assert answer.status_code == 400 and f"<Code>InvalidAction</Code><Message>{words}</Message>" in answer.text, answer.text
        assert form_post(endpoint, service, f"Action={known}&Version={version}").status_code == 200
    answer = form_post(endpoint, "ec2", "Action=Nothing&Version=2016-11-15")
    assert answer.status_code == 400 and "<Message>The action Nothing is not valid for this web service.</Message>" in answer.text, answer.text


def test_a_signature_that_cannot_be_read_is_refused_in_the_words_of_the_service(endpoint):
    for authorization in ("AWS4-HMAC-SHA256 nothing", "Bearer x", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x"):
        for service in ("iam", "sts"):
            body = form(service, "ListUsers" if service == "iam" else "AssumeRole")
            answer = requests.post(endpoint.url, data=body, headers={"Authorization": authorization, "Content-Type": FORM}, timeout=10)
            assert answer.status_code in (400, 403), answer.text
            assert answer.text.startswith(f'<ErrorResponse xmlns="https://{service}.amazonaws.com/'), answer.text
            assert "<Code>IncompleteSignature</Code>" in answer.text or "<Code>MissingAuthenticationToken</Code>" in answer.text, answer.text


def test_a_presigned_call_that_says_something_twice_is_refused(endpoint, unchanged):
    url = presigned_sts(endpoint)
    with unchanged():
        for name in ("X-Amz-Signature", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Algorithm"):
            value = url.split(name + "=")[1].split("&")[0]
            for again in (f"{url}&{name}={value}", url.replace("?", f"?{name}={value}&")):
                answer = requests.get(again, timeout=10)
                assert answer.status_code in (400, 403) and "<Code>IncompleteSignature</Code>" in answer.text, answer.text
        answer = requests.get(url + "&Action=GetSessionToken", timeout=10)
        assert answer.status_code == 403 and "<Code>SignatureDoesNotMatch</Code>" in answer.text, answer.text


def test_a_query_of_s3_that_says_something_twice_is_refused(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    for query, name in (("list-type=2&prefix=a&prefix=b", "prefix"), ("versions&max-keys=1&max-keys=1000", "max-keys")):
        request = AWSRequest("GET", f"{endpoint.url}/{bucket}?{query}", headers={"x-amz-content-sha256": EMPTY_SHA256})
        S3SigV4Auth(Credentials(endpoint.key, endpoint.secret), "s3", "us-east-1").add_auth(request)
        answer = requests.get(request.url, headers=dict(request.headers), timeout=10)
        if answer.status_code == 501:
            continue  # versions are not listed here
        assert answer.status_code == 400 and "<Code>InvalidArgument</Code>" in answer.text and f"<ArgumentName>{name}</ArgumentName>" in answer.text, answer.text


@pytest.mark.parametrize(
    "body, words",
    [
        ("=&&==&%", ""),
        (form("iam", "CreateUser", ("UserName", "a")) + "&x=%zz", "cannot be read"),
        (form("iam", "CreateUser", ("UserName", "a")) + "&x=%ff", "cannot be read"),
        (form("iam", "CreateUser", ("UserName", "a"), *((f"Tags.member.{number}.Key", "k") for number in range(30_000))), "cannot be read"),
        (form("iam", "CreateUser", ("UserName" + ".member.1" * 5000, "a")), None),
    ],
    ids=["nothing", "a broken escape", "no text", "30,000 parameters", "deep"],
)
def test_a_form_that_cannot_be_read_is_refused(endpoint, unchanged, body, words):
    with unchanged():
        answer = form_post(endpoint, "iam", body)
        assert answer.status_code == 400, answer.text
        assert any(f"<Code>{code}</Code>" in answer.text for code in ("MalformedInput", "ValidationError", "InvalidAction", "InvalidInput")), answer.text
        if words:
            assert words in answer.text
