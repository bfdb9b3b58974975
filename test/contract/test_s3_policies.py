"""Bucket policies: who may come in, from which account, and what is told to whoever may not."""

import json
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

from contract.errors import refused


def policy_of(*statements) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource, principal="*", **more) -> dict:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}


def open_to_public(s3, bucket):
    s3.delete_public_access_block(Bucket=bucket)


def test_a_policy_is_given_back_as_it_was_put_and_gone_when_deleted(s3, bucket):
    with refused("NoSuchBucketPolicy", 404):
        s3.get_bucket_policy(Bucket=bucket)
    text = policy_of(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*", {"AWS": "arn:aws:iam::111122223333:root"}))
    answer = s3.put_bucket_policy(Bucket=bucket, Policy=text)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == text
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"] is False
    s3.delete_bucket_policy(Bucket=bucket)
    with refused("NoSuchBucketPolicy", 404):
        s3.get_bucket_policy(Bucket=bucket)
    with refused("NoSuchBucketPolicy", 404):
        s3.get_bucket_policy_status(Bucket=bucket)
    s3.delete_bucket_policy(Bucket=bucket)


@pytest.mark.differs("moto", "takes any document")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "Policies must be valid JSON and the first byte must be '{'"),
        ("{", "This policy contains invalid Json"),
        ('{"Version":"2012-10-17"}', "Missing required field Statement"),
        (policy_of({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "BUCKET/*"}), "Missing required field Principal"),
        (policy_of(allow("s3:GetObject", "arn:aws:s3:::elsewhere/*")), "Policy has invalid resource"),
        (policy_of(allow("s3:GetObject", "*")), "Policy has invalid resource"),
        (policy_of(allow("iam:CreateUser", "BUCKET")), "Policy has invalid action"),
        (policy_of(allow("s3:GetObject", "BUCKET")), "Action does not apply to any resource(s) in statement"),
        (policy_of(allow("s3:ListBucket", "BUCKET/*")), "Action does not apply to any resource(s) in statement"),
        (
            policy_of(allow("s3:GetObject", "BUCKET/*", Condition={"StringEquals": {"s3:x-acl": "private"}})),
            "Policy has an invalid condition key",
        ),
        (
            policy_of(allow("s3:GetObject", "BUCKET/*", Condition={"StringEquals": {"s3:prefix": "a"}})),
            "Conditions do not apply to combination of actions and resources in statement",
        ),
        (policy_of(allow("s3:GetObject", "BUCKET/*", {"AWS": "arn:aws:iam::12345:root"})), "Invalid principal in policy"),
        (policy_of(allow("s3:GetObject", "BUCKET/" + "k" * 20480)),
         "Normalized policy document exceeds the maximum allowed size of 20480 bytes"),
    ],
)
def test_a_policy_that_cannot_hold_is_refused_and_changes_nothing(s3, bucket, text, words):
    with pytest.raises(ClientError) as caught:
        s3.put_bucket_policy(Bucket=bucket, Policy=text.replace("BUCKET", f"arn:aws:s3:::{bucket}"))
    assert caught.value.response["Error"]["Code"] == "MalformedPolicy"
    assert caught.value.response["Error"]["Message"] == words
    with refused("NoSuchBucketPolicy", 404):
        s3.get_bucket_policy(Bucket=bucket)


@pytest.mark.differs("moto", "blocks nothing")
def test_a_new_bucket_refuses_to_become_public(s3, bucket):
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert block == {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
    public = policy_of(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*"))
    with pytest.raises(ClientError) as caught:
        s3.put_bucket_policy(Bucket=bucket, Policy=public)
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    assert "because public policies are prevented by the BlockPublicPolicy setting" in str(caught.value)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] is False
    s3.put_bucket_policy(Bucket=bucket, Policy=public)
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"] is True
    s3.delete_public_access_block(Bucket=bucket)
    with refused("NoSuchPublicAccessBlockConfiguration", 404):
        s3.get_public_access_block(Bucket=bucket)


def fetch(url, method="GET", data=None):
    request = urllib.request.Request(url, method=method, data=data)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


@pytest.mark.differs("moto", "asks nobody who they are")
def test_nobody_reads_what_the_policy_does_not_open(s3, bucket, endpoint):
    s3.put_object(Bucket=bucket, Key="open/a", Body=b"bytes")
    s3.put_object(Bucket=bucket, Key="closed/a", Body=b"bytes")
    url = f"{endpoint.url}/{bucket}"
    status, body = fetch(f"{url}/open/a")
    assert status == 403 and b"<Code>AccessDenied</Code><Message>Access Denied</Message>" in body
    open_to_public(s3, bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy_of(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/open/*")))
    assert fetch(f"{url}/open/a") == (200, b"bytes")
    assert fetch(f"{url}/closed/a")[0] == 403
    assert fetch(f"{url}/open/none")[0] == 403, "without s3:ListBucket nobody learns that a key is missing"
    assert fetch(f"{url}?list-type=2")[0] == 403
    assert fetch(f"{url}/open/b", "PUT", b"more")[0] == 403
    s3.put_bucket_policy(
        Bucket=bucket,
        Policy=policy_of(
            allow("s3:GetObject", f"arn:aws:s3:::{bucket}/open/*"), allow("s3:ListBucket", f"arn:aws:s3:::{bucket}")
        ),
    )
    assert fetch(f"{url}/open/none")[0] == 404
    assert fetch(f"{url}?list-type=2")[0] == 200
    assert fetch(f"{endpoint.url}/no-such-bucket-{bucket}/a")[0] == 404


@pytest.mark.differs("moto", "asks nobody who they are")
def test_restricting_public_buckets_closes_them_again(s3, bucket, endpoint):
    s3.put_object(Bucket=bucket, Key="a", Body=b"bytes")
    open_to_public(s3, bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy_of(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")))
    assert fetch(f"{endpoint.url}/{bucket}/a")[0] == 200
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
    assert fetch(f"{endpoint.url}/{bucket}/a")[0] == 403


@pytest.mark.differs("moto", "does not hold roots to a bucket's policy")
def test_a_deny_holds_the_root_too_but_never_from_the_policy_itself(s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"bytes")
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
    s3.put_bucket_policy(
        Bucket=bucket, Policy=policy_of({**deny, "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]})
    )
    with pytest.raises(ClientError) as caught:
        s3.get_object(Bucket=bucket, Key="a")
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    assert caught.value.response["Error"]["Message"].endswith("with an explicit deny in a resource-based policy")
    with refused("AccessDenied", 403):
        s3.list_objects_v2(Bucket=bucket)
    assert s3.get_bucket_policy(Bucket=bucket)
    s3.delete_bucket_policy(Bucket=bucket)
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"bytes"


@pytest.mark.differs("moto", "does not hold roots to a bucket's policy")
def test_conditions_see_the_request(s3, bucket):
    s3.put_bucket_policy(
        Bucket=bucket,
        Policy=policy_of(
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:ListBucket",
                "Resource": f"arn:aws:s3:::{bucket}",
                "Condition": {"StringNotEqualsIfExists": {"s3:prefix": "mine/"}, "NumericGreaterThan": {"s3:max-keys": "10"}},
            },
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject",
                "Resource": f"arn:aws:s3:::{bucket}/*",
                "Condition": {"StringEquals": {"s3:x-amz-storage-class": "STANDARD_IA"}},
            },
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:PutObject*",
                "Resource": f"arn:aws:s3:::{bucket}/*",
                "Condition": {"ForAnyValue:StringEquals": {"s3:RequestObjectTagKeys": "secret"}},
            },
        ),
    )
    with refused("AccessDenied", 403):
        s3.list_objects_v2(Bucket=bucket, MaxKeys=11)
    s3.list_objects_v2(Bucket=bucket, MaxKeys=10)
    s3.list_objects_v2(Bucket=bucket, Prefix="mine/", MaxKeys=11)
    with refused("AccessDenied", 403):
        s3.put_object(Bucket=bucket, Key="a", Body=b"", StorageClass="STANDARD_IA")
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    with refused("AccessDenied", 403):
        s3.put_object(Bucket=bucket, Key="a", Body=b"", Tagging="colour=red&secret=1")
    with refused("AccessDenied", 403):
        s3.put_object_tagging(Bucket=bucket, Key="a", Tagging={"TagSet": [{"Key": "secret", "Value": "1"}]})
    s3.put_object_tagging(Bucket=bucket, Key="a", Tagging={"TagSet": [{"Key": "open", "Value": "1"}]})


@pytest.mark.differs("moto", "does not hold roots to a bucket's policy")
def test_one_key_of_many_may_be_kept_from_deletion_and_a_source_from_copies(s3, bucket):
    for key in ("a", "kept"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"bytes")
    s3.put_bucket_policy(
        Bucket=bucket,
        Policy=policy_of(
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["s3:DeleteObject", "s3:GetObject"],
                "Resource": f"arn:aws:s3:::{bucket}/kept",
            }
        ),
    )
    with refused("AccessDenied", 403):
        s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "kept"})
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "a"})
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "kept"}]})
    assert [one["Key"] for one in answer["Deleted"]] == ["a"]
    assert [(one["Key"], one["Code"]) for one in answer["Errors"]] == [("kept", "AccessDenied")]
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "kept"}]})
    assert [one["Key"] for one in answer["Errors"]] == ["kept"]
    s3.delete_bucket_policy(Bucket=bucket)
    assert s3.head_object(Bucket=bucket, Key="kept")
