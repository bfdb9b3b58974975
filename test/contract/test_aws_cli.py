"""The AWS CLI, as a person types it."""

import hashlib
import os
import pathlib
import subprocess
import sys

import pytest

AWS = pathlib.Path(sys.executable).parent / "aws"


@pytest.fixture
def aws(endpoint, tmp_path):
    def run(*arguments: str) -> str:
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_ENDPOINT_URL": endpoint.url, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": endpoint.key, "AWS_SECRET_ACCESS_KEY": endpoint.secret, "AWS_EC2_METADATA_DISABLED": "true",
        }
        done = subprocess.run([sys.executable, AWS, *arguments], env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_folders_are_synchronised_both_ways(aws, bucket, tmp_path):
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "small.txt").write_text("small")
    (source / "sub" / "large.bin").write_bytes(os.urandom(20 << 20))
    aws("s3", "sync", str(source), f"s3://{bucket}/photos", "--no-progress")
    listed = aws("s3", "ls", f"s3://{bucket}/photos/", "--recursive")
    assert "photos/small.txt" in listed and "photos/sub/large.bin" in listed
    aws("s3", "sync", f"s3://{bucket}/photos", str(tmp_path / "back"), "--no-progress")
    for name in ("small.txt", "sub/large.bin"):
        assert hashlib.sha256((tmp_path / "back" / name).read_bytes()).digest() == hashlib.sha256((source / name).read_bytes()).digest()
    aws("s3", "mv", f"s3://{bucket}/photos/small.txt", f"s3://{bucket}/moved.txt")
    assert "moved.txt" in aws("s3", "ls", f"s3://{bucket}/")
    aws("s3", "rm", f"s3://{bucket}", "--recursive")
    assert aws("s3api", "list-objects-v2", "--bucket", bucket).find("Key") == -1


def test_the_plain_commands_work(aws, bucket, tmp_path):
    (tmp_path / "f").write_text("x")
    assert '"ETag"' in aws("s3api", "put-object", "--bucket", bucket, "--key", "k", "--body", str(tmp_path / "f"))
    assert '"ContentLength": 1' in aws("s3api", "head-object", "--bucket", bucket, "--key", "k")
