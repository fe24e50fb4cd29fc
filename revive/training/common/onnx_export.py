"""Write a torch network for ONNX Runtime: with weights in half as many bytes, or its graph alone.

A graph without weights follows from the network's structure, so it is made once and serves every set of weights: the
shipped ones, and those of people who were taught. Exporting needs the package onnx, which a family's computer does not
have.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from revive.core.scratch import scratch_folder
from revive.core.weights import COUNTER

if TYPE_CHECKING:
    import onnx
    import torch
    from torch import nn

OPSET = 17
FEW = 4096  # a tensor with fewer numbers stays in 32 bits
NOWHERE = "given-when-it-is-loaded"  # the file that a graph says its weights lie in; there is none


def export_network(
    net: nn.Module, examples: Sequence[torch.Tensor], file: Path, *, inputs: Sequence[str], outputs: Sequence[str],
    dynamic_axes: Mapping[str, dict[int, str]] | None = None, folded: bool = True,
) -> None:  # fmt: skip
    """Write the network in 32-bit numbers.

    Parameters
    ----------
    examples : one array for each of `inputs`; their shapes become the network's, but for `dynamic_axes`
    folded : what follows from the weights alone is computed beforehand; otherwise the file has the weights as they are
    """
    import torch

    net = net.eval().to(memory_format=torch.contiguous_format)  # pyright: ignore[reportCallIssue]  # stub lacks this
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # the exporter announces its successor, which needs two more packages
        torch.onnx.export(
            net, tuple(examples), str(file), input_names=list(inputs), output_names=list(outputs), opset_version=OPSET,
            dynamo=False, dynamic_axes=dynamic_axes, do_constant_folding=folded,
        )  # fmt: skip


def export_graph(
    net: nn.Module, examples: Sequence[torch.Tensor], *, inputs: Sequence[str], outputs: Sequence[str],
    dynamic_axes: Mapping[str, dict[int, str]] | None = None,
) -> onnx.ModelProto:  # fmt: skip
    """The network with names, shapes and types of its weights, and without their values.

    Parameters as of `export_network`; what the weights are now does not matter.
    """
    import onnx
    import torch

    weights = {name: array for name, array in net.state_dict().items() if not name.endswith(COUNTER)}
    for weight in weights.values():
        torch.nn.init.uniform_(weight)  # weights that are alike, as zeros are, would become one
    with scratch_folder() as folder:
        file = Path(folder) / "graph.onnx"
        export_network(
            net, examples, file, inputs=inputs, outputs=outputs, dynamic_axes=dynamic_axes, folded=False
        )  # fmt: skip
        model = onnx.load(file)
    names = {weight.name for weight in model.graph.initializer}
    if names != set(weights):
        raise ValueError(f"the exporter renamed weights: {sorted(names ^ set(weights))}")
    for weight in model.graph.initializer:
        weight.ClearField("raw_data")
        weight.data_location = onnx.TensorProto.EXTERNAL
        weight.external_data.add(key="location", value=NOWHERE)
    return model


def halve_weights(file: Path) -> None:
    """Keep large weights in 16-bit numbers; ONNX Runtime computes in 32 bits all the same."""
    import onnx

    model = onnx.load(file)
    for weight in list(model.graph.initializer):
        values = onnx.numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size >= FEW:
            name = weight.name
            weight.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
            model.graph.node.insert(
                0, onnx.helper.make_node("Cast", [f"{name}_half"], [name], to=onnx.TensorProto.FLOAT)
            )
    onnx.save(model, file)
