"""Policies of IAM: managed ones and their versions, embedded ones, who has which, and AWS's own."""

import json

import pytest

from .errors import refused
from .iam_things import a_group, a_name, a_policy, a_role, a_user, allow

READ_ONLY_S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
BASIC_LAMBDA = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam")


@pytest.fixture(scope="module")
def unchecked(endpoint):
    """A client that sends what its own model forbids."""
    return endpoint.client("iam", parameter_validation=False)


def account_of(iam) -> str:
    with a_policy(iam) as arn:
        return arn.split(":")[4]


def test_a_policy_is_told_as_it_was_made(iam):
    name = a_name("policy")
    made = iam.create_policy(PolicyName=name, Path="/teams/a/", PolicyDocument=allow(), Description="reads")["Policy"]
    assert made["Arn"].endswith(f":policy/teams/a/{name}") and made["PolicyId"].startswith("ANPA") and len(made["PolicyId"]) == 21
    assert made["DefaultVersionId"] == "v1" and made["AttachmentCount"] == 0 and made["IsAttachable"] is True
    assert "Description" not in made and "Tags" not in made, "as AWS: only GetPolicy tells them"
    told = iam.get_policy(PolicyArn=made["Arn"])["Policy"]
    assert told["Description"] == "reads" and told["Tags"] == [] and told["CreateDate"] == made["CreateDate"]
    assert iam.get_policy_version(PolicyArn=made["Arn"], VersionId="v1")["PolicyVersion"]["Document"] == json.loads(allow())
    iam.delete_policy(PolicyArn=made["Arn"])
    with refused("NoSuchEntity", 404) as answer:
        iam.get_policy(PolicyArn=made["Arn"])
    assert answer["Error"]["Message"] == f"Policy {made['Arn']} was not found."


def test_a_name_is_taken_whatever_its_case_and_path(iam):
    name = a_name("Policy")
    with a_policy(iam, PolicyName=name):
        with refused("EntityAlreadyExists", 409) as answer:
            iam.create_policy(PolicyName=name.lower(), Path="/other/", PolicyDocument=allow())
        assert answer["Error"]["Message"] == f"A policy called {name.lower()} already exists. Duplicate names are not allowed."


def test_a_policy_has_five_versions_and_never_a_number_twice(iam):
    with a_policy(iam) as arn:
        for number in range(2, 6):
            made = iam.create_policy_version(PolicyArn=arn, PolicyDocument=allow(f"s3:Put{number}"))["PolicyVersion"]
            assert made["VersionId"] == f"v{number}" and made["IsDefaultVersion"] is False and "Document" not in made
        with refused("LimitExceeded", 409) as answer:
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=allow())
        assert "up to 5 versions" in answer["Error"]["Message"]
        assert [one["VersionId"] for one in iam.list_policy_versions(PolicyArn=arn)["Versions"]] == ["v5", "v4", "v3", "v2", "v1"]
        pages = [page["Versions"] for page in iam.get_paginator("list_policy_versions").paginate(PolicyArn=arn, PaginationConfig={"PageSize": 2})]
        assert [[one["VersionId"] for one in page] for page in pages] == [["v5", "v4"], ["v3", "v2"], ["v1"]]
        iam.delete_policy_version(PolicyArn=arn, VersionId="v5")
        sixth = iam.create_policy_version(PolicyArn=arn, PolicyDocument=allow(), SetAsDefault=True)["PolicyVersion"]
        assert sixth["VersionId"] == "v6" and sixth["IsDefaultVersion"] is True
        with refused("DeleteConflict", 409) as answer:
            iam.delete_policy_version(PolicyArn=arn, VersionId="v6")
        assert answer["Error"]["Message"] == "Cannot delete the default version of a policy."
        with refused("DeleteConflict", 409):
            iam.delete_policy(PolicyArn=arn)
        iam.set_default_policy_version(PolicyArn=arn, VersionId="v2")
        assert iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v2"


def test_a_version_that_is_not_there_is_refused_by_name(iam, unchecked):
    with a_policy(iam) as arn:
        for ask in (iam.get_policy_version, iam.delete_policy_version, iam.set_default_policy_version):
            with refused("NoSuchEntity", 404) as answer:
                ask(PolicyArn=arn, VersionId="v9")
            assert answer["Error"]["Message"] == f"Policy {arn} version v9 does not exist or is not attachable."
        with refused("ValidationError", 400):
            unchecked.get_policy_version(PolicyArn=arn, VersionId="nine")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("not json", "Syntax errors in policy."),
        ('{"Version": "2012-10-17"}', "Syntax errors in policy."),
        (allow("GetObject"), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        (allow(resource="bucket"), 'Resource bucket must be in ARN format or "*".'),
        (json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}), "Policy statement must contain resources."),
        (json.dumps({"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}), "Policy document must be version 2012-10-17 or greater."),
    ],
)
def test_a_malformed_document_is_refused_in_aws_words_and_makes_nothing(iam, document, words):
    name = a_name("policy")
    with refused("MalformedPolicyDocument", 400) as answer:
        iam.create_policy(PolicyName=name, PolicyDocument=document)
    assert answer["Error"]["Message"] == words
    assert all(policy["PolicyName"] != name for policy in iam.list_policies(Scope="Local")["Policies"])


def test_a_policy_may_be_long_and_white_space_does_not_count(iam):
    actions = [f"s3:Put{number:04}" for number in range(600)]
    longest = json.loads(allow(actions))
    while len(json.dumps(longest, separators=(",", ":"))) > 6144:
        longest["Statement"][0]["Action"].pop()
    with a_policy(iam, json.dumps(longest, indent=8)):
        pass
    with refused("LimitExceeded", 409) as answer:
        iam.create_policy(PolicyName=a_name("policy"), PolicyDocument=allow(actions))
    assert answer["Error"]["Message"] == "Cannot exceed quota for PolicySize: 6144"


def test_policies_are_listed_by_scope_path_and_use(iam):
    path = f"/{a_name('path')}/"
    with a_policy(iam, Path=path) as mine, a_policy(iam) as other, a_role(iam) as role:
        local = {policy["Arn"] for policy in iam.list_policies(Scope="Local")["Policies"]}
        assert {mine, other} <= local and not any(arn.startswith("arn:aws:iam::aws:") for arn in local)
        assert [policy["Arn"] for policy in iam.list_policies(Scope="Local", PathPrefix=path)["Policies"]] == [mine]
        assert mine not in {policy["Arn"] for policy in iam.list_policies(Scope="Local", OnlyAttached=True)["Policies"]}
        iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=mine)
        attached = [policy for policy in iam.list_policies(Scope="Local", OnlyAttached=True)["Policies"] if policy["Arn"] == mine]
        assert attached[0]["AttachmentCount"] == 1
        every = [policy["Arn"] for page in iam.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 50}) for policy in page["Policies"]]
        assert len(every) == len(set(every)) and {mine, other, READ_ONLY_S3} <= set(every)


def test_a_marker_of_another_list_is_refused(iam):
    marker = iam.list_policies(Scope="AWS", MaxItems=1)["Marker"]
    with refused("ValidationError", 400):
        iam.list_policies(Scope="Local", Marker=marker)


def test_tags_of_a_policy_tell_cases_apart(iam):
    with a_policy(iam, Tags=[{"Key": "a", "Value": "small"}, {"Key": "A", "Value": "large"}]) as arn:
        assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "A", "Value": "large"}, {"Key": "a", "Value": "small"}]
        iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "a", "Value": ""}, {"Key": "b", "Value": "more"}])
        iam.untag_policy(PolicyArn=arn, TagKeys=["A"])
        assert iam.get_policy(PolicyArn=arn)["Policy"]["Tags"] == [{"Key": "a", "Value": ""}, {"Key": "b", "Value": "more"}]
        page = iam.list_policy_tags(PolicyArn=arn, MaxItems=1)
        assert page["IsTruncated"] and [tag["Key"] for tag in page["Tags"]] == ["a"]
        assert [tag["Key"] for tag in iam.list_policy_tags(PolicyArn=arn, Marker=page["Marker"])["Tags"]] == ["b"]
        with refused("InvalidInput", 400) as answer:
            iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "x", "Value": "1"}, {"Key": "x", "Value": "2"}])
        assert answer["Error"]["Message"] == "Duplicate tag keys found."
        with refused("LimitExceeded", 409):
            iam.tag_policy(PolicyArn=arn, Tags=[{"Key": f"k{number}", "Value": "v"} for number in range(49)])


class TestAttached:
    def test_a_policy_is_on_users_groups_and_roles_and_cannot_go_before_them(self, iam):
        with a_policy(iam) as arn, a_user(iam) as user, a_group(iam) as group, a_role(iam) as role:
            iam.attach_user_policy(UserName=user["UserName"], PolicyArn=arn)
            iam.attach_group_policy(GroupName=group["GroupName"], PolicyArn=arn)
            iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
            iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
            shown = [{"PolicyName": arn.rsplit("/", 1)[1], "PolicyArn": arn}]
            assert iam.list_attached_user_policies(UserName=user["UserName"])["AttachedPolicies"] == shown
            assert iam.list_attached_group_policies(GroupName=group["GroupName"])["AttachedPolicies"] == shown
            assert iam.list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"] == shown
            assert iam.list_attached_role_policies(RoleName=role["RoleName"], PathPrefix="/else/")["AttachedPolicies"] == []
            assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == 3
            with refused("DeleteConflict", 409) as answer:
                iam.delete_policy(PolicyArn=arn)
            assert answer["Error"]["Message"] == "Cannot delete a policy attached to entities."
            who = iam.list_entities_for_policy(PolicyArn=arn)
            assert who["PolicyUsers"] == [{"UserName": user["UserName"], "UserId": user["UserId"]}]
            assert who["PolicyGroups"] == [{"GroupName": group["GroupName"], "GroupId": group["GroupId"]}]
            assert who["PolicyRoles"] == [{"RoleName": role["RoleName"], "RoleId": role["RoleId"]}]
            only = iam.list_entities_for_policy(PolicyArn=arn, EntityFilter="Role")
            assert (only["PolicyUsers"], only["PolicyGroups"], len(only["PolicyRoles"])) == ([], [], 1)
            pages = list(iam.get_paginator("list_entities_for_policy").paginate(PolicyArn=arn, PaginationConfig={"PageSize": 1}))
            assert len(pages) == 3
            for entity, ask in (("user", iam.delete_user), ("group", iam.delete_group), ("role", iam.delete_role)):
                with refused("DeleteConflict", 409) as answer:
                    ask(**{f"{entity.title()}Name": {"user": user, "group": group, "role": role}[entity][f"{entity.title()}Name"]})
                assert answer["Error"]["Message"] == "Cannot delete entity, must detach all policies first."

    def test_what_is_not_there_is_refused_by_name(self, iam):
        absent = f"arn:aws:iam::{account_of(iam)}:policy/{a_name('absent')}"
        with a_policy(iam) as arn, a_role(iam) as role:
            name = role["RoleName"]
            with refused("NoSuchEntity", 404) as answer:
                iam.attach_role_policy(RoleName=name, PolicyArn=absent)
            assert answer["Error"]["Message"] == f"Policy {absent} does not exist or is not attachable."
            with refused("NoSuchEntity", 404) as answer:
                iam.detach_role_policy(RoleName=name, PolicyArn=arn)
            assert answer["Error"]["Message"] == f"Policy {arn} was not found."
            with refused("ValidationError", 400) as answer:
                iam.attach_role_policy(RoleName=name, PolicyArn="longpolicynamebutnoarn")
            assert answer["Error"]["Message"] == "ARN longpolicynamebutnoarn is not valid."
            for kind, ask in (("user", iam.attach_user_policy), ("group", iam.attach_group_policy), ("role", iam.attach_role_policy)):
                with refused("NoSuchEntity", 404) as answer:
                    ask(**{f"{kind.title()}Name": "nobody-here"}, PolicyArn=arn)
                assert answer["Error"]["Message"] == f"The {kind} with name nobody-here cannot be found."

    def test_ten_policies_are_enough(self, iam):
        with a_role(iam) as role:
            ours = [policy["Arn"] for policy in iam.list_policies(Scope="AWS", PathPrefix="/", MaxItems=1000)["Policies"] if "/aws-service-role/" not in policy["Arn"]]
            for arn in ours[:10]:
                iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=arn)
            with refused("LimitExceeded", 409) as answer:
                iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn=ours[10])
            assert answer["Error"]["Message"] == "Cannot exceed quota for PoliciesPerRole: 10"
            assert len(iam.list_attached_role_policies(RoleName=role["RoleName"])["AttachedPolicies"]) == 10


class TestEmbedded:
    @pytest.mark.parametrize("kind", ["user", "group", "role"])
    def test_a_policy_is_put_told_listed_and_removed(self, iam, kind):
        make = {"user": a_user, "group": a_group, "role": a_role}[kind]
        named = f"{kind.title()}Name"
        put, get, remove, listed = (getattr(iam, name) for name in (f"put_{kind}_policy", f"get_{kind}_policy", f"delete_{kind}_policy", f"list_{kind}_policies"))
        with make(iam) as entity:
            who = {named: entity[named]}
            assert listed(**who)["PolicyNames"] == []
            put(**who, PolicyName="b", PolicyDocument=allow("s3:Get*"))
            put(**who, PolicyName="a", PolicyDocument=allow("s3:Put*"))
            put(**who, PolicyName="b", PolicyDocument=allow("s3:List*"))
            assert listed(**who)["PolicyNames"] == ["a", "b"]
            first = listed(**who, MaxItems=1)
            assert first["PolicyNames"] == ["a"] and listed(**who, Marker=first["Marker"])["PolicyNames"] == ["b"]
            told = get(**who, PolicyName="b")
            assert told["PolicyDocument"] == json.loads(allow("s3:List*")) and told[named] == entity[named]
            with refused("DeleteConflict", 409) as answer:
                getattr(iam, f"delete_{kind}")(**who)
            assert answer["Error"]["Message"] == "Cannot delete entity, must delete policies first."
            remove(**who, PolicyName="b")
            for ask in (get, remove):
                with refused("NoSuchEntity", 404) as answer:
                    ask(**who, PolicyName="b")
                assert answer["Error"]["Message"] == f"The {kind} policy with name b cannot be found."
            with refused("MalformedPolicyDocument", 400):
                put(**who, PolicyName="c", PolicyDocument="{}")
            assert listed(**who)["PolicyNames"] == ["a"]

    @pytest.mark.parametrize(("kind", "most"), [("user", 2048), ("group", 5120), ("role", 10240)])
    def test_all_embedded_policies_together_have_a_size(self, iam, kind, most):
        make = {"user": a_user, "group": a_group, "role": a_role}[kind]
        named = f"{kind.title()}Name"
        put = getattr(iam, f"put_{kind}_policy")
        half = json.loads(allow([]))
        while len(json.dumps(half, separators=(",", ":"))) < most // 2 + 10:
            half["Statement"][0]["Action"].append("s3:GetObjectVersionTagging")
        with make(iam) as entity:
            put(**{named: entity[named]}, PolicyName="first", PolicyDocument=json.dumps(half))
            with refused("LimitExceeded", 409) as answer:
                put(**{named: entity[named]}, PolicyName="second", PolicyDocument=json.dumps(half))
            assert answer["Error"]["Message"] == f"Maximum policy size of {most} bytes exceeded for {kind} {entity[named]}"
            assert getattr(iam, f"list_{kind}_policies")(**{named: entity[named]})["PolicyNames"] == ["first"]


class TestAmazonsOwn:
    def test_they_say_what_amazon_says(self, iam):
        told = iam.get_policy(PolicyArn=BASIC_LAMBDA)["Policy"]
        assert told["Path"] == "/service-role/" and told["PolicyName"] == "AWSLambdaBasicExecutionRole"
        document = iam.get_policy_version(PolicyArn=BASIC_LAMBDA, VersionId=told["DefaultVersionId"])["PolicyVersion"]["Document"]
        assert document["Statement"][0]["Action"] == ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        administrator = iam.get_policy_version(PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess", VersionId="v1")
        assert administrator["PolicyVersion"]["Document"]["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]

    @pytest.mark.parametrize("name", ["PowerUserAccess", "ReadOnlyAccess", "SecurityAudit", "job-function/ViewOnlyAccess", "AmazonRekognitionFullAccess", "AmazonSQSFullAccess", "AWSXRayDaemonWriteAccess"])
    def test_they_are_there(self, iam, name):
        policy = iam.get_policy(PolicyArn=f"arn:aws:iam::aws:policy/{name}")["Policy"]
        version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])["PolicyVersion"]
        assert version["IsDefaultVersion"] and version["Document"]["Statement"]

    def test_nobody_changes_them(self, iam):
        for ask in (lambda: iam.delete_policy(PolicyArn=READ_ONLY_S3), lambda: iam.create_policy_version(PolicyArn=READ_ONLY_S3, PolicyDocument=allow())):
            with refused("InvalidInput", 400):
                ask()

    def test_a_service_linked_roles_policy_is_for_that_role_alone(self, iam):
        with a_role(iam) as role:
            with refused("PolicyNotAttachable", 400):
                iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn="arn:aws:iam::aws:policy/aws-service-role/AmazonRDSServiceRolePolicy")


def test_policies_that_open_a_service_are_named(iam):
    with a_group(iam) as group, a_user(iam) as user:
        iam.add_user_to_group(GroupName=group["GroupName"], UserName=user["UserName"])
        iam.put_group_policy(GroupName=group["GroupName"], PolicyName="queues", PolicyDocument=allow("sqs:*"))
        iam.attach_user_policy(UserName=user["UserName"], PolicyArn=READ_ONLY_S3)
        answer = iam.list_policies_granting_service_access(Arn=user["Arn"], ServiceNamespaces=["s3", "sqs", "ec2"])
        by_service = {entry["ServiceNamespace"]: entry["Policies"] for entry in answer["PoliciesGrantingServiceAccess"]}
        assert by_service["s3"] == [{"PolicyName": "AmazonS3ReadOnlyAccess", "PolicyType": "MANAGED", "PolicyArn": READ_ONLY_S3}]
        assert by_service["sqs"] == [{"PolicyName": "queues", "PolicyType": "INLINE", "EntityType": "GROUP", "EntityName": group["GroupName"]}]
        assert by_service["ec2"] == []
