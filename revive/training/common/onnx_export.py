"""Write a torch network for ONNX Runtime, and keep its weights in half as many bytes."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch
    from torch import nn

OPSET = 17
FEW = 4096  # a tensor with fewer numbers stays in 32 bits


def export_network(
    net: nn.Module, examples: Sequence[torch.Tensor], file: Path, *, inputs: Sequence[str], outputs: Sequence[str],
    dynamic_axes: Mapping[str, dict[int, str]] | None = None,
) -> None:  # fmt: skip
    """Write the network in 32-bit numbers.

    examples : one array for each of `inputs`; their shapes become the network's, but for `dynamic_axes`
    """
    import torch

    net = net.eval().to(memory_format=torch.contiguous_format)  # pyright: ignore[reportCallIssue]  # stub lacks this
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")  # the exporter announces its successor, which needs two more packages
        torch.onnx.export(
            net, tuple(examples), str(file), input_names=list(inputs), output_names=list(outputs), opset_version=OPSET,
            dynamo=False, dynamic_axes=dynamic_axes,
        )  # fmt: skip


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
