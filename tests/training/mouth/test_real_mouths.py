"""Real people teach the mouth: their tracks are read, and strangers are followed better than by loudness.

The last needs the tracked clips, which are no part of the project; where they are not at hand it is skipped.
"""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from revive.motion.viseme_recogniser import load_viseme_network
from revive.motion.visemes import CURVES
from revive.training.mouth.baselines import compare_talkers
from revive.training.mouth.real_mouths import USUAL, real_mouths

DATA = Path(__file__).parents[3] / "shared" / "data"


def test_a_tracked_clip_becomes_an_utterance(tmp_path):
    frames = 100
    gap = 0.1 + 0.1 * np.sin(np.arange(frames) / 3)
    points = np.zeros((frames, 478, 3))
    points[:, [33, 133], 0] = (-10, 10)  # two eyes, a hundred pixels apart
    points[:, [263, 362], 0] = (110, 90)
    for lower in (87, 14, 317):
        points[:, lower, 1] = 100 * gap
    folder = tmp_path / "talking" / "clip00"
    folder.mkdir(parents=True)
    valid = np.ones(frames, bool)
    valid[50] = False
    np.savez(folder / "tracks.npz", landmarks=points, valid=valid, fps=25.0)
    soundfile.write(folder / "audio.flac", np.zeros(16000 * 4), 16000)
    (utterance,) = real_mouths(tmp_path, ("clip00",))
    assert len(utterance.mel) == len(utterance.opening) == 400
    assert (utterance.viseme == -1).all() and utterance.curves.shape == (400, len(CURVES))
    opening = utterance.opening.astype(float)
    assert np.isnan(opening).mean() < 0.05 and np.isnan(opening[202])
    times = (np.arange(400) + 0.5) / 100
    known = ~np.isnan(opening)
    expected = np.interp(times, (np.arange(frames) + 0.5) / 25, gap)
    assert np.corrcoef(opening[known], expected[known])[0, 1] > 0.99
    assert np.nanpercentile(opening, 95) == pytest.approx(USUAL, rel=0.1)


@pytest.mark.skipif(not (DATA / "talking").is_dir(), reason="the tracked clips are not at hand")
def test_the_mouth_follows_strangers_better_than_loudness_and_regression():
    figures = compare_talkers(load_viseme_network(), DATA)
    assert figures["mouth"] > max(figures["loudness"], figures["ridge"])
    assert abs(figures["shuffled"]) < 0.25
