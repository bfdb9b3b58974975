"""Names: from AWS's spelling to C++'s.

Members and operations follow botocore's own rule (`botocore.xform_name`), so that whoever knows boto3 knows ours.
"""

import ast
import re
from pathlib import Path

_FIRST_CAP = re.compile("(.)([A-Z][a-z]+)")
_END_CAP = re.compile("([a-z0-9])([A-Z])")
_PLURAL_ACRONYM = re.compile("[A-Z]{2,}s$")

_KEYWORDS = frozenset(
    """alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl concept const consteval
    constexpr constinit continue co_await co_return co_yield decltype default delete do double dynamic_cast else enum
    explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not not_eq
    nullptr operator or or_eq private protected public register requires return short signed sizeof static
    static_assert static_cast struct switch template this thread_local throw true try typedef typeid typename union
    unsigned using virtual void volatile wchar_t while xor xor_eq errno""".split()
)


class Names:
    """botocore's rule, with the exceptions that the given botocore package lists."""

    def __init__(self, botocore: Path | None):
        self._exceptions = _read_exceptions(botocore / "__init__.py") if botocore else {}

    def snake(self, name: str) -> str:
        """ContentMD5 -> content_md5. A C++ keyword gets a trailing underscore: Delete -> delete_."""
        return _safe(self._transform(name))

    def constant(self, value: str) -> str:
        """The name of an enumeration's value: aws:kms -> aws_kms, STANDARD_IA -> standard_ia."""
        words = re.sub(r"[^A-Za-z0-9]+", "_", value).strip("_")
        mixed = any(c.islower() for c in words) and any(c.isupper() for c in words)
        name = self._transform(words) if mixed and "_" not in words else words.lower()
        if not name or name[0].isdigit():
            name = "v" + name
        return _safe(name)

    def _transform(self, name: str) -> str:
        if "_" in name:
            return name.lower()
        if name in self._exceptions:
            return self._exceptions[name]
        if match := _PLURAL_ACRONYM.search(name):
            name = f"{name[: -len(match.group())]}_{match.group().lower()}"
        return _END_CAP.sub(r"\1_\2", _FIRST_CAP.sub(r"\1_\2", name)).lower().lstrip("_")


def _safe(name: str) -> str:
    return name + "_" if name in _KEYWORDS else name


def _read_exceptions(source: Path) -> dict[str, str]:
    for node in ast.parse(source.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_xform_cache":
            return {name: snake for (name, separator), snake in ast.literal_eval(node.value).items() if separator == "_"}
    return {}
