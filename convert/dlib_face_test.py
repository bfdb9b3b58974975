import numpy as np
import pytest

from . import dlib_face
from .dlib_file import TensorReader, _integer
from .graphs_for_tests import numbers, run
from .tfjs_file import ModelFileError


def stored(*tensors):
    """As dlib writes them: heads of state between, each tensor with its version and four sizes."""
    out = b""
    for tensor in tensors:
        sizes = [*tensor.shape, *[1] * (4 - tensor.ndim)]
        out += b"\x05con_4" + b"".join(_integer(value) for value in (2, *sizes)) + tensor.astype("<f4").tobytes()
    return out


def convolution(channels, channels_in, side, shift):
    return [np.zeros(channels * channels_in * side * side + channels), np.concatenate([np.ones(channels), shift])]


def network(first_shift, matrix):
    """Every kernel is nothing, so that only what goes around the blocks arrives."""
    tensors = convolution(32, 3, 7, first_shift)
    channels_in = 32
    for channels, blocks, _halves in dlib_face.LEVELS:
        for _ in range(blocks):
            tensors += convolution(channels, channels_in, 3, np.zeros(channels))
            tensors += convolution(channels, channels, 3, np.zeros(channels))
            channels_in = channels
    return stored(*tensors, matrix)


def test_tensors_are_found_by_their_sizes_in_their_order():
    first, second = numbers(7), numbers(300, 2)
    reader = TensorReader(b"\x01\x01" + stored(first, second))

    assert np.array_equal(reader.next(7, 1, 1, 1).reshape(-1), first)
    assert np.array_equal(reader.next(300, 2, 1, 1).reshape(300, 2), second)


def test_a_tensor_that_is_not_there_or_cut_off_is_named():
    with pytest.raises(ModelFileError, match="no tensor of"):
        TensorReader(stored(numbers(7))).next(8, 1, 1, 1)
    with pytest.raises(ModelFileError, match="no tensor of"):
        TensorReader(stored(numbers(7))[:-1]).next(7, 1, 1, 1)


def test_what_goes_around_the_blocks_is_widened_with_zeros_and_arrives():
    shift, matrix = np.arange(32) / 10, numbers(256, 128)

    found = run(dlib_face.build(network(shift, matrix), np.zeros(128)), image=numbers(1, 3, 150, 150))

    assert np.allclose(found["vector"][0], shift @ matrix[:32], atol=1e-3)


def test_the_centre_is_taken_away():
    matrix, centre = numbers(256, 128), numbers(128, seed=9)

    found = run(dlib_face.build(network(np.zeros(32), matrix), centre), image=numbers(1, 3, 150, 150))

    assert np.allclose(found["vector"][0], -centre, atol=1e-5)
