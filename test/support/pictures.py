"""Pictures: made here, or found in Debian's packages."""

import io
import pathlib
import random
import subprocess

from PIL import Image, ImageDraw

PACKAGES = ["forensics-samples-files", "mate-backgrounds", "gnome-backgrounds", "libheif-examples"]


def jpeg(seed: int, width: int = 320, height: int = 240, quality: int = 85, taken: str | None = None) -> bytes:
    """A picture no other seed makes; `taken` as EXIF writes it, "2024:05:01 12:30:00"."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = chance.randrange(width), chance.randrange(height)
        draw.ellipse((x, y, x + chance.randrange(10, width), y + chance.randrange(10, height)), fill=tuple(chance.randrange(256) for _ in range(3)))
    exif = Image.Exif()
    exif[0x010E] = f"seed {seed}"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def half_transparent_png() -> bytes:
    """Red on the left, nothing at all on the right."""
    image = Image.new("RGBA", (480, 320), (0, 0, 0, 0))
    image.paste((220, 20, 20, 255), (0, 0, 240, 320))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def real_photos() -> list[pathlib.Path]:
    """Photos that cameras took and painters of wallpapers made, from Debian's packages, smallest first."""
    listed = subprocess.run(["dpkg", "-L", *PACKAGES], capture_output=True, text=True).stdout.splitlines()
    found = [pathlib.Path(line) for line in listed if line.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif"))]
    return sorted((path for path in found if path.is_file() and not path.is_symlink()), key=lambda path: path.stat().st_size)
