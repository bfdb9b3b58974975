"""Reading tensors out of a PyTorch checkpoint without PyTorch and without running what is in it.

A checkpoint is a pickle, which can call anything; this one may build tensors and the containers around them, and refuses
every other name. Both containers are read: the ZIP archive (since PyTorch 1.6) and the older sequence of pickles.
https://github.com/pytorch/pytorch/blob/main/torch/serialization.py
"""

import collections
import io
import pickle
import struct
import zipfile
from dataclasses import dataclass

import numpy as np

ELEMENTS = {
    "FloatStorage": np.dtype("<f4"),
    "LongStorage": np.dtype("<i8"),
    "IntStorage": np.dtype("<i4"),
    "HalfStorage": np.dtype("<f2"),
}
MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
STORAGES_MAX = 20_000


class RefusedPickle(Exception):
    """The checkpoint holds something that is not a tensor."""


@dataclass(frozen=True)
class _Storage:
    key: str
    element: np.dtype
    count: int


@dataclass(frozen=True)
class _View:
    """A tensor as the pickle describes it: a window on a storage."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def of(self, content: bytes) -> np.ndarray:
        flat = np.frombuffer(content, self.storage.element, self.storage.count)
        last = self.offset + sum((size - 1) * stride for size, stride in zip(self.shape, self.strides) if size)
        repeats = int(np.prod(self.shape, dtype=np.float64)) > flat.size
        if self.offset < 0 or min(self.strides, default=0) < 0 or last >= max(flat.size, 1) or repeats:
            raise RefusedPickle("a tensor reaches beyond its storage")
        steps = tuple(stride * flat.itemsize for stride in self.strides)
        return np.lib.stride_tricks.as_strided(flat[self.offset :], self.shape, steps).copy()


def _view(storage, offset, shape, strides, *_ignored) -> _View:
    if not isinstance(storage, _Storage):
        raise RefusedPickle("a tensor without a storage")
    return _View(storage, offset, tuple(shape), tuple(strides))


class _Unpickler(pickle.Unpickler):
    ALLOWED = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _view,
        ("torch._utils", "_rebuild_parameter"): lambda data, *_ignored: data,
    }

    def find_class(self, module: str, name: str):
        if (module, name) in self.ALLOWED:
            return self.ALLOWED[module, name]
        if module == "torch" and name in ELEMENTS:
            return ELEMENTS[name]
        raise RefusedPickle(f"the checkpoint asks for {module}.{name}")

    def persistent_load(self, reference) -> _Storage:
        kind, element, key, _place, count = reference[:5]
        if kind != "storage" or not isinstance(element, np.dtype):
            raise RefusedPickle("a storage of unknown kind")
        return _Storage(str(key), element, int(count))


def read_tensors(content: bytes) -> dict[str, np.ndarray]:
    """The tensors of a checkpoint by name."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        views, storages = _read_archive(content)
    else:
        views, storages = _read_sequence(content)
    return {name: view.of(storages[view.storage.key]) for name, view in views.items() if isinstance(view, _View)}


def _read_archive(content: bytes) -> tuple[dict, dict[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if len(names) > STORAGES_MAX:
            raise RefusedPickle("too many files in the checkpoint")
        table = next((name for name in names if name.endswith("/data.pkl")), None)
        if table is None:
            raise RefusedPickle("no data.pkl in the checkpoint")
        views = _Unpickler(io.BytesIO(archive.read(table))).load()
        folder = table.removesuffix("data.pkl") + "data/"
        return views, {name.removeprefix(folder): archive.read(name) for name in names if name.startswith(folder)}


def _read_sequence(content: bytes) -> tuple[dict, dict[str, bytes]]:
    """Magic number, protocol, facts of the writing machine, the objects, the storages' keys; then the storages' bytes."""
    stream = io.BytesIO(content)
    magic, protocol, _machine, views, keys = (_Unpickler(stream).load() for _ in range(5))
    if magic != MAGIC or protocol != PROTOCOL or len(keys) > STORAGES_MAX:
        raise RefusedPickle("not a PyTorch checkpoint")
    elements = {view.storage.key: view.storage.element for view in views.values() if isinstance(view, _View)}
    storages = {}
    for key in keys:
        (count,) = struct.unpack("<q", stream.read(8))
        storages[key] = stream.read(count * elements[key].itemsize)
    return views, storages
