import json

import numpy as np
import pytest

from .tfjs_file import ModelFileError, read_model


def model_of(*weights):
    return json.dumps({"modelTopology": {}, "weightsManifest": [{"paths": ["a", "b"], "weights": list(weights)}]}).encode()


def test_weights_run_on_from_one_file_into_the_next():
    content = np.arange(6, dtype="<f4").tobytes()
    files = {"a": content[:10], "b": content[10:]}
    weights = [{"name": "x", "shape": [2, 2], "dtype": "float32"}, {"name": "y", "shape": [2], "dtype": "float32"}]

    _, read = read_model(model_of(*weights), files.__getitem__)

    assert read["x"].tolist() == [[0, 1], [2, 3]]
    assert read["y"].tolist() == [4, 5]


def test_half_precision_becomes_single_and_integers_stay():
    halves = np.array([0.5, -2], "<f2").tobytes()
    weights = [
        {"name": "h", "shape": [2], "dtype": "float32", "quantization": {"dtype": "float16", "original_dtype": "float32"}},
        {"name": "i", "shape": [], "dtype": "int32"},
    ]

    _, read = read_model(model_of(*weights), {"a": halves, "b": np.int32(7).tobytes()}.__getitem__)

    assert read["h"].dtype == np.float32 and read["h"].tolist() == [0.5, -2]
    assert read["i"].shape == () and read["i"] == 7


def test_weights_cut_short_are_named():
    with pytest.raises(ModelFileError, match="end before x"):
        read_model(model_of({"name": "x", "shape": [2], "dtype": "float32"}), {"a": b"1234", "b": b""}.__getitem__)
