"""Models that are cut in half, under a server that runs and one that starts; engines that are killed at every step."""

import os
import pathlib
import random
import signal
import subprocess
import time

import pytest
import requests

from support.photos import PhotoClient
from support.server import BINARY, Server, children_of
from support.truth_photos import photo_bytes

SECONDS_MAX = 180
pytestmark = pytest.mark.timeout(2 * SECONDS_MAX)
BUILT = BINARY.resolve().parent / "models"


class Library:
    """A server with a folder of models that may be broken, and its owner."""

    def __init__(self, folder: pathlib.Path):
        self.models = folder / "models"
        self.models.mkdir()
        for file in BUILT.iterdir():
            (self.models / file.name).symlink_to(file)
        self.server = Server(folder / "data", ["--models", str(self.models)])

    def start(self) -> "Library":
        self.server.start()
        self.owner = PhotoClient(self.server.app).set_up(self.server.setup)
        return self

    def cut(self, name: str) -> None:
        """In half, in its place."""
        file = self.models / name
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content[: len(content) // 2])

    def mend(self, name: str) -> None:
        (self.models / name).unlink()
        (self.models / name).symlink_to(BUILT / name)

    def add(self, name: str, body: bytes) -> str:
        photo_id = self.owner.upload(f"{name}.jpg", body)["photo"]["id"]
        self.owner.wait_until_processed()
        return photo_id

    def queue(self) -> dict:
        queues = self.owner.ask("GET", "/api/jobs", 200).json()["queues"]
        return next(queue for queue in queues if queue["kind"] == "analysing")

    def wait_for(self, what) -> dict:
        """Until the queue is so."""
        deadline = time.monotonic() + SECONDS_MAX
        while not what(queue := self.queue()):
            assert time.monotonic() < deadline, queue
            time.sleep(0.1)
        return queue

    def analysed(self, photo_id: str) -> dict:
        self.wait_for(lambda queue: queue["waiting"] + queue["running"] == 0)
        photo = self.owner.photo(photo_id)
        assert photo["analysis"]["state"] == "done", photo["analysis"]
        return photo

    def again(self, photo_id: str) -> dict:
        self.owner.ask("POST", "/api/jobs/analysing/again", 200, json={"ids": [photo_id]})
        return self.analysed(photo_id)

    def doctor(self) -> subprocess.CompletedProcess:
        command = [BINARY, "doctor", "--data", self.server.data, "--models", self.models]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def is_well(self) -> bool:
        return requests.get(f"{self.server.app}/health", timeout=10).json()["status"] == "ok"


@pytest.fixture
def library(tmp_path):
    made = Library(tmp_path)
    yield made
    assert made.server.stop() == 0


def boxes(photo: dict) -> int:
    return sum(len(label["instances"]) for label in photo["labels"])


def test_a_model_cut_under_a_running_server_is_told_on_the_photo_and_taken_again_when_mended(library):
    library.start()
    assert boxes(library.analysed(library.add("dog", photo_bytes("dog")))) > 0
    library.cut("objects.onnx")
    horses = library.analysed(library.add("horses", photo_bytes("horses")))
    assert horses["labels"] and boxes(horses) == 0, "labels of the whole picture are seen all the same"
    (sentence,) = horses["analysis"]["left_out"]
    assert sentence.startswith("Things were not looked for. The model for objects (") and "cut off" in sentence
    assert library.queue()["failed"] == 0 and library.queue()["state"] == "idle"
    told = library.doctor()
    assert told.returncode == 1 and "The model for objects" in told.stdout and "cut off" in told.stdout
    library.mend("objects.onnx")
    assert library.doctor().returncode == 0
    horses = library.again(horses["id"])
    assert boxes(horses) > 0 and "left_out" not in horses["analysis"]
    assert library.is_well()


def test_without_any_use_of_labels_photos_wait_and_go_on_by_themselves(library):
    library.start()
    for name in ("objects.onnx", "image-labels.onnx"):
        library.cut(name)
    dog = library.add("dog", photo_bytes("dog"))
    blocked = library.wait_for(lambda queue: queue["state"] == "blocked" and queue["running"] == 0)
    assert "is of no use" in blocked["reason"] and "cut off" in blocked["reason"] and blocked["failed"] == 0
    photo = library.owner.photo(dog)
    assert photo["state"] == "ready" and photo["analysis"]["state"] == "waiting"
    assert library.is_well()
    library.mend("objects.onnx")
    library.mend("image-labels.onnx")
    assert library.analysed(dog)["labels"]
    assert library.queue()["state"] == "idle"


def test_a_server_that_starts_with_broken_models_says_what_was_not_looked_for(library):
    library.cut("face-detection.onnx")
    library.cut("text-detection.onnx")
    library.start()
    astronaut = library.analysed(library.add("astronaut", photo_bytes("astronaut")))
    assert astronaut["labels"] and astronaut["faces"] == [] and astronaut["texts"] == []
    told = sorted(astronaut["analysis"]["left_out"])
    assert [words.partition(". ")[0] for words in told] == ["Faces were not looked for", "Text was not looked for"]
    assert all("cut off" in words and str(library.models) in words for words in told)
    library.mend("face-detection.onnx")
    library.mend("text-detection.onnx")
    astronaut = library.again(astronaut["id"])
    assert len(astronaut["faces"]) == 1 and "left_out" not in astronaut["analysis"]


def test_a_runtime_cut_in_half_blocks_the_queue_in_words(library):
    library.cut("libonnxruntime.so.1")
    library.start()
    dog = library.add("dog", photo_bytes("dog"))
    blocked = library.wait_for(lambda queue: queue["state"] == "blocked" and queue["running"] == 0)
    assert "ONNX Runtime cannot be used" in blocked["reason"], blocked
    assert library.doctor().returncode == 1 and "ONNX Runtime cannot be used" in library.doctor().stdout
    library.mend("libonnxruntime.so.1")
    assert library.analysed(dog)["labels"]


def test_a_list_of_models_cut_in_half_is_no_end(library):
    library.cut("models.toml")
    library.start()
    assert library.owner.photo(library.add("dog", photo_bytes("dog")))["state"] == "ready"
    assert library.is_well()
    assert "models.toml" in library.server.log.read_text()


def test_engines_killed_at_every_step_cost_tries_and_never_a_photo(library):
    library.start()
    names = ("dog", "horses", "astronaut", "capture1", "eagle", "coffee")
    photos = [library.owner.upload(f"{name}.jpg", photo_bytes(name))["photo"]["id"] for name in names]
    chance, killed = random.Random(3), 0
    until = time.monotonic() + SECONDS_MAX
    while killed < 20:
        # While they start, decode, load, infer and answer.
        time.sleep(chance.choice((0.01, 0.05, 0.1, 0.2, 0.4)))
        for child in children_of(library.server)[:1]:
            os.kill(child, signal.SIGKILL)
            killed += 1
        if library.queue()["state"] == "idle":
            library.owner.ask("POST", "/api/jobs/analysing/again", 200, json={})
        assert time.monotonic() < until and library.is_well()
    library.owner.wait_until_processed(SECONDS_MAX)
    for kind in ("reading", "analysing"):
        library.wait_for(lambda queue: queue["waiting"] + queue["running"] == 0)
        failures = library.owner.ask("GET", f"/api/jobs/{kind}/failures", 200).json()["failures"]
        assert all(failure["message"].endswith(".") for failure in failures), failures
        library.owner.ask("POST", f"/api/jobs/{kind}/retry", 200, json={})
        library.owner.wait_until_processed(SECONDS_MAX)
    for photo_id in photos:
        photo = library.analysed(photo_id)
        assert photo["state"] == "ready" and photo["labels"] and "left_out" not in photo["analysis"], photo
    assert "a child was lost" in library.server.log.read_text()
