"""What each TensorFlow operation becomes in ONNX. https://www.tensorflow.org/api_docs/python/tf/raw_ops"""

import numpy as np

from .tensorflow_graph import TO_CHANNELS_FIRST, Node, Tensor, Translation
from .tfjs_file import ModelFileError

LAST = 2**31 - 1  # A slice's "to the end".
CHANNELS_FIRST_AXIS = {0: 0, 1: 2, 2: 3, 3: 1}

OPERATIONS = {}


def operation(*names: str):
    def register(function):
        for name in names:
            OPERATIONS[name] = function
        return function

    return register


def _elementwise(name: str):
    def translate(to: Translation, node: Node) -> Tensor:
        x = to.tensor(node.inputs[0])
        return Tensor(to.graph.node(name, [x.name]), x.channels_first)

    return translate


for _tensorflow, _onnx in {
    "Identity": "Identity", "StopGradient": "Identity", "Relu": "Relu", "Elu": "Elu", "Sigmoid": "Sigmoid",
    "Tanh": "Tanh", "Exp": "Exp", "Sqrt": "Sqrt", "Abs": "Abs", "Neg": "Neg", "Log": "Log", "Floor": "Floor",
}.items():  # fmt: skip
    OPERATIONS[_tensorflow] = _elementwise(_onnx)


def _between_two(name: str):
    def translate(to: Translation, node: Node) -> Tensor:
        values = [to.value(reference) for reference in node.inputs]
        tensors = [value for value in values if isinstance(value, Tensor)]
        first = all(tensor.channels_first for tensor in tensors)
        names = []
        for reference, value in zip(node.inputs, values):
            if isinstance(value, Tensor):
                names.append(value.name if first else to.plain(reference))
            else:
                names.append(to.graph.constant(_broadcast_channels_first(value) if first else value))
        return Tensor(to.graph.node(name, names), first)

    return translate


def _broadcast_channels_first(value: np.ndarray) -> np.ndarray:
    """A constant that TensorFlow broadcasts against NHWC, shaped to broadcast against NCHW."""
    if value.ndim == 0:
        return value
    return value.reshape((1,) * (4 - value.ndim) + value.shape).transpose(TO_CHANNELS_FIRST)


for _tensorflow, _onnx in {
    "Add": "Add", "AddV2": "Add", "BiasAdd": "Add", "Sub": "Sub", "Mul": "Mul", "RealDiv": "Div", "Maximum": "Max",
    "Minimum": "Min", "Equal": "Equal", "FloorDiv": "Div", "FloorMod": "Mod", "Pow": "Pow", "AddN": "Sum",
}.items():  # fmt: skip
    OPERATIONS[_tensorflow] = _between_two(_onnx)


@operation("Square")
def _square(to: Translation, node: Node) -> Tensor:
    x = to.tensor(node.inputs[0])
    return Tensor(to.graph.node("Mul", [x.name, x.name]), x.channels_first)


@operation("Rsqrt")
def _inverse_root(to: Translation, node: Node) -> Tensor:
    x = to.tensor(node.inputs[0])
    return Tensor(to.graph.node("Reciprocal", [to.graph.node("Sqrt", [x.name])]), x.channels_first)


@operation("Relu6")
def _relu6(to: Translation, node: Node) -> Tensor:
    x = to.tensor(node.inputs[0])
    return Tensor(_activation(to, node, "Relu6", x.name), x.channels_first)


@operation("Prelu")
def _prelu(to: Translation, node: Node) -> Tensor:
    return Tensor(_activation(to, node, "Prelu", to.channels_first(node.inputs[0]), node.inputs[1]), True)


def _activation(to: Translation, node: Node, name: str, x: str, slope: str | None = None) -> str:
    graph = to.graph
    if name == "Relu6":
        return graph.node("Clip", [x, graph.constant(np.float32(0)), graph.constant(np.float32(6))])
    if name == "Prelu":
        return graph.node("PRelu", [x, graph.constant(to.constant(slope).reshape(-1, 1, 1))])
    if name == "LeakyRelu":
        return graph.node("LeakyRelu", [x], alpha=float(node.attribute("leakyrelu_alpha", 0.2)))
    if name not in ("Relu", "Elu", "Sigmoid", "Tanh"):
        raise ModelFileError(f"{node.name}: no translation for the activation {name}")
    return graph.node(name, [x])


@operation("Conv2D", "_FusedConv2D", "DepthwiseConv2dNative", "FusedDepthwiseConv2dNative")
def _convolution(to: Translation, node: Node) -> Tensor:
    stored = to.constant(node.inputs[1])
    if "Depthwise" in node.op:
        kernel = stored.transpose(2, 3, 0, 1).reshape(-1, 1, *stored.shape[:2])
        group = stored.shape[2]
    else:
        kernel, group = stored.transpose(3, 2, 0, 1), 1
    fused = node.attribute("fused_ops", [])
    extra = node.inputs[2:]
    inputs = [to.channels_first(node.inputs[0]), to.graph.constant(kernel)]
    if "BiasAdd" in fused:
        inputs.append(to.graph.constant(to.constant(extra.pop(0)).reshape(-1)))
    x = to.graph.node(
        "Conv",
        inputs,
        kernel_shape=kernel.shape[2:],
        strides=node.attribute("strides")[1:3],
        dilations=node.attribute("dilations", [1, 1, 1, 1])[1:3],
        group=group,
        **_padding(node),
    )
    for name in fused:
        if name != "BiasAdd":
            x = _activation(to, node, name, x, extra[0] if extra else None)
    return Tensor(x, True)


def _padding(node: Node) -> dict:
    padding = node.attribute("padding")
    if padding == "EXPLICIT":
        explicit = node.attribute("explicit_paddings")
        return {"pads": [explicit[2], explicit[4], explicit[3], explicit[5]]}
    return {"auto_pad": "SAME_UPPER" if padding == "SAME" else "VALID"}


@operation("FusedBatchNorm", "FusedBatchNormV3")
def _normalisation(to: Translation, node: Node) -> Tensor:
    inputs = [to.channels_first(node.inputs[0])] + [to.plain(reference) for reference in node.inputs[1:5]]
    return Tensor(to.graph.node("BatchNormalization", inputs, epsilon=float(node.attribute("epsilon", 1e-3))), True)


@operation("MaxPool", "AvgPool")
def _pool(to: Translation, node: Node) -> Tensor:
    made = to.graph.node(
        "MaxPool" if node.op == "MaxPool" else "AveragePool",
        [to.channels_first(node.inputs[0])],
        kernel_shape=node.attribute("ksize")[1:3],
        strides=node.attribute("strides")[1:3],
        **_padding(node),
    )
    return Tensor(made, True)


@operation("Mean", "Max", "Sum")
def _reduction(to: Translation, node: Node) -> Tensor:
    axes = [int(axis) for axis in np.atleast_1d(to.constant(node.inputs[1]))]
    keep = bool(node.attribute("keep_dims", False))
    x = to.tensor(node.inputs[0])
    if x.channels_first and sorted(axis % 4 for axis in axes) == [1, 2]:
        reduced = _reduce(to, node.op, x.name, [2, 3], True)
        return Tensor(reduced, True) if keep else Tensor(to.graph.node("Flatten", [reduced], axis=1))
    return Tensor(_reduce(to, node.op, to.plain(node.inputs[0]), axes, keep))


def _reduce(to: Translation, op: str, x: str, axes: list[int], keep: bool) -> str:
    if op == "Sum":  # Its axes are an input since opset 13, unlike the others'.
        return to.graph.node("ReduceSum", [x, to.graph.integers(*axes)], keepdims=keep)
    return to.graph.node("Reduce" + op, [x], axes=axes, keepdims=keep)


@operation("Pad", "PadV2", "MirrorPad")
def _pad(to: Translation, node: Node) -> Tensor:
    x = to.tensor(node.inputs[0])
    pads = np.asarray(to.constant(node.inputs[1]), np.int64)
    if x.channels_first:
        pads = pads[TO_CHANNELS_FIRST]
    inputs = [x.name, to.graph.constant(pads.T.reshape(-1))]
    if node.op == "MirrorPad":
        return Tensor(to.graph.node("Pad", inputs, mode="reflect"), x.channels_first)
    fill = float(to.constant(node.inputs[2]).reshape(-1)[0]) if len(node.inputs) > 2 else 0.0
    return Tensor(to.graph.node("Pad", inputs + [to.graph.constant(np.float32(fill))]), x.channels_first)


@operation("ResizeBilinear", "ResizeNearestNeighbor")
def _resize(to: Translation, node: Node) -> Tensor:
    graph = to.graph
    x = to.channels_first(node.inputs[0])
    kept = graph.node("Slice", [graph.node("Shape", [x]), graph.integers(0), graph.integers(2)])
    size = graph.node("Concat", [kept, graph.integers(*to.constant(node.inputs[1]))], axis=0)
    if node.attribute("align_corners", False):
        coordinates = "align_corners"
    else:
        coordinates = "half_pixel" if node.attribute("half_pixel_centers", False) else "asymmetric"
    nearest = node.op == "ResizeNearestNeighbor"
    made = graph.node(
        "Resize",
        [x, "", "", size],
        mode="nearest" if nearest else "linear",
        coordinate_transformation_mode=coordinates,
        nearest_mode="floor" if nearest else None,
    )
    return Tensor(made, True)


@operation("ConcatV2")
def _concat(to: Translation, node: Node) -> Tensor:
    *parts, axis_reference = node.inputs
    axis = int(to.constant(axis_reference))
    values = [to.value(part) for part in parts]
    if all(isinstance(value, Tensor) and value.channels_first for value in values):
        names = [value.name for value in values]
        return Tensor(to.graph.node("Concat", names, axis=CHANNELS_FIRST_AXIS[axis % 4]), True)
    return Tensor(to.graph.node("Concat", [to.plain(part) for part in parts], axis=axis))


@operation("SplitV")
def _split(to: Translation, node: Node) -> list[Tensor]:
    x = to.tensor(node.inputs[0])
    axis = int(to.constant(node.inputs[2]))
    axis = CHANNELS_FIRST_AXIS[axis % 4] if x.channels_first else axis
    parts = to.graph.split(x.name, list(to.constant(node.inputs[1])), axis)
    return [Tensor(part, x.channels_first) for part in parts]


@operation("Unpack")
def _unpack(to: Translation, node: Node) -> list[Tensor]:
    axis = node.attribute("axis", 0)
    parts = to.graph.split(to.plain(node.inputs[0]), [1] * node.attribute("num"), axis)
    return [Tensor(to.graph.node("Squeeze", [part, to.graph.integers(axis)])) for part in parts]


@operation("Pack")
def _pack(to: Translation, node: Node) -> Tensor:
    axis = node.attribute("axis", 0)
    parts = [to.graph.node("Unsqueeze", [to.plain(part), to.graph.integers(axis)]) for part in node.inputs]
    return Tensor(to.graph.node("Concat", parts, axis=axis))


@operation("Reshape")
def _reshape(to: Translation, node: Node) -> Tensor:
    shape = to.graph.integers(*to.constant(node.inputs[1]))
    return Tensor(to.graph.node("Reshape", [to.plain(node.inputs[0]), shape]))


@operation("Squeeze")
def _squeeze(to: Translation, node: Node) -> Tensor:
    axes = node.attribute("squeeze_dims", []) or node.attribute("axis", [])
    inputs = [to.plain(node.inputs[0])] + ([to.graph.integers(*axes)] if axes else [])
    return Tensor(to.graph.node("Squeeze", inputs))


@operation("ExpandDims")
def _expand(to: Translation, node: Node) -> Tensor:
    axis = to.graph.integers(int(to.constant(node.inputs[1])))
    return Tensor(to.graph.node("Unsqueeze", [to.plain(node.inputs[0]), axis]))


@operation("Transpose")
def _transpose(to: Translation, node: Node) -> Tensor:
    order = [int(place) for place in to.constant(node.inputs[1])]
    x = to.tensor(node.inputs[0])
    if x.channels_first and order == TO_CHANNELS_FIRST:
        return Tensor(x.name)  # It is stored so already.
    return Tensor(to.graph.node("Transpose", [to.plain(node.inputs[0])], perm=order))


@operation("Softmax")
def _softmax(to: Translation, node: Node) -> Tensor:
    return Tensor(to.graph.node("Softmax", [to.plain(node.inputs[0])], axis=-1))


@operation("MatMul", "_FusedMatMul")
def _product(to: Translation, node: Node) -> Tensor:
    fused = node.attribute("fused_ops", [])
    inputs = [to.plain(reference) for reference in node.inputs[: 3 if "BiasAdd" in fused else 2]]
    x = to.graph.node("Gemm", inputs, transB=1 if node.attribute("transpose_b", False) else 0)
    for name in fused:
        if name != "BiasAdd":
            x = _activation(to, node, name, x)
    return Tensor(x)


@operation("Tile")
def _tile(to: Translation, node: Node) -> Tensor:
    repeats = to.graph.integers(*to.constant(node.inputs[1]))
    return Tensor(to.graph.node("Tile", [to.plain(node.inputs[0]), repeats]))


@operation("Slice")
def _slice(to: Translation, node: Node) -> Tensor:
    begin, size = (np.asarray(to.constant(reference), np.int64) for reference in node.inputs[1:3])
    end = np.where(size < 0, LAST, begin + size)
    return Tensor(to.graph.node("Slice", [to.plain(node.inputs[0]), to.graph.constant(begin), to.graph.constant(end)]))


@operation("StridedSlice")
def _strided_slice(to: Translation, node: Node) -> Tensor:
    begin, end, step = (to.constant(reference) for reference in node.inputs[1:4])
    masks = {name: node.attribute(name + "_mask", 0) for name in ("begin", "end", "shrink_axis", "new_axis", "ellipsis")}
    if masks["new_axis"] or masks["ellipsis"] > 1:
        raise ModelFileError(f"{node.name}: no translation for this slice")
    slices, dropped = [], []
    for place in range(masks["ellipsis"], len(begin)):
        axis = place - len(begin) if masks["ellipsis"] else place
        if masks["shrink_axis"] >> place & 1:
            slices.append((begin[place], begin[place] + 1 if begin[place] != -1 else LAST, axis, 1))
            dropped.append(axis)
        else:
            first = 0 if masks["begin"] >> place & 1 else begin[place]
            past = LAST if masks["end"] >> place & 1 else end[place]
            slices.append((first, past, axis, step[place]))
    made = to.graph.node("Slice", [to.plain(node.inputs[0])] + [to.graph.integers(*column) for column in zip(*slices)])
    return Tensor(to.graph.node("Squeeze", [made, to.graph.integers(*dropped)]) if dropped else made)


@operation("Cast")
def _cast(to: Translation, node: Node) -> Tensor:
    kinds = {"1": 1, "DT_FLOAT": 1, "3": 6, "DT_INT32": 6, "9": 7, "DT_INT64": 7, "10": 9, "DT_BOOL": 9}
    x = to.tensor(node.inputs[0])
    return Tensor(to.graph.node("Cast", [x.name], to=kinds[node.attribute("DstT")]), x.channels_first)


@operation("TopKV2")
def _top_k(to: Translation, node: Node) -> list[Tensor]:
    values, places = to.graph.top_k(to.plain(node.inputs[0]), int(to.constant(node.inputs[1])))
    return [Tensor(values), Tensor(to.graph.node("Cast", [places], to=6))]


@operation("GatherV2")
def _gather(to: Translation, node: Node) -> Tensor:
    axis = int(to.constant(node.inputs[2]))
    return Tensor(to.graph.node("Gather", [to.plain(node.inputs[0]), to.plain(node.inputs[1])], axis=axis))
