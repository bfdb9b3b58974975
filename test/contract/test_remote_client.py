"""Our remote client, in its own program, against whatever is judged and against moto's server."""

import os
import pathlib
import subprocess

import pytest

from support.moto import moto_server

PROGRAM = pathlib.Path(__file__).parents[2] / "build" / "lightwell_round_trip_test"


def judged(url: str, key: str, secret: str) -> str:
    environment = {**os.environ, "LIGHTWELL_REMOTE_ENDPOINT": url, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret}
    run = subprocess.run([PROGRAM, "--test-case=elsewhere:*"], env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout
    return run.stdout


def test_the_remote_client_reaches_what_is_judged(endpoint):
    assert " 0 failed | " in judged(endpoint.url, endpoint.key, endpoint.secret)


def test_the_remote_client_reaches_moto():
    with moto_server() as url:
        assert " 0 failed | " in judged(url, "test", "test")


def test_the_remote_client_tells_a_wrong_key_from_success(endpoint):
    if endpoint.name == "moto":
        pytest.skip("moto verifies no signatures")
    with pytest.raises(AssertionError):
        judged(endpoint.url, endpoint.key, "wrong")
