"""kill -9 at random moments: what was acknowledged is there, what was not shows nowhere, and no orphan stays.

LIGHTWELL_CRASH_ROUNDS sets how often (default 12; more for a long night). LIGHTWELL_CRASH_SEED repeats a run.
"""

import hashlib
import io
import os
import random
import threading
import time

import boto3
import botocore.exceptions
import pytest
import requests
from botocore.config import Config
from PIL import Image

from support import pictures
from support.photos import PhotoClient
from support.server import Server
from support.stores import blob_files, blob_rows
from support.truth_photos import jpeg, photo_bytes

ROUNDS = int(os.environ.get("LIGHTWELL_CRASH_ROUNDS", "12"))
SEED = int(os.environ.get("LIGHTWELL_CRASH_SEED", "0")) or random.randrange(1, 1 << 30)
UPLOADS = 200
BUCKET = "crash-test"
CUT_OFF = (requests.RequestException, AssertionError, botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError)


class Ledger:
    """What the server acknowledged, and what it was asked for."""

    def __init__(self):
        self.lock = threading.Lock()
        self.objects: dict[str, str] = {}  # key -> digest, acknowledged
        self.deleted: set[str] = set()
        self.photos: dict[str, str] = {}  # photo id -> digest, acknowledged
        self.asked: set[str] = set()  # digests of everything ever sent
        self.uncertain: set[str] = set()  # keys whose last write or delete was cut off


def s3_client(server: Server):
    key, secret = server.credentials()
    return boto3.client("s3", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1",
                        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, connect_timeout=5, read_timeout=20))


def write_objects(server: Server, ledger: Ledger, chance: random.Random, first: int, count: int) -> None:
    s3 = s3_client(server)
    for number in range(first, first + count):
        key = f"object-{number}"
        body = chance.randbytes(chance.choice([10, 5_000, 70_000, 400_000]))
        digest = hashlib.sha256(body).hexdigest()
        with ledger.lock:
            ledger.asked.add(digest)
            ledger.uncertain.add(key)
        try:
            if chance.random() < 0.2:
                upload = s3.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
                tag = s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=1, Body=body)["ETag"]
                s3.complete_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": tag}]})
            else:
                s3.put_object(Bucket=BUCKET, Key=key, Body=body)
            with ledger.lock:
                ledger.objects[key] = digest
                ledger.uncertain.discard(key)
            if chance.random() < 0.2:
                with ledger.lock:
                    ledger.uncertain.add(key)
                s3.delete_object(Bucket=BUCKET, Key=key)
                with ledger.lock:
                    ledger.deleted.add(key)
                    ledger.uncertain.discard(key)
        except CUT_OFF:
            return


def write_photos(client: PhotoClient, ledger: Ledger, first: int, count: int) -> None:
    for number in range(first, first + count):
        body = pictures.jpeg(number, 400, 300)
        digest = hashlib.sha256(body).hexdigest()
        with ledger.lock:
            ledger.asked.add(digest)
        try:
            outcome = client.upload(f"photo-{number}.jpg", body)
            with ledger.lock:
                ledger.photos[outcome["photo"]["id"] if outcome["result"] == "added" else outcome["photo_id"]] = digest
        except CUT_OFF:
            return


def check(server: Server, client: PhotoClient, ledger: Ledger) -> None:
    s3 = s3_client(server)
    listed = {item["Key"]: item["Size"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET) for item in page.get("Contents", [])}
    for key, digest in ledger.objects.items():
        if key in ledger.uncertain:
            continue
        if key in ledger.deleted:
            assert key not in listed, f"{key} came back after its deletion was acknowledged"
            continue
        body = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        assert hashlib.sha256(body).hexdigest() == digest, f"{key} has other bytes"
    for key, size in listed.items():
        body = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        assert len(body) == size and hashlib.sha256(body).hexdigest() in ledger.asked, f"{key} is half-written"

    shown = client.timeline()
    for photo_id, digest in ledger.photos.items():
        assert photo_id in shown, f"photo {photo_id} is lost"
    assert len(shown) == len(set(shown))
    for photo_id in shown:
        assert hashlib.sha256(client.original(photo_id)).hexdigest() in ledger.asked
    state = client.wait_until_processed()
    assert state["failed"] == 0, state
    for photo_id in shown:
        photo = client.photo(photo_id)
        assert photo["state"] == "ready" and (photo["width"], photo["height"]) == (400, 300), photo
    counted = sum(month["count"] for month in client.ask("GET", "/api/timeline", 200).json()["months"])
    assert counted == len(shown)
    assert_every_byte_has_a_photo(s3, set(shown))


@pytest.mark.slow
@pytest.mark.timeout(300 + 50 * ROUNDS)
def test_nothing_acknowledged_is_lost_and_nothing_half_written_shows(tmp_path):
    print(f"LIGHTWELL_CRASH_SEED={SEED}")
    chance = random.Random(SEED)
    ledger = Ledger()
    server = Server(tmp_path / "data", []).start()
    client = PhotoClient(server.app).set_up(server.setup)
    s3_client(server).create_bucket(Bucket=BUCKET)
    number = 0
    each = -(-UPLOADS // ROUNDS)
    for round_number in range(ROUNDS):
        threads = [threading.Thread(target=write_objects, args=(server, ledger, random.Random(chance.random()), number + i * each, each)) for i in range(3)]
        threads += [threading.Thread(target=write_photos, args=(client, ledger, number, each))]
        number += 3 * each
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.05, 1.2))
        server.kill()
        for thread in threads:
            thread.join()
        server.start()
        client.at(server.app)
        check(server, client, ledger)
    assert ledger.objects and ledger.photos, "no round got as far as an acknowledgement"
    assert server.stop() == 0
    assert_no_orphans(server)


def analysing(client: PhotoClient) -> dict:
    queues = client.ask("GET", "/api/jobs", 200).json()["queues"]
    return next(queue for queue in queues if queue["kind"] == "analysing")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_an_analysis_that_is_cut_off_leaves_nothing_double(tmp_path):
    chance = random.Random(SEED)
    server = Server(tmp_path / "data", []).start()
    client = PhotoClient(server.app).set_up(server.setup)
    crowd = Image.open(io.BytesIO(photo_bytes("sample1")))
    ids = [client.upload(f"crowd-{width}.jpg", jpeg(crowd, side_max=width))["photo"]["id"] for width in range(900, 940, 8)]
    for _ in range(4):
        time.sleep(chance.uniform(0.1, 1.5))
        server.kill()
        server.start()
        client.at(server.app)
    deadline = time.monotonic() + 300  # a busy machine gives the models little time
    client.wait_until_processed()  # every photo that was read waits for its analysis from then on
    while (queue := analysing(client))["waiting"] + queue["running"] > 0:
        assert time.monotonic() < deadline, queue
        time.sleep(0.1)
    assert queue["failed"] == 0 and queue["done"] == len(ids), queue
    faces = [face for photo_id in ids for face in client.photo(photo_id)["faces"]]
    assert len(faces) == 3 * len(ids)
    people = client.ask("GET", "/api/people", 200).json()["people"]
    assert sum(person["photos"] for person in people) == len(faces)
    key, secret = server.credentials()
    rekognition = boto3.client("rekognition", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret,
                               region_name="us-east-1")
    (collection,) = rekognition.list_collections()["CollectionIds"]
    while rekognition.describe_collection(CollectionId=collection)["FaceCount"] != len(faces):
        assert time.monotonic() < deadline, "faces that no photo has stay in the collection"
        time.sleep(0.1)
    assert server.stop() == 0


def assert_every_byte_has_a_photo(s3, shown: set[str]) -> None:
    for prefix in ("originals/", "previews/"):
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket="lightwell-photos", Prefix=prefix)
        kept = {item["Key"].split("/")[2] for page in pages for item in page.get("Contents", [])}
        assert kept == shown, f"{prefix}: {kept ^ shown}"


def assert_no_orphans(server: Server) -> None:
    """After a stop and a start, every file is named by a row, and every row's file is there."""
    server.start()
    time.sleep(1)  # the sweep follows the start
    answer = requests.get(f"{server.cloud}/_lightwell/health", timeout=5).json()
    assert answer["status"] == "ok", answer
    server.stop()
    assert blob_files(server.data) == blob_rows(server.data)
