"""The EC2 metadata service: by hand, and by SDKs that find their keys there."""

import base64
import json
import os
import subprocess
import sys
import time
import uuid

import boto3
import pytest
import requests
from botocore.config import Config

from support.server import ROOT, Server

CONFIGURATION = """
region = "eu-central-1"
[instance]
profile = "darkroom"
public_ipv4 = "203.0.113.7"
type = "t3.small"
user_data = "#!/bin/sh\\necho hello"
key_name = "mine"
http_tokens = "{tokens}"
[instance.tags]
Name = "darkroom"
"""
TOKEN, LIFETIME = "X-aws-ec2-metadata-token", "X-aws-ec2-metadata-token-ttl-seconds"
S3_ONLY = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
TRUST_EC2 = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}}

SCRIPTS = ROOT / "test" / "contract" / "js"

# What a program on the instance does, without a key of its own.
PROGRAM = """
import boto3, json
session = boto3.Session()
print(json.dumps({
    "arn": session.client("sts").get_caller_identity()["Arn"],
    "buckets": len(session.client("s3").list_buckets()["Buckets"]),
    "method": session.get_credentials().method,
}))
"""


def started(folder, tokens: str):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lightwell.toml").write_text(CONFIGURATION.format(tokens=tokens))
    running = Server(folder / "data", ["--config", str(folder / "lightwell.toml")], metadata="127.0.0.1:0").start()
    key, secret = running.credentials()
    iam = boto3.client("iam", endpoint_url=running.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1")
    return running, iam


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """A server whose instance has a role; and IAM of its owner."""
    running, iam = started(tmp_path_factory.mktemp("instance"), "optional")
    give_role(iam)
    yield running, iam
    assert running.stop() == 0


def give_role(iam):
    iam.create_role(RoleName="developer", AssumeRolePolicyDocument=json.dumps(TRUST_EC2))
    iam.put_role_policy(RoleName="developer", PolicyName="s3", PolicyDocument=json.dumps(S3_ONLY))
    iam.create_instance_profile(InstanceProfileName="darkroom")
    iam.add_role_to_instance_profile(InstanceProfileName="darkroom", RoleName="developer")


@pytest.fixture
def get(instance):
    def ask(path: str, **headers):
        return requests.get(f"{instance[0].metadata}/latest/{path}", headers=headers, timeout=10)

    return ask


def put_token(url: str, **headers):
    return requests.put(f"{url}/latest/api/token", headers={LIFETIME: "60", **headers}, timeout=10)


def run_program(running, program: str = PROGRAM, **environment):
    clean = {
        "PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_ENDPOINT_URL": running.cloud, "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": running.metadata, **environment,
    }  # fmt: skip
    return subprocess.run([sys.executable, "-c", program], env=clean, capture_output=True, text=True, timeout=120)


def test_folders_list_and_values_are_plain(get):
    root = get("meta-data/")
    assert root.headers["Content-Type"] == "text/plain" and root.headers["Server"] == "EC2ws"
    names = root.text.split("\n")
    assert names == sorted(names) and not root.text.endswith("\n")
    assert {"ami-id", "hostname", "iam/", "instance-id", "local-ipv4", "mac", "network/", "placement/", "public-ipv4", "tags/"} <= set(names)
    assert get("").text == "dynamic\nmeta-data\nuser-data"
    assert get("meta-data/placement/availability-zone").text == "eu-central-1a"
    assert get("meta-data/public-ipv4").text == "203.0.113.7"
    assert get("meta-data/tags/instance/Name").text == "darkroom"
    assert get("user-data").content == b"#!/bin/sh\necho hello"
    mac = get("meta-data/mac").text
    assert get("meta-data/network/interfaces/macs/").text.split("\n")[0] == f"{mac}/"
    for value in ("vpc-id", "subnet-id", "interface-id", "local-ipv4s", "owner-id"):
        assert get(f"meta-data/network/interfaces/macs/{mac}/{value}").status_code == 200, value
    for missing in ("meta-data/spot/instance-action", "meta-data/events/maintenance/scheduled", "meta-data/nothing"):
        assert get(missing).status_code == 404


# Categories of AWS's that an instance of this kind has not:
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html#instancedata-data-categories
ABSENT = [
    "ancestor-ami-ids", "autoscaling/target-lifecycle-state", "block-device-mapping/ebs1", "block-device-mapping/ephemeral0",
    "block-device-mapping/swap", "elastic-gpus/associations/egpu", "elastic-inference/associations/eia", "events/maintenance/history",
    "events/maintenance/scheduled", "events/recommendations/rebalance", "identity-credentials/ec2/info",
    "identity-credentials/ec2/security-credentials/ec2-instance", "kernel-id", "managed-ssh-keys/signer-cert", "metrics/vhostmd",
    "placement/group-name", "placement/host-id", "placement/partition-number", "product-codes", "ramdisk-id", "spot/instance-action",
    "spot/termination-time",
]  # fmt: skip
PRESENT = [
    "ami-id", "ami-launch-index", "ami-manifest-path", "block-device-mapping/ami", "block-device-mapping/root", "hostname", "iam/info",
    "instance-action", "instance-id", "instance-life-cycle", "instance-type", "local-hostname", "local-ipv4", "mac",
    "placement/availability-zone", "placement/availability-zone-id", "placement/region", "public-ipv4", "reservation-id", "security-groups",
    "services/domain", "services/partition", "tags/instance/Name",
]  # fmt: skip


def test_what_aws_lists_is_there_or_is_404(get):
    for path in PRESENT:
        answer = get(f"meta-data/{path}")
        assert answer.status_code == 200 and answer.text and answer.headers["Content-Type"] == "text/plain", path
    for path in ABSENT:
        answer = get(f"meta-data/{path}")
        assert answer.status_code == 404 and "<h1>404 - Not Found</h1>" in answer.text, path
    mac = get("meta-data/mac").text
    told = set(get(f"meta-data/network/interfaces/macs/{mac}/").text.split("\n"))
    named = {"device-number", "interface-id", "local-hostname", "local-ipv4s", "mac", "owner-id", "public-ipv4s", "security-group-ids", "security-groups"}
    named |= {"subnet-id", "subnet-ipv4-cidr-block", "vpc-id", "vpc-ipv4-cidr-block", "vpc-ipv4-cidr-blocks", "ipv4-associations/"}
    assert named <= told, named - told
    assert get("meta-data/services/domain").text == "amazonaws.com" and get("meta-data/services/partition").text == "aws"


def test_the_public_key_is_that_of_the_key_pair_that_is_named(instance, get):
    running, _ = instance
    assert "'mine' does not exist" in running.log.read_text()
    assert get("meta-data/public-keys/").status_code == 404 and "public-keys" not in get("meta-data/").text
    key, secret = running.credentials()
    ec2 = boto3.client("ec2", endpoint_url=running.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="eu-central-1")
    ec2.create_key_pair(KeyName="mine", KeyType="ed25519")
    told = ec2.describe_key_pairs(KeyNames=["mine"], IncludePublicKey=True)["KeyPairs"][0]["PublicKey"]
    assert "public-keys/" in get("meta-data/").text.split("\n")
    assert get("meta-data/public-keys/").text == "0=mine"
    assert get("meta-data/public-keys/0/").text == "openssh-key"
    assert get("meta-data/public-keys/0/openssh-key").text == told
    ec2.delete_key_pair(KeyName="mine")
    assert get("meta-data/public-keys/0/openssh-key").status_code == 404


def test_every_version_has_its_root(instance):
    versions = requests.get(f"{instance[0].metadata}/", timeout=10).text.split("\n")
    assert versions[0] == "1.0" and versions[-1] == "latest" and "2021-07-15" in versions
    assert requests.get(f"{instance[0].metadata}/2021-07-15/meta-data/instance-id", timeout=10).text.startswith("i-")


def test_tokens_are_given_and_checked(instance, get):
    url = instance[0].metadata
    made = put_token(url, **{LIFETIME: "21600"})
    assert made.status_code == 200 and made.headers[LIFETIME] == "21600"
    answer = get("meta-data/instance-id", **{TOKEN: made.text})
    assert answer.status_code == 200 and 21590 < int(answer.headers[LIFETIME]) <= 21600
    assert requests.put(f"{url}/latest/api/token", timeout=10).status_code == 400
    assert put_token(url, **{LIFETIME: "21601"}).status_code == 400
    assert put_token(url, **{LIFETIME: "0"}).status_code == 400
    assert put_token(url, **{"X-Forwarded-For": "10.0.0.1"}).status_code == 403
    assert get("meta-data/instance-id", **{TOKEN: "wrong"}).status_code == 401
    assert get("meta-data/instance-id", Host="evil.example").status_code == 403
    short = put_token(url, **{LIFETIME: "1"}).text
    time.sleep(1.2)
    assert get("meta-data/instance-id", **{TOKEN: short}).status_code == 401


def test_the_identity_document_can_be_verified(instance, get, tmp_path):
    document = get("dynamic/instance-identity/document").text
    told = json.loads(document)
    assert told["instanceId"] == get("meta-data/instance-id").text and told["region"] == "eu-central-1" and told["accountId"] == "000000000000"
    both = (instance[0].data / "instance-identity.pem").read_text()
    (tmp_path / "certificate.pem").write_text(both[both.index("-----BEGIN CERTIFICATE-----") :])
    for form in ("pkcs7", "rsa2048"):
        (tmp_path / form).write_text(f"-----BEGIN PKCS7-----\n{get(f'dynamic/instance-identity/{form}').text}\n-----END PKCS7-----\n")
        verify = ["openssl", "smime", "-verify", "-in", form, "-inform", "PEM", "-certfile", "certificate.pem", "-CAfile", "certificate.pem", "-purpose", "any"]
        done = subprocess.run(verify, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout == document, done.stderr
    (tmp_path / "document").write_text(document)
    (tmp_path / "signature").write_bytes(base64.b64decode(get("dynamic/instance-identity/signature").text))
    subprocess.run("openssl x509 -in certificate.pem -pubkey -noout > key.pem", shell=True, cwd=tmp_path, check=True)
    check = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "document"]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True).returncode == 0


def test_an_sdk_without_keys_gets_its_role(instance, get):
    done = run_program(instance[0])
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["arn"] == f"arn:aws:sts::000000000000:assumed-role/developer/{get('meta-data/instance-id').text}"
    assert told["method"] == "iam-role"
    assert json.loads(get("meta-data/iam/info").text)["InstanceProfileArn"].endswith(":instance-profile/darkroom")
    assert get("meta-data/iam/security-credentials/").text == "developer"
    first, second = (json.loads(get("meta-data/iam/security-credentials/developer").text) for _ in range(2))
    assert first == second and first["Type"] == "AWS-HMAC" and first["AccessKeyId"].startswith("ASIA")
    assert get("meta-data/iam/security-credentials/another").status_code == 404


def test_an_sdk_gets_its_role_with_version_one_switched_off(instance, tmp_path_factory):
    done = run_program(instance[0], AWS_EC2_METADATA_V1_DISABLED="true")
    assert done.returncode == 0, done.stderr
    running, iam = started(tmp_path_factory.mktemp("strict"), "required")
    try:
        give_role(iam)
        assert requests.get(f"{running.metadata}/latest/meta-data/", timeout=10).status_code == 401
        done = run_program(running)
        assert done.returncode == 0, done.stderr
    finally:
        assert running.stop() == 0


@pytest.mark.skipif(not (SCRIPTS / "node_modules").exists(), reason="npm ci in test/contract/js has not run")
@pytest.mark.parametrize("more", [{}, {"AWS_EC2_METADATA_V1_DISABLED": "true"}])
def test_the_javascript_sdk_without_keys_gets_its_role_too(instance, get, more):
    clean = {
        "PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_REGION": "eu-central-1", "AWS_ENDPOINT_URL": instance[0].cloud,
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": instance[0].metadata, **more,
    }  # fmt: skip
    done = subprocess.run(["node", SCRIPTS / "role_of_the_instance.mjs"], env=clean, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    held = json.loads(get("meta-data/iam/security-credentials/developer").text)
    assert told["arn"] == f"arn:aws:sts::000000000000:assumed-role/developer/{get('meta-data/instance-id').text}"
    assert told["key"] == held["AccessKeyId"] and told["hasToken"] is True and told["expires"]


def test_the_aws_cli_gets_its_role_too(instance):
    program = "import sys; from awscli.clidriver import main; sys.argv = ['aws', 'sts', 'get-caller-identity']; sys.exit(main())"
    done = run_program(instance[0], program)
    assert done.returncode == 0 and "assumed-role/developer/i-" in done.stdout, done.stderr


def test_a_role_that_does_not_trust_ec2_is_not_given(instance, get):
    iam = instance[1]
    other = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}}
    held = json.loads(get("meta-data/iam/security-credentials/developer").text)
    iam.remove_role_from_instance_profile(InstanceProfileName="darkroom", RoleName="developer")
    name = f"other-{uuid.uuid4().hex[:8]}"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(other))
    iam.add_role_to_instance_profile(InstanceProfileName="darkroom", RoleName=name)
    try:
        told = json.loads(get(f"meta-data/iam/security-credentials/{name}").text)
        assert told["Code"] == "AssumeRoleUnauthorizedAccess" and "AccessKeyId" not in told
        assert get("meta-data/iam/security-credentials/developer").status_code == 404
    finally:
        iam.remove_role_from_instance_profile(InstanceProfileName="darkroom", RoleName=name)
        iam.delete_role(RoleName=name)
        iam.add_role_to_instance_profile(InstanceProfileName="darkroom", RoleName="developer")
    assert json.loads(get("meta-data/iam/security-credentials/developer").text)["Code"] == "Success" and held["Code"] == "Success"


def test_the_boot_log_tells_what_the_server_did_and_no_secret(instance):
    running = instance[0]
    binary = ROOT / "build" / "lightwell"
    done = subprocess.run([os.environ.get("LIGHTWELL_BINARY", binary), "logs", "--data", str(running.data)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "running 'stores'" in done.stdout and "running 'doors'" in done.stdout and " finished at " in done.stdout
    assert running.metadata in done.stdout
    key, secret = running.credentials()
    assert secret not in done.stdout and "token=" not in done.stdout
    last = subprocess.run([binary, "logs", "--data", str(running.data), "--lines", "1"], capture_output=True, text=True).stdout
    assert last.count("\n") == 1 and done.stdout.endswith(last)


def test_a_metadata_door_for_others_needs_leave(tmp_path):
    done = subprocess.run([ROOT / "build" / "lightwell", "serve", "--data", str(tmp_path), "--metadata", "0.0.0.0:1338"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 2 and "credentials" in done.stderr
