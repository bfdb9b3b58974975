"""A look into a stopped server's data folder: which files there are, and which the rows name."""

import pathlib
import sqlite3


def blob_files(data: pathlib.Path) -> set[str]:
    return {path.name for path in (data / "blobs").rglob("*") if path.is_file()}


def blob_rows(data: pathlib.Path) -> set[str]:
    with sqlite3.connect(f"file:{data / 'lightwell.db'}?mode=ro", uri=True) as rows:
        return {name for (name,) in rows.execute("SELECT DISTINCT blob FROM s3_segments")}
