"""How long a start takes on empty data, and what an idle server holds in memory."""

import pathlib
import re
import subprocess
import time
import urllib.request

from load.peers import free_port
from support.server import BINARY


def memory_mb(pid: int) -> float:
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024


def start_once(folder: pathlib.Path, number: int) -> tuple[float, float]:
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen([str(BINARY), "serve", "--data", str(folder / f"data{number}"), "--app", "127.0.0.1:0", "--cloud", f"127.0.0.1:{port}"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_lightwell/health", timeout=5).read()
            break
        except OSError:
            time.sleep(0.001)
    seconds = time.perf_counter() - begun
    time.sleep(1)
    memory = memory_mb(process.pid)
    process.terminate()
    process.wait()
    return seconds, memory


def run(folder: pathlib.Path, report) -> None:
    runs = [start_once(folder, number) for number in range(5)]
    milliseconds = min(seconds for seconds, _ in runs) * 1000
    memory = max(memory for _, memory in runs)
    begun = time.perf_counter()
    subprocess.run(["/bin/true"], check=True)
    spawn = (time.perf_counter() - begun) * 1000
    report.line("start to first answer, empty data", f"{milliseconds:.0f} ms", f"starting /bin/true: {spawn:.1f} ms", None, "< 50 ms", milliseconds < 50)
    report.line("idle memory, engines not started", f"{memory:.1f} MB", "", None, "< 40 MB", memory < 40)
