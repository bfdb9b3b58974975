"""dlib's face recognition network (a ResNet with 29 convolutions) as an ONNX graph.

A picture of 150 x 150 becomes 128 numbers. https://github.com/davisking/dlib/blob/master/examples/dnn_face_recognition_ex.cpp
"""

import numpy as np

from .dlib_file import TensorReader
from .onnx_file import Graph

SIDE = 150
VECTOR = 128

# From the input on: channels, blocks, and whether the first block halves the picture.
LEVELS = ((32, 3, False), (64, 4, True), (128, 3, True), (256, 3, True), (256, 1, True))


def build(content: bytes, centre: np.ndarray) -> Graph:
    """Input `image`; output `vector`, less `centre`, where all faces lie together: distances stay what they were, and
    the angle between two faces tells them apart."""
    net = _Net(TensorReader(content))
    x = net.graph.input("image", [1, 3, SIDE, SIDE])
    x = net.relu(net.convolution(x, channels_in=3, channels=32, side=7, stride=2))
    x = net.graph.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2])
    net.channels, net.side = 32, 35
    for channels, blocks, halves in LEVELS:
        for place in range(blocks):
            x = net.block(x, channels, halves and place == 0)
    x = net.graph.node("Flatten", [net.graph.node("GlobalAveragePool", [x])], axis=1)
    matrix = net.reader.next(net.channels, VECTOR, 1, 1).reshape(net.channels, VECTOR)
    x = net.graph.node("MatMul", [x, net.graph.constant(matrix)])
    net.graph.output(net.graph.node("Sub", [x, net.graph.constant(centre.astype(np.float32))]), "vector", [1, VECTOR])
    return net.graph


class _Net:
    def __init__(self, reader: TensorReader):
        self.reader = reader
        self.graph = Graph()
        self.channels = 3
        self.side = SIDE

    def relu(self, x: str) -> str:
        return self.graph.node("Relu", [x])

    def convolution(self, x: str, channels_in: int, channels: int, side: int, stride: int) -> str:
        """A convolution and the scale and shift that follow it. dlib pads only where the stride is one."""
        count = channels * channels_in * side * side
        stored = self.reader.next(count + channels, 1, 1, 1).reshape(-1)
        scale, shift = self.reader.next(2 * channels, 1, 1, 1).reshape(2, channels)
        kernel = stored[:count].reshape(channels, channels_in, side, side) * scale.reshape(-1, 1, 1, 1)
        inputs = [x, self.graph.constant(kernel), self.graph.constant(stored[count:] * scale + shift)]
        pad = side // 2 if stride == 1 else 0
        return self.graph.node("Conv", inputs, kernel_shape=[side, side], strides=[stride, stride], pads=[pad] * 4)

    def block(self, x: str, channels: int, halves: bool) -> str:
        stride = 2 if halves else 1
        inside = self.relu(self.convolution(x, self.channels, channels, 3, stride))
        inside = self.convolution(inside, channels, channels, 3, 1)
        inside_side = (self.side - 3) // 2 + 1 if halves else self.side
        around_side = self.side // 2 if halves else self.side
        around = self.graph.node("AveragePool", [x], kernel_shape=[2, 2], strides=[2, 2]) if halves else x
        self.side = max(inside_side, around_side)
        inside = self._padded(inside, 0, self.side - inside_side)
        around = self._padded(around, channels - self.channels, self.side - around_side)
        self.channels = channels
        return self.relu(self.graph.node("Add", [inside, around]))

    def _padded(self, x: str, channels: int, pixels: int) -> str:
        """dlib adds tensors of different sizes as though the smaller went on with zeros."""
        if channels == 0 and pixels == 0:
            return x
        return self.graph.node("Pad", [x, self.graph.constant(np.array([0, 0, 0, 0, 0, channels, pixels, pixels]))])
