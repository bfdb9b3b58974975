"""A journey without a mouse."""

import re

from playwright.sync_api import expect

from support import pictures
from support.photos import PASSPHRASE


def test_the_whole_way_by_keyboard(people, new_server, tmp_path):
    person = people(new_server)
    page = person.page
    page.goto(new_server.setup)
    expect(page.get_by_label("Your name")).to_be_focused()
    page.keyboard.type("Grace")
    person.press("Tab")
    page.keyboard.type(PASSPHRASE)
    expect(page.get_by_text("This passphrase is fine.")).to_be_visible()
    person.press("Enter")
    expect(page.get_by_test_id("empty")).to_be_visible()

    files = []
    for number in range(1, 7):
        files.append(tmp_path / f"key-{number}.jpg")
        files[-1].write_bytes(pictures.jpeg(number, taken=f"2026:05:0{number} 10:00:00"))
    with page.expect_file_chooser() as chooser:
        # The browser takes keys by a quicker way than the wish to catch the chooser, unless it has answered since.
        page.evaluate("() => document.hasFocus()")
        person.press("u")
    chooser.value.set_files(files)
    expect(page.locator("[data-testid=tile][data-state=ready]")).to_have_count(6)

    person.press("ArrowRight")
    expect(person.photo("key-6.jpg")).to_be_focused()
    person.press("ArrowRight", "ArrowRight")
    expect(person.photo("key-4.jpg")).to_be_focused()
    person.shot("keyboard-focus")
    person.press("Enter")
    viewer = page.get_by_test_id("viewer")
    expect(viewer).to_have_attribute("aria-label", "Photo key-4.jpg")
    person.press("ArrowRight")
    expect(viewer).to_have_attribute("aria-label", "Photo key-3.jpg")
    person.press("Escape")
    expect(viewer).to_be_hidden()
    expect(person.photo("key-3.jpg")).to_be_focused()

    person.press("x")
    expect(page.get_by_test_id("selected-count")).to_have_text("1 photo selected")
    person.press("Control+a")
    expect(page.get_by_test_id("selected-count")).to_have_text("6 photos selected")
    person.press("Escape")
    expect(page.get_by_test_id("selected-count")).to_have_count(0)
    person.press("End")
    expect(person.photo("key-1.jpg")).to_be_focused()
    person.press("Delete")
    expect(person.tiles()).to_have_count(5)

    person.press("Shift+?")
    help_dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_dialog).to_be_visible()
    person.shot("help")
    person.expect_accessible()
    person.press("Escape")
    expect(help_dialog).to_be_hidden()

    page.get_by_role("link", name="Photos", exact=True).focus()
    for entry in ("Explore", "People", "Map", "Favourites", "Archive", "Duplicates", "Trash"):
        person.press("Tab")
        expect(page.get_by_role("link", name=entry)).to_be_focused()
    person.press("Enter")
    expect(person.tiles()).to_have_count(1)
    person.button("Empty the trash").focus()
    person.press("Enter")
    expect(page.get_by_role("alertdialog")).to_be_visible()
    expect(person.button("Cancel")).to_be_focused()
    page.get_by_role("alertdialog").get_by_role("button", name="Empty the trash").focus()
    person.press("Enter")
    expect(page.get_by_test_id("empty")).to_be_visible()
    expect(page).to_have_url(re.compile("/trash$"))
