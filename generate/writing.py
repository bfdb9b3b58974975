"""Writing: C++ text, and files that are touched only when they change."""

from pathlib import Path

NOTICE = "// Generated from AWS's service model by generate/; not to be edited.\n"


def quote(text: str) -> str:
    """A C++ string literal. Bytes outside printable ASCII become octal escapes, which cannot run into what follows."""
    out = []
    for byte in text.encode("utf-8"):
        if byte in (0x22, 0x5C):
            out.append("\\" + chr(byte))
        elif 0x20 <= byte < 0x7F:
            out.append(chr(byte))
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out).replace("??", '?""?') + '"'


def boolean(value: bool) -> str:
    return "true" if value else "false"


def write_if_changed(path: Path, text: str) -> bool:
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True
