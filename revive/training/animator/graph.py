"""The generators' graphs for onnxruntime, without weights: `revive.animator.network` gives them theirs.

    python -m revive train animator --graphs

A graph follows from the structure of `Generator` alone, so it is made once and serves every set of weights, the shipped
one and those of people who were taught. Exporting needs the package onnx, which a family's computer does not have.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from revive.animator.network import BATCH, INPUTS, OUTPUTS, graph_of
from revive.animator.region import Region
from revive.core.scratch import scratch_folder
from revive.teaching.face.generator_training import REGION_OF

NOWHERE = "given-when-it-is-loaded"  # the file that the graph says its weights lie in; there is none
OPSET = 17


def export_graphs(folder: Path) -> list[Path]:
    """Write the graph of every generator into a folder; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [graph_of(region, folder) for region in REGION_OF.values()]
    for region, file in zip(REGION_OF.values(), files, strict=True):
        file.write_bytes(export_graph(region).SerializeToString(deterministic=True))
    return files


def export_graph(region: Region):
    """A region's generator as an `onnx.ModelProto` whose weights have names, shapes and types, and no values.

    The inputs have the size of the region and the batch in which it is finished.
    """
    import onnx
    import torch

    from revive.animator.generator import Generator

    generator = Generator(4 * len(region.shape)).eval()
    for weight in generator.parameters():
        torch.nn.init.normal_(weight)  # weights that are alike, as zeros are, would become one
    width, height = region.size
    count = BATCH[region.name]
    examples = (
        *(torch.zeros(count, channels, height, width) for channels in (3, 1, 2)),
        torch.zeros(count, 2 * len(region.shape), 2), torch.ones(count, 4), torch.ones(count, 1, height, width),
    )  # fmt: skip
    with scratch_folder() as folder, warnings.catch_warnings():
        file = str(Path(folder) / "graph.onnx")
        warnings.simplefilter("ignore")  # the exporter announces its successor, which needs two more packages
        torch.onnx.export(
            generator, examples, file, input_names=list(INPUTS), output_names=list(OUTPUTS), opset_version=OPSET,
            dynamo=False, do_constant_folding=False,
        )  # fmt: skip
        model = onnx.load(file)
    names = {weight.name for weight in model.graph.initializer}
    if names != set(generator.state_dict()):
        raise ValueError(f"the exporter renamed weights: {sorted(names ^ set(generator.state_dict()))}")
    for weight in model.graph.initializer:
        weight.ClearField("raw_data")
        weight.data_location = onnx.TensorProto.EXTERNAL
        weight.external_data.add(key="location", value=NOWHERE)
    return model
