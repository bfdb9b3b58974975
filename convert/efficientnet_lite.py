"""EfficientNet-Lite as an ONNX graph, from the weights of a PyTorch checkpoint.

Mobile inverted bottlenecks without squeeze-and-excite, ReLU6 throughout; the stem, the first and the last stage do not
grow with the variant. https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite
"""

import math
from dataclasses import dataclass

import numpy as np

from .onnx_file import Graph

EPSILON = 1e-3


@dataclass(frozen=True)
class Variant:
    depth: float
    pixels: int


VARIANTS = {"lite0": Variant(1.0, 224), "lite1": Variant(1.1, 240), "lite2": Variant(1.2, 260)}

# Blocks and the stride of the first of them, a stage.
STAGES = ((1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1))


def strides_of_blocks(variant: Variant) -> list[int]:
    strides = []
    for place, (blocks, stride) in enumerate(STAGES):
        fixed = place in (0, len(STAGES) - 1)
        strides += [stride] + [1] * ((blocks if fixed else math.ceil(blocks * variant.depth)) - 1)
    return strides


def build(weights: dict[str, np.ndarray], variant: Variant) -> Graph:
    """Input `image`; outputs `probabilities` of the classes and the `features` before the classifier."""
    net = _Net(weights)
    x = net.graph.input("image", [1, 3, variant.pixels, variant.pixels])
    x = net.relu6(net.convolution(x, "_conv_stem", "_bn0", stride=2))
    for place, stride in enumerate(strides_of_blocks(variant)):
        x = net.block(x, f"_blocks.{place}.", stride)
    x = net.relu6(net.convolution(x, "_conv_head", "_bn1"))
    features = net.graph.node("Flatten", [net.graph.node("GlobalAveragePool", [x])], axis=1)
    classes, channels = weights["_fc.weight"].shape
    scores = net.graph.node(
        "Gemm", [features, net.graph.constant(weights["_fc.weight"]), net.graph.constant(weights["_fc.bias"])], transB=1
    )
    net.graph.output(net.graph.node("Softmax", [scores], axis=-1), "probabilities", [1, classes])
    net.graph.output(features, "features", [1, channels])
    return net.graph


class _Net:
    def __init__(self, weights: dict[str, np.ndarray]):
        self.weights = weights
        self.graph = Graph()

    def relu6(self, x: str) -> str:
        return self.graph.node("Clip", [x, self.graph.constant(np.float32(0)), self.graph.constant(np.float32(6))])

    def convolution(self, x: str, name: str, norm: str, stride: int = 1, depthwise: bool = False) -> str:
        """A convolution with the normalisation that follows it folded into its weights."""
        kernel = self.weights[name + ".weight"]
        mean, variance = self.weights[norm + ".running_mean"], self.weights[norm + ".running_var"]
        scale = self.weights[norm + ".weight"] / np.sqrt(variance + np.float32(EPSILON))
        bias = self.weights[norm + ".bias"] - mean * scale
        inputs = [x, self.graph.constant(kernel * scale.reshape(-1, 1, 1, 1)), self.graph.constant(bias)]
        return self.graph.node(
            "Conv",
            inputs,
            kernel_shape=kernel.shape[2:],
            strides=[stride, stride],
            auto_pad="SAME_UPPER",
            group=kernel.shape[0] if depthwise else 1,
        )

    def block(self, x: str, prefix: str, stride: int) -> str:
        inside = x
        channels_in = self.weights[prefix + "_depthwise_conv.weight"].shape[0]
        if prefix + "_expand_conv.weight" in self.weights:
            channels_in = self.weights[prefix + "_expand_conv.weight"].shape[1]
            inside = self.relu6(self.convolution(inside, prefix + "_expand_conv", prefix + "_bn0"))
        inside = self.convolution(inside, prefix + "_depthwise_conv", prefix + "_bn1", stride, depthwise=True)
        out = self.convolution(self.relu6(inside), prefix + "_project_conv", prefix + "_bn2")
        same = stride == 1 and channels_in == self.weights[prefix + "_project_conv.weight"].shape[0]
        return self.graph.node("Add", [out, x]) if same else out
