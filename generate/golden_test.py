"""The generator's output, held against goldens; UPDATE_GOLDENS=1 writes them anew."""

import copy
import json
import os
from pathlib import Path

import pytest

from generate import structs, tables
from generate.__main__ import main
from generate.model import ModelError, build, read_settings
from generate.names import Names

GOLDEN = Path(__file__).parent / "golden"
MODEL = GOLDEN / "probe.json"


def generated(protocol: str, out: Path) -> Path:
    arguments = ["--settings", GOLDEN / f"probe_{protocol}.toml", "--model", MODEL, "--out", out]
    assert main([str(argument) for argument in arguments]) == 0
    return out / f"probe_{protocol}"


@pytest.mark.parametrize("protocol", ["rest_xml", "query"])
def test_the_probe_model_becomes_what_the_goldens_hold(protocol, tmp_path):
    folder = generated(protocol, tmp_path)
    expected = GOLDEN / "expected" / f"probe_{protocol}"
    if os.environ.get("UPDATE_GOLDENS"):
        expected.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            (expected / f"{file.name}.txt").write_text(file.read_text())
    assert {file.name + ".txt" for file in folder.iterdir()} == {file.name for file in expected.iterdir()}
    for file in folder.iterdir():
        assert file.read_text() == (expected / f"{file.name}.txt").read_text(), file.name


def test_a_file_that_would_not_change_is_left_alone(tmp_path):
    folder = generated("json", tmp_path)
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    (folder / "types.h").write_text("stale")
    generated("json", tmp_path)
    after = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert [file.name for file in before if before[file] != after[file]] == ["types.h"]


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("Bucket", "bucket"),
        ("ETag", "e_tag"),
        ("ContentMD5", "content_md5"),
        ("ChecksumCRC32C", "checksum_crc32_c"),
        ("SSEKMSKeyId", "ssekms_key_id"),
        ("CORSRules", "cors_rules"),
        ("ListObjectsV2", "list_objects_v2"),
        ("DBInstanceARNs", "db_instance_arns"),
        ("Delete", "delete_"),
    ],
)
def test_names_follow_botocores_rule_and_dodge_keywords(name, snake):
    assert Names(None).snake(name) == snake


def test_names_agree_with_botocore_itself():
    botocore = pytest.importorskip("botocore")
    names = Names(Path(botocore.__file__).parent)
    for name in ["GetOTelEnrichment", "SendWhatsAppMessage", "CreateStorediSCSIVolume", "IPAMPoolIds", "EC2SecurityGroups"]:
        assert names.snake(name) == botocore.xform_name(name)


@pytest.mark.parametrize(
    ("value", "constant"),
    [
        ("aws:kms", "aws_kms"),
        ("STANDARD_IA", "standard_ia"),
        ("private", "private_"),
        ("FullControl", "full_control"),
        ("2.0", "v2_0"),
        ("*", "v"),
    ],
)
def test_values_of_enumerations_get_names(value, constant):
    assert Names(None).constant(value) == constant


@pytest.fixture
def probe():
    model = json.loads(MODEL.read_text())
    settings = read_settings(GOLDEN / "probe_rest_xml.toml")
    return copy.deepcopy(model), settings


def refusal(model, settings) -> str:
    with pytest.raises(ModelError) as caught:
        tables.tables_source(build(model, settings, Names(None)))
    return str(caught.value)


def test_an_operation_that_does_not_exist_is_refused_by_name(probe):
    model, settings = probe
    settings["operations"].append("FlyThing")
    assert "FlyThing" in refusal(model, settings)


def test_a_protocol_without_a_codec_is_refused(probe):
    model, settings = probe
    assert "no codec" in refusal(model, settings | {"protocol": "smoke-signals"})
    assert "one table" in refusal(model, settings | {"protocol": "rest-json", "protocols": ["rest-json", "query"]})


def test_what_a_struct_can_hold(probe):
    model, settings = probe
    shapes = model["shapes"]
    shapes["Tag"]["members"]["Inner"] = {"shape": "Tag"}
    shapes["Strings"]["member"]["shape"] = "Boolean"
    shapes["Labels"]["sparse"] = True
    shapes["Anything"] = {"type": "structure", "document": True, "members": {}}
    shapes["Tag"]["members"]["Notes"] = {"shape": "Anything"}
    text = structs.types_header(build(model, settings, Names(None)), Names(None))
    assert "  Box<Tag> inner;\n" in text
    assert "  std::optional<std::deque<bool>> flags;\n" in text
    assert "  std::optional<std::map<std::string, std::optional<std::string>>> labels;\n" in text
    assert "  std::optional<std::string> notes;\n" in text


def test_events_have_a_source_and_errors_of_their_own(probe):
    model, settings = probe
    model["shapes"]["Happening"] = {
        "type": "structure",
        "eventstream": True,
        "members": {"Came": {"shape": "Tag"}, "Missing": {"shape": "ThingMissing"}},
    }
    model["shapes"]["DescribeThingOutput"]["members"]["Stream"] = {"shape": "Happening"}
    service = build(model, settings, Names(None))
    assert "  std::unique_ptr<EventSource<Happening>> stream;\n" in structs.types_header(service, Names(None))
    source = tables.tables_source(service)
    assert '{"Missing"sv, &errors::thing_missing}' in source
    assert ".events = &wire::events_access<Happening>" in source


def test_one_model_speaks_several_protocols(probe):
    model, settings = probe
    settings |= {"protocol": "json", "protocols": ["json", "query"], "wraps_results": True}
    settings["form_names"] = {"MakeThingRequest": {"Color": "Colour"}}
    source = tables.tables_source(build(model, settings, Names(None)))
    assert "wire::Protocol::json_1_0,\n      .also = &kModel2" in source
    assert "kModel2{" in source and "wire::Protocol::query" in source
    assert '.name = "Color"sv, .wire_name = "Color"sv, .form_name = "Colour"sv' in source
    assert '.output_root = "PingResult"sv' in source


def test_a_role_without_an_error_is_refused(probe):
    model, settings = probe
    settings["roles"]["validation"] = "Unheard"
    assert "Unheard" in refusal(model, settings)


def test_a_member_that_inputs_require_is_plain_and_all_else_is_optional(probe):
    model, settings = probe
    text = structs.types_header(build(model, settings, Names(None)), Names(None))
    request = text[text.index("struct MakeThingRequest {") :]
    assert "  std::string name;\n  bool delete_ = false;\n  std::optional<std::string> color;\n" in request
    output = text[text.index("struct MakeThingOutput {") :]
    assert "  std::optional<std::string> name;\n" in output


def test_another_botocore_is_taken_with_a_warning_and_an_old_one_refused(tmp_path, capsys):
    settings = tmp_path / "probe.toml"
    settings.write_text('version = "1"\n' + (GOLDEN / "probe_rest_xml.toml").read_text())
    (tmp_path / "botocore.toml").write_text('version = "1.44.5"\n')
    package = tmp_path / "botocore"
    data = package / "data" / "probe_rest_xml" / "1"
    data.mkdir(parents=True)
    (data / "service-2.json").write_text(MODEL.read_text())
    arguments = ["--settings", str(settings), "--botocore", str(package), "--out", str(tmp_path / "out")]

    (package / "__init__.py").write_text("__version__ = '1.44.5'\n")
    assert main(arguments) == 0
    assert capsys.readouterr().err == ""
    (package / "__init__.py").write_text("__version__ = '1.41.0'\n")
    assert main(arguments) == 0
    assert "instead of the pinned 1.44.5" in capsys.readouterr().err
    (package / "__init__.py").write_text("__version__ = '1.20.0'\n")
    assert main(arguments) == 1
    assert "too old" in capsys.readouterr().err
