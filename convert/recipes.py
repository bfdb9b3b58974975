"""How a file of the catalogue is made from what its package holds: one function a value of `by`."""

from pathlib import Path

import numpy as np

from . import dlib_face, efficientnet_lite, keras_layers, nsfw_bundle, torch_file
from .catalogue import CATALOGUE, File
from .tensorflow_graph import Translation
from .tensorflow_operations import OPERATIONS
from .tfjs_file import ModelFileError, read_model


def make(file: File, folder: Path) -> bytes:
    """The file's content. `folder` holds the package, or the catalogue."""
    source = folder / file.source
    if file.by not in RECIPES:
        raise ModelFileError(f"{file.name}: no recipe called {file.by}")
    if not source.exists():
        raise ModelFileError(f"{file.name}: the package has no {file.source}")
    return RECIPES[file.by](file, source)


def _tensorflow(file: File, source: Path) -> bytes:
    model, weights = read_model(source.read_bytes(), lambda path: (source.parent / path).read_bytes())
    return _translated(file, model["modelTopology"], weights)


def _translated(file: File, topology: dict, weights: dict) -> bytes:
    translation = Translation(topology, weights, OPERATIONS)
    translation.image_input(file.settings["input"]["tensor"], "image", file.settings["input"]["shape"])
    for name, output in file.settings["outputs"].items():
        translation.output(output["tensor"], name, output["rank"])
    return translation.graph.serialize()


def _nsfw_tensorflow(file: File, source: Path) -> bytes:
    model, weights = nsfw_bundle.read_model(source.parent)
    return _translated(file, model["modelTopology"], weights)


def _nsfw_keras(file: File, source: Path) -> bytes:
    model, weights = nsfw_bundle.read_model(source.parent)
    return keras_layers.translate(model["modelTopology"], weights, file.settings["outputs"]).serialize()


def _efficientnet(file: File, source: Path) -> bytes:
    variant = efficientnet_lite.VARIANTS[file.settings["variant"]]
    return efficientnet_lite.build(torch_file.read_tensors(source.read_bytes()), variant).serialize()


def _dlib_face(file: File, source: Path) -> bytes:
    centre = np.array((CATALOGUE / file.settings["centre"]).read_text().split(), np.float32)
    return dlib_face.build(source.read_bytes(), centre).serialize()


def _characters(file: File, source: Path) -> bytes:
    """The alphabet of a text model: the blank, the characters, the space."""
    characters = source.read_text("utf-8").rstrip("\n").split("\n")
    return "\n".join(["", *characters, " ", ""]).encode()


def _copy(file: File, source: Path) -> bytes:
    return source.read_bytes()


RECIPES = {
    "copy": _copy,
    "characters": _characters,
    "tensorflow": _tensorflow,
    "nsfw-tensorflow": _nsfw_tensorflow,
    "nsfw-keras": _nsfw_keras,
    "efficientnet-lite": _efficientnet,
    "dlib-face": _dlib_face,
}
