"""Starts build/lightwell for a test and ends it again."""

import contextlib
import ctypes
import dataclasses
import os
import pathlib
import queue
import random
import re
import resource
import signal
import socket
import subprocess
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("LIGHTWELL_BINARY", ROOT / "build" / "lightwell"))
PR_SET_PDEATHSIG = 1  # of prctl(2)
START_SECONDS_MAX = 20
# Below the ports that Linux gives to whoever connects: one of those could be taken between a stop and the next start.
PORTS = range(20_000, 32_000)
ADDRESS = re.compile(r"^(app|cloud|metadata|setup)\s+(http\S+)")


def free_port() -> int:
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def children_of(server: "Server", name: str = "") -> list[int]:
    """Its engines that run, or those of one name: "image" or "vision"."""
    found = []
    for task in pathlib.Path(f"/proc/{server.process.pid}/task").iterdir():
        for pid in (task / "children").read_text().split():
            with contextlib.suppress(OSError):
                if name in pathlib.Path(f"/proc/{pid}/cmdline").read_text():
                    found.append(int(pid))
    return found


@dataclasses.dataclass
class Server:
    """A running server: the addresses it printed, and its process."""

    data: pathlib.Path | None
    arguments: list[str]
    app: str = ""
    cloud: str = ""
    metadata: str = "off"  # where its metadata service is to listen; then where it does
    setup: str = ""  # the first-run link; empty once there is an owner
    process: subprocess.Popen | None = None
    log: pathlib.Path | None = None
    limits: dict[int, int] = dataclasses.field(default_factory=dict)  # resource.RLIMIT_... -> value

    def start(self) -> "Server":
        """At ports that are free, or, for the second time, at the ports it had."""
        app, cloud = (address.rpartition("/")[2] or f"127.0.0.1:{free_port()}" for address in (self.app, self.cloud))
        command = [str(BINARY), "serve", "--app", app, "--cloud", cloud, "--metadata", self.metadata.rpartition("/")[2], *self.arguments]
        if self.data is not None:
            self.data.mkdir(parents=True, exist_ok=True)
            command += ["--data", str(self.data)]
            self.log = self.data.parent / f"{self.data.name}.log"
        errors = open(self.log, "ab") if self.log else subprocess.DEVNULL
        self.app = self.cloud = self.setup = ""
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=self._limit)
        try:
            self._read_addresses()
        except BaseException:
            self.kill()
            raise
        return self

    def _limit(self) -> None:
        # A test that fails before it stops its server leaves none behind: it ends with whoever started it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        for limit, value in self.limits.items():
            resource.setrlimit(limit, (value, value))

    def memory_mib(self) -> float:
        """What the process holds in memory now."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def _read_addresses(self) -> None:
        lines: queue.Queue[str | None] = queue.Queue()

        def pump():
            for line in self.process.stdout:
                lines.put(line)
            lines.put(None)

        threading.Thread(target=pump, daemon=True).start()
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                line = lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"the server did not become ready; its log: {self.log}") from None
            if line is None:
                words = self.log.read_text()[-2000:] if self.log else ""
                raise AssertionError(f"the server ended with {self.process.wait()}: {words}")
            if found := ADDRESS.match(line):
                setattr(self, found.group(1), found.group(2))
            if line.startswith("ready"):
                return

    def stop(self) -> int:
        """Asks for an orderly end; answers the exit status."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise AssertionError("the server did not end within 30 s of SIGTERM") from None
        return self.process.returncode

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def credentials(self) -> tuple[str, str]:
        """The root key of the default account, from DIR/credentials."""
        text = (self.data / "credentials").read_text()
        values = dict(re.findall(r"^(aws_\w+)\s*=\s*(\S+)", text, re.M))
        return values["aws_access_key_id"], values["aws_secret_access_key"]
