"""The figures of a finished clip are those of the motion that was drawn in it."""

import json

import numpy as np
import pytest

from revive.__main__ import main
from revive.core.errors import UserError
from revive.face.expression_basis import gap_parting
from revive.face.tracking import Track
from revive.training.evaluate.clip import chatter, evaluate_clip
from revive.training.evaluate.motion import percentiles

FPS = 25.0


def tracked(gap: np.ndarray) -> Track:
    n = len(gap)
    return Track(FPS, np.ones(n, bool), np.zeros((n, 52)), gap, np.tile(np.eye(3), (n, 1, 1)), np.zeros((n, 2)),
                 np.full(n, 200.0))  # fmt: skip


@pytest.fixture(scope="module")
def figures(acted, smiling) -> dict:
    return evaluate_clip(acted.path, photo=smiling, say=lambda line: None)


def test_percentiles_are_of_the_values():
    assert percentiles(np.arange(101) / 100) == {"p5": 0.05, "p50": 0.5, "p95": 0.95}
    assert percentiles(np.zeros(0)) is None


def test_lips_that_tremble_chatter():
    times = np.arange(100) / FPS
    calm = 0.1 + 0.1 * np.sin(2 * np.pi * 3 * times)
    noise = 0.02 * np.random.default_rng(0).standard_normal(100)
    quiet, trembling = chatter(tracked(calm)), chatter(tracked(calm + noise))
    assert quiet is not None and trembling is not None and trembling > 1.3 * quiet
    assert chatter(tracked(np.full(100, 0.1))) is None


def test_pictures_without_a_face_do_not_chatter():
    times = np.arange(100) / FPS
    track = tracked(0.1 + 0.1 * np.sin(2 * np.pi * 3 * times))
    whole = chatter(track)
    track.seen[40:45] = False
    track.gap[40:45] = 0
    assert chatter(track) == pytest.approx(whole, rel=0.1)


@pytest.mark.slow
def test_the_mouth_is_that_of_the_motion(figures, acted):
    asked = acted.motion.scores @ gap_parting() * (1 - acted.motion.closure)
    assert figures["faces_found"] == figures["frames"] == len(acted.motion)
    assert figures["gap"]["p95"] == pytest.approx(np.percentile(asked, 95), rel=0.2)
    assert figures["gap"]["p5"] < 0.03  # the lips meet between the vowels
    assert figures["gap_speaking"]["p50"] > figures["gap"]["p50"]
    assert figures["r_loudness"] > 0.7  # the hum is as loud as the mouth is open
    assert figures["silence_openness"] < 0.1


@pytest.mark.slow
def test_blinks_and_head_are_those_of_the_motion(figures, acted):
    seconds = len(acted.motion) / FPS
    assert figures["blinks_per_minute"] == pytest.approx(2 * 60 / seconds, abs=0.1)
    turned = acted.motion.rotation
    # a jerk of a seventh of a second is smoothed, and the tracker sees less of a turn than was drawn
    assert 0.5 < figures["head_range"] / turned.std(axis=0).sum() < 1.1
    assert 0.4 < figures["head_speed"] / (np.linalg.norm(np.diff(turned, axis=0), axis=1).mean() * FPS) < 1.1


@pytest.mark.slow
def test_whose_face_it_is(figures, acted, hopper):
    assert figures["identity"]["of"] == "photograph" and figures["identity"]["lowest"] > 0.6
    other = evaluate_clip(acted.path, photo=hopper, say=lambda line: None)["identity"]
    assert other["p50"] < 0.363 < figures["identity"]["p50"]


@pytest.mark.slow
def test_a_silent_film_has_no_figures_of_sound(still, ffmpeg, tmp_path, capsys):
    mute = ffmpeg("-i", still.path, "-an", tmp_path / "mute.mp4")
    assert main(["evaluate", "clip", str(mute), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert all(figures[name] is None for name in ("gap_speaking", "silence_openness", "r_loudness", "r_visemes"))
    assert figures["gap"]["p95"] < 0.03 and figures["blinks_per_minute"] == 0
    assert figures["identity"]["of"] == "first picture" and figures["identity"]["lowest"] > 0.9


@pytest.mark.slow
def test_what_is_no_film_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(UserError, match="no film called"):
        evaluate_clip(tmp_path / "nothing.mp4", say=lambda line: None)
