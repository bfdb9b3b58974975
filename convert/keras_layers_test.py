import numpy as np
import pytest

from . import keras_layers
from .graphs_for_tests import convolution, numbers, run
from .tfjs_file import ModelFileError

IMAGE = numbers(1, 8, 8, 3)


def layer(kind, name, *inputs, **config):
    return {"class_name": kind, "name": name, "config": config, "inbound_nodes": [[[each, 0, 0, {}] for each in inputs]]}


def topology(*layers):
    picture = {"class_name": "InputLayer", "name": "in", "config": {"batch_input_shape": [None, 8, 8, 3]}, "inbound_nodes": []}
    return {"model_config": {"config": {"layers": [picture, *layers]}}}


def answer(layers, weights, last):
    graph = keras_layers.translate(topology(*layers), weights, {"out": last})
    return run(graph, image=np.ascontiguousarray(IMAGE.transpose(0, 3, 1, 2)))["out"]


def test_a_small_network_answers_as_its_arithmetic_says():
    kernel, matrix, bias = numbers(3, 3, 3, 4, seed=2), numbers(4, 5, seed=3), numbers(5, seed=4)
    mean, variance = numbers(4, seed=5), np.abs(numbers(4, seed=6)) + 1
    layers = [
        layer("Conv2D", "c", "in", strides=[2, 2], padding="same", use_bias=False, activation="linear"),
        layer("BatchNormalization", "n", "c", epsilon=0.001, scale=False, center=False),
        layer("ReLU", "r", "n", max_value=6.0),
        layer("GlobalAveragePooling2D", "g", "r"),
        layer("Dropout", "d", "g"),
        layer("Dense", "p", "d", use_bias=True, activation="softmax"),
    ]
    weights = {"c/kernel": kernel, "n/moving_mean": mean, "n/moving_variance": variance, "p/kernel": matrix, "p/bias": bias}

    found = answer(layers, weights, "p")

    normal = (convolution(IMAGE, kernel, 2) - mean) / np.sqrt(variance + 0.001)
    scores = np.clip(normal, 0, 6).mean((1, 2)) @ matrix + bias
    assert np.allclose(found, np.exp(scores) / np.exp(scores).sum(), atol=1e-5)


def test_padding_before_a_stride_and_the_sum_of_two_branches():
    kernel = numbers(3, 3, 3, 1, seed=2)
    layers = [
        layer("ZeroPadding2D", "z", "in", padding=[[0, 1], [0, 1]]),
        layer("DepthwiseConv2D", "c", "z", strides=[2, 2], padding="valid", use_bias=False, activation="relu"),
        layer("Add", "a", "c", "c"),
        layer("GlobalAveragePooling2D", "g", "a"),
    ]

    found = answer(layers, {"c/depthwise_kernel": kernel}, "g")

    alone = [convolution(IMAGE[..., at : at + 1], kernel[:, :, at : at + 1], 2) for at in range(3)]
    assert np.allclose(found, 2 * np.maximum(np.concatenate(alone, axis=3), 0).mean((1, 2)), atol=1e-5)


def test_pooling_and_flattening_count_with_the_channels_last():
    layers = [
        layer("AveragePooling2D", "p", "in", pool_size=[4, 4], strides=[4, 4], padding="valid"),
        layer("Flatten", "f", "p"),
    ]

    found = answer(layers, {}, "f")

    assert np.allclose(found, IMAGE.reshape(1, 2, 4, 2, 4, 3).mean((2, 4)).reshape(1, -1), atol=1e-6)


def test_a_layer_nobody_translated_is_named():
    with pytest.raises(ModelFileError, match="no translation for LSTM"):
        answer([layer("LSTM", "l", "in")], {}, "l")
