"""Of which resource each action of IAM is asked, and how a denied caller is told of it.

AWS's lists are asked of the path they list below, and most refusals name the thing by kind and name, not by its ARN.
"""

import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from .iam_things import a_name, a_policy, a_role, a_user, allow


@pytest.fixture
def iam(endpoint):
    return endpoint.client("iam")


@pytest.fixture
def worker(iam, endpoint):
    """Makes the IAM client of a user who has one statement."""
    with a_user(iam, Path="/crew/") as user:
        key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]

        def may(action, resource):
            iam.put_user_policy(UserName=user["UserName"], PolicyName="p", PolicyDocument=allow(action, resource))
            return boto3.client(
                "iam",
                endpoint_url=endpoint.url,
                aws_access_key_id=key["AccessKeyId"],
                aws_secret_access_key=key["SecretAccessKey"],
                region_name="us-east-1",
                config=Config(retries={"max_attempts": 1}),
            )

        may.user, may.key = user, key
        yield may


def refused(call) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    return caught.value.response["Error"]["Message"]


LISTS = [
    ("iam:ListUsers", "list_users", "user"),
    ("iam:ListGroups", "list_groups", "group"),
    ("iam:ListRoles", "list_roles", "role"),
    ("iam:ListInstanceProfiles", "list_instance_profiles", "instance-profile"),
]


@pytest.mark.parametrize(("action", "method", "kind"), LISTS)
def test_a_list_is_asked_of_the_path_it_lists_below(worker, action, method, kind):
    account = worker.user["Arn"].split(":")[4]
    start = f"arn:aws:iam::{account}:{kind}"
    client = worker(action, f"{start}/crew/*")
    getattr(client, method)(PathPrefix="/crew/")
    getattr(client, method)(PathPrefix="/crew/night/")
    assert f"{action} on resource: {start}/ because no" in refused(getattr(client, method))
    assert f"{action} on resource: {start}/crews/ because no" in refused(lambda: getattr(client, method)(PathPrefix="/crews/"))
    getattr(worker(action, f"{start}/*"), method)()


def test_who_manages_their_own_keys_sees_their_last_use(worker, iam):
    """The resource of AWS's documented policy for users who manage their own access keys."""
    key = worker.key["AccessKeyId"]
    client = worker("iam:GetAccessKeyLastUsed", "arn:aws:iam::*:user/crew/${aws:username}")
    assert client.get_access_key_last_used(AccessKeyId=key)["UserName"] == worker.user["UserName"]
    with a_user(iam) as other:
        theirs = iam.create_access_key(UserName=other["UserName"])["AccessKey"]["AccessKeyId"]
        assert f"on resource: user {other['UserName']} because" in refused(lambda: client.get_access_key_last_used(AccessKeyId=theirs))
    refused(lambda: client.get_access_key_last_used(AccessKeyId="AKIA" + "A" * 16))


def test_the_deletion_of_a_service_linked_role_is_asked_of_that_role(worker, iam):
    iam.create_service_linked_role(AWSServiceName="ecs.amazonaws.com")
    task = iam.delete_service_linked_role(RoleName="AWSServiceRoleForECS")["DeletionTaskId"]
    action, start = "iam:GetServiceLinkedRoleDeletionStatus", "arn:aws:iam::*:role/aws-service-role"
    client = worker(action, f"{start}/ecs.amazonaws.com/AWSServiceRoleForECS*")
    assert client.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"
    client = worker(action, f"{start}/rds.amazonaws.com/*")
    refused(lambda: client.get_service_linked_role_deletion_status(DeletionTaskId=task))


def test_a_refusal_names_the_thing_as_aws_does(worker, iam):
    client = worker("s3:GetObject", "*")
    account, user = worker.user["Arn"].split(":")[4], worker.user["UserName"]
    start, new = f"arn:aws:iam::{account}", a_name()
    document = json.dumps({"Version": "2012-10-17", "Statement": []})
    with a_role(iam, Path="/crew/") as role, a_policy(iam) as policy:
        name, profile = role["RoleName"], a_name("profile")
        iam.create_instance_profile(InstanceProfileName=profile)
        told = [
            (lambda: client.get_user(), f"iam:GetUser on resource: user {user} because"),
            (lambda: client.list_access_keys(UserName=user), f"iam:ListAccessKeys on resource: user {user} because"),
            (lambda: client.get_role(RoleName=name), f"iam:GetRole on resource: role {name} because"),
            (lambda: client.get_role(RoleName=new), f"iam:GetRole on resource: role {new} because"),
            (lambda: client.get_policy(PolicyArn=policy), f"iam:GetPolicy on resource: policy {policy} because"),
            (lambda: client.get_group(GroupName=new), f"iam:GetGroup on resource: group {new} because"),
            (lambda: client.get_instance_profile(InstanceProfileName=profile), f"iam:GetInstanceProfile on resource: instance profile {profile} because"),
            (lambda: client.create_policy(PolicyName=new, PolicyDocument=document), f"iam:CreatePolicy on resource: policy {new} because"),
            (lambda: client.list_policies(), "iam:ListPolicies on resource: policy path / because"),
            (lambda: client.create_user(UserName=new), f"iam:CreateUser on resource: {start}:user/{new} because"),
            (lambda: client.tag_role(RoleName=name, Tags=[{"Key": "a", "Value": "b"}]), f"iam:TagRole on resource: {role['Arn']} because"),
            (lambda: client.get_account_summary(), "iam:GetAccountSummary on resource: * because"),
        ]
        try:
            for call, words in told:
                assert words in refused(call)
        finally:
            iam.delete_instance_profile(InstanceProfileName=profile)
