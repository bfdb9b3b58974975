"""Users of IAM, their tags and passwords, and what an account says of itself."""

import csv
import io
import json
import subprocess
import sys
import uuid

import boto3
import pytest
import requests

from .errors import refused
from .test_aws_cli import AWS
from support.server import Server


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam", parameter_validation=False)


@pytest.fixture
def user(iam):
    """A user of the test's own, removed with all the test gave it."""
    name = f"user-{uuid.uuid4().hex[:16]}"
    made = iam.create_user(UserName=name)["User"]
    yield made
    names = [made["UserName"], name + "-renamed"]
    for name in names:
        try:
            remove(iam, name)
        except iam.exceptions.NoSuchEntityException:
            pass


def remove(iam, name: str) -> None:
    for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
        iam.delete_user_policy(UserName=name, PolicyName=policy)
    for group in iam.list_groups_for_user(UserName=name)["Groups"]:
        iam.remove_user_from_group(UserName=name, GroupName=group["GroupName"])
    for device in iam.list_mfa_devices(UserName=name)["MFADevices"]:
        iam.deactivate_mfa_device(UserName=name, SerialNumber=device["SerialNumber"])
        iam.delete_virtual_mfa_device(SerialNumber=device["SerialNumber"])
    try:
        iam.delete_login_profile(UserName=name)
    except iam.exceptions.NoSuchEntityException:
        pass
    iam.delete_user(UserName=name)


def test_a_user_is_made_found_and_removed(iam):
    name = f"anna-{uuid.uuid4().hex[:12]}"
    made = iam.create_user(UserName=name, Path="/family/", Tags=[{"Key": "Team", "Value": "photos"}])["User"]
    assert made["Arn"].endswith(f":user/family/{name}") and made["Path"] == "/family/"
    assert made["UserId"].startswith("AIDA") and len(made["UserId"]) == 21
    assert made["Tags"] == [{"Key": "Team", "Value": "photos"}]
    assert iam.get_user(UserName=name.upper())["User"]["UserId"] == made["UserId"]
    assert iam.delete_user(UserName=name)["ResponseMetadata"]["HTTPStatusCode"] == 200
    with refused("NoSuchEntity", 404) as answer:
        iam.get_user(UserName=name)
    assert answer["Error"]["Message"] == f"The user with name {name} cannot be found."
    assert answer["Error"]["Type"] == "Sender"


def test_a_name_is_taken_whatever_its_case(iam, user):
    with refused("EntityAlreadyExists", 409) as answer:
        iam.create_user(UserName=user["UserName"].upper())
    assert answer["Error"]["Message"] == f"User with name {user['UserName'].upper()} already exists."


@pytest.mark.parametrize(
    "request_", [{"UserName": "bad/name"}, {"UserName": "a" * 65}, {"UserName": ""}, {"UserName": "a b"}, {"UserName": "\u00fcn\u00ef"}, {},
                 {"UserName": "ok", "Path": "no-slash"}, {"UserName": "ok", "Path": "/" + "a" * 511 + "/"},
                 {"UserName": "ok", "Tags": [{"Key": "k" * 129, "Value": ""}]}],
    ids=["slash", "long", "empty", "space", "not ASCII", "missing", "path", "long path", "long tag"])
def test_a_bad_request_is_refused_and_makes_nothing(iam, request_):
    with refused("ValidationError", 400):
        iam.create_user(**request_)
    with refused("NoSuchEntity", 404):
        iam.get_user(UserName="ok")


def test_users_are_listed_in_pages(iam):
    path = f"/{uuid.uuid4().hex}/"
    names = [f"page-{i}-{uuid.uuid4().hex[:8]}" for i in range(7)]
    for name in reversed(names):
        iam.create_user(UserName=name, Path=path)
    pages = list(iam.get_paginator("list_users").paginate(PathPrefix=path, PaginationConfig={"PageSize": 3}))
    assert [len(page["Users"]) for page in pages] == [3, 3, 1]
    assert [one["UserName"] for page in pages for one in page["Users"]] == names
    for name in names:
        iam.delete_user(UserName=name)
    with refused("ValidationError", 400):
        iam.list_users(Marker="not a marker")
    with refused("ValidationError", 400):
        iam.list_users(MaxItems=1001)


def test_a_renamed_user_keeps_its_id(iam, user):
    renamed = user["UserName"] + "-renamed"
    iam.update_user(UserName=user["UserName"], NewUserName=renamed, NewPath="/home/")
    now = iam.get_user(UserName=renamed)["User"]
    assert now["UserId"] == user["UserId"] and now["Arn"].endswith(f":user/home/{renamed}")
    with refused("NoSuchEntity", 404):
        iam.get_user(UserName=user["UserName"])


def test_tags_are_told_apart_without_their_case(iam, user):
    name = user["UserName"]
    iam.tag_user(UserName=name, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    iam.tag_user(UserName=name, Tags=[{"Key": "A", "Value": "3"}])
    assert iam.list_user_tags(UserName=name)["Tags"] == [{"Key": "A", "Value": "3"}, {"Key": "b", "Value": "2"}]
    with refused("InvalidInput", 400):
        iam.tag_user(UserName=name, Tags=[{"Key": "c", "Value": "1"}, {"Key": "C", "Value": "2"}])
    iam.untag_user(UserName=name, TagKeys=["a"])
    assert iam.get_user(UserName=name)["User"]["Tags"] == [{"Key": "b", "Value": "2"}]


def test_a_user_with_something_left_is_not_deleted(iam, user):
    key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
    with refused("DeleteConflict", 409) as answer:
        iam.delete_user(UserName=user["UserName"])
    assert answer["Error"]["Message"] == "Cannot delete entity, must delete access keys first."
    iam.delete_access_key(UserName=user["UserName"], AccessKeyId=key["AccessKeyId"])


def test_a_password_keeps_the_accounts_policy(iam, user):
    name = user["UserName"]
    try:
        iam.update_account_password_policy(MinimumPasswordLength=14, RequireNumbers=True)
        with refused("PasswordPolicyViolation", 400):
            iam.create_login_profile(UserName=name, Password="Short-1")
        made = iam.create_login_profile(UserName=name, Password="long enough, with 1", PasswordResetRequired=True)
        assert made["LoginProfile"]["PasswordResetRequired"] is True and "Password" not in made["LoginProfile"]
        with refused("EntityAlreadyExists", 409) as answer:
            iam.create_login_profile(UserName=name, Password="long enough, with 1")
        assert answer["Error"]["Message"] == f"Login Profile for user {name} already exists."
        iam.update_login_profile(UserName=name, PasswordResetRequired=False)
        assert iam.get_login_profile(UserName=name)["LoginProfile"]["PasswordResetRequired"] is False
        told = iam.get_account_password_policy()["PasswordPolicy"]
        assert told["MinimumPasswordLength"] == 14 and told["ExpirePasswords"] is False
    finally:
        iam.delete_account_password_policy()
    with refused("NoSuchEntity", 404):
        iam.get_account_password_policy()


def test_the_root_asks_for_itself(iam):
    root = iam.get_user()["User"]
    assert root["Arn"].endswith(":root") and root["UserId"] == root["Arn"].split(":")[4]
    assert root["CreateDate"] == iam.get_user()["User"]["CreateDate"]


def test_the_account_has_one_alias_and_a_summary(iam, user):
    alias = f"alias-{uuid.uuid4().hex[:12]}"
    iam.create_account_alias(AccountAlias=alias)
    assert iam.list_account_aliases()["AccountAliases"] == [alias]
    iam.delete_account_alias(AccountAlias=alias)
    with refused("NoSuchEntity", 404):
        iam.delete_account_alias(AccountAlias=alias)
    summary = iam.get_account_summary()["SummaryMap"]
    assert summary["Users"] >= 1 and summary["UsersQuota"] == 5000 and summary["AccessKeysPerUserQuota"] == 2
    assert summary["AccountAccessKeysPresent"] == 1  # the key of these tests


def test_the_credential_report_lists_every_user(iam, user):
    while iam.generate_credential_report()["State"] != "COMPLETE":
        pass
    report = iam.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    rows = list(csv.DictReader(io.StringIO(report["Content"].decode())))
    assert rows[0]["user"] == "<root_account>" and rows[0]["password_enabled"] == "not_supported"
    assert all(row["arn"].startswith("arn:aws:iam::") and None not in row for row in rows)


def test_a_reset_forgets_users_and_their_keys(tmp_path):
    running = Server(None, ["--testing"]).start()
    try:
        iam = boto3.client("iam", endpoint_url=running.cloud, aws_access_key_id="any", aws_secret_access_key="any", region_name="eu-west-1")
        made = iam.create_user(UserName="anna")["User"]
        assert made["Arn"] == "arn:aws:iam::123456789012:user/anna"
        key = iam.create_access_key(UserName="anna")["AccessKey"]["AccessKeyId"]
        assert requests.post(f"{running.cloud}/_lightwell/reset", timeout=20).status_code == 204
        assert iam.list_users()["Users"] == []
        with refused("NoSuchEntity", 404):
            iam.get_access_key_last_used(AccessKeyId=key)
        assert iam.create_user(UserName="anna")["User"]["UserId"] != made["UserId"]
    finally:
        running.stop()


def test_accounts_do_not_see_each_other(tmp_path):
    settings = tmp_path / "lightwell.toml"
    settings.write_text(
        '[[accounts]]\nid = "111111111111"\naccess_key_id = "AKIAAAAAAAAAAAAAAAAA"\nsecret_access_key = "first"\n'
        '[[accounts]]\nid = "222222222222"\naccess_key_id = "AKIABBBBBBBBBBBBBBBB"\nsecret_access_key = "second"\n'
    )
    running = Server(tmp_path / "data", ["--config", str(settings)]).start()
    try:
        first, second = (
            boto3.client("iam", endpoint_url=running.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1")
            for key, secret in (("AKIAAAAAAAAAAAAAAAAA", "first"), ("AKIABBBBBBBBBBBBBBBB", "second"))
        )
        assert first.create_user(UserName="anna")["User"]["Arn"] == "arn:aws:iam::111111111111:user/anna"
        assert second.list_users()["Users"] == []
        assert second.create_user(UserName="anna")["User"]["Arn"] == "arn:aws:iam::222222222222:user/anna"
        key = first.create_access_key(UserName="anna")["AccessKey"]["AccessKeyId"]
        for call in (lambda: second.delete_access_key(UserName="anna", AccessKeyId=key), lambda: second.get_access_key_last_used(AccessKeyId=key)):
            with refused("NoSuchEntity", 404):
                call()
    finally:
        running.stop()


def test_what_is_not_built_says_so_by_name(iam):
    with refused("NotImplemented", 501) as answer:
        iam.create_service_specific_credential(UserName="anna", ServiceName="codecommit.amazonaws.com")
    assert "CreateServiceSpecificCredential" in answer["Error"]["Message"]


def test_the_aws_cli_makes_a_user_and_a_device(endpoint, iam, user, tmp_path):
    environment = {
        "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "AWS_ENDPOINT_URL": endpoint.url, "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": endpoint.key, "AWS_SECRET_ACCESS_KEY": endpoint.secret, "AWS_EC2_METADATA_DISABLED": "true",
    }

    def aws(*arguments: str) -> dict:
        command = [sys.executable, str(AWS), "iam", *arguments, "--output", "json"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "{}")

    assert aws("get-user", "--user-name", user["UserName"])["User"]["UserId"] == user["UserId"]
    assert user["UserName"] in [one["UserName"] for one in aws("list-users")["Users"]]
    picture = tmp_path / "code.png"
    made = aws("create-virtual-mfa-device", "--virtual-mfa-device-name", user["UserName"], "--outfile", str(picture),
               "--bootstrap-method", "QRCodePNG")
    assert picture.read_bytes().startswith(b"\x89PNG")
    aws("delete-virtual-mfa-device", "--serial-number", made["VirtualMFADevice"]["SerialNumber"])
