"""The training of the viseme network, on made samples: two losses that fall, and a run that goes on after a kill."""

import numpy as np
import pytest

from revive.listening.listener import BANDS, RATE, SAMPLE_RATE, STEP, WIDTH
from revive.motion.visemes import CURVES, VISEMES
from revive.training.mouth import samples as sampling
from revive.training.mouth import train as training
from revive.training.mouth.coarticulation import coarticulate
from revive.training.mouth.lip_measures import MEASURES, USUAL, curve_measures
from revive.training.mouth.losses import measure_loss
from revive.training.mouth.samples import Samples, crop, heard_samples
from revive.training.mouth.synthetic_speech import Utterance, label

pytestmark = pytest.mark.slow

FRAMES = 200


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(training, "_CHECKPOINT_EVERY", 2)
    monkeypatch.setattr(training, "_BATCH", 2)
    monkeypatch.setattr(training, "_TALKERS", 2)
    monkeypatch.setattr(training, "_FRAMES", 100)
    monkeypatch.setattr(sampling, "FRAMES", FRAMES)


def _spoken() -> Samples:
    """Visemes that are heard as a pattern each."""
    draw = np.random.default_rng(0)
    patterns = draw.normal(0, 1, (len(VISEMES), WIDTH))
    visemes = np.repeat(draw.integers(0, len(VISEMES), (4, 20)), FRAMES // 20, axis=1).astype(np.int8)
    curves = np.stack([coarticulate(row, np.full(FRAMES, -3.0)) for row in visemes])
    unseen = np.full((4, FRAMES, len(MEASURES)), np.nan, np.float32)
    heard = patterns[visemes[:, ::STEP]].astype(np.float16)
    return {"heard": heard, "viseme": visemes, "curves": curves, "measures": unseen}


def _seen() -> Samples:
    """Somebody of whom only the mouth's measures are known; they follow one number of what is heard."""
    spoken = _spoken()
    course = np.repeat(spoken["heard"][..., 3].astype(np.float32), STEP, axis=1)
    measures = course[..., None] / 2 * USUAL.astype(np.float32)
    measures[:, :20] = np.nan
    unknown = np.full(spoken["curves"].shape, np.nan, np.float32)
    return spoken | {"viseme": np.full((4, FRAMES), -1, np.int8), "curves": unknown, "measures": measures}


def test_losses_fall_and_training_goes_on_after_a_kill(tmp_path):
    news: list[str] = []
    for name in ("whole", "halves"):
        (tmp_path / name).mkdir()
    few = {"steps": (24, 12), "seed": 1}
    people = (_spoken(), _seen())
    through = training.train_network(*people, **few, folder=tmp_path / "whole", say=news.append).state_dict()
    heard = [float(line.split(": visemes ")[1].split(",")[0]) for line in news if ": visemes " in line]
    measured = [float(line.split("measures ")[1].split(",")[0]) for line in news if "measures " in line]
    assert heard[-1] < heard[0] and measured[-1] < measured[0]

    def killed(line: str):
        if line.startswith(("visemes: step 10 ", "curves: step 4 ")) and line not in stopped:
            stopped.append(line)
            raise KeyboardInterrupt

    stopped: list[str] = []
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            training.train_network(*people, **few, folder=tmp_path / "halves", say=killed)
    news.clear()
    resumed = training.train_network(*people, **few, folder=tmp_path / "halves", say=news.append)
    assert "curves: resuming at step 4" in news
    for name, tensor in resumed.state_dict().items():
        assert np.allclose(tensor.numpy(), through[name].numpy(), atol=1e-4), name


def test_the_opening_that_is_read_follows_what_was_seen(tmp_path):
    """The linear regression alone finds the one number, and has its range."""
    import torch

    from revive.training.mouth.network import VisemeNetwork

    seen = _seen()
    net = VisemeNetwork().eval()
    training.set_opening(net, seen)
    with torch.inference_mode():
        opening = net.opening(net._padded(torch.from_numpy(seen["heard"].astype(np.float32))))
    read = net._frames(opening.repeat(1, STEP, 1))[..., 0].numpy()
    known = ~np.isnan(seen["measures"][..., 0])
    true = seen["measures"][..., 0][known]
    assert np.corrcoef(read[known], true)[0, 1] > 0.9
    assert read[known].std() == pytest.approx(true.std(), rel=0.15)


def test_measures_are_compared_in_course_and_amount():
    import torch

    times = torch.arange(400) / RATE
    curves = torch.zeros(1, 400, len(CURVES))
    curves[..., 0] = 0.2 + 0.2 * torch.sin(7 * times)
    seen = curves @ torch.from_numpy(curve_measures())
    assert measure_loss(curves, seen).item() == pytest.approx(0, abs=1e-3)
    assert measure_loss(0.5 * curves, seen) > 0.02  # in time, and too little
    assert measure_loss(curves.roll(20, dims=1), seen) > 2 * measure_loss(0.5 * curves, seen)
    assert measure_loss(curves, torch.full_like(seen, torch.nan)) == 0


def test_pieces_are_heard_once_and_kept(tmp_path, monkeypatch):
    draw = np.random.default_rng(0)
    viseme = np.repeat(draw.integers(0, len(VISEMES), 30), 12).astype(np.int8)
    utterance = Utterance.spoken("made", draw.normal(-30, 10, (360, BANDS)).astype(np.float16), viseme)
    first = heard_samples([utterance], 3, tmp_path / "kept", seed=2, say=lambda line: None)
    assert first["heard"].shape == (3, FRAMES // STEP, WIDTH) and first["curves"].shape == (3, FRAMES, len(CURVES))
    monkeypatch.setattr(sampling, "augmented_sample", None)  # nothing is heard again
    again = heard_samples([utterance], 3, tmp_path / "kept", seed=2, say=lambda line: None)
    for name, part in first.items():
        assert np.array_equal(part, again[name], equal_nan=True)
    piece = crop(first, 1, 80, np.random.default_rng(3), step=STEP)
    place = int(np.flatnonzero((first["heard"][1] == piece["heard"][0]).all(axis=1))[0])
    assert np.array_equal(piece["viseme"], first["viseme"][1, STEP * place : STEP * place + 80])


def test_labels_follow_the_phonemes():
    """hibari's and the label's times: a vowel between two closures, silence at both ends."""
    vowel = np.random.default_rng(0).normal(0, 0.1, SAMPLE_RATE // 5)
    pause = np.zeros(SAMPLE_RATE // 5)
    sound = np.concatenate([pause, vowel, pause[: SAMPLE_RATE // 10], vowel, pause])
    timed = [("^", 0.2), ("ˈ", 0.05), ("ɑ", 0.25), ("p", 0.05), ("i", 0.15), (".", 0.2)]
    mel, viseme = label(sound.astype(np.float32), timed)
    names = [VISEMES[k] for k in viseme]
    assert len(mel) == len(viseme)
    assert names[5] == names[-5] == "silence"
    assert names[28] == "a" and names[45] == "p b m" and names[58] == "i"


def test_closures_and_frames_are_counted():
    import torch

    viseme = np.repeat([0, 1, 11, 1, 0], 10).astype(np.int8)
    heard = viseme.copy()
    heard[30:40] = 11  # one of the two closures is missed
    utterance = Utterance.spoken("made", np.zeros((50, BANDS), np.float16), viseme)
    logits = torch.eye(len(VISEMES))[torch.from_numpy(heard.astype(int))][None]
    figures = training.evaluate_visemes(lambda x: (logits, None), [utterance])
    assert figures == {"accuracy": 0.8, "lips recall": 0.5, "lips precision": 1.0, "silence precision": 1.0}
