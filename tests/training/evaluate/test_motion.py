"""The figures of a talking film mean what they say."""

import json

import numpy as np
import pytest

from revive import Brief, make_clip
from revive.__main__ import main
from revive.core.errors import UserError
from revive.face.tracking import Track
from revive.training.evaluate.motion import closures_hit, compare, evaluate_motion

pytestmark = pytest.mark.slow

FPS = 25.0


def opening(count=200) -> np.ndarray:
    times = np.arange(count) / FPS
    return np.maximum(0.1 + 0.1 * np.sin(9 * times) + 0.08 * np.sin(23 * times), 0)


def tracked(gap: np.ndarray) -> Track:
    n = len(gap)
    return Track(FPS, np.ones(n, bool), np.zeros((n, 52)), gap, np.tile(np.eye(3), (n, 1, 1)), np.zeros((n, 2)),
                 np.full(n, 200.0))  # fmt: skip


def test_a_perfect_prediction():
    gap = opening()
    gap -= np.percentile(gap, 10)
    figures = compare(np.maximum(gap, 0), tracked(gap), np.zeros(len(gap), bool))
    assert figures["r"] == pytest.approx(1) and figures["lag_ms"] == 0 and figures["mae"] == 0
    assert figures["silence_openness"] is None
    shuffled = figures["shuffled_r"]
    assert shuffled is not None and abs(shuffled) < 0.4


@pytest.mark.parametrize("frames", [-4, 3])
def test_a_late_prediction_has_a_positive_lag(frames):
    gap = opening()
    figures = compare(np.roll(gap, frames), tracked(gap), np.zeros(len(gap), bool))
    assert figures["lag_ms"] == pytest.approx(1000 * frames / FPS)
    assert figures["r"] is not None and figures["r"] < 0.95


def test_openness_in_silence_is_of_the_range():
    predicted = np.concatenate([np.full(50, 0.02), np.full(150, 0.2)])
    figures = compare(predicted, tracked(opening()), np.arange(200) < 50)
    assert figures["silence_openness"] == pytest.approx(0.1)


def test_closures_are_hit_within_80_ms():
    predicted = np.full(100, 0.2)
    predicted[[20, 60]] = 0.0
    there = (np.array([20, 60]) + 0.5) / FPS
    assert closures_hit(predicted, there, FPS) == 1
    assert closures_hit(predicted, there + 0.07, FPS) == 1
    assert closures_hit(predicted, there + 0.2, FPS) == 0
    assert closures_hit(predicted, np.zeros(0), FPS) is None


def test_a_clip_of_our_own_agrees_with_its_sound(hopper, tmp_path, capsys):
    """It was drawn from the motion that is predicted again; other places of the sound do not fit."""
    words = "Are you all far from the farm? Mama and papa are."
    brief = Brief(
        photo=hopper, prompt="neutral", words=words, relation="a test", basis="agreed", adult=True, size=256, seed=3,
        captions=False, head_motion=0.0, refine=False, out=tmp_path / "clip.mp4",
    )  # fmt: skip
    make_clip(brief)
    capsys.readouterr()
    assert main(["evaluate", "motion", "--clip", str(brief.out), "--transcript", words, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {
        "r", "lag_ms", "mae", "silence_openness", "closures_hit", "shuffled_r", "tracked_gap", "predicted_gap",
        "frames",
    }  # fmt: skip
    assert figures["tracked_gap"]["p95"] == pytest.approx(figures["predicted_gap"]["p95"], rel=0.35)
    assert figures["r"] > 0.7 and abs(figures["lag_ms"]) <= 40
    assert abs(figures["shuffled_r"]) < 0.35
    assert figures["silence_openness"] is None or figures["silence_openness"] < 0.05
    assert figures["closures_hit"] >= 0.5  # by its sound alone; typed words: test_alignment


def test_a_silent_film_is_refused_in_one_sentence(acted, ffmpeg, tmp_path):
    mute = ffmpeg("-i", acted.path, "-an", tmp_path / "mute.mp4")
    with pytest.raises(UserError, match="Nobody is heard"):
        evaluate_motion(mute, say=lambda line: None)
