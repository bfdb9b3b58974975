"""The policy simulator of IAM: what policies would answer to requests nobody makes."""

import json

import pytest

from .errors import refused
from .iam_things import a_group, a_name, a_policy, a_user, allow
from .test_aws_cli import aws  # noqa: F401


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam")


def one(answer: dict) -> dict:
    assert len(answer["EvaluationResults"]) == 1
    return answer["EvaluationResults"][0]


def deny(action: str, resource="*") -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": action, "Resource": resource}]})


def test_the_example_of_the_aws_cli_answers_as_printed_there(iam):
    document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'

    def at(moment: str) -> dict:
        entry = {"ContextKeyName": "aws:CurrentTime", "ContextKeyValues": [moment], "ContextKeyType": "date"}
        return one(iam.simulate_custom_policy(PolicyInputList=[document], ActionNames=["dynamodb:CreateBackup"], ContextEntries=[entry]))

    late = at("2019-04-25T11:00:00Z")
    assert (late["EvalActionName"], late["EvalResourceName"], late["EvalDecision"], late["MissingContextValues"]) == ("dynamodb:CreateBackup", "*", "allowed", [])
    statement = late["MatchedStatements"][0]
    assert statement["SourcePolicyId"] == "PolicyInputList.1"
    assert (statement["StartPosition"], statement["EndPosition"]) == ({"Line": 1, "Column": 38}, {"Line": 1, "Column": 167})
    early = at("2014-04-25T11:00:00Z")
    assert (early["EvalDecision"], early["MatchedStatements"], early["MissingContextValues"]) == ("implicitDeny", [], [])


def test_a_key_that_is_not_given_is_missing(iam):
    document = allow(Condition={"StringEquals": {"s3:prefix": "a"}})
    assert one(iam.simulate_custom_policy(PolicyInputList=[document], ActionNames=["s3:GetObject"]))["MissingContextValues"] == ["s3:prefix"]
    answer = one(iam.simulate_custom_policy(PolicyInputList=[document], ActionNames=["s3:GetObject"], ResourceArns=["arn:aws:s3:::b/k"]))
    assert answer["ResourceSpecificResults"][0]["MissingContextValues"] == ["s3:prefix"]
    assert iam.get_context_keys_for_custom_policy(PolicyInputList=[document])["ContextKeyNames"] == ["s3:prefix"]


def test_a_deny_alone_is_named(iam):
    answer = one(iam.simulate_custom_policy(PolicyInputList=[allow("s3:*"), deny("s3:GetObject")], ActionNames=["s3:GetObject"]))
    assert answer["EvalDecision"] == "explicitDeny"
    assert [statement["SourcePolicyId"] for statement in answer["MatchedStatements"]] == ["PolicyInputList.2"]


def test_every_resource_has_its_result_and_the_worst_counts(iam):
    mine, other, forbidden = "arn:aws:s3:::mine/a", "arn:aws:s3:::other/a", "arn:aws:s3:::forbidden/a"
    documents = [allow(resource="arn:aws:s3:::mine/*"), deny("s3:*", "arn:aws:s3:::forbidden/*")]
    answer = one(iam.simulate_custom_policy(PolicyInputList=documents, ActionNames=["s3:GetObject"], ResourceArns=[mine, other, forbidden]))
    assert {result["EvalResourceName"]: result["EvalResourceDecision"] for result in answer["ResourceSpecificResults"]} == {mine: "allowed", other: "implicitDeny", forbidden: "explicitDeny"}
    assert answer["EvalDecision"] == "explicitDeny" and [statement["SourcePolicyId"] for statement in answer["MatchedStatements"]] == ["PolicyInputList.2"]
    assert one(iam.simulate_custom_policy(PolicyInputList=documents, ActionNames=["s3:GetObject"], ResourceArns=[mine, other]))["EvalDecision"] == "implicitDeny"


def test_a_boundary_limits(iam):
    answer = one(iam.simulate_custom_policy(PolicyInputList=[allow("s3:*")], PermissionsBoundaryPolicyInputList=[allow("sqs:*")], ActionNames=["s3:GetObject"]))
    assert answer["EvalDecision"] == "implicitDeny" and answer["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    answer = one(iam.simulate_custom_policy(PolicyInputList=[allow("s3:*")], PermissionsBoundaryPolicyInputList=[allow("s3:Get*")], ActionNames=["s3:GetObject"]))
    assert answer["EvalDecision"] == "allowed" and answer["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": True}


def test_every_level_of_an_organization_must_allow(iam):
    def under(*levels: str) -> dict:
        given = [{"ServiceControlPolicyInputList": [level]} for level in levels]
        return one(iam.simulate_custom_policy(PolicyInputList=[allow("s3:*")], OrderedOrganizationPolicyInputList=given, ActionNames=["s3:GetObject"]))

    assert under(allow("*"), allow("s3:*"))["EvalDecision"] == "allowed"
    limited = under(allow("*"), allow("sqs:*"))
    assert limited["EvalDecision"] == "implicitDeny" and limited["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": False}


def test_the_policy_of_a_resource_in_another_account_must_allow_too(iam):
    caller = "arn:aws:iam::111122223333:user/ann"
    bucket = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": caller}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]})

    def asked(identity: str, policy: str) -> dict:
        return one(iam.simulate_custom_policy(PolicyInputList=[identity], ResourcePolicy=policy, CallerArn=caller, ResourceOwner="arn:aws:iam::444455556666:root", ActionNames=["s3:GetObject"], ResourceArns=["arn:aws:s3:::b/k"]))

    both = asked(allow(), bucket)
    assert both["EvalDecision"] == "allowed" and both["EvalDecisionDetails"] == {"IAM Policy": "allowed", "Resource Policy": "allowed"}
    assert {statement["SourcePolicyType"] for statement in both["MatchedStatements"]} == {"IAM Policy", "Resource Policy"}
    only = asked(allow("sqs:*"), bucket)
    assert only["EvalDecision"] == "implicitDeny" and only["EvalDecisionDetails"] == {"IAM Policy": "implicitDeny", "Resource Policy": "allowed"}


def test_a_users_policies_are_judged_as_they_are(iam):
    with a_policy(iam, allow("sqs:SendMessage")) as arn, a_group(iam) as group, a_user(iam) as user:
        name = user["UserName"]
        iam.add_user_to_group(GroupName=group["GroupName"], UserName=name)
        iam.put_group_policy(GroupName=group["GroupName"], PolicyName="lists", PolicyDocument=allow("s3:ListAllMyBuckets"))
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*"))
        iam.attach_user_policy(UserName=name, PolicyArn=arn)
        actions = ["s3:ListAllMyBuckets", "sqs:SendMessage", "sqs:DeleteQueue"]
        answer = iam.simulate_principal_policy(PolicySourceArn=user["Arn"], ActionNames=actions)["EvaluationResults"]
        assert [result["EvalDecision"] for result in answer] == ["allowed", "allowed", "implicitDeny"]
        assert answer[0]["MatchedStatements"][0]["SourcePolicyId"] == f"group_{group['GroupName']}_lists"
        assert answer[1]["MatchedStatements"][0]["SourcePolicyId"] == arn.rsplit("/", 1)[1]
        mine, others = f"arn:aws:s3:::home/{name}/a", "arn:aws:s3:::home/bob/a"
        answer = one(iam.simulate_principal_policy(PolicySourceArn=user["Arn"], ActionNames=["s3:GetObject"], ResourceArns=[mine, others]))
        assert [result["EvalResourceDecision"] for result in answer["ResourceSpecificResults"]] == ["allowed", "implicitDeny"]
        assert iam.get_context_keys_for_principal_policy(PolicySourceArn=user["Arn"])["ContextKeyNames"] == ["aws:username"]
        without = iam.simulate_principal_policy(PolicySourceArn=user["Arn"], ActionNames=["sqs:SendMessage"], PolicyExclusionList=[{"PolicyArn": arn}])
        assert one(without)["EvalDecision"] == "implicitDeny"
        pages = list(iam.get_paginator("simulate_principal_policy").paginate(PolicySourceArn=user["Arn"], ActionNames=actions, PaginationConfig={"PageSize": 2}))
        assert [[result["EvalActionName"] for result in page["EvaluationResults"]] for page in pages] == [actions[:2], actions[2:]]


@pytest.mark.parametrize(
    "given",
    [
        {"PolicyInputList": ["{}"]},
        {"ActionNames": ["GetObject"]},
        {"ResourceArns": ["bucket"]},
        {"CallerArn": "arn:aws:sts::111122223333:assumed-role/a/b"},
        {"ResourceHandlingOption": "EC2-VPC-EBS"},
        {"PermissionsBoundaryPolicyInputList": [allow(), allow()]},
    ],
)
def test_what_cannot_be_simulated_is_refused(iam, given):
    with refused("InvalidInput", 400):
        iam.simulate_custom_policy(**({"PolicyInputList": [allow()], "ActionNames": ["s3:GetObject"]} | given))


def test_nobodys_policies_are_refused(iam):
    with refused("InvalidInput", 400) as answer:
        iam.simulate_principal_policy(PolicySourceArn="arn:aws:iam::aws:policy/AdministratorAccess", ActionNames=["s3:GetObject"])
    assert answer["Error"]["Message"] == "Invalid Entity Arn: arn:aws:iam::aws:policy/AdministratorAccess does not clearly define entity type and name."
    with a_user(iam) as user:
        with refused("NoSuchEntity", 404):
            iam.simulate_principal_policy(PolicySourceArn=user["Arn"] + "x", ActionNames=["s3:GetObject"])


def test_the_aws_cli_makes_a_role_and_asks_what_it_may(aws, tmp_path):  # noqa: F811
    name = a_name("cli")
    trust_file = tmp_path / "trust.json"
    trust_file.write_text(json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}, indent=2))
    role = json.loads(aws("--region", "us-east-1", "iam", "create-role", "--role-name", name, "--assume-role-policy-document", f"file://{trust_file}", "--output", "json"))["Role"]
    aws("--region", "us-east-1", "iam", "attach-role-policy", "--role-name", name, "--policy-arn", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
    try:
        answer = json.loads(aws("--region", "us-east-1", "iam", "simulate-principal-policy", "--policy-source-arn", role["Arn"], "--action-names", "logs:PutLogEvents", "s3:GetObject", "--output", "json"))
        assert [result["EvalDecision"] for result in answer["EvaluationResults"]] == ["allowed", "implicitDeny"]
        assert "AWSLambdaBasicExecutionRole" in aws("--region", "us-east-1", "iam", "list-attached-role-policies", "--role-name", name, "--output", "text")
    finally:
        aws("--region", "us-east-1", "iam", "detach-role-policy", "--role-name", name, "--policy-arn", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
        aws("--region", "us-east-1", "iam", "delete-role", "--role-name", name)
