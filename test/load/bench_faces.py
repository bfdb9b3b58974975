"""SearchFaces among 100,000 faces: of people with ten faces each, written straight into the stopped server's rows."""

import os
import pathlib
import random
import sqlite3
import statistics
import struct
import time

import boto3
from botocore.config import Config

from support.server import Server
from support.truth_photos import photo_bytes

COUNT = int(os.environ.get("LIGHTWELL_BENCH_FACES", "100000"))
OF_ONE = 10  # faces of a person
CALLS = 300
INDEXED_SECONDS_MAX = 900


def client_of(server: Server):
    key, secret = server.credentials()
    settings = Config(retries={"max_attempts": 1}, read_timeout=120)
    return boto3.client("rekognition", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1", config=settings)


def fill(data: pathlib.Path) -> None:
    """Around each person's middle, faces whose cosine to each other is about .75."""
    chance = random.Random(1)
    with sqlite3.connect(data / "lightwell.db") as database:
        collection, image, model = database.execute("SELECT collection, image, model FROM rekognition_faces").fetchone()
        size = len(database.execute("SELECT vector FROM rekognition_vectors").fetchone()[0]) // 4
        faces, vectors = [], []
        for number in range(2, COUNT + 1):
            if number % OF_ONE == 2 or number == 2:
                middle = [chance.gauss(0, 1) for _ in range(size)]
            vector = [value + chance.gauss(0, 0.577) for value in middle]
            length = sum(value * value for value in vector) ** 0.5
            faces.append((collection, number, f"{number:08x}-0000-4000-8000-000000000000", image, 0.1, 0.1, 0.2, 0.2, 99.0, model))
            vectors.append((collection, number, struct.pack(f"<{size}f", *(value / length for value in vector))))
        database.executemany(
            "INSERT INTO rekognition_faces (collection, number, face_id, image, box_left, box_top, box_width, box_height, confidence, model)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            faces,
        )
        database.executemany("INSERT INTO rekognition_vectors (collection, number, vector) VALUES (?, ?, ?)", vectors)
        database.execute("UPDATE rekognition_collections SET face_count = ?, changes = ?", (COUNT, COUNT))


def milliseconds(call) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def run(folder: pathlib.Path, report) -> None:
    server = Server(folder / "data", []).start()
    client = client_of(server)
    client.create_collection(CollectionId="faces")
    client.index_faces(CollectionId="faces", Image={"Bytes": photo_bytes("capture1")})
    server.stop()
    fill(server.data)
    server.start()
    client = client_of(server)
    search = lambda number: client.search_faces(CollectionId="faces", FaceId=f"{number:08x}-0000-4000-8000-000000000000")  # noqa: E731
    begun = time.perf_counter()
    before = milliseconds(lambda: search(2))  # every face is compared until the index stands
    while not list((server.data / "faces").glob("*")):
        if time.perf_counter() - begun > INDEXED_SECONDS_MAX:
            raise AssertionError("the index was not made")
        time.sleep(1)
    rebuilt = time.perf_counter() - begun
    chance = random.Random(2)
    found = [len(search(chance.randrange(3, COUNT))["FaceMatches"]) for _ in range(50)]
    times = sorted(milliseconds(lambda: search(chance.randrange(3, COUNT))) for _ in range(CALLS))
    floor = statistics.median(milliseconds(lambda: client.describe_collection(CollectionId="faces")) for _ in range(100))
    p95 = times[len(times) * 95 // 100]
    report.line(f"SearchFaces among {COUNT:,}, p50 / p95", f"{statistics.median(times):.2f} / {p95:.2f} ms", f"DescribeCollection, same client: {floor:.2f} ms", None, "< 10 ms", p95 < 10)
    share = statistics.mean(found) / (OF_ONE - 1)
    report.line("  of a person's nine other faces, found", f"{share:.3f}", "", None, ">= 0.95", share >= 0.95)
    report.line("  index lost: until it stands again", f"{rebuilt:.0f} s", f"a search meanwhile: {before:.0f} ms")
    server.stop()
