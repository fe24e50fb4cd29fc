"""Gestures are taught: synthetic ones mean what their words say, tracks are read, and a training resumes."""

import dataclasses

import numpy as np
import pytest

from revive.direction.moments import MOMENTS
from revive.motion.conditioning import CHANNELS, FEELING, INPUTS, RATE, SCALE
from revive.motion.gesture_diffusion import LENGTH
from revive.motion.prosody import Prosody, Stress
from revive.training.common import training_loop
from revive.training.gesture import train as training
from revive.training.gesture.emotion_table import expression_of
from revive.training.gesture.real import MOST_SPEED, at_tempo, describe, gesture_of, shares_of, within_range
from revive.training.gesture.sample import SpeechCourse
from revive.training.gesture.synthetic_head import nods


@pytest.fixture(scope="module")
def babble() -> list[SpeechCourse]:
    """Four syllables a second for three seconds."""
    times = np.arange(400) / 100
    level = np.where((times > 0.5) & (times < 3.2), -12 + 10 * np.sin(2 * np.pi * 4 * times), -90)
    return [SpeechCourse(level, np.full(400, np.nan))]


@pytest.fixture(scope="module")
def gestures(babble):
    return training.synthetic_gestures(babble, 60, seed=3)


def column(gesture, name: str) -> np.ndarray:
    return gesture.channels[:, CHANNELS.index(name)] * SCALE[CHANNELS.index(name)]


def test_gestures_show_what_their_words_say(gestures):
    def mean(name, *words):
        rows = [column(x, name).mean() for x in gestures if any(w in x.words for w in words)]
        return np.mean(rows) if rows else None

    for gesture in gestures:
        assert gesture.channels.shape == (250, len(CHANNELS)) and gesture.conditioning.shape == (250, len(INPUTS))
        assert np.isfinite(gesture.channels).all() and gesture.words
    assert {x.conditioning[0, FEELING.stop - 1] for x in gestures} == {1.0}
    down = mean("gaze down", "looking down", "eyes lowered", "lowered gaze", "downcast")
    assert down is None or down > np.mean([column(x, "gaze down").mean() for x in gestures]) + 0.05


def test_a_nod_is_lowest_after_its_stress():
    """As on tracked speakers, whose heads go down in the third of a second after a stressed syllable."""
    stresses = tuple(Stress(moment, 1.0) for moment in np.arange(1.0, 59, 2.0))
    prosody = Prosody(60.0, np.ones(6000, np.float32), np.zeros(6000, np.float32), ((0.5, 59.5),), stresses)
    times = (np.arange(1500) + 0.5) / RATE
    pitch = nods(times, prosody, expression_of("neutral", 0), 1.0, np.random.default_rng(0))
    later = np.array([np.mean([np.interp(s.time + away, times, pitch) for s in stresses]) for away in (0, 0.3, 0.9)])
    assert later[1] > later[0] + 0.5 and later[1] > later[2] + 0.5  # degrees


def test_a_head_is_laid_on_the_range_of_a_photograph(gestures):
    one = gestures[0]
    wild = dataclasses.replace(one, channels=np.where(np.arange(len(CHANNELS)) < 3, 8, 1) * one.channels)
    calm = within_range(wild)
    head = calm.channels[:, :3] * SCALE[:3]
    assert np.linalg.norm(np.diff(head, axis=0), axis=1).mean() * RATE <= MOST_SPEED * 1.001
    assert np.corrcoef(calm.channels[:, 0], wild.channels[:, 0])[0, 1] > 0.999
    assert np.allclose(calm.channels[:, 3:], wild.channels[:, 3:], atol=1e-6)
    assert np.allclose(within_range(calm).channels, calm.channels, atol=1e-5)


def test_a_faster_gesture_keeps_to_its_speech(gestures):
    one = gestures[0]
    marked = one.channels.copy()
    marked[:, 0] = one.conditioning[:, 1]  # the head does what the loudness does
    fast = at_tempo(dataclasses.replace(one, channels=marked), 1.25)
    assert len(fast.channels) == len(fast.conditioning) == pytest.approx(len(marked) / 1.25, abs=1)
    assert np.allclose(fast.channels[:, 0], fast.conditioning[:, 1], atol=1e-5)
    assert fast.channels[-1, 0] == pytest.approx(marked[-1, 0], abs=0.2)


def test_half_of_what_is_drawn_of_people_speaks(gestures):
    told = np.zeros_like(gestures[0].conditioning)
    silent = dataclasses.replace(gestures[0], conditioning=told)
    shares = shares_of([*gestures[:3], silent])
    assert shares.sum() == pytest.approx(1) and shares[3] == pytest.approx(0.5)


def test_the_same_seed_lays_out_the_same(babble):
    first, again = (training.synthetic_gestures(babble, 1, seed=5)[0] for _ in range(2))
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
    assert not gesture.conditioning[:, : FEELING.stop].any()  # nothing is said, and nobody knows what is felt
    told = gesture.conditioning[:, FEELING.stop :]
    assert told[:, MOMENTS.index("tilt")].max() > 0.8 and not told[:, MOMENTS.index("smile")].any()


@pytest.mark.slow
def test_one_batch_is_learned_and_gradients_reach_everything(gestures):
    import torch

    from revive.training.gesture.network import GestureNetwork

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
    monkeypatch.setattr(training, "_SILENT", 1)
    news: list[str] = []
    few = gestures[:4]
    through = training.train_network(
        few, [], few, steps=4, seed=1, checkpoint=tmp_path / "whole", say=news.append
    ).state_dict()

    def killed(line: str):
        if "step 2 of" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        training.train_network(few, [], few, steps=4, seed=1, checkpoint=tmp_path / "halves", say=killed)
    resumed = training.train_network(
        few, [], few, steps=4, seed=1, checkpoint=tmp_path / "halves", say=news.append
    ).state_dict()
    assert "resuming at step 2" in news
    for name, tensor in resumed.items():
        assert np.allclose(tensor.numpy(), through[name].numpy(), atol=1e-5), name


def test_unknown_channels_teach_nothing(gestures):
    import torch

    from revive.training.gesture.network import GestureNetwork

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


def test_silent_gestures_show_the_moments_they_are_told():
    rows = training.silent_gestures(40, seed=5)
    shown = {"smile": "mouthSmileLeft", "laugh": "jawOpen", "close-eyes": "eyeBlink…"}
    for name, channel in shown.items():
        there = [row.conditioning[:, FEELING.stop + MOMENTS.index(name)] > 0.4 for row in rows]
        inside = np.concatenate([column(row, channel)[on] for row, on in zip(rows, there, strict=True)])
        outside = np.concatenate([column(row, channel)[~on] for row, on in zip(rows, there, strict=True)])
        assert len(inside) > 100 and inside.mean() > outside.mean() + 0.05
    quiet = [row for row in rows if not row.conditioning[:, FEELING.stop :].any()]
    assert quiet and max(np.abs(column(row, "yaw")).max() for row in quiet) < 6


def test_earlier_weights_change_nothing_at_first(tmp_path):
    """New inputs and channels begin at 0: the old channels come out as they did."""
    import torch
    from safetensors.torch import save_file

    from revive.training.gesture.network import GestureNetwork

    torch.manual_seed(0)
    net = GestureNetwork()
    weights = net.state_dict()
    jaw, inputs = len(CHANNELS) - 1, len(INPUTS) - len(MOMENTS)
    first = weights["enter.weight"]
    before = dict(weights) | {
        "enter.weight": torch.cat([first[:, :jaw], first[:, jaw + 1 : jaw + 1 + inputs]], dim=1),
        "leave.weight": weights["leave.weight"][:jaw], "leave.bias": weights["leave.bias"][:jaw],
    }  # fmt: skip
    save_file({name: tensor.contiguous() for name, tensor in before.items()}, tmp_path / "before.safetensors")
    wide = training.widened(tmp_path / "before.safetensors", net)
    assert wide.keys() == weights.keys() and all(wide[name].shape == weights[name].shape for name in weights)
    assert not wide["enter.weight"][:, -len(MOMENTS) :].any() and not wide["leave.weight"][jaw].any()
    assert torch.equal(wide["enter.weight"][:, :jaw], first[:, :jaw])
    assert torch.equal(
        wide["enter.weight"][:, len(CHANNELS) : len(CHANNELS) + inputs], first[:, jaw + 1 : jaw + 1 + inputs]
    )
