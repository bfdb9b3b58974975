"""Keras functional models, as TensorFlow.js stores them ("layers-model"), to ONNX with the channels first."""

import numpy as np

from .onnx_file import Graph
from .tfjs_file import ModelFileError

ACTIVATIONS = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh"}


def translate(topology: dict, weights: dict[str, np.ndarray], outputs: dict[str, str]) -> Graph:
    """Builds the graph. `outputs` names tensors of the result: output name -> layer name."""
    layers = _Layers(weights)
    for layer in topology["model_config"]["config"]["layers"]:
        layers.add(layer)
    for name, layer in outputs.items():
        layers.graph.output(layers.tensors[layer], name, [1, "n"])
    return layers.graph


def _pair(value) -> list[int]:
    return [value, value] if isinstance(value, int) else list(value)


class _Layers:
    def __init__(self, weights: dict[str, np.ndarray]):
        self.graph = Graph()
        self.weights = weights
        self.tensors: dict[str, str] = {}
        self.kinds = {
            "Conv2D": self._convolution,
            "DepthwiseConv2D": self._convolution,
            "BatchNormalization": self._normalisation,
            "ReLU": lambda layer, config, x: self._relu(x, config.get("max_value")),
            "Activation": lambda layer, config, x: self._activation(x, config["activation"]),
            "Add": lambda layer, config, *xs: self.graph.node("Add", list(xs)),
            "ZeroPadding2D": self._padding,
            "AveragePooling2D": self._pool,
            "Flatten": self._flatten,
            "GlobalAveragePooling2D": self._mean,
            "Dense": self._dense,
            "Dropout": lambda layer, config, x: x,
        }

    def add(self, layer: dict) -> None:
        kind, name, config = layer["class_name"], layer["name"], layer["config"]
        if kind == "InputLayer":
            _, height, width, channels = config["batch_input_shape"]
            self.tensors[name] = self.graph.input("image", [1, channels, height, width])
            return
        if kind not in self.kinds:
            raise ModelFileError(f"layer {name}: no translation for {kind}")
        inputs = [self.tensors[source[0]] for source in layer["inbound_nodes"][0]]
        self.tensors[name] = self.kinds[kind](layer, config, *inputs)

    def _weight(self, layer: dict, name: str) -> np.ndarray:
        return self.weights[f"{layer['name']}/{name}"]

    def _convolution(self, layer: dict, config: dict, x: str) -> str:
        if layer["class_name"] == "Conv2D":
            kernel, group = self._weight(layer, "kernel").transpose(3, 2, 0, 1), 1
        else:
            stored = self._weight(layer, "depthwise_kernel")
            group = stored.shape[2]
            kernel = stored.transpose(2, 3, 0, 1).reshape(-1, 1, *stored.shape[:2])
        inputs = [x, self.graph.constant(kernel)]
        if config["use_bias"]:
            inputs.append(self.graph.constant(self._weight(layer, "bias")))
        made = self.graph.node(
            "Conv",
            inputs,
            kernel_shape=kernel.shape[2:],
            strides=_pair(config["strides"]),
            group=group,
            auto_pad="SAME_UPPER" if config["padding"] == "same" else "VALID",
        )
        return self._activation(made, config.get("activation"))

    def _normalisation(self, layer: dict, config: dict, x: str) -> str:
        mean = self._weight(layer, "moving_mean")
        scale = self._weight(layer, "gamma") if config["scale"] else np.ones_like(mean)
        shift = self._weight(layer, "beta") if config["center"] else np.zeros_like(mean)
        values = [scale, shift, mean, self._weight(layer, "moving_variance")]
        return self.graph.node(
            "BatchNormalization", [x] + [self.graph.constant(value) for value in values], epsilon=float(config["epsilon"])
        )

    def _padding(self, layer: dict, config: dict, x: str) -> str:
        (top, bottom), (left, right) = config["padding"]
        return self.graph.node("Pad", [x, self.graph.integers(0, 0, top, left, 0, 0, bottom, right)])

    def _pool(self, layer: dict, config: dict, x: str) -> str:
        return self.graph.node(
            "AveragePool",
            [x],
            kernel_shape=_pair(config["pool_size"]),
            strides=_pair(config["strides"]),
            auto_pad="SAME_UPPER" if config["padding"] == "same" else "VALID",
        )

    def _flatten(self, layer: dict, config: dict, x: str) -> str:
        """Keras counts with the channels last."""
        return self.graph.node("Flatten", [self.graph.node("Transpose", [x], perm=[0, 2, 3, 1])], axis=1)

    def _mean(self, layer: dict, config: dict, x: str) -> str:
        return self.graph.node("Flatten", [self.graph.node("GlobalAveragePool", [x])], axis=1)

    def _dense(self, layer: dict, config: dict, x: str) -> str:
        inputs = [x, self.graph.constant(self._weight(layer, "kernel"))]
        if config["use_bias"]:
            inputs.append(self.graph.constant(self._weight(layer, "bias")))
        return self._activation(self.graph.node("Gemm", inputs), config.get("activation"))

    def _relu(self, x: str, ceiling: float | None) -> str:
        if ceiling is None:
            return self.graph.node("Relu", [x])
        limits = [self.graph.constant(np.float32(limit)) for limit in (0, ceiling)]
        return self.graph.node("Clip", [x, *limits])

    def _activation(self, x: str, name: str | None) -> str:
        if name in (None, "linear"):
            return x
        if name == "softmax":
            return self.graph.node("Softmax", [x], axis=-1)
        if name == "relu6":
            return self._relu(x, 6.0)
        if name not in ACTIVATIONS:
            raise ModelFileError(f"no translation for the activation {name}")
        return self.graph.node(ACTIVATIONS[name], [x])
