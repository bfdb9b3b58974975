import numpy as np
import pytest

from .graphs_for_tests import convolution, integers, node, numbers, run, text
from .tensorflow_graph import Translation
from .tensorflow_operations import OPERATIONS
from .tfjs_file import ModelFileError


def translated(nodes, weights, output, rank, shape=(1, 6, 5, 3)):
    constants = [node(name, "Const") for name in weights]
    translation = Translation({"node": [node("image", "Placeholder"), *constants, *nodes]}, weights, OPERATIONS)
    translation.image_input("image", "image", list(shape))
    translation.output(output, "out", rank)
    return translation.graph


def answer(nodes, weights, output, rank, image):
    graph = translated(nodes, weights, output, rank, image.shape)
    return run(graph, image=np.ascontiguousarray(image.transpose(0, 3, 1, 2)))["out"]


IMAGE = numbers(1, 6, 5, 3)


@pytest.mark.parametrize("stride", [1, 2])
def test_a_convolution_pads_as_tensorflow_does(stride):
    kernel = numbers(3, 3, 3, 4, seed=2)
    convolve = node("c", "Conv2D", "image", "k", strides=integers(1, stride, stride, 1), padding=text("SAME"))

    found = answer([convolve], {"k": kernel}, "c", 4, IMAGE)

    assert np.allclose(found, convolution(IMAGE, kernel, stride), atol=1e-4)


def test_a_fused_convolution_adds_its_bias_and_cuts_at_six():
    kernel, bias = numbers(3, 3, 3, 2, seed=2), np.array([5, -5], np.float32)
    fused = {"list": {"s": [text("BiasAdd")["s"], text("Relu6")["s"]]}}
    convolve = node("c", "_FusedConv2D", "image", "k", "b", strides=integers(1, 1, 1, 1), padding=text("SAME"), fused_ops=fused)

    found = answer([convolve], {"k": kernel, "b": bias}, "c", 4, IMAGE)

    assert np.allclose(found, np.clip(convolution(IMAGE, kernel, 1) + bias, 0, 6), atol=1e-4)


def test_a_depthwise_convolution_keeps_the_channels_apart():
    kernel = numbers(3, 3, 3, 1, seed=2)
    convolve = node("c", "DepthwiseConv2dNative", "image", "k", strides=integers(1, 1, 1, 1), padding=text("SAME"))

    found = answer([convolve], {"k": kernel}, "c", 4, IMAGE)

    alone = [convolution(IMAGE[..., at : at + 1], kernel[:, :, at : at + 1], 1) for at in range(3)]
    assert np.allclose(found, np.concatenate(alone, axis=3), atol=1e-4)


def test_a_constant_is_added_channel_by_channel():
    shift = np.array([1, 2, 3], np.float32)

    found = answer([node("a", "AddV2", "image", "s")], {"s": shift}, "a", 4, IMAGE)

    assert np.allclose(found, IMAGE + shift)


def test_channels_stay_last_for_whoever_reshapes_joins_or_slices():
    weights = {"shape": np.array([1, -1]), "axis": np.int32(-1), "b": np.array([0, 1, 0, 0]), "e": np.array([1, 3, 0, 2]),
               "s": np.array([1, 1, 1, 1])}  # fmt: skip
    nodes = [
        node("twice", "ConcatV2", "image", "image", "axis"),
        node("part", "StridedSlice", "twice", "b", "e", "s", begin_mask={"i": "13"}, end_mask={"i": "5"}),
        node("flat", "Reshape", "part", "shape"),
    ]

    found = answer(nodes, weights, "flat", 2, IMAGE)

    joined = np.concatenate([IMAGE, IMAGE], axis=3)
    assert np.allclose(found, joined[:, 1:3, :, 0:2].reshape(1, -1))


def test_the_mean_over_the_picture_and_a_product():
    weights = {"axes": np.array([1, 2]), "w": numbers(3, 4, seed=3)}
    nodes = [node("m", "Mean", "image", "axes"), node("p", "MatMul", "m", "w")]

    found = answer(nodes, weights, "p", 2, IMAGE)

    assert np.allclose(found, IMAGE.mean((1, 2)) @ weights["w"], atol=1e-5)


def test_padding_and_resizing():
    weights = {"pads": np.array([[0, 0], [1, 0], [0, 2], [0, 0]]), "size": np.array([14, 14])}
    nodes = [
        node("p", "Pad", "image", "pads"),
        node("r", "ResizeNearestNeighbor", "p", "size"),
    ]

    found = answer(nodes, weights, "r", 4, IMAGE)

    padded = np.pad(IMAGE, weights["pads"])
    assert np.allclose(found, padded.repeat(2, axis=1).repeat(2, axis=2))


def test_the_batch_of_a_shape_is_one():
    weights = {"zero": np.array([0]), "one": np.array([1]), "rest": np.int32(-1)}
    nodes = [
        node("shape", "Shape", "image"),
        node("batch", "StridedSlice", "shape", "zero", "one", "one", shrink_axis_mask={"i": "1"}),
        node("wanted", "Pack", "batch", "rest", axis={"i": "0"}),
        node("flat", "Reshape", "image", "wanted"),
    ]

    assert np.allclose(answer(nodes, weights, "flat", 2, IMAGE), IMAGE.reshape(1, -1))


def test_an_operation_nobody_translated_is_named():
    with pytest.raises(ModelFileError, match="no translation for TensorArrayV3"):
        translated([node("t", "TensorArrayV3", "image")], {}, "t", 4)


def test_a_node_that_is_not_there_is_named():
    with pytest.raises(ModelFileError, match="no node lost"):
        translated([node("a", "Relu", "lost")], {}, "a", 4)
