"""moto's server: another implementation of AWS's services, judged and measured beside ours."""

import contextlib
import subprocess
import sys
import time
import urllib.request

from support.server import free_port


@contextlib.contextmanager
def moto_server():
    """Yields its address, for as long as the block runs."""
    port = free_port()
    log = subprocess.DEVNULL
    moto = subprocess.Popen([sys.executable, "-m", "moto.server", "-p", str(port)], stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    try:
        yield url
    finally:
        moto.terminate()
        moto.wait()
