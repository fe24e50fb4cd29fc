"""The training: it learns, it reaches every weight, it resumes, and it keeps to what it may see."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from revive.animator.generator import Generator, read_colours
from revive.animator.mesh import inner_lip_gap
from revive.animator.region import MOUTH, REGIONS, RIGHT_EYE
from revive.errors import UserError
from revive.training import animator, lessons
from revive.training.animator import Course, School, fit, train_animator
from revive.training.discriminator import Discriminator, deceive_loss, feature_loss, judge_loss, matter
from revive.training.lessons import Lesson, prepare_lessons, with_lips_closed
from revive.training.losses import reconstruction_loss, weights_of
from revive.training.picture_augmentation import draw_batch

TINY = Course(steps=4, contest=4, runs=2, singles=1, seed=3)


@pytest.fixture(scope="module")
def school(drawn_lessons) -> School:
    return School.open(drawn_lessons, "mouth")


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def batch_of(school, course=TINY) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(0)
    return {name: torch.from_numpy(value) for name, value in draw_batch(MOUTH, school.draw(course, rng), rng).items()}


def loss_of(generator, batch):
    colours = read_colours(batch["rest"], batch["rest_opening"])
    finished, mask = generator(
        batch["picture"], batch["opening"], batch["stretch"], batch["shape"], colours, batch["share"]
    )
    spread = colours[:, 3:, None, None]
    return reconstruction_loss(finished, mask, batch["truth"], batch["opening"], spread, 6), finished


@pytest.mark.slow
def test_one_step_lowers_the_loss(school):
    torch.manual_seed(0)
    generator, batch = Generator(4 * len(MOUTH.shape)), batch_of(school)
    steps = torch.optim.Adam(generator.parameters(), lr=1e-3)
    before, _ = loss_of(generator, batch)
    before["total"].backward()
    steps.step()
    after, _ = loss_of(generator, batch)
    assert after["total"] < before["total"]


@pytest.mark.slow
def test_gradients_are_finite_and_reach_every_parameter(school):
    torch.manual_seed(0)
    generator, discriminator, batch = Generator(4 * len(MOUTH.shape)), Discriminator(), batch_of(school)
    for net in (generator, discriminator):  # what begins at zero lets nothing through in the first step
        for parameter in net.parameters():
            torch.nn.init.normal_(parameter, 0, 0.05)
    seen = (batch["opening"], batch["stretch"])
    weight = matter(*seen)
    losses, finished = loss_of(generator, batch)
    real, made = discriminator(batch["truth"], *seen), discriminator(finished, *seen)
    # of both verdicts together the last bias would see nothing: they pull it equally up and down
    judge_loss(real, [[feature.detach() for feature in scale] for scale in made], weight).backward(retain_graph=True)
    for name, parameter in discriminator.named_parameters():
        assert parameter.grad.isfinite().all() and parameter.grad.abs().sum() > 0, name
    (losses["total"] + deceive_loss(made, weight) + feature_loss(real, made)).backward()
    for name, parameter in generator.named_parameters():
        assert parameter.grad.isfinite().all() and parameter.grad.abs().sum() > 0, name


@pytest.mark.slow
def test_an_untrained_generator_leaves_the_warp_alone(school):
    """Outside the openings, whose lines it softens from the first; and everywhere where it has no share."""
    batch = batch_of(school)
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
def test_a_stopped_training_goes_on_as_though_it_had_not_stopped(school, tmp_path, monkeypatch):
    monkeypatch.setattr(animator, "CHECKPOINT_EVERY", 2)
    monkeypatch.setattr(animator, "VALIDATE_EVERY", 100)
    small = replace(school, held_out=[])

    def run(folder, say=lambda line: None):
        folder.mkdir(exist_ok=True)
        return fit("mouth", small, TINY, folder=folder, checkpoint=folder / "mouth.checkpoint", say=say).state_dict()

    def killed(line):
        if "step 6" in line:
            raise KeyboardInterrupt

    whole = run(tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "stopped", killed)
    lines = []
    resumed = run(tmp_path / "stopped", lines.append)
    assert "going on from step 6" in lines[0]
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    logged = [json.loads(line)["step"] for line in (tmp_path / "stopped" / "mouth.log.jsonl").read_text().splitlines()]
    assert logged == [2, 4, 6, 8]


@pytest.mark.slow
def test_the_whole_training_writes_weights_that_the_animator_loads(training_data, tmp_path, monkeypatch):
    from revive.animator.network import load_generator

    monkeypatch.setattr(animator, "CHECKPOINT_EVERY", 1)
    monkeypatch.setattr(lessons, "SOURCES", 2)
    monkeypatch.setattr(lessons, "RUNS", 4)
    courses = {"mouth": replace(TINY, steps=1, contest=1), "eye": replace(TINY, steps=1, contest=1, singles=0)}
    figures = train_animator(training_data, tmp_path, courses=courses, say=lambda line: None)
    for region in (MOUTH, RIGHT_EYE):
        load_generator(tmp_path / "animator.safetensors", region)
        assert {"psnr", "warp_psnr", "ssim", "warp_ssim"} == set(figures[region.name])
    sheets = {path.name for path in (tmp_path / "sheets").glob("*.png")}
    assert {"mouth-00002-learn.png", "mouth-00002-portrait.png", "mouth-00002-validate.png"} <= sheets


@pytest.mark.slow
def test_without_the_adversary_the_discriminator_is_left_out(school, tmp_path, monkeypatch):
    monkeypatch.setattr(animator, "CHECKPOINT_EVERY", 2)
    course = replace(TINY, adversary=0, features=0)
    fit(
        "mouth", replace(school, held_out=[]), course, folder=tmp_path, checkpoint=tmp_path / "c", say=lambda line: None
    )
    rows = [json.loads(line) for line in (tmp_path / "mouth.log.jsonl").read_text().splitlines()]
    assert len(rows) == 4 and not any("judge" in row for row in rows)


@pytest.mark.slow
def test_held_out_clips_are_never_learned_from(school, drawn_lessons):
    assert set(school.clips) == {"clip90"}
    assert len(school.held_out) == 1
    assert {path.name.split("-")[0] for path in (drawn_lessons / "learn").rglob("clip*.npz")} == {"clip90"}


@pytest.mark.slow
def test_a_lesson_pairs_the_warp_with_what_was_there(school):
    """The drawn clip was made by the same animator: from its own closed frame the warp comes near the truth."""
    for of_clip in (school.clips["clip90"], school.held_out):
        for lesson in of_clip:
            away = np.abs(lesson.picture.astype(float) - lesson.truth)
            other = np.abs(lesson.picture.astype(float) - lesson.truth[::-1])
            assert away.mean() < min(12, other.mean() + 1)


@pytest.mark.slow
def test_a_mouth_is_shut_before_it_is_learned_from(smiling_portrait, seen):
    shut = with_lips_closed(smiling_portrait)
    apart = inner_lip_gap(seen(shut.image).landmarks[:, :2])
    assert apart < 0.03 < inner_lip_gap(smiling_portrait.face.landmarks[:, :2])
    assert inner_lip_gap(shut.face.landmarks[:, :2]) < 0.01
    assert np.abs(seen(shut.image).landmarks[:, :2] - shut.face.landmarks[:, :2]).mean() < 2


@pytest.mark.slow
def test_a_portrait_hides_what_is_to_be_learned(school):
    """Its lips were shut and parted again: their inside is drawn anew, and the rest is nearly the portrait itself."""
    (lesson,) = school.portraits
    inside = lesson.opening[0] > 250
    away = np.abs(lesson.picture[0].astype(float) - lesson.truth[0]).mean(axis=2)
    assert away[inside].mean() > 10 > 5 > away[lesson.opening[0] == 0].mean()
    assert np.hypot(*lesson.shape[0, len(MOUTH.shape) :].T).max() > 0.03  # as in a clip, something has moved


@pytest.mark.slow
def test_lessons_are_not_drawn_twice(training_data, drawn_lessons):
    before = {path: path.stat().st_mtime_ns for path in drawn_lessons.rglob("*.npz")}
    prepare_lessons(training_data, drawn_lessons, seed=1, say=lambda line: None)  # more are wanted now than were
    assert before.items() <= {path: path.stat().st_mtime_ns for path in drawn_lessons.rglob("*.npz")}.items()


def test_a_folder_without_data_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(UserError, match=r"talking/index\.json"):
        train_animator(tmp_path, tmp_path / "out", say=lambda line: None)


def test_augmentation_treats_warp_and_truth_alike():
    """Where the warp is the truth, it still is afterwards: light, grain, compression, turn and mirror are shared."""
    rng = np.random.default_rng(2)
    for region in REGIONS:
        width, height = region.size
        picture = rng.integers(0, 255, (3, height, width, 3), np.uint8)
        shape = rng.normal(0, 0.3, (3, 2 * len(region.shape), 2)).astype(np.float32)
        lesson = Lesson(
            picture, picture, np.zeros((3, height, width), np.uint8), np.zeros((3, height, width, 2), np.int8), shape,
            picture[0], np.zeros((height, width), np.uint8), np.array(3),
        )  # fmt: skip
        for _ in range(8):
            batch = draw_batch(region, [(lesson, 0)], rng)
            assert np.allclose(batch["picture"], batch["truth"])
            assert batch["picture"].min() >= 0 and batch["picture"].max() <= 1
            assert batch["shape"].shape == shape.shape


def test_the_inside_of_the_mouth_counts_more():
    opening = torch.zeros(1, 1, 96, 112)
    opening[..., 40:50, 40:70] = 1
    weight = weights_of(opening)
    assert weight[0, 0, 45, 55] > weight[0, 0, 37, 55] > weight[0, 0, 5, 5]
    assert weight.mean() == pytest.approx(1)
