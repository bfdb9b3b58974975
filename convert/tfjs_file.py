"""Reading models in TensorFlow.js's format: a model.json and the weight files that it names.

https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts (WeightsManifestConfig)
"""

import json
from collections.abc import Callable

import numpy as np

Read = Callable[[str], bytes]


class ModelFileError(Exception):
    """The file is not what the catalogue says it is."""


def read_model(text: bytes, read: Read) -> tuple[dict, dict[str, np.ndarray]]:
    """The model's description and its weights by name. `read` gives the bytes of a file beside model.json."""
    return with_weights(json.loads(text), read)


def with_weights(model: dict, read: Read) -> tuple[dict, dict[str, np.ndarray]]:
    weights = {}
    for group in model["weightsManifest"]:
        content = b"".join(read(path) for path in group["paths"])
        weights |= _weights_of_group(group["weights"], content)
    return model, weights


def _weights_of_group(entries: list[dict], content: bytes) -> dict[str, np.ndarray]:
    weights, at = {}, 0
    for entry in entries:
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        end = at + count * stored.itemsize
        if end > len(content):
            raise ModelFileError(f"the weights end before {entry['name']}")
        array = np.frombuffer(content, stored, count, at).reshape(entry["shape"])
        weights[entry["name"]] = _dequantised(array, entry)
        at = end
    return weights


def _dequantised(array: np.ndarray, entry: dict) -> np.ndarray:
    quantization = entry.get("quantization")
    if quantization and "scale" in quantization:
        array = array.astype(np.float32) * np.float32(quantization["scale"]) + np.float32(quantization["min"])
    return array.astype(entry["dtype"])
