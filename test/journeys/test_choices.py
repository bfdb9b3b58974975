"""What a person decides about photos: selecting, deleting and undoing, favourites, the archive, ratings, downloads."""

import datetime
import hashlib
import re
import zipfile

import pytest
from playwright.sync_api import expect

from support import landscapes, pictures
from support.photos import PASSPHRASE


@pytest.fixture
def owner(person, server):
    """The owner of twelve photos of three days, `photo-1.jpg` the oldest."""
    server.originals = {}
    for number in range(1, 13):
        name = f"photo-{number}.jpg"
        server.originals[name] = pictures.jpeg(number, 480, 320, taken=f"2026:05:{10 + (number - 1) // 4:02} {8 + number}:00:00")
        server.client.upload(name, server.originals[name])
    server.client.wait_until_processed()
    person.open("/")
    expect(person.tiles()).to_have_count(12)
    person.wait_until_sharp()
    return person


def select(owner, *names):
    for name in names:
        owner.tile(name).hover()
        owner.check(name).click()


def selected(owner, words):
    return expect(owner.page.get_by_test_id("selected-count")).to_have_text(words)


def test_select_delete_undo_and_empty_the_trash(owner, server):
    page = owner.page
    select(owner, "photo-12.jpg")
    selected(owner, "1 photo selected")
    owner.photo("photo-9.jpg").click(modifiers=["Shift"])
    selected(owner, "4 photos selected")
    page.get_by_role("checkbox", name=re.compile("Select 4 photos of Mon")).click()
    selected(owner, "8 photos selected")
    owner.shot("selected")
    owner.expect_accessible()

    owner.button("Move to the trash").click()
    expect(owner.tiles()).to_have_count(4)
    expect(owner.toast("8 photos moved to the trash.")).to_be_visible()
    owner.shot("trashed")
    owner.toast("8 photos moved to the trash.").get_by_role("button", name="Undo").click()
    expect(owner.tiles()).to_have_count(12)
    assert len(server.client.timeline("trash")) == 0

    select(owner, "photo-1.jpg", "photo-2.jpg", "photo-3.jpg")
    owner.press("Delete")
    expect(owner.tiles()).to_have_count(9)
    page.get_by_role("link", name="Trash").click()
    expect(owner.tiles()).to_have_count(3)
    owner.wait_until_sharp()
    expect(owner.tile("photo-2.jpg")).to_contain_text("30 days left")
    expect(owner.photo("photo-2.jpg")).to_have_accessible_name(re.compile("30 days left"))
    owner.expect_accessible()
    owner.shot("trash")
    select(owner, "photo-2.jpg")
    owner.button("Restore").click()
    expect(owner.tiles()).to_have_count(2)

    owner.button("Empty the trash").click()
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("2 photos will be deleted for ever")
    owner.shot("empty-the-trash")
    owner.expect_accessible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(owner.tiles()).to_have_count(2)
    owner.button("Empty the trash").click()
    dialog.get_by_role("button", name="Empty the trash").click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    owner.shot("trash-empty")
    page.get_by_role("link", name="Photos", exact=True).click()
    expect(owner.tiles()).to_have_count(10)
    assert server.client.timeline("trash") == []


def test_what_is_done_in_a_row_is_told_and_undone_as_one(owner, server):
    owner.photo("photo-12.jpg").focus()
    for left in (11, 10, 9):
        owner.press("ArrowRight", "Delete")
        expect(owner.tiles()).to_have_count(left)
    expect(owner.page.get_by_test_id("toast")).to_have_count(1)
    owner.toast("3 photos moved to the trash.").get_by_role("button", name="Undo").click()
    expect(owner.tiles()).to_have_count(12)
    assert len(server.client.timeline("trash")) == 0


def test_deleting_in_the_viewer_goes_on_to_the_next_photo(owner):
    page = owner.page
    owner.photo("photo-12.jpg").click()
    viewer = page.get_by_test_id("viewer")
    expect(viewer).to_have_attribute("aria-label", "Photo photo-12.jpg")
    expect(owner.button("Next photo")).to_be_visible()
    owner.press("Delete")
    expect(viewer).to_have_attribute("aria-label", "Photo photo-11.jpg")
    owner.toast("1 photo moved to the trash.").get_by_role("button", name="Undo").click()
    owner.press("Escape")
    expect(owner.tiles()).to_have_count(12)


def test_favourites_archive_and_ratings_by_keys(owner, server):
    page = owner.page
    ids = {photo["name"]: photo["id"] for photo in map(server.client.photo, server.client.timeline())}
    owner.photo("photo-12.jpg").focus()
    owner.press("f")
    expect(owner.photo("photo-12.jpg")).to_have_accessible_name(re.compile("Favourite"))
    owner.press("4")
    expect(owner.toast("Rated 4 stars.")).to_be_visible()
    owner.press("ArrowRight")
    expect(owner.photo("photo-11.jpg")).to_be_focused()
    owner.press("Shift+A")
    expect(owner.toast("1 photo archived.")).to_be_visible()
    expect(owner.tiles()).to_have_count(11)
    photo = server.client.photo(ids["photo-12.jpg"])
    assert photo["favourite"] and photo["rating"] == 4
    assert server.client.photo(ids["photo-11.jpg"])["archived"]

    page.get_by_role("link", name="Favourites").click()
    expect(owner.tiles()).to_have_count(1)
    owner.wait_until_sharp()
    owner.shot("favourites")
    page.get_by_role("link", name="Archive").click()
    expect(owner.tiles()).to_have_count(1)
    owner.photo("photo-11.jpg").click()
    expect(page).to_have_url(re.compile(r"view=archive"))
    owner.press("5")
    expect(owner.toast("Rated 5 stars.")).to_be_visible()
    owner.button("Move back to the photos").click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    owner.shot("archive-empty")


def test_an_original_comes_back_byte_for_byte(owner, server):
    page = owner.page
    owner.photo("photo-12.jpg").click()
    with page.expect_download() as download:
        owner.button("Download the original").click()
    assert download.value.suggested_filename == "photo-12.jpg"
    with open(download.value.path(), "rb") as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(server.originals["photo-12.jpg"]).digest()


def test_a_selection_comes_as_one_zip(owner, server):
    page = owner.page
    server.client.upload("photo-3.jpg", pictures.jpeg(99, taken="2026:05:12 23:00:00"))  # Another picture of the same name.
    expect(owner.tiles()).to_have_count(13)
    page.get_by_role("heading", name="Tue 12 May").hover()
    page.get_by_role("checkbox", name=re.compile("Select 5 photos of Tue")).click()
    selected(owner, "5 photos selected")
    select(owner, "photo-1.jpg")
    with page.expect_download() as download:
        owner.button("Download").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert archive.testzip() is None
        packed = {hashlib.sha256(archive.read(name)).hexdigest(): name for name in archive.namelist()}
    wanted = [server.originals[f"photo-{number}.jpg"] for number in (1, 9, 10, 11, 12)]
    assert {hashlib.sha256(body).hexdigest() for body in wanted} < set(packed) and len(packed) == 6


def test_two_pages_show_the_same_library(owner, people, server):
    other = people(server, server.client)
    other.open("/")
    expect(other.tiles()).to_have_count(12)
    body = landscapes.picture(3, "fresh.jpg", datetime.datetime(2026, 5, 20, 9)).bytes
    owner.page.get_by_test_id("file-input").set_input_files({"name": "fresh.jpg", "mimeType": "image/jpeg", "buffer": body})
    expect(other.tile("fresh.jpg")).to_have_attribute("data-state", "ready")
    owner.photo("fresh.jpg").focus()
    owner.press("f")
    expect(other.photo("fresh.jpg")).to_have_accessible_name(re.compile("Favourite"))
    owner.press("Delete")
    expect(other.tile("fresh.jpg")).to_have_count(0)
    expect(other.tiles()).to_have_count(12)
    owner.toast("1 photo moved to the trash.").get_by_role("button", name="Undo").click()
    expect(other.tiles()).to_have_count(13)


def test_tabs_share_one_line_for_news(owner, server):
    lines = []
    owner.context.on("request", lambda request: lines.append(request) if "/api/events" in request.url else None)
    first = owner.page
    first.reload()
    expect(owner.tiles()).to_have_count(12)
    second = owner.another_page()
    owner.open("/")
    expect(owner.tiles()).to_have_count(12)
    server.client.upload("thirteen.jpg", pictures.jpeg(13, taken="2026:05:13 10:00:00"))
    expect(owner.tile("thirteen.jpg")).to_have_attribute("data-state", "ready")
    expect(first.get_by_test_id("tile")).to_have_count(13)
    assert len(lines) == 1, "each tab has a line of its own"

    first.close()
    server.client.upload("fourteen.jpg", pictures.jpeg(14, taken="2026:05:14 10:00:00"))
    expect(second.get_by_test_id("tile")).to_have_count(14)
    expect(owner.tile("fourteen.jpg")).to_have_attribute("data-state", "ready")
    assert len(lines) == 2, "the tab that stayed takes the line over"


def end_all_sessions(server):
    for session in server.client.ask("GET", "/api/sessions", 200).json()["sessions"]:
        server.client.ask("DELETE", f"/api/sessions/{session['id']}")


def go_on_in_the_trash(owner, server):
    page = owner.page
    expect(page.get_by_label("Passphrase", exact=True)).to_be_visible()
    owner.shot("session-ended")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    owner.press("Enter")
    expect(page.get_by_test_id("empty")).to_be_visible()
    expect(page).to_have_url(server.app + "/trash")


def test_a_session_that_ends_is_noticed_by_the_page_itself(owner, server):
    owner.provokes(r"status of 401")
    owner.page.get_by_role("link", name="Trash").click()
    expect(owner.page.get_by_test_id("empty")).to_be_visible()
    end_all_sessions(server)
    expect(owner.page.get_by_text("Your session has ended")).to_be_visible()
    go_on_in_the_trash(owner, server)


def test_a_session_that_ended_asks_for_the_passphrase_and_goes_on(owner, server):
    owner.provokes(r"status of 401")
    page = owner.page
    page.route("**/api/events*", lambda route: None)  # news that never come: the page learns of it by asking
    page.reload()
    page.wait_for_load_state("networkidle")  # else the page's own first questions may learn of it
    end_all_sessions(server)
    page.get_by_role("link", name="Trash").click()
    go_on_in_the_trash(owner, server)
