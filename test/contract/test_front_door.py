"""What the front door must not be talked into by somebody who holds a link, a key with few rights, or the wire."""

import http.client
import json
import urllib.parse
import uuid

import boto3
import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from contract import iam_things as things
from contract.errors import refused

pytestmark = pytest.mark.differs("moto", "verifies no signatures and asks no policies")


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam")


@pytest.fixture
def as_user(endpoint, iam):
    """Makes a user with a policy and answers its clients."""
    with things.a_user(iam) as user:

        def make(*statements):
            iam.put_user_policy(UserName=user["UserName"], PolicyName="own", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
            key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]

            def client(service: str, **more):
                return boto3.client(service, endpoint_url=endpoint.url, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"],
                                    **{"region_name": "us-east-1", "config": Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}), **more})

            return client

        yield make


def may(action, resource="*", **more) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def may_not(action, resource="*", **more) -> dict:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


# Links of version 2, which sign what they name and nothing else


def knock(method: str, url: str, body: bytes = b"") -> tuple[int, str]:
    """Asks with the address as it is: requests takes escapes off that nobody needs."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.netloc, timeout=10)
    connection.request(method, f"{place.path}?{place.query}", body)
    answer = connection.getresponse()
    told = answer.status, answer.read().decode()
    connection.close()
    return told


def old_link(endpoint, operation: str, **parameters) -> str:
    return endpoint.client("s3", signature_version="s3").generate_presigned_url(operation, Params=parameters, ExpiresIn=60)


@pytest.mark.parametrize("more", [
    "x-amz-copy-source={source}", "x%2Damz%2Dcopy%2Dsource={source}", "X%2DAmz-Copy-Source={source}", "x-amz-acl=public-read", "x%2Damz-tagging=a%3Db",
    "%74agging", "%61cl", "retention", "%6cegal-hold", "x-amz-website-redirect-location",
])
def test_a_link_of_version_2_cannot_be_made_to_do_something_else(endpoint, s3, bucket, more):
    s3.put_object(Bucket=bucket, Key="secret", Body=b"secret")
    link = old_link(endpoint, "put_object", Bucket=bucket, Key="inbox")
    assert "AWSAccessKeyId" in link and knock("PUT", link, b"mail")[0] == 200
    status, told = knock("PUT", f"{link}&{more.format(source=urllib.parse.quote(f'/{bucket}/secret', safe=''))}")
    assert status == 403 and "<Code>SignatureDoesNotMatch</Code>" in told, told
    assert s3.get_object(Bucket=bucket, Key="inbox")["Body"].read() == b"mail"


def test_a_link_of_version_2_reads_what_it_names_alone(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    link = old_link(endpoint, "get_object", Bucket=bucket, Key="k")
    for more in ("%61cl", "attributes", "%72esponse-content-type=text/html", "version%49d=null"):
        assert knock("GET", f"{link}&{more}")[0] == 403, more
    typed = old_link(endpoint, "get_object", Bucket=bucket, Key="k", ResponseContentType="text/plain; a=b+c")
    assert requests.get(typed, timeout=10).headers["content-type"] == "text/plain; a=b+c"


# Signatures that leave out what they should name


def json_call(endpoint, target: str, body: str, region="us-east-1", **later) -> requests.Response:
    request = AWSRequest(method="POST", url=endpoint.url + "/", data=body, headers={"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target})
    SigV4Auth(Credentials(endpoint.key, endpoint.secret), "rekognition", region).add_auth(request)
    headers = {**dict(request.headers), **later}
    return requests.post(endpoint.url + "/", data=body, headers={name: value for name, value in headers.items() if value}, timeout=10)


def test_the_operation_of_a_json_call_must_be_signed(endpoint):
    assert json_call(endpoint, "RekognitionService.ListCollections", "{}").status_code == 200
    request = AWSRequest(method="POST", url=endpoint.url + "/", data="{}", headers={"Content-Type": "application/x-amz-json-1.1"})
    SigV4Auth(Credentials(endpoint.key, endpoint.secret), "rekognition", "us-east-1").add_auth(request)
    answer = requests.post(endpoint.url + "/", data="{}", headers={**dict(request.headers), "X-Amz-Target": "RekognitionService.ListCollections"}, timeout=10)
    assert answer.status_code == 400 and answer.json()["__type"].endswith("InvalidSignatureException")
    assert "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization." in answer.text


@pytest.mark.parametrize("region", ["us-east-1:000000000000:collection", "*", "us.east.1", "a" * 65])
def test_a_region_that_would_write_another_arn_is_none(endpoint, region):
    answer = json_call(endpoint, "RekognitionService.ListCollections", "{}", region=region)
    assert answer.status_code == 400 and "Credential should be scoped to a valid region" in answer.text, answer.text


# Operations that mean more than the name in the request


def test_who_renames_a_user_needs_leave_for_the_new_name_too(iam, as_user):
    base = f"arn:aws:iam::{iam.get_user()['User']['Arn'].split(':')[4]}:user"
    mine = as_user(may("iam:*", [f"{base}/dev/*", f"{base}/dev-*"]))("iam")
    name = f"dev-{uuid.uuid4().hex[:12]}"
    with things.a_user(iam, UserName=name, Path="/dev/"):
        for change in ({"NewUserName": "admin-" + name, "NewPath": "/"}, {"NewPath": "/admins/"}):
            with refused("AccessDenied", 403) as answer:
                mine.update_user(UserName=name, **change)
            assert f"iam:UpdateUser on resource: user {change.get('NewUserName', name)} because" in answer["Error"]["Message"]
        assert iam.get_user(UserName=name)["User"]["Arn"] == f"{base}/dev/{name}"
        mine.update_user(UserName=name, NewUserName=name + "-2")
        iam.update_user(UserName=name + "-2", NewUserName=name, NewPath="/")


def test_who_renames_a_group_needs_leave_for_the_new_name_too(iam, as_user):
    base = f"arn:aws:iam::{iam.get_user()['User']['Arn'].split(':')[4]}:group"
    mine = as_user(may("iam:*", f"{base}/dev-*"))("iam")
    with things.a_group(iam, GroupName=f"dev-{uuid.uuid4().hex[:12]}") as group:
        name = group["GroupName"]
        with refused("AccessDenied", 403):
            mine.update_group(GroupName=name, NewGroupName="admins")
        assert iam.get_group(GroupName=name)["Group"]["GroupName"] == name


def test_a_key_pair_that_may_not_be_deleted_by_name_may_not_by_id(endpoint, as_user):
    ec2 = endpoint.client("ec2")
    name = f"prod-{uuid.uuid4().hex[:12]}"
    made = ec2.create_key_pair(KeyName=name, KeyType="ed25519", TagSpecifications=[{"ResourceType": "key-pair", "Tags": [{"Key": "keep", "Value": "yes"}]}])
    named = as_user(may("ec2:*"), may_not("ec2:DeleteKeyPair", "arn:aws:ec2:*:*:key-pair/prod-*"))("ec2")
    for how in ({"KeyName": name}, {"KeyPairId": made["KeyPairId"]}, {"KeyPairId": made["KeyPairId"], "DryRun": True}):
        with refused("UnauthorizedOperation", 403):
            named.delete_key_pair(**how)
    tagged = as_user(may("ec2:*"), may_not("ec2:DeleteKeyPair", Condition={"StringEquals": {"aws:ResourceTag/keep": "yes"}}))("ec2")
    with refused("UnauthorizedOperation", 403):
        tagged.delete_key_pair(KeyPairId=made["KeyPairId"])
    assert ec2.describe_key_pairs(KeyNames=[name])["KeyPairs"]
    assert ec2.delete_key_pair(KeyPairId=made["KeyPairId"])["KeyPairId"] == made["KeyPairId"]
    assert ec2.delete_key_pair(KeyName=name)["Return"] is True


# What a caller writes, in the log and in answers


def test_a_name_of_any_length_is_answered_shortly_and_fills_no_log(as_user):
    rekognition = as_user(may("s3:*"))("rekognition", config=Config(parameter_validation=False, retries={"max_attempts": 0}))
    with refused("AccessDeniedException", 400) as answer:
        rekognition.describe_collection(CollectionId="x" * (4 << 20))
    assert len(answer["Error"]["Message"]) < 4096
    with refused("AccessDeniedException", 400) as answer:
        rekognition.describe_collection(CollectionId="a\n2026-01-01T00:00:00.000Z info \x1b[2J all is well")
    assert "\n" not in answer["Error"]["Message"] and "\\x0a" in answer["Error"]["Message"]


def test_a_role_that_is_not_there_cannot_be_told_from_one_that_is_closed(iam, as_user):
    with things.a_role(iam) as closed:
        for action, why in (("sts:*", "no role trust policy"), ("s3:*", "no identity-based policy")):
            sts = as_user(may(action, "*"))("sts")
            told = set()
            for arn in (closed["Arn"], closed["Arn"] + "-not", closed["Arn"].replace("role/", "role/path/")):
                with refused("AccessDenied", 403) as answer:
                    sts.assume_role(RoleArn=arn, RoleSessionName="work")
                told.add(answer["Error"]["Message"].replace(arn, "ROLE"))
            assert len(told) == 1 and why in told.pop()
