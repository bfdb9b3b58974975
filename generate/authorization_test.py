"""What the generator refuses of [authorization], and what it makes of the rest."""

import json
from pathlib import Path

import pytest

from generate.authorization import check_table, read_demands
from generate.model import read_settings
from generate.refusal import ModelError

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def raw():
    return json.loads((GOLDEN / "probe.json").read_text())


@pytest.fixture
def settings():
    return read_settings(GOLDEN / "probe_rest_xml.toml")


def test_a_built_operation_without_an_entry_is_refused_by_name(settings):
    del settings["authorization"]["Ping"]
    with pytest.raises(ModelError, match="no entry for Ping"):
        check_table(settings)


def test_an_entry_for_what_is_not_built_is_refused_by_name(settings):
    settings["authorization"]["ForgetThing"] = []
    with pytest.raises(ModelError, match="ForgetThing"):
        check_table(settings)


def test_an_empty_entry_demands_nothing(settings, raw):
    check_table(settings)
    assert read_demands("Ping", settings, raw) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"action": "MakeThing", "resource": "*"}, "no action"),
        ({"action": "probe:Make*", "resource": "*"}, "no action"),
        ({"action": "probe:MakeThing", "resource": ""}, "neither an ARN"),
        ({"action": "probe:MakeThing", "resource": "arn:aws:probe:::{Bucket}"}, "no member Bucket"),
        ({"action": "probe:MakeThing", "resource": "arn:aws:probe:::{Thing.Colour}"}, "no member Thing.Colour"),
        ({"action": "probe:MakeThing", "resource": "arn:aws:probe:::{Name"}, "brace too many"),
        ({"action": "probe:MakeThing", "resource": "*", "keys": {"probe:kind": "Kind"}}, "no member Kind"),
        ({"action": "probe:MakeThing", "resource": "*", "when": "Kind"}, "no member Kind"),
        ({"action": "probe:MakeThing", "resource": "*", "unless": "Kind"}, "no member Kind"),
        ({"action": "probe:MakeThing", "resource": "*", "after": "NoSuchThing"}, "no error NoSuchThing"),
        ({"action": "probe:MakeThing", "resource": "*", "asked_by": "nobody"}, "asked_by"),
        ({"action": "probe:MakeThing", "resource": "*", "key": {}}, "does not know key"),
    ],
)
def test_a_row_that_cannot_be_kept_is_refused_with_its_reason(settings, raw, row, words):
    settings["authorization"]["MakeThing"] = [row]
    with pytest.raises(ModelError, match=words):
        read_demands("MakeThing", settings, raw)
