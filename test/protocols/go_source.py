"""As much of Go as generated test files use: struct types with their tags, functions, and the literals in them.

A literal becomes plain data: a struct `Literal(type, {field: value})`, a list or a dict of the same, str, int, float,
bool, bytes, None; a call that is not known stays a `Call(name, arguments)`, which its reader must understand.
"""

import ast
import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""\s+|//[^\n]*|/\*.*?\*/
    |(?P<string>"(?:\\.|[^"\\])*"|`[^`]*`)
    |(?P<rune>'(?:\\.|[^'\\])+')
    |(?P<number>-?(?:0[xX][0-9a-fA-F]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?))
    |(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    |(?P<sign>:=|[-+&*!=|<>]=?|[\[\](){}.,:;])""",
    re.X | re.S,
)
STRUCT = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.M | re.S)
FIELD = re.compile(r"^\s*(\w+)\s+(\S+)(?:\s+`([^`]*)`)?\s*$", re.M)
FUNCTION = re.compile(r"^func (?:\([^)]*\) )?(\w+)\(.*?\{\n(.*?)^\}", re.M | re.S)
TAG = re.compile(r'(\w+):"((?:\\.|[^"\\])*)"')


@dataclass
class Literal:
    type: str
    fields: dict


@dataclass
class Call:
    name: str
    arguments: list


@dataclass
class Field:
    type: str
    tags: dict = field(default_factory=dict)


class NotUnderstood(Exception):
    """The source says something this reader has no word for."""


def structs(source: str) -> dict[str, dict[str, Field]]:
    """Each struct's fields by name; the struct's own tags under "_"."""
    return {
        name: {each: Field(kind, dict(TAG.findall(tags))) for each, kind, tags in FIELD.findall(body)}
        for name, body in STRUCT.findall(source)
    }


def functions(source: str) -> dict[str, str]:
    return dict(FUNCTION.findall(source))


def literal(text: str):
    """The value that `text` begins with."""
    return _Reader(text).value()


def unquoted(token: str) -> str:
    return token[1:-1] if token[0] == "`" else ast.literal_eval(token)


class _Reader:
    def __init__(self, text: str):
        self._text, self._at, self._next = text, 0, ("", "")
        self._step()

    def _step(self) -> tuple[str, str]:
        taken = self._next
        while self._at < len(self._text):
            found = TOKEN.match(self._text, self._at)
            if not found:
                raise NotUnderstood(self._text[self._at : self._at + 60])
            self._at = found.end()
            if found.lastgroup:
                self._next = (found.lastgroup, found.group())
                return taken
        self._next = ("", "")
        return taken

    def _sees(self, sign: str) -> bool:
        return self._next == ("sign", sign)

    def _take(self, sign: str) -> bool:
        if not self._sees(sign):
            return False
        self._step()
        return True

    def _demand(self, sign: str) -> None:
        if not self._take(sign):
            raise NotUnderstood(f"{sign} wanted before {self._text[self._at - 20 : self._at + 40]!r}")

    def value(self):
        while self._take("&") or self._take("*"):
            pass
        kind, text = self._step()
        if kind == "string":
            return unquoted(text)
        if kind == "rune":
            return ord(ast.literal_eval(text))
        if kind == "number":
            is_whole = text.startswith("0x") or not re.search(r"[.eE]", text)
            return int(text.replace("_", ""), 0) if is_whole else float(text)
        if (kind, text) == ("sign", "{"):
            return self._braces("")
        if (kind, text) == ("sign", "["):
            return self._list()
        if kind != "name":
            raise NotUnderstood(f"{text!r} before {self._text[self._at : self._at + 40]!r}")
        if text in ("true", "false", "nil"):
            return {"true": True, "false": False, "nil": None}[text]
        if text == "map":
            return self._map()
        if text == "func":
            return self._function()
        if self._take("("):
            return Call(text, self._arguments())
        if self._take("{"):
            return self._braces(text)
        return Call(text, [])  # a constant

    def _arguments(self) -> list:
        out = []
        while not self._take(")"):
            out.append(self.value())
            self._take(",")
        return out

    def _type(self) -> str:
        out = ""
        while not self._sees("{") and not self._sees("("):
            out += self._step()[1]
            if out.endswith("interface") or out.endswith("struct"):
                self._demand("{")
                self._demand("}")
        return out

    def _list(self):
        self._demand("]")
        kind = self._type()
        if self._take("("):  # []byte("...")
            return self._arguments()[0].encode()
        self._demand("{")
        return self._items(kind.lstrip("*"))

    def _map(self):
        kind = self._type()
        if self._take("("):
            return self._arguments()[0]
        self._demand("{")
        return self._braces("map")

    def _items(self, kind: str) -> list:
        out = []
        while not self._take("}"):
            item = self._braces(kind) if self._take("{") else self.value()
            out.append(item)
            self._take(",")
        return out

    def _braces(self, kind: str):
        """Fields of a struct, entries of a map, or items of a list whose type stands outside."""
        if not (self._next[0] in ("name", "string") and re.match(r"\s*:", self._text[self._at :])):
            return self._items("") if not self._take("}") else Literal(kind, {}) if kind != "map" else {}
        fields, is_map = {}, kind == "map" or self._next[0] == "string"
        while not self._take("}"):
            key = self._step()
            self._demand(":")
            fields[unquoted(key[1]) if key[0] == "string" else key[1]] = self.value()
            self._take(",")
        return fields if is_map else Literal(kind, fields)

    def _function(self) -> Call:
        """A function's text, unread: its reader looks for what it compares."""
        start = self._text.index("{", self._at)
        depth, at = 0, start
        while True:
            found = TOKEN.match(self._text, at)
            if not found:
                raise NotUnderstood(self._text[at : at + 60])
            at = found.end()
            depth += {"{": 1, "}": -1}.get(found.group(), 0)
            if depth == 0:
                break
        body, self._at = self._text[start:at], at
        self._step()
        if self._take("("):  # called on the spot
            self._demand(")")
        return Call("func", [body])
