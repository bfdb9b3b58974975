import base64
import hashlib
import io
import os
import zlib

import pytest
from boto3.s3.transfer import TransferConfig

from contract.errors import refused

MIB = 1 << 20


def upload(s3, bucket, key, bodies, **more):
    started = s3.create_multipart_upload(Bucket=bucket, Key=key, **more)
    parts = []
    for number, body in enumerate(bodies, 1):
        part = s3.upload_part(Bucket=bucket, Key=key, UploadId=started["UploadId"], PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": part["ETag"]})
    return started["UploadId"], parts


def test_parts_become_one_object(s3, bucket):
    bodies = [os.urandom(5 * MIB), os.urandom(5 * MIB), b"tail"]
    upload_id, parts = upload(s3, bucket, "k", bodies, ContentType="a/b", Metadata={"m": "1"})
    done = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": parts})
    tag = hashlib.md5(b"".join(hashlib.md5(b).digest() for b in bodies)).hexdigest()
    assert done["ETag"] == f'"{tag}-3"'
    got = s3.get_object(Bucket=bucket, Key="k")
    assert got["Body"].read() == b"".join(bodies)
    assert (got["ContentType"], got["Metadata"]) == ("a/b", {"m": "1"})
    part = s3.get_object(Bucket=bucket, Key="k", PartNumber=2)
    assert part["Body"].read() == bodies[1] and part["PartsCount"] == 3
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206
    across = s3.get_object(Bucket=bucket, Key="k", Range=f"bytes={5 * MIB - 3}-{5 * MIB + 2}")
    assert across["Body"].read() == bodies[0][-3:] + bodies[1][:3]


def test_a_part_sent_again_replaces_the_first(s3, bucket):
    upload_id, _ = upload(s3, bucket, "k", [b"first"])
    tag = s3.upload_part(Bucket=bucket, Key="k", UploadId=upload_id, PartNumber=1, Body=b"second")["ETag"]
    s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"second"


def test_a_small_part_before_the_last_is_named(s3, bucket):
    upload_id, parts = upload(s3, bucket, "k", [b"small", b"last"])
    with refused("EntityTooSmall", 400) as answer:
        s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": parts})
    assert answer["Error"].get("PartNumber", "1") == "1"
    with refused("NoSuchKey", 404):
        s3.get_object(Bucket=bucket, Key="k")
    s3.abort_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id)


def test_parts_out_of_order_or_unknown_are_refused(s3, bucket):
    upload_id, parts = upload(s3, bucket, "k", [os.urandom(5 * MIB), b"last"])
    with refused("InvalidPartOrder", 400):
        s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": parts[::-1]})
    with refused("InvalidPart", 400):
        s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": '"0"'}]})
    s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": parts})


@pytest.mark.differs("moto", "forgets a completed upload")
def test_completing_twice_answers_the_same(s3, bucket):
    upload_id, parts = upload(s3, bucket, "k", [b"only"])
    first = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": parts})
    again = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": parts})
    assert again["ETag"] == first["ETag"]


def test_an_aborted_upload_is_gone(s3, bucket):
    upload_id, _ = upload(s3, bucket, "k", [b"x"])
    s3.abort_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id)
    with refused("NoSuchUpload", 404):
        s3.upload_part(Bucket=bucket, Key="k", UploadId=upload_id, PartNumber=2, Body=b"y")
    with refused("NoSuchUpload", 404):
        s3.list_parts(Bucket=bucket, Key="k", UploadId=upload_id)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_parts_and_uploads_are_listed_in_pages(s3, bucket):
    upload_id, parts = upload(s3, bucket, "k", [b"a", b"b", b"c"])
    other, _ = upload(s3, bucket, "j", [])
    seen = [p["PartNumber"] for page in s3.get_paginator("list_parts").paginate(Bucket=bucket, Key="k", UploadId=upload_id, PaginationConfig={"PageSize": 2}) for p in page["Parts"]]
    assert seen == [1, 2, 3]
    uploads = [(u["Key"], u["UploadId"]) for page in s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, PaginationConfig={"PageSize": 1}) for u in page["Uploads"]]
    assert uploads == [("j", other), ("k", upload_id)]


def test_parts_are_copied_from_ranges_of_an_object(s3, bucket):
    body = os.urandom(6 * MIB)
    s3.put_object(Bucket=bucket, Key="source", Body=body)
    started = s3.create_multipart_upload(Bucket=bucket, Key="k")
    copies = []
    for number, span in enumerate([f"bytes=0-{5 * MIB - 1}", f"bytes={5 * MIB}-{6 * MIB - 1}"], 1):
        done = s3.upload_part_copy(Bucket=bucket, Key="k", UploadId=started["UploadId"], PartNumber=number, CopySource={"Bucket": bucket, "Key": "source"}, CopySourceRange=span)
        copies.append({"PartNumber": number, "ETag": done["CopyPartResult"]["ETag"]})
    with refused("InvalidArgument", 400):
        s3.upload_part_copy(Bucket=bucket, Key="k", UploadId=started["UploadId"], PartNumber=3, CopySource={"Bucket": bucket, "Key": "source"}, CopySourceRange=f"bytes=0-{7 * MIB}")
    s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=started["UploadId"], MultipartUpload={"Parts": copies})
    s3.delete_object(Bucket=bucket, Key="source")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == body


def test_a_composite_checksum_is_made_of_the_parts(s3, bucket):
    bodies = [os.urandom(5 * MIB), b"tail"]
    started = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="SHA256")
    parts, digests = [], b""
    for number, body in enumerate(bodies, 1):
        done = s3.upload_part(Bucket=bucket, Key="k", UploadId=started["UploadId"], PartNumber=number, Body=body, ChecksumAlgorithm="SHA256")
        parts.append({"PartNumber": number, "ETag": done["ETag"], "ChecksumSHA256": done["ChecksumSHA256"]})
        digests += hashlib.sha256(body).digest()
    done = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=started["UploadId"], MultipartUpload={"Parts": parts})
    assert done["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(digests).digest()).decode() + "-2"


@pytest.mark.differs("moto", "knows composite checksums only")
def test_a_full_object_crc_is_combined_from_the_parts(s3, bucket):
    bodies = [os.urandom(5 * MIB), b"tail"]
    started = s3.create_multipart_upload(Bucket=bucket, Key="k", ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
    parts = []
    for number, body in enumerate(bodies, 1):
        done = s3.upload_part(Bucket=bucket, Key="k", UploadId=started["UploadId"], PartNumber=number, Body=body, ChecksumAlgorithm="CRC32")
        parts.append({"PartNumber": number, "ETag": done["ETag"], "ChecksumCRC32": done["ChecksumCRC32"]})
    done = s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=started["UploadId"], MultipartUpload={"Parts": parts})
    whole = base64.b64encode(zlib.crc32(b"".join(bodies)).to_bytes(4, "big")).decode()
    assert done["ChecksumCRC32"] == whole and done["ChecksumType"] == "FULL_OBJECT"


def test_a_completion_can_ask_that_the_key_is_new(s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"there")
    upload_id, parts = upload(s3, bucket, "k", [b"new"])
    with refused("PreconditionFailed", 412):
        s3.complete_multipart_upload(Bucket=bucket, Key="k", UploadId=upload_id, MultipartUpload={"Parts": parts}, IfNoneMatch="*")
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"there"


def test_the_transfer_manager_moves_a_large_file_both_ways(s3, bucket):
    body = os.urandom(30 * MIB)
    config = TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB, max_concurrency=4)
    s3.upload_fileobj(io.BytesIO(body), bucket, "big", Config=config)
    back = io.BytesIO()
    s3.download_fileobj(bucket, "big", back, Config=config)
    assert back.getvalue() == body
