"""TensorFlow graphs, as TensorFlow.js stores them ("graph-model"), to ONNX.

TensorFlow keeps the channels last, ONNX's convolutions want them first. So each tensor remembers how it is stored; it is
transposed only where an operation needs the other order, and what runs between convolutions stays as they left it.
What depends on no input is computed here with numpy (`folding`), never at run time.
"""

import base64
from dataclasses import dataclass

import numpy as np

from . import folding
from .onnx_file import Graph
from .tfjs_file import ModelFileError

TO_CHANNELS_FIRST = [0, 3, 1, 2]
TO_CHANNELS_LAST = [0, 2, 3, 1]


@dataclass(frozen=True)
class Tensor:
    """A tensor of the ONNX graph. TensorFlow's NHWC is stored as NCHW when `channels_first`."""

    name: str
    channels_first: bool = False


class ShapeOf:
    """The shape of a tensor known only at run time; of it, only the batch (always 1) may be asked."""


Value = Tensor | np.ndarray | ShapeOf


class Node:
    """One node of a GraphDef in its JSON form."""

    def __init__(self, described: dict):
        self.name: str = described["name"]
        self.op: str = described["op"]
        self.inputs = [reference for reference in described.get("input", []) if not reference.startswith("^")]
        self._attributes: dict = described.get("attr", {})

    def attribute(self, name: str, default=None):
        value = self._attributes.get(name)
        if value is None:
            return default
        if "list" in value:
            listed = value["list"]
            return [int(each) for each in listed["i"]] if "i" in listed else [_text(each) for each in listed.get("s", [])]
        for kind, read in (("i", int), ("f", float), ("b", bool), ("s", _text), ("type", str)):
            if kind in value:
                return read(value[kind])
        return default


def _text(stored) -> str:
    return base64.b64decode(stored).decode() if isinstance(stored, str) else bytes(stored).decode()


def _key(reference: str) -> str:
    return reference.removesuffix(":0")


class Translation:
    """A graph being translated: what each reference of TensorFlow's has become."""

    def __init__(self, topology: dict, weights: dict[str, np.ndarray], operations: dict):
        self.graph = Graph()
        self.values: dict[str, Value] = {}
        self._nodes = {node["name"]: Node(node) for node in topology["node"]}
        self._weights = weights
        self._operations = operations

    def image_input(self, reference: str, name: str, shape: list[int]) -> None:
        """`shape` is TensorFlow's: batch, height, width, channels."""
        stored = [shape[place] for place in TO_CHANNELS_FIRST]
        self.values[_key(reference)] = Tensor(self.graph.input(name, stored), channels_first=True)

    def output(self, reference: str, name: str, rank: int) -> None:
        for node in self._in_order(_key(reference)):
            self._translate(node)
        self.graph.output(self.plain(reference), name, [f"{name}_{place}" for place in range(rank)])

    def value(self, reference: str) -> Value:
        return self.values[_key(reference)]

    def tensor(self, reference: str) -> Tensor:
        value = self.value(reference)
        return value if isinstance(value, Tensor) else Tensor(self.plain(reference))

    def constant(self, reference: str) -> np.ndarray:
        value = self.value(reference)
        if not isinstance(value, np.ndarray):
            raise ModelFileError(f"{reference} should be constant")
        return value

    def plain(self, reference: str) -> str:
        """The tensor's name, stored as TensorFlow thinks of it."""
        value = self.value(reference)
        if isinstance(value, np.ndarray):
            return self.graph.constant(value)
        if isinstance(value, ShapeOf):
            raise ModelFileError(f"{reference} is a shape known only at run time")
        return self.graph.node("Transpose", [value.name], perm=TO_CHANNELS_LAST) if value.channels_first else value.name

    def channels_first(self, reference: str) -> str:
        value = self.value(reference)
        if isinstance(value, Tensor) and value.channels_first:
            return value.name
        return self.graph.node("Transpose", [self.plain(reference)], perm=TO_CHANNELS_FIRST)

    def _translate(self, node: Node) -> None:
        if node.op == "Const":
            self.values[node.name] = np.asarray(self._weights[node.name])
            return
        folded = folding.fold(node, [self.value(reference) for reference in node.inputs])
        if folded is not None:
            self.values[node.name] = folded
            return
        if node.op == "Shape":
            self.values[node.name] = ShapeOf()
            return
        if node.op not in self._operations:
            raise ModelFileError(f"{node.name}: no translation for {node.op}")
        made = self._operations[node.op](self, node)
        for place, value in enumerate(made if isinstance(made, list) else [made]):
            self.values[node.name if place == 0 else f"{node.name}:{place}"] = value

    def _in_order(self, wanted: str) -> list[Node]:
        """The nodes that `wanted` needs and that are not translated yet, each after its inputs."""
        order, seen, stack = [], set(), [(wanted, False)]
        while stack:
            reference, inputs_done = stack.pop()
            name = _key(reference).split(":")[0]
            if inputs_done:
                order.append(self._nodes[name])
            elif _key(reference) not in self.values and name not in self.values and name not in seen:
                seen.add(name)
                if name not in self._nodes:
                    raise ModelFileError(f"the graph has no node {name}")
                stack.append((name, True))
                stack += [(each, False) for each in self._nodes[name].inputs]
        return order
