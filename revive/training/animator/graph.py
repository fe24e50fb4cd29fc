"""A generator's graph without weights: `revive.animator.network` gives it the shipped ones, or a person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from revive.animator.network import BATCH, INPUTS, OUTPUTS
from revive.animator.region import Region
from revive.training.common.onnx_export import export_graph

if TYPE_CHECKING:
    import onnx


def export_generator(region: Region) -> onnx.ModelProto:
    """The generator of a region; the inputs have the size of the region and the batch in which it is finished."""
    import torch

    from revive.animator.generator import Generator

    width, height = region.size
    count = BATCH[region.name]
    examples = (
        *(torch.zeros(count, channels, height, width) for channels in (3, 1, 2)),
        torch.zeros(count, 2 * len(region.shape), 2), torch.ones(count, 4), torch.ones(count, 1, height, width),
    )  # fmt: skip
    return export_graph(Generator(4 * len(region.shape)), examples, inputs=INPUTS, outputs=OUTPUTS)
