import numpy as np

from . import efficientnet_lite
from .efficientnet_lite import VARIANTS, Variant, build, strides_of_blocks
from .graphs_for_tests import numbers, run


def random_weights(blocks: int) -> dict[str, np.ndarray]:
    """A network of the right shape with four channels everywhere."""
    weights = {}

    def convolution(name, norm, *shape):
        weights[name + ".weight"] = numbers(*shape, seed=len(weights)) / 4
        for part in ("weight", "bias", "running_mean"):
            weights[f"{norm}.{part}"] = numbers(shape[0], seed=len(weights))
        weights[norm + ".running_var"] = np.ones(shape[0], np.float32)

    convolution("_conv_stem", "_bn0", 4, 3, 3, 3)
    for place in range(blocks):
        block = f"_blocks.{place}."
        if place:
            convolution(block + "_expand_conv", block + "_bn0", 8, 4, 1, 1)
        convolution(block + "_depthwise_conv", block + "_bn1", 8 if place else 4, 1, 3, 3)
        convolution(block + "_project_conv", block + "_bn2", 4, 8 if place else 4, 1, 1)
    convolution("_conv_head", "_bn1", 16, 4, 1, 1)
    return weights | {"_fc.weight": numbers(7, 16), "_fc.bias": numbers(7)}


def test_each_variant_has_the_blocks_of_its_depth_and_shrinks_thirty_two_fold():
    assert [len(strides_of_blocks(VARIANTS[name])) for name in ("lite0", "lite1", "lite2")] == [16, 21, 21]
    assert all(np.prod(strides_of_blocks(variant)) * 2 == 32 for variant in VARIANTS.values())


def test_the_network_gives_probabilities_and_the_features_they_came_from():
    weights = random_weights(16)
    image = numbers(1, 3, 64, 64)

    found = run(build(weights, Variant(1.0, 64)), image=image)

    scores = found["features"] @ weights["_fc.weight"].T + weights["_fc.bias"]
    assert np.allclose(found["probabilities"], np.exp(scores) / np.exp(scores).sum(), atol=1e-4)
    assert found["features"].min() >= 0 and found["features"].max() <= 6


def test_a_folded_normalisation_changes_nothing():
    weights = random_weights(16)
    net = efficientnet_lite._Net(weights)
    net.graph.output(net.convolution(net.graph.input("x", [1, 3, 8, 8]), "_conv_stem", "_bn0"), "folded", [1, 4, 8, 8])
    x = net.graph.node("Conv", ["x", net.graph.constant(weights["_conv_stem.weight"])], auto_pad="SAME_UPPER")
    norm = [net.graph.constant(weights["_bn0." + part]) for part in ("weight", "bias", "running_mean", "running_var")]
    net.graph.output(net.graph.node("BatchNormalization", [x, *norm], epsilon=1e-3), "apart", [1, 4, 8, 8])

    found = run(net.graph, x=numbers(1, 3, 8, 8))

    assert np.allclose(found["folded"], found["apart"], atol=1e-4)
