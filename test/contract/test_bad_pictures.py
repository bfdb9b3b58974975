"""Whatever a person drops on the page: a clear message for that file, the rest go on, and the server stays up."""

import base64
import hashlib
import io
import os
import pathlib
import signal
import struct
import subprocess
import time
import urllib.parse
import zipfile
import zlib

import numpy
import pytest
import requests
from PIL import Image

from support import pictures
from support.photos import PhotoClient
from support.server import Server
from support.truth_photos import jpeg, photo_bytes


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


def saved(image: Image.Image, kind: str, **settings) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'

# A file's bytes and name, and words its owner must find in the message.
BAD = {
    "text": (b"this is not a picture\n" * 50, "holiday.jpg", "photo"),
    "a JPEG's head alone": (pictures.jpeg(1, 800, 600)[:500], "cut.jpg", "cut off"),
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


def preview(client: PhotoClient, photo: dict, edge: int) -> Image.Image:
    answer = client.ask("GET", f"/api/photos/{photo['id']}/preview/{edge}?v={photo['version']}", 200)
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def ready(client: PhotoClient, name: str, body: bytes) -> dict:
    """The photo, read and looked at."""
    outcome = client.upload(name, body)
    assert outcome["result"] == "added", outcome
    client.wait_until_analysed()
    photo = client.photo(outcome["photo"]["id"])
    assert photo["state"] == "ready" and photo["analysis"]["state"] == "done", photo
    assert client.original(photo["id"]) == body
    return photo


@pytest.mark.parametrize("progressive", [False, True])
def test_of_a_jpeg_that_breaks_off_the_part_that_is_there_is_shown_and_the_rest_told(library, progressive):
    client, _ = library
    noise = numpy.random.default_rng(5).integers(0, 256, (600, 900, 3), numpy.uint8)
    exif = Image.Exif()
    exif[0x010F], exif.get_ifd(0x8769)[0x9003] = "Camera", "2024:05:01 12:30:00"
    whole = saved(Image.fromarray(noise), "JPEG", quality=80, exif=exif, progressive=progressive)
    photo = ready(client, f"broken{progressive}.jpg", whole[: len(whole) // 4])
    assert photo["warning"] == "This file is damaged: part of the picture is missing." and "error" not in photo
    assert (photo["width"], photo["height"]) == (900, 600) and photo["taken_at"] == "2024-05-01T12:30:00"
    assert photo["exif"]["camera_make"] == "Camera"
    picture = numpy.asarray(preview(client, photo, 1440), dtype=float)
    top, bottom = picture[:100], picture[-100:]
    assert top.std() > 20
    assert progressive or bottom.std() < 2, "what is missing is blank"
    assert preview(client, photo, 256).height == 256
    failures = client.ask("GET", "/api/processing", 200).json()["failures"]
    assert photo["id"] not in [failure["photo_id"] for failure in failures]
    assert "warning" not in ready(client, f"whole{progressive}.jpg", whole)


def odd_pictures() -> dict[str, bytes]:
    dog = Image.open(io.BytesIO(photo_bytes("dog"))).convert("RGB")
    deep = numpy.asarray(dog.convert("L"), dtype=numpy.uint16) * 257
    return {
        "cmyk.jpg": saved(dog.convert("CMYK"), "JPEG", quality=90),
        "progressive.jpg": saved(dog, "JPEG", quality=90, progressive=True),
        "sixteen bits.png": saved(Image.fromarray(deep), "PNG"),
        "sixteen bits.tif": saved(Image.fromarray(deep), "TIFF"),
        "transparent.png": saved(dog.convert("RGBA"), "PNG"),
        "palette.gif": saved(dog.quantize(64), "GIF"),
        "moving.png": saved(dog, "PNG", save_all=True, append_images=[dog.rotate(180)]),
        "moving.webp": saved(dog, "WEBP", save_all=True, append_images=[dog.rotate(180)]),
        "called otherwise.heic": jpeg(dog, side_max=700),
    }


def test_odd_pictures_are_shown_and_looked_at_like_others(library):
    client, _ = library
    for name, body in odd_pictures().items():
        photo = ready(client, name, body)
        assert {label["name"] for label in photo["labels"]} & {"Dog", "Animal", "Bicycle"}, (name, photo["labels"])
        assert preview(client, photo, 256).height == 256, name
        assert "warning" not in photo and "left_out" not in photo["analysis"], name


def test_a_picture_of_one_pixel_is_shown_and_says_why_nothing_is_looked_for_in_it(library):
    client, _ = library
    photo = ready(client, "dot.png", saved(Image.new("RGB", (1, 1), (200, 10, 10)), "PNG"))
    assert (photo["width"], photo["height"]) == (1, 1) and photo["labels"] == []
    assert "too small" in photo["analysis"]["left_out"][0]


def test_a_strip_is_as_sharp_in_its_row_as_any_other(library):
    client, _ = library
    photo = ready(client, "strip.jpg", pictures.jpeg(77, 5200, 400))
    small = preview(client, photo, 256)
    assert small.height == 256 and small.width == 3328, "what a row shows of it is not enlarged"
    assert preview(client, photo, 1440).width == 1440


def test_a_photo_is_seen_upright_however_it_was_held(library):
    client, _ = library
    dog = Image.open(io.BytesIO(photo_bytes("dog"))).convert("RGB")
    dog.thumbnail((700, 700))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose that stores it as a camera would
    for orientation in range(1, 9):
        stored = dog.transpose(Image.Transpose(undo[orientation])) if orientation in undo else dog
        exif = Image.Exif()
        exif[0x0112] = orientation
        photo = ready(client, f"held {orientation}.jpg", saved(stored, "JPEG", quality=92, exif=exif))
        assert (photo["width"], photo["height"]) == dog.size, orientation
        found = next(label for label in photo["labels"] if label["name"] == "Dog")
        box = found["instances"][0]["box"]
        assert 0.1 < box["left"] < 0.25 and 0.3 < box["top"] < 0.5, (orientation, box)


NAMES = (
    "../../../etc/passwd.jpg", "/etc/shadow.jpg", "C:\\Windows\\win.ini.jpg", "<script>alert(1)</script>.jpg", "a\r\nSet-Cookie: x=y.jpg",
    "'; DROP TABLE photos; --.jpg", "%2e%2e%2f%00.jpg", "\u202egpj.exe.jpg", "..jpg", " .jpg", "CON.jpg", "-rf.jpg", "$(reboot).jpg", '"quoted".jpg',
)


def test_names_that_mean_harm_are_only_names(library):
    client, _ = library
    added = []
    for number, name in enumerate(NAMES):
        outcome = client.upload(name, pictures.jpeg(9_000 + number))
        if outcome["result"] == "refused":
            assert outcome["message"].endswith("."), outcome
            continue
        client.wait_until_processed()
        photo = client.photo(outcome["photo"]["id"])
        assert photo["state"] == "ready", (name, photo)
        header = client.ask("GET", f"/api/photos/{photo['id']}/original", 200).headers
        assert "set-cookie" not in header and "/" not in urllib.parse.unquote(header["content-disposition"]), name
        added.append(photo["id"])
    assert len(added) >= 10
    link = client.ask("POST", "/api/downloads", 201, json={"ids": added}).json()["url"]
    with zipfile.ZipFile(io.BytesIO(client.ask("GET", link, 200).content)) as archive:
        assert archive.testzip() is None and len(archive.namelist()) == len(added)
        for entry in archive.namelist():
            assert not any(mark in entry for mark in ("/", "\\", "\0", "\n")) and entry.strip(". "), entry
    assert client.ask("GET", "/health", 200).json()["status"] == "ok"


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
