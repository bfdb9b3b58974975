"""Rules of STYLE.md that a program can see."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES_MAX = 450
WIDTH_MAX = 120
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|manager|impl2|misc|stuff)(_|\.|$)|^common(\.|$)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def complaints_about(name: str, text: str) -> list[str]:
    found = []
    lines = text.splitlines()
    if len(lines) > LINES_MAX:
        found.append(f"{name}: {len(lines)} lines; a file over {LINES_MAX} holds more than one idea")
    for number, line in enumerate(lines, 1):
        if len(line) > WIDTH_MAX and "http" not in line and name.endswith((".cc", ".h")):
            found.append(f"{name}:{number}: {len(line)} columns")
        if UNFINISHED.search(line) and not name.startswith("tools/check_style"):
            found.append(f"{name}:{number}: unfinished work belongs in an issue: {line.strip()[:80]}")
    for part in pathlib.Path(name).parts:
        if FORBIDDEN_NAMES.search(part):
            found.append(f"{name}: '{part}' does not say what it holds")
    if name.endswith(".h") and "#pragma once" not in text:
        found.append(f"{name}: no #pragma once")
    if name.startswith("src/") and name.endswith(".h") and not text.startswith("//"):
        found.append(f"{name}: a header opens with a comment that tells its idea")
    return found


def main() -> None:
    found = []
    for name in tracked("*.cc", "*.h", "*.py", "web/src/*.ts", "web/src/*.svelte"):
        found += complaints_about(name, (ROOT / name).read_text())
    print("\n".join(found))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
