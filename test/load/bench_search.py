"""Search, suggestions and the map at 100,000 photos with labels, people, places, cameras and text."""

import pathlib
import random
import sqlite3

from load import bench_timeline
from load.bench_timeline import percentiles
from support.photos import PhotoClient
from support.server import Server

LABEL, TOWN, COUNTRY, CAMERA, FILE_WORD, SEEN_WORD = 1, 2, 4, 6, 9, 11  # the kinds of search_terms
LABELS = ["Outdoors", "Person", "Nature", "Plant", "Dog", "Car", "Beach", "Cat", "Food", "Mountain"] + [f"Label {n}" for n in range(290)]
TOWNS, CAMERAS, WORDS, PEOPLE = 400, 12, 20_000, 40
LIMIT_MS = 50
QUERIES = {
    "one label in 2 of 3 photos": "outdoors",
    "one label, few photos": "dog",
    "a word with many kinds below it": "animal",
    "beach with anna 2023": "beach with anna 2023",
    "a year": "2021",
    "a place and a month": "town7 may 2022",
    "camera, not a label": "model3 -plant",
    "text in pictures": "\"word4 word5\"",
    "a file's name": "IMG_004211",
    "nothing matches": "xyzzy",
}


def fill(data: pathlib.Path) -> None:
    """The index as analysis would have left it, written straight into the stopped server's database."""
    chance = random.Random(2)
    with sqlite3.connect(data / "lightwell.db") as database:
        owner = database.execute("SELECT id FROM owners").fetchone()[0]
        photos = database.execute("SELECT number, id, name FROM photos ORDER BY number").fetchall()
        terms, names = [], []

        def term(kind: int, key: str, shown: str) -> int:
            terms.append((len(terms) + 1, owner, kind, key, shown, 1))
            if shown:
                words = key.split(" ") if kind == CAMERA else [key]
                names.extend((owner, name, len(terms), 1) for name in {key, *words})
            return len(terms)

        labels = [term(LABEL, name.lower(), name) for name in LABELS]
        towns = [term(TOWN, f"town{n}", f"Town{n}, Land") for n in range(TOWNS)]
        land = term(COUNTRY, "land", "Land")
        cameras = [term(CAMERA, f"maker model{n}", f"Maker Model{n}") for n in range(CAMERAS)]
        words = [term(SEEN_WORD, f"word{n}", "") for n in range(WORDS)]
        spots = [(chance.uniform(-50, 65), chance.uniform(-180, 180)) for _ in range(TOWNS)]
        img, jpg = term(FILE_WORD, "img", ""), term(FILE_WORD, "jpg", "")
        people = [(f"person{n}", owner, "Anna" if n == 0 else f"Somebody{n}") for n in range(PEOPLE)]
        database.executemany("INSERT INTO people (id, owner, name, hidden, cover_quality, cover_by_hand, photo_count, created_at, edit) VALUES (?, ?, ?, 0, 0, 0, 0, 0, '')", people)
        database.executemany("INSERT INTO face_clusters VALUES (?, ?, ?)", [(person, owner, person) for person, _, _ in people])
        postings, places, faces = [], [], []
        for number, photo, name in photos:
            seen = {labels[0]: 95} if chance.random() < 0.66 else {}
            for _ in range(6):
                seen[labels[min(int(chance.expovariate(1 / 25)), len(labels) - 1)]] = chance.randrange(50, 100)
            seen[cameras[chance.randrange(CAMERAS)]] = 100
            if chance.random() < 0.7:
                town = min(int(chance.expovariate(1 / 40)), TOWNS - 1)
                seen[towns[town]] = seen[land] = 100
                places.append((spots[town][0] + chance.gauss(0, 0.05), max(-180, min(180, spots[town][1] + chance.gauss(0, 0.05))), number))
            if chance.random() < 0.2:
                at = min(int(chance.expovariate(1 / 500)), WORDS - 5)
                seen.update({word: 80 for word in words[at : at + 5]})
                database.execute("INSERT INTO photo_texts VALUES (?, 0, ?, ?, 90, 0, 0, 1, 1)", (photo, owner, " ".join(f"word{n}" for n in range(at, at + 5))))
            seen |= {img: 90, jpg: 90, term(FILE_WORD, name[4:-4], ""): 90}
            if chance.random() < 0.3:
                person = min(int(chance.expovariate(1 / 6)), PEOPLE - 1)
                faces.append((f"face{number}", owner, photo, f"person{person}"))
            postings.extend((key, number, weight) for key, weight in seen.items())
        database.executemany("UPDATE photos SET latitude = ?, longitude = ? WHERE number = ?", places)
        database.executemany(
            "INSERT INTO faces (id, owner, photo_id, cluster_id, service_face_id, box_left, box_top, box_width, box_height, confidence, quality, hidden, by_hand, shown, taken_local,"
            " created_at, edit) VALUES (?, ?, ?, ?, '', 0, 0, 1, 1, 99, 1, 0, 0, 1, 0, 0, '')",
            faces,
        )
        database.executemany("INSERT INTO search_terms VALUES (?, ?, ?, ?, ?, ?)", terms)
        database.executemany("INSERT OR IGNORE INTO search_names VALUES (?, ?, ?, ?)", names)
        database.executemany("INSERT INTO search_postings VALUES (?, ?, ?)", sorted(postings))
        database.execute("UPDATE search_terms SET photos = (SELECT COUNT(*) FROM search_postings WHERE term = id)")


def run(folder: pathlib.Path, report) -> None:
    server = Server(folder / "data", []).start()
    PhotoClient(server.app).set_up(server.setup)
    server.stop()
    bench_timeline.fill(server.data)
    fill(server.data)
    server.start()
    client = PhotoClient(server.app).sign_in()
    asked = [(f"search: {what}", f"/api/search?q={query}") for what, query in QUERIES.items()]
    asked += [("search: the last page of many", "/api/search?q=outdoors&after=0_0_0"), ("suggestions: one letter", "/api/search/suggestions?q=l")]
    asked += [("suggestions: four letters", "/api/search/suggestions?q=town"), ("the map of the world", "/api/map?zoom=2"), ("the map of a country", "/api/map?zoom=6&west=0&south=0&east=40&north=40")]
    for what, path in asked:
        median, p95, floor = percentiles(client, [path.replace(" ", "%20").replace("\"", "%22")])
        report.line(f"{bench_timeline.COUNT:,} photos, {what}"[:60], f"{median:.1f} / {p95:.1f} ms", f"p50 / p95; /api/session: {floor:.2f} ms", None, f"< {LIMIT_MS} ms", p95 < LIMIT_MS)
    server.stop()
