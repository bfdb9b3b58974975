"""`--testing`, as other people's boto3 suites use it: any credentials, every region, declared accounts, a quick reset."""

import time

import boto3
import pytest
import requests
from botocore.config import Config

from contract.errors import refused
from support.server import Server

ACCOUNTS = """
[[accounts]]
id = "111122223333"
display_name = "main"
canonical_id = "{one}"
access_key_id = "AKIAONEONEONEONEONE0"
secret_access_key = "one"
[[accounts]]
id = "444455556666"
display_name = "alt"
canonical_id = "{two}"
access_key_id = "AKIATWOTWOTWOTWOTWO0"
secret_access_key = "two"
""".format(one="1" * 64, two="2" * 64)


@pytest.fixture(scope="module")
def testing(tmp_path_factory):
    settings = tmp_path_factory.mktemp("testing") / "lightwell.toml"
    settings.write_text(ACCOUNTS)
    server = Server(None, ["--testing", "--config", str(settings)]).start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def emptied(testing):
    assert requests.post(f"{testing.cloud}/_lightwell/reset", timeout=10).status_code == 204


def client(server, service, key="testing", secret="testing", region="us-east-1", **config):
    return boto3.client(
        service,
        endpoint_url=server.cloud,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=config.pop("token", None),
        region_name=region,
        config=Config(retries={"max_attempts": 1}, **config),
    )


@pytest.mark.parametrize("token", [None, "any token at all"])
def test_any_credentials_are_those_of_an_administrator_of_123456789012(testing, token):
    iam = client(testing, "iam", "anything", "goes", token=token)
    assert iam.create_user(UserName="ann")["User"]["Arn"] == "arn:aws:iam::123456789012:user/ann"
    client(testing, "s3", "something", "else", token=token).create_bucket(Bucket="bucket")
    assert [one["Name"] for one in client(testing, "s3").list_buckets()["Buckets"]] == ["bucket"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-2"])
def test_the_region_is_that_of_the_signature(testing, region):
    s3 = client(testing, "s3", region=region)
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket="bucket", **where)
    assert (s3.get_bucket_location(Bucket="bucket").get("LocationConstraint") or "us-east-1") == region
    arn = client(testing, "rekognition", region=region).create_collection(CollectionId="faces")["CollectionArn"]
    assert f":{region}:123456789012:" in arn


def test_both_styles_of_addressing_reach_the_same_bucket(testing):
    path = client(testing, "s3", s3={"addressing_style": "path"})
    path.create_bucket(Bucket="bucket")
    path.put_object(Bucket="bucket", Key="a/b", Body=b"bytes")
    port = testing.cloud.rpartition(":")[2]
    for host in (f"bucket.s3.localhost:{port}", f"bucket.localhost:{port}", f"bucket.s3.eu-west-1.localhost:{port}"):
        answer = requests.get(f"{testing.cloud}/a/b", headers={"Host": host}, timeout=10)
        assert answer.status_code == 403, "the bucket is found in the host, and nobody signed"
        assert b"AccessDenied" in answer.content and b"NoSuchBucket" not in answer.content


def test_declared_accounts_keep_their_keys_names_and_buckets(testing):
    one = client(testing, "s3", "AKIAONEONEONEONEONE0", "one")
    two = client(testing, "s3", "AKIATWOTWOTWOTWOTWO0", "two")
    one.create_bucket(Bucket="bucket-of-one")
    assert one.list_buckets()["Owner"] == {"DisplayName": "main", "ID": "1" * 64}
    assert two.list_buckets()["Owner"] == {"DisplayName": "alt", "ID": "2" * 64}
    assert one.get_bucket_acl(Bucket="bucket-of-one")["Grants"][0]["Grantee"]["ID"] == "1" * 64
    with refused("AccessDenied", 403):
        two.list_objects_v2(Bucket="bucket-of-one")
    with refused("SignatureDoesNotMatch", 403):
        client(testing, "s3", "AKIAONEONEONEONEONE0", "wrong").list_buckets()
    assert client(testing, "s3").list_buckets()["Buckets"] == []


def test_an_account_lets_the_other_in_by_a_policy_that_names_its_canonical_user(testing):
    one = client(testing, "s3", "AKIAONEONEONEONEONE0", "one")
    two = client(testing, "s3", "AKIATWOTWOTWOTWOTWO0", "two")
    one.create_bucket(Bucket="shared")
    one.put_object(Bucket="shared", Key="a", Body=b"bytes")
    statement = '{"Effect":"Allow","Principal":%s,"Action":"s3:*","Resource":["arn:aws:s3:::shared","arn:aws:s3:::shared/*"]}'
    for principal in ('{"AWS":"444455556666"}', '{"CanonicalUser":"%s"}' % ("2" * 64)):
        one.put_bucket_policy(Bucket="shared", Policy='{"Version":"2012-10-17","Statement":[%s]}' % (statement % principal))
        assert two.get_object(Bucket="shared", Key="a")["Body"].read() == b"bytes"
        two.put_object(Bucket="shared", Key="b", Body=b"of two")
        assert one.get_object(Bucket="shared", Key="b")["Body"].read() == b"of two"
        two.create_bucket(Bucket="own-of-two")
        two.copy_object(Bucket="own-of-two", Key="copy", CopySource={"Bucket": "shared", "Key": "a"})
        assert two.get_object(Bucket="own-of-two", Key="copy")["Body"].read() == b"bytes"
        with refused("MethodNotAllowed", 405):
            two.get_bucket_policy(Bucket="shared")
        two.delete_object(Bucket="own-of-two", Key="copy")
        two.delete_bucket(Bucket="own-of-two")
        one.delete_bucket_policy(Bucket="shared")
        with refused("AccessDenied", 403):
            two.get_object(Bucket="shared", Key="a")


def test_a_reset_takes_less_than_fifty_milliseconds(testing):
    s3, iam = client(testing, "s3"), client(testing, "iam")
    taken = []
    for _ in range(5):
        s3.create_bucket(Bucket="bucket")
        for number in range(30):
            s3.put_object(Bucket="bucket", Key=str(number), Body=b"x" * 1000)
            iam.create_user(UserName=f"user-{number}")
        taken.append(_reset_seconds(testing))
    assert min(taken) < 0.050, taken
    assert s3.list_buckets()["Buckets"] == [] and iam.list_users()["Users"] == []


def _reset_seconds(testing) -> float:
    begun = time.perf_counter()
    assert requests.post(f"{testing.cloud}/_lightwell/reset", timeout=10).status_code == 204
    return time.perf_counter() - begun
