"""lightwell import of 12-megapixel JPEGs against libvips' own thumbnail command on the same files."""

import os
import pathlib
import subprocess
import time

from support import pictures
from support.photos import PhotoClient
from support.server import BINARY, Server

COUNT = int(os.environ.get("LIGHTWELL_BENCH_PHOTOS", "60"))
MEGAPIXELS_12 = "4000x3000"


def make_photos(folder: pathlib.Path) -> list[pathlib.Path]:
    """12 MP JPEGs that differ: real photos, each shifted a little, quality 90."""
    folder.mkdir()
    sources = [path for path in pictures.real_photos() if path.suffix.lower() in (".jpg", ".jpeg")][-8:]
    for number in range(COUNT):
        source = sources[number % len(sources)]
        subprocess.run(["vips", "thumbnail", str(source), str(folder / f"{number:04}.jpg[Q={88 + number // len(sources) % 8}]"), "4000", "--height", "3000",
                        "--size", "force"], check=True, capture_output=True)
    return sorted(folder.iterdir())


def thumbnail_seconds(files: list[pathlib.Path], out: pathlib.Path) -> float:
    """libvips' command makes the same two previews, two processes side by side, one thread each."""
    out.mkdir()
    environment = {**os.environ, "VIPS_CONCURRENCY": "1"}
    begun = time.perf_counter()
    halves = []
    for half in (files[::2], files[1::2]):
        script = " && ".join(f"vipsthumbnail --size {size} -o {out}/%s-{size}.webp " + " ".join(map(str, half)) for size in (1440, 256))
        halves.append(subprocess.Popen(["sh", "-c", script], env=environment))
    for process in halves:
        assert process.wait() == 0
    return time.perf_counter() - begun


def run(folder: pathlib.Path, report) -> None:
    files = make_photos(folder / "photos")
    server = Server(folder / "data", []).start()
    client = PhotoClient(server.app).set_up(server.setup)
    begun = time.perf_counter()
    subprocess.run([str(BINARY), "import", str(folder / "photos"), "--data", str(server.data)], check=True, stdout=subprocess.DEVNULL)
    state = client.wait_until_processed(600)
    ours = time.perf_counter() - begun
    assert state["failed"] == 0 and len(client.timeline()) == len(files)
    server.stop()
    peer = thumbnail_seconds(files, folder / "thumbs")
    report.line(f"import {len(files)} JPEGs of {MEGAPIXELS_12}, to ready", f"{len(files) / ours:.1f} photos/s",
                f"vipsthumbnail, same previews: {len(files) / peer:.1f}/s", peer / ours, ">= 1x", peer / ours >= 1)
