"""What Rekognition refuses, in Amazon's words; and that nothing a client sends takes the server down."""

import io
import json
import struct
import subprocess
import sys
import uuid
import zlib

import pytest
from botocore.config import Config
from PIL import Image

import boto3

from .errors import refused
from support.server import Server
from support.truth_photos import jpeg, photo_bytes
from .test_aws_cli import AWS


@pytest.fixture(scope="module")
def rekognition(endpoint):
    return endpoint.client("rekognition", read_timeout=120, parameter_validation=False)


def png(width: int, height: int, depth: int, colour: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def saved(image: Image.Image, kind: str, **settings) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


NO_PICTURES = {
    "nothing at all": b"x",
    "text": b"this is not a picture\n" * 20,
    "GIF": saved(Image.new("RGB", (100, 100)), "GIF"),
    "WebP": saved(Image.new("RGB", (100, 100)), "WEBP"),
    "a PNG's head alone": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "a JPEG's head alone": b"\xff\xd8\xff\xe0" + b"\0" * 50,
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
}


@pytest.mark.parametrize("kind", NO_PICTURES)
def test_what_is_no_jpeg_or_png_is_refused(rekognition, kind):
    with refused("InvalidImageFormatException", 400) as answer:
        rekognition.detect_labels(Image={"Bytes": NO_PICTURES[kind]})
    assert answer["Error"]["Message"] == "Request has invalid image format"


def test_a_picture_that_breaks_off_is_refused(rekognition):
    with refused("InvalidImageFormatException", 400):
        rekognition.detect_labels(Image={"Bytes": photo_bytes("dog")[:30_000]})


def test_a_picture_that_says_it_is_huge_is_refused(rekognition):
    with refused("ImageTooLargeException", 400):
        rekognition.detect_labels(Image={"Bytes": png(60_000, 60_000, 8, 2, bytes(180_001))})


def test_a_picture_is_at_least_80_pixels_each_way(rekognition):
    for size in ((1, 1), (79, 400)):
        with refused("InvalidParameterException", 400):
            rekognition.detect_labels(Image={"Bytes": saved(Image.new("RGB", size), "PNG")})
    assert rekognition.detect_labels(Image={"Bytes": saved(Image.new("RGB", (80, 80)), "PNG")})["Labels"] is not None


def test_odd_pictures_are_looked_at_like_others(rekognition):
    dog = Image.open(io.BytesIO(photo_bytes("dog"))).convert("RGB")
    odd = {
        "CMYK": saved(dog.convert("CMYK"), "JPEG", quality=90),
        "progressive": saved(dog, "JPEG", quality=90, progressive=True),
        "transparent": saved(dog.convert("RGBA"), "PNG"),
        "palette": saved(dog.quantize(64), "PNG"),
        "animated": saved(dog, "PNG", save_all=True, append_images=[dog.rotate(180)]),
    }
    for kind, raw in odd.items():
        labels = {label["Name"] for label in rekognition.detect_labels(Image={"Bytes": raw})["Labels"]}
        assert "Dog" in labels or "Animal" in labels, kind
    grey16 = png(100, 100, 16, 0, (b"\0" + b"\x80\x00" * 100) * 100)
    assert rekognition.detect_faces(Image={"Bytes": grey16})["FaceDetails"] == []


def test_an_image_is_either_bytes_or_an_object(rekognition, bucket):
    for image in ({}, {"Bytes": b"x", "S3Object": {"Bucket": bucket, "Name": "k"}}):
        with refused("InvalidParameterException", 400):
            rekognition.detect_labels(Image=image)
    with refused("InvalidS3ObjectException", 400):
        rekognition.detect_labels(Image={"S3Object": {"Bucket": bucket}})


def test_an_object_that_cannot_be_read_is_refused_without_saying_why(rekognition, s3, bucket):
    words = "Unable to get object metadata from S3. Check object key, region and/or access permissions."
    for where in ({"Bucket": bucket, "Name": "not there"}, {"Bucket": "no-such-bucket-" + uuid.uuid4().hex[:8], "Name": "k"}):
        with refused("InvalidS3ObjectException", 400) as answer:
            rekognition.detect_faces(Image={"S3Object": where})
        assert answer["Error"]["Message"] == words
    s3.put_object(Bucket=bucket, Key="large.jpg", Body=b"\xff\xd8\xff" + bytes(15 << 20))
    with refused("ImageTooLargeException", 400):
        rekognition.detect_faces(Image={"S3Object": {"Bucket": bucket, "Name": "large.jpg"}})
    for key in ("../../etc/passwd", "a" * 1024, "emoji \N{DOG FACE}.jpg", "line\nbreak"):
        with refused("InvalidS3ObjectException", 400):
            rekognition.detect_faces(Image={"S3Object": {"Bucket": bucket, "Name": key}})


def test_somebody_elses_object_is_not_read(endpoint, tmp_path):
    if endpoint.name != "lightwell":
        pytest.skip("declares accounts")
    settings = tmp_path / "lightwell.toml"
    settings.write_text(
        '[[accounts]]\nid = "111111111111"\naccess_key_id = "AKIAAAAAAAAAAAAAAAAA"\nsecret_access_key = "first"\n'
        '[[accounts]]\nid = "222222222222"\naccess_key_id = "AKIABBBBBBBBBBBBBBBB"\nsecret_access_key = "second"\n'
    )
    running = Server(tmp_path / "data", ["--config", str(settings)]).start()
    try:
        def client(service: str, key: str, secret: str):
            return boto3.client(service, endpoint_url=running.cloud, aws_access_key_id=key, aws_secret_access_key=secret,
                                region_name="us-east-1", config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))

        first = client("s3", "AKIAAAAAAAAAAAAAAAAA", "first")
        first.create_bucket(Bucket="private-photos")
        first.put_object(Bucket="private-photos", Key="dog.jpg", Body=photo_bytes("dog"))
        image = {"S3Object": {"Bucket": "private-photos", "Name": "dog.jpg"}}
        mine = client("rekognition", "AKIAAAAAAAAAAAAAAAAA", "first")
        assert mine.detect_labels(Image=image)["Labels"]
        mine.create_collection(CollectionId="family")
        theirs = client("rekognition", "AKIABBBBBBBBBBBBBBBB", "second")
        with refused("InvalidS3ObjectException", 400):
            theirs.detect_labels(Image=image)
        first.put_bucket_policy(Bucket="private-photos", Policy=json.dumps({
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:GetObject",
                          "Resource": "arn:aws:s3:::private-photos/*"},
        }))
        assert theirs.detect_labels(Image=image)["Labels"], "whom the bucket's policy lets in may show it"
        first.delete_bucket_policy(Bucket="private-photos")
        with refused("InvalidS3ObjectException", 400):
            theirs.detect_labels(Image=image)
        assert theirs.list_collections()["CollectionIds"] == []
        with refused("ResourceNotFoundException", 400):
            theirs.describe_collection(CollectionId="family")
    finally:
        running.stop()


def test_constraints_are_said_in_amazons_words(rekognition):
    with refused("ValidationException", 400) as answer:
        rekognition.create_collection(CollectionId="not a name!")
    assert answer["Error"]["Message"] == (
        "1 validation error detected: Value 'not a name!' at 'collectionId' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [a-zA-Z0-9_.\\-]+"
    )
    with refused("ValidationException", 400) as answer:
        rekognition.index_faces(CollectionId="c", Image={"Bytes": photo_bytes("dog")}, ExternalImageId="train/anna.jpg")
    assert "at 'externalImageId'" in answer["Error"]["Message"]
    with refused("ValidationException", 400):
        rekognition.detect_labels(Image={"Bytes": photo_bytes("dog")}, MinConfidence=101)
    with refused("ValidationException", 400):
        rekognition.detect_faces(Image={"Bytes": photo_bytes("dog")}, Attributes=["HAIR"])
    with refused("ValidationException", 400):
        rekognition.detect_labels()
    with refused("ValidationException", 400) as answer:
        rekognition.detect_labels(Image={"Bytes": bytes((5 << 20) + 1)})
    assert "Member must have length less than or equal to 5242880" in answer["Error"]["Message"]


def test_two_pictures_of_the_largest_size_fit_into_one_request(rekognition):
    noise = Image.effect_noise((2000, 2550), 80)
    large = saved(noise, "PNG", compress_level=0)
    assert 5_000_000 < len(large) <= 5 << 20
    with refused("InvalidParameterException", 400):  # nobody is in them
        rekognition.compare_faces(SourceImage={"Bytes": large}, TargetImage={"Bytes": large})


def test_what_is_not_built_says_so_by_name(rekognition):
    for operation, call in {
        "RecognizeCelebrities": lambda: rekognition.recognize_celebrities(Image={"Bytes": b"x"}),
        "DetectProtectiveEquipment": lambda: rekognition.detect_protective_equipment(Image={"Bytes": b"x"}),
        "StartLabelDetection": lambda: rekognition.start_label_detection(Video={"S3Object": {"Bucket": "b", "Name": "n"}}),
        "DetectCustomLabels": lambda: rekognition.detect_custom_labels(ProjectVersionArn="arn", Image={}),
        "CreateStreamProcessor": lambda: rekognition.create_stream_processor(Name="n"),
    }.items():
        with refused("NotImplemented", 501) as answer:
            call()
        assert operation in answer["Error"]["Message"]


def test_the_aws_cli_sees_the_dog(endpoint, s3, bucket, tmp_path):
    s3.put_object(Bucket=bucket, Key="dog.jpg", Body=photo_bytes("dog"))
    environment = {
        "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "AWS_ENDPOINT_URL": endpoint.url, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": endpoint.key, "AWS_SECRET_ACCESS_KEY": endpoint.secret, "AWS_EC2_METADATA_DISABLED": "true",
    }

    def aws(*arguments: str) -> dict:
        command = [sys.executable, str(AWS), "rekognition", *arguments, "--output", "json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    where = json.dumps({"S3Object": {"Bucket": bucket, "Name": "dog.jpg"}})
    answer = aws("detect-labels", "--image", where, "--max-labels", "20", "--min-confidence", "60")
    assert "Dog" in {label["Name"] for label in answer["Labels"]}
    assert aws("list-collections")["CollectionIds"] is not None
    small = tmp_path / "small.jpg"
    small.write_bytes(jpeg(Image.new("RGB", (100, 100), "white")))
    assert aws("detect-faces", "--image-bytes", f"fileb://{small}")["FaceDetails"] == []
