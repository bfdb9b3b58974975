"""Values of a model's shapes made by chance, and the two forms they take: botocore's, and the codecs' JSON."""

import base64
import datetime
import json
import math
import random

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
TEXTS = ["a", "plain", "two words", "<&>\"'", "\u20ac\U0001f4f7", "a/b+c=d&e%f", "x,y", "tab\tand more", "1.5", "true"]
DEPTH_MAX = 4


class Chance:
    """`header_safe`: text as headers carry it, which botocore sends as it is."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def value(self, shape, depth: int = 0, place: str | None = None, timestamp: str | None = None):
        kind = shape.type_name
        if getattr(shape, "is_document_type", False):
            return {"any": [1, "two", True, None, {"deep": 1.5}]}
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            size = 0 if depth > DEPTH_MAX and _holds_structs(shape.member) else self.random.choice([1, 1, 2, 3])
            return [self.value(shape.member, depth + 1, place) for _ in range(size)]
        if kind == "map":
            size = 0 if depth > DEPTH_MAX and _holds_structs(shape.value) else self.random.choice([1, 1, 2])
            return {self.text(shape.key, place, key=n): self.value(shape.value, depth + 1, place) for n in range(size)}
        return self.scalar(shape, kind, place)

    def structure(self, shape, depth: int = 0, always: bool = False) -> dict:
        out = {}
        members = list(shape.members.items())
        if getattr(shape, "is_tagged_union", False):
            members = [self.random.choice(members)]
        for name, member in members:
            needed = always or name in shape.required_members or getattr(shape, "is_tagged_union", False)
            location = member.serialization.get("location")
            if location in ("uri", "statusCode"):
                needed = location == "uri"
            if not needed and (self.random.random() < 0.4 or location == "statusCode"):
                continue
            if depth > DEPTH_MAX and _holds_structs(member) and not needed:
                continue
            if depth > 3 * DEPTH_MAX:
                continue
            out[name] = self.value(member, depth + 1, location)
        return out

    def text(self, shape, place: str | None, key: int | None = None) -> str:
        if key is not None:
            return f"key{key}" if place == "headers" else self.random.choice(["k", "K ", "\u00e9"]) + str(key)
        if shape.enum:
            return self.random.choice(shape.enum)
        if place in ("header", "headers"):
            return self.random.choice(["plain", "two words", "a;b=c", "x/y", "1.5"])
        return self.random.choice(TEXTS)

    def scalar(self, shape, kind: str, place: str | None):
        if kind in ("string", "character"):
            if "jsonvalue" in shape.serialization:
                return {"json": ["value", 1]}
            return self.text(shape, place)
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "integer":
            return self.random.choice([0, 1, -1, 23, 24, 255, 256, 65536, 2**31 - 1, -(2**31)])
        if kind == "long":
            return self.random.choice([0, 7, -300, 2**32, 2**53, -(2**53), 2**63 - 1, -(2**63)])
        if kind in ("float", "double"):
            return self.random.choice([0.0, 1.5, -0.25, 1e10, 3.0])
        if kind == "timestamp":
            return EPOCH + datetime.timedelta(seconds=self.random.randrange(0, 4_000_000_000))
        assert kind == "blob", kind
        return bytes(self.random.randrange(256) for _ in range(self.random.choice([1, 3, 40])))


def _holds_structs(shape) -> bool:
    if shape.type_name == "list":
        return _holds_structs(shape.member)
    if shape.type_name == "map":
        return _holds_structs(shape.value)
    return shape.type_name == "structure"


def told(shape, value):
    """As the codecs' program reads and writes it."""
    if value is None:
        return None
    if getattr(shape, "is_document_type", False):
        return json.dumps(value, separators=(",", ":"))
    kind = shape.type_name
    if kind == "structure":
        return {name: told(shape.members[name], each) for name, each in value.items() if name in shape.members}
    if kind == "list":
        return [told(shape.member, each) for each in value]
    if kind == "map":
        return {key: told(shape.value, each) for key, each in value.items()}
    if kind == "timestamp":
        return round((value - EPOCH) / datetime.timedelta(microseconds=1))
    if kind == "blob":
        return base64.b64encode(value).decode()
    if kind in ("float", "double"):
        return "NaN" if math.isnan(value) else float(value)
    if "jsonvalue" in shape.serialization and not isinstance(value, str):
        return json.dumps(value, separators=(",", ":"))
    return value


def normal(shape, value):
    """What both forms agree on: documents and JSON values compared as values, floats as floats."""
    if value is None:
        return None
    if getattr(shape, "is_document_type", False):
        return json.loads(value) if isinstance(value, str) else value
    kind = shape.type_name
    if kind == "structure":
        return {name: normal(shape.members[name], each) for name, each in value.items()}
    if kind == "list":
        return [normal(shape.member, each) for each in value]
    if kind == "map":
        return {key: normal(shape.value, each) for key, each in value.items()}
    if kind in ("float", "double") and not isinstance(value, str):
        return float(value)
    if kind == "string" and "jsonvalue" in shape.serialization:
        return json.loads(value) if isinstance(value, str) else value
    return value
