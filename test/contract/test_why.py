"""`lightwell why` and `lightwell record`, on a server of their own."""

import json
import pathlib
import re
import subprocess

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from support.issuer import running_issuer
from support.server import BINARY, Server


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("why") / "data", []).start()
    yield server
    server.stop()


def lightwell(server: Server, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [BINARY, words[0], "--data", str(server.data), *words[1:]], capture_output=True, text=True, timeout=30, check=False
    )


def client(server: Server, service: str, key: str, secret: str):
    return boto3.client(
        service,
        endpoint_url=server.cloud,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name="us-east-1",
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
    )


@pytest.fixture(scope="module")
def ann(running):
    """A user with a key and one statement."""
    root = running.credentials()
    iam = client(running, "iam", *root)
    arn = iam.create_user(UserName="ann")["User"]["Arn"]
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "ReadPhotos", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::why-photos/*"},
            {"Sid": "NoSecrets", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::why-photos/secret/*"},
        ],
    }
    iam.put_user_policy(UserName="ann", PolicyName="photos", PolicyDocument=json.dumps(document))
    client(running, "s3", *root).create_bucket(Bucket="why-photos")
    return arn, key["AccessKeyId"], key["SecretAccessKey"]


def denied(call) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    return caught.value.response["ResponseMetadata"]["RequestId"]


def test_why_names_the_statement_that_denies_and_says_when_none_allows(running, ann):
    arn, *key = ann
    s3 = client(running, "s3", *key)
    by_deny = denied(lambda: s3.get_object(Bucket="why-photos", Key="secret/1"))
    by_none = denied(lambda: s3.put_object(Bucket="why-photos", Key="a", Body=b""))
    told = lightwell(running, "why", by_deny)
    assert told.returncode == 0, told.stderr
    assert arn in told.stdout and "s3:GetObject" in told.stdout and "denied" in told.stdout
    assert "NoSecrets" in told.stdout and "photos" in told.stdout and re.search(r"line 1\b", told.stdout)
    told = lightwell(running, "why", by_none)
    assert "s3:PutObject" in told.stdout and "denied" in told.stdout and "NoSecrets" not in told.stdout
    log = pathlib.Path(running.log).read_text()
    assert re.search(rf"id={by_deny} .*NoSecrets", log)
    assert re.search(rf"id={by_none} .*no statement allows it", log)
    assert lightwell(running, "why", "NOSUCHREQUEST").returncode == 4


def test_why_knows_of_roles_that_were_not_given(running, ann):
    sts = client(running, "sts", *ann[1:])
    missing = "arn:aws:iam::000000000000:role/missing"
    root = client(running, "iam", *running.credentials())
    root.put_user_policy(UserName="ann", PolicyName="roles", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}))
    told = lightwell(running, "why", denied(lambda: sts.assume_role(RoleArn=missing, RoleSessionName="work"))).stdout
    assert "sts AssumeRole\n" in told and f"missing: sts:AssumeRole on {missing} in the trust policy of {missing}" in told
    with running_issuer() as issuer:
        arn = root.create_open_id_connect_provider(Url=issuer.url, ClientIDList=["app"], ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
        nobody = boto3.client("sts", endpoint_url=running.cloud, region_name="us-east-1", config=Config(signature_version=UNSIGNED))
        request = denied(lambda: nobody.assume_role_with_web_identity(RoleArn=missing, RoleSessionName="web", WebIdentityToken=issuer.token()))
        told = lightwell(running, "why", request).stdout
        assert "sts AssumeRoleWithWebIdentity\n" in told and f"caller    {arn}\n" in told and "no statement allows it" in told
        root.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_a_denial_is_known_after_a_restart_and_without_a_server(tmp_path):
    server = Server(tmp_path / "data", []).start()
    iam = client(server, "iam", *server.credentials())
    iam.create_user(UserName="bob")
    key = iam.create_access_key(UserName="bob")["AccessKey"]
    request = denied(client(server, "s3", key["AccessKeyId"], key["SecretAccessKey"]).list_buckets)
    server.stop()
    assert "s3:ListAllMyBuckets" in lightwell(server, "why", request).stdout
    server.start()
    assert "s3:ListAllMyBuckets" in lightwell(server, "why", request).stdout
    server.stop()


def test_a_recording_prints_the_least_policy_and_it_is_enough(running, ann):
    arn, *key = ann
    root = running.credentials()
    iam, s3 = client(running, "iam", *root), client(running, "s3", *key)
    assert lightwell(running, "record", "start", "--principal", arn).returncode == 0
    denied(lambda: s3.put_object(Bucket="why-photos", Key="b", Body=b""))
    denied(lambda: s3.list_objects_v2(Bucket="why-photos"))
    assert arn in lightwell(running, "record", "list").stdout
    told = lightwell(running, "record", "policy", "--principal", arn)
    document = json.loads(told.stdout)
    actions = json.dumps(document)
    assert "s3:PutObject" in actions and "s3:ListBucket" in actions and "s3:DeleteObject" not in actions
    assert lightwell(running, "record", "stop", "--principal", arn).returncode == 0
    iam.put_user_policy(UserName="ann", PolicyName="least", PolicyDocument=told.stdout)
    s3.put_object(Bucket="why-photos", Key="b", Body=b"")
    s3.list_objects_v2(Bucket="why-photos")
    denied(lambda: s3.delete_object(Bucket="why-photos", Key="b"))
    assert lightwell(running, "record", "policy", "--principal", "ann").returncode == 1


def test_without_a_server_it_is_said_what_can_be_told(tmp_path):
    server = Server(tmp_path / "data", []).start()
    assert "nothing is being recorded" in lightwell(server, "record", "list").stdout
    started = lightwell(server, "record", "start", "--principal", "arn:aws:iam::000000000000:user/ann")
    assert "until it is stopped or the server ends" in started.stdout
    nothing = lightwell(server, "record", "policy", "--principal", "arn:aws:iam::000000000000:user/bob")
    assert nothing.returncode == 1 and "has not been recorded since the server's start" in nothing.stderr
    nothing = lightwell(server, "why", "NOSUCHREQUEST0000").stderr
    assert "also of earlier runs" in nothing and "a wrong signature" in nothing
    server.stop()
    told = lightwell(server, "why", "NOSUCHREQUEST0000")
    assert told.returncode == 4 and f"No server is running on {server.data}" in told.stderr
    told = lightwell(server, "record", "list")
    assert told.returncode == 1 and "a recording lives as long as its server" in told.stderr
    for wrong in (["record", "rewind"], ["record"], ["why"]):
        done = lightwell(server, wrong[0], *wrong[1:])
        assert done.returncode == 2 and done.stderr.startswith("lightwell: "), wrong
