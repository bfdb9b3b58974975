"""The peers and raw limits: nginx, wrk, and this machine's disk."""

import contextlib
import hashlib
import os
import pathlib
import re
import socket
import subprocess
import time

WRK_SECONDS = 4


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def nginx(folder: pathlib.Path):
    """nginx with two workers serving `folder`; yields its address."""
    port = free_port()
    home = folder / "nginx"
    home.mkdir()
    (home / "nginx.conf").write_text(f"""
        worker_processes 2; pid {home}/pid; error_log {home}/error.log; daemon off;
        events {{ worker_connections 1024; }}
        http {{
          access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
          client_body_temp_path {home}/body; proxy_temp_path {home}/p; fastcgi_temp_path {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
          server {{ listen 127.0.0.1:{port} reuseport; root {folder}; }}
        }}""")
    os.chmod(folder, 0o755)
    os.chmod(folder.parent, 0o755)
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(home / "nginx.conf"), "-e", str(home / "error.log"), "-g", "user root;"])
    try:
        for _ in range(50):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def wrk(url: str, connections: int, script: pathlib.Path | None = None, seconds: int = WRK_SECONDS) -> tuple[float, float]:
    """Requests a second and bytes a second with one load thread; refuses a run with errors in it."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s"]
    done = subprocess.run([*command, *(["-s", str(script)] if script else []), url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in done or "Socket errors" in done:
        raise AssertionError(f"errors under load: {done}")
    scale = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}
    amount, unit = re.search(r"Transfer/sec:\s+([\d.]+)([KMG]?B)", done).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done).group(1)), float(amount) * scale[unit]


def write_and_fsync(file: pathlib.Path, body: bytes, with_md5: bool) -> float:
    """Seconds to write and fsync the bytes, hashing them too when asked."""
    started = time.perf_counter()
    with open(file, "wb") as out:
        for at in range(0, len(body), 1 << 20):
            piece = body[at : at + (1 << 20)]
            if with_md5:
                hashlib.md5(piece).digest()
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return time.perf_counter() - started


def fsyncs_a_second(file: pathlib.Path, count: int = 300) -> float:
    with open(file, "wb") as out:
        started = time.perf_counter()
        for _ in range(count):
            out.write(b"x" * 4096)
            out.flush()
            os.fdatasync(out.fileno())
        return count / (time.perf_counter() - started)
