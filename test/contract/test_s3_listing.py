import pytest

from contract.errors import refused

KEYS = ["a", "b/1", "b/2", "b/x/1", "c", "d e", "d+e", "ü/1", "日本", "\U0001f304"]


@pytest.fixture
def filled(s3, bucket):
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


def test_keys_come_in_the_order_of_their_bytes(s3, filled):
    listed = s3.list_objects_v2(Bucket=filled)
    assert [o["Key"] for o in listed["Contents"]] == sorted(KEYS, key=str.encode)
    assert listed["KeyCount"] == len(KEYS) and not listed["IsTruncated"]
    assert listed["Contents"][0]["Size"] == 1 and listed["Contents"][0]["StorageClass"] == "STANDARD"


def test_a_delimiter_folds_keys_into_prefixes(s3, filled):
    listed = s3.list_objects_v2(Bucket=filled, Delimiter="/")
    assert [p["Prefix"] for p in listed["CommonPrefixes"]] == ["b/", "ü/"]
    assert [o["Key"] for o in listed["Contents"]] == sorted(["a", "c", "d e", "d+e", "日本", "\U0001f304"], key=str.encode)
    below = s3.list_objects_v2(Bucket=filled, Prefix="b/", Delimiter="/")
    assert [o["Key"] for o in below["Contents"]] == ["b/1", "b/2"] and [p["Prefix"] for p in below["CommonPrefixes"]] == ["b/x/"]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_pages_miss_nothing_and_repeat_nothing(s3, filled, size):
    keys, prefixes = [], []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=filled, Delimiter="/", PaginationConfig={"PageSize": size}):
        assert page["KeyCount"] <= size
        keys += [o["Key"] for o in page.get("Contents", [])]
        prefixes += [p["Prefix"] for p in page.get("CommonPrefixes", [])]
    assert keys == sorted(["a", "c", "d e", "d+e", "日本", "\U0001f304"], key=str.encode) and prefixes == ["b/", "ü/"]


def test_the_first_version_pages_by_marker(s3, filled):
    first = s3.list_objects(Bucket=filled, MaxKeys=3)
    assert first["IsTruncated"] and "NextMarker" not in first
    rest = s3.list_objects(Bucket=filled, Marker=first["Contents"][-1]["Key"])
    assert [o["Key"] for o in first["Contents"] + rest["Contents"]] == sorted(KEYS, key=str.encode)
    folded = s3.list_objects(Bucket=filled, Delimiter="/", MaxKeys=2)
    assert folded["NextMarker"] == "b/"
    after = s3.list_objects(Bucket=filled, Delimiter="/", Marker="b/")
    assert after["Contents"][0]["Key"] == "c"


def test_a_listing_can_start_after_a_key_and_tell_the_owner(s3, filled):
    listed = s3.list_objects_v2(Bucket=filled, StartAfter="c", MaxKeys=1, FetchOwner=True)
    assert listed["Contents"][0]["Key"] == "d e" and listed["Contents"][0]["Owner"]["ID"]
    assert listed["StartAfter"] == "c"


def test_no_keys_asked_none_given(s3, filled):
    listed = s3.list_objects_v2(Bucket=filled, MaxKeys=0)
    assert listed["KeyCount"] == 0 and not listed["IsTruncated"]


def test_a_token_that_is_none_is_refused(s3, filled):
    with refused("InvalidArgument", 400):
        s3.list_objects_v2(Bucket=filled, ContinuationToken="no token of ours!")
