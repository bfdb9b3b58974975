"""Reading the models of the package nsfwjs, which wraps model.json and the weights in JavaScript modules.

A module exports one literal: an object with bare keys, or a base64 string. The literal is read; nothing is executed.
"""

import base64
import re
from pathlib import Path

import numpy as np

from . import tfjs_file
from .tfjs_file import ModelFileError

EXPORT = ".exports="
DEPTH_MAX = 64
TOKEN = re.compile(
    r"""(?P<mark>[{}\[\]:,])|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)"""
    r"""|(?P<truth>![01])|(?P<word>[A-Za-z_$][\w$]*)""",
    re.IGNORECASE,
)
WORDS = {"null": None, "true": True, "false": False}


def read_model(folder: Path) -> tuple[dict, dict[str, np.ndarray]]:
    """The model whose modules stand in the folder, and its weights."""
    model = exported(_module(folder, "model"))
    return tfjs_file.with_weights(model, lambda path: base64.b64decode(exported(_module(folder, path))))


def _module(folder: Path, name: str) -> str:
    return (folder / f"{Path(name).name}.min.js").read_text("utf-8")


def exported(module: str):
    """The value that a module gives to its `exports`, which must be a literal."""
    at = -1
    for found in re.finditer(re.escape(EXPORT), module):
        if module[found.end() : found.end() + 1] in '{["':
            at = found.end()
    if at < 0:
        raise ModelFileError("the module exports no literal")
    return _Literal(module, at).value(DEPTH_MAX)


class _Literal:
    def __init__(self, text: str, at: int):
        self._text = text
        self._at = at

    def value(self, depth: int):
        kind, token = self._next()
        if depth == 0:
            raise ModelFileError("the literal is nested too deep")
        if token == "{":
            return self._object(depth - 1)
        if token == "[":
            return self._list(depth - 1)
        if kind == "text":
            return _unquoted(token)
        if kind == "number":
            return float(token) if re.search(r"[.e]", token, re.IGNORECASE) else int(token)
        if kind == "truth":
            return token == "!0"
        if kind == "word" and token in WORDS:
            return WORDS[token]
        raise ModelFileError(f"not a literal: {token[:40]}")

    def _next(self) -> tuple[str, str]:
        found = TOKEN.match(self._text, self._at)
        if not found:
            raise ModelFileError(f"not a literal: {self._text[self._at : self._at + 40]}")
        self._at = found.end()
        return found.lastgroup, found.group()

    def _ends(self, mark: str) -> bool:
        if self._text.startswith(mark, self._at):
            self._at += 1
            return True
        return False

    def _object(self, depth: int) -> dict:
        made: dict = {}
        while not self._ends("}"):
            if made and self._next()[1] != ",":
                raise ModelFileError("an object without commas")
            kind, key = self._next()
            if self._next()[1] != ":":
                raise ModelFileError(f"no value for {key[:40]}")
            made[_unquoted(key) if kind == "text" else key] = self.value(depth)
        return made

    def _list(self, depth: int) -> list:
        made: list = []
        while not self._ends("]"):
            if made and self._next()[1] != ",":
                raise ModelFileError("a list without commas")
            made.append(self.value(depth))
        return made


def _unquoted(token: str) -> str:
    body = token[1:-1]
    return re.sub(r"\\(.)", r"\1", body) if "\\" in body else body
