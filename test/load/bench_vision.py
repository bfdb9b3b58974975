"""What the eyes are worth: labels, faces, likeness and text against the truth set, and photos a second."""

import os
import pathlib
import re
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor

import numpy

from support.server import ROOT, Server, children_of
from vision import truth
from vision.asking import Eyes, labels_of
from vision.judging import LabelScore, Score, judge_faces, judge_labels, judge_things, judge_words, words_without_spaces

MEGAPIXELS = ("circuit", "christmas", "samoyed", "two-samoyeds")  # the truth set's photos of 12 MP from a phone
ROUNDS = 2
FALSE_ACCEPT_RATE = 0.001
IDLE_SECONDS_MAX = 90


def fetched_photos(report) -> list[truth.Photo]:
    photos = truth.read()
    for key, why in truth.fetch(photos).items():
        print(f"the photos of {key} are missing: {why}", file=sys.stderr)
    there = [photo for photo in photos if photo.file.exists()]
    report.line("photos of the truth set", f"{len(there)}", "", None, ">= 60", len(there) >= 60)
    return there


def run_accuracy(folder: pathlib.Path, report) -> None:
    photos = fetched_photos(report)
    server = Server(folder / "data", []).start()
    try:
        eyes = Eyes(server)
        for photo in photos:
            eyes.put(photo.name, photo.file.read_bytes())
        judge_all_labels(eyes, photos, report)
        judge_all_faces(eyes, photos, report)
        judge_likeness(eyes, [photo for photo in photos if photo.faces], report)
        judge_all_words(eyes, photos, report)
    finally:
        server.stop()


def judge_all_labels(eyes: Eyes, photos: list[truth.Photo], report) -> None:
    things, labels = Score(), LabelScore()
    said = {photo.name: eyes.labels(eyes.image(photo.name)) for photo in photos}
    parents: dict[str, set[str]] = {}
    for each in said.values():
        for label, above in each.labels.items():
            parents.setdefault(label, set()).update(above)
    for photo in photos:
        judge_things(things, photo, said[photo.name].things)
        judge_labels(labels, photo, said[photo.name].labels, parents, labels_of(photo))
    peer = f"precision {things.precision:.2f}, recall {things.recall:.2f}"
    report.line("things with a box: F1", f"{things.f1:.3f}", peer, None, ">= .90", things.f1 >= 0.9)
    peer = f"precision {labels.precision:.2f}, recall {labels.recall:.2f}"
    report.line("all labels: F1", f"{labels.f1:.3f}", peer, None, ">= .85", labels.f1 >= 0.85)
    show("false things", things.false)
    show("missed things", things.missed)
    show("false labels", labels.false)
    show("missed labels", labels.missed)


def judge_all_faces(eyes: Eyes, photos: list[truth.Photo], report) -> None:
    score, empty = Score(), 0
    for photo in photos:
        judge_faces(score, photo, eyes.faces(eyes.image(photo.name)))
        empty += not photo.faces and not photo.faces_unclear
    free = [each for each in score.false if not next(p for p in photos if each.startswith(p.name + ":")).faces]
    all_faces = score.right + len(score.missed)
    report.line("faces found", f"{score.right} of {all_faces}", "", None, ">= 93.7%", score.recall >= 60 / 64)
    report.line("false alarms where no face is", f"{len(free)}", f"{empty} photos without a face", None, "0", not free)
    show("false faces", score.false)
    show("missed faces", score.missed)


def judge_likeness(eyes: Eyes, photos: list[truth.Photo], report) -> None:
    pairs = eyes.verification(photos)
    threshold, accepted = pairs.accepted_at(FALSE_ACCEPT_RATE)
    peer = f"{len(pairs.same)} pairs of one person, {len(pairs.different)} of two"
    report.line(f"one person known at FAR {FALSE_ACCEPT_RATE:.1%}", f"{accepted:.3f}", peer, None, ">= .95", accepted >= 0.95)
    peer = f"false accepts {pairs.false_accepts(80):.2%}; the rate above is at {threshold:.0f}"
    report.line("one person known at Similarity 80", f"{pairs.true_accepts(80):.3f}", peer)


def judge_all_words(eyes: Eyes, photos: list[truth.Photo], report) -> None:
    score, forgiven = Score(), 0
    for photo in photos:
        if photo.words:
            words, lines = eyes.text(eyes.image(photo.name))
            judge_words(score, photo, words)
            forgiven += words_without_spaces(photo, lines)
    wanted = score.right + len(score.missed)
    peer = f"of {wanted} words; lost spaces forgiven: {forgiven / wanted:.3f}"
    report.line("words read", f"{score.recall:.3f}", peer, None, ">= .75", score.recall >= 0.75)
    show("missed words", score.missed)


def show(what: str, which: list[str]) -> None:
    if which:
        print(f"    {what}: {'; '.join(which)}", flush=True)


def run_speed(folder: pathlib.Path, report) -> None:
    photos = [photo for photo in fetched_photos(report) if photo.name in MEGAPIXELS]
    server = Server(folder / "data", []).start()
    try:
        eyes = Eyes(server)
        eyes.rekognition.create_collection(CollectionId="speed")
        # Each has bytes of its own behind its end: what was seen of a picture is remembered for a moment by its content.
        images = [
            eyes.put(f"{photo.name}-{number}", photo.file.read_bytes() + str(number).encode())
            for number in range(ROUNDS + 1)
            for photo in photos
        ]
        first = images[: len(photos)]
        rest = images[len(photos) :]

        def analyse(image: dict) -> int:
            eyes.labels(image)
            answer = eyes.rekognition.index_faces(CollectionId="speed", Image=image, QualityFilter="AUTO")
            return len(answer["FaceRecords"])

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(analyse, first))  # The models are loaded at their first need.
            begun, worked = time.perf_counter(), processor_seconds(server.process.pid)
            list(pool.map(analyse, rest))
            seconds = (time.perf_counter() - begun) / len(rest)
            worked = (processor_seconds(server.process.pid) - worked) / len(rest)
    finally:
        server.stop()
    alone = models_alone_seconds() / 2  # Two cores.
    peer = f"the models alone: {1 / alone:.1f} a second"
    report.line("processor time of one of them", f"{worked * 1000:.0f} ms", f"the models alone: {alone * 2000:.0f} ms", worked / (alone * 2))
    report.line("12 MP JPEGs, labels and faces, 2 cores", f"{1 / seconds:.1f} /s", peer, alone / seconds, ">= 4 /s", seconds <= 0.25)


def processor_seconds(pid: int) -> float:
    """Of a process, its living children and those that it has seen end."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    total = sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        total += sum(processor_seconds(int(child)) for child in (task / "children").read_text().split())
    return total


def run_memory(folder: pathlib.Path, report) -> None:
    """One child is asked for everything in every photo; then nobody asks for a while."""
    photos = fetched_photos(report)
    settings = folder / "one.toml"
    settings.write_text("vision_children = 1\nimage_children = 1\n")
    server = Server(folder / "data", ["--config", str(settings)]).start()
    try:
        eyes = Eyes(server)
        eyes.rekognition.create_collection(CollectionId="memory")
        idle = held_mb(server)
        for photo in photos:
            image = eyes.put(photo.name, photo.file.read_bytes())
            eyes.labels(image)
            eyes.rekognition.detect_faces(Image=image, Attributes=["ALL"])
            eyes.rekognition.index_faces(CollectionId="memory", Image=image)
            eyes.text(image)
            eyes.rekognition.detect_moderation_labels(Image=image)
        busy = held_mb(server)
        (child,) = children_of(server, "vision")
        now, peak = memory_mb(child, "VmRSS"), memory_mb(child, "VmHWM")
        report.line("a vision child with every model, at most", f"{peak:.0f} MB", f"after {len(photos)} photos: {now:.0f} MB", None, "< 450 MB", peak < 450)
        begun = time.monotonic()
        while children_of(server):
            if time.monotonic() - begun > IDLE_SECONDS_MAX:
                break
            time.sleep(1)
        gone, after = time.monotonic() - begun, held_mb(server)
        peer = f"with its children {busy:.0f} MB, before them {idle:.0f} MB"
        report.line(f"  {gone:.0f} s later, without work: held", f"{after:.0f} MB", peer, None, "no child is left", not children_of(server))
    finally:
        server.stop()


def memory_mb(pid: int, which: str) -> float:
    return int(re.search(rf"^{which}:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M).group(1)) / 1024


def held_mb(server: Server) -> float:
    """Of the server and its children, what is shared counted once."""
    return sum(
        int(re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M).group(1)) / 1024
        for pid in (server.process.pid, *children_of(server))
    )


def models_alone_seconds() -> float:
    """What the models of one such photo take on one core: two detectors, the classes of the whole photo and of three
    boxes, faces in the photo and its four tiles."""
    import onnxruntime

    onnxruntime.set_default_logger_severity(3)
    folder = ROOT / "build" / "models"
    described = tomllib.loads((folder / "models.toml").read_text())
    total = 0.0
    for role, times in {"objects": 1, "objects-second": 1, "image-labels": 4, "face-detection": 5}.items():
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(folder / described[role]["file"]), options)
        source = described[role]["input"]
        zeros = numpy.zeros((1, 3, source["height"], source["width"]), numpy.float32)
        took = []
        for _ in range(8):
            begun = time.thread_time()
            session.run(None, {source["name"]: zeros})
            took.append(time.thread_time() - begun)
        total += min(took) * times
    return total
