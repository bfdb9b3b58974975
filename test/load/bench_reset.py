"""The reset of --testing, with what a suite leaves behind: buckets, objects, users, roles, keys, a collection of faces."""

import concurrent.futures
import json
import pathlib
import statistics
import time
import urllib.request

import boto3
from botocore.config import Config

from support.moto import moto_server
from support.server import Server

ROUNDS = 30
PEER_ROUNDS = 3
LIMIT_MS = 50
BUCKETS, OBJECTS, LARGE, USERS, ROLES, POLICIES, KEY_PAIRS = 5, 300, 8, 40, 20, 20, 3
THREADS = 4
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


def client(url: str, service: str):
    settings = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, max_pool_connections=THREADS)
    return boto3.client(service, endpoint_url=url, aws_access_key_id="testing", aws_secret_access_key="testing", region_name="us-east-1", config=settings)


def fill(url: str) -> None:
    s3, iam, ec2 = (client(url, service) for service in ("s3", "iam", "ec2"))
    for number in range(BUCKETS):
        s3.create_bucket(Bucket=f"bucket-{number}")
    s3.create_multipart_upload(Bucket="bucket-0", Key="begun")

    def make_user(number: int) -> None:
        iam.create_user(UserName=f"user-{number}")
        iam.create_access_key(UserName=f"user-{number}")
        iam.put_user_policy(UserName=f"user-{number}", PolicyName="read", PolicyDocument=ALLOW)

    def make_role(number: int) -> None:
        iam.create_role(RoleName=f"role-{number}", AssumeRolePolicyDocument=TRUST)
        iam.put_role_policy(RoleName=f"role-{number}", PolicyName="read", PolicyDocument=ALLOW)

    jobs = [
        *((s3.put_object, {"Bucket": f"bucket-{number % BUCKETS}", "Key": f"{number:06}", "Body": b"x" * 2000}) for number in range(OBJECTS)),
        *((s3.put_object, {"Bucket": "bucket-0", "Key": f"large-{number}", "Body": b"x" * (1 << 20)}) for number in range(LARGE)),
        *((make_user, {"number": number}) for number in range(USERS)),
        *((make_role, {"number": number}) for number in range(ROLES)),
        *((iam.create_policy, {"PolicyName": f"policy-{number}", "PolicyDocument": ALLOW}) for number in range(POLICIES)),
        *((ec2.create_key_pair, {"KeyName": f"pair-{number}", "KeyType": "ed25519"}) for number in range(KEY_PAIRS)),
    ]
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(call, **arguments) for call, arguments in jobs]:
            done.result()


def is_empty(url: str) -> bool:
    return not client(url, "s3").list_buckets()["Buckets"] and not client(url, "iam").list_users()["Users"]


def resets(url: str, path: str, rounds: int, has_faces: bool = True) -> list[float]:
    """Milliseconds of each, on a connection of its own, as a fixture would ask."""
    taken = []
    for _ in range(rounds):
        fill(url)
        if has_faces:
            client(url, "rekognition").create_collection(CollectionId="faces")
        begun = time.perf_counter()
        urllib.request.urlopen(urllib.request.Request(url + path, method="POST"), timeout=30).read()
        taken.append((time.perf_counter() - begun) * 1000)
        assert is_empty(url)
    return taken


def run(folder: pathlib.Path, report) -> None:
    server = Server(None, ["--testing"]).start()
    taken = sorted(resets(server.cloud, "/_lightwell/reset", ROUNDS))
    server.stop()
    with moto_server() as url:
        peer = statistics.median(resets(url, "/moto-api/reset", PEER_ROUNDS, has_faces=False))
    middle, late = statistics.median(taken), taken[int(len(taken) * 0.95)]
    what = f"{OBJECTS + LARGE} objects, {USERS} users, {ROLES} roles"
    report.line(f"reset of --testing, {what}, p50", f"{middle:.1f} ms", f"moto: {peer:.1f} ms", peer / middle, f"< {LIMIT_MS} ms", middle < LIMIT_MS)
    report.line("reset of --testing, p95", f"{late:.1f} ms", "", None, f"< {LIMIT_MS} ms", late < LIMIT_MS)
