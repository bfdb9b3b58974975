import base64
import datetime
import hashlib
import io
import os
import threading
import zlib

import pytest

from contract.errors import refused


def test_bytes_and_what_is_said_about_them_come_back(s3, bucket):
    body = os.urandom(100_000)
    put = s3.put_object(
        Bucket=bucket, Key="a/b c+ü.bin", Body=body, ContentType="image/x", CacheControl="max-age=3",
        ContentDisposition='attachment; filename="x"', ContentEncoding="identity", ContentLanguage="de",
        Expires=datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc), Metadata={"camera": "x100", "Note": "two words"},
    )
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    assert put["ServerSideEncryption"] == "AES256"
    got = s3.get_object(Bucket=bucket, Key="a/b c+ü.bin")
    assert got["Body"].read() == body
    assert got["ContentType"] == "image/x"
    assert got["CacheControl"] == "max-age=3"
    assert got["ContentDisposition"] == 'attachment; filename="x"'
    assert got["ContentEncoding"] == "identity"
    assert got["ContentLanguage"] == "de"
    assert got["Metadata"] == {"camera": "x100", "note": "two words"}
    assert got["ETag"] == put["ETag"]
    assert got["AcceptRanges"] == "bytes"
    assert abs((datetime.datetime.now(datetime.timezone.utc) - got["LastModified"]).total_seconds()) < 60
    head = s3.head_object(Bucket=bucket, Key="a/b c+ü.bin")
    assert head["ContentLength"] == len(body) and head["Metadata"] == got["Metadata"]


def test_an_object_without_a_type_is_binary(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"")
    got = s3.get_object(Bucket=bucket, Key="k")
    assert got["ContentType"] == "binary/octet-stream" and got["ContentLength"] == 0 and got["Body"].read() == b""


def test_what_is_not_there(s3, bucket):
    with refused("NoSuchKey", 404) as answer:
        s3.get_object(Bucket=bucket, Key="absent")
    assert answer["Error"]["Key"] == "absent"
    with refused("404", 404):
        s3.head_object(Bucket=bucket, Key="absent")
    with refused("NoSuchBucket", 404):
        s3.get_object(Bucket="test-bucket-that-is-not-there", Key="k")
    assert s3.delete_object(Bucket=bucket, Key="absent")["ResponseMetadata"]["HTTPStatusCode"] == 204


@pytest.mark.parametrize("asked, first, last", [("bytes=0-4", 0, 4), ("bytes=5-", 5, 99_999), ("bytes=-7", 99_993, 99_999), ("bytes=99990-200000", 99_990, 99_999)])
@pytest.mark.parametrize("size", [100_000])
def test_a_range_gives_its_bytes(s3, bucket, asked, first, last, size):
    body = os.urandom(size)
    s3.put_object(Bucket=bucket, Key="k", Body=body)
    got = s3.get_object(Bucket=bucket, Key="k", Range=asked)
    assert got["ResponseMetadata"]["HTTPStatusCode"] == 206
    assert got["ContentRange"] == f"bytes {first}-{last}/{size}"
    assert got["Body"].read() == body[first : last + 1]


def test_a_range_past_the_end_says_how_much_there_is(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"12345")
    with refused("InvalidRange", 416) as answer:
        s3.get_object(Bucket=bucket, Key="k", Range="bytes=5-9")
    assert answer["Error"]["ActualObjectSize"] == "5" and answer["Error"]["RangeRequested"] == "bytes=5-9"


def test_conditions_on_reading(s3, bucket):
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    modified = s3.head_object(Bucket=bucket, Key="k")["LastModified"]
    hour = datetime.timedelta(hours=1)
    s3.get_object(Bucket=bucket, Key="k", IfMatch=tag, IfUnmodifiedSince=modified - hour)
    with refused("PreconditionFailed", 412) as answer:
        s3.get_object(Bucket=bucket, Key="k", IfMatch='"other"')
    assert answer["Error"]["Condition"] == "If-Match"
    with refused("304", 304) as answer:
        s3.get_object(Bucket=bucket, Key="k", IfNoneMatch=tag)
    assert answer["ResponseMetadata"]["HTTPHeaders"]["etag"] == tag
    with refused("304", 304):
        s3.get_object(Bucket=bucket, Key="k", IfModifiedSince=modified + hour)
    with refused("PreconditionFailed", 412):
        s3.get_object(Bucket=bucket, Key="k", IfUnmodifiedSince=modified - hour)


def test_conditions_on_writing(s3, bucket):
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1", IfNoneMatch="*")
    with refused("PreconditionFailed", 412) as answer:
        s3.put_object(Bucket=bucket, Key="k", Body=b"2", IfNoneMatch="*")
    assert answer["Error"]["Condition"] == "If-None-Match"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"1"
    s3.put_object(Bucket=bucket, Key="k", Body=b"3", IfMatch=first["ETag"])
    with refused("PreconditionFailed", 412):
        s3.put_object(Bucket=bucket, Key="k", Body=b"4", IfMatch=first["ETag"])
    with refused("NoSuchKey", 404):
        s3.put_object(Bucket=bucket, Key="new", Body=b"4", IfMatch=first["ETag"])
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"3"


@pytest.mark.differs("moto", "lets more than one through")
def test_of_many_conditional_writers_one_wins(endpoint, bucket):
    won = []

    def write(i):
        try:
            endpoint.client("s3").put_object(Bucket=bucket, Key="race", Body=str(i).encode() * 70_000, IfNoneMatch="*")
            won.append(i)
        except Exception as lost:
            assert lost.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict")

    threads = [threading.Thread(target=write, args=(i,)) for i in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(won) == 1
    assert endpoint.client("s3").get_object(Bucket=bucket, Key="race")["Body"].read() == str(won[0]).encode() * 70_000


ALGORITHMS = ["CRC32", "SHA1", "SHA256"]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_checksums_are_verified_kept_and_answered(s3, bucket, algorithm):
    body = os.urandom(200_000)
    raw = {"CRC32": zlib.crc32(body).to_bytes(4, "big"), "SHA1": hashlib.sha1(body).digest(), "SHA256": hashlib.sha256(body).digest()}[algorithm]
    value = base64.b64encode(raw).decode()
    put = s3.put_object(Bucket=bucket, Key="k", Body=body, ChecksumAlgorithm=algorithm)
    assert put[f"Checksum{algorithm}"] == value and put["ChecksumType"] == "FULL_OBJECT"
    got = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert got[f"Checksum{algorithm}"] == value
    assert f"Checksum{algorithm}" not in s3.head_object(Bucket=bucket, Key="k")
    wrong = base64.b64encode(b"\0" * len(raw)).decode()
    with refused("BadDigest", 400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"other", **{f"Checksum{algorithm}": wrong})
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == body


def test_a_streamed_body_carries_its_checksum_behind_it(s3, bucket):
    body = os.urandom(300_000)

    class Stream(io.RawIOBase):
        """A stream of no known length: botocore reads it, AWS's own runtime fills a buffer from it."""

        def __init__(self):
            self.inner = io.BytesIO(body)

        def readable(self):
            return True

        def readinto(self, buffer):
            return self.inner.readinto(buffer)

        def seekable(self):
            return True

        def seek(self, *a):
            return self.inner.seek(*a)

        def tell(self):
            return self.inner.tell()

    put = s3.put_object(Bucket=bucket, Key="k", Body=Stream())
    assert put["ChecksumCRC32"] == base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == body


def test_a_wrong_content_md5_changes_nothing(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"before")
    with refused("BadDigest", 400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"after", ContentMD5=base64.b64encode(hashlib.md5(b"x").digest()).decode())
    with refused("InvalidDigest", 400):
        s3.put_object(Bucket=bucket, Key="k", Body=b"after", ContentMD5="bm90IG1kNQ==")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"before"


def test_a_key_may_have_1024_bytes_and_no_more(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k" * 1024, Body=b"x")
    with refused("KeyTooLongError", 400):
        s3.put_object(Bucket=bucket, Key="k" * 1025, Body=b"x")


def test_metadata_has_a_limit_of_two_kilobytes(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", Metadata={"a": "x" * 2000})
    with refused("MetadataTooLarge", 400):
        s3.put_object(Bucket=bucket, Key="k2", Body=b"x", Metadata={"a": "x" * 3000})


def test_deleting_many_says_yes_for_what_was_never_there(s3, bucket):
    for key in ("a", "b", "c"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    gone = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "never"}]})
    assert sorted(d["Key"] for d in gone["Deleted"]) == ["a", "never"]
    quiet = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "b"}], "Quiet": True})
    assert "Deleted" not in quiet
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["c"]


@pytest.mark.differs("moto", "has no limit")
def test_deleting_more_than_a_thousand_at_once_is_refused(s3, bucket):
    with refused("MalformedXML", 400):
        s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": str(i)} for i in range(1001)]})


def test_a_copy_keeps_or_replaces_what_is_said(s3, bucket):
    s3.put_object(Bucket=bucket, Key="from ü", Body=b"bytes", ContentType="a/b", Metadata={"m": "1"})
    copied = s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "from ü"})
    assert copied["CopyObjectResult"]["ETag"] == f'"{hashlib.md5(b"bytes").hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key="to")
    assert (got["Body"].read(), got["ContentType"], got["Metadata"]) == (b"bytes", "a/b", {"m": "1"})
    s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "from ü"}, MetadataDirective="REPLACE", Metadata={"n": "2"}, ContentType="c/d")
    got = s3.head_object(Bucket=bucket, Key="to")
    assert (got["ContentType"], got["Metadata"]) == ("c/d", {"n": "2"})
    s3.delete_object(Bucket=bucket, Key="from ü")
    assert s3.get_object(Bucket=bucket, Key="to")["Body"].read() == b"bytes"


def test_a_copy_onto_itself_must_change_something(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    with refused("InvalidRequest", 400):
        s3.copy_object(Bucket=bucket, Key="k", CopySource={"Bucket": bucket, "Key": "k"})
    s3.copy_object(Bucket=bucket, Key="k", CopySource={"Bucket": bucket, "Key": "k"}, MetadataDirective="REPLACE", Metadata={"a": "b"})
    assert s3.head_object(Bucket=bucket, Key="k")["Metadata"] == {"a": "b"}


def test_conditions_on_copying(s3, bucket):
    tag = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    with refused("PreconditionFailed", 412):
        s3.copy_object(Bucket=bucket, Key="c", CopySource={"Bucket": bucket, "Key": "k"}, CopySourceIfNoneMatch=tag)
    with refused("NoSuchKey", 404):
        s3.copy_object(Bucket=bucket, Key="c", CopySource={"Bucket": bucket, "Key": "absent"})
    s3.copy_object(Bucket=bucket, Key="c", CopySource={"Bucket": bucket, "Key": "k"}, CopySourceIfMatch=tag)


def test_the_answer_can_be_given_another_type_and_name(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    got = s3.get_object(Bucket=bucket, Key="k", ResponseContentType="text/x", ResponseContentDisposition="attachment")
    assert (got["ContentType"], got["ContentDisposition"]) == ("text/x", "attachment")


def test_bodies_of_every_size_around_the_limits(s3, bucket):
    for size in (1, 4096, 65_535, 65_536, 65_537, 131_072, 1_000_003, 9_000_000):
        body = os.urandom(size)
        s3.put_object(Bucket=bucket, Key=f"k{size}", Body=body)
        assert s3.get_object(Bucket=bucket, Key=f"k{size}")["Body"].read() == body
