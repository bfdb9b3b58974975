"""Every condition key that AWS documents for S3's built operations, through bucket policies and policies of users."""

import contextlib
import json
import time
import urllib.error
import urllib.request
import uuid

import boto3
import pytest
from botocore.config import Config

from contract.errors import refused
from contract.iam_things import a_user, allow

pytestmark = pytest.mark.differs("moto", "does not evaluate policies")


def deny(bucket: str, action, condition: dict, resource: str | None = None) -> str:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": action,
        "Resource": resource or f"arn:aws:s3:::{bucket}/*",
        "Condition": condition,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@contextlib.contextmanager
def denied_when(s3, bucket: str, action, condition: dict, resource: str | None = None):
    s3.put_bucket_policy(Bucket=bucket, Policy=deny(bucket, action, condition, resource))
    try:
        yield
    finally:
        s3.delete_bucket_policy(Bucket=bucket)


def fetch(url: str, method: str = "GET", data: bytes | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method, data=data), timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


@contextlib.contextmanager
def a_client(endpoint, service: str, *documents: str):
    """A client of a user with these policies and nothing else."""
    iam = endpoint.client("iam")
    with a_user(iam) as user:
        name = user["UserName"]
        for number, document in enumerate(documents):
            iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=document)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        yield boto3.client(
            service,
            endpoint_url=endpoint.url,
            aws_access_key_id=key["AccessKeyId"],
            aws_secret_access_key=key["SecretAccessKey"],
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
        )


def test_existing_object_tags_in_a_bucket_policy(s3, bucket):
    s3.put_object(Bucket=bucket, Key="open", Body=b"", Tagging="level=open")
    s3.put_object(Bucket=bucket, Key="secret", Body=b"", Tagging="level=secret&colour=red")
    s3.put_object(Bucket=bucket, Key="bare", Body=b"")
    actions = ["s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectTagging", "s3:PutObjectTagging", "s3:DeleteObjectTagging"]
    with denied_when(s3, bucket, actions, {"StringEquals": {"s3:ExistingObjectTag/level": "secret"}}):
        for key in ("open", "bare"):
            s3.get_object(Bucket=bucket, Key=key)
            s3.get_object_tagging(Bucket=bucket, Key=key)
        for ask in (s3.get_object, s3.head_object, s3.get_object_acl, s3.get_object_tagging, s3.delete_object_tagging):
            with refused("403" if ask == s3.head_object else "AccessDenied", 403):
                ask(Bucket=bucket, Key="secret")
        with refused("AccessDenied", 403):
            s3.put_object_tagging(Bucket=bucket, Key="secret", Tagging={"TagSet": []})
        with refused("AccessDenied", 403):
            s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "secret"})
        s3.put_object_tagging(Bucket=bucket, Key="open", Tagging={"TagSet": [{"Key": "level", "Value": "secret"}]})
        with refused("AccessDenied", 403):
            s3.get_object(Bucket=bucket, Key="open")
    assert s3.get_object(Bucket=bucket, Key="open")


def test_existing_object_tags_in_a_users_policy(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="ann/1", Body=b"", Tagging="team=ann")
    s3.put_object(Bucket=bucket, Key="bob/1", Body=b"", Tagging="team=bob")
    own = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*", Condition={"StringLike": {"s3:ExistingObjectTag/team": "a*"}})
    with a_client(endpoint, "s3", own) as client:
        assert client.get_object(Bucket=bucket, Key="ann/1")
        with refused("AccessDenied", 403):
            client.get_object(Bucket=bucket, Key="bob/1")


def test_tags_of_the_request(s3, bucket):
    with denied_when(s3, bucket, ["s3:PutObject", "s3:PutObjectTagging"], {"StringEquals": {"s3:RequestObjectTag/colour": "red"}}):
        with refused("AccessDenied", 403):
            s3.put_object(Bucket=bucket, Key="a", Body=b"", Tagging="colour=red")
        s3.put_object(Bucket=bucket, Key="a", Body=b"", Tagging="colour=blue")
        with refused("AccessDenied", 403):
            s3.put_object_tagging(Bucket=bucket, Key="a", Tagging={"TagSet": [{"Key": "colour", "Value": "red"}]})
        with refused("AccessDenied", 403):
            s3.create_multipart_upload(Bucket=bucket, Key="a", Tagging="colour=red")


@pytest.mark.parametrize(
    ("condition", "denied", "allowed"),
    [
        ({"StringNotEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}, {}, {"ACL": "bucket-owner-full-control"}),
        ({"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}, {}, {"ServerSideEncryption": "AES256"}),
        ({"StringEquals": {"s3:x-amz-storage-class": "STANDARD_IA"}}, {"StorageClass": "STANDARD_IA"}, {}),
        ({"Null": {"s3:if-none-match": "true"}}, {}, {"IfNoneMatch": "*"}),
        ({"Null": {"s3:if-match": "false"}}, {"IfMatch": '"x"'}, {}),
        ({"Null": {"s3:x-amz-grant-read": "false"}}, {"GrantRead": 'id="x"'}, {}),
        ({"Null": {"s3:x-amz-website-redirect-location": "false"}}, {"WebsiteRedirectLocation": "/x"}, {}),
    ],
    ids=["acl", "encryption", "storage class", "if-none-match", "if-match", "grant", "redirect"],
)
def test_headers_of_a_put(s3, bucket, condition, denied, allowed):
    with denied_when(s3, bucket, "s3:PutObject", condition):
        with refused("AccessDenied", 403):
            s3.put_object(Bucket=bucket, Key="a", Body=b"", **denied)
        s3.put_object(Bucket=bucket, Key="a", Body=b"", **allowed)


def test_only_making_an_object_can_be_held_to_a_condition(s3, bucket):
    wanted = {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}
    with denied_when(s3, bucket, "s3:PutObject", wanted):
        upload = s3.create_multipart_upload(Bucket=bucket, Key="a")["UploadId"]
        part = s3.upload_part(Bucket=bucket, Key="a", UploadId=upload, PartNumber=1, Body=b"x")
        whole = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
        with refused("AccessDenied", 403):
            s3.complete_multipart_upload(Bucket=bucket, Key="a", UploadId=upload, MultipartUpload=whole)
        s3.complete_multipart_upload(Bucket=bucket, Key="a", UploadId=upload, MultipartUpload=whole, IfNoneMatch="*")
        with refused("AccessDenied", 403):
            s3.copy_object(Bucket=bucket, Key="b", CopySource={"Bucket": bucket, "Key": "a"})


def test_a_deletion_can_be_held_to_what_it_means(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="a", Body=b"")["ETag"]
    with denied_when(s3, bucket, "s3:DeleteObject", {"Null": {"s3:if-match": "true"}}):
        with refused("AccessDenied", 403):
            s3.delete_object(Bucket=bucket, Key="a")
        s3.delete_object(Bucket=bucket, Key="a", IfMatch=etag)


def test_where_a_copy_comes_from_however_it_is_spelled(endpoint, s3, bucket):
    for key in ("open/1", "private/1"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    with denied_when(s3, bucket, "s3:PutObject", {"StringLike": {"s3:x-amz-copy-source": f"{bucket}/private/*"}}):
        s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/open/1")
        for source in ("{}/private/1", "/{}/private/1", "{}/priv%61te/1", "{}%2Fprivate%2F1", "{}/private/1?versionId=null"):
            header = {"x-amz-copy-source": source.format(bucket)}
            client = endpoint.client("s3")
            client.meta.events.register("before-call.s3.CopyObject", lambda params, header=header, **_: params["headers"].update(header))
            with refused("AccessDenied", 403):
                client.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/open/1")
        s3.put_object(Bucket=bucket, Key="copy", Body=b"")
    with denied_when(s3, bucket, "s3:PutObject", {"StringEquals": {"s3:x-amz-metadata-directive": "REPLACE"}}):
        source = {"Bucket": bucket, "Key": "open/1"}
        s3.copy_object(Bucket=bucket, Key="copy", CopySource=source)
        with refused("AccessDenied", 403):
            s3.copy_object(Bucket=bucket, Key="copy", CopySource=source, MetadataDirective="REPLACE")


def test_how_a_request_is_signed(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    target = {"Bucket": bucket, "Key": "a"}
    link = s3.generate_presigned_url("get_object", target)
    old = endpoint.client("s3", signature_version="s3").generate_presigned_url("get_object", target)
    assert (fetch(link), fetch(old)) == (200, 200)
    with denied_when(s3, bucket, "s3:GetObject", {"StringEquals": {"s3:authType": "REST-QUERY-STRING"}}):
        assert (fetch(link), fetch(old)) == (403, 403)
        s3.get_object(**target)
    with denied_when(s3, bucket, "s3:GetObject", {"StringNotEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}}):
        fresh = endpoint.client("s3", signature_version="s3v4").generate_presigned_url("get_object", target)
        assert (fetch(fresh), fetch(old)) == (200, 403)
        s3.get_object(**target)
    with denied_when(s3, bucket, "s3:PutObject", {"StringEquals": {"s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD"}}):
        put = endpoint.client("s3", signature_version="s3v4").generate_presigned_url("put_object", target)
        assert fetch(put, "PUT", b"x") == 403
        endpoint.client("s3", request_checksum_calculation="when_required").put_object(**target, Body=b"x")


def test_how_long_ago_a_request_was_signed(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    with denied_when(s3, bucket, "s3:GetObject", {"NumericGreaterThan": {"s3:signatureAge": "4000"}}):
        link = endpoint.client("s3", signature_version="s3v4").generate_presigned_url("get_object", {"Bucket": bucket, "Key": "a"})
        assert fetch(link) == 200
        time.sleep(4.1)
        assert fetch(link) == 403


def test_what_a_list_asks_for(s3, bucket):
    whole = f"arn:aws:s3:::{bucket}"
    with denied_when(s3, bucket, "s3:ListBucket", {"StringNotEquals": {"s3:delimiter": "/"}}, whole):
        with refused("AccessDenied", 403):
            s3.list_objects_v2(Bucket=bucket)
        s3.list_objects_v2(Bucket=bucket, Delimiter="/")
        s3.list_objects(Bucket=bucket, Delimiter="/")
    with denied_when(s3, bucket, "s3:ListBucket", {"NumericGreaterThan": {"s3:max-keys": "5"}}, whole):
        with refused("AccessDenied", 403):
            s3.list_objects(Bucket=bucket, MaxKeys=6)
        s3.list_objects(Bucket=bucket, MaxKeys=5)
    with denied_when(s3, bucket, "s3:ListBucket", {"StringNotLike": {"s3:prefix": "home/*"}}, whole):
        with refused("AccessDenied", 403):
            s3.list_objects_v2(Bucket=bucket, Prefix="other/")
        s3.list_objects_v2(Bucket=bucket, Prefix="home/ann/")


def test_whose_the_bucket_is(s3, bucket, endpoint):
    account = endpoint.client("sts").get_caller_identity()["Account"]
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    with denied_when(s3, bucket, "s3:GetObject", {"StringNotEquals": {"s3:ResourceAccount": account}}):
        s3.get_object(Bucket=bucket, Key="a")
    with denied_when(s3, bucket, "s3:GetObject", {"StringEquals": {"s3:ResourceAccount": account}}):
        with refused("AccessDenied", 403):
            s3.get_object(Bucket=bucket, Key="a")


def test_a_version_is_asked_for_by_its_own_action(endpoint, s3, bucket):
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    target = {"Bucket": bucket, "Key": "a"}
    with a_client(endpoint, "s3", allow("s3:GetObject*", f"arn:aws:s3:::{bucket}/*", Condition={"Null": {"s3:versionid": "true"}})) as client:
        client.get_object(**target)
        client.get_object_tagging(**target)
        with refused("AccessDenied", 403):
            client.get_object(**target, VersionId="null")
    versions = ["s3:GetObjectVersion", "s3:GetObjectVersionTagging", "s3:GetObjectVersionAcl", "s3:PutObject"]
    own = allow(versions, f"arn:aws:s3:::{bucket}/*")
    with a_client(endpoint, "s3", own) as client:
        client.get_object(**target, VersionId="null")
        client.get_object_tagging(**target, VersionId="null")
        client.get_object_acl(**target, VersionId="null")
        client.copy_object(Bucket=bucket, Key="b", CopySource=f"{bucket}/a?versionId=null")
        for ask in (client.get_object, client.get_object_tagging, client.get_object_acl):
            with refused("AccessDenied", 403):
                ask(**target)
        with refused("AccessDenied", 403):
            client.copy_object(Bucket=bucket, Key="b", CopySource=f"{bucket}/a")


def test_what_a_new_bucket_is_to_be(endpoint, s3):
    name = f"test-{uuid.uuid4().hex[:20]}"
    abroad = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    here = allow("s3:CreateBucket", f"arn:aws:s3:::{name}", Condition={"StringEquals": {"s3:LocationConstraint": "eu-west-1"}})
    with a_client(endpoint, "s3", here) as client:
        with refused("AccessDenied", 403):
            client.create_bucket(Bucket=name)
        client.create_bucket(Bucket=name, **abroad)
    s3.delete_bucket(Bucket=name)
    owned = allow(["s3:CreateBucket", "s3:PutBucketOwnershipControls"], f"arn:aws:s3:::{name}",
                  Condition={"StringEquals": {"s3:x-amz-object-ownership": "BucketOwnerEnforced"}})
    with a_client(endpoint, "s3", owned) as client:
        with refused("AccessDenied", 403):
            client.create_bucket(Bucket=name)
        client.create_bucket(Bucket=name, ObjectOwnership="BucketOwnerEnforced")
    s3.delete_bucket(Bucket=name)


def test_a_principal_must_exist_and_its_name_made_again_is_another(endpoint, s3, bucket):
    iam = endpoint.client("iam")
    nobody = "arn:aws:iam::000000000000:user/nobody-at-all"

    def naming(principal: str) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}]})

    with refused("MalformedPolicy", 400) as answer:
        s3.put_bucket_policy(Bucket=bucket, Policy=naming(nobody))
    assert answer["Error"]["Message"] == "Invalid principal in policy"
    s3.put_object(Bucket=bucket, Key="a", Body=b"")
    with a_user(iam) as user:
        key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
        client = boto3.client("s3", endpoint_url=endpoint.url, aws_access_key_id=key["AccessKeyId"],
                              aws_secret_access_key=key["SecretAccessKey"], region_name="us-east-1",
                              config=Config(s3={"addressing_style": "path"}))
        with refused("AccessDenied", 403):
            client.get_object(Bucket=bucket, Key="a")
        s3.put_bucket_policy(Bucket=bucket, Policy=naming(user["Arn"]))
        assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == naming(user["Arn"])
        client.get_object(Bucket=bucket, Key="a")
    assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == naming(user["UserId"])
    with a_user(iam, UserName=user["UserName"]) as again:
        assert again["Arn"] == user["Arn"]
        assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == naming(user["UserId"])
    with refused("MalformedPolicy", 400):
        s3.put_bucket_policy(Bucket=bucket, Policy=naming(user["UserId"]))


def test_collections_by_their_tags(endpoint):
    root = endpoint.client("rekognition")
    name = f"test-{uuid.uuid4().hex[:12]}"
    arn = f"arn:aws:rekognition:*:*:collection/{name}*"
    own = allow("rekognition:*", arn, Condition={"StringEquals": {"aws:ResourceTag/team": "ann"}})
    new = allow(["rekognition:CreateCollection", "rekognition:TagResource"], arn,
                Condition={"StringEquals": {"aws:RequestTag/team": "ann"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}})
    with a_client(endpoint, "rekognition", own, new) as client:
        for tags in ({}, {"team": "bob"}, {"team": "ann", "more": "1"}):
            with refused("AccessDeniedException", 400):
                client.create_collection(CollectionId=name, Tags=tags)
        client.create_collection(CollectionId=name, Tags={"team": "ann"})
        root.create_collection(CollectionId=f"{name}-b", Tags={"team": "bob"})
        client.describe_collection(CollectionId=name)
        with refused("AccessDeniedException", 400):
            client.describe_collection(CollectionId=f"{name}-b")
        client.delete_collection(CollectionId=name)
    root.delete_collection(CollectionId=f"{name}-b")
