"""Photos of the truth set for tests that look at them: fetched once, and said to be missing where they cannot be had."""

import functools
import io

import pytest
from PIL import Image

from vision import truth

BYTES_MAX = 5 << 20


@functools.cache
def _photos() -> dict[str, truth.Photo]:
    return {photo.name: photo for photo in truth.read()}


def photo(name: str) -> truth.Photo:
    """What is to be seen in the photo; its file is there."""
    found = _photos()[name]
    if problems := truth.fetch([found]):
        pytest.fail(f"the photo {name} cannot be had: {problems}")
    return found


def photo_bytes(name: str) -> bytes:
    """As a client would send it: the file itself, or, where that is too large, a smaller JPEG of it."""
    raw = photo(name).file.read_bytes()
    if len(raw) <= BYTES_MAX and raw[:3] in (b"\xff\xd8\xff", b"\x89PN"):
        return raw
    return jpeg(Image.open(io.BytesIO(raw)), side_max=2000)


def jpeg(image: Image.Image, side_max: int = 0, **settings) -> bytes:
    image = image.convert("RGB")
    if side_max:
        image.thumbnail((side_max, side_max))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, **settings)
    return out.getvalue()
