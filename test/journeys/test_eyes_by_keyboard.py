"""What was seen in photos, without a mouse: wherever a key leads away from, Back or Escape leads to again."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from support import landscapes
from support.browser import PATIENCE_MS

pytestmark = pytest.mark.timeout(300)

SEEN_MS = 3 * PATIENCE_MS  # The first look loads the models.


def test_people_and_explore_give_the_focus_back(with_people):
    person, page = with_people, with_people.page
    cards = page.get_by_test_id("person").get_by_role("link")
    expect(cards).to_have_count(2, timeout=SEEN_MS)
    cards.nth(1).focus()
    person.press("Enter")
    expect(page.get_by_test_id("person-name")).to_be_visible()
    page.go_back()
    expect(cards.nth(1)).to_be_focused()

    name = page.get_by_test_id("person").first.get_by_role("button", name="Add a name")
    name.focus()
    person.press("Enter")
    expect(page.get_by_role("combobox", name="Name")).to_be_focused()
    person.press("Escape")
    expect(name).to_be_focused()
    person.press("Enter")
    expect(page.get_by_role("combobox", name="Name")).to_be_focused()
    page.keyboard.type("Carl")
    person.press("Enter")
    expect(page.get_by_test_id("person").filter(has_text="Carl").get_by_role("link")).to_be_focused()

    page.get_by_role("link", name="Explore").focus()
    person.press("Enter")
    section = page.get_by_role("region", name="Times").get_by_role("link")
    expect(section.first).to_be_visible()
    section.first.focus()
    person.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q="))
    expect(person.tiles().first).to_be_visible()
    person.press("ArrowRight", "Enter")
    expect(page.get_by_test_id("viewer")).to_be_visible()
    person.press("Escape")
    expect(person.tiles().first.locator("a")).to_be_focused()
    page.go_back()
    expect(section.first).to_be_focused()


def test_the_map_gives_the_focus_back(person, server):
    page = person.page
    for number in range(3):
        picture = landscapes.picture(number + 1, f"summit-{number}.jpg", datetime.datetime(2026, 5, 20, 9 + number))
        server.client.upload(picture.name, picture.bytes)
    server.client.wait_until_processed()
    person.open("/map")
    marks = page.get_by_test_id("cluster")
    expect(marks).to_have_count(3)
    person.wait_until_map_at_rest()
    marks.first.focus()
    person.press("Enter")
    expect(page.get_by_test_id("viewer")).to_be_visible()
    person.press("Escape")
    expect(page.get_by_test_id("viewer")).to_be_hidden()
    expect(marks.first).to_be_focused()

    together = page.get_by_role("button", name=re.compile("photos near each other"))
    page.get_by_test_id("map").focus()
    for _ in range(8):
        person.press("-")
        person.wait_until_map_at_rest()
        if together.count():
            break
    together.first.focus()
    person.press("Enter")
    panel = page.get_by_test_id("map-panel")
    expect(panel.get_by_test_id("tile").first).to_be_visible()
    person.press("ArrowRight")
    expect(panel.get_by_test_id("tile").first.locator("a")).to_be_focused()
    person.press("Escape")
    expect(panel).to_have_count(0)
    expect(together.first).to_be_focused()


def test_jobs_are_paused_and_go_on_by_one_key(person, server):
    page = person.page
    server.client.ask("POST", "/api/jobs/analysing/pause", 200, json={})
    picture = landscapes.picture(1, "summit.jpg", datetime.datetime(2026, 5, 20, 9))
    server.client.upload(picture.name, picture.bytes)
    server.client.wait_until_processed()
    page.get_by_role("link", name="Jobs").focus()
    person.press("Enter")
    queue = page.locator("[data-testid=queue][data-kind=analysing]")
    go_on = queue.get_by_role("button", name="Go on")
    go_on.focus()
    person.press("Enter")
    expect(queue.get_by_test_id("jobs-done")).to_have_text("1", timeout=SEEN_MS)
