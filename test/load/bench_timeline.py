"""The timeline's calls at 100,000 photos (a million with LIGHTWELL_BENCH_TIMELINE=1000000)."""

import datetime
import os
import pathlib
import random
import sqlite3
import statistics
import time

from support.photos import PhotoClient
from support.server import Server

COUNT = int(os.environ.get("LIGHTWELL_BENCH_TIMELINE", "100000"))
YEARS = 20
CALLS = 400
LIBRARY = 0  # the place of a photo that is neither archived nor in the trash


def fill(data: pathlib.Path) -> None:
    """Rows as COUNT uploads would have left them, written straight into the stopped server's database."""
    chance = random.Random(1)
    rows, counts = [], {}
    now = datetime.datetime(2026, 11, 1)
    with sqlite3.connect(data / "lightwell.db") as database:
        owner = database.execute("SELECT id FROM owners").fetchone()[0]
        for number in range(COUNT):
            taken = now - datetime.timedelta(seconds=chance.randrange(YEARS * 365 * 86_400))
            month = taken.year * 100 + taken.month
            counts[month] = counts.get(month, 0) + 1
            micros = int(taken.replace(tzinfo=datetime.timezone.utc).timestamp() * 1_000_000)
            width, height = chance.choice([(4000, 3000), (3000, 4000), (4000, 2250)])
            rows.append((number + 1, f"{number:020x}", owner, f"{number:064x}", 3_000_000, f"IMG_{number:06}.jpg", "image/jpeg", width, height, micros, month, micros, chance.randbytes(23)))
        database.executemany(
            "INSERT INTO photos (number, id, owner, sha256, size, name, type, kind, width, height, orientation, frames, taken_local, taken_zone, taken_from, month,"
            f" uploaded_at, state, failure, place, archived, favourite, rating, thumbhash, version, index_version) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 1, 1, ?, NULL, 0, ?, ?, 1, '', {LIBRARY}, 0, 0, 0, ?, 1, 1000)",
            rows,
        )
        database.executemany(f"INSERT INTO month_counts VALUES (?, {LIBRARY}, ?, ?)", [(owner, month, count) for month, count in counts.items()])


def percentiles(client: PhotoClient, paths: list[str]) -> tuple[float, float, float]:
    """Milliseconds: median, 95th of a hundred, and what the emptiest call of the same client costs."""
    def timed(path: str) -> float:
        begun = time.perf_counter()
        client.ask("GET", path, 200)
        return (time.perf_counter() - begun) * 1000

    [timed(path) for path in paths[:20]]
    floor = statistics.median(timed("/api/session") for _ in range(100))
    times = sorted(timed(paths[i % len(paths)]) for i in range(CALLS))
    return times[len(times) // 2], times[len(times) * 95 // 100], floor


def run(folder: pathlib.Path, report) -> None:
    server = Server(folder / "data", []).start()
    PhotoClient(server.app).set_up(server.setup)
    server.stop()
    fill(server.data)
    server.start()
    client = PhotoClient(server.app).sign_in()
    months = client.ask("GET", "/api/timeline", 200).json()
    assert months["total"] == COUNT
    limit = 5 if COUNT <= 100_000 else 10
    for what, paths in (("the months", ["/api/timeline"]), ("one month", [f"/api/timeline/{m['month']}" for m in months["months"]])):
        median, p95, floor = percentiles(client, paths)
        report.line(f"timeline at {COUNT:,} photos: {what}, p50 / p95", f"{median:.2f} / {p95:.2f} ms", f"/api/session, same client: {floor:.2f} ms", None, f"< {limit} ms", p95 < limit)
    server.stop()
