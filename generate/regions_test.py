"""The table of regions in src/services/ec2/regions.cc against botocore's."""

import json
import re
from pathlib import Path

import botocore

ROOT = Path(__file__).parents[1]
TABLE = re.findall(r'\{"([a-z0-9-]+)", (true|false), "([a-z0-9]+)", "([a-z]+)"\}', (ROOT / "src/services/ec2/regions.cc").read_text())


def test_every_region_of_the_partition_is_there_once():
    endpoints = json.loads((Path(botocore.__file__).parent / "data/endpoints.json").read_text())
    known = next(one for one in endpoints["partitions"] if one["partition"] == "aws")["regions"]
    assert [name for name, *_ in TABLE] == sorted(known)


def test_zones_have_letters_and_ids_of_their_own():
    for name, _, zone_id, zones in TABLE:
        place, number = re.fullmatch(r"[a-z]+-([a-z]+)-(\d)", name).groups()
        assert zone_id.endswith(number) and zone_id.startswith(name[:2]), name
        assert "".join(word[0] for word in re.findall("north|south|east|west|central", place)) in zone_id, name
        assert sorted(set(zones)) == list(zones) and set(zones) <= set("abcdef"), name
