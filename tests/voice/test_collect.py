"""A tape with everything on it becomes the voice of one person."""

from __future__ import annotations

import argparse
import json

import numpy as np
import pytest
import soundfile

from revive.commands import voice_clean
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from revive.listening.speaker import similarity
from revive.voice.collect import collect_voice
from tests.answers import ANSWERS, FAMILY
from tests.voice.sounds import RATE, at, embedding, hiss, music, other_voice, silence, song, voice, write


@pytest.fixture(scope="module")
def tape(tmp_path_factory):
    """Music, a woman, somebody else, the woman again for two seconds; hiss 15 dB beneath all of it."""
    sound = np.concatenate(
        [music(3), silence(1), voice(0), silence(1), other_voice(1)[: 3 * RATE], silence(1), voice(1)[: 2 * RATE]]
    )
    return write(tmp_path_factory.mktemp("tapes") / "tape.wav", at(15, sound, hiss(len(sound))))


@pytest.fixture(scope="module")
def collected(tape):
    return collect_voice([tape], tape.with_name("voice.wav"), consent=FAMILY)


@pytest.mark.slow
def test_the_one_heard_longest_is_kept_clean_and_level(collected):
    (file,) = collected.files
    said = len(voice(0)) / RATE + 2
    assert 0.8 * said < file.kept < 1.05 * said
    assert 2 < file.others < 3.5
    assert 2.5 < file.music < 3.5
    assert abs(file.kept + file.others + file.music + file.silence + file.noisy - file.seconds) < 0.05
    assert abs(file.snr_before_db - 15) < 3
    assert file.snr_after_db > file.snr_before_db + 10
    assert abs(collected.loudness_lufs + 23) < 0.5
    sound, rate = soundfile.read(collected.out, dtype="float32")
    assert rate == 48000
    assert collected.seconds <= len(sound) / rate < collected.seconds + 2
    assert similarity(embedding(sound), embedding(voice(0))) > 0.85
    assert similarity(embedding(sound), embedding(other_voice(1))) < 0.75


@pytest.mark.slow
def test_speakers_are_listed_with_a_sample_that_can_be_played(collected, tape):
    assert [one.number for one in collected.speakers] == [1, 2]
    assert collected.speakers[0].seconds > collected.speakers[1].seconds
    sound, rate = soundfile.read(tape, dtype="float32")
    for speaker, of in zip(collected.speakers, (voice(0), other_voice(1)), strict=True):
        assert 1 < speaker.end - speaker.start <= 6
        sample = sound[round(speaker.start * rate) : round(speaker.end * rate)]
        assert similarity(embedding(sample), embedding(at(15, of, hiss(len(of))))) > 0.7


@pytest.mark.slow
def test_json_is_numbers_and_words(collected):
    told = json.loads(json.dumps(collected.as_json()))
    assert told["seconds"] == collected.seconds
    assert "half a minute" in told["enough"]["en"]
    assert told["enough"]["zh"]
    assert {"kept", "music", "silence", "others", "noisy"} <= set(told["files"][0])


@pytest.mark.slow
def test_the_caller_chooses_whom(tape, tmp_path):
    like = embedding(at(15, other_voice(0), hiss(len(other_voice(0)))))
    done = collect_voice([tape], tmp_path / "other.wav", like=like, clean=False, least=2, consent=FAMILY)
    assert done.chosen == (2,)
    assert 2 < done.seconds < 3.5
    assert done.files[0].snr_after_db == pytest.approx(done.files[0].snr_before_db, abs=0.2)


@pytest.mark.slow
def test_the_voice_is_found_in_several_files_equally_loud(tmp_path):
    files = [write(tmp_path / "loud.wav", voice(0)), write(tmp_path / "quiet.wav", voice(1) * np.float32(0.03))]
    done = collect_voice([*files, write(tmp_path / "nobody.wav", music(3))], tmp_path / "out.wav", consent=FAMILY)
    assert len(done.speakers) == 1
    assert done.files[2].kept == 0
    assert done.files[2].snr_before_db is None
    sound, rate = soundfile.read(done.out, dtype="float32")
    first, second = sound[: 4 * rate], sound[-4 * rate :]
    assert abs(10 * np.log10(np.mean(first**2) / np.mean(second**2))) < 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "sounds, says",
    [
        (lambda: [music(4), song(4)], "Only music"),
        (lambda: [hiss(3 * RATE) * np.float32(0.1)], "Nobody"),
        (lambda: [voice(0)[: 2 * RATE], silence(1)], "seconds of the voice"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path, sounds, says):
    with pytest.raises(UserError, match=says):
        collect_voice([write(tmp_path / "tape.wav", *sounds())], tmp_path / "out.wav", consent=FAMILY)
    assert not (tmp_path / "out.wav").exists()


@pytest.mark.slow
def test_nobody_else_is_there(tmp_path):
    path = write(tmp_path / "tape.wav", voice(0))
    with pytest.raises(UserError, match="no speaker 3"):
        collect_voice([path], tmp_path / "out.wav", speaker=3, consent=FAMILY)
    with pytest.raises(UserError, match=r"\.wav"):
        collect_voice([path], tmp_path / "out.mp3", consent=FAMILY)


@pytest.mark.slow
def test_it_can_be_stopped(tape, tmp_path):
    def stop(report):
        if report.stage == "clean" and report.fraction > 0:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        collect_voice([tape], tmp_path / "out.wav", progress=progress, consent=FAMILY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_command(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    voice_clean.add(parser.add_subparsers())
    path, out = write(tmp_path / "tape.wav", voice(0)[: 3 * RATE], silence(1)), tmp_path / "clean.wav"
    options = parser.parse_args(["clean", str(path), "--out", str(out), "--json", *ANSWERS])
    assert options.run(options) == 0
    told = json.loads(capsys.readouterr().out)
    assert {"out", "seconds", "kept_seconds", "snr_before_db", "snr_after_db", "loudness_lufs"} <= set(told)
    assert told["seconds"] == pytest.approx(4, abs=0.05)
    assert 2 < told["kept_seconds"] < 3.3
    assert out.is_file()
