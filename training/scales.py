"""Gives the activations of an 8-bit network scales of their own, so that a pair scores the same in any batch. Floor 5.

The base's form measures the scale of each activation on the batch at hand (`DynamicQuantizeLinear`): what a sentence
scores then depends on what it is read with. Here the lowest and the highest value of each activation are measured on
pairs that were learned from, one pair at a time; the hundredth part of the pairs that reaches furthest is clipped.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from training.groups import make_groups
from training.records import Record
from training.tokens import Numbers, padded

_CLIPPED = 1.0  # per cent of the pairs, at either end
_PAIRS = 600


def fix_scales(path: Path, records: Sequence[Record], numbers: Numbers) -> None:
    """Rewrite the network at `path`, its scales measured on some pairs of `records`."""
    chance = random.Random(1)
    groups = make_groups(chance.sample(list(records), _PAIRS), 1)
    rows = [numbers.of([chance.choice(group.pairs)])[0] for group in groups]
    model = onnx.load(str(path))
    _put(model, _ranges(model, rows))
    onnx.save(model, str(path))


def _ranges(model: Any, rows: Sequence[Sequence[int]]) -> dict[str, tuple[float, float]]:
    """For each activation that is turned into 8 bits its lowest and its highest value."""
    watched = list(dict.fromkeys(node.input[0] for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"))
    open_model = onnx.ModelProto()
    open_model.CopyFrom(model)
    open_model.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in watched
    )
    session = onnxruntime.InferenceSession(open_model.SerializeToString(), providers=["CPUExecutionProvider"])
    wanted = [given.name for given in session.get_inputs()]
    low, high = defaultdict(list), defaultdict(list)
    for row in rows:
        ids, mask, kinds = (part.numpy() for part in padded([row]))
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
        for name, found in zip(watched, session.run(watched, {one: given[one] for one in wanted}), strict=True):
            low[name].append(found.min())
            high[name].append(found.max())
    return {
        name: (
            min(0.0, float(np.percentile(low[name], _CLIPPED))),
            max(0.0, float(np.percentile(high[name], 100 - _CLIPPED))),
        )
        for name in watched
    }


def _put(model: Any, ranges: Mapping[str, tuple[float, float]]) -> None:
    """Each measuring node becomes one with a fixed scale; each product, its scales and its bias become one node."""
    graph = model.graph
    stored = {one.name for one in graph.initializer}
    made = {name: node for node in graph.node for name in node.output}
    read = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            read[name].append(node)
    new: dict[str, Any] = {}  # by the name of its output
    gone: set[str] = set()
    for node in graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            low, high = ranges[node.input[0]]
            _, scale, zero = node.output
            step = (high - low) / 255
            graph.initializer.append(numpy_helper.from_array(np.array(step, dtype=np.float32), scale))
            graph.initializer.append(numpy_helper.from_array(np.array(round(-low / step), dtype=np.uint8), zero))
            new[node.output[0]] = helper.make_node("QuantizeLinear", [node.input[0], scale, zero], [node.output[0]])
        elif node.op_type == "MatMulInteger":
            (cast,) = read[node.output[0]]
            (last,) = read[cast.output[0]]
            scales = made[next(name for name in last.input if name != cast.output[0])]
            of_input, of_weight = sorted(scales.input, key=lambda name: name in stored)
            inputs = [node.input[0], node.input[1], of_input, of_weight, node.input[2], node.input[3]]
            gone |= {node.output[0], cast.output[0], scales.output[0]}
            after = read[last.output[0]]
            bias = [name for name in after[0].input if name in stored] if len(after) == 1 else []
            if bias and after[0].op_type == "Add":
                gone.add(last.output[0])
                inputs, last = [*inputs, *bias], after[0]
            new[last.output[0]] = helper.make_node(
                "MatMulIntegerToFloat", inputs, [last.output[0]], domain="com.microsoft"
            )
    kept = [new.get(node.output[0], node) for node in graph.node if node.output[0] not in gone]
    del graph.node[:]
    graph.node.extend(kept)
    if not any(one.domain == "com.microsoft" for one in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
