"""S3: small and large objects against nginx and the disk, and listing a large bucket."""

import http.client
import os
import pathlib
import time
import urllib.parse

import boto3
from botocore.config import Config

from load import peers
from support.server import Server

SMALL = 4096
LARGE = 64 << 20


def client(server: Server):
    key, secret = server.credentials()
    return boto3.client("s3", endpoint_url=server.cloud, aws_access_key_id=key, aws_secret_access_key=secret, region_name="us-east-1",
                        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4", max_pool_connections=64))


def started(folder: pathlib.Path) -> tuple[Server, object]:
    server = Server(folder / "data", []).start()
    s3 = client(server)
    s3.create_bucket(Bucket="bench")
    return server, s3


def put_script(folder: pathlib.Path, s3, count: int = 20_000) -> pathlib.Path:
    """A wrk script that puts `SMALL` bytes to one presigned link after the other."""
    paths = folder / "paths"
    with open(paths, "w") as out:
        for number in range(count):
            url = s3.generate_presigned_url("put_object", Params={"Bucket": "bench", "Key": f"put/{number:08}"}, ExpiresIn=3600)
            parts = urllib.parse.urlsplit(url)
            out.write(f"{parts.path}?{parts.query}\n")
    script = folder / "put.lua"
    script.write_text(f"""
        local paths, at = {{}}, 0
        for line in io.lines("{paths}") do paths[#paths + 1] = line end
        local body = string.rep("x", {SMALL})
        function request()
          at = at % #paths + 1
          return wrk.format("PUT", paths[at], {{["Content-Length"] = "{SMALL}"}}, body)
        end""")
    return script


def run_small(folder: pathlib.Path, report) -> None:
    server, s3 = started(folder)
    body = os.urandom(SMALL)
    (folder / "small").write_bytes(body)
    s3.put_object(Bucket="bench", Key="small", Body=body)
    link = s3.generate_presigned_url("get_object", Params={"Bucket": "bench", "Key": "small"}, ExpiresIn=3600)
    with peers.nginx(folder) as address:
        peer, _ = peers.wrk(f"{address}/small", 64)
    ours, _ = peers.wrk(link, 64)
    report.line("S3 GET 4 KiB, 64 connections", f"{ours:,.0f}/s", f"nginx, same file: {peer:,.0f}/s", ours / peer, ">= 0.5x", ours >= 0.5 * peer)
    ours, _ = peers.wrk(server.cloud, 64, put_script(folder, s3))
    limit = peers.fsyncs_a_second(folder / "raw")
    report.line("S3 PUT 4 KiB, durable, 64 connections", f"{ours:,.0f}/s", f"one fdatasync each: {limit:,.0f}/s", ours / limit, ">= 10,000/s", ours >= 10_000)
    server.stop()


def put_once(link: str, body: bytes) -> float:
    parts = urllib.parse.urlsplit(link)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    begun = time.perf_counter()
    connection.request("PUT", f"{parts.path}?{parts.query}", body=body)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200
    return time.perf_counter() - begun


def run_large(folder: pathlib.Path, report) -> None:
    server, s3 = started(folder)
    body = os.urandom(LARGE)
    (folder / "large").write_bytes(body)
    s3.put_object(Bucket="bench", Key="large", Body=body)
    link = s3.generate_presigned_url("get_object", Params={"Bucket": "bench", "Key": "large"}, ExpiresIn=3600)
    with peers.nginx(folder) as address:
        _, peer = peers.wrk(f"{address}/large", 4)
    _, ours = peers.wrk(link, 4)
    report.line("S3 GET 64 MiB, 4 connections", f"{ours / 1e6:,.0f} MB/s", f"nginx, same file: {peer / 1e6:,.0f} MB/s", ours / peer, ">= 0.9x", ours >= 0.9 * peer)
    put_link = s3.generate_presigned_url("put_object", Params={"Bucket": "bench", "Key": "large-put"}, ExpiresIn=3600)
    ours_seconds = min(put_once(put_link, body) for _ in range(5))
    raw_seconds = min(peers.write_and_fsync(folder / "raw", body, True) for _ in range(5))
    report.line("S3 PUT 64 MiB", f"{LARGE / ours_seconds / 1e6:,.0f} MB/s", f"write, md5, fsync: {LARGE / raw_seconds / 1e6:,.0f} MB/s",
                raw_seconds / ours_seconds, ">= 0.7x", raw_seconds / ours_seconds >= 0.7)
    server.stop()


def run_list(folder: pathlib.Path, report) -> None:
    """1,000 keys of 100,000 (the tree of keys is as deep at a million; filling that takes minutes)."""
    server, s3 = started(folder)
    count = int(os.environ.get("LIGHTWELL_BENCH_KEYS", "100000"))
    peers.wrk(server.cloud, 64, put_script(folder, s3, count), seconds=max(4, count // 8000))
    link = s3.generate_presigned_url("list_objects_v2", Params={"Bucket": "bench", "StartAfter": f"put/{count // 2:08}"}, ExpiresIn=3600)
    rate, _ = peers.wrk(link, 1)
    report.line(f"S3 list 1,000 keys of {count:,}", f"{1000 / rate:.2f} ms", "one connection, XML included", None, "< 5 ms", 1000 / rate < 5)
    server.stop()
