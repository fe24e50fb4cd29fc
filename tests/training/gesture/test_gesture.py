"""Gestures are taught: synthetic ones mean what their words say, tracks are read, and a training resumes."""

import dataclasses

import numpy as np
import pytest

from revive.motion.conditioning import CHANNELS, INPUTS, SCALE
from revive.motion.gesture_diffusion import LENGTH
from revive.training.common import training_loop
from revive.training.gesture import train as training
from revive.training.gesture.real import describe, gesture_of
from revive.training.mouth.synthetic_speech import Utterance


@pytest.fixture(scope="module")
def utterances() -> list[Utterance]:
    """Babble: four syllables a second in two bursts."""
    times = np.arange(400) / 100
    level = np.where((times > 0.5) & (times < 3.2), -12 + 10 * np.sin(2 * np.pi * 4 * times), -90)
    mel = np.repeat(level[:, None], 64, axis=1).astype(np.float16)
    return [Utterance.spoken("babble", mel, np.zeros(400, np.int8))]


@pytest.fixture(scope="module")
def gestures(utterances):
    return training.synthetic_gestures(utterances, 60, seed=3)


def column(gesture, name: str) -> np.ndarray:
    return gesture.channels[:, CHANNELS.index(name)] * SCALE[CHANNELS.index(name)]


def test_gestures_show_what_their_words_say(gestures):
    def mean(name, *words):
        rows = [column(x, name).mean() for x in gestures if any(w in x.words for w in words)]
        return np.mean(rows) if rows else None

    for gesture in gestures:
        assert gesture.channels.shape == (250, len(CHANNELS)) and gesture.conditioning.shape == (250, len(INPUTS))
        assert np.isfinite(gesture.channels).all() and gesture.words
    assert {x.conditioning[0, -1] for x in gestures} == {1.0}
    down = mean("gaze down", "looking down", "eyes lowered", "lowered gaze", "downcast")
    assert down is None or down > np.mean([column(x, "gaze down").mean() for x in gestures]) + 0.05


def test_the_same_seed_lays_out_the_same(utterances):
    first, again = (training.synthetic_gestures(utterances, 1, seed=5)[0] for _ in range(2))
    assert np.array_equal(first.channels, again.channels) and first.words == again.words


def test_a_mirrored_gesture_turns_the_other_way(gestures):
    channels = gestures[0].channels
    turned = training.mirrored(channels)
    assert np.array_equal(turned[:, CHANNELS.index("yaw")], -channels[:, CHANNELS.index("yaw")])
    assert np.array_equal(turned[:, CHANNELS.index("pitch")], channels[:, CHANNELS.index("pitch")])
    left, right = CHANNELS.index("mouthSmileLeft"), CHANNELS.index("mouthSmileRight")
    assert np.array_equal(turned[:, left], channels[:, right])
    assert np.array_equal(training.mirrored(turned), channels)


def test_tracks_are_described_by_what_they_show():
    channels = np.zeros((200, len(CHANNELS)), np.float32)
    channels[:, [CHANNELS.index(f"mouthSmile{side}") for side in ("Left", "Right")]] = 0.6
    channels[:, CHANNELS.index("browInnerUp")] = 0.5
    words = describe(channels)
    assert "smiling broadly" in words and "eyebrows raised" in words and "frowning" not in words


def test_a_tracked_clip_becomes_a_gesture(tmp_path):
    frames = 200
    pose = np.tile(np.eye(4, dtype=np.float32), (frames, 1, 1))
    for i in range(frames):
        angle = np.radians(6 * np.sin(i / 12))
        pose[i, :2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    points = np.random.default_rng(0).uniform(0, 380, (478, 3))
    folder = tmp_path / "clip90"
    folder.mkdir()
    np.savez(
        folder / "tracks.npz", landmarks=np.repeat(points[None], frames, axis=0), pose=pose, fps=25.0,
        blendshapes=np.zeros((frames, 52), np.float32), valid=np.ones(frames, bool), frames=np.arange(frames),
    )  # fmt: skip
    gesture = gesture_of(folder)
    assert gesture.channels.shape == (frames, len(CHANNELS))
    assert np.ptp(column(gesture, "roll")) == pytest.approx(12, rel=0.2)
    assert gesture.known[CHANNELS.index("mouthFunnel")] == 0 and gesture.known[CHANNELS.index("yaw")] == 1
    assert not gesture.conditioning.any()  # nothing is said, and nobody knows what is felt


@pytest.mark.slow
def test_one_batch_is_learned_and_gradients_reach_everything(gestures):
    import torch

    from revive.motion.gesture_network import GestureNetwork

    torch.manual_seed(0)
    net = GestureNetwork((16, 16, 24))
    torch.nn.init.normal_(net.last.second.weight, 0, 0.02)
    vectors = training.embedded([x.words for x in gestures[:6]])
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    losses = []
    for _ in range(25):
        loss = training.denoising_loss(net, gestures[:6], vectors, np.random.default_rng(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.9 * losses[0]
    for name, parameter in net.named_parameters():
        assert parameter.grad is not None and torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.slow
def test_training_goes_on_after_a_kill(gestures, tmp_path, monkeypatch):
    monkeypatch.setattr(training_loop, "CHECKPOINT_EVERY", 2)
    monkeypatch.setattr(training, "_BATCH", 2)
    news: list[str] = []
    few = gestures[:4]
    through = training.train_network(
        few, [], steps=4, seed=1, checkpoint=tmp_path / "whole", say=news.append
    ).state_dict()

    def killed(line: str):
        if "step 2 of" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        training.train_network(few, [], steps=4, seed=1, checkpoint=tmp_path / "halves", say=killed)
    resumed = training.train_network(
        few, [], steps=4, seed=1, checkpoint=tmp_path / "halves", say=news.append
    ).state_dict()
    assert "resuming at step 2" in news
    for name, tensor in resumed.items():
        assert np.allclose(tensor.numpy(), through[name].numpy(), atol=1e-5), name


def test_unknown_channels_teach_nothing(gestures):
    import torch

    from revive.motion.gesture_network import GestureNetwork

    torch.manual_seed(0)
    net = GestureNetwork((16, 16, 24)).eval()
    known = np.zeros(len(CHANNELS), np.float32)
    known[:3] = 1
    one = dataclasses.replace(gestures[0], known=known)
    other = dataclasses.replace(one, channels=one.channels + np.where(known, 0, 5).astype(np.float32))
    vectors = training.embedded([one.words])
    torch.nn.init.zeros_(net.enter.weight)  # what it sees must not matter here
    first, second = (training.denoising_loss(net, [x], vectors, np.random.default_rng(1)).item() for x in (one, other))
    assert first == pytest.approx(second, rel=1e-5)


def test_gestures_are_longer_than_a_window(gestures):
    assert min(len(x.channels) for x in gestures) >= LENGTH
