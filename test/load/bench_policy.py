"""The evaluation of IAM policies: a decision over ten policies, and what is made before it."""

import pathlib
import subprocess

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build"
LIMIT_NS = 2000


def run(folder: pathlib.Path, report) -> None:
    subprocess.run(["cmake", "--build", BUILD, "--target", "lightwell_policy_bench"], check=True, stdout=subprocess.DEVNULL)
    printed = subprocess.run([BUILD / "test" / "load" / "lightwell_policy_bench"], check=True, capture_output=True, text=True).stdout
    spent = {name: float(nanoseconds) for name, nanoseconds, _ in map(str.split, printed.splitlines())}
    decisions = {"allowed": "allowed by one of 10 policies", "denied": "no statement of 10 policies", "bounded": "allowed, with a boundary"}
    for name, what in decisions.items():
        report.line(f"decision: {what}", f"{spent[name]:,.0f} ns", "", None, f"< {LIMIT_NS:,} ns", spent[name] < LIMIT_NS)
    report.line("the request's global condition keys", f"{spent['context']:,.0f} ns")
    report.line("reading and compiling a policy of 40 actions", f"{spent['parse'] / 1000:,.1f} us", "once a policy version")
