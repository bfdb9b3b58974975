"""Writes a C++ source that holds files as bytes: the pages of web/dist as a table of http::StaticFile, or one document.

    embed.py pages    DIST  OUT.cc DEPFILE BROTLI   every file below DIST, plain and where it pays compressed
    embed.py document FILE  OUT.cc NAMESPACE::FUNCTION   a JSON file without its white space, as a std::string_view

The bytes are taken in by the assembler (.incbin): megabytes cost the compiler nothing.
"""

import gzip
import hashlib
import json
import pathlib
import re
import subprocess
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
COMPRESSED_ALREADY = {".jpg", ".png", ".webp", ".woff2", ".ico"}
WORTH_AT_MOST = 0.9  # of the plain size
HASHED_NAME = re.compile(r"/assets/.*-[A-Za-z0-9_-]{8}\.\w+$")  # as Vite writes them


def incbin(symbol: str, path: pathlib.Path) -> str:
    return (
        f'__asm__(".pushsection .rodata\\n.balign 16\\n.globl {symbol}\\n{symbol}:\\n'
        f'.incbin \\"{path}\\"\\n.globl {symbol}_end\\n{symbol}_end:\\n.byte 0\\n.popsection\\n");\n'
        f'extern "C" const char {symbol}[];\nextern "C" const char {symbol}_end[];\n'
    )


def view(symbol: str) -> str:
    return f"{{{symbol}, size_t({symbol}_end - {symbol})}}"


def compressed(content: bytes, suffix: str, brotli: str) -> dict[str, bytes]:
    """The forms that pay, by coding."""
    if suffix in COMPRESSED_ALREADY:
        return {}
    forms = {
        "gzip": gzip.compress(content, 9, mtime=0),
        "brotli": subprocess.run([brotli, "-q", "11", "-c"], input=content, capture_output=True, check=True).stdout,
    }
    return {coding: form for coding, form in forms.items() if len(form) <= len(content) * WORTH_AT_MOST}


def write_pages(dist: pathlib.Path, out: pathlib.Path, depfile: pathlib.Path, brotli: str) -> None:
    if not (dist / "index.html").is_file():
        sys.exit(
            f"The pages are not built: {dist}/index.html is missing. Build them with `make web`, "
            "or configure with -DLIGHTWELL_PAGES=OFF for a server without pages."
        )
    files = sorted(path for path in dist.rglob("*") if path.is_file())
    blobs = out.parent / "blobs"
    blobs.mkdir(parents=True, exist_ok=True)
    symbols, rows = [], []
    for number, path in enumerate(files):
        name = "/" + path.relative_to(dist).as_posix()
        if path.suffix not in TYPES:
            sys.exit(f"{path}: no content type is known for {path.suffix}; add it to cmake/embed.py")
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:32]
        forms = {"plain": content, **compressed(content, path.suffix, brotli)}
        views = {"gzip": "{}", "brotli": "{}"}
        for coding, form in forms.items():
            blob = blobs / f"{digest}.{coding}"
            blob.write_bytes(form)
            symbol = f"lightwell_page_{number}_{coding}"
            symbols.append(incbin(symbol, blob))
            views[coding] = view(symbol)
        immutable = "true" if HASHED_NAME.search(name) else "false"
        rows.append(
            f'    {{.path = "{name}", .content_type = "{TYPES[path.suffix]}", .etag = "\\"{digest}\\"", '
            f".is_immutable = {immutable}, .bytes = {views['plain']}, .gzip = {views['gzip']}, "
            f".brotli = {views['brotli']}}},\n"
        )
    out.write_text(
        '#include "site/embedded_pages.h"\n\n'
        + "".join(symbols)
        + "\nnamespace lightwell::site {\n\nstd::span<const http::StaticFile> embedded_pages() {\n"
        + "  static const http::StaticFile table[] = {\n"
        + "".join(rows)
        + "  };\n  return table;\n}\n\n}  // namespace lightwell::site\n"
    )
    depfile.write_text(f"{out}: " + " ".join(str(path).replace(" ", "\\ ") for path in files) + "\n")


def write_document(file: pathlib.Path, out: pathlib.Path, function: str) -> None:
    content = json.dumps(json.loads(file.read_text()), separators=(",", ":"), ensure_ascii=False).encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    blob = out.with_suffix(".json")
    blob.write_bytes(content)
    namespace, _, name = function.rpartition("::")
    out.write_text(
        f"// SHA-256 {hashlib.sha256(content).hexdigest()}\n#include <string_view>\n\n"
        + incbin(f"lightwell_{name}", blob)
        + f"\nnamespace {namespace} {{\n\nstd::string_view {name}();\nstd::string_view {name}() {{\n"
        + f"  return {view(f'lightwell_{name}')};\n}}\n\n}}  // namespace {namespace}\n"
    )


def main() -> None:
    kind, source, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if kind == "pages":
        write_pages(source, out, pathlib.Path(sys.argv[4]), sys.argv[5])
    else:
        write_document(source, out, sys.argv[4])


if __name__ == "__main__":
    main()
