"""The trained network as an ONNX file: put together node by node, so that the same weights give the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from kg.train.network import NameNetwork, reordered

OPSET = 13


def write_onnx(network: NameNetwork, path: Path) -> None:
    """Write the network: characters and tags (sentences, length) and lengths (sentences) → scores (length, sentences, labels)."""
    weights: list[onnx.TensorProto] = []

    def weight(name: str, values: np.ndarray) -> str:
        weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    nodes = [
        helper.make_node("Gather", [weight("character_table", _half(network.characters.weight)), "characters"], ["c16"]),
        helper.make_node("Gather", [weight("tag_table", _half(network.tags.weight)), "tags"], ["t16"]),
        helper.make_node("Concat", ["c16", "t16"], ["x16"], axis=2),
        helper.make_node("Cast", ["x16"], ["x"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["x"], ["first_in"], perm=[1, 0, 2]),
        *_gru("first", network.first, "first_in", "first_out", weight),
        *_gru("second", network.second, "first_out", "second_out", weight),
        helper.make_node("MatMul", ["second_out", weight("out", _full(network.scores.weight).T)], ["product"]),
        helper.make_node("Add", ["product", weight("bias", _full(network.scores.bias))], ["scores"]),
    ]
    ids = [helper.make_tensor_value_info(n, TensorProto.INT64, ["sentences", "length"]) for n in ("characters", "tags")]
    lengths = helper.make_tensor_value_info("lengths", TensorProto.INT32, ["sentences"])
    out = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["length", "sentences", "labels"])
    graph = helper.make_graph(nodes, "names", [*ids, lengths], [out], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="zhiluo", ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString(deterministic=True))


def _gru(name: str, layer: nn.GRU, source: str, target: str, weight: object) -> list[onnx.NodeProto]:
    parts: dict[str, list[np.ndarray]] = {"w": [], "r": [], "b": []}
    for suffix in ("", "_reverse"):
        parts["w"].append(_to_onnx(getattr(layer, f"weight_ih_l0{suffix}")))
        parts["r"].append(_to_onnx(getattr(layer, f"weight_hh_l0{suffix}")))
        biases = [_to_onnx(getattr(layer, f"{part}_l0{suffix}")) for part in ("bias_ih", "bias_hh")]
        parts["b"].append(np.concatenate(biases))
    w, r, b = (weight(f"{name}_{key}", np.stack(values)) for key, values in parts.items())  # type: ignore[operator]
    hidden = layer.hidden_size
    return [
        helper.make_node(
            "GRU", [source, w, r, b, "lengths"], [f"{name}_all"], hidden_size=hidden, direction="bidirectional", linear_before_reset=1
        ),
        helper.make_node("Transpose", [f"{name}_all"], [f"{name}_turned"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", [f"{name}_turned", weight(f"{name}_shape", np.array([0, 0, 2 * hidden]))], [target]),  # type: ignore[operator]
    ]


def _to_onnx(parameter: nn.Parameter) -> np.ndarray:
    return reordered(_full(parameter))


def _full(parameter: nn.Parameter) -> np.ndarray:
    return parameter.detach().numpy().astype(np.float32)


def _half(parameter: nn.Parameter) -> np.ndarray:
    return parameter.detach().numpy().astype(np.float16)
