"""Bringing photos in: chosen, dropped, a folder; twice; bad ones; and interrupted ones."""

import hashlib
import itertools
import re
import shutil

import pytest
from playwright.sync_api import expect

from support import pictures
from support.browser import PATIENCE_MS

PARTS = re.compile(r"[?&]X-Amz-Signature=")


def files_of(folder, count, width=320, height=240, seed=0):
    """Writes so many small pictures of one month."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        path = folder / f"picture-{seed + number}.jpg"
        path.write_bytes(pictures.jpeg(seed + number + 1, width, height, taken=f"2024:05:{1 + number:02} 12:00:00"))
        made.append(path)
    return made


def large_png(path, megabytes):
    """A picture of noise, which no compression makes small."""
    from PIL import Image

    side = int((megabytes * 1_000_000 / 3) ** 0.5)
    Image.merge("RGB", [Image.effect_noise((side, side), 80) for _ in range(3)]).save(path, "PNG", compress_level=0)
    return path


@pytest.mark.timeout(240)
def test_thirty_real_photos_chosen_and_dropped(person, server):
    photos = [path for path in pictures.real_photos() if path.stat().st_size > 1_000]
    unique = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in photos}
    thirty = sorted(unique.values(), key=lambda path: path.stat().st_size)[:30]
    page = person.page

    person.choose(*thirty[:15])
    expect(page.get_by_test_id("upload-panel")).to_be_visible()
    person.shot("upload-panel")
    person.expect_uploaded(15)
    person.shot("upload-done")
    person.drop(*thirty[15:])
    person.expect_photos(30)
    expect(page.get_by_test_id("upload-panel")).to_be_hidden()  # All went well: the panel leaves by itself.

    state = server.client.wait_until_processed()
    assert state["failed"] == 0, state
    expect(page.locator("[data-testid=tile][data-state=processing]")).to_have_count(0)
    person.expect_photos(30)
    person.wait_until_sharp()
    person.shot("real-photos")
    kept = {server.client.photo(photo)["sha256"] for photo in server.client.timeline()}
    assert kept == {hashlib.sha256(path.read_bytes()).hexdigest() for path in thirty}


def test_the_panel_stays_while_the_pointer_rests_on_it(person, tmp_path):
    panel = person.page.get_by_test_id("upload-panel")
    person.choose(*files_of(tmp_path, 2))
    panel.hover()
    person.expect_photos(2)
    person.page.wait_for_timeout(7_000)
    expect(panel).to_contain_text("2 files processed")
    person.page.mouse.move(300, 300)
    expect(panel).to_be_hidden()


def test_a_folder_with_folders_in_it_takes_its_photos_only(person, tmp_path):
    files_of(tmp_path / "holiday", 3)
    files_of(tmp_path / "holiday" / "beach", 4, seed=10)
    (tmp_path / "holiday" / "notes.txt").write_text("sunny")
    person.page.get_by_test_id("folder-input").set_input_files(tmp_path / "holiday")
    expect(person.toast("1 file is not a photo and was left out.")).to_be_visible()  # It goes while photos arrive.
    person.expect_photos(7)

    files_of(tmp_path / "party" / "night", 2, seed=20)
    (tmp_path / "party" / "list.txt").write_text("cake")
    person.drop(tmp_path / "party")
    expect(person.tiles()).to_have_count(9)


def test_what_is_there_already_is_not_sent_again(person, server, tmp_path):
    first = files_of(tmp_path / "first", 3)
    person.choose(*first)
    person.expect_photos(3)

    sent = []
    person.context.on("request", lambda request: sent.append(request.url) if request.method == "PUT" else None)
    renamed = tmp_path / "another name.jpg"
    shutil.copy(first[0], renamed)
    person.choose(first[1], renamed)
    expect(person.row("another name.jpg")).to_contain_text("Already in the library")
    expect(person.row(first[1].name)).to_contain_text("Already in the library")
    expect(person.page.get_by_test_id("count-duplicate")).to_have_text("2")
    person.shot("duplicates")
    assert sent == [], "bytes travelled although the photo was there"
    expect(person.tiles()).to_have_count(3)

    server.client.ask("POST", "/api/photos/trash", 200, json={"ids": server.client.timeline()[:1]})
    expect(person.tiles()).to_have_count(2)
    person.row("another name.jpg").get_by_role("link").click()
    expect(person.page.get_by_test_id("viewer")).to_be_visible()


def test_a_photo_moves_to_the_month_it_was_taken_in(person, tmp_path):
    path = tmp_path / "old.jpg"
    path.write_bytes(pictures.jpeg(1, taken="2019:06:15 10:00:00"))
    person.choose(path)
    expect(person.page.get_by_role("heading", name="June 2019")).to_be_visible()
    expect(person.tile("old.jpg")).to_have_attribute("data-state", "ready")
    expect(person.tiles()).to_have_count(1)
    person.expect_photos(1)


def bad_files(folder):
    """name -> bytes, each bad in its own way."""
    import io
    import struct
    import zlib

    from PIL import Image

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 60000, 60000, 1, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    bomb = b"".join([*(rows.compress(b"\0" * 7501) for _ in range(60000)), rows.flush()])
    whole = pictures.jpeg(5, 1200, 900)
    cut = whole[: len(whole) // 3]
    frames = io.BytesIO()
    grey = [Image.new("L", (64, 64), n % 250) for n in range(400)]
    grey[0].save(frames, "GIF", save_all=True, append_images=grey[1:], duration=20, loop=0)
    return {
        "empty.jpg": b"",
        "words.jpg": b"These are words and no picture at all.\n" * 40,
        "cut.jpg": cut,
        "bomb.png": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", bomb) + chunk(b"IEND", b""),
        "frames.gif": frames.getvalue(),
        "script.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
    }


@pytest.mark.timeout(180)
def test_bad_files_are_named_and_the_rest_go_on(person, server, tmp_path):
    person.provokes(r"status of 4\d\d")
    page = person.page
    long_name = ("Überraschung 🌊 " * 30)[:246] + ".jpg"  # As long as file systems allow, in characters: 250.
    paths = []
    for name, body in bad_files(tmp_path).items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(body)
    good = files_of(tmp_path / "good", 3, seed=70)
    page.get_by_test_id("file-input").set_input_files(
        [{"name": path.name, "mimeType": "", "buffer": path.read_bytes()} for path in [*paths, *good]]
        + [{"name": "ä" * 296 + ".jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg(81)}, {"name": long_name, "mimeType": "image/jpeg", "buffer": pictures.jpeg(82)}]
    )
    expect(page.get_by_test_id("upload-panel").get_by_role("heading", name="11 files processed")).to_be_visible(timeout=3 * PATIENCE_MS)
    for refused in ("empty.jpg", "script.svg"):
        row = person.row(refused)
        expect(row).to_have_attribute("data-phase", "failed")
        words = row.locator(".state").inner_text()
        assert len(words.split()) >= 3 and words != "Failed", f"{refused}: {words}"
    for unread in ("words.jpg", "bomb.png"):  # They arrived, but what they hold is no picture.
        expect(person.row(unread)).to_have_attribute("data-phase", "failed")
        expect(person.row(unread)).to_contain_text("Kept, but not readable as a photo.")
    expect(page.get_by_test_id("count-failed")).to_have_text("4")
    person.shot("bad-files")
    server.client.wait_until_processed()
    photos = {photo["name"]: photo for photo in map(server.client.photo, server.client.timeline())}
    assert not {"empty.jpg", "script.svg"} & set(photos)
    for name in ("words.jpg", "bomb.png"):  # What a file holds is known once the engine has looked into it.
        assert photos[name]["state"] == "failed" and len(photos[name]["error"].split()) >= 3, photos[name]
    for name in [path.name for path in good] + ["frames.gif", "cut.jpg"]:
        assert photos[name]["state"] == "ready", photos[name]
    assert any(name.startswith("ääää") for name in photos), "a name of 300 characters is no reason to refuse a photo"
    assert server.process.poll() is None

    expect(page.locator("[data-testid=tile][data-state=failed]")).to_have_count(2)
    person.shot("bad-files-timeline")
    person.button("Clear finished uploads").click()
    person.photo("words.jpg").click()
    expect(page.get_by_text("This photo could not be read.")).to_be_visible()
    expect(page.get_by_text(photos["words.jpg"]["error"])).to_be_visible()
    expect(page.get_by_text("The original is safe and can be downloaded.")).to_be_visible()
    person.shot("viewer-failed")
    person.press("Escape")
    person.photo("cut.jpg").click()  # What is there of it is shown.
    expect(page.get_by_test_id("viewer-image")).to_be_visible()
    expect(page.get_by_test_id("viewer-notice")).to_have_text("This file is damaged: part of the picture is missing.")
    person.shot("viewer-cut-off")
    person.press("Escape")
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_text("2 photos could not be read.")).to_be_visible()
    person.shot("settings-failures")


@pytest.mark.timeout(180)
def test_closing_the_tab_loses_nothing(person, server, tmp_path):
    path = large_png(tmp_path / "large.png", 45)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    passed = itertools.count(1)
    person.context.route(PARTS, lambda route: route.continue_() if next(passed) <= 2 else None)  # The third part never ends.
    arrived = []
    person.context.on("response", lambda response: arrived.append(response) if response.request.method == "PUT" else None)
    person.choose(path)
    with person.context.expect_event("response", lambda response: response.request.method == "PUT" and response.ok):
        pass
    person.page.wait_for_function("() => indexedDB.databases().then((all) => all.length > 0)")
    person.shot("interrupted")
    person.page.close()
    person.context.unroute_all(behavior="ignoreErrors")
    had = server.client.ask("GET", "/api/uploads", 200).json()["uploads"][0]["parts"]
    assert had, "the server kept what had arrived"

    sent = []
    person.context.on("request", lambda request: sent.append(request) if request.method == "PUT" else None)
    person.another_page()
    person.open("/")
    expect(person.page.get_by_test_id("resume-banner")).to_contain_text("1 upload was interrupted.")
    person.shot("resumed")
    person.expect_photos(1)
    photo = server.client.photo(server.client.timeline()[0])
    assert photo["sha256"] == digest
    assert hashlib.sha256(server.client.original(photo["id"])).hexdigest() == digest
    assert server.client.ask("GET", "/api/uploads", 200).json()["uploads"] == []
    total = -(-path.stat().st_size // (8 << 20))
    assert len(sent) <= total - len(had) + 1, "parts that had arrived were sent again"


@pytest.mark.timeout(180)
def test_a_server_that_dies_during_an_upload_gets_the_rest_afterwards(person, server, tmp_path):
    person.provokes(r"ERR_|Failed to load resource|fetch")
    path = large_png(tmp_path / "large.png", 45)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    person.choose(path)
    with person.context.expect_event("response", lambda response: response.request.method == "PUT" and response.ok):
        pass
    server.kill()
    expect(person.page.get_by_test_id("offline")).to_contain_text("The server does not answer.")
    expect(person.page.get_by_test_id("upload-panel")).to_contain_text("Waiting for the server")
    person.shot("server-gone")
    server.start()
    expect(person.page.get_by_test_id("offline")).to_be_hidden()
    person.expect_photos(1)
    photo = server.client.photo(server.client.timeline()[0])
    assert hashlib.sha256(server.client.original(photo["id"])).hexdigest() == photo["sha256"] == digest
    expect(person.tiles()).to_have_count(1)


def test_a_file_that_is_held_up_says_why(person, tmp_path):
    path = large_png(tmp_path / "large.png", 20)
    person.context.route(PARTS, lambda route: None)  # No part ever ends.
    person.choose(path)
    row = person.row("large.png")
    expect(row).to_contain_text("Uploading")
    person.button("Pause").click()
    expect(row.locator(".state")).to_have_text(re.compile(r"^Paused · \d+%$"))
    person.shot("upload-paused")
    person.button("Go on").click()
    expect(row).to_contain_text("Uploading")
    person.provokes("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    person.context.set_offline(True)
    expect(row.locator(".state")).to_have_text(re.compile(r"^Waiting for the connection · \d+%$"))
    person.context.set_offline(False)
    person.context.unroute_all(behavior="ignoreErrors")
    person.expect_photos(1)
