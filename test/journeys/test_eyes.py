"""What the library sees in photos, and what a person makes of it: labels, search, people, the map, duplicates, jobs."""

import datetime
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from support import landscapes, pictures
from support.browser import DESKTOP, PATIENCE_MS, PHONE
from support.photos import PhotoClient
from support.server import Server
from support.truth_photos import jpeg, photo, photo_bytes

pytestmark = pytest.mark.timeout(300)

SEEN_MS = 3 * PATIENCE_MS  # The first look loads the models.


def written(folder, **bodies):
    """Writes files `name.jpg` with these bytes."""
    paths = []
    for name, body in bodies.items():
        paths.append(folder / f"{name.replace('_', '-')}.jpg")
        paths[-1].write_bytes(body)
    return paths


def search(person, words):
    person.press("/")
    box = person.page.get_by_test_id("search-box")
    expect(box).to_be_focused()
    box.fill(words)
    person.press("Enter")
    expect(person.page).to_have_url(re.compile(r"/search\?q="))


def shows(person, *names):
    """Exactly these photos are on the page."""
    expect(person.tiles()).to_have_count(len(names))
    for name in names:
        expect(person.tile(name)).to_be_visible()


def label(person, name):
    return person.page.locator(f'[data-testid=label][data-name="{name}"]')


def test_labels_appear_and_search_finds_by_them(person, tmp_path):
    page = person.page
    person.choose(*written(tmp_path, holiday=photo_bytes("dog"), moon=photo_bytes("astronaut")))
    person.expect_photos(2)
    person.photo("holiday.jpg").click()
    person.press("i")
    panel = page.get_by_test_id("info-panel")
    expect(label(person, "Dog")).to_be_visible(timeout=SEEN_MS)  # The open panel follows by itself.
    expect(label(person, "Dog")).to_contain_text(re.compile(r"\d+%"))
    expect(panel.get_by_test_id("colours").get_by_role("listitem").first).to_be_attached()

    label(person, "Dog").hover()
    outline = page.get_by_test_id("outline").filter(has_text="Dog").first
    expect(outline).to_be_visible()
    person.shot("labels")
    person.expect_accessible()
    image = page.get_by_test_id("viewer-image").bounding_box()
    box = outline.bounding_box()
    middle = ((box["x"] + box["width"] / 2 - image["x"]) / image["width"], (box["y"] + box["height"] / 2 - image["y"]) / image["height"])
    truly = photo("dog")
    assert "dog" in truly.things and 0.15 < middle[0] < 0.45 and 0.4 < middle[1] < 0.95, middle
    page.get_by_test_id("stage").hover()
    expect(outline).to_have_count(0)

    label(person, "Dog").get_by_role("button", name=re.compile("Hide Dog")).click()
    expect(label(person, "Dog")).to_have_count(0)
    person.toast("Dog is hidden on this photo.").get_by_role("button", name="Undo").click()
    expect(label(person, "Dog")).to_be_visible()
    person.button("Add a label").click()
    page.keyboard.type("Rex")
    person.press("Enter")
    expect(label(person, "Rex")).to_be_visible()
    person.press("Escape")

    search(person, "dog")
    shows(person, "holiday.jpg")
    expect(page.get_by_test_id("search-parts").get_by_role("listitem")).to_have_count(1)
    person.wait_until_sharp()
    person.expect_accessible()
    person.shot("search")
    search(person, "rex")
    shows(person, "holiday.jpg")
    search(person, "dog xyzzy")
    expect(page.get_by_text("Nothing in the library matches “xyzzy”.")).to_be_visible()
    person.expect_accessible()
    person.shot("search-nothing")
    long = "unbroken" * 12
    person.open(f"/search?q=dog+{long}")
    words = page.get_by_text(f"Nothing in the library matches “{long}”.")
    expect(words).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert words.bounding_box()["x"] >= 0 and words.bounding_box()["width"] <= 390, "a long word leaves the page"
    page.set_viewport_size(DESKTOP)
    page.get_by_role("link", name="Search for “dog”").click()
    shows(person, "holiday.jpg")


def test_suggestions_are_chosen_by_keyboard(person, server):
    server.client.upload("holiday.jpg", photo_bytes("dog"))
    server.client.wait_until_analysed()
    page = person.page
    person.press("/")
    box = page.get_by_test_id("search-box")
    box.fill("do")
    option = page.get_by_role("option", name=re.compile("^Dog"))
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    person.shot("suggestions")
    for _ in range(page.get_by_role("option").count()):
        person.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    person.expect_accessible()
    person.press("Enter")
    shows(person, "holiday.jpg")
    page.get_by_role("link", name="Explore").click()
    expect(page.get_by_role("heading", name="Things")).to_be_visible()
    person.shot("explore")
    person.press("/", "Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def people(person):
    return person.page.get_by_test_id("person")


def by_name(person, name):
    return people(person).filter(has_text=name)


def people_of(client, name):
    """The ids of those whose photos include this one."""
    everybody = client.ask("GET", "/api/people", 200).json()["people"]
    return {one["id"] for one in everybody if name in client.ask("GET", f"/api/people/{one['id']}/photos", 200).json()["names"]}


def test_a_person_is_named_split_merged_and_found_by_name(with_people):
    person, page = with_people, with_people.page
    twice = people(person).filter(has_text="2 photos")
    expect(twice).to_have_count(1, timeout=SEEN_MS)  # The two photos of one person gathered by themselves.
    person.shot("people")
    person.expect_accessible()
    twice.get_by_role("button", name="Add a name").click()
    page.get_by_role("combobox", name="Name").fill("Carl")
    person.shot("people-naming")
    person.press("Enter")
    expect(by_name(person, "Carl")).to_contain_text("2 photos")

    by_name(person, "Carl").get_by_role("link").click()
    expect(page.get_by_test_id("person-name")).to_have_text("Carl")
    shows(person, "capture1.jpg", "capture2.jpg")
    person.wait_until_sharp()
    person.expect_accessible()
    person.shot("person")
    person.photo("capture1.jpg").click()
    expect(page.get_by_test_id("viewer")).to_have_attribute("aria-label", "Photo capture1.jpg")
    person.press("Escape")
    expect(person.photo("capture1.jpg")).to_be_focused()

    page.get_by_role("button", name=re.compile("^Faces")).click()
    faces = page.get_by_test_id("faces").get_by_role("checkbox")
    expect(faces).to_have_count(2)
    faces.first.click()
    person.shot("person-faces")
    person.expect_accessible()
    person.button("New person").click()
    expect(faces).to_have_count(1)
    page.get_by_role("link", name="People", exact=True).click()
    expect(by_name(person, "Carl")).to_contain_text("1 photo")
    expect(people(person)).to_have_count(3)

    carl = by_name(person, "Carl").get_attribute("data-id")
    client = person.server.client
    of_capture = people_of(client, "capture1.jpg") | people_of(client, "capture2.jpg")
    assert carl in of_capture and len(of_capture) == 2
    for one in of_capture:
        card = page.locator(f"[data-testid=person][data-id='{one}']")
        card.hover()
        card.get_by_role("checkbox").click()
    expect(page.get_by_test_id("selected-count")).to_have_text("2 people selected")
    person.shot("people-selected")
    person.button("Merge").click()
    expect(people(person)).to_have_count(2)
    expect(by_name(person, "Carl")).to_contain_text("2 photos")
    person.toast("Merged: Carl.").get_by_role("button", name="Undo").click()
    expect(people(person)).to_have_count(3)
    client.ask("POST", "/api/people/merge", 200, json={"ids": [carl, *(of_capture - {carl})]})
    expect(people(person)).to_have_count(2)  # Done elsewhere; the page follows.

    search(person, "carl")
    shows(person, "capture1.jpg", "capture2.jpg")


def test_a_face_moves_to_somebody_without_a_name_on_a_phone(people, server):
    for name in ("capture1", "capture2", "astronaut"):
        server.client.upload(f"{name}.jpg", photo_bytes(name))
    server.client.wait_until_analysed()
    person = people(server, server.client, **PHONE)
    page = person.page
    person.open("/people")
    everybody = page.get_by_test_id("person")
    expect(everybody).to_have_count(2)
    person.expect_touchable()
    everybody.filter(has_text="2 photos").get_by_role("link").tap()
    page.get_by_role("button", name=re.compile("^Faces")).tap()
    faces = page.get_by_test_id("faces").get_by_role("checkbox")
    faces.first.tap()
    expect(page.get_by_test_id("selected-count")).to_have_text("1 face selected")
    person.expect_touchable()
    person.button("Move to…").tap()
    dialog = page.get_by_role("dialog", name="Who is it?")
    other = dialog.get_by_role("option", name="Someone without a name, 1 photo")
    expect(other).to_have_count(1)
    person.expect_touchable()
    person.expect_accessible()
    person.shot("phone-move-face")
    other.tap()
    expect(faces).to_have_count(1)
    person.open("/people")
    expect(everybody.filter(has_text="2 photos")).to_have_count(1)
    expect(everybody.filter(has_text="1 photo")).to_have_count(1)


def test_a_face_is_named_beside_its_photo(with_people):
    person, page = with_people, with_people.page
    expect(people(person)).to_have_count(2, timeout=SEEN_MS)
    person.open("/")
    person.photo("astronaut.jpg").click()
    person.press("i")
    face = page.get_by_test_id("face")
    expect(face).to_have_count(1)
    face.hover()
    expect(page.get_by_test_id("outline")).to_have_count(1)
    person.button("Who is this?").click()
    page.get_by_role("combobox", name="Name").fill("Eileen")
    person.press("Enter")
    expect(face.get_by_role("link", name="Eileen")).to_be_visible()
    person.shot("face-named")
    person.expect_accessible()
    face.get_by_role("link", name="Eileen").click()
    expect(page.get_by_test_id("person-name")).to_have_text("Eileen")
    person.button("Hide").click()
    person.toast("1 person hidden.").get_by_role("button", name="Undo").click()
    expect(person.button("Hide")).to_be_visible()


def test_the_map_shows_where_photos_were_taken(person, server):
    page = person.page
    for number in range(3):
        picture = landscapes.picture(number + 1, f"summit-{number}.jpg", datetime.datetime(2026, 5, 20, 9 + number))
        server.client.upload(picture.name, picture.bytes)
    server.client.upload("nowhere.jpg", pictures.jpeg(1))
    server.client.wait_until_processed()  # They are still being looked at: news comes in while the map is open.
    page.get_by_role("link", name="Map").click()
    person.wait_until_map_at_rest()
    expect(page.get_by_text("3 photos in sight")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/map\?at="))
    expect(page.get_by_test_id("cluster")).to_have_count(3)
    person.expect_accessible()
    person.shot("map")

    together = page.get_by_role("button", name=re.compile("photos near each other"))
    for _ in range(8):
        page.get_by_role("button", name="Zoom out").click()
        person.wait_until_map_at_rest()
        if together.count():
            break
    expect(page.locator(".country").first).to_be_attached()  # Countries are named from afar, and capitals have a ring.
    expect(page.locator(".town .capital").first).to_be_attached()
    person.shot("map-far")
    together.first.focus()
    person.press("Enter")
    panel = page.get_by_test_id("map-panel")
    expect(panel.get_by_test_id("tile").first).to_be_visible()
    person.wait_until_map_at_rest()
    person.wait_until_sharp()
    person.shot("map-panel")
    person.expect_accessible()
    panel.get_by_test_id("tile").first.locator("a").click()
    viewer = page.get_by_test_id("viewer")
    expect(viewer).to_have_attribute("aria-label", re.compile("Photo summit-"))
    person.press("i")
    expect(page.get_by_test_id("mini-map")).to_be_visible()
    person.press("Escape")
    expect(viewer).to_be_hidden()
    expect(panel.get_by_test_id("tile").first).to_be_visible()


def test_of_two_that_look_alike_the_better_stays(person, server):
    page = person.page
    large = photo_bytes("dog")
    small = jpeg(Image.open(io.BytesIO(large)), side_max=500)
    server.client.upload("large.jpg", large)
    server.client.upload("small.jpg", small)
    server.client.upload("other.jpg", photo_bytes("astronaut"))
    server.client.wait_until_analysed()
    page.get_by_role("link", name="Duplicates").click()
    group = page.get_by_test_id("duplicate-group")
    expect(group).to_have_count(1)
    expect(group.get_by_test_id("duplicate")).to_have_count(2)
    best = group.get_by_test_id("duplicate").filter(has_text="Best")
    expect(best).to_contain_text("large.jpg")
    person.wait_until_at_rest()
    person.expect_accessible()
    person.shot("duplicates-review")
    person.button("Keep the best").click()
    expect(page.get_by_text("No duplicates")).to_be_visible()
    assert [server.client.photo(one)["name"] for one in server.client.timeline("trash")] == ["small.jpg"]
    person.toast("1 photo moved to the trash.").get_by_role("button", name="Undo").click()
    expect(person.toast("Undone.")).to_be_visible()
    assert server.client.timeline("trash") == []


def test_what_keeps_photos_from_being_looked_at_is_said(people, tmp_path):
    models = tmp_path / "models"
    models.mkdir()
    without = Server(tmp_path / "data", ["--models", str(models)]).start()
    try:
        client = PhotoClient(without.app).set_up(without.setup)
        client.upload("holiday.jpg", photo_bytes("dog"))
        client.wait_until_processed()
        person = people(without, client)
        page = person.page
        person.open("/jobs")
        queue = page.locator("[data-testid=queue][data-kind=analysing]")
        expect(queue).to_have_attribute("data-state", "blocked")
        expect(queue).to_contain_text(f"Cannot go on: No model for objects is installed in {models}.")
        person.expect_accessible()
        person.shot("jobs-blocked")
        person.open("/")
        person.photo("holiday.jpg").click()
        person.press("i")
        panel = page.get_by_test_id("info-panel")
        expect(panel).to_contain_text("This photo is waiting to be looked at. No model for objects is installed in")
    finally:
        assert without.stop() == 0


def test_a_page_that_takes_a_while_says_so(person):
    for path in ("people/questions", "duplicates", "search/suggestions"):
        person.context.route(f"**/api/{path}**", lambda route: None)  # never answered
    for path in ("/people/same", "/duplicates", "/search"):
        person.open(path)
        expect(person.page.locator("[data-testid=waiting] .ring")).to_be_visible()
        person.expect_accessible()
    person.shot("waiting")
    person.context.unroute_all(behavior="ignoreErrors")


def test_looking_at_photos_is_paused_and_goes_on(person, server):
    page = person.page
    server.client.ask("POST", "/api/jobs/analysing/pause", 200, json={})
    server.client.upload("holiday.jpg", photo_bytes("dog"))
    server.client.wait_until_processed()
    page.get_by_role("link", name="Jobs").click()
    queue = page.locator("[data-testid=queue][data-kind=analysing]")
    expect(queue).to_have_attribute("data-state", "paused")
    expect(queue.get_by_test_id("jobs-waiting")).to_have_text("1")
    person.expect_accessible()
    person.shot("jobs-paused")
    queue.get_by_role("button", name="Go on").click()
    expect(queue.get_by_test_id("jobs-done")).to_have_text("1", timeout=SEEN_MS)
    expect(queue).to_have_attribute("data-state", "idle")
    person.shot("jobs")


def test_what_could_not_be_read_is_told_in_words_and_tried_again(person, server):
    page = person.page
    server.client.upload("words.jpg", b"These are words and no picture at all.\n" * 40)
    server.client.wait_until_processed()
    page.get_by_role("link", name="Jobs").click()
    failure = page.locator("[data-testid=queue][data-kind=reading]").get_by_test_id("failure")
    expect(failure).to_have_count(1)
    expect(failure.get_by_role("link", name="words.jpg")).to_be_visible()
    assert len(failure.locator("p").first.inner_text().split()) >= 3
    failure.get_by_role("button", name="Try again: words.jpg").click()
    expect(person.toast("1 photo will be tried again.")).to_be_visible()
    expect(failure).to_have_count(1)
