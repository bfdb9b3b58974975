"""Groups of IAM, and who is in them."""

import uuid

import pytest

from .errors import refused
from .test_iam_users import iam, remove, user  # noqa: F401  fixtures


@pytest.fixture
def group(iam):
    name = f"group-{uuid.uuid4().hex[:16]}"
    made = iam.create_group(GroupName=name)["Group"]
    yield made
    for member in iam.get_group(GroupName=name)["Users"]:
        iam.remove_user_from_group(GroupName=name, UserName=member["UserName"])
    iam.delete_group(GroupName=name)


def test_a_group_tells_who_is_in_it(iam, group, user):
    name = group["GroupName"]
    assert group["GroupId"].startswith("AGPA") and group["Arn"].endswith(f":group/{name}")
    assert iam.get_group(GroupName=name)["Users"] == []
    iam.add_user_to_group(GroupName=name, UserName=user["UserName"])
    iam.add_user_to_group(GroupName=name, UserName=user["UserName"])  # twice is once
    told = iam.get_group(GroupName=name)
    assert [one["UserId"] for one in told["Users"]] == [user["UserId"]] and told["IsTruncated"] is False
    assert [one["GroupName"] for one in iam.list_groups_for_user(UserName=user["UserName"])["Groups"]] == [name]
    iam.remove_user_from_group(GroupName=name, UserName=user["UserName"])
    with refused("NoSuchEntity", 404):
        iam.remove_user_from_group(GroupName=name, UserName=user["UserName"])


def test_members_come_in_pages(iam, group):
    names = [f"member-{i}-{uuid.uuid4().hex[:8]}" for i in range(5)]
    for name in names:
        iam.create_user(UserName=name)
        iam.add_user_to_group(GroupName=group["GroupName"], UserName=name)
    pages = list(iam.get_paginator("get_group").paginate(GroupName=group["GroupName"], PaginationConfig={"PageSize": 2}))
    assert [one["UserName"] for page in pages for one in page["Users"]] == names and len(pages) == 3
    for name in names:
        remove(iam, name)


def test_a_group_with_members_is_not_deleted(iam, group, user):
    iam.add_user_to_group(GroupName=group["GroupName"], UserName=user["UserName"])
    with refused("DeleteConflict", 409) as answer:
        iam.delete_group(GroupName=group["GroupName"])
    assert answer["Error"]["Message"] == "Cannot delete entity, must remove users from group first."


def test_a_renamed_group_keeps_its_members(iam, user):
    name, renamed = f"g-{uuid.uuid4().hex[:12]}", f"h-{uuid.uuid4().hex[:12]}"
    made = iam.create_group(GroupName=name, Path="/home/")["Group"]
    iam.add_user_to_group(GroupName=name, UserName=user["UserName"])
    iam.update_group(GroupName=name, NewGroupName=renamed)
    told = iam.get_group(GroupName=renamed)
    assert told["Group"]["GroupId"] == made["GroupId"] and len(told["Users"]) == 1
    assert renamed in [one["GroupName"] for one in iam.list_groups(PathPrefix="/home/")["Groups"]]
    iam.remove_user_from_group(GroupName=renamed, UserName=user["UserName"])
    iam.delete_group(GroupName=renamed)


def test_names_that_are_taken_or_missing(iam, group):
    with refused("EntityAlreadyExists", 409) as answer:
        iam.create_group(GroupName=group["GroupName"].upper())
    assert answer["Error"]["Message"] == f"Group with name {group['GroupName'].upper()} already exists."
    for call in (lambda: iam.get_group(GroupName="nobody"), lambda: iam.delete_group(GroupName="nobody"),
                 lambda: iam.add_user_to_group(GroupName="nobody", UserName="nobody")):
        with refused("NoSuchEntity", 404) as answer:
            call()
        assert answer["Error"]["Message"] == "The group with name nobody cannot be found."
