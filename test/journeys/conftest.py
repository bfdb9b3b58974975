"""Journeys: a person with a browser against a running server.

Each test names a journey. Every page is watched: an error on the console, an uncaught exception or a breach of the
content security policy fails the journey, unless it said beforehand which one it provokes.
"""

import pytest
from playwright.sync_api import sync_playwright

from support import landscapes
from support.browser import CHROMIUM, LAUNCH, Person
from support.photos import PhotoClient
from support.server import Server
from support.truth_photos import photo_bytes


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def people(chromium):
    """Makes persons, each with a browser profile of their own; at the end every page must have been quiet."""
    made = []

    def person(server: Server, client: PhotoClient | None = None, **context) -> Person:
        one = Person(chromium, server, client, **context)
        made.append(one)
        return one

    yield person
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.leave()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def new_server(tmp_path):
    """A server that nobody owns yet."""
    running = Server(tmp_path / "data", []).start()
    yield running
    if running.process.poll() is None:
        assert running.stop() == 0, "an orderly end answers 0"


@pytest.fixture
def server(new_server):
    """A server of the test's own, with an owner and no photos."""
    new_server.client = PhotoClient(new_server.app).set_up(new_server.setup)
    return new_server


@pytest.fixture
def person(people, server):
    """The owner of `server`, signed in, at the empty library."""
    one = people(server, server.client)
    one.open("/")
    return one


@pytest.fixture
def with_people(person, server):
    """A library with one person on two photos, and another on a third."""
    for name in ("capture1", "capture2", "astronaut"):
        server.client.upload(f"{name}.jpg", photo_bytes(name))
    server.client.wait_until_analysed()
    person.open("/people")
    return person


@pytest.fixture(scope="session")
def album(tmp_path_factory):
    """A library of landscapes over fourteen months, which journeys look at and leave as it is."""
    running = Server(tmp_path_factory.mktemp("album") / "data", []).start()
    try:
        running.client = PhotoClient(running.app).set_up(running.setup)
        for picture in landscapes.album():
            running.client.upload(picture.name, picture.bytes)
        assert running.client.wait_until_processed()["failed"] == 0
        yield running
    finally:
        assert running.stop() == 0, "an orderly end answers 0"


@pytest.fixture
def visitor(people, album):
    """The owner of the album, signed in, at the top of the timeline."""
    one = people(album, album.client)
    one.open("/")
    one.wait_until_sharp()
    return one
