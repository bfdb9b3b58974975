"""Holds the include law that ARCHITECTURE.md states.

The law is the block between ```law fences: one line a room, `room: rooms it may include`. A file may always include its
own room. services/ is special: a service may not include another service.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def read_law(text: str) -> dict[str, set[str]]:
    block = re.search(r"```law\n(.*?)```", text, re.S)
    if block is None:
        sys.exit("ARCHITECTURE.md has no ```law block")
    law = {}
    for line in block.group(1).strip().splitlines():
        room, _, rooms = line.partition(":")
        law[room.strip()] = set(rooms.split())
    return law


def room_of(path: str) -> str:
    return path.split("/", 1)[0]


def service_of(path: str) -> str | None:
    parts = path.split("/")
    return parts[1] if parts[0] == "services" and len(parts) > 2 else None


def broken_includes(source: str, text: str, law: dict[str, set[str]]) -> list[str]:
    """Complaints about the includes of `source`, a path below src/."""
    room = room_of(source)
    if room not in law:
        return [f"src/{source}: the room '{room}' is not in the law"]
    complaints = []
    for included in INCLUDE.findall(text):
        if "/" not in included:
            complaints.append(f'src/{source}: "{included}" must be named from src/')
            continue
        other = room_of(included)
        if other != room and other not in law[room]:
            complaints.append(f"src/{source}: {room} may not include {included}")
        elif service_of(source) and service_of(included) not in (None, service_of(source)):
            complaints.append(f"src/{source}: one service may not include another: {included}")
    return complaints


def main() -> None:
    law = read_law((ROOT / "ARCHITECTURE.md").read_text())
    complaints = []
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in (".cc", ".h"):
            complaints += broken_includes(str(path.relative_to(ROOT / "src")), path.read_text(), law)
    print("\n".join(complaints))
    sys.exit(bool(complaints))


if __name__ == "__main__":
    main()
