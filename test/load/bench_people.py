"""Edits of people at 100,000 photos: somebody on a fifth of them, somebody on a twentieth, and a thousand others."""

import pathlib
import random
import sqlite3
import statistics
import time

from load import bench_timeline
from support.photos import PhotoClient
from support.server import Server

OTHERS = 1_000
ROUNDS = 7
LIMIT_MS = 100


def fill(data: pathlib.Path) -> dict[str, list[str]]:
    """Faces as analyses would have left them; answers the faces of each person, the largest first."""
    bench_timeline.fill(data)
    chance = random.Random(2)
    faces: dict[str, list[str]] = {}
    with sqlite3.connect(data / "lightwell.db") as database:
        owner = database.execute("SELECT id FROM owners").fetchone()[0]
        photos = database.execute("SELECT id, taken_local FROM photos").fetchall()
        rows = []
        for number, (photo, taken) in enumerate(photos):
            who = 0 if number % 5 == 0 else 1 if number % 20 == 1 else 2 + chance.randrange(OTHERS)
            person, face = f"{who:016x}", f"{number:016x}"
            faces.setdefault(person, []).append(face)
            rows.append((face, owner, photo, person, f"service-{number}", taken))
        database.executemany(
            "INSERT INTO faces VALUES (?, ?, ?, ?, ?, 0.1, 0.1, 0.2, 0.2, 99, 0.5, 0, 0, 1, ?, 0, '')", rows)
        database.executemany(
            "INSERT INTO people VALUES (?, ?, '', 0, ?, 0.5, 0, ?, 0, '')",
            [(person, owner, each[0], len(each)) for person, each in faces.items()])
        database.executemany("INSERT INTO face_clusters VALUES (?, ?, ?)", [(person, owner, person) for person in faces])
    return dict(sorted(faces.items(), key=lambda item: -len(item[1])))


def run(folder: pathlib.Path, report) -> None:
    server = Server(folder / "data", []).start()
    PhotoClient(server.app).set_up(server.setup)
    server.stop()
    faces = fill(server.data)
    server.start()
    client = PhotoClient(server.app).sign_in()
    (first, of_first), (second, of_second), (third, _) = list(faces.items())[:3]
    floor = statistics.median(timed(client, "GET", "/api/session")[0] for _ in range(50))
    edits = {
        "rename": ("PATCH", f"/api/people/{first}", {"name": "Anna"}),
        f"merge {len(of_second):,} faces into {len(of_first):,}": ("POST", "/api/people/merge", {"ids": [first, second]}),
        "split off 100 faces": ("POST", f"/api/people/{first}/split", {"face_ids": of_first[:100]}),
        "move a face": ("POST", "/api/faces/move", {"face_ids": [of_first[7]], "person_id": third}),
        "hide a person": ("PATCH", f"/api/people/{first}", {"hidden": True}),
        "not a face": ("POST", "/api/faces/hide", {"face_ids": [of_first[9]]}),
    }
    for what, (method, path, body) in edits.items():
        done, undone = [], []
        for _ in range(ROUNDS):
            milliseconds, answer = timed(client, method, path, body)
            done.append(milliseconds)
            undone.append(timed(client, "POST", f"/api/people/edits/{answer['edit_id']}/undo", {})[0])
        slowest = max(statistics.median(done), statistics.median(undone))
        report.line(f"people: {what}, and its undo", f"{statistics.median(done):.1f} / {statistics.median(undone):.1f} ms",
                    f"/api/session, same client: {floor:.2f} ms", None, f"< {LIMIT_MS} ms", slowest < LIMIT_MS)
    for what, path in (("the list", "/api/people"), ("photos of one", f"/api/people/{first}/photos")):
        took = statistics.median(timed(client, "GET", path)[0] for _ in range(50))
        report.line(f"people: {what}", f"{took:.2f} ms", f"/api/session, same client: {floor:.2f} ms", None, f"< {LIMIT_MS} ms", took < LIMIT_MS)
    server.stop()


def timed(client: PhotoClient, method: str, path: str, body: dict | None = None) -> tuple[float, dict]:
    begun = time.perf_counter()
    answer = client.ask(method, path, 200, **({"json": body} if body is not None else {}))
    return (time.perf_counter() - begun) * 1000, answer.json()
