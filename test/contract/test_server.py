"""What scripts and operators rely on: doors, health, the data folder, ends and limits."""

import configparser
import hashlib
import os
import resource
import signal
import socket
import subprocess
import threading
import time

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from contract.errors import refused
from support import pictures
from support.photos import PhotoClient
from support.server import BINARY, Server, children_of

MIB = 1 << 20


def s3_of(server: Server, **more):
    key, secret = server.credentials()
    return boto3.client("s3", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1",
                        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, **more))


@pytest.fixture
def own(tmp_path):
    """A server of the test's own."""
    server = Server(tmp_path / "data", []).start()
    yield server
    server.stop()


def test_health_tells_which_services_run(own):
    for url in (f"{own.cloud}/_lightwell/health", f"{own.app}/health"):
        answer = requests.get(url, timeout=10)
        assert answer.status_code == 200 and "s3" in answer.json()["services"]
        assert set(answer.json()["stores"].values()) == {"ok"}


def test_no_file_is_open_to_others_even_where_the_folder_was(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    server = Server(folder, []).start()
    s3 = s3_of(server)
    s3.create_bucket(Bucket="private")
    s3.put_object(Bucket="private", Key="k", Body=b"x" * MIB)
    server.stop()
    open_to_others = [str(file) for file in folder.rglob("*") if file.stat().st_mode & 0o077]
    assert not open_to_others and (folder / "lightwell.db").exists()


def test_the_credentials_file_is_private_and_in_awss_form(own):
    file = own.data / "credentials"
    assert file.stat().st_mode & 0o777 == 0o600
    profile = configparser.ConfigParser()
    profile.read(file)
    session = boto3.Session(profile["default"]["aws_access_key_id"], profile["default"]["aws_secret_access_key"])
    assert session.client("s3", endpoint_url=own.cloud, region_name="us-east-1").list_buckets()["Owner"]["ID"]


def test_a_second_server_on_the_same_folder_is_refused(own):
    second = subprocess.run([BINARY, "serve", "--data", own.data, "--app", "127.0.0.1:0", "--cloud", "127.0.0.1:0"], capture_output=True, text=True, timeout=20)
    assert second.returncode != 0 and "Another lightwell is running" in second.stderr


def test_a_busy_port_is_said_to_be_so(own, tmp_path):
    address = own.cloud.removeprefix("http://")
    second = subprocess.run([BINARY, "serve", "--data", tmp_path / "other", "--app", "127.0.0.1:0", "--cloud", address], capture_output=True, text=True, timeout=20)
    assert second.returncode != 0 and "in use" in second.stderr, second.stderr
    assert address in second.stderr and "the cloud door" in second.stderr and "--cloud" in second.stderr, second.stderr


def test_a_door_beyond_loopback_needs_leave(tmp_path):
    refused_one = subprocess.run([BINARY, "serve", "--data", tmp_path / "data", "--app", "0.0.0.0:0"], capture_output=True, text=True, timeout=20)
    assert refused_one.returncode == 2 and "TLS" in refused_one.stderr


def lightwell(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20)


def test_each_command_tells_of_its_own_flags_alone():
    for command, theirs, others in (
        ("serve", ("--data", "--app", "--cloud", "--auth", "--testing", "--tls-key"), ()),
        ("import", ("--data", "--config"), ("--app", "--auth", "--testing", "--tls-key", "--allow-remote")),
        ("doctor", ("--data", "--app", "--cloud"), ("--auth", "--testing", "--tls-key", "--allow-remote")),
        ("version", (), ("--data",)),
    ):
        told = lightwell(command, "--help")
        assert told.returncode == 0
        assert all(flag in told.stdout for flag in theirs), told.stdout
        assert not any(flag in told.stdout for flag in others), told.stdout


def test_what_cannot_be_carried_out_is_named():
    unknown = lightwell("frobnicate", "--data", "x")
    assert unknown.returncode == 2 and "'frobnicate'" in unknown.stderr
    assert all(command in unknown.stderr for command in ("serve", "import", "doctor", "version"))
    for wrong in ((), ("serve", "--frobnicate"), ("import",), ("import", "x", "--testing")):
        refused_one = lightwell(*wrong)
        assert refused_one.returncode == 2 and refused_one.stderr.startswith("lightwell: "), refused_one
    assert lightwell("--version").stdout.startswith("lightwell ")


def test_a_stop_while_pictures_are_read_is_logged_as_a_stop(tmp_path):
    settings = tmp_path / "one.toml"
    settings.write_text("image_children = 1\nvision_children = 1\n")
    server = Server(tmp_path / "data", ["--config", str(settings)]).start()
    try:
        owner = PhotoClient(server.app).set_up(server.setup)
        owner.upload("first.jpg", pictures.jpeg(1))
        owner.wait_until_analysed()
        # The only reader stands still: what comes now is being read when the stop comes, however quick the machine is.
        for reader in children_of(server):
            os.kill(reader, signal.SIGSTOP)
        for number in range(2, 5):
            owner.upload(f"{number}.jpg", pictures.jpeg(number))
        deadline = time.monotonic() + 20
        while owner.ask("GET", "/api/processing", 200).json()["running"] == 0:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        assert server.stop() == 0
    log = server.log.read_text()
    assert "left for the next start" in log
    assert not any(word in log for word in ("ServiceUnavailable", "BadPicture", " warning ", " error ")), log


def test_sigterm_lets_an_upload_finish(own):
    s3 = s3_of(own)
    s3.create_bucket(Bucket="bucket")
    body = os.urandom(4 * MIB)
    done = []

    class Slow:
        def __init__(self):
            self.at = 0

        def read(self, size=-1):
            time.sleep(0.005)  # http.client asks for 8 KiB at a time: three seconds in all
            piece = body[self.at : self.at + (MIB if size < 0 else size)]
            self.at += len(piece)
            return piece

        def __len__(self):
            return len(body)

    link = s3.generate_presigned_url("put_object", Params={"Bucket": "bucket", "Key": "k"}, ExpiresIn=60)
    thread = threading.Thread(target=lambda: done.append(requests.put(link, data=Slow(), timeout=30).status_code))
    thread.start()
    time.sleep(0.5)
    assert own.stop() == 0
    thread.join()
    assert done == [200]
    own.start()
    assert hashlib.sha256(s3_of(own).get_object(Bucket="bucket", Key="k")["Body"].read()).digest() == hashlib.sha256(body).digest()


def test_a_full_disk_refuses_and_changes_nothing(tmp_path):
    server = Server(tmp_path / "data", [], limits={resource.RLIMIT_FSIZE: 24 * MIB}).start()
    s3 = s3_of(server)
    s3.create_bucket(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="small", Body=b"x" * 100_000)
    with refused("InsufficientStorage", 507):
        s3.put_object(Bucket="bucket", Key="large", Body=b"x" * (30 * MIB))
    assert [item["Key"] for item in s3.list_objects_v2(Bucket="bucket")["Contents"]] == ["small"]
    s3.put_object(Bucket="bucket", Key="after", Body=b"y" * 100_000)
    assert s3.get_object(Bucket="bucket", Key="after")["Body"].read() == b"y" * 100_000
    assert not any((server.data / "blobs" / "tmp").iterdir())
    assert server.stop() == 0


@pytest.mark.slow
def test_a_large_upload_and_download_do_not_grow_memory(own):
    """One gibibyte here; LIGHTWELL_LARGE_MIB=5120 for the largest single upload S3 takes."""
    s3 = s3_of(own)
    s3.create_bucket(Bucket="bucket")
    size = int(os.environ.get("LIGHTWELL_LARGE_MIB", "1024")) * MIB
    piece = os.urandom(MIB)
    before = own.memory_mib()
    most = [before]
    ended = threading.Event()

    def watch():
        while not ended.wait(0.05):
            most[0] = max(most[0], own.memory_mib())

    watcher = threading.Thread(target=watch)
    watcher.start()

    class Endless:
        def __init__(self):
            self.left = size

        def read(self, count=-1):
            given = min(MIB, self.left)
            self.left -= given
            return piece[:given]

        def __len__(self):
            return size

    link = s3.generate_presigned_url("put_object", Params={"Bucket": "bucket", "Key": "large"}, ExpiresIn=600)
    assert requests.put(link, data=Endless(), timeout=600).status_code == 200
    got, expected = hashlib.md5(), hashlib.md5()
    for part in s3.get_object(Bucket="bucket", Key="large")["Body"].iter_chunks(MIB):
        got.update(part)
    for _ in range(size // MIB):
        expected.update(piece)
    ended.set()
    watcher.join()
    assert got.digest() == expected.digest()
    assert most[0] - before < 48, f"from {before:.0f} to {most[0]:.0f} MiB"


def test_testing_mode_lets_anyone_in_and_forgets_on_request(tmp_path):
    server = Server(None, ["--testing"]).start()
    s3 = boto3.client("s3", endpoint_url=server.cloud, aws_access_key_id="anything", aws_secret_access_key="goes", region_name="eu-central-1")
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    for number in range(50):
        s3.put_object(Bucket="bucket", Key=str(number), Body=b"x" * 100_000)
    begun = time.perf_counter()
    assert requests.post(f"{server.cloud}/_lightwell/reset", timeout=10).status_code == 204
    print(f"reset in {(time.perf_counter() - begun) * 1000:.1f} ms")
    assert s3.list_buckets()["Buckets"] == []
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    assert server.stop() == 0


def test_reset_does_not_exist_outside_testing_mode(own):
    assert requests.post(f"{own.cloud}/_lightwell/reset", timeout=10).status_code != 204


def test_declared_accounts_keep_their_own_buckets(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lightwell.toml").write_text(
        '[[accounts]]\nid = "111122223333"\naccess_key_id = "AKIAONEONEONEONEONE0"\nsecret_access_key = "one"\n'
        '[[accounts]]\nid = "444455556666"\naccess_key_id = "AKIATWOTWOTWOTWOTWO0"\nsecret_access_key = "two"\n')
    server = Server(tmp_path / "data", []).start()
    one, two = (boto3.client("s3", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1")
                for key, secret in (("AKIAONEONEONEONEONE0", "one"), ("AKIATWOTWOTWOTWOTWO0", "two")))
    one.create_bucket(Bucket="bucket-of-one")
    with refused("BucketAlreadyExists", 409):
        two.create_bucket(Bucket="bucket-of-one")
    assert two.list_buckets()["Buckets"] == []
    with refused("AccessDenied", 403):
        two.list_objects_v2(Bucket="bucket-of-one")
    assert one.list_buckets()["Owner"]["ID"] != two.list_buckets()["Owner"]["ID"]
    assert server.stop() == 0


def test_import_brings_a_folder_in_with_and_without_a_server(tmp_path):
    photos = tmp_path / "photos"
    (photos / "sub").mkdir(parents=True)
    for number in range(4):
        (photos / "sub" / f"{number}.jpg").write_bytes(pictures.jpeg(number))
    (photos / "cut off.jpg").write_bytes(pictures.jpeg(9)[:400])
    (photos / "notes.txt").write_text("not a photo")
    server = Server(tmp_path / "data", []).start()
    client = PhotoClient(server.app).set_up(server.setup)

    def bring(*expect: str) -> None:
        done = subprocess.run([BINARY, "import", photos, "--data", server.data], capture_output=True, text=True, timeout=60)
        assert done.returncode == 3, done
        for words in expect:
            assert words in done.stdout, done.stdout

    bring("4 added", "cut off.jpg: ", "notes.txt: ", "2 could not be read")
    assert len([p for p in client.timeline() if client.photo(p)["state"] == "ready"]) == 4
    (photos / "later.jpg").write_bytes(pictures.jpeg(20))
    assert server.stop() == 0
    bring("1 added", "notes.txt: ", "cut off.jpg: kept, but ")
    server.start()
    assert len(client.at(server.app).timeline()) == 6
    assert server.stop() == 0


def test_nothing_of_before_a_reset_is_written_after_it(tmp_path):
    server = Server(None, ["--testing"]).start()

    def s3():
        return boto3.client("s3", endpoint_url=server.cloud, aws_access_key_id="anything", aws_secret_access_key="goes", region_name="us-east-1",
                            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}))

    ended = threading.Event()
    seen: list[int] = []

    def write(number: int):
        """Makes its bucket and fills it, over and over: what fails must fail as a client's request may, never as 500."""
        client, bucket = s3(), f"bucket-{number % 3}"
        while not ended.is_set():
            for call in (lambda: client.create_bucket(Bucket=bucket), lambda: client.put_object(Bucket=bucket, Key=str(number), Body=os.urandom(200_000))):
                try:
                    seen.append(call()["ResponseMetadata"]["HTTPStatusCode"])
                except ClientError as refusal:
                    seen.append(refusal.response["ResponseMetadata"]["HTTPStatusCode"])

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for writer in writers:
        writer.start()
    for _ in range(20):
        time.sleep(0.05)
        assert requests.post(f"{server.cloud}/_lightwell/reset", timeout=20).status_code == 204
    ended.set()
    for writer in writers:
        writer.join()
    assert 200 in seen and set(seen) <= {200, 404, 409, 503}, sorted(set(seen))

    # An upload that straddles a reset: its bucket exists again, and it must not come to lie in it.
    client = s3()
    client.create_bucket(Bucket="straddled")
    link = client.generate_presigned_url("put_object", Params={"Bucket": "straddled", "Key": "late"}, ExpiresIn=60)
    host, _, path = link.removeprefix("http://").partition("/")
    with socket.create_connection(host.split(":")) as connection:
        connection.sendall(f"PUT /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 200000\r\n\r\n".encode() + b"x" * 100_000)
        time.sleep(0.2)
        assert requests.post(f"{server.cloud}/_lightwell/reset", timeout=20).status_code == 204
        client.create_bucket(Bucket="straddled")
        connection.sendall(b"x" * 100_000)
        assert connection.recv(100).split(b" ")[1] == b"503"
    assert client.list_objects_v2(Bucket="straddled")["KeyCount"] == 0
    assert server.stop() == 0


def test_an_import_makes_no_library(tmp_path):
    missing = tmp_path / "data"
    done = subprocess.run([BINARY, "import", tmp_path, "--data", missing], capture_output=True, text=True, timeout=20)
    assert done.returncode == 1 and str(missing) in done.stderr and "--data" in done.stderr
    assert not missing.exists()


def test_a_server_that_asks_nobody_who_he_is_says_so(tmp_path):
    server = Server(tmp_path / "data", ["--auth", "off"]).start()
    try:
        assert "auth = off" in server.log.read_text()
    finally:
        server.stop()
