"""The verification of a request's signature, by the gate's own verifier on one thread."""

import pathlib
import subprocess

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build"
LIMIT_NS = 20_000


def run(folder: pathlib.Path, report) -> None:
    subprocess.run(["cmake", "--build", BUILD, "--target", "lightwell_signatures_bench"], check=True, stdout=subprocess.DEVNULL)
    program = BUILD / "test" / "load" / "lightwell_signatures_bench"
    printed = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    spent = {name: float(nanoseconds) for name, nanoseconds in map(str.split, printed.splitlines())}
    cases = {"header": "SigV4, header", "presigned": "SigV4, presigned URL", "header-body-1KiB": "SigV4, header, body of 1 KiB digested"}
    for name, what in cases.items():
        report.line(f"signature: {what}", f"{spent[name] / 1000:,.1f} us", "", None, f"< {LIMIT_NS / 1000:,.0f} us", spent[name] < LIMIT_NS)
    report.line("signature: SigV4a (ECDSA P-256), header", f"{spent['sigv4a-header'] / 1000:,.1f} us", "an elliptic curve costs what it costs")
