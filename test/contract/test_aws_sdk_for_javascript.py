"""AWS SDK for JavaScript v3, in both styles of addressing: test/contract/js, run by node."""

import json
import os
import pathlib
import subprocess
import uuid

import pytest

SCRIPTS = pathlib.Path(__file__).parent / "js"

pytestmark = pytest.mark.skipif(
    not (SCRIPTS / "node_modules").exists(), reason="npm ci in test/contract/js has not run"
)


def journey(endpoint, script: str, *arguments: str) -> dict:
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": endpoint.key,
        "AWS_SECRET_ACCESS_KEY": endpoint.secret,
        "AWS_EC2_METADATA_DISABLED": "true",
        # node resolves no *.localhost on every system; the SDK's own lookups must find it.
        "NODE_OPTIONS": f"--import {SCRIPTS / 'localhost.mjs'}",
    }
    done = subprocess.run(
        ["node", SCRIPTS / script, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("style", ["path", "host"])
def test_a_bucket_lives_and_dies(endpoint, style):
    bucket = f"js-{uuid.uuid4().hex[:16]}"
    url = endpoint.url.replace("127.0.0.1", "s3.localhost") if style == "host" else endpoint.url
    seen = journey(endpoint, "s3_journey.mjs", url, style, bucket)
    assert seen["metadata"] == {"colour": "blue"}
    assert seen["body"] == seen["fetched"] == "bytes"
    assert seen["keys"] == ["a b/ü"]
    assert seen["refusal"] == ["NoSuchKey", 404]
    assert seen["host"].startswith(bucket) == (style == "host")


@pytest.mark.differs("moto", "asks nobody what they may")
def test_a_user_may_what_a_policy_allows_as_long_as_it_is_there(endpoint):
    user = f"js-{uuid.uuid4().hex[:16]}"
    seen = journey(endpoint, "iam_journey.mjs", endpoint.url, user)
    name, words, status = seen["denied"]
    assert (name, status) == ("AccessDenied", 403)
    assert (
        f":user/tests/{user} is not authorized to perform: iam:GetUser on resource: " in words
        and words.endswith("because no identity-based policy allows the iam:GetUser action")
    )
    assert seen["deniedBuckets"][1].endswith(
        "is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the "
        "s3:ListAllMyBuckets action"
    )
    assert seen["arn"].endswith(f":user/tests/{user}")
    assert seen["buckets"] is True
    assert seen["deniedAgain"] == "AccessDenied"
    assert seen["gone"] == "InvalidClientTokenId"


@pytest.mark.differs("moto", "asks nobody what they may")
def test_a_role_is_assumed_and_its_session_ends_with_it(endpoint):
    name = f"js-{uuid.uuid4().hex[:16]}"
    seen = journey(endpoint, "sts_journey.mjs", endpoint.url, name)
    account = seen["account"]
    assert seen["user"] == seen["own"] == f"arn:aws:iam::{account}:user/{name}"
    assert seen["assumed"] == seen["session"] == f"arn:aws:sts::{account}:assumed-role/{name}/work"
    assert seen["guest"] == f"arn:aws:sts::{account}:federated-user/guest"
    assert seen["buckets"] is True
    code, words, status = seen["stranger"]
    assert (code, status) == ("AccessDenied", 403) and f"is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::{account}:role/{name}" in words
    for refusal in (seen["forged"], seen["ended"]):
        assert refusal == ["InvalidClientTokenId", "The security token included in the request is invalid.", 403]
