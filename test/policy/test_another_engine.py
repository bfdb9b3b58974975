"""Our evaluation of policies beside one written by others, @cloud-copilot/iam-simulate, on random questions.

Where the two are known to differ, AWS's documentation says why ours is right; such questions are not compared.
"""

import json
import subprocess
from pathlib import Path

import pytest

from policy.questions import Questions

ROOT = Path(__file__).parents[2]
JUDGE = ROOT / "build" / "lightwell_judge"
THEIRS = ROOT / "test" / "contract" / "js"
ROUNDS = 3000

pytestmark = pytest.mark.skipif(not (THEIRS / "node_modules/@cloud-copilot/iam-simulate").exists(), reason="npm ci in test/contract/js has not run")


def judged(command: list, questions: list[dict], cwd: Path = ROOT) -> list[dict]:
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=cwd, timeout=100, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("seed", range(3))
def test_two_engines_agree(seed):
    questions = Questions(seed)
    asked = [questions.one() for _ in range(ROUNDS)]
    ours, theirs = judged([str(JUDGE)], asked), judged(["node", "another_engine.mjs"], asked, THEIRS)
    assert len(ours) == len(theirs) == ROUNDS
    differing = [(question, our, their) for question, our, their in zip(asked, ours, theirs, strict=True) if our.get("verdict") != their.get("verdict")]
    assert not differing, f"{len(differing)} of {ROUNDS}:\n" + "\n".join(json.dumps(one, indent=1, ensure_ascii=False) for one in differing[:3])
