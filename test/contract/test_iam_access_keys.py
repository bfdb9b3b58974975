"""Access keys of IAM: they sign, they can be switched off, and they tell when they were used."""

import base64
import datetime
import hashlib
import hmac
import json
import struct
import time

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from .errors import refused
from .test_iam_users import iam, remove, user  # noqa: F401  fixtures


def answer_to(endpoint, key: str, secret: str, service: str = "s3") -> str | None:
    """What a signed request with this key is answered: nothing for a success, else the error's code."""
    client = boto3.client(service, endpoint_url=endpoint.url, aws_access_key_id=key, aws_secret_access_key=secret,
                          region_name="eu-west-1", config=Config(retries={"max_attempts": 1}))
    try:
        client.list_buckets() if service == "s3" else client.list_users()
        return None
    except ClientError as refusal:
        return refusal.response["Error"]["Code"]


SIGNED_WELL = (None, "AccessDenied")  # whether the user may, policies say


def test_a_new_key_signs_requests_at_once(endpoint, iam, user):
    key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
    assert key["Status"] == "Active" and key["UserName"] == user["UserName"]
    assert key["AccessKeyId"].startswith("AKIA") and len(key["AccessKeyId"]) == 20 and len(key["SecretAccessKey"]) == 40
    for service in ("s3", "iam"):
        assert answer_to(endpoint, key["AccessKeyId"], key["SecretAccessKey"], service) in SIGNED_WELL
        assert answer_to(endpoint, key["AccessKeyId"], "x" * 40, service) == "SignatureDoesNotMatch"


@pytest.mark.differs("moto", "does not enforce")
def test_a_key_that_is_switched_off_opens_nothing(endpoint, iam, user):
    name = user["UserName"]
    key = iam.create_access_key(UserName=name)["AccessKey"]
    pair = key["AccessKeyId"], key["SecretAccessKey"]
    assert answer_to(endpoint, *pair) in SIGNED_WELL
    iam.update_access_key(UserName=name, AccessKeyId=pair[0], Status="Inactive")
    assert answer_to(endpoint, *pair) == "InvalidAccessKeyId"
    assert answer_to(endpoint, *pair, "iam") == "InvalidClientTokenId"
    iam.update_access_key(UserName=name, AccessKeyId=pair[0], Status="Active")
    assert answer_to(endpoint, *pair) in SIGNED_WELL
    iam.delete_access_key(UserName=name, AccessKeyId=pair[0])
    assert answer_to(endpoint, *pair) == "InvalidAccessKeyId"


def test_a_key_carries_its_account(iam, user):
    key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]["AccessKeyId"]
    number = int.from_bytes(base64.b32decode(key[4:])[:6], "big")
    assert f"{number >> 7 & (1 << 40) - 1:012}" == user["Arn"].split(":")[4]


def test_a_user_has_two_keys_and_lists_do_not_tell_secrets(iam, user):
    name = user["UserName"]
    made = {iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"] for _ in range(2)}
    with refused("LimitExceeded", 409) as answer:
        iam.create_access_key(UserName=name)
    assert answer["Error"]["Message"] == "Cannot exceed quota for AccessKeysPerUser: 2"
    listed = iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
    assert {one["AccessKeyId"] for one in listed} == made
    assert all("SecretAccessKey" not in one for one in listed)


def test_an_unused_key_says_so(iam, user):
    key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]["AccessKeyId"]
    told = iam.get_access_key_last_used(AccessKeyId=key)
    assert told["UserName"] == user["UserName"]
    assert told["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    with refused("NoSuchEntity", 404):
        iam.get_access_key_last_used(AccessKeyId="AKIAIOSFODNN7EXAMPLE")


def allow(iam, name: str, *actions: str) -> None:
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
    iam.put_user_policy(UserName=name, PolicyName="test", PolicyDocument=json.dumps(policy))


def test_a_permitted_user_uses_s3_and_the_last_use_is_told(endpoint, iam, user, bucket):
    name = user["UserName"]
    made = iam.create_access_key(UserName=name)["AccessKey"]
    pair = made["AccessKeyId"], made["SecretAccessKey"]
    assert answer_to(endpoint, *pair) == "AccessDenied"
    allow(iam, name, "s3:*")
    client = boto3.client("s3", endpoint_url=endpoint.url, aws_access_key_id=pair[0], aws_secret_access_key=pair[1], region_name="eu-west-1",
                          config=Config(s3={"addressing_style": "path"}))
    client.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert client.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    used = iam.get_access_key_last_used(AccessKeyId=pair[0])["AccessKeyLastUsed"]
    assert used["ServiceName"] == "s3" and used["Region"] == "eu-west-1"
    assert abs((used["LastUsedDate"] - datetime.datetime.now(datetime.UTC)).total_seconds()) < 60
    assert answer_to(endpoint, *pair, "iam") == "AccessDenied"
    iam.delete_user_policy(UserName=name, PolicyName="test")
    assert answer_to(endpoint, *pair) == "AccessDenied"


def totp(seed: bytes, at: float) -> str:
    """RFC 6238."""
    sum_ = hmac.new(seed, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    number = struct.unpack(">I", sum_[sum_[-1] & 15:][:4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_a_device_is_enabled_with_two_codes(iam, user):
    name = user["UserName"]
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    seed = base64.b32decode(made["Base32StringSeed"])
    assert made["QRCodePNG"].startswith(b"\x89PNG")
    now = time.time()
    which = {"UserName": name, "SerialNumber": made["SerialNumber"]}
    with refused("InvalidAuthenticationCode", 403):
        iam.enable_mfa_device(**which, AuthenticationCode1=totp(seed, now), AuthenticationCode2=totp(seed, now))
    iam.enable_mfa_device(**which, AuthenticationCode1=totp(seed, now - 30), AuthenticationCode2=totp(seed, now))
    assert [one["SerialNumber"] for one in iam.list_mfa_devices(UserName=name)["MFADevices"]] == [made["SerialNumber"]]
    with refused("DeleteConflict", 409):
        iam.delete_virtual_mfa_device(SerialNumber=made["SerialNumber"])


def test_ssh_keys_are_told_in_both_forms(iam, user):
    name = user["UserName"]
    key = rsa.generate_private_key(65537, 2048).public_key()
    line = key.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    made = iam.upload_ssh_public_key(UserName=name, SSHPublicKeyBody=line)["SSHPublicKey"]
    assert made["SSHPublicKeyId"].startswith("APKA") and made["SSHPublicKeyBody"] == line
    which = {"UserName": name, "SSHPublicKeyId": made["SSHPublicKeyId"]}
    assert iam.get_ssh_public_key(**which, Encoding="PEM")["SSHPublicKey"]["SSHPublicKeyBody"] == pem
    with refused("DuplicateSSHPublicKey", 400):
        iam.upload_ssh_public_key(UserName=name, SSHPublicKeyBody=pem)
    other = ed25519.Ed25519PrivateKey.generate().public_key()
    with refused("UnrecognizedPublicKeyEncoding", 400):
        iam.upload_ssh_public_key(UserName=name, SSHPublicKeyBody=other.public_bytes(
            serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode())
    iam.update_ssh_public_key(**which, Status="Inactive")
    assert iam.list_ssh_public_keys(UserName=name)["SSHPublicKeys"][0]["Status"] == "Inactive"
    iam.delete_ssh_public_key(**which)
