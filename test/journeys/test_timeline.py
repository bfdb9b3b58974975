"""Looking through the library: scrolling, the scrubber, days, and the viewer."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from support import pictures
from support.browser import SHOTS


def test_the_timeline_scrolls_through_fourteen_months(visitor):
    page = visitor.page
    expect(page.get_by_role("heading", name="September 2026")).to_be_visible()
    expect(page.get_by_text("64 photos")).to_be_visible()
    visitor.shot("timeline")
    visitor.expect_accessible()

    page.get_by_test_id("timeline").hover()
    for _ in range(40):
        page.mouse.wheel(0, 900)
    expect(page.get_by_role("heading", name="July 2025")).to_be_visible()
    visitor.wait_until_sharp()
    shown = visitor.tiles().count()
    assert shown < 64, "only what is near the viewport is in the page"
    visitor.shot("timeline-bottom")


def test_the_scrubber_goes_to_a_month(visitor):
    page = visitor.page
    scrubber = page.get_by_test_id("scrubber")
    box = scrubber.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.6, steps=5)
    expect(page.locator(".scrubber .bubble")).to_be_visible()
    visitor.wait_until_sharp()
    visitor.shot("scrubber")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 2, steps=5)
    page.mouse.up()
    expect(page.get_by_role("heading", name="July 2025")).to_be_visible()
    expect(scrubber).to_have_attribute("aria-valuetext", re.compile("2025"))

    scrubber.focus()
    visitor.press("Home")
    expect(page.get_by_role("heading", name="September 2026")).to_be_visible()
    visitor.press("ArrowDown")
    expect(scrubber).to_have_attribute("aria-valuetext", "August 2026")


def test_going_to_a_date(visitor):
    page = visitor.page
    visitor.press("g")
    page.get_by_role("textbox", name="Date").fill("2025-12-25")
    visitor.shot("go-to-date")
    visitor.button("Go").click()
    expect(page.get_by_role("heading", name="December 2025")).to_be_in_viewport()


def test_a_photo_has_an_address_of_its_own(visitor):
    page = visitor.page
    visitor.photo("LF2_4164.jpg").click()
    viewer = page.get_by_test_id("viewer")
    expect(viewer).to_have_attribute("aria-label", "Photo LF2_4164.jpg")
    expect(page).to_have_url(re.compile(r"/photo/[^/?]+$"))
    first = page.url
    visitor.press("ArrowRight")
    expect(viewer).to_have_attribute("aria-label", "Photo LF2_4163.jpg")
    assert page.url != first
    visitor.press("ArrowLeft")
    expect(viewer).to_have_attribute("aria-label", "Photo LF2_4164.jpg")
    visitor.button("Next photo").click()
    visitor.button("Next photo").click()
    expect(viewer).to_have_attribute("aria-label", "Photo LF2_4162.jpg")
    expect(page.locator("[data-testid=viewer-image].shown")).to_be_visible()
    visitor.expect_accessible()
    visitor.shot("viewer")

    visitor.press("i")
    panel = page.get_by_test_id("info-panel")
    for detail in ("LF2_4162.jpg", "Lantern Field 2", "Lantern 24-85 mm f/2.8", "ISO", "1 MP", "° N"):
        expect(panel).to_contain_text(detail)
    visitor.expect_accessible()
    visitor.shot("viewer-info")

    page.reload()
    expect(viewer).to_have_attribute("aria-label", "Photo LF2_4162.jpg")
    expect(panel).to_contain_text("Lantern Field 2")
    expect(page.locator("[data-testid=tile]").first).to_be_attached()
    visitor.press("i")
    expect(panel).to_be_hidden()
    visitor.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page).to_have_url(visitor.server.app + "/")
    expect(visitor.photo("LF2_4162.jpg")).to_be_focused()


def test_back_and_forward_open_and_close_the_viewer(visitor):
    page = visitor.page
    visitor.photo("LF2_4160.jpg").click()
    expect(page.get_by_test_id("viewer")).to_be_visible()
    page.go_back()
    expect(page.get_by_test_id("viewer")).to_be_hidden()
    page.go_forward()
    expect(page.get_by_test_id("viewer")).to_have_attribute("aria-label", "Photo LF2_4160.jpg")


def test_an_address_of_no_photo_says_so(visitor):
    visitor.provokes(r"status of 404")
    visitor.open("/photo/nothing-is-here")
    expect(visitor.page.get_by_text("This photo is not in the library.")).to_be_visible()
    visitor.shot("viewer-missing")
    visitor.button("Back").last.click()
    expect(visitor.page).to_have_url(visitor.server.app + "/")
    visitor.open("/no/such/page")
    expect(visitor.page.get_by_text("There is nothing at this address.")).to_be_visible()
    visitor.shot("page-missing")


def test_nothing_shows_through_a_transparent_photo(person, server):
    server.client.upload("half.png", pictures.half_transparent_png())
    expect(person.tile("half.png")).to_have_attribute("data-state", "ready")
    person.wait_until_sharp()
    person.page.wait_for_timeout(300)  # The placeholder leaves after the photo has faded in.
    shot = person.tile("half.png").screenshot(path=SHOTS / "transparent-tile.png")
    assert_grey_right_of_red(shot)
    person.photo("half.png").click()
    expect(person.page.locator("[data-testid=viewer-image].shown")).to_be_visible()
    expect(person.page.locator(".photo.ground")).to_be_visible()
    assert_grey_right_of_red(person.page.get_by_test_id("viewer-image").screenshot(path=SHOTS / "transparent-viewer.png"))


def assert_grey_right_of_red(png):
    image = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = image.size
    red = image.getpixel((width // 4, height // 2))
    assert red[0] > 180 and red[1] < 60, red
    for x in (0.6, 0.75, 0.9):
        through = image.getpixel((int(width * x), height // 3))
        assert max(through) - min(through) < 16 and 90 < through[0] < 215, through


def test_zooming_in_and_out(visitor):
    page = visitor.page
    visitor.photo("LF2_4164.jpg").click()
    image = page.get_by_test_id("viewer-image")
    expect(image).to_be_visible()
    visitor.wait_until_at_rest()
    width = image.bounding_box()["width"]
    visitor.press("+", "+")
    visitor.wait_until_at_rest()
    page.wait_for_function("([image, width]) => image.getBoundingClientRect().width > width * 1.9", arg=[image.element_handle(), width])
    visitor.shot("viewer-zoomed")
    visitor.press("Escape")
    page.wait_for_function("([image, width]) => Math.abs(image.getBoundingClientRect().width - width) < 2", arg=[image.element_handle(), width])
    visitor.press("Escape")
    expect(page.get_by_test_id("viewer")).to_be_hidden()
