import io
import pickle
import struct
import zipfile

import numpy as np
import pytest

from . import torch_file
from .torch_file import RefusedPickle, read_tensors


def global_name(module, name):
    return b"c" + f"{module}\n{name}\n".encode()


def pickled_tensor(key, count, offset, shape, strides, function="_rebuild_tensor_v2"):
    """{"w": tensor} as torch.save writes it, in pickle's own instructions: PyTorch is not needed to make one."""

    def number(value):
        return b"I" + str(value).encode() + b"\n"

    def row(values):
        return b"(" + b"".join(number(value) for value in values) + b"t"

    def word(value):
        return b"V" + value.encode() + b"\n"

    storage = b"(" + word("storage") + global_name("torch", "FloatStorage") + word(key) + word("cpu") + number(count) + b"tQ"
    hooks = global_name("collections", "OrderedDict") + b"(tR"
    tensor = global_name("torch._utils", function) + b"(" + storage + number(offset) + row(shape) + row(strides)
    return b"\x80\x02}" + word("w") + tensor + b"I00\n" + hooks + b"tRs."


def archive(table, storages):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as writer:
        writer.writestr("model/data.pkl", table)
        for key, content in storages.items():
            writer.writestr(f"model/data/{key}", content)
    return stream.getvalue()


VALUES = np.arange(6, dtype="<f4")


def test_a_tensor_is_read_from_the_archive():
    content = archive(pickled_tensor("0", 6, 0, (2, 3), (3, 1)), {"0": VALUES.tobytes()})

    assert read_tensors(content)["w"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_view_with_an_offset_and_turned_strides_is_read():
    content = archive(pickled_tensor("0", 6, 1, (2, 2), (1, 2)), {"0": VALUES.tobytes()})

    assert read_tensors(content)["w"].tolist() == [[1, 3], [2, 4]]


def test_the_older_sequence_of_pickles_is_read():
    heads = [pickle.dumps(each, 2) for each in (torch_file.MAGIC, torch_file.PROTOCOL, {"little_endian": True})]
    content = b"".join(heads) + pickled_tensor("0", 6, 0, (6,), (1,)) + pickle.dumps(["0"], 2)
    content += struct.pack("<q", 6) + VALUES.tobytes()

    assert read_tensors(content)["w"].tolist() == VALUES.tolist()


@pytest.mark.parametrize("module,name", [("os", "system"), ("builtins", "eval"), ("torch", "load"), ("numpy", "load")])
def test_a_pickle_that_asks_for_anything_else_is_refused(module, name):
    evil = b"\x80\x02" + global_name(module, name) + b"(Vtrue\ntR."

    with pytest.raises(RefusedPickle, match=name):
        read_tensors(archive(evil, {}))


@pytest.mark.parametrize("offset,shape,strides", [(4, (2, 2), (2, 1)), (0, (7,), (1,)), (5, (2,), (-1,)), (0, (9,), (0,))])
def test_a_tensor_may_not_reach_beyond_its_storage(offset, shape, strides):
    content = archive(pickled_tensor("0", 6, offset, shape, strides), {"0": VALUES.tobytes()})

    with pytest.raises(RefusedPickle, match="beyond"):
        read_tensors(content)
