"""What recordings say about a voice, kept in a file, said in words and drawn."""

import argparse
import dataclasses
import json
import re

import numpy as np
import pytest
from PIL import Image

from revive.commands import voice_features
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from revive.voice.description import describe
from revive.voice.features import VoiceFeatures, measure_voice
from revive.voice.plot import plot_voice
from tests.answers import ANSWERS
from tests.voice.vowels import FORMANTS, RATE, babble, silence, vowel, write


@pytest.fixture(scope="session")
def said(tmp_path_factory):
    """A recording of a babble of four syllables a second at 140 Hz, with a pause."""
    path = tmp_path_factory.mktemp("said") / "said.flac"
    return write(path, silence(0.5), babble(4.0, 8), silence(0.6), babble(4.0, 8), silence(0.5))


@pytest.fixture(scope="session")
def features(said):
    return measure_voice([said])


def run(*arguments) -> int:
    parser = argparse.ArgumentParser()
    voice_features.add(parser.add_subparsers())
    options = parser.parse_args(["features", *map(str, arguments), *ANSWERS])
    return options.run(options)


@pytest.mark.slow
def test_figures_are_those_of_the_voice(features):
    assert features.pitch_hz == pytest.approx(140, rel=0.01)
    assert features.pitch_range_semitones < 0.5 and abs(features.declination) < 0.2
    assert features.formants_hz == pytest.approx(FORMANTS[:4], rel=0.08)
    assert features.articulation_rate == pytest.approx(4, rel=0.12)
    assert features.pause_seconds == pytest.approx(0.6, abs=0.1)
    assert features.seconds == pytest.approx(4.6, abs=0.1) and features.speech_seconds == pytest.approx(4, abs=0.1)
    assert 15 < features.tract_cm < 20 and features.above_room_db > 30
    assert np.linalg.norm(features.embedding) == pytest.approx(1, abs=0.01)


@pytest.mark.slow
def test_a_brighter_voice_has_less_tilt(features, tmp_path):
    dull = vowel(140.0, 2.0)
    bright = np.diff(dull, prepend=0.0)
    dark, light = (measure_voice([write(tmp_path / f"{n}.wav", s)]) for n, s in enumerate((dull, 8 * bright)))
    assert light.tilt_db_per_octave == pytest.approx(dark.tilt_db_per_octave + 6, abs=1)
    assert light.centroid_hz > 1.2 * dark.centroid_hz


@pytest.mark.slow
def test_one_file_keeps_them(features, tmp_path):
    features.save(tmp_path / "voice.json")
    assert VoiceFeatures.load(tmp_path / "voice.json") == features
    assert [path.name for path in tmp_path.iterdir()] == ["voice.json"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        {"pitch_hz": "120"},
        {"pitch_hz": None},
        {"pitch_hz": True},
        {"hnr_db": float("nan")},
        {"mfcc_mean": [0.0] * 12},
        {"embedding": "x" * 256},
        {"kind": "something else"},
        {"version": 2},
        {"more": 1},
    ],
    ids=str,
)
def test_a_foreign_file_is_refused(features, tmp_path, change):
    path = tmp_path / "voice.json"
    features.save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(UserError, match="no figures of a voice"):
        VoiceFeatures.load(path)


@pytest.mark.parametrize("text", ["", "[]", "[" * 100_000, "\x00\xff", "{}", " " * 2_000_000])
def test_what_is_no_such_file_is_refused(tmp_path, text):
    path = tmp_path / "voice.json"
    with pytest.raises(UserError):
        VoiceFeatures.load(path)
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UserError):
        VoiceFeatures.load(path)


@pytest.mark.slow
def test_recordings_without_a_voice_are_refused(tmp_path):
    noise = np.random.default_rng(0).normal(0, 0.1, 2 * RATE)
    with pytest.raises(UserError, match="Hardly any voice"):
        measure_voice([write(tmp_path / "noise.wav", noise)])
    with pytest.raises(UserError, match="Hardly any voice"):
        measure_voice([write(tmp_path / "silence.wav", silence(2))])
    with pytest.raises(UserError, match="choose a recording"):
        measure_voice([])


@pytest.mark.slow
def test_it_can_be_stopped(said):
    progress = Progress(lambda report: progress.cancel() if report.fraction > 0.2 else None)
    with pytest.raises(Cancelled):
        measure_voice([said], progress=progress)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "en", "zh"),
    [
        ({"pitch_hz": 95.0}, "low", "低沉"),
        ({"pitch_hz": 260.0}, "high", "高"),
        ({"pitch_range_semitones": 4.0}, "calm", "平静"),
        ({"pitch_range_semitones": 13.0}, "lively", "生动"),
        ({"tilt_db_per_octave": -11.0}, "mellow", "醇厚"),
        ({"tilt_db_per_octave": -3.0}, "bright", "明亮"),
        ({"articulation_rate": 2.8}, "unhurried", "从容"),
        ({"articulation_rate": 5.5}, "quick", "轻快"),
        ({"pause_share": 0.4}, "time between the phrases", "停顿较长"),
        ({"hnr_db": 7.0}, "a little breathy", "略带气声"),
        ({"jitter_percent": 3.0}, "a little husky", "略带沙哑"),
    ],
    ids=str,
)
def test_words_for_a_voice(features, change, en, zh):
    plain = dataclasses.replace(
        features, pitch_hz=150.0, pitch_range_semitones=8.0, tilt_db_per_octave=-7.0, articulation_rate=4.0,
        pause_share=0.1, hnr_db=14.0, jitter_percent=1.2, above_room_db=40.0,
    )  # fmt: skip
    said = describe(plain)
    assert said.text("en") == "A medium-pitched voice, about 150 Hz, at an even pace."
    assert said.text("zh") == "嗓音高低适中，约 150 赫兹，语速平稳。"
    words = describe(dataclasses.replace(plain, **change))
    assert re.search(rf"\b{en}\b", str(words)) and zh in words.text("zh")
    assert str(words) != str(describe(plain))


@pytest.mark.slow
def test_noise_in_the_recording_is_not_called_breath(features):
    noisy = dataclasses.replace(features, hnr_db=3.0, jitter_percent=5.0, above_room_db=10.0)
    assert not re.search("breathy|husky", str(describe(noisy)))


@pytest.mark.slow
def test_it_is_drawn(said, features, tmp_path):
    for language in ("en", "zh"):
        plot_voice(said, tmp_path / f"{language}.png", sentence=str(describe(features)), language=language)
    with Image.open(tmp_path / "en.png") as english, Image.open(tmp_path / "zh.png") as chinese:
        assert english.format == "PNG" and english.size == chinese.size == (1200, 864)
        colours = np.asarray(english.convert("RGB")).reshape(-1, 3)
        assert (np.asarray(english) != np.asarray(chinese)).any()
    paper = (colours == (0xFD, 0xFB, 0xF8)).all(1).mean()
    assert 0.4 < paper < 0.95
    assert len(list(tmp_path.iterdir())) == 2


def test_a_plot_that_cannot_be_written_is_refused_at_once(tmp_path):
    for out in ("a.txt", "no/such/a.png"):
        with pytest.raises(UserError):
            run(tmp_path / "nothing.wav", "--plot", tmp_path / out)


@pytest.mark.slow
def test_the_command_tells_draws_and_keeps(said, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert run(said, "--json", "--plot", tmp_path / "a.png", "--out", tmp_path / "a.json") == 0
    told = json.loads(capsys.readouterr().out)
    kept = VoiceFeatures.load(tmp_path / "a.json")
    assert told.pop("sentence")["en"] == str(describe(kept))
    assert told == kept.as_json()
    assert (tmp_path / "a.png").is_file()
