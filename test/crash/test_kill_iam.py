"""kill -9 while users and their keys are made and taken away: what was acknowledged stands, and what was taken away opens nothing."""

import os
import random
import threading
import time

import boto3
import botocore.exceptions
from botocore.config import Config

from support.server import Server

ROUNDS = int(os.environ.get("LIGHTWELL_CRASH_ROUNDS", "12")) // 4 or 1
SEED = int(os.environ.get("LIGHTWELL_CRASH_SEED", "0")) or random.randrange(1, 1 << 30)
CUT_OFF = (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError)
UNKNOWN = "InvalidClientTokenId"


def client_of(server: Server, key: str, secret: str):
    settings = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=60)
    return boto3.client("iam", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1", config=settings)


class Ledger:
    """Keys the server acknowledged, with their secrets; keys whose deletion it acknowledged."""

    def __init__(self):
        self.there: dict[str, tuple[str, str]] = {}  # key id -> user, secret
        self.deleted: dict[str, str] = {}


def write(server: Server, ledger: Ledger, chance: random.Random, batch: int) -> None:
    iam = client_of(server, *server.credentials())
    try:
        for number in range(100_000):
            user = f"user-{batch}-{number}"
            iam.create_user(UserName=user)
            made = iam.create_access_key(UserName=user)["AccessKey"]
            ledger.there[made["AccessKeyId"]] = user, made["SecretAccessKey"]
            if chance.random() < 0.3:
                victim = chance.choice(sorted(ledger.there))
                owner, secret = ledger.there.pop(victim)
                iam.delete_access_key(UserName=owner, AccessKeyId=victim)
                ledger.deleted[victim] = secret
    except CUT_OFF:
        return


def refusal(server: Server, key: str, secret: str) -> str:
    """The code a signed request is refused with; empty where it is answered."""
    try:
        client_of(server, key, secret).get_user()
        return ""
    except botocore.exceptions.ClientError as refused:
        return refused.response["Error"]["Code"]


def check(server: Server, ledger: Ledger, chance: random.Random) -> None:
    iam = client_of(server, *server.credentials())
    users = {user["UserName"] for page in iam.get_paginator("list_users").paginate() for user in page["Users"]}
    assert {user for user, _ in ledger.there.values()} <= users, f"seed {SEED}: acknowledged and lost"
    for key, (_, secret) in chance.sample(sorted(ledger.there.items()), min(20, len(ledger.there))):
        assert refusal(server, key, secret) in ("", "AccessDenied"), f"seed {SEED}: the key does not sign any more"
    for key, secret in chance.sample(sorted(ledger.deleted.items()), min(20, len(ledger.deleted))):
        assert refusal(server, key, secret) == UNKNOWN, f"seed {SEED}: deleted and back"


def test_no_key_is_lost_and_none_comes_back(tmp_path):
    chance = random.Random(SEED)
    server = Server(tmp_path / "data", []).start()
    ledger = Ledger()
    try:
        for batch in range(ROUNDS):
            before, deadline = len(ledger.there), time.monotonic() + 60
            writer = threading.Thread(target=write, args=(server, ledger, chance, batch))
            writer.start()
            while len(ledger.there) <= before + 5:
                assert time.monotonic() < deadline, "nothing was acknowledged within a minute"
                time.sleep(0.01)
            time.sleep(chance.random() * 0.5)
            server.kill()
            writer.join()
            server.start()
            check(server, ledger, chance)
    finally:
        server.stop()
