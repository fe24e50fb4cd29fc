"""The training: it learns, it reaches every weight, it resumes, and it keeps to what it may see."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from revive.animator.generator import Generator, read_colours
from revive.animator.region import MOUTH, RIGHT_EYE
from revive.core.errors import UserError
from revive.face.mesh import inner_lip_gap
from revive.teaching.face import generator_training
from revive.teaching.face.generator_training import RegionDataset, TrainingConfig, train_generator
from revive.teaching.face.losses import reconstruction_loss
from revive.teaching.samples.augmentation import draw_batch
from revive.teaching.samples.region_samples import with_lips_closed
from revive.training.animator import clip_samples
from revive.training.animator.adversary import PatchAdversary
from revive.training.animator.clip_samples import prepare_samples
from revive.training.animator.train import train_animator
from revive.training.common.discriminator import (
    Discriminator,
    discriminator_loss,
    feature_loss,
    generator_loss,
    pixel_weights,
)

pytestmark = [pytest.mark.slow, pytest.mark.long]

TINY = TrainingConfig(steps=4, adversarial_steps=4, runs=2, singles=1, seed=3)


@pytest.fixture(scope="module")
def dataset(region_samples) -> RegionDataset:
    return RegionDataset.load(region_samples, "mouth")


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def batch_of(dataset, config=TINY) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(0)
    return {name: torch.from_numpy(value) for name, value in draw_batch(MOUTH, dataset.draw(config, rng), rng).items()}


def loss_of(generator, batch):
    colours = read_colours(batch["rest"], batch["rest_opening"])
    finished, mask = generator(
        batch["picture"], batch["opening"], batch["stretch"], batch["shape"], colours, batch["share"]
    )
    spread = colours[:, 3:, None, None]
    return reconstruction_loss(finished, mask, batch["truth"], batch["opening"], spread, 6), finished


@pytest.mark.slow
def test_one_step_lowers_the_loss(dataset):
    torch.manual_seed(0)
    generator, batch = Generator(4 * len(MOUTH.shape)), batch_of(dataset)
    steps = torch.optim.Adam(generator.parameters(), lr=1e-3)
    before, _ = loss_of(generator, batch)
    before["total"].backward()
    steps.step()
    after, _ = loss_of(generator, batch)
    assert after["total"] < before["total"]


@pytest.mark.slow
def test_gradients_are_finite_and_reach_every_parameter(dataset):
    torch.manual_seed(0)
    generator, discriminator, batch = Generator(4 * len(MOUTH.shape)), Discriminator(), batch_of(dataset)
    for net in (generator, discriminator):  # what begins at zero lets nothing through in the first step
        for parameter in net.parameters():
            torch.nn.init.normal_(parameter, 0, 0.05)
    seen = (batch["opening"], batch["stretch"])
    weight = pixel_weights(*seen)
    losses, finished = loss_of(generator, batch)
    real, made = discriminator(batch["truth"], *seen), discriminator(finished, *seen)
    # of both verdicts together the last bias would see nothing: they pull it equally up and down
    discriminator_loss(real, [[feature.detach() for feature in scale] for scale in made], weight).backward(
        retain_graph=True
    )
    for name, parameter in discriminator.named_parameters():
        assert parameter.grad is not None and parameter.grad.isfinite().all() and parameter.grad.abs().sum() > 0, name
    (losses["total"] + generator_loss(made, weight) + feature_loss(real, made)).backward()
    for name, parameter in generator.named_parameters():
        assert parameter.grad is not None and parameter.grad.isfinite().all() and parameter.grad.abs().sum() > 0, name


@pytest.mark.slow
def test_an_untrained_generator_leaves_the_warp_alone(dataset):
    """Outside the openings, whose lines it softens from the first; and everywhere where it has no share."""
    batch = batch_of(dataset)
    generator = Generator(4 * len(MOUTH.shape))
    _, finished = loss_of(generator, batch)
    outside = (batch["opening"] == 0).expand_as(finished)
    assert torch.equal(finished[outside], batch["picture"][outside])
    _, finished = loss_of(generator, batch | {"share": torch.zeros_like(batch["share"])})
    assert torch.equal(finished, batch["picture"])


def test_drawn_lines_do_not_show_through_what_is_made():
    """Where all is the generator's own, little is left of the lines between drawn teeth, and the skin keeps its own."""
    generator = Generator(4 * len(MOUTH.shape))
    with torch.no_grad():
        assert generator.leave.bias is not None
        generator.leave.bias[12:] = 20
    picture = torch.full((1, 3, 96, 112), 0.6)
    picture[..., ::8] = 0.4
    opening = torch.zeros(1, 1, 96, 112)
    opening[..., 40:60, 30:80] = 1
    shape, colours = torch.zeros(1, 2 * len(MOUTH.shape), 2), torch.tensor([[0.6, 0.5, 0.4, 0.1]])
    with torch.no_grad():
        finished, mask = generator(
            picture, opening, torch.zeros(1, 2, 96, 112), shape, colours, torch.ones(1, 1, 96, 112)
        )
    inside = (..., slice(45, 55), slice(35, 75))
    assert mask.min() > 0.99
    assert finished[inside].std() < 0.3 * picture[inside].std()
    assert torch.equal(finished[..., :40, :], picture[..., :40, :])


@pytest.mark.slow
def test_a_stopped_training_goes_on_as_though_it_had_not_stopped(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr(generator_training, "CHECKPOINT_EVERY", 2)
    monkeypatch.setattr(generator_training, "VALIDATE_EVERY", 100)

    def run(folder, say=lambda line: None):
        folder.mkdir(exist_ok=True)
        return train_generator(
            "mouth",
            dataset,
            TINY,
            folder=folder,
            checkpoint=folder / "mouth.checkpoint",
            adversary=PatchAdversary,
            say=say,
        ).state_dict()

    def killed(line):
        if "step 6" in line:
            raise KeyboardInterrupt

    whole = run(tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped", killed)
    lines = []
    resumed = run(tmp_path / "stopped", lines.append)
    assert "resuming at step 6" in lines[0]
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    logged = [json.loads(line)["step"] for line in (tmp_path / "stopped" / "mouth.log.jsonl").read_text().splitlines()]
    assert logged == [2, 4, 6, 8]


@pytest.mark.slow
def test_the_whole_training_writes_weights_that_the_animator_loads(training_data, tmp_path, monkeypatch):
    from revive.animator.network import load_generator

    monkeypatch.setattr(generator_training, "CHECKPOINT_EVERY", 1)
    monkeypatch.setattr(clip_samples, "SOURCES", 2)
    monkeypatch.setattr(clip_samples, "RUNS", 4)
    configs = {
        "mouth": replace(TINY, steps=1, adversarial_steps=1),
        "eye": replace(TINY, steps=1, adversarial_steps=1, singles=0),
    }
    figures = train_animator(training_data, tmp_path, configs=configs, say=lambda line: None)
    for region in (MOUTH, RIGHT_EYE):
        load_generator(tmp_path / "animator.safetensors", region)
        assert {"psnr", "warp_psnr", "ssim", "warp_ssim"} == set(figures[region.name])
    sheets = {path.name for path in (tmp_path / "sheets").glob("*.png")}
    assert {"mouth-00002-learn.png", "mouth-00002-portrait.png", "mouth-00002-validate.png"} <= sheets


@pytest.mark.slow
def test_without_the_adversary_the_discriminator_is_left_out(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr(generator_training, "CHECKPOINT_EVERY", 2)
    small = replace(dataset, held_out=[])
    train_generator("mouth", small, TINY, folder=tmp_path, checkpoint=tmp_path / "c", say=lambda line: None)
    rows = [json.loads(line) for line in (tmp_path / "mouth.log.jsonl").read_text().splitlines()]
    assert len(rows) == 4 and not any("discriminator" in row for row in rows)


@pytest.mark.slow
def test_held_out_clips_are_never_learned_from(dataset, region_samples):
    assert set(dataset.clips) == {"clip90"}
    assert len(dataset.held_out) == 1
    assert {path.name.split("-")[0] for path in (region_samples / "learn").rglob("clip*.npz")} == {"clip90"}


def test_a_sample_pairs_the_warp_with_what_was_there(dataset):
    """The drawn clip was made by the same animator: from its own closed frame the warp comes near the truth."""
    for of_clip in (dataset.clips["clip90"], dataset.held_out):
        for sample in of_clip:
            away = np.abs(sample.picture.astype(float) - sample.truth)
            other = np.abs(sample.picture.astype(float) - sample.truth[::-1])
            assert away.mean() < min(12, other.mean() + 1)


@pytest.mark.slow
def test_a_mouth_is_shut_before_it_is_learned_from(smiling_portrait, seen):
    shut = with_lips_closed(smiling_portrait)
    apart = inner_lip_gap(seen(shut.image).landmarks[:, :2])
    assert apart < 0.03 < inner_lip_gap(smiling_portrait.face.landmarks[:, :2])
    assert inner_lip_gap(shut.face.landmarks[:, :2]) < 0.01
    assert np.abs(seen(shut.image).landmarks[:, :2] - shut.face.landmarks[:, :2]).mean() < 2


@pytest.mark.slow
def test_a_portrait_hides_what_is_to_be_learned(dataset):
    """Its lips were shut and parted again: their inside is drawn anew, and the rest is nearly the portrait itself."""
    (sample,) = dataset.portraits
    inside = sample.opening[0] > 250
    away = np.abs(sample.picture[0].astype(float) - sample.truth[0]).mean(axis=2)
    assert away[inside].mean() > 10 > 5 > away[sample.opening[0] == 0].mean()
    assert np.hypot(*sample.shape[0, len(MOUTH.shape) :].T).max() > 0.03  # as in a clip, something has moved


@pytest.mark.slow
def test_samples_are_not_drawn_twice(training_data, region_samples):
    before = {path: path.stat().st_mtime_ns for path in region_samples.rglob("*.npz")}
    prepare_samples(training_data, region_samples, seed=1, say=lambda line: None)  # more are wanted now than were
    assert before.items() <= {path: path.stat().st_mtime_ns for path in region_samples.rglob("*.npz")}.items()


def test_a_folder_without_data_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(UserError, match=r"talking/index\.json"):
        train_animator(tmp_path, tmp_path / "out", say=lambda line: None)
