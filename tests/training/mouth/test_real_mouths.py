"""Real people teach the mouth: their tracks are read, sound and picture are laid upon one another, strangers followed.

The last needs the tracked clips, which are no part of the project; where they are not at hand it is skipped.
"""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from revive.motion.viseme_recogniser import load_viseme_network, reader
from revive.motion.visemes import CURVES
from revive.training.mouth import offsets
from revive.training.mouth.baselines import compare_talkers
from revive.training.mouth.lip_measures import MEASURES, USUAL, curve_measures
from revive.training.mouth.real_mouths import real_mouths

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[4] / "shared" / "data"
EYES = ((33, -10), (133, 10), (263, 110), (362, 90))  # points, and their place: two eyes, a hundred pixels apart


def _write_clip(folder: Path, sound: np.ndarray, gap: np.ndarray, valid: np.ndarray) -> None:
    """A clip whose lips part by `gap` eye distances, 25 pictures a second; the jaw follows, and the corners draw in."""
    points = np.random.default_rng(0).normal(0, 0.01, (len(gap), 478, 3))
    for point, place in EYES:
        points[:, point, 0] = place
    points[:, 168, 1], points[:, 2, 1] = 0, 60
    for lower in (87, 14, 317):
        points[:, lower, 1] = 100 * gap
    points[:, 152, 1] = 120 + 50 * gap
    points[:, 78, 0], points[:, 308, 0] = 20 + 20 * gap, 80 - 20 * gap
    folder.mkdir(parents=True)
    np.savez(folder / "tracks.npz", landmarks=points, valid=valid, fps=25.0)
    soundfile.write(folder / "audio.flac", sound, 16000)


def test_a_tracked_clip_becomes_an_utterance(tmp_path):
    frames = 100
    gap = 0.1 + 0.1 * np.sin(np.arange(frames) / 3)
    valid = np.ones(frames, bool)
    valid[50] = False
    _write_clip(tmp_path / "talking" / "clip00", np.zeros(16000 * 4), gap, valid)
    (utterance,) = real_mouths(tmp_path, {"clip00": 0.08}, ("clip00",))
    assert len(utterance.mel) == 400 and utterance.measures.shape == (400, len(MEASURES))
    assert (utterance.viseme == -1).all() and utterance.curves.shape == (400, len(CURVES))
    measures = utterance.measures.astype(float)
    assert np.isnan(measures[:, 0]).mean() < 0.08 and np.isnan(measures[210]).all()
    times = (np.arange(400) + 0.5) / 100
    known = ~np.isnan(measures[:, 0])
    expected = np.interp(times - 0.08, (np.arange(frames) + 0.5) / 25, gap)  # the picture was ahead of the sound
    opening, width, jaw = measures[known].T
    assert np.corrcoef(opening, expected[known])[0, 1] > 0.99
    assert np.percentile(opening, 95) == pytest.approx(USUAL[0], rel=0.1)
    assert np.corrcoef(jaw, expected[known])[0, 1] > 0.99 and np.corrcoef(width, expected[known])[0, 1] < -0.99
    assert width.std() == pytest.approx(USUAL[1], rel=0.1)


def test_the_curves_move_the_measures_as_their_names_say():
    table = dict(zip(CURVES, curve_measures(), strict=True))
    opening, width, jaw = (dict(zip(CURVES, column, strict=True)) for column in curve_measures().T)
    assert max(opening, key=opening.__getitem__) == max(jaw, key=jaw.__getitem__) == "jawOpen"
    assert max(width, key=width.__getitem__) in ("mouthStretch…", "mouthSmile…")
    assert table["mouthPucker"][1] < -0.05 and table["mouthFunnel"][1] < -0.05


def test_films_are_laid_upon_their_sounds(tmp_path):
    """Noise that swells as the mouth opens; one film has its picture 120 ms before its sound."""
    names, ahead = [f"clip{n:02d}" for n in range(4)], {"clip02": 3}
    for number, name in enumerate(names):
        draw = np.random.default_rng(number)
        course = np.convolve(draw.random(200) < 0.12, np.hanning(7), "same").clip(0, 1)
        loud = np.interp(np.arange(16000 * 8) / 16000, (np.arange(200) + 0.5) / 25, course)
        sound = (0.005 + 0.2 * loud) * draw.normal(0, 1, len(loud))
        gap = 0.02 + 0.15 * np.roll(course, -ahead.get(name, 0))
        _write_clip(tmp_path / "talking" / name, sound.clip(-1, 1), gap, np.ones(200, bool))
    found = offsets.find_offsets(tmp_path, tuple(names))
    assert sum(found.values()) == pytest.approx(0, abs=0.01)
    others = np.mean([found[name] for name in names if name not in ahead])
    assert found["clip02"] - others == pytest.approx(0.12, abs=0.03)


@pytest.mark.skipif(not (DATA / "talking").is_dir(), reason="the tracked clips are not at hand")
def test_the_mouth_follows_strangers_better_than_loudness_and_regression():
    figures = compare_talkers(reader(load_viseme_network()), DATA)
    assert figures["mouth"] > max(figures["loudness"], figures["ridge"]) + 0.15
    assert figures["in step"] > 0.7
    assert abs(figures["shuffled"]) < 0.3
