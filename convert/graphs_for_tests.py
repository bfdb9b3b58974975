"""What the converters' tests share: running an ONNX model, and TensorFlow's arithmetic written out plainly."""

import base64

import numpy as np
import onnxruntime

from .onnx_file import Graph


def run(graph: Graph | bytes, **inputs: np.ndarray) -> dict[str, np.ndarray]:
    content = graph if isinstance(graph, bytes) else graph.serialize()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs)))


def numbers(*shape: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def convolution(x: np.ndarray, kernel: np.ndarray, stride: int) -> np.ndarray:
    """TensorFlow's Conv2D with SAME padding: x is NHWC, the kernel HWIO."""
    high, wide = kernel.shape[:2]
    rows, columns = -(-x.shape[1] // stride), -(-x.shape[2] // stride)
    down = max((rows - 1) * stride + high - x.shape[1], 0)
    right = max((columns - 1) * stride + wide - x.shape[2], 0)
    padded = np.pad(x, ((0, 0), (down // 2, down - down // 2), (right // 2, right - right // 2), (0, 0)))
    out = np.zeros((x.shape[0], rows, columns, kernel.shape[3]), np.float32)
    for row in range(rows):
        for column in range(columns):
            window = padded[:, row * stride : row * stride + high, column * stride : column * stride + wide]
            out[:, row, column] = np.tensordot(window, kernel, ([1, 2, 3], [0, 1, 2]))
    return out


def text(value: str) -> dict:
    return {"s": base64.b64encode(value.encode()).decode()}


def integers(*values: int) -> dict:
    return {"list": {"i": [str(value) for value in values]}}


def node(name: str, op: str, *inputs: str, **attributes) -> dict:
    return {"name": name, "op": op, "input": list(inputs), "attr": attributes}
