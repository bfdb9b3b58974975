import base64
import json

import numpy as np
import pytest

from .nsfw_bundle import exported, read_model
from .tfjs_file import ModelFileError

MODULE = '!function(e){if("object"==typeof exports)module.exports=e()}(function(){return{1:[function(e,a,n){a.exports=%s},{}]}});'


def test_the_exported_object_is_read_with_its_bare_keys_and_short_numbers():
    literal = """{format:"graph-model",list:[1,-.5,.25e-3,8.9e-7],yes:!0,no:!1,none:null,'a b':"say \\"so\\""}"""

    assert exported(MODULE % literal) == {
        "format": "graph-model", "list": [1, -0.5, 0.00025, 8.9e-7], "yes": True, "no": False, "none": None,
        "a b": 'say "so"',
    }  # fmt: skip


@pytest.mark.parametrize("literal", ["{a:alert(1)}", "{a:new Date}", "[1,2", "{a 1}", '{a:"' + "x", "[" * 100])
def test_what_is_no_literal_is_refused(literal):
    with pytest.raises(ModelFileError):
        exported(MODULE % literal)


def test_a_module_without_a_literal_is_refused():
    with pytest.raises(ModelFileError, match="exports no literal"):
        exported("module.exports=e()")


def test_a_model_is_put_together_from_its_modules(tmp_path):
    stored = np.array([0, 100, 200], np.uint8)
    weight = {"name": "w", "shape": [3], "dtype": "float32", "quantization": {"dtype": "uint8", "min": -1.0, "scale": 0.01}}
    model = {"modelTopology": {}, "weightsManifest": [{"paths": ["group1-shard1of1"], "weights": [weight]}]}
    (tmp_path / "model.min.js").write_text(MODULE % json.dumps(model, separators=(",", ":")))
    (tmp_path / "group1-shard1of1.min.js").write_text(MODULE % json.dumps(base64.b64encode(stored.tobytes()).decode()))

    _, weights = read_model(tmp_path)

    assert np.allclose(weights["w"], [-1, 0, 1])
