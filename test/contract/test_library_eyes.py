"""The library looks at real photos: labels, text, people, near-duplicates; and what a person says of them."""

import io
import time

import boto3
import pytest
from PIL import Image

from support.photos import PhotoClient
from support.server import Server
from support.truth_photos import jpeg, photo_bytes

# A busy machine gives the models little time.
SECONDS_MAX = 300
pytestmark = pytest.mark.timeout(SECONDS_MAX + 60)
NAMES = ("dog", "capture1", "capture2", "sample1")


class Album:
    def __init__(self, server: Server, owner: PhotoClient):
        self.server, self.owner, self.ids = server, owner, {}

    def add(self, name: str, body: bytes) -> str:
        added = self.owner.upload(f"{name}.jpg", body)
        assert added["result"] == "added", added
        self.ids[name] = added["photo"]["id"]
        return self.ids[name]

    def get(self, path: str, **query) -> dict:
        return self.owner.ask("GET", path, 200, params=query).json()

    def post(self, path: str, expect: int = 200, **body) -> dict:
        return self.owner.ask("POST", path, expect, json=body).json()

    def photo(self, name: str) -> dict:
        return self.owner.photo(self.ids[name])

    def person(self, name: str, place: int = 0) -> dict:
        return self.photo(name)["faces"][place]["person"]

    def wait_until_analysed(self) -> dict:
        self.owner.wait_until_processed()
        deadline = time.monotonic() + SECONDS_MAX
        while True:
            queue = next(queue for queue in self.get("/api/jobs")["queues"] if queue["kind"] == "analysing")
            if queue["waiting"] == 0 and queue["running"] == 0:
                assert queue["failed"] == 0, self.get("/api/jobs/analysing/failures")
                return queue
            assert queue["state"] == "working", queue
            assert time.monotonic() < deadline, queue
            time.sleep(0.1)


@pytest.fixture(scope="module")
def album(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("eyes") / "data", []).start()
    album = Album(server, PhotoClient(server.app).set_up(server.setup))
    for name in NAMES:
        album.add(name, photo_bytes(name))
    album.wait_until_analysed()
    yield album
    server.stop()


def test_a_photo_says_what_is_on_it(album):
    dog = album.photo("dog")
    assert dog["analysis"]["state"] == "done"
    labels = {label["name"]: label for label in dog["labels"]}
    assert {"Dog", "Bicycle"} <= set(labels)
    assert labels["Dog"]["confidence"] > 60 and labels["Dog"]["instances"] and labels["Dog"]["parents"]
    box = labels["Dog"]["instances"][0]["box"]
    assert 0 <= box["left"] < 0.4 and box["left"] + box["width"] <= 1
    assert dog["faces"] == [] and dog["texts"] == []
    assert dog["colours"] and 0 < dog["quality"]["sharpness"] <= 100
    assert len(album.photo("sample1")["faces"]) == 3


def test_one_person_of_two_photos_strangers_apart(album):
    assert album.person("capture1")["id"] == album.person("capture2")["id"]
    assert album.person("capture1")["photos"] == 2
    assert len({album.person("sample1", place)["id"] for place in range(3)} | {album.person("capture1")["id"]}) == 4
    people = album.get("/api/people")
    assert people["total"] == 4 and people["people"][0]["photos"] == 2
    crop = album.owner.ask("GET", f"/api/faces/{people['people'][0]['face_id']}/crop", 200)
    picture = Image.open(io.BytesIO(crop.content))
    assert picture.format == "JPEG" and picture.width == picture.height == 160 and len(crop.content) < 20_000


def test_what_a_person_says_outlives_another_analysis(album):
    somebody, other = album.person("sample1", 0), album.person("sample1", 1)
    merged = album.post("/api/people/merge", ids=[somebody["id"], other["id"]], name="Anna")
    assert merged["person"]["name"] == "Anna"
    hidden = album.post("/api/faces/hide", face_ids=[album.photo("sample1")["faces"][2]["id"]])
    ids = [face["id"] for face in album.photo("sample1")["faces"]]
    assert album.post("/api/jobs/analysing/again", ids=[album.ids["sample1"]]) == {"changed": 1}
    album.wait_until_analysed()
    faces = album.photo("sample1")["faces"]
    assert [face["id"] for face in faces] == ids
    assert [face["person"] and face["person"]["name"] for face in faces] == ["Anna", "Anna", None]
    for edit in (hidden, merged):
        album.owner.ask("POST", f"/api/people/edits/{edit['edit_id']}/undo", 200, json={})
    assert album.get("/api/people")["total"] == 4


def test_the_same_photo_smaller_is_a_near_duplicate(album):
    small = jpeg(Image.open(io.BytesIO(photo_bytes("dog"))), side_max=400)
    album.add("dog, smaller", small)
    album.wait_until_analysed()
    (group,) = album.get("/api/duplicates")["groups"]
    assert {photo["id"] for photo in group["photos"]} == {album.ids["dog"], album.ids["dog, smaller"]}
    assert [photo["id"] for photo in group["photos"] if photo["best"]] == [album.ids["dog"]]
    similar = album.get(f"/api/photos/{album.ids['dog']}/similar")
    assert similar["ids"][:1] == [album.ids["dog, smaller"]] and similar["similarity"][0] > 85
    ids = [album.ids["dog"], album.ids["dog, smaller"]]
    assert album.post("/api/duplicates/resolve", ids=ids, keep=ids[:1]) == {"trashed": 1}
    assert album.get("/api/duplicates")["groups"] == []


@pytest.mark.parametrize("name", ["samoyed", "christmas"])
def test_the_service_says_of_a_large_photo_what_the_library_says_of_it(album, name):
    assert max(Image.open(io.BytesIO(photo_bytes(name))).size) > 1900
    album.add(name, photo_bytes(name))
    album.wait_until_analysed()
    ours = {label["name"]: label["confidence"] for label in album.photo(name)["labels"]}
    answer = rekognition_of(album.server).detect_labels(Image={"Bytes": photo_bytes(name)})
    theirs = {label["Name"]: label["Confidence"] for label in answer["Labels"]}
    for label in {*ours, *theirs}:
        # The library looked at its preview, which is compressed once more.
        assert abs(ours.get(label, 50) - theirs.get(label, 50)) < 20, (label, ours.get(label), theirs.get(label))


def rekognition_of(server: Server):
    key, secret = server.credentials()
    return boto3.client("rekognition", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret,
                        region_name="us-east-1")


def test_a_photo_that_goes_for_good_leaves_no_face(album):
    before = album.get("/api/people")["total"]
    gone = album.add("gone", photo_bytes("astronaut"))
    album.wait_until_analysed()
    assert album.get("/api/people")["total"] == before + 1
    client = rekognition_of(album.server)
    collections = client.list_collections()["CollectionIds"]
    (collection,) = [name for name in collections if name.startswith("lightwell-")]
    count = client.describe_collection(CollectionId=collection)["FaceCount"]
    album.post("/api/photos/trash", ids=[gone])
    assert album.post("/api/trash/empty", ids=[gone]) == {"removed": 1}
    deadline = time.monotonic() + 30
    while client.describe_collection(CollectionId=collection)["FaceCount"] != count - 1:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert album.get("/api/people")["total"] == before
