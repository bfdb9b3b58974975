"""The machine as an EC2 instance, as its owner sees it."""

import re

import pytest
from playwright.sync_api import expect

from support.browser import PHONE
from support.photos import PhotoClient
from support.server import Server

CONFIGURATION = """
region = "eu-central-1"
[instance]
profile = "darkroom"
public_ipv4 = "203.0.113.7"
type = "t3.small"
user_data = "a secret of the boot script"
http_tokens = "required"
[instance.tags]
Name = "darkroom"
"""


@pytest.fixture
def machine(tmp_path):
    """A server that says in its configuration which instance it is, with an owner."""
    (tmp_path / "lightwell.toml").write_text(CONFIGURATION)
    running = Server(tmp_path / "data", ["--config", str(tmp_path / "lightwell.toml")], metadata="127.0.0.1:0").start()
    running.client = PhotoClient(running.app).set_up(running.setup)
    yield running
    assert running.stop() == 0, "an orderly end answers 0"


def test_the_owner_sees_the_instance_facts(people, machine):
    person = people(machine, machine.client)
    page = person.page
    person.open("/settings")
    page.get_by_role("link", name="This machine as an EC2 instance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This machine")
    told = page.get_by_test_id("instance")
    for name, value in {"Instance ID": re.compile("^i-[0-9a-f]{17}$"), "Instance type": "t3.small", "Region": "eu-central-1", "Public IPv4 address": "203.0.113.7"}.items():
        expect(told.get_by_text(name, exact=True).locator("+ dd")).to_have_text(value)
    expect(page.get_by_role("region", name="Tags")).to_contain_text("darkroom")
    metadata = page.get_by_test_id("metadata")
    expect(metadata).to_contain_text(machine.metadata)
    expect(metadata).to_contain_text("IMDSv2")
    expect(metadata).to_contain_text("instance profile darkroom")
    expect(page.get_by_text("secret of the boot script")).to_have_count(0)
    person.expect_accessible()
    person.shot("machine")

    page.go_back()
    expect(page.get_by_role("link", name="This machine as an EC2 instance")).to_be_focused()
    phone = people(machine, machine.client, **PHONE)
    phone.open("/info")
    expect(phone.page.get_by_test_id("instance")).to_contain_text("t3.small")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    phone.expect_accessible()
    phone.shot("machine-phone")


def test_whoever_is_not_signed_in_learns_nothing_of_the_machine(people, machine):
    stranger = people(machine)
    stranger.open("/info")
    expect(stranger.page.get_by_role("heading", name="Welcome back")).to_be_visible()
    expect(stranger.page.get_by_text("t3.small")).to_have_count(0)
    assert PhotoClient(machine.app).ask("GET", "/api/instance").status_code == 401


def test_without_a_metadata_service_the_page_says_so(person):
    person.open("/info")
    expect(person.page.get_by_test_id("metadata")).to_contain_text("The metadata service is off.")
    person.expect_accessible()


def test_facts_that_cannot_be_had_are_asked_for_again(person):
    page = person.page
    person.provokes("status of 503")
    page.route("**/api/instance", lambda route: route.fulfill(status=503, json={"error": {"code": "Unavailable", "message": "The server is starting."}}), times=1)
    person.open("/info")
    expect(page.get_by_text("The server is starting.")).to_be_visible()
    person.expect_accessible()
    person.button("Try again").click()
    expect(page.get_by_test_id("instance")).to_be_visible()
