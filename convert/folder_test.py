"""The folder of models, made from packages of a registry that stands on the loopback: npm fetches them as it always does."""

import base64
import hashlib
import http.server
import io
import json
import os
import tarfile
import threading
import tomllib

import pytest

from . import catalogue
from .__main__ import main

LABELS = b"cat\ndog\n"


def packed(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo("package/" + name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def integrity(archive: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


class Registry:
    """Serves one package. What it holds may be changed under the clients' hands."""

    def __init__(self):
        self.archive = packed({"package.json": b'{"name":"seen","version":"1.0.0"}', "model/labels.txt": LABELS})
        self.served = 0
        registry = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path.endswith(".tgz"):
                    registry.served += 1
                    body = registry.archive
                else:
                    body = json.dumps(registry.document()).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def document(self) -> dict:
        dist = {"tarball": self.address + "seen/-/seen-1.0.0.tgz", "integrity": integrity(self.archive)}
        version = {"name": "seen", "version": "1.0.0", "dist": dist}
        return {"name": "seen", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}


@pytest.fixture
def registry(monkeypatch, tmp_path):
    registry = Registry()
    monkeypatch.setenv("npm_config_registry", registry.address)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    yield registry
    registry.server.shutdown()
    registry.server.server_close()


class Bench:
    """A catalogue with one role, and where its results go."""

    def __init__(self, folder, registry):
        self.folder, self.build, self.cache = folder / "vision", folder / "build", folder / "cache"
        self.folder.mkdir()
        (self.folder / "packages.toml").write_text(
            f'[seen]\nregistry = "npm"\nname = "seen"\nversion = "1.0.0"\ndigest = "{integrity(registry.archive)}"\nlicence = "MIT"\n'
        )
        self.describe(hashlib.sha256(LABELS).hexdigest())

    def describe(self, digest: str, source: str = "model/labels.txt") -> None:
        (self.folder / "looking.toml").write_text(
            'without = "nobody looks"\nweights_licence = "CC0"\n[[file]]\nname = "looking.txt"\n'
            f'sha256 = "{digest}"\npackage = "seen"\nby = "copy"\nsource = "{source}"\n[model]\nkind = "list"\n'
        )

    def make(self, *more: str) -> int:
        return main(["--build", str(self.build), "--cache", str(self.cache), "--catalogue", str(self.folder), *more])

    @property
    def result(self):
        return self.build / "models" / "looking.txt"

    def listed(self) -> dict:
        return tomllib.loads((self.build / "models" / "models.toml").read_text())


@pytest.fixture
def bench(tmp_path, registry):
    return Bench(tmp_path, registry)


def test_a_role_is_fetched_made_and_listed(bench, registry, capsys):
    assert bench.make() == 0

    assert bench.result.read_bytes() == LABELS
    assert bench.listed()["looking"]["kind"] == "list"
    assert bench.listed()["looking"]["sha256"] == hashlib.sha256(LABELS).hexdigest()
    assert "1 files made" in capsys.readouterr().out


def test_what_is_there_is_not_fetched_again_nor_in_another_clone(bench, registry, capsys):
    bench.make()
    bench.make()
    os.rename(bench.build, bench.build.with_name("elsewhere"))
    registry.server.shutdown()
    capsys.readouterr()

    assert bench.make("--strict") == 0

    assert bench.result.read_bytes() == LABELS
    assert registry.served == 1
    assert capsys.readouterr().out == ""


def test_a_file_cut_in_half_is_made_again(bench):
    bench.make()
    bench.result.write_bytes(LABELS[:3])

    bench.make()

    assert bench.result.read_bytes() == LABELS


def test_a_spoilt_cache_is_not_believed(bench):
    bench.make()
    bench.result.unlink()
    (cached,) = bench.cache.iterdir()
    cached.write_bytes(b"spoilt")

    assert bench.make("--strict") == 0
    assert bench.result.read_bytes() == LABELS


def test_a_registry_that_cannot_be_reached_costs_the_role_and_says_which(bench, registry, monkeypatch, capsys):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")

    assert bench.make() == 0

    said = capsys.readouterr().err
    assert "looking is missing, so nobody looks" in said and "seen@1.0.0" in said
    assert "looking" not in bench.listed()
    assert bench.make("--strict") == 1


def test_a_package_that_was_changed_is_refused(bench, registry, capsys):
    registry.archive = packed({"package.json": b"{}", "model/labels.txt": b"changed"})

    bench.make()

    assert "not the file the catalogue means" in capsys.readouterr().err
    assert not bench.result.exists()


def test_a_package_without_the_file_costs_the_role(bench, capsys):
    bench.describe("0" * 64, source="model/moved.txt")

    bench.make()

    assert "the package has no model/moved.txt" in capsys.readouterr().err


def test_a_result_of_another_digest_is_not_used_unless_it_is_pinned(bench, capsys):
    bench.describe("0" * 64)
    bench.make()
    assert "came out otherwise" in capsys.readouterr().err and not bench.result.exists()

    bench.make("--pin")

    assert hashlib.sha256(LABELS).hexdigest() in (bench.folder / "looking.toml").read_text()
    assert bench.make("--strict") == 0


def test_pinning_sees_that_a_file_beside_the_catalogue_was_edited(bench):
    (bench.folder / "names.txt").write_text("one")
    bench.describe(hashlib.sha256(b"one").hexdigest(), source="names.txt")
    role = bench.folder / "looking.toml"
    role.write_text(role.read_text().replace('package = "seen"\n', ""))
    bench.make()

    (bench.folder / "names.txt").write_text("two")
    bench.make("--pin")

    assert bench.result.read_text() == "two"
    assert hashlib.sha256(b"two").hexdigest() in role.read_text()


def test_the_files_beside_the_project_s_own_catalogue_are_as_it_says():
    described = catalogue.read()

    for role in described.roles:
        for file in role.files:
            if file.package is None:
                found = hashlib.sha256((described.folder / file.source).read_bytes()).hexdigest()
                assert found == file.sha256, f"{file.source}: make it known with python3 -m convert --pin"


@pytest.mark.parametrize("path", ["../outside.txt", "a/../../outside.txt"])
def test_a_package_cannot_write_outside_its_folder(bench, registry, tmp_path, path):
    registry.archive = packed({path: b"out"})
    (bench.folder / "packages.toml").write_text(
        f'[seen]\nregistry = "npm"\nname = "seen"\nversion = "1.0.0"\ndigest = "{integrity(registry.archive)}"\nlicence = "MIT"\n'
    )
    bench.describe("0" * 64, source=path)

    bench.make()

    assert not list(tmp_path.rglob("outside.txt"))


def test_the_project_s_own_catalogue_is_whole():
    read = catalogue.read()

    assert {"objects", "image-labels", "face-detection", "face-embedding", "runtime", "headers"} <= {role.name for role in read.roles}
    assert all(len(file.sha256) == 64 for role in read.roles for file in role.files)
    assert all(package.digest and package.licence for package in read.packages.values())
