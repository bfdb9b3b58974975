"""Writing ONNX: a graph, built node by node, becomes the bytes of a model file.

Only what the converters need of the format (https://onnx.ai/onnx/repo-docs/IR.html): one graph, float and integer
tensors stored inline. Field numbers are those of onnx.proto.
"""

import struct

import numpy as np

OPSET = 13
IR_VERSION = 7
PRODUCER = "lightwell"
ELEMENT_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7, "bool": 9}


class Graph:
    """An ONNX graph in the making. Tensors are known by name; every node gets fresh names for its outputs."""

    def __init__(self):
        self._inputs: list[bytes] = []
        self._outputs: list[bytes] = []
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []
        self._known: dict[tuple, str] = {}
        self._count = 0

    def input(self, name: str, shape: list[int], elements: str = "float32") -> str:
        self._inputs.append(_value_info(name, shape, elements))
        return name

    def output(self, tensor: str, name: str, shape: list[int | str]) -> None:
        self.node("Identity", [tensor], outputs=[name])
        self._outputs.append(_value_info(name, shape))

    def constant(self, value) -> str:
        """A stored tensor; equal ones are stored once."""
        array = np.asarray(value, order="C")
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._known:
            self._known[key] = self._fresh("constant")
            self._tensors.append(_tensor(self._known[key], array))
        return self._known[key]

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, np.int64))

    def node(self, op: str, inputs: list[str], outputs: list[str] | None = None, **attributes) -> str:
        """Adds a node with one output, whose name is returned."""
        names = outputs or [self._fresh(op)]
        self._add(op, inputs, names, attributes)
        return names[0]

    def split(self, tensor: str, sizes: list[int], axis: int) -> list[str]:
        names = [self._fresh("Split") for _ in sizes]
        self._add("Split", [tensor, self.integers(*sizes)], names, {"axis": axis})
        return names

    def top_k(self, tensor: str, count: int) -> tuple[str, str]:
        """The largest values of the last axis and where they stood (int64)."""
        names = [self._fresh("TopK"), self._fresh("TopK")]
        self._add("TopK", [tensor, self.integers(count)], names, {"axis": -1})
        return names[0], names[1]

    def serialize(self) -> bytes:
        graph = b"".join(_field(1, node) for node in self._nodes) + _field(2, b"graph")
        graph += b"".join(_field(5, tensor) for tensor in self._tensors)
        graph += b"".join(_field(11, value) for value in self._inputs)
        graph += b"".join(_field(12, value) for value in self._outputs)
        return (
            _number(1, IR_VERSION) + _field(2, PRODUCER.encode()) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, OPSET))
        )

    def _fresh(self, what: str) -> str:
        self._count += 1
        return f"{what.lower()}_{self._count}"

    def _add(self, op: str, inputs: list[str], outputs: list[str], attributes: dict) -> None:
        node = b"".join(_field(1, name.encode()) for name in inputs)
        node += b"".join(_field(2, name.encode()) for name in outputs)
        node += _field(4, op.encode())
        node += b"".join(_field(5, _attribute(name, value)) for name, value in attributes.items() if value is not None)
        self._nodes.append(node)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1  # Negative numbers are written as 64 bits, two's complement.
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _attribute(name: str, value) -> bytes:
    if isinstance(value, (bool, int, np.integer)):
        kind, content = 2, _number(3, int(value))
    elif isinstance(value, (float, np.floating)):
        kind, content = 1, _varint(2 << 3 | 5) + struct.pack("<f", value)
    elif isinstance(value, str):
        kind, content = 3, _field(4, value.encode())
    else:
        kind, content = 7, b"".join(_number(8, int(each)) for each in value)
    return _field(1, name.encode()) + content + _number(20, kind)


def _tensor(name: str, array: np.ndarray) -> bytes:
    dims = b"".join(_number(1, size) for size in array.shape)
    content = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
    return dims + _number(2, ELEMENT_TYPES[array.dtype.name]) + _field(8, name.encode()) + _field(9, content)


def _value_info(name: str, shape: list[int | str], elements: str = "float32") -> bytes:
    dims = b"".join(
        _field(1, _number(1, size) if isinstance(size, int) else _field(2, size.encode())) for size in shape
    )
    tensor_type = _number(1, ELEMENT_TYPES[elements]) + _field(2, dims)
    return _field(1, name.encode()) + _field(2, _field(1, tensor_type))
