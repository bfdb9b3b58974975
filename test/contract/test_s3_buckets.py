import uuid

import pytest

from contract.errors import refused


def name():
    return f"test-{uuid.uuid4().hex[:20]}"


def test_a_bucket_is_made_listed_found_and_removed(s3):
    bucket = name()
    made = s3.create_bucket(Bucket=bucket)
    assert made["Location"] == f"/{bucket}"
    assert bucket in [b["Name"] for b in s3.list_buckets()["Buckets"]]
    assert s3.head_bucket(Bucket=bucket)["BucketRegion"] == "us-east-1"
    s3.delete_bucket(Bucket=bucket)
    with refused("404", 404):
        s3.head_bucket(Bucket=bucket)
    with refused("NoSuchBucket", 404) as answer:
        s3.delete_bucket(Bucket=bucket)
    assert answer["Error"]["BucketName"] == bucket


def test_making_it_again_is_fine_in_us_east_1_for_its_owner(s3, bucket):
    assert s3.create_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize("bad", ["ab", "Upper-Case", "two..dots", "-front", "192.168.5.4", "x" * 64, "xn--front"])
@pytest.mark.differs("moto", "checks fewer rules")
def test_a_name_that_breaks_the_rules_is_refused(endpoint, bad):
    s3 = endpoint.client("s3", parameter_validation=False)
    with refused("InvalidBucketName", 400):
        s3.create_bucket(Bucket=bad)


def test_a_region_is_remembered(s3):
    bucket = name()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert s3.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "eu-west-1"
    s3.delete_bucket(Bucket=bucket)


def test_us_east_1_has_no_location_constraint(s3, bucket):
    assert s3.get_bucket_location(Bucket=bucket).get("LocationConstraint") is None


def test_a_bucket_that_holds_something_stays(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    with refused("BucketNotEmpty", 409):
        s3.delete_bucket(Bucket=bucket)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


def test_buckets_are_listed_in_pages_by_prefix(s3):
    stem = f"page-{uuid.uuid4().hex[:12]}"
    names = [f"{stem}-{i}" for i in range(5)]
    for each in names:
        s3.create_bucket(Bucket=each)
    seen = [b["Name"] for page in s3.get_paginator("list_buckets").paginate(Prefix=stem, PaginationConfig={"PageSize": 2}) for b in page["Buckets"]]
    assert seen == names
    for each in names:
        s3.delete_bucket(Bucket=each)


def test_cors_rules_are_kept_answered_and_removed(s3, bucket):
    with refused("NoSuchCORSConfiguration", 404):
        s3.get_bucket_cors(Bucket=bucket)
    rules = [{"AllowedOrigins": ["https://*.example.com"], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 60}]
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": rules})
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == rules
    s3.delete_bucket_cors(Bucket=bucket)
    with refused("NoSuchCORSConfiguration", 404):
        s3.get_bucket_cors(Bucket=bucket)
