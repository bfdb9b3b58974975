"""EC2's key pairs through boto3 and the AWS CLI; ssh-keygen judges the keys."""

import base64
import json
import os
import pathlib
import subprocess
import sys
import uuid

import boto3
import pytest
from botocore.config import Config

from contract.errors import refused

AWS = pathlib.Path(sys.executable).parent / "aws"


@pytest.fixture(scope="module")
def ec2(endpoint):
    return endpoint.client("ec2")


@pytest.fixture
def name(ec2):
    name = f"key-{uuid.uuid4().hex[:12]}"
    yield name
    ec2.delete_key_pair(KeyName=name)


def run(*command: str, cwd=None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def kept(folder: pathlib.Path, material: str) -> str:
    file = folder / "key.pem"
    file.write_text(material)
    file.chmod(0o600)
    return str(file)


@pytest.mark.parametrize("kind, begins", [("rsa", "-----BEGIN RSA PRIVATE KEY-----"), ("ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----")])
def test_a_made_key_is_one_that_ssh_takes(ec2, name, tmp_path, kind, begins):
    made = ec2.create_key_pair(KeyName=name, KeyType=kind, TagSpecifications=[{"ResourceType": "key-pair", "Tags": [{"Key": "team", "Value": "lab"}]}])
    assert made["KeyMaterial"].startswith(begins) and made["KeyPairId"].startswith("key-") and made["Tags"] == [{"Key": "team", "Value": "lab"}]
    private = kept(tmp_path, made["KeyMaterial"])
    public = run("ssh-keygen", "-y", "-f", private).split()
    told = ec2.describe_key_pairs(KeyNames=[name], IncludePublicKey=True)["KeyPairs"][0]
    assert told["PublicKey"].split()[:2] == public[:2] and told["KeyType"] == kind
    assert told["KeyFingerprint"] == made["KeyFingerprint"] and "CreateTime" in told and "KeyMaterial" not in told
    if kind == "rsa":
        der = "openssl pkcs8 -in key.pem -inform PEM -outform DER -topk8 -nocrypt | openssl sha1 -c"
        assert run("sh", "-c", der, cwd=tmp_path).split("= ")[1].strip() == made["KeyFingerprint"]
    else:
        assert run("ssh-keygen", "-l", "-f", private).split()[1].removeprefix("SHA256:") == made["KeyFingerprint"].rstrip("=")


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_putty_gets_a_file_of_its_own(ec2, name, kind):
    lines = ec2.create_key_pair(KeyName=name, KeyType=kind, KeyFormat="ppk")["KeyMaterial"].splitlines()
    assert lines[0] == f"PuTTY-User-Key-File-2: ssh-{kind}" and lines[1] == "Encryption: none" and lines[2] == f"Comment: {name}"
    count = int(lines[3].removeprefix("Public-Lines: "))
    public = ec2.describe_key_pairs(KeyNames=[name], IncludePublicKey=True)["KeyPairs"][0]["PublicKey"]
    assert "".join(lines[4 : 4 + count]) == public.split()[1]
    assert lines[-1].startswith("Private-MAC: ")


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_key_of_ones_own_is_imported_in_every_form(ec2, name, tmp_path, kind):
    run("ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "me@home", "-f", "own", cwd=tmp_path)
    line = (tmp_path / "own.pub").read_text()
    forms = [line, run("ssh-keygen", "-e", "-f", "own.pub", cwd=tmp_path)]
    if kind == "rsa":
        der = subprocess.run("ssh-keygen -e -f own.pub -m PKCS8 | openssl pkey -pubin -outform DER", shell=True, cwd=tmp_path, capture_output=True).stdout
        forms.append(base64.b64encode(der).decode())
        (tmp_path / "der").write_bytes(der)
        expected = run("openssl", "md5", "-c", "der", cwd=tmp_path).split("= ")[1].strip()
    else:
        expected = run("ssh-keygen", "-l", "-f", "own.pub", cwd=tmp_path).split()[1].removeprefix("SHA256:")
    for form in forms:
        imported = ec2.import_key_pair(KeyName=name, PublicKeyMaterial=form.encode())
        assert imported["KeyFingerprint"].rstrip("=") == expected and imported["KeyName"] == name
        told = ec2.describe_key_pairs(KeyPairIds=[imported["KeyPairId"]], IncludePublicKey=True)["KeyPairs"][0]
        assert told["PublicKey"].split()[1] == line.split()[1] and told["KeyType"] == kind
        ec2.delete_key_pair(KeyPairId=imported["KeyPairId"])
    with refused("InvalidKey.Format", 400, "Key is not in valid OpenSSH public key format"):
        ec2.import_key_pair(KeyName=name, PublicKeyMaterial=b"ssh-rsa nonsense")


def test_pairs_are_found_by_name_id_and_filter(ec2, name):
    made = ec2.create_key_pair(KeyName=name, KeyType="ed25519", TagSpecifications=[{"ResourceType": "key-pair", "Tags": [{"Key": "case", "Value": name}]}])

    def found(**filters) -> list[str]:
        listed = [{"Name": key, "Values": values} for key, values in filters.items()]
        return [pair["KeyName"] for pair in ec2.describe_key_pairs(Filters=listed)["KeyPairs"]]

    assert found(**{"key-name": [name]}) == found(**{"key-name": [name[:-3] + "*"]}) == [name]
    assert found(**{"tag:case": [name]}) == [name] and name in found(**{"tag-key": ["case"]})
    assert found(**{"key-pair-id": [made["KeyPairId"]], "fingerprint": [made["KeyFingerprint"]]}) == [name]
    assert found(**{"key-name": [name], "tag:case": ["other"]}) == []
    with refused("InvalidParameterValue", 400, "The filter 'colour' is invalid"):
        found(colour=["red"])
    with refused("InvalidKeyPair.NotFound", 400, "The key pair 'nobody-has-this' does not exist"):
        ec2.describe_key_pairs(KeyNames=["nobody-has-this"])
    with refused("InvalidKeyPair.NotFound", 400, "The key pair ID 'key-0123456789abcdef0' does not exist"):
        ec2.describe_key_pairs(KeyPairIds=["key-0123456789abcdef0"])
    assert ec2.delete_key_pair(KeyName=name)["KeyPairId"] == made["KeyPairId"]
    assert ec2.delete_key_pair(KeyName=name)["Return"] is True


def test_tags_are_put_and_taken_off_afterwards(ec2, name):
    pair = ec2.create_key_pair(KeyName=name, KeyType="ed25519")["KeyPairId"]

    def tags(**filters) -> dict[str, str]:
        listed = [{"Name": "resource-id", "Values": [pair]}, *({"Name": key.replace("_", "-"), "Values": values} for key, values in filters.items())]
        told = [tag for page in ec2.get_paginator("describe_tags").paginate(Filters=listed) for tag in page["Tags"]]
        assert all(tag["ResourceId"] == pair and tag["ResourceType"] == "key-pair" for tag in told)
        return {tag["Key"]: tag["Value"] for tag in told}

    ec2.create_tags(Resources=[pair], Tags=[{"Key": "team", "Value": "lab"}, {"Key": "level", "Value": "1"}])
    ec2.create_tags(Resources=[pair], Tags=[{"Key": "level", "Value": "2"}])
    assert tags() == {"team": "lab", "level": "2"}
    assert tags(key=["t*"]) == tags(value=["la?"]) == {"team": "lab"}
    assert tags(resource_type=["key-pair"]) == tags() and tags(resource_type=["instance"]) == {}
    assert [found["KeyName"] for found in ec2.describe_key_pairs(Filters=[{"Name": "tag:team", "Values": ["lab"]}])["KeyPairs"]].count(name) == 1
    ec2.delete_tags(Resources=[pair], Tags=[{"Key": "level", "Value": "1"}])
    assert tags() == {"team": "lab", "level": "2"}
    ec2.delete_tags(Resources=[pair], Tags=[{"Key": "level"}])
    assert tags() == {"team": "lab"}
    with refused("InvalidKeyPair.NotFound", 400):
        ec2.create_tags(Resources=[pair, "key-00000000000000000"], Tags=[{"Key": "a", "Value": "b"}])
    with refused("InvalidID", 400, "The ID 'vol-0123456789abcdef0' is not valid"):
        ec2.create_tags(Resources=["vol-0123456789abcdef0"], Tags=[{"Key": "a", "Value": "b"}])
    with refused("DryRunOperation", 412):
        ec2.delete_tags(Resources=[pair], DryRun=True)
    assert tags() == {"team": "lab"}
    ec2.delete_tags(Resources=[pair])
    assert tags() == {}


@pytest.fixture
def somebody(endpoint):
    """Gives a client of EC2 to a new user who may do what the statements say."""
    iam = endpoint.client("iam")
    user = f"user-{uuid.uuid4().hex[:12]}"
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]

    def who_may(*statements: dict):
        iam.put_user_policy(UserName=user, PolicyName="may", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}))
        return type(endpoint)(endpoint.url, key["AccessKeyId"], key["SecretAccessKey"], endpoint.name).client("ec2")

    yield who_may
    iam.delete_user_policy(UserName=user, PolicyName="may")
    iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=user)


def may(action: str, name: str, **conditions) -> dict:
    return {"Effect": "Allow", "Action": action, "Resource": f"arn:aws:ec2:us-east-1:*:key-pair/{name}", "Condition": {"StringEquals": conditions}}


LAB = [{"Key": "team", "Value": "lab"}]


def test_tags_are_put_by_those_who_may(ec2, somebody, name):
    pair = ec2.create_key_pair(KeyName=name, KeyType="ed25519")["KeyPairId"]
    theirs = somebody(may("ec2:CreateTags", name, **{"aws:RequestTag/team": "lab", "ec2:KeyPairName": name, "ec2:KeyPairType": "ed25519"}))
    theirs.create_tags(Resources=[pair], Tags=LAB)
    with refused("UnauthorizedOperation", 403, f"key-pair/{name}"):
        theirs.create_tags(Resources=[pair], Tags=[{"Key": "team", "Value": "other"}])
    with refused("UnauthorizedOperation", 403):
        theirs.create_tags(Resources=[pair, "key-00000000000000000"], Tags=LAB)
    with refused("UnauthorizedOperation", 403):
        theirs.delete_tags(Resources=[pair])
    with refused("UnauthorizedOperation", 403):
        theirs.describe_tags()
    told = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [pair]}])["Tags"]
    assert [(tag["Key"], tag["Value"]) for tag in told] == [("team", "lab")]


@pytest.mark.parametrize("key", ["aws:ResourceTag/team", "ec2:ResourceTag/team"])
def test_the_tags_of_a_pair_say_who_may_change_it(ec2, somebody, name, key):
    pair = ec2.create_key_pair(KeyName=name, KeyType="ed25519")["KeyPairId"]
    theirs = somebody(*(may(f"ec2:{action}", "*", **{key: "lab"}) for action in ("CreateTags", "DeleteTags", "DeleteKeyPair")))
    for change in (
        lambda: theirs.create_tags(Resources=[pair], Tags=LAB),
        lambda: theirs.delete_tags(Resources=[pair]),
        lambda: theirs.delete_key_pair(KeyPairId=pair),
        lambda: theirs.delete_key_pair(KeyName=name),
    ):
        with refused("UnauthorizedOperation", 403):
            change()
    ec2.create_tags(Resources=[pair], Tags=LAB)
    theirs.create_tags(Resources=[pair], Tags=[{"Key": "level", "Value": "1"}])
    theirs.delete_tags(Resources=[pair], Tags=[{"Key": "level"}])
    with refused("DryRunOperation", 412):
        theirs.delete_tags(Resources=[pair], DryRun=True)
    assert theirs.delete_key_pair(KeyName=name)["KeyPairId"] == pair


def test_who_may_tag_what_is_made_need_not_be_let_tag_what_is_there(ec2, somebody, name):
    theirs = somebody(may("ec2:CreateKeyPair", name), may("ec2:CreateTags", name, **{"ec2:CreateAction": "CreateKeyPair"}))
    made = theirs.create_key_pair(KeyName=name, KeyType="ed25519", TagSpecifications=[{"ResourceType": "key-pair", "Tags": LAB}])
    assert made["Tags"] == LAB
    with refused("UnauthorizedOperation", 403):
        theirs.create_tags(Resources=[made["KeyPairId"]], Tags=LAB)


def test_what_cannot_be_is_refused_and_changes_nothing(ec2, name):
    ec2.create_key_pair(KeyName=name, KeyType="ed25519")
    before = ec2.describe_key_pairs()["KeyPairs"]
    with refused("InvalidKeyPair.Duplicate", 400, "The keypair already exists"):
        ec2.create_key_pair(KeyName=name)
    with refused("InvalidParameterValue", 400):
        ec2.create_key_pair(KeyName="other", KeyType="dsa")
    with refused("InvalidParameterValue", 400):
        ec2.create_key_pair(KeyName="x" * 256)
    with refused("DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set."):
        ec2.create_key_pair(KeyName="other", DryRun=True)
    with refused("NotImplemented", 501, "DescribeInstances"):
        ec2.describe_instances()
    assert ec2.describe_key_pairs()["KeyPairs"] == before


def test_regions_have_pairs_of_their_own(endpoint, ec2, name):
    ec2.create_key_pair(KeyName=name, KeyType="ed25519")
    elsewhere = boto3.client("ec2", endpoint_url=endpoint.url, aws_access_key_id=endpoint.key, aws_secret_access_key=endpoint.secret, region_name="eu-north-1")
    assert name not in [pair["KeyName"] for pair in elsewhere.describe_key_pairs()["KeyPairs"]]


def test_a_denied_call_carries_a_message_that_its_account_can_decode(endpoint, name):
    iam = endpoint.client("iam")
    user = f"user-{uuid.uuid4().hex[:12]}"
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    try:
        theirs = boto3.client(
            "ec2", endpoint_url=endpoint.url, region_name="us-east-1", aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"], config=Config(retries={"max_attempts": 1}),
        )  # fmt: skip
        with refused("UnauthorizedOperation", 403, "You are not authorized to perform this operation.") as answer:
            theirs.create_key_pair(KeyName=name)
        encoded = answer["Error"]["Message"].rpartition("Encoded authorization failure message: ")[2].strip()
        message = json.loads(endpoint.client("sts").decode_authorization_message(EncodedMessage=encoded)["DecodedMessage"])
        assert message["allowed"] is False and message["explicitDeny"] is False
        assert message["context"]["action"] == "ec2:CreateKeyPair" and message["context"]["principal"]["arn"].endswith(f"user/{user}")
        denied = boto3.client("sts", endpoint_url=endpoint.url, region_name="us-east-1", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
        with refused("AccessDenied", 403):
            denied.decode_authorization_message(EncodedMessage=encoded)
        with refused("InvalidAuthorizationMessageException", 400):
            endpoint.client("sts").decode_authorization_message(EncodedMessage=encoded[:-4] + "AAAA")
    finally:
        iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName=user)


def test_the_aws_cli_makes_a_key_for_a_file(endpoint, name, tmp_path):
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ENDPOINT_URL": endpoint.url, "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": endpoint.key, "AWS_SECRET_ACCESS_KEY": endpoint.secret, "AWS_EC2_METADATA_DISABLED": "true",
    }  # fmt: skip
    arguments = ["ec2", "create-key-pair", "--key-name", name, "--key-type", "ed25519", "--query", "KeyMaterial", "--output", "text"]
    done = subprocess.run([sys.executable, AWS, *arguments], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert run("ssh-keygen", "-y", "-f", kept(tmp_path, done.stdout)).startswith("ssh-ed25519 ")


def test_who_cannot_be_believed_is_told_so_in_ec2_s_words(endpoint):
    words = "AWS was not able to validate the provided access credentials"
    for key, secret in (("AKIANOBODYHASTHISKEY", "secret"), (endpoint.key, "wrong")):
        with refused("AuthFailure", 401, words):
            type(endpoint)(endpoint.url, key, secret, endpoint.name).client("ec2").describe_key_pairs()
