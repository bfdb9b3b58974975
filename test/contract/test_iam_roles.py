"""Roles of IAM, whom they trust, their boundaries, instance profiles, and providers of OpenID Connect."""

import json
import time

import pytest

from .errors import refused
from .iam_things import TRUST_EC2, a_group, a_name, a_policy, a_role, a_user, allow, trust


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam")


def trusted(iam, role) -> object:
    return iam.get_role(RoleName=role["RoleName"])["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]


def test_a_role_is_told_as_it_was_made(iam):
    with a_role(iam, Path="/service/", Description="for machines") as made:
        assert made["RoleId"].startswith("AROA") and len(made["RoleId"]) == 21
        assert made["Arn"].endswith(f":role/service/{made['RoleName']}") and made["AssumeRolePolicyDocument"] == json.loads(TRUST_EC2)
        assert not {"Description", "MaxSessionDuration", "Tags", "RoleLastUsed"} & made.keys(), "as AWS: GetRole tells them"
        told = iam.get_role(RoleName=made["RoleName"])["Role"]
        assert (told["Description"], told["MaxSessionDuration"], told["RoleLastUsed"]) == ("for machines", 3600, {}) and "Tags" not in told
        with refused("EntityAlreadyExists", 409) as answer:
            iam.create_role(RoleName=made["RoleName"].upper(), AssumeRolePolicyDocument=TRUST_EC2)
        assert answer["Error"]["Message"] == f"Role with name {made['RoleName'].upper()} already exists."
    with refused("NoSuchEntity", 404) as answer:
        iam.get_role(RoleName=made["RoleName"])
    assert answer["Error"]["Message"] == f"The role with name {made['RoleName']} cannot be found."


def test_what_is_not_given_stays(iam, endpoint):
    with a_role(iam, Description="first") as role:
        name = role["RoleName"]
        iam.update_role(RoleName=name, MaxSessionDuration=7200)
        told = iam.get_role(RoleName=name)["Role"]
        assert (told["Description"], told["MaxSessionDuration"]) == ("first", 7200)
        changed = iam.update_role_description(RoleName=name, Description="second")["Role"]
        assert changed["Description"] == "second" and "MaxSessionDuration" not in changed
        iam.update_role(RoleName=name)
        assert iam.get_role(RoleName=name)["Role"]["Description"] == "second"
        with refused("ValidationError", 400):
            endpoint.client("iam", parameter_validation=False).update_role(RoleName=name, MaxSessionDuration=60)


def test_roles_are_listed_by_path_and_page(iam):
    path = f"/{a_name('path')}/"
    with a_role(iam, Path=path, RoleName=a_name("a")) as first, a_role(iam, Path=path, RoleName=a_name("b")) as second, a_role(iam) as elsewhere:
        listed = iam.list_roles(PathPrefix=path)["Roles"]
        assert [role["RoleName"] for role in listed] == [first["RoleName"], second["RoleName"]]
        assert "Tags" not in listed[0] and listed[0]["MaxSessionDuration"] == 3600
        pages = [page["Roles"] for page in iam.get_paginator("list_roles").paginate(PathPrefix=path, PaginationConfig={"PageSize": 1})]
        assert [[role["RoleName"] for role in page] for page in pages] == [[first["RoleName"]], [second["RoleName"]]]
        assert elsewhere["RoleName"] in {role["RoleName"] for page in iam.get_paginator("list_roles").paginate() for role in page["Roles"]}


def test_tags_of_a_role_do_not_tell_cases_apart(iam):
    with a_role(iam, Tags=[{"Key": "Team", "Value": "a"}]) as role:
        name = role["RoleName"]
        assert role["Tags"] == [{"Key": "Team", "Value": "a"}]
        iam.tag_role(RoleName=name, Tags=[{"Key": "team", "Value": "b"}])
        assert [tag["Value"] for tag in iam.list_role_tags(RoleName=name)["Tags"]] == ["b"]
        with refused("InvalidInput", 400) as answer:
            iam.tag_role(RoleName=name, Tags=[{"Key": "x", "Value": "1"}, {"Key": "X", "Value": "2"}])
        assert answer["Error"]["Message"] == "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        iam.untag_role(RoleName=name, TagKeys=["Team"])
        assert iam.list_role_tags(RoleName=name)["Tags"] == [] and "Tags" not in iam.get_role(RoleName=name)["Role"]


class TestTrust:
    @pytest.mark.parametrize(
        ("document", "words"),
        [
            ("}", "This policy contains invalid Json"),
            (json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole", "Resource": "*"}]}), "Has prohibited field Resource"),
        ],
    )
    def test_a_document_that_is_none_is_refused(self, iam, document, words):
        with refused("MalformedPolicyDocument", 400) as answer:
            iam.create_role(RoleName=a_name("role"), AssumeRolePolicyDocument=document)
        assert answer["Error"]["Message"] == words

    def test_somebody_who_does_not_exist_is_not_trusted(self, iam):
        with a_user(iam) as user, a_group(iam) as group, a_role(iam) as role:
            unknown = [user["Arn"] + "x", user["Arn"].replace(":user/", ":user/path/"), group["Arn"], user["Arn"][:-3] + "*", "AIDAXXXXXXXXXXXXXXXXX"]
            for principal in unknown:
                with refused("MalformedPolicyDocument", 400) as answer:
                    iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=trust({"AWS": principal}))
                assert answer["Error"]["Message"].startswith("Invalid principal in policy"), principal
            assert trusted(iam, role) == {"Service": "ec2.amazonaws.com"}, "nothing was changed"

    def test_a_role_cannot_trust_itself_before_it_exists(self, iam):
        name = a_name("role")
        with a_user(iam) as user:
            itself = user["Arn"].split(":user/")[0] + f":role/{name}"
        with refused("MalformedPolicyDocument", 400):
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"AWS": itself}))
        with a_role(iam, RoleName=name) as role:
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=trust({"AWS": itself}))
            assert trusted(iam, role) == {"AWS": itself}

    def test_an_account_is_its_root(self, iam):
        with a_role(iam) as role:
            account = role["Arn"].split(":")[4]
            iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=trust({"AWS": [account, f"arn:aws:iam::{account}:root"]}))
            assert trusted(iam, role) == {"AWS": [f"arn:aws:iam::{account}:root"] * 2}

    def test_who_is_deleted_stays_as_an_id_and_who_comes_after_is_another(self, iam):
        name = a_name("user")
        with a_role(iam) as role:
            with a_user(iam, UserName=name) as user:
                document = trust({"AWS": user["Arn"]})
                iam.update_assume_role_policy(RoleName=role["RoleName"], PolicyDocument=document)
                assert trusted(iam, role) == {"AWS": user["Arn"]}
                iam.update_user(UserName=name, NewUserName=name + "-renamed")
                assert trusted(iam, role) == {"AWS": user["Arn"] + "-renamed"}, "the same user by another name"
                iam.update_user(UserName=name + "-renamed", NewUserName=name)
            assert trusted(iam, role) == {"AWS": user["UserId"]}
            with a_user(iam, UserName=name):
                assert trusted(iam, role) == {"AWS": user["UserId"]}, "a user of the same name is not the one who was trusted"

    def test_a_trust_policy_has_a_size(self, iam):
        many = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}] * 30})
        with refused("LimitExceeded", 409) as answer:
            iam.create_role(RoleName=a_name("role"), AssumeRolePolicyDocument=many)
        assert answer["Error"]["Message"] == "Cannot exceed quota for ACLSizePerRole: 2048"


class TestBoundaries:
    @pytest.mark.parametrize("kind", ["user", "role"])
    def test_a_boundary_is_put_told_and_removed(self, iam, kind):
        make, named = {"user": (a_user, "UserName"), "role": (a_role, "RoleName")}[kind]
        put, remove, get = (getattr(iam, name) for name in (f"put_{kind}_permissions_boundary", f"delete_{kind}_permissions_boundary", f"get_{kind}"))
        with a_policy(iam) as arn, make(iam) as entity:
            who = {named: entity[named]}
            put(**who, PermissionsBoundary=arn)
            assert get(**who)[kind.title()]["PermissionsBoundary"] == {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}
            assert iam.get_policy(PolicyArn=arn)["Policy"]["PermissionsBoundaryUsageCount"] == 1
            found = iam.list_entities_for_policy(PolicyArn=arn, PolicyUsageFilter="PermissionsBoundary")
            assert [one[named] for one in found[f"Policy{kind.title()}s"]] == [entity[named]]
            assert iam.list_entities_for_policy(PolicyArn=arn, PolicyUsageFilter="PermissionsPolicy")[f"Policy{kind.title()}s"] == []
            with refused("DeleteConflict", 409):
                iam.delete_policy(PolicyArn=arn)
            remove(**who)
            assert "PermissionsBoundary" not in get(**who)[kind.title()]

    def test_what_is_no_policy_is_no_boundary(self, iam):
        with a_role(iam) as role:
            account = role["Arn"].split(":")[4]
            no_policy, absent = f"arn:aws:iam::{account}:not_a_policy/invalid", f"arn:aws:iam::{account}:policy/absent-one"
            for ask in (
                lambda arn: iam.put_role_permissions_boundary(RoleName=role["RoleName"], PermissionsBoundary=arn),
                lambda arn: iam.create_role(RoleName=a_name("role"), AssumeRolePolicyDocument=TRUST_EC2, PermissionsBoundary=arn),
                lambda arn: iam.create_user(UserName=a_name("user"), PermissionsBoundary=arn),
            ):
                with refused("InvalidInput", 400) as answer:
                    ask(no_policy)
                assert answer["Error"]["Message"] == f"ARN {no_policy} is not valid."
                with refused("NoSuchEntity", 404) as answer:
                    ask(absent)
                assert answer["Error"]["Message"] == f"Scope ARN: {absent} does not exist or is not attachable."


class TestInstanceProfiles:
    def test_a_profile_holds_one_role(self, iam):
        name = a_name("profile")
        made = iam.create_instance_profile(InstanceProfileName=name, Path="/machines/", Tags=[{"Key": "k", "Value": "v"}])["InstanceProfile"]
        assert made["InstanceProfileId"].startswith("AIPA") and made["Arn"].endswith(f":instance-profile/machines/{name}") and made["Roles"] == []
        with refused("EntityAlreadyExists", 409) as answer:
            iam.create_instance_profile(InstanceProfileName=name)
        assert answer["Error"]["Message"] == f"Instance Profile {name} already exists."
        with a_role(iam) as role, a_role(iam) as other:
            iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role["RoleName"])
            with refused("LimitExceeded", 409) as answer:
                iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=other["RoleName"])
            assert answer["Error"]["Message"] == "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"
            told = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
            assert [one["RoleId"] for one in told["Roles"]] == [role["RoleId"]] and told["Tags"] == [{"Key": "k", "Value": "v"}]
            assert [one["InstanceProfileName"] for one in iam.list_instance_profiles_for_role(RoleName=role["RoleName"])["InstanceProfiles"]] == [name]
            assert [one["InstanceProfileName"] for one in iam.list_instance_profiles(PathPrefix="/machines/")["InstanceProfiles"]] == [name]
            for ask in (lambda: iam.delete_role(RoleName=role["RoleName"]), lambda: iam.delete_instance_profile(InstanceProfileName=name)):
                with refused("DeleteConflict", 409) as answer:
                    ask()
                assert answer["Error"]["Message"] == "Cannot delete entity, must remove roles from instance profile first."
            with refused("NoSuchEntity", 404) as answer:
                iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=other["RoleName"])
            assert answer["Error"]["Message"] == f"Role {other['RoleName']} in Instance Profile {name} cannot be found."
            iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role["RoleName"])
        iam.tag_instance_profile(InstanceProfileName=name, Tags=[{"Key": "K", "Value": "other"}])
        assert len(iam.list_instance_profile_tags(InstanceProfileName=name)["Tags"]) == 2
        iam.untag_instance_profile(InstanceProfileName=name, TagKeys=["k", "K"])
        assert iam.list_instance_profile_tags(InstanceProfileName=name)["Tags"] == []
        iam.delete_instance_profile(InstanceProfileName=name)
        with refused("NoSuchEntity", 404) as answer:
            iam.get_instance_profile(InstanceProfileName=name)
        assert answer["Error"]["Message"] == f"Instance Profile {name} cannot be found."


class TestProviders:
    def test_a_provider_is_made_changed_and_removed(self, iam):
        host = f"{a_name('oidc')}.example.com/path"
        arn = iam.create_open_id_connect_provider(Url=f"https://{host}", ClientIDList=["one"], ThumbprintList=["a" * 40], Tags=[{"Key": "k", "Value": "v"}])["OpenIDConnectProviderArn"]
        assert arn.endswith(f":oidc-provider/{host}")
        told = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        assert (told["Url"], told["ClientIDList"], told["ThumbprintList"], told["Tags"]) == (host, ["one"], ["a" * 40], [{"Key": "k", "Value": "v"}])
        assert {"Arn": arn} in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
        for _ in range(2):
            iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="two")
        iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="one")
        iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["b" * 40, "c" * 40])
        iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "K", "Value": "w"}])
        iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["k"])
        told = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        assert (told["ClientIDList"], told["ThumbprintList"], told["Tags"]) == (["two"], ["b" * 40, "c" * 40], [{"Key": "K", "Value": "w"}])
        with refused("EntityAlreadyExists", 409) as answer:
            iam.create_open_id_connect_provider(Url=f"https://{host}")
        assert answer["Error"]["Message"] == f"Provider with url https://{host} already exists."
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        with refused("NoSuchEntity", 404) as answer:
            iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        assert answer["Error"]["Message"] == f"OpenIDConnect Provider not found for arn {arn}"
        with refused("NoSuchEntity", 404):
            iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)

    def test_what_is_no_provider_is_refused(self, iam):
        for url in ("example.org", "http://example.org", "https://", "https://example.org/?a=b"):
            with refused("ValidationError", 400) as answer:
                iam.create_open_id_connect_provider(Url=url)
            assert answer["Error"]["Message"] == "Invalid Open ID Connect Provider URL"
        with refused("InvalidInput", 400) as answer:
            iam.create_open_id_connect_provider(Url="https://example.org", ThumbprintList=[letter * 40 for letter in "abcdef"])
        assert answer["Error"]["Message"] == "Thumbprint list must contain fewer than 5 entries."
        with refused("LimitExceeded", 409) as answer:
            iam.create_open_id_connect_provider(Url="https://example.org", ClientIDList=[str(number) for number in range(101)])
        assert answer["Error"]["Message"] == "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"

    def test_saml_is_not_built_and_says_so(self, iam):
        with refused("NotImplemented", 501) as answer:
            iam.list_saml_providers()
        assert "ListSAMLProviders" in answer["Error"]["Message"]


def test_a_service_linked_role_is_its_services(iam):
    made = iam.create_service_linked_role(AWSServiceName="elasticloadbalancing.amazonaws.com", Description="balances")["Role"]
    name = made["RoleName"]
    assert name == "AWSServiceRoleForElasticLoadBalancing" and made["Path"] == "/aws-service-role/elasticloadbalancing.amazonaws.com/"
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AWSElasticLoadBalancingServiceRolePolicy"]
    with refused("InvalidInput", 400) as answer:
        iam.create_service_linked_role(AWSServiceName="elasticloadbalancing.amazonaws.com")
    assert answer["Error"]["Message"] == f"Service role name {name} has been taken in this account, please try a different suffix."
    for ask in (lambda: iam.delete_role(RoleName=name), lambda: iam.put_role_policy(RoleName=name, PolicyName="more", PolicyDocument=allow()), lambda: iam.update_role(RoleName=name, Description="mine")):
        with refused("UnmodifiableEntity", 400):
            ask()
    task = iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
    for _ in range(50):
        if iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED":
            break
        time.sleep(0.1)
    with refused("NoSuchEntity", 404):
        iam.get_role(RoleName=name)
    with refused("InvalidInput", 400):
        iam.create_service_linked_role(AWSServiceName="rds.amazonaws.com", CustomSuffix="mine")


def test_all_of_an_account_is_told(iam):
    with a_policy(iam) as arn, a_group(iam) as group, a_user(iam, Tags=[{"Key": "k", "Value": "v"}]) as user, a_role(iam) as role:
        iam.add_user_to_group(GroupName=group["GroupName"], UserName=user["UserName"])
        iam.attach_user_policy(UserName=user["UserName"], PolicyArn=arn)
        iam.put_group_policy(GroupName=group["GroupName"], PolicyName="inline", PolicyDocument=allow())
        iam.attach_role_policy(RoleName=role["RoleName"], PolicyArn="arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess")
        pages = list(iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 3}))
        assert all(sum(len(page[name]) for name in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")) <= 3 for page in pages)

        def found(kind: str, key: str, value: str) -> dict:
            return next(one for page in pages for one in page[kind] if one[key] == value)

        told = found("UserDetailList", "UserName", user["UserName"])
        assert told["GroupList"] == [group["GroupName"]] and told["Tags"] == [{"Key": "k", "Value": "v"}]
        assert [policy["PolicyArn"] for policy in told["AttachedManagedPolicies"]] == [arn]
        assert found("GroupDetailList", "GroupName", group["GroupName"])["GroupPolicyList"] == [{"PolicyName": "inline", "PolicyDocument": json.loads(allow())}]
        told = found("RoleDetailList", "RoleName", role["RoleName"])
        assert told["AssumeRolePolicyDocument"] == json.loads(TRUST_EC2) and told["InstanceProfileList"] == [] and told["RoleLastUsed"] == {}
        told = found("Policies", "Arn", arn)
        assert told["AttachmentCount"] == 1 and told["PolicyVersionList"][0]["Document"] == json.loads(allow())
        assert found("Policies", "PolicyName", "AmazonSQSReadOnlyAccess")["AttachmentCount"] == 1
        only = iam.get_account_authorization_details(Filter=["LocalManagedPolicy"], MaxItems=1000)
        assert arn in {policy["Arn"] for policy in only["Policies"]} and only["UserDetailList"] == [] and only["RoleDetailList"] == []
