"""Landscapes that nobody photographed: skies, ridges, lakes and woods, painted from a seed.

They look enough like photos to judge a timeline by, and are free to be shown anywhere.
"""

import dataclasses
import datetime
import io
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]


@dataclasses.dataclass(frozen=True)
class Light:
    """The colours of an hour: sky from the zenith to the horizon, sun, near and far ground."""

    zenith: Colour
    horizon: Colour
    sun: Colour
    far: Colour
    near: Colour
    stars: bool = False


LIGHTS = {
    "dawn": Light((58, 76, 124), (250, 190, 160), (255, 226, 190), (176, 146, 164), (36, 38, 58)),
    "morning": Light((92, 152, 208), (222, 236, 240), (255, 252, 236), (160, 186, 200), (38, 70, 62)),
    "noon": Light((44, 118, 196), (190, 222, 240), (255, 255, 248), (136, 172, 196), (46, 86, 48)),
    "haze": Light((150, 168, 176), (232, 226, 210), (255, 248, 226), (190, 192, 186), (72, 82, 76)),
    "gold": Light((84, 110, 150), (255, 206, 120), (255, 244, 200), (206, 160, 120), (62, 46, 34)),
    "dusk": Light((38, 32, 76), (246, 120, 92), (255, 196, 130), (140, 84, 110), (22, 18, 38)),
    "night": Light((6, 10, 26), (38, 58, 92), (226, 232, 244), (30, 44, 72), (6, 10, 20), stars=True),
    "winter": Light((120, 150, 180), (236, 238, 242), (255, 255, 255), (206, 216, 228), (86, 104, 122)),
    "autumn": Light((110, 146, 176), (246, 228, 200), (255, 250, 230), (196, 164, 130), (112, 62, 28)),
}
SHAPES = [(1200, 800), (800, 1200), (1200, 800), (1280, 720), (960, 960), (1200, 800), (1600, 640), (1120, 840)]


@dataclasses.dataclass(frozen=True)
class Picture:
    name: str
    bytes: bytes
    taken: datetime.datetime


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other))


def _sky(light: Light, width: int, height: int, horizon: int, chance: random.Random) -> Image.Image:
    gradient = Image.linear_gradient("L").resize((width, horizon)).point(lambda v: round(255 * (v / 255) ** 1.5))
    sky = Image.new("RGB", (width, height), light.horizon)
    sky.paste(Image.composite(Image.new("RGB", (width, horizon), light.horizon), Image.new("RGB", (width, horizon), light.zenith), gradient))
    if light.stars:
        draw = ImageDraw.Draw(sky)
        for _ in range(width * horizon // 2500):
            x, y, bright = chance.randrange(width), chance.randrange(horizon), chance.randrange(90, 250)
            draw.ellipse((x, y, x + chance.choice([0, 1, 1, 2]), y + 1), fill=(bright, bright, bright))
        return sky
    # Clouds: noise in three sizes, stretched sideways, thinning out towards the horizon.
    cover = Image.new("L", (width, horizon), 128)
    for wide, strength in ((150, 0.5), (60, 0.4), (22, 0.3)):
        noise = Image.effect_noise((max(4, width // wide), max(4, 3 * horizon // wide)), 130).resize((width, horizon), Image.Resampling.BICUBIC)
        cover = Image.blend(cover, noise, strength)
    threshold = chance.choice([112, 124, 136])
    cover = cover.filter(ImageFilter.GaussianBlur(width / 300)).point(lambda v: max(0, min(210, (v - threshold) * 4)))
    cover = ImageChops.multiply(cover, Image.linear_gradient("L").resize((width, horizon)).point(lambda v: 235 - v * 3 // 4))
    sky.paste(Image.new("RGB", (width, horizon), _mix(light.horizon, (255, 255, 255), 0.55)), (0, 0), cover)
    return sky


def _sun(image: Image.Image, light: Light, x: int, y: int, radius: int) -> Image.Image:
    glow = Image.new("L", image.size, 0)
    draw = ImageDraw.Draw(glow)
    for step, strength in ((7.0, 34), (3.6, 60), (2.0, 110)):
        draw.ellipse((x - radius * step, y - radius * step, x + radius * step, y + radius * step), fill=strength)
    glow = glow.resize((image.width // 4, image.height // 4)).filter(ImageFilter.GaussianBlur(radius / 3)).resize(image.size, Image.Resampling.BICUBIC)
    image = Image.composite(Image.new("RGB", image.size, light.sun), image, glow)
    ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=light.sun)
    return image


def _ridge(width: int, base: float, height: float, rough: float, chance: random.Random) -> list[float]:
    """Heights along a ridge by midpoint displacement."""
    points = [base - chance.random() * height, base - chance.random() * height]
    reach = height
    while len(points) < 512:
        between = [(a + b) / 2 + chance.uniform(-reach, reach) for a, b in zip(points, points[1:])]
        points = [point for pair in zip(points, between) for point in pair] + [points[-1]]
        reach *= rough
    last = len(points) - 1
    return [points[round(x * last / (width - 1))] for x in range(width)]


def _trees(draw: ImageDraw.ImageDraw, ridge: list[float], colour: Colour, size: float, chance: random.Random) -> None:
    x = 0.0
    while x < len(ridge):
        tall = size * chance.uniform(0.5, 1.15)
        foot = ridge[int(x)] + size * 0.2
        for tier in range(4):
            top, wide = foot - tall + tier * tall * 0.2, tall * (0.1 + 0.07 * tier)
            draw.polygon([(x, top), (x - wide, top + tall * 0.36), (x + wide, top + tall * 0.36)], fill=colour)
        draw.rectangle((x - 1, foot - tall * 0.3, x + 1, foot), fill=colour)
        x += size * chance.uniform(0.16, 0.5)


def _lake(image: Image.Image, light: Light, shore: int, chance: random.Random) -> None:
    depth = image.height - shore
    mirror = image.crop((0, max(0, shore - depth), image.width, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((image.width, depth))
    mirror = mirror.filter(ImageFilter.BoxBlur(3)).resize((image.width, max(1, depth // 6))).resize((image.width, depth), Image.Resampling.BILINEAR)
    water = Image.blend(mirror, Image.new("RGB", mirror.size, _mix(light.zenith, light.near, 0.4)), 0.28)
    draw = ImageDraw.Draw(water)
    for _ in range(depth // 3):
        y = chance.randrange(depth)
        x, long = chance.randrange(image.width), image.width * chance.uniform(0.02, 0.12) * (0.3 + y / depth)
        row = water.getpixel((min(water.width - 1, x), y))
        draw.line((x, y, x + long, y), fill=_mix(row, light.horizon, 0.22))
    image.paste(water, (0, shore))


def paint(seed: int, light: Light, width: int, height: int) -> Image.Image:
    chance = random.Random(seed)
    horizon = round(height * chance.uniform(0.5, 0.68))
    image = _sky(light, width, height, horizon, chance)
    low = light.horizon[0] > 240 and light.zenith[0] < 90
    sun_x = round(width * chance.uniform(0.18, 0.82))
    sun_y = round(horizon * (chance.uniform(0.68, 0.9) if low else chance.uniform(0.15, 0.4)))
    image = _sun(image, light, sun_x, sun_y, round(min(width, height) * (0.035 if light.stars else 0.028)))
    layers = chance.choice([3, 4, 5])
    lake = chance.random() < 0.45
    for layer in range(layers):
        share = layer / (layers - 1)
        colour = _mix(_mix(light.far, light.horizon, 0.25), light.near, share**1.2)
        base = horizon + (height * 0.98 - horizon) * (share * (0.42 if lake else 0.85)) ** 1.15
        rough = 0.54 if share < 0.6 else 0.46
        ridge = _ridge(width, base, height * (0.2 - 0.11 * share), rough, chance)
        ground = Image.new("RGB", image.size, colour)
        shade = Image.linear_gradient("L").resize(image.size).point(lambda v: v // 3)
        ground.paste(Image.new("RGB", image.size, _mix(colour, light.horizon, 0.35)), (0, 0), shade)
        mask = Image.new("L", image.size, 0)
        draw = ImageDraw.Draw(mask)
        draw.polygon([(0, height), *enumerate(ridge), (width, height)], fill=255)
        if share > 0.55 or chance.random() < 0.3:
            _trees(draw, ridge, 255, height * (0.025 + 0.085 * share), chance)
        image.paste(ground, (0, 0), mask)
    if lake:
        _lake(image, light, round(height * chance.uniform(0.74, 0.8)), chance)
    grain = Image.effect_noise(image.size, 9)
    return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), 1, -128)


def picture(seed: int, name: str, taken: datetime.datetime, light: str | None = None, shape: tuple[int, int] | None = None) -> Picture:
    """A landscape as JPEG with the EXIF of an imaginary camera."""
    chance = random.Random(seed * 7919)
    hours = list(LIGHTS)
    chosen = light or hours[seed % len(hours)]
    image = paint(seed, LIGHTS[chosen], *(shape or SHAPES[seed % len(SHAPES)]))
    exif = Image.Exif()
    exif[0x010F] = "Lantern"
    exif[0x0110] = "Lantern Field 2"
    details = exif.get_ifd(0x8769)
    details[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    details[0x829A] = 1 / chance.choice([60, 125, 250, 500])
    details[0x829D] = chance.choice([2.8, 4.0, 5.6, 8.0])
    details[0x8827] = chance.choice([100, 200, 400])
    details[0x920A] = float(chance.choice([24, 35, 50, 85]))
    details[0xA434] = "Lantern 24-85 mm f/2.8"
    degrees, minutes = 46 + seed % 3, seed * 7 % 60
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (degrees, minutes, 12.0), "E", (8 + seed % 4, (minutes * 3) % 60, 30.0)
    gps[5], gps[6] = b"\0", 1200.0 + seed * 13
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82, exif=exif)
    return Picture(name, out.getvalue(), taken)


DAYS = {
    "2025-07-12": 3, "2025-08-03": 4, "2025-08-04": 2, "2025-09-21": 3, "2025-10-11": 4, "2025-12-26": 3,
    "2026-01-06": 3, "2026-02-14": 2, "2026-03-28": 3, "2026-04-19": 3, "2026-05-01": 2, "2026-05-02": 2,
    "2026-06-20": 3, "2026-07-18": 4, "2026-08-08": 4, "2026-08-16": 5, "2026-09-05": 7, "2026-09-06": 7,
}


def album() -> list[Picture]:
    """Sixty-four landscapes on eighteen days of fourteen months, LF2_4101.jpg to LF2_4164.jpg, oldest first."""
    made = []
    for day, count in DAYS.items():
        for turn in range(count):
            seed = len(made) + 1
            taken = datetime.datetime.fromisoformat(day) + datetime.timedelta(hours=7 + turn * 2, minutes=seed * 7 % 60)
            made.append(picture(seed, f"LF2_{4100 + seed}.jpg", taken))
    return made
