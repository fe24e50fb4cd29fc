"""The generators as a clip runs them: the shipped graphs with whichever weights."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from revive.animator.network import BATCH, INPUTS, WEIGHTS, Network, graph_of, load_generator, load_network
from revive.animator.region import MOUTH, RIGHT_EYE
from revive.core.errors import UserError

HOME = Path(__file__).parents[2]


def inputs(region, *, seed=0) -> dict[str, np.ndarray]:
    width, height = region.size
    count, points = BATCH[region.name], 2 * len(region.shape)
    sizes = ((3, height, width), (1, height, width), (2, height, width), (points, 2), (4,), (1, height, width))
    rng = np.random.default_rng(seed)
    return {
        name: rng.uniform(0.1, 0.9, (count, *size)).astype(np.float32) for name, size in zip(INPUTS, sizes, strict=True)
    }


def of_torch(weights: Path, region, seen: dict[str, np.ndarray]) -> list[np.ndarray]:
    with torch.inference_mode():
        made = load_generator(weights, region)(*(torch.from_numpy(seen[name]) for name in INPUTS))
    return [part.numpy() for part in made]


def taught(path: Path) -> Path:
    """Weights that differ a little from the shipped ones, as those of a person do."""
    torch.manual_seed(3)
    tensors = {name: (w + 0.02 * torch.randn(w.shape)).half() for name, w in load_file(WEIGHTS).items()}
    save_file(tensors, path)
    return path


@pytest.mark.parametrize("region", [MOUTH, RIGHT_EYE], ids=lambda region: region.name)
def test_the_shipped_graph_gives_what_torch_gives(region):
    seen = inputs(region)
    made = load_network(WEIGHTS, region).run(**seen)
    for ours, theirs in zip(made, of_torch(WEIGHTS, region, seen), strict=True):
        assert np.abs(ours - theirs).max() < 1e-5
        assert theirs.std() > 0.01


@pytest.mark.parametrize("region", [MOUTH, RIGHT_EYE], ids=lambda region: region.name)
def test_a_taught_persons_weights_take_the_place_of_the_shipped_ones(region, tmp_path):
    seen, weights = inputs(region), taught(tmp_path / "taught.safetensors")
    made, shipped = (load_network(path, region).run(**seen)[0] for path in (weights, WEIGHTS))
    assert np.abs(made - of_torch(weights, region, seen)[0]).max() < 1e-5
    assert np.abs(made - shipped).max() > 0.01


def test_weights_that_were_written_anew_are_read_anew(tmp_path):
    import os

    weights = tmp_path / "taught.safetensors"
    weights.write_bytes(WEIGHTS.read_bytes())
    seen = inputs(MOUTH)
    before = load_network(weights, MOUTH).run(**seen)[0]
    taught(weights)
    os.utime(weights, ns=(1, 1))
    assert np.abs(load_network(weights, MOUTH).run(**seen)[0] - before).max() > 0.01


@pytest.mark.parametrize("trouble", ["missing", "foreign", "shape", "type"])
def test_weights_of_another_graph_are_one_sentence(trouble):
    weights = {name: array.numpy() for name, array in load_generator(WEIGHTS, MOUTH).state_dict().items()}
    if trouble == "missing":
        del weights["enter.weight"]
    elif trouble == "foreign":
        weights["further.weight"] = np.zeros(3, np.float32)
    elif trouble == "shape":
        weights["enter.bias"] = np.zeros(5, np.float32)
    else:
        weights["enter.bias"] = weights["enter.bias"].astype(np.float16)
    with pytest.raises(UserError, match="another version of Revive"):
        Network(graph_of(MOUTH), weights)


@pytest.mark.slow
def test_the_finisher_runs_where_nothing_can_export():
    """A family's computer has no onnx: neither it nor torch's exporter is looked for."""
    code = (
        "import sys\n"
        "for name in ('onnx', 'onnxscript', 'torch.onnx'): sys.modules[name] = None\n"
        "from revive.animator.network import WEIGHTS, load_network\n"
        "from revive.animator.region import MOUTH, RIGHT_EYE\n"
        "for region in (MOUTH, RIGHT_EYE): load_network(WEIGHTS, region)\n"
        "print('loaded')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME)
    assert done.stdout.strip() == "loaded", done.stderr
