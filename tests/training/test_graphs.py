"""The graphs that are shipped are those of the networks as they are, and compute what torch computes."""

import numpy as np
import pytest

from revive.__main__ import main
from revive.core.weights import FOLDER, read_weights

NETWORKS = {"animator-mouth", "animator-eye", "gesture", "mouth", "speaker", "scratches", "colour"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graphs")
    assert main(["train", "graphs", "--out", str(folder)]) == 0
    return {file.stem: file for file in folder.iterdir()}


def test_the_shipped_graphs_are_those_of_the_networks(exported):
    import onnx

    assert set(exported) == NETWORKS
    for name, file in exported.items():
        shipped = FOLDER / f"{name}.onnx"
        graphs = [onnx.load(path, load_external_data=False).graph for path in (shipped, file)]
        assert graphs[0] == graphs[1], f"{name}: revive train graphs --out revive/weights"
        assert shipped.stat().st_size < 100_000  # no weight lies in it


def test_a_graph_changes_with_the_structure(monkeypatch):
    import revive.animator.generator as generator
    from revive.animator.region import MOUTH
    from revive.training.animator.graph import export_generator

    shipped = export_generator(MOUTH)
    monkeypatch.setattr(generator, "SHAPE_WIDTH", generator.SHAPE_WIDTH + 8)
    assert export_generator(MOUTH).graph != shipped.graph


def of_torch(net, name: str, *inputs: np.ndarray) -> list[np.ndarray]:
    """What a torch network with the shipped weights gives."""
    import torch

    weights = {name: torch.from_numpy(array) for name, array in read_weights(FOLDER / f"{name}.safetensors").items()}
    missing, foreign = net.load_state_dict(weights, strict=False)
    assert not foreign and all(key.endswith("num_batches_tracked") for key in missing)
    with torch.inference_mode():
        found = net.eval()(*map(torch.from_numpy, inputs))
    return [part.numpy() for part in (found if isinstance(found, tuple) else (found,))]


def same(ours, theirs) -> bool:
    return all(
        one.shape == other.shape and other.std() > 1e-3 and np.abs(one - other).max() < 1e-4 * np.abs(other).max()
        for one, other in zip(ours, theirs, strict=True)
    )


def test_the_gesture_network_gives_what_torch_gives():
    from revive.motion.conditioning import CHANNELS, INPUTS, STYLE, WORDS
    from revive.motion.gesture_diffusion import GRAPH_INPUTS, LENGTH, load_gesture_network
    from revive.training.gesture.network import GestureNetwork

    draw = np.random.default_rng(0)
    sizes = ((3, LENGTH, len(CHANNELS)), (3,), (3, LENGTH, len(INPUTS)), (3, WORDS), (3, len(STYLE) + 1))
    seen = [draw.standard_normal(size).astype(np.float32) for size in sizes]
    seen[1], seen[3][1] = np.array([999, 500, 0]), 0  # steps; words that are not there
    ours = load_gesture_network().run(**dict(zip(GRAPH_INPUTS, seen, strict=True)))
    assert same(ours, of_torch(GestureNetwork(), "gesture", *seen))


@pytest.mark.parametrize("steps", [1, 60, 321])
def test_the_viseme_network_gives_what_torch_gives(steps):
    from revive.listening.listener import WIDTH
    from revive.motion.viseme_recogniser import REACH, load_viseme_network
    from revive.training.mouth.network import Reading

    net = Reading()
    assert net.reach == REACH
    heard = np.random.default_rng(steps).standard_normal((steps, WIDTH)).astype(np.float32)
    assert same(load_viseme_network().run(heard=heard), of_torch(net, "mouth", heard))


def test_the_speaker_encoder_gives_what_torch_gives():
    from revive.listening.speaker import BANDS, PART, network
    from revive.voice.speaker_network import SpeakerEncoder

    mel = np.random.default_rng(0).uniform(0, 5, (4, PART, BANDS)).astype(np.float32)
    assert same(network().run(mel=mel), of_torch(SpeakerEncoder(), "speaker", mel))


@pytest.mark.parametrize("size", [(64, 64), (40, 104)])
def test_the_networks_of_old_photographs_give_what_torch_gives(size):
    from revive.restore import colour, scratches
    from revive.training.common.unet import UNet
    from revive.training.restore.colour_network import ColourNet
    from revive.training.restore.scratches import WIDTHS

    light = np.random.default_rng(0).random(size).astype(np.float32)
    for module, net in ((scratches, UNet(WIDTHS)), (colour, ColourNet())):
        assert same([module.load_net()(light)[None]], of_torch(net, module.WEIGHTS.stem, light[None, None]))
