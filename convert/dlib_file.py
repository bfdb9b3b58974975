"""Reading the tensors of a network that dlib has stored.

dlib writes a network layer by layer, from the input on, each with its state of training; the format describes nothing,
but a tensor's head is plain: a version, four sizes, then the floats. So the tensors are found by the sizes that the
network is known to have, in its order. https://github.com/davisking/dlib/blob/master/dlib/cuda/tensor.h (serialize)
"""

import numpy as np

from .tfjs_file import ModelFileError

TENSOR_VERSION = 2
BETWEEN_MAX = 4096  # Bytes of other state between two tensors that belong together.


def _integer(value: int) -> bytes:
    """dlib's integers: a count of bytes, then the bytes, the least first."""
    content = value.to_bytes((value.bit_length() + 7) // 8, "little")
    return bytes([len(content)]) + content


class TensorReader:
    def __init__(self, content: bytes):
        self._content = content
        self._at = 0

    def next(self, *sizes: int) -> np.ndarray:
        """The next tensor of these sizes: samples, channels, rows, columns."""
        head = b"".join(_integer(value) for value in (TENSOR_VERSION, *sizes))
        count = int(np.prod(sizes))
        found = self._content.find(head, self._at, self._at + BETWEEN_MAX)
        begin = found + len(head)
        if found < 0 or begin + 4 * count > len(self._content):
            raise ModelFileError(f"no tensor of {sizes} where the network should have one")
        self._at = begin + 4 * count
        return np.frombuffer(self._content, "<f4", count, begin).reshape(sizes)
