"""Whatever a person drops on the page: a clear message for that file, the rest go on, and the server stays up."""

import base64
import hashlib
import os
import pathlib
import signal
import struct
import subprocess
import time
import urllib.parse
import zlib

import pytest
import requests

from support import pictures
from support.photos import PhotoClient
from support.server import Server


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("bad") / "data", []).start()
    yield PhotoClient(server.app).set_up(server.setup), server
    assert server.stop() == 0


def png_bomb() -> bytes:
    """60,000 x 60,000 pixels that say so in a few bytes."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(180_001))) + chunk(b"IEND", b"")


def gif(frames: int) -> bytes:
    """An animation of one pixel."""
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * frames + b"\x3b"


def heic() -> bytes:
    listed = subprocess.run(["dpkg", "-L", "libheif-examples"], capture_output=True, text=True).stdout.split()
    found = [line for line in listed if line.endswith((".heic", ".heif"))]
    if found:
        return pathlib.Path(found[0]).read_bytes()
    return b"\0\0\0\x1cftypheic\0\0\0\0mif1heicmiaf" + b"\0\0\x01\0meta" + bytes(248)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'

# A file's bytes and name, and words its owner must find in the message.
BAD = {
    "text": (b"this is not a picture\n" * 50, "holiday.jpg", "photo"),
    "cut off": (pictures.jpeg(1, 800, 600)[:9_000], "cut.jpg", "cut off"),
    "corrupt HEIC": (heic()[:200] + os.urandom(3_000), "phone.heic", "damaged"),
    "PNG bomb": (png_bomb(), "bomb.png", "pixels"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_picture_that_cannot_be_read_is_kept_and_told(library, what):
    client, _ = library
    body, name, words = BAD[what]
    outcome = client.upload(name, body)
    assert outcome["result"] == "added", outcome
    client.wait_until_processed()
    photo = client.photo(outcome["photo"]["id"])
    assert photo["state"] == "failed" and words in photo["error"].lower(), photo
    assert client.original(photo["id"]) == body, "the bytes are the owner's, whatever they are"
    failures = client.ask("GET", "/api/processing", 200).json()["failures"]
    assert photo["id"] in [failure["photo_id"] for failure in failures]


@pytest.mark.parametrize("name, body", [("empty.jpg", b""), ("drawing.svg", SVG)])
def test_what_is_no_photo_by_its_size_or_name_never_travels(library, name, body):
    client, _ = library
    plan = client.offer(name, body)
    assert plan["result"] == "refused" and plan["message"].endswith("."), plan


def test_an_svg_in_disguise_is_never_served_as_one(library):
    client, _ = library
    outcome = client.upload("drawing.png", SVG)
    client.wait_until_processed()
    photo = client.photo(outcome["photo"]["id"])
    assert photo["state"] == "failed", photo
    answer = client.ask("GET", f"/api/photos/{photo['id']}/original", 200)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"] and answer.headers["x-content-type-options"] == "nosniff"


def test_ten_thousand_frames_cost_nothing(library):
    client, _ = library
    begun = time.monotonic()
    outcome = client.upload("dance.gif", gif(10_000))
    client.wait_until_processed(30)
    photo = client.photo(outcome["photo"]["id"])
    assert photo["state"] == "ready" and photo["kind"] == "animation", photo
    assert time.monotonic() - begun < 30


def test_a_name_of_three_hundred_letters_is_only_a_name(library):
    client, _ = library
    name = "Ü写🌄" * 100 + ".jpg"
    outcome = client.upload(name, pictures.jpeg(300))
    if outcome["result"] == "refused":
        assert "name" in outcome["message"]
        return
    client.wait_until_processed()
    photo = client.photo(outcome["photo"]["id"])
    assert photo["state"] == "ready" and photo["name"].startswith("Ü写🌄")
    answer = client.ask("GET", f"/api/photos/{photo['id']}/original", 200)
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]


def test_bytes_that_are_not_what_was_offered_are_refused(library):
    client, _ = library
    body = pictures.jpeg(400)
    claimed = {"client_id": "1", "name": "a.jpg", "size": len(body), "sha256": hashlib.sha256(b"something else").hexdigest()}
    plan = client.ask("POST", "/api/uploads", 200, json={"files": [claimed]}).json()["files"][0]
    client.send_parts(plan, body)
    refused = client.ask("POST", f"/api/uploads/{plan['upload_id']}/complete", 422, json={})
    assert "message" in refused.json()["error"]
    assert client.offer("a.jpg", body)["result"] == "upload", "the true bytes are still welcome"


def test_a_part_that_was_changed_on_its_way_is_refused(library):
    client, _ = library
    body = pictures.jpeg(401)
    plan = client.offer("b.jpg", body)
    wanted = {"number": 1, "size": len(body), "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode()}
    link = client.ask("POST", f"/api/uploads/{plan['upload_id']}/parts", 200, json={"parts": [wanted]}).json()["parts"][0]
    url = urllib.parse.urljoin(client.app, link["url"])
    assert requests.put(url, data=body[:-1] + b"!", headers=link["headers"], timeout=20).status_code == 400
    assert requests.put(url, data=body + b"!", headers=link["headers"], timeout=20).status_code == 403, "the length is signed"
    assert requests.put(url, data=body, headers=link["headers"], timeout=20).status_code == 200


def test_an_upload_that_was_cut_in_the_middle_goes_on_where_it_was(library):
    client, server = library
    body = os.urandom(20 << 20)
    plan = client.offer("long.jpg", body)
    client.send_parts(plan, body, only=[1])
    server.kill()
    server.start()
    client.at(server.app)
    again = client.offer("long.jpg", body)
    assert again["upload_id"] == plan["upload_id"] and [part["number"] for part in again["parts"]] == [1]
    early = client.ask("POST", f"/api/uploads/{plan['upload_id']}/complete", 409, json={})
    assert "message" in early.json()["error"]
    client.send_parts(again, body)
    done = client.ask("POST", f"/api/uploads/{plan['upload_id']}/complete", 200, json={}).json()
    assert hashlib.sha256(client.original(done["photo"]["id"])).digest() == hashlib.sha256(body).digest()


def test_a_reader_that_is_killed_costs_a_photo_a_second_try(library):
    client, server = library
    outcomes = [client.upload(f"k{number}.jpg", pictures.jpeg(500 + number, 3000, 2000)) for number in range(6)]
    children = subprocess.run(["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True).stdout.split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    client.wait_until_processed(90)
    for outcome in outcomes:
        assert client.photo(outcome["photo"]["id"])["state"] == "ready"
    assert client.ask("GET", "/health", 200).json()["status"] == "ok"
