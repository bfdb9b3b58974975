"""STS through boto3: who one is, credentials that expire, and whom a role lets in."""

import json
import time
import uuid

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from contract.errors import refused
from support.issuer import running_issuer

TRUST = {"Version": "2012-10-17"}
EVERYTHING_OF_S3 = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}


@pytest.fixture(scope="module")
def iam(endpoint):
    return endpoint.client("iam")


@pytest.fixture(scope="module")
def account(endpoint):
    return endpoint.client("sts").get_caller_identity()["Account"]


@pytest.fixture
def client_of(endpoint):
    """A client of temporary or a user's credentials."""

    def make(service: str, credentials: dict, region: str = "us-east-1"):
        return boto3.client(
            service, endpoint_url=endpoint.url, region_name=region,
            aws_access_key_id=credentials["AccessKeyId"], aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken"), config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )  # fmt: skip

    return make


@pytest.fixture
def user(iam):
    """A user with a key that may assume every role."""
    name = f"user-{uuid.uuid4().hex[:12]}"
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    may = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["sts:*"], "Resource": "*"}}
    iam.put_user_policy(UserName=name, PolicyName="assume", PolicyDocument=json.dumps(may))
    yield {**iam.create_access_key(UserName=name)["AccessKey"], "Arn": arn}
    for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=name, PolicyName="assume")
    iam.delete_user(UserName=name)


@pytest.fixture
def make_role(iam, account):
    made = []

    def make(principal: dict, actions="sts:AssumeRole", condition: dict | None = None, policy: dict | None = None, **more) -> dict:
        statement = {"Effect": "Allow", "Principal": principal, "Action": actions, **({"Condition": condition} if condition else {})}
        name = f"role-{uuid.uuid4().hex[:12]}"
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({**TRUST, "Statement": statement}), **more)["Role"]
        if policy:
            iam.put_role_policy(RoleName=name, PolicyName="may", PolicyDocument=json.dumps(policy))
        made.append((name, bool(policy)))
        return role

    yield make
    for name, has_policy in made:
        try:
            if has_policy:
                iam.delete_role_policy(RoleName=name, PolicyName="may")
            iam.delete_role(RoleName=name)
        except iam.exceptions.NoSuchEntityException:
            pass


@pytest.fixture
def sts(client_of, user):
    return client_of("sts", user)


def test_everybody_is_told_who_they_are(endpoint, sts, user, account):
    root = endpoint.client("sts").get_caller_identity()
    assert root["Arn"] == f"arn:aws:iam::{account}:root" and root["UserId"] == account
    told = sts.get_caller_identity()
    assert told["Arn"] == user["Arn"] and told["UserId"].startswith("AIDA") and told["Account"] == account


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-2"])
def test_a_role_is_assumed_from_any_region_and_its_session_is_good_in_all(client_of, user, make_role, account, region):
    role = make_role({"AWS": user["Arn"]}, policy=EVERYTHING_OF_S3)
    answer = client_of("sts", user, region).assume_role(RoleArn=role["Arn"], RoleSessionName="work")
    assert answer["AssumedRoleUser"] == {"AssumedRoleId": f"{role['RoleId']}:work", "Arn": f"arn:aws:sts::{account}:assumed-role/{role['RoleName']}/work"}
    assert answer["Credentials"]["AccessKeyId"].startswith("ASIA")
    assert abs(answer["Credentials"]["Expiration"].timestamp() - time.time() - 3600) < 30
    session = client_of("sts", answer["Credentials"]).get_caller_identity()
    assert session["Arn"] == answer["AssumedRoleUser"]["Arn"] and session["UserId"] == f"{role['RoleId']}:work"
    client_of("s3", answer["Credentials"], "us-west-2").list_buckets()
    with refused("AccessDenied", 403):
        client_of("iam", answer["Credentials"]).list_users()


def test_the_trust_policy_decides_who_comes_in(sts, user, make_role):
    for principal, condition, external_id in [
        ({"AWS": "arn:aws:iam::999999999999:root"}, None, None),
        ({"Service": "ec2.amazonaws.com"}, None, None),
        ({"AWS": user["Arn"]}, {"StringEquals": {"sts:ExternalId": "partner"}}, None),
        ({"AWS": user["Arn"]}, {"StringEquals": {"sts:ExternalId": "partner"}}, "another"),
        ({"AWS": user["Arn"]}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}, None),
    ]:
        role = make_role(principal, condition=condition)
        more = {"ExternalId": external_id} if external_id else {}
        with refused("AccessDenied", 403, "is not authorized to perform: sts:AssumeRole on resource: " + role["Arn"]):
            sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work", **more)
    role = make_role({"AWS": user["Arn"]}, condition={"StringEquals": {"sts:ExternalId": "partner"}})
    sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work", ExternalId="partner")


def test_a_trust_in_the_account_leaves_it_to_the_users_own_policies(endpoint, iam, sts, user, make_role, account):
    role = make_role({"AWS": f"arn:aws:iam::{account}:root"})
    sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work")
    iam.delete_user_policy(UserName=user["UserName"], PolicyName="assume")
    try:
        with refused("AccessDenied", 403):
            sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work")
        named = make_role({"AWS": user["Arn"]})
        sts.assume_role(RoleArn=named["Arn"], RoleSessionName="work")
    finally:
        iam.put_user_policy(UserName=user["UserName"], PolicyName="assume", PolicyDocument=json.dumps(EVERYTHING_OF_S3))


def test_a_root_assumes_no_role(endpoint, make_role, account):
    role = make_role({"AWS": f"arn:aws:iam::{account}:root"})
    with refused("AccessDenied", 403, "Roles may not be assumed by root accounts."):
        endpoint.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="work")


def test_durations_names_and_arns_are_held_to_their_limits(sts, user, make_role):
    role = make_role({"AWS": user["Arn"]}, MaxSessionDuration=7200)
    with refused("ValidationError", 400, "exceeds the MaxSessionDuration set for this role."):
        sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work", DurationSeconds=7201)
    sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work", DurationSeconds=7200)
    for name in ("with space", "x" * 65, "sl/ash"):
        with pytest.raises(ClientError) as failure:
            sts.assume_role(RoleArn=role["Arn"], RoleSessionName=name)
        assert failure.value.response["Error"]["Code"] == "ValidationError"
        assert "roleSessionName" in failure.value.response["Error"]["Message"]
    with refused("ValidationError", 400, "is invalid"):
        sts.assume_role(RoleArn="arn:aws:iam::123456789012:user/somebody", RoleSessionName="work")
    with refused("AccessDenied", 403):
        sts.assume_role(RoleArn=role["Arn"] + "x", RoleSessionName="work")


def test_a_chain_of_roles_hands_on_transitive_tags_and_lasts_an_hour(client_of, sts, user, make_role):
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    may = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": actions, "Resource": "*"}}
    first = make_role({"AWS": user["Arn"]}, actions=actions, policy=may, MaxSessionDuration=43200)
    second = make_role({"AWS": first["Arn"]}, actions=actions, condition={"StringEquals": {"aws:PrincipalTag/team": "lab"}}, MaxSessionDuration=43200)
    with refused("InvalidParameterValue", 400, "Duplicate tag keys found."):
        sts.assume_role(RoleArn=first["Arn"], RoleSessionName="one", Tags=[{"Key": "Team", "Value": "a"}, {"Key": "team", "Value": "b"}])
    answer = sts.assume_role(
        RoleArn=first["Arn"], RoleSessionName="one", SourceIdentity="ann", TransitiveTagKeys=["team"],
        Tags=[{"Key": "team", "Value": "lab"}, {"Key": "level", "Value": "1"}],
    )  # fmt: skip
    assert answer["SourceIdentity"] == "ann" and answer["PackedPolicySize"] > 0
    session = client_of("sts", answer["Credentials"])
    with refused("ValidationError", 400, "1 hour session limit for roles assumed by role chaining"):
        session.assume_role(RoleArn=second["Arn"], RoleSessionName="two", DurationSeconds=3601)
    with refused("InvalidParameterValue", 400, "conflicts with a transitive tag key"):
        session.assume_role(RoleArn=second["Arn"], RoleSessionName="two", Tags=[{"Key": "TEAM", "Value": "other"}])
    with refused("ValidationError", 400, "The source identity is already set"):
        session.assume_role(RoleArn=second["Arn"], RoleSessionName="two", SourceIdentity="bob")
    assert session.assume_role(RoleArn=second["Arn"], RoleSessionName="two")["SourceIdentity"] == "ann"


def test_session_policies_narrow_a_session(client_of, sts, user, make_role, endpoint):
    role = make_role({"AWS": user["Arn"]}, policy=EVERYTHING_OF_S3)
    only_list = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}}
    answer = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work", Policy=json.dumps(only_list))
    s3 = client_of("s3", answer["Credentials"])
    s3.list_buckets()
    with refused("AccessDenied", 403):
        s3.create_bucket(Bucket=f"narrow-{uuid.uuid4().hex[:12]}")
    with refused("MalformedPolicyDocument", 400):
        sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work", Policy="{")
    tags = [{"Key": uuid.uuid4().hex * 4, "Value": uuid.uuid4().hex * 8} for _ in range(50)]
    wide = make_role({"AWS": user["Arn"]}, actions=["sts:AssumeRole", "sts:TagSession"])
    for tag in tags:
        tag["Value"] = "".join(uuid.uuid4().hex for _ in range(8))
    with refused("PackedPolicyTooLarge", 400, "Packed size of session tags consumes"):
        sts.assume_role(RoleArn=wide["Arn"], RoleSessionName="work", Tags=tags)


def test_a_token_that_is_wrong_is_refused_as_aws_refuses_it(client_of, sts, user, make_role):
    role = make_role({"AWS": user["Arn"]}, policy=EVERYTHING_OF_S3)
    good = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work")["Credentials"]
    other = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work")["Credentials"]
    token = good["SessionToken"]
    for wrong in (token[:-8], token[: len(token) // 2], "x", token[:20] + "AAAA" + token[24:], other["SessionToken"], "A" * 9000):
        with refused("InvalidClientTokenId", 403, "The security token included in the request is invalid"):
            client_of("sts", {**good, "SessionToken": wrong}).get_caller_identity()
        with refused("InvalidToken", 400, "The provided token is malformed or otherwise invalid."):
            client_of("s3", {**good, "SessionToken": wrong}).list_buckets()
    with refused("InvalidClientTokenId", 403):
        client_of("sts", {"AccessKeyId": good["AccessKeyId"], "SecretAccessKey": good["SecretAccessKey"]}).get_caller_identity()
    with refused("SignatureDoesNotMatch", 403):
        client_of("sts", {**good, "SecretAccessKey": "wrong"}).get_caller_identity()


def test_sessions_end_with_their_role_and_their_key(iam, client_of, sts, user, make_role):
    role = make_role({"AWS": user["Arn"]})
    session = client_of("sts", sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work")["Credentials"])
    session.get_caller_identity()
    iam.delete_role(RoleName=role["RoleName"])
    with refused("InvalidClientTokenId", 403):
        session.get_caller_identity()
    iam.create_role(RoleName=role["RoleName"], AssumeRolePolicyDocument=json.dumps({**TRUST, "Statement": {"Effect": "Allow", "Principal": {"AWS": user["Arn"]}, "Action": "sts:AssumeRole"}}))
    with refused("InvalidClientTokenId", 403):
        session.get_caller_identity()
    own = client_of("sts", sts.get_session_token()["Credentials"])
    assert own.get_caller_identity()["Arn"] == user["Arn"]
    iam.delete_access_key(UserName=user["UserName"], AccessKeyId=user["AccessKeyId"])
    with refused("InvalidClientTokenId", 403):
        own.get_caller_identity()


def test_sessions_that_began_before_a_moment_can_be_shut_out(iam, client_of, sts, user, make_role):
    role = make_role({"AWS": user["Arn"]}, policy=EVERYTHING_OF_S3)
    session = client_of("s3", sts.assume_role(RoleArn=role["Arn"], RoleSessionName="work")["Credentials"])
    session.list_buckets()
    later = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60))
    older = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"DateLessThan": {"aws:TokenIssueTime": later}}}
    statements = {"Version": "2012-10-17", "Statement": [EVERYTHING_OF_S3["Statement"], older]}
    iam.put_role_policy(RoleName=role["RoleName"], PolicyName="may", PolicyDocument=json.dumps(statements))
    with refused("AccessDenied", 403, "explicit deny"):
        session.list_buckets()


def test_session_tokens_of_users_have_their_limits(client_of, sts, user, endpoint):
    own = sts.get_session_token(DurationSeconds=129600)["Credentials"]
    assert abs(own["Expiration"].timestamp() - time.time() - 129600) < 30
    session = client_of("sts", own)
    with refused("AccessDenied", 403, "Cannot call GetSessionToken with session credentials"):
        session.get_session_token()
    with refused("AccessDenied", 403, "Cannot call GetFederationToken with session credentials"):
        session.get_federation_token(Name="guest")
    of_root = endpoint.client("sts").get_session_token(DurationSeconds=7200)["Credentials"]
    assert abs(of_root["Expiration"].timestamp() - time.time() - 3600) < 30
    with refused("AccessDenied", 403, "Please verify your MFA serial number is valid and associated with this user."):
        sts.get_session_token(SerialNumber="arn:aws:iam::123456789012:mfa/nobody", TokenCode="123456")


def test_a_federated_user_may_what_the_policy_and_the_user_both_allow(iam, client_of, sts, user, account):
    iam.put_user_policy(UserName=user["UserName"], PolicyName="assume", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["sts:*", "s3:*"], "Resource": "*"}}))  # fmt: skip
    only_list = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:ListAllMyBuckets", "iam:*"], "Resource": "*"}}
    answer = sts.get_federation_token(Name="guest", Policy=json.dumps(only_list))
    assert answer["FederatedUser"] == {"FederatedUserId": f"{account}:guest", "Arn": f"arn:aws:sts::{account}:federated-user/guest"}
    assert client_of("sts", answer["Credentials"]).get_caller_identity()["UserId"] == f"{account}:guest"
    s3 = client_of("s3", answer["Credentials"])
    s3.list_buckets()
    with refused("AccessDenied", 403):
        s3.create_bucket(Bucket=f"guest-{uuid.uuid4().hex[:12]}")
    nothing = client_of("s3", sts.get_federation_token(Name="nobody")["Credentials"])
    with refused("AccessDenied", 403):
        nothing.list_buckets()


def test_an_access_key_tells_its_account(sts, user, account, endpoint):
    temporary = sts.get_session_token()["Credentials"]["AccessKeyId"]
    for key in (user["AccessKeyId"], endpoint.key, temporary):
        assert sts.get_access_key_info(AccessKeyId=key)["Account"] == account


def test_what_is_not_built_says_so_by_its_name(sts):
    with refused("NotImplemented", 501, "AssumeRoot"):
        sts.assume_root(TargetPrincipal="123456789012", TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"})
    with refused("NotImplemented", 501, "AssumeRoleWithSAML"):
        sts.assume_role_with_saml(RoleArn="arn:aws:iam::123456789012:role/r", PrincipalArn="arn:aws:iam::123456789012:saml-provider/p", SAMLAssertion="AAAA")


# --- Web identities ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def issuer(iam):
    with running_issuer() as issuer:
        arn = iam.create_open_id_connect_provider(Url=issuer.url, ClientIDList=["app"], ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
        issuer.arn = arn
        yield issuer
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


@pytest.fixture
def nobody(endpoint):
    """A client without keys: the call is not signed."""
    return boto3.client("sts", endpoint_url=endpoint.url, region_name="us-east-1", aws_access_key_id="", aws_secret_access_key="",
                        config=Config(signature_version=__import__("botocore").UNSIGNED, retries={"max_attempts": 1}))  # fmt: skip


@pytest.fixture
def web_role(make_role, issuer):
    condition = {"StringEquals": {f"{issuer.host}:aud": "app"}, "StringLike": {f"{issuer.host}:sub": "user-*"}}
    return make_role({"Federated": issuer.arn}, actions="sts:AssumeRoleWithWebIdentity", condition=condition, policy=EVERYTHING_OF_S3)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_token_that_its_provider_signed_opens_the_role(nobody, client_of, issuer, web_role, algorithm):
    answer = nobody.assume_role_with_web_identity(RoleArn=web_role["Arn"], RoleSessionName="web", WebIdentityToken=issuer.token(algorithm))
    assert answer["SubjectFromWebIdentityToken"] == "user-17" and answer["Audience"] == "app" and answer["Provider"] == issuer.url
    client_of("s3", answer["Credentials"]).list_buckets()
    assert client_of("sts", answer["Credentials"]).get_caller_identity()["Arn"] == answer["AssumedRoleUser"]["Arn"]


def test_a_token_that_is_forged_expired_or_meant_for_others_opens_nothing(nobody, issuer, web_role):
    def enter(token):
        return nobody.assume_role_with_web_identity(RoleArn=web_role["Arn"], RoleSessionName="web", WebIdentityToken=token)

    good = issuer.token()
    header, claims, signature = good.split(".")
    with refused("InvalidIdentityToken", 400):
        enter(f"{header}.{issuer.token(sub='user-1').split('.')[1]}.{signature}")
    with refused("InvalidIdentityToken", 400, "not a valid JWT"):
        enter("no.token.here")
    with refused("ExpiredTokenException", 400, "Token expired: current date/time"):
        enter(issuer.token(exp=int(time.time()) - 1))
    with refused("InvalidIdentityToken", 400, "Incorrect token audience"):
        enter(issuer.token(aud="another"))
    with refused("InvalidIdentityToken", 400, "No OpenIDConnect provider found in your account for https://nobody.example.com"):
        enter(issuer.token(iss="https://nobody.example.com"))
    with refused("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity"):
        enter(issuer.token(sub="stranger"))
    enter(good)


def test_the_trust_of_web_identities_sees_where_the_request_comes_from(iam, nobody, issuer, make_role):
    def role_for(address: str) -> str:
        return make_role({"Federated": issuer.arn}, actions="sts:AssumeRoleWithWebIdentity", condition={"IpAddress": {"aws:SourceIp": address}})["Arn"]

    nobody.assume_role_with_web_identity(RoleArn=role_for("127.0.0.0/8"), RoleSessionName="web", WebIdentityToken=issuer.token())
    with refused("AccessDenied", 403):
        nobody.assume_role_with_web_identity(RoleArn=role_for("192.0.2.0/24"), RoleSessionName="web", WebIdentityToken=issuer.token())


def test_a_provider_that_does_not_answer_is_said_to_be_the_cause(iam, nobody, make_role):
    with running_issuer() as gone:
        token, url = gone.token(), gone.url
    arn = iam.create_open_id_connect_provider(Url=url, ClientIDList=["app"], ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
    role = make_role({"Federated": arn}, actions="sts:AssumeRoleWithWebIdentity")
    try:
        with refused("IDPCommunicationError", 400):
            nobody.assume_role_with_web_identity(RoleArn=role["Arn"], RoleSessionName="web", WebIdentityToken=token)
    finally:
        iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_a_thumbprint_vouches_for_a_provider_whose_certificate_no_authority_signed(iam, nobody, client_of, make_role, tmp_path):
    with running_issuer(tmp_path) as issuer:
        arn = iam.create_open_id_connect_provider(Url=issuer.url, ClientIDList=["app"], ThumbprintList=["a" * 40])["OpenIDConnectProviderArn"]
        role = make_role({"Federated": arn}, actions="sts:AssumeRoleWithWebIdentity")

        def enter():
            return nobody.assume_role_with_web_identity(RoleArn=role["Arn"], RoleSessionName="web", WebIdentityToken=issuer.token())

        try:
            with refused("InvalidIdentityToken", 400, "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"):
                enter()
            iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["b" * 40, issuer.thumbprint.upper()])
            answer = enter()
            assert client_of("sts", answer["Credentials"]).get_caller_identity()["Arn"] == answer["AssumedRoleUser"]["Arn"]
            iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["a" * 40])
            with refused("InvalidIdentityToken", 400, "doesn't match configured thumbprint"):
                enter()
        finally:
            iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_an_sdk_takes_a_token_from_a_file(endpoint, issuer, web_role, tmp_path, monkeypatch):
    (tmp_path / "token").write_text(issuer.token())
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("AWS_ROLE_ARN", web_role["Arn"])
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
    identity = boto3.Session(region_name="us-east-1").client("sts").get_caller_identity()
    assert f"assumed-role/{web_role['RoleName']}/" in identity["Arn"]
