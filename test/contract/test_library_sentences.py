"""A pair of models of one's own: `lightwell models add` takes it, and sentences find the pictures they describe.

The pair knows colours alone: a picture lies where the mean of its pixels is, and a sentence goes towards a colour for
each of its letters r, g and b.
"""

import io
import json
import string
import subprocess

import numpy as np
import pytest
from PIL import Image

from convert.onnx_file import Graph
from support.photos import PhotoClient
from support.server import BINARY, Server

pytestmark = pytest.mark.timeout(300)
TOKENS = 77
TOWARDS = {"r": (90, 0, 0), "g": (0, 90, 0), "b": (0, 0, 90)}
COLOURS = {"poppy": (220, 30, 20), "meadow": (20, 200, 40), "sky": (40, 60, 220), "fog": (250, 250, 250)}


def write_pair(folder) -> list[str]:
    image = Graph()
    mean = image.node("GlobalAveragePool", [image.input("image", [1, 3, 16, 16])])
    image.output(image.node("Flatten", [mean]), "vector", [1, 3])
    letters = [letter + end for letter in string.ascii_lowercase for end in ("", "</w>")]
    vocabulary = {letter: number + 1 for number, letter in enumerate(letters)} | {"<|startoftext|>": 100, "<|endoftext|>": 101}
    table = np.ones((102, 3), np.float32)
    for letter, number in vocabulary.items():
        table[number] = TOWARDS.get(letter.removesuffix("</w>"), (1, 1, 1))
    text = Graph()
    rows = text.node("Gather", [text.constant(table), text.input("tokens", [1, TOKENS], "int64")], axis=0)
    text.output(text.node("ReduceMean", [rows], axes=[1], keepdims=0), "vector", [1, 3])
    tokenizer = {"model": {"type": "BPE", "end_of_word_suffix": "</w>", "merges": [], "vocab": vocabulary}}
    files = {"clip-image": image.serialize(), "clip-text": text.serialize(), "tokenizer": json.dumps(tokenizer).encode()}
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return [f"{name}={folder / name}" for name in files]


def plain(colour) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG", quality=90)
    return out.getvalue()


def names(client: PhotoClient, words: str) -> list[str]:
    return client.ask("GET", "/api/search", 200, params={"q": words}).json()["tiles"]["names"]


def test_sentences_find_pictures_once_a_pair_is_installed(tmp_path):
    server = Server(tmp_path / "data", []).start()
    client = PhotoClient(server.app).set_up(server.setup)
    for name, colour in COLOURS.items():
        client.upload(f"{name}.jpg", plain(colour))
    client.wait_until_analysed()
    assert names(client, "hot rr") == []
    assert server.stop() == 0

    pair = write_pair(tmp_path)
    subprocess.run([BINARY, "models", "add", *pair, "--data", server.data], check=True, capture_output=True)
    server.start()
    client = PhotoClient(server.app).sign_in()
    assert names(client, "hot rr") == [], "photos that were not looked at with the pair"
    client.ask("POST", "/api/jobs/analysing/again", 200, json={})
    client.wait_until_analysed()
    assert names(client, "hot rr") == ["poppy.jpg"]
    assert names(client, "calm gg") == ["meadow.jpg"]
    assert names(client, "one bb") == ["sky.jpg"]
    assert names(client, "meadow") == ["meadow.jpg"], "words find as before"
    answer = client.ask("GET", "/api/search", 200, params={"q": "hot rr"}).json()
    assert [(part["kind"], part["meaning"], part["count"]) for part in answer["parts"]] == [("sentence", "hot rr", 1)]
    assert answer["unmatched"] == []
    client.upload("rose.jpg", plain((240, 10, 60)))
    client.wait_until_analysed()
    assert sorted(names(client, "hot rr")) == ["poppy.jpg", "rose.jpg"], "what comes in later is found, too"
    assert server.stop() == 0
