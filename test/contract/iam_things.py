"""What the tests of IAM make and remove: names nobody else has, documents, and an account left as it was found."""

import contextlib
import json
import uuid

TRUST_EC2 = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


def a_name(kind: str = "thing") -> str:
    return f"{kind}-{uuid.uuid4().hex[:12]}"


def allow(action="s3:GetObject", resource="*", **more) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource, **more}]})


def trust(principal) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]})


@contextlib.contextmanager
def a_policy(iam, document: str | None = None, **more):
    """The ARN of a managed policy."""
    arn = iam.create_policy(PolicyName=more.pop("PolicyName", a_name("policy")), PolicyDocument=document or allow(), **more)["Policy"]["Arn"]
    yield arn
    for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
        if not version["IsDefaultVersion"]:
            iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
    iam.delete_policy(PolicyArn=arn)


@contextlib.contextmanager
def a_role(iam, **more):
    """The role as CreateRole answered it."""
    more.setdefault("AssumeRolePolicyDocument", TRUST_EC2)
    name = more.setdefault("RoleName", a_name("role"))
    yield iam.create_role(**more)["Role"]
    for profile in iam.list_instance_profiles_for_role(RoleName=name)["InstanceProfiles"]:
        iam.remove_role_from_instance_profile(InstanceProfileName=profile["InstanceProfileName"], RoleName=name)
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    iam.delete_role(RoleName=name)


@contextlib.contextmanager
def a_user(iam, **more):
    """The user as CreateUser answered it."""
    name = more.setdefault("UserName", a_name("user"))
    yield iam.create_user(**more)["User"]
    for group in iam.list_groups_for_user(UserName=name)["Groups"]:
        iam.remove_user_from_group(UserName=name, GroupName=group["GroupName"])
    for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    for policy in iam.list_user_policies(UserName=name)["PolicyNames"]:
        iam.delete_user_policy(UserName=name, PolicyName=policy)
    for policy in iam.list_attached_user_policies(UserName=name)["AttachedPolicies"]:
        iam.detach_user_policy(UserName=name, PolicyArn=policy["PolicyArn"])
    iam.delete_user(UserName=name)


@contextlib.contextmanager
def a_group(iam, **more):
    """The group as CreateGroup answered it."""
    name = more.setdefault("GroupName", a_name("group"))
    yield iam.create_group(**more)["Group"]
    for user in iam.get_group(GroupName=name)["Users"]:
        iam.remove_user_from_group(UserName=user["UserName"], GroupName=name)
    for policy in iam.list_group_policies(GroupName=name)["PolicyNames"]:
        iam.delete_group_policy(GroupName=name, PolicyName=policy)
    for policy in iam.list_attached_group_policies(GroupName=name)["AttachedPolicies"]:
        iam.detach_group_policy(GroupName=name, PolicyArn=policy["PolicyArn"])
    iam.delete_group(GroupName=name)
