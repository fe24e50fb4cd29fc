"""The graphs of the networks that ONNX Runtime gives their weights when it loads them; see `common.onnx_export`.

    python -m revive train graphs

A network that runs in a clip, and is trained in torch, has its weights in NAME.safetensors and its graph in NAME.onnx.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from revive.animator.network import graph_of
from revive.listening import speaker
from revive.motion import gesture_diffusion, viseme_recogniser
from revive.restore.lightness_network import MULTIPLE
from revive.teaching.face.generator_training import REGION_OF
from revive.training.animator.graph import export_generator
from revive.training.common.onnx_export import export_graph

if TYPE_CHECKING:
    import onnx

    from revive.training.common.unet import UNet


def export_graphs(folder: Path) -> list[Path]:
    """Write all graphs into a folder; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    graphs = {graph_of(region).name: export_generator(region) for region in REGION_OF.values()}
    graphs[gesture_diffusion.GRAPH.name] = gesture_graph()
    graphs[viseme_recogniser.GRAPH.name] = mouth_graph()
    graphs[speaker.GRAPH.name] = speaker_graph()
    graphs["scratches.onnx"], graphs["colour.onnx"] = scratches_graph(), colour_graph()
    for name, graph in graphs.items():
        (folder / name).write_bytes(graph.SerializeToString(deterministic=True))
    return [folder / name for name in graphs]


def gesture_graph() -> onnx.ModelProto:
    """The network of `gesture_diffusion.load_gesture_network`."""
    import torch

    from revive.motion.conditioning import CHANNELS, INPUTS, STYLE, WORDS
    from revive.training.gesture.network import GestureNetwork

    count, length = 2, gesture_diffusion.LENGTH
    examples = (
        torch.zeros(count, length, len(CHANNELS)), torch.zeros(count, dtype=torch.int64),
        torch.zeros(count, length, len(INPUTS)), torch.zeros(count, WORDS), torch.zeros(count, len(STYLE) + 1),
    )  # fmt: skip
    names = gesture_diffusion.GRAPH_INPUTS
    return export_graph(
        GestureNetwork(), examples, inputs=names, outputs=("velocity",),
        dynamic_axes={name: {0: "count"} for name in (*names, "velocity")},
    )  # fmt: skip


def mouth_graph() -> onnx.ModelProto:
    """The network of `viseme_recogniser.load_viseme_network`."""
    import torch

    from revive.listening.listener import WIDTH
    from revive.training.mouth.network import Reading

    return export_graph(
        Reading(), (torch.zeros(60, WIDTH),), inputs=("heard",), outputs=("visemes", "curves"),
        dynamic_axes={"heard": {0: "steps"}, "visemes": {0: "frames"}, "curves": {0: "frames"}},
    )  # fmt: skip


def speaker_graph() -> onnx.ModelProto:
    """The network of `speaker.network`."""
    import torch

    from revive.voice.speaker_network import SpeakerEncoder

    return export_graph(
        SpeakerEncoder(), (torch.zeros(3, speaker.PART, speaker.BANDS),), inputs=("mel",), outputs=("embeddings",),
        dynamic_axes={"mel": {0: "count"}, "embeddings": {0: "count"}},
    )  # fmt: skip


def scratches_graph() -> onnx.ModelProto:
    """The network of `restore.scratches.load_net`."""
    from revive.training.common.unet import UNet
    from revive.training.restore.scratches import WIDTHS

    return _of_lightness(UNet(WIDTHS))


def colour_graph() -> onnx.ModelProto:
    """The network of `restore.colour.load_net`."""
    from revive.training.restore.colour_network import ColourNet

    return _of_lightness(ColourNet())


def _of_lightness(net: UNet) -> onnx.ModelProto:
    import torch

    side = 8 * MULTIPLE
    return export_graph(
        net, (torch.zeros(1, 1, side, side),), inputs=("light",), outputs=("found",),
        dynamic_axes={name: {2: "height", 3: "width"} for name in ("light", "found")},
    )  # fmt: skip
