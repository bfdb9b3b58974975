"""The first minutes: the printed link, a passphrase, signing out and in again."""

from playwright.sync_api import expect

from support.photos import PASSPHRASE


def test_the_printed_link_makes_the_owner(people, new_server):
    person = people(new_server)
    person.provokes(r"status of 40[13]")  # A wrong passphrase, on purpose.
    page = person.page
    page.goto(new_server.setup)
    expect(page.get_by_role("heading", name="Welcome to Lightwell")).to_be_visible()
    create = person.button("Create the library")
    page.get_by_label("Your name").fill("Ada")
    passphrase = page.get_by_label("Passphrase", exact=True)

    passphrase.fill("short")
    expect(page.get_by_text("10 more characters needed.")).to_be_visible()
    expect(create).to_be_disabled()
    passphrase.fill("passwordpassword")
    note = page.locator(".note.bad")
    expect(note).to_be_visible()
    assert len(note.inner_text().split()) >= 4, "the refusal is said in words"
    expect(create).to_be_disabled()
    person.shot("first-run-refused")

    passphrase.fill(PASSPHRASE)
    expect(page.get_by_text("This passphrase is fine.")).to_be_visible()
    person.expect_accessible()
    person.shot("first-run")
    create.click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    expect(page).to_have_url(new_server.app + "/")
    person.expect_accessible()
    person.shot("empty-library")

    page.goto(new_server.setup)
    expect(page.get_by_test_id("empty")).to_be_visible()  # The link is spent; it only leads to the library.

    person.button("Account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    person.expect_accessible()
    page.get_by_label("Passphrase", exact=True).fill("not the passphrase at all")
    person.button("Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    person.shot("sign-in-refused")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    person.press("Enter")
    expect(page.get_by_test_id("empty")).to_be_visible()


def test_without_the_link_the_page_says_where_to_find_it(people, new_server):
    person = people(new_server)
    person.open("/")
    expect(person.page.get_by_role("heading", name="The first-run link is needed")).to_be_visible()
    person.shot("first-run-without-link")


def test_a_used_up_token_makes_no_second_owner(people, server):
    stranger = people(server)
    stranger.open("/#/setup?token=guessed-token")
    expect(stranger.page.get_by_role("heading", name="Welcome back")).to_be_visible()
    stranger.open("/trash")
    expect(stranger.page.get_by_label("Passphrase", exact=True)).to_be_visible()
