"""How it looks: dark and light, desktop and phone, and the accessible names and contrasts of both."""

import time

import pytest
from playwright.sync_api import expect

from support import pictures
from support.browser import PHONE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_every_page_is_accessible(people, album, scheme, device):
    person = people(album, album.client, color_scheme=scheme, **(PHONE if device == "phone" else {}))
    page = person.page
    name = f"{device}-{scheme}"
    person.open("/")
    person.wait_until_sharp()
    person.expect_accessible()
    person.shot(f"timeline-{name}")
    fits(page)
    if device == "phone":
        person.expect_touchable()
    person.photo("LF2_4164.jpg").click()
    expect(page.locator("[data-testid=viewer-image].shown")).to_be_visible()
    person.expect_accessible()
    person.shot(f"viewer-{name}")
    page.get_by_role("button", name="Information").click()
    expect(page.get_by_test_id("info-panel")).to_be_visible()
    person.expect_accessible()
    person.shot(f"viewer-info-{name}")
    if device == "phone":
        person.expect_touchable()
    for path in ("/favourites", "/archive", "/trash", "/search", "/people", "/people/same", "/map", "/duplicates", "/jobs", "/settings", "/info", "/nowhere"):
        within(page, path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if path == "/map":
            expect(page.get_by_test_id("cluster").first).to_be_visible()
        elif path == "/jobs":
            expect(page.get_by_test_id("queue")).to_have_count(2)
        elif path == "/search":
            expect(page.get_by_role("heading", name="Places")).to_be_visible()
        elif path == "/duplicates":
            expect(page.locator("[data-testid=empty], [data-testid=duplicate-group]").first).to_be_visible()
        elif path == "/info":
            expect(page.get_by_test_id("instance")).to_be_visible()
        elif path == "/nowhere":
            expect(page.get_by_text("There is nothing at this address.")).to_be_visible()
        elif path == "/settings":
            expect(page.get_by_test_id("sessions").get_by_role("listitem").first).to_be_visible()
        else:
            expect(page.get_by_test_id("empty")).to_be_visible()
        person.expect_accessible()
        fits(page)
        if device == "phone":
            person.expect_touchable()
        person.shot(f"{path[1:].replace('/', '-')}-{name}")

    stranger = people(album, color_scheme=scheme, **(PHONE if device == "phone" else {}))
    stranger.open("/")
    expect(stranger.page.get_by_label("Passphrase", exact=True)).to_be_visible()
    stranger.expect_accessible()
    stranger.shot(f"sign-in-{name}")


def within(page, path):
    """To another page of the application, as Back and Forward go: it is not loaded anew."""
    page.evaluate("(path) => { history.pushState({ depth: 1 }, '', path); dispatchEvent(new PopStateEvent('popstate', { state: { depth: 1 } })); }", path)


def fits(page):
    """Nothing sticks out sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_a_phone_uploads_views_and_selects(people, server, tmp_path):
    person = people(server, server.client, **PHONE)
    page = person.page
    person.open("/")
    expect(page.get_by_test_id("empty")).to_be_visible()
    person.shot("phone-empty")
    files = []
    for number in range(1, 9):
        files.append(tmp_path / f"IMG_{number}.jpg")
        files[-1].write_bytes(pictures.jpeg(number, 600, 400 if number % 3 else 800, taken=f"2026:07:0{number} 10:00:00"))
    with page.expect_file_chooser() as chooser:
        person.button("Choose photos").tap()
    chooser.value.set_files(files)
    expect(page.get_by_test_id("upload-panel")).to_be_visible()
    person.shot("phone-upload")
    person.expect_photos(8)
    expect(page.locator("[data-testid=tile][data-state=processing]")).to_have_count(0)
    expect(page.get_by_test_id("upload-panel")).to_be_hidden()
    person.wait_until_sharp()
    person.shot("phone-timeline")
    fits(page)

    person.photo("IMG_8.jpg").tap()
    viewer = page.get_by_test_id("viewer")
    expect(viewer).to_have_attribute("aria-label", "Photo IMG_8.jpg")
    expect(page.locator("[data-testid=viewer-image].shown")).to_be_visible()
    swipe(person, 340, 60)
    expect(viewer).to_have_attribute("aria-label", "Photo IMG_7.jpg")
    person.shot("phone-viewer")
    person.button("Back").tap()
    expect(viewer).to_be_hidden()

    press_long(person, "IMG_8.jpg")
    expect(page.get_by_test_id("selected-count")).to_have_text("1 photo selected")
    person.photo("IMG_7.jpg").tap()
    expect(page.get_by_test_id("selected-count")).to_have_text("2 photos selected")
    person.shot("phone-selected")
    fits(page)
    person.expect_touchable()


def swipe(person, start, end, y=400):
    """A finger goes sideways across the screen in a quarter of a second, and rests before it leaves.

    Lifted in full flight it would be a fling, and the browser takes the next tap as the end of that.
    """
    protocol = person.context.new_cdp_session(person.page)
    begin = time.time()

    def touch(kind, x, after):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": begin + after})

    touch("touchStart", start, 0)
    for step in range(1, 9):
        touch("touchMove", start + (end - start) * step / 8, step * 0.03)
    for rest in range(1, 4):
        touch("touchMove", end + rest % 2, 0.24 + rest * 0.1)
    touch("touchEnd", end, 0.6)
    protocol.detach()


def press_long(person, name):
    """A finger rests on a photo until it is selected."""
    box = person.tile(name).bounding_box()
    protocol = person.context.new_cdp_session(person.page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    protocol.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(person.page.get_by_test_id("selected-count")).to_be_visible()
    protocol.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    protocol.detach()


def test_the_chosen_theme_stays(visitor):
    page = visitor.page
    visitor.button("Account").click()
    visitor.shot("account-menu")
    page.get_by_role("menuitemradio", name="Theme: Dark").click()
    dark = "() => getComputedStyle(document.body).backgroundColor"
    chosen = page.evaluate(dark)
    page.reload()
    visitor.wait_until_sharp()
    assert page.evaluate(dark) == chosen
    assert sum(map(int, chosen.removeprefix("rgb(").removesuffix(")").split(",")[:3])) < 150, chosen
