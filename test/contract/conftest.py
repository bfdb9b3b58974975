"""The contract suite drives real clients against an endpoint: ours by default, or any other.

--endpoint URL judges whatever answers there, with the keys in the environment; --peer moto judges moto's server.
A test that a peer is known to fail carries @pytest.mark.differs("moto", "why").
"""

import os
import uuid

import boto3
import pytest
from botocore.config import Config

from support.moto import moto_server
from support.server import Server


class Endpoint:
    """Where the judged implementation listens, and the keys to it."""

    def __init__(self, url: str, key: str, secret: str, name: str):
        self.url, self.key, self.secret, self.name = url, key, secret, name

    def client(self, service: str, **config):
        merged = {"s3": {"addressing_style": "path"}, "retries": {"max_attempts": 1}, **config}
        return boto3.client(
            service,
            endpoint_url=self.url,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            region_name="us-east-1",
            config=Config(**merged),
        )


@pytest.fixture(scope="session")
def server(request, tmp_path_factory):
    """Our own server, signatures and permissions enforced."""
    running = Server(tmp_path_factory.mktemp("lightwell") / "data", []).start()
    yield running
    assert running.stop() == 0, "an orderly end answers 0"


@pytest.fixture(scope="session")
def endpoint(request):
    if url := request.config.getoption("--endpoint"):
        yield Endpoint(url, os.environ.get("AWS_ACCESS_KEY_ID", "test"), os.environ.get("AWS_SECRET_ACCESS_KEY", "test"), "other")
    elif request.config.getoption("--peer") == "moto":
        with moto_server() as url:
            yield Endpoint(url, "test", "test", "moto")
    else:
        running = request.getfixturevalue("server")
        key, secret = running.credentials()
        yield Endpoint(running.cloud, key, secret, "lightwell")


@pytest.fixture(autouse=True)
def known_differences(request):
    for mark in request.node.iter_markers("differs"):
        if "endpoint" in request.fixturenames and request.getfixturevalue("endpoint").name == mark.args[0]:
            pytest.skip(f"{mark.args[0]}: {mark.args[1]}")


@pytest.fixture(scope="session")
def s3(endpoint):
    return endpoint.client("s3")


@pytest.fixture
def bucket(s3):
    """A bucket of the test's own, removed with all it holds."""
    name = f"test-{uuid.uuid4().hex[:20]}"
    s3.create_bucket(Bucket=name)
    yield name
    for upload in s3.list_multipart_uploads(Bucket=name).get("Uploads", []):
        s3.abort_multipart_upload(Bucket=name, Key=upload["Key"], UploadId=upload["UploadId"])
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
        if keys := [{"Key": item["Key"]} for item in page.get("Contents", [])]:
            s3.delete_objects(Bucket=name, Delete={"Objects": keys})
    s3.delete_bucket(Bucket=name)
