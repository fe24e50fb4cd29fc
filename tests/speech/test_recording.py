import subprocess
import sys

import numpy as np
import pytest
import soundfile

from revive import Cancelled, Progress, UserError
from revive.speech import check_recording
from revive.speech import recording as reader
from revive.speech.recording import SAMPLE_RATE
from tests.counting import running
from tests.speech.listening import WORDS, decibels, samples

pytestmark = pytest.mark.slow


def write(path, sound, rate=24000):
    soundfile.write(path, sound, rate)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["mp3", "m4a", "flac", "opus", "webm", "aac"])
def test_any_kind_of_file_gives_the_same_speech(speak, spoken, ffmpeg, tmp_path, kind):
    path = ffmpeg("-i", spoken.path, tmp_path / f"a.{kind}")
    speech = speak(recording=path)
    sound, rate = samples(speech.path)
    assert rate == speech.sample_rate == SAMPLE_RATE and sound.ndim == 1
    assert speech.duration == pytest.approx(spoken.duration, abs=0.1)
    assert (speech.language, speech.sentences) == ("", ())
    original = samples(spoken.path)[0]
    quarters = [np.array([decibels(q) for q in np.array_split(s, 20)]) for s in (sound, original)]
    assert np.corrcoef(np.maximum(quarters, -50))[0, 1] > 0.97


def test_sound_of_a_film_is_taken(speak, spoken, ffmpeg, tmp_path):
    path = ffmpeg("-f", "lavfi", "-i", "testsrc=s=160x120", "-i", spoken.path, "-shortest", tmp_path / "film.mp4")
    assert speak(recording=path).duration == pytest.approx(spoken.duration, abs=0.1)


@pytest.mark.parametrize("gain", [0.02, 1.0, 8.0])
def test_quiet_and_loud_recordings_come_out_alike(speak, spoken, tmp_path, gain):
    original, rate = samples(spoken.path)
    path = tmp_path / "r.wav"
    soundfile.write(path, original * gain, rate, subtype="FLOAT")
    sound, _ = samples(speak(recording=path).path)
    assert decibels(sound) == pytest.approx(decibels(original), abs=1.0)
    assert np.abs(sound).max() < 0.9


def test_hum_before_and_after_the_words_is_silenced(speak, spoken, tmp_path):
    original, rate = samples(spoken.path)
    moments = np.arange(len(original) + 2 * rate) / rate
    sound = 0.01 * np.sin(2 * np.pi * 100 * moments)
    sound[rate : rate + len(original)] += original
    taken, rate = samples(speak(recording=write(tmp_path / "hum.wav", sound)).path)
    assert not taken[: rate // 2].any() and not taken[-rate // 2 :].any()
    assert decibels(taken) > -30


@pytest.mark.parametrize("transcribe", [True, False])
def test_transcript_is_laid_over_the_speech(speak, spoken, tmp_path, transcribe):
    original, rate = samples(spoken.path)
    late = np.concatenate([np.zeros(3 * rate, np.float32), original])
    speech = speak(WORDS, recording=write(tmp_path / "late.wav", late), transcribe=transcribe)
    assert speech.language == "en" and speech.aligned == transcribe and (speech.heard is not None) == transcribe
    assert [line.text for line in speech.sentences] == [line.text for line in spoken.sentences]
    for heard, true in zip(speech.sentences, spoken.sentences, strict=True):
        assert (heard.start, heard.end) == pytest.approx((true.start + 3, true.end + 3), abs=0.12)


def test_a_recording_without_a_transcript_gets_one(speak, spoken, tmp_path):
    speech = speak(recording=spoken.path, transcribe=True)
    assert speech.language == "en" and speech.aligned and speech.heard.sure
    assert " ".join(line.text for line in speech.sentences).lower().strip(".").endswith("and then we had cake")
    ends = speech.sentences[0].start, speech.sentences[-1].end
    assert ends == pytest.approx((spoken.sentences[0].start, spoken.sentences[-1].end), abs=0.12)


def test_what_is_unsure_gets_no_captions(speak, spoken, tmp_path, monkeypatch):
    monkeypatch.setattr("revive.listening.transcription.SURE", 1.1)
    speech = speak(recording=spoken.path, transcribe=True)
    assert (speech.language, speech.sentences, speech.aligned) == ("", (), False)
    assert speech.heard.passages and not speech.heard.sure
    typed = speak(WORDS, recording=spoken.path, transcribe=True)  # compared with unsure words all the same
    assert typed.aligned and len(typed.sentences) == 3


def test_without_the_recogniser_a_recording_is_used_without_words(speak, spoken, monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    speech = speak(recording=spoken.path, transcribe=True)
    assert speech.heard is None and speech.sentences == () and speech.duration > 1
    typed = speak(WORDS, recording=spoken.path, transcribe=True)
    assert not typed.aligned and len(typed.sentences) == 3


def test_only_sound_that_is_heard_is_written_down(spoken, tmp_path):
    folder = tmp_path / "heard"
    folder.mkdir()
    fractions = []
    heard = reader.hear(spoken.path, folder, language=None, tick=fractions.append)
    assert "every sunday morning" in heard.text.lower() and not list(folder.iterdir())
    assert fractions == sorted(fractions) and fractions[-1] <= 1
    quiet = write(tmp_path / "quiet.wav", sound_of("silent"))
    assert reader.hear(quiet, folder, language=None, tick=fractions.append).passages == ()


@pytest.mark.slow
def test_transcript_may_be_in_any_language(speak, spoken):
    for transcribe in (True, False):  # what is heard is another language
        assert speak("Ich liebe dich sehr, mein Kind", recording=spoken.path, transcribe=transcribe).language == ""
    assert speak("Ich liebe dich sehr, mein Kind", recording=spoken.path, language="de").language == "de"


def sound_of(kind: str) -> np.ndarray:
    draw = np.random.default_rng(0)
    return {
        "silent": np.zeros(72000),
        "faint": draw.normal(0, 3e-4, 72000),
        "noise": draw.normal(0, 0.1, 72000),
        "hum": 0.2 * np.sin(np.arange(72000) * 0.05),
        "short": draw.normal(0, 0.1, 5000),
    }[kind]


@pytest.mark.parametrize(
    "kind, sentence",
    [
        ("silent", "is silent"),
        ("faint", "is silent"),
        ("noise", "No voice"),
        ("hum", "No voice"),
        ("short", "0.21 seconds"),
    ],
)
def test_recording_without_a_voice_is_refused(speak, tmp_path, kind, sentence):
    with pytest.raises(UserError, match=sentence):
        speak(recording=write(tmp_path / "r.wav", sound_of(kind)))
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["r.wav"]


@pytest.mark.parametrize(
    "name, content",
    [("a.mp3", b"hello" * 500), ("b.wav", b""), ("c.m3u8", b"#EXTM3U\n#EXTINF:9,\nsecret.aac\n#EXT-X-ENDLIST\n"),
     ("d.mp3", b"ffconcat version 1.0\nfile secret.aac\n"),
     ("e.mp3", b"#EXTM3U\n#EXTINF:9,\nsecret.aac\n#EXT-X-ENDLIST\n")],
)  # fmt: skip
def test_what_is_not_sound_is_refused_and_names_no_other_file(spoken, ffmpeg, tmp_path, name, content):
    ffmpeg("-i", spoken.path, tmp_path / "secret.aac")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match="could not be read as sound"):
        check_recording(tmp_path / name)


def test_picture_and_film_without_sound_and_missing_file(ffmpeg, tmp_path):
    with pytest.raises(UserError, match="could not be read"):
        check_recording(ffmpeg("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", "-frames:v", "1", tmp_path / "p.png"))
    with pytest.raises(UserError, match="no sound"):
        check_recording(ffmpeg("-f", "lavfi", "-i", "testsrc=d=1:s=64x64", tmp_path / "mute.mp4"))
    with pytest.raises(UserError, match="no recording called"):
        check_recording(tmp_path / "gone.wav")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["r.wav", "r.mp3", "r.webm"])
def test_three_hours_are_refused_before_they_are_decoded(speak, ffmpeg, tmp_path, monkeypatch, kind):
    minute = ffmpeg("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "60", tmp_path / f"minute{kind}")
    # “live” leaves the length out of the header, as browsers do
    live = ["-f", "webm", "-live", "1"] if kind == "r.webm" else []
    path = ffmpeg("-stream_loop", "180", "-i", minute, "-c", "copy", *live, tmp_path / kind)
    asked, run = [], reader.ffmpeg.run

    def watched(arguments, *more, **options):
        asked.append(arguments)
        return run(arguments, *more, **options)

    monkeypatch.setattr(reader.ffmpeg, "run", watched)
    with pytest.raises(UserError, match="longer than 30 minutes"):
        speak(recording=path)
    # the header is read and, where it does not tell the length, the packets are counted: nothing is decoded or written
    assert asked and all(arguments[-2] == "-i" or {"copy", "null"} <= set(arguments) for arguments in asked)


@pytest.mark.slow
def test_ten_minutes_need_no_more_memory_than_ten_seconds(spoken, ffmpeg, tmp_path):
    for name, loops in (("short.wav", 1), ("long.wav", 120)):
        ffmpeg("-stream_loop", loops, "-i", spoken.path, "-c", "copy", tmp_path / name)
    program = """
import resource, sys
from pathlib import Path
from revive.direction.direction import Direction
from revive.speech import SpeechOptions, make_speech
for name in ("short.wav", "long.wav"):
    folder = Path(sys.argv[1])
    options = SpeechOptions(transcribe=False)  # which takes a minute, and a fixed span of the sound at a time
    make_speech(Direction(), folder, words="Hello. " * 50, recording=folder / name, options=options)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True)
    short, long = map(float, done.stdout.split())
    assert long - short < 25  # MB; ten minutes of samples are 58


def test_header_that_lies_about_its_length_changes_nothing(speak, spoken, tmp_path):
    path = tmp_path / "r.wav"
    content = bytearray(spoken.path.read_bytes())
    at = content.index(b"data") + 4
    content[at : at + 4] = (50_000_000).to_bytes(4, "little")
    path.write_bytes(content)
    assert speak(recording=path).duration == pytest.approx(spoken.duration, abs=0.1)


def test_name_of_the_file_is_only_a_name(speak, spoken, tmp_path):
    path = tmp_path / "-i http:'$(id)' %d;.wav"
    path.write_bytes(spoken.path.read_bytes())
    assert speak(recording=path).duration == pytest.approx(spoken.duration, abs=0.02)


def test_length_is_known_at_once(spoken):
    assert check_recording(spoken.path) == pytest.approx(spoken.duration, abs=0.02)


@pytest.mark.slow
def test_cancel_while_ffmpeg_runs_leaves_nothing(speak, spoken, ffmpeg, tmp_path):
    path = ffmpeg("-stream_loop", "150", "-i", spoken.path, tmp_path / "long.flac")
    told = []

    def listen(report):
        told.append(report.fraction)
        if report.fraction > 0:
            progress.cancel()

    progress = Progress(listener=listen)
    with pytest.raises(Cancelled):
        speak(recording=path, progress=progress)
    assert 0 < told[-1] < reader.DECODED and not running("ffmpeg")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["long.flac"]


def test_speech_is_read_in_blocks_at_any_rate(spoken):
    blocks = list(spoken.blocks(sample_rate=16000, block=4000))
    assert {len(block) for block in blocks[:-1]} == {4000}
    assert sum(map(len, blocks)) == pytest.approx(spoken.duration * 16000, abs=2)
    assert decibels(np.concatenate(blocks)) == pytest.approx(decibels(samples(spoken.path)[0]), abs=0.5)


def test_the_sound_of_a_film_keeps_its_time_and_is_as_long(speak, spoken, ffmpeg, tmp_path):
    """Sound that begins after the picture and ends before it: both gaps are silence."""
    film = ffmpeg(
        "-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=9", "-itsoffset", "1.5", "-i", spoken.path, tmp_path / "film.mkv"
    )
    speech = speak(driver=film)
    assert speech.duration == pytest.approx(max(9, spoken.duration + 1.5), abs=0.1)
    assert (speech.language, speech.sentences) == ("", ())
    sound, rate = samples(speech.path)
    assert not sound[:rate].any()
    heard, _ = samples(spoken.path)
    late = int(1.5 * rate)
    quarters = [
        np.array([decibels(q) for q in np.array_split(s, 20)])
        for s in (sound[late : late + len(heard) * rate // spoken.sample_rate], heard)
    ]
    assert np.corrcoef(np.maximum(quarters, -50))[0, 1] > 0.97


def test_the_words_of_a_film_are_written_down_or_typed(speak, spoken, ffmpeg, tmp_path):
    film = ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=9", "-itsoffset", "1.5", "-i", spoken.path,
                  tmp_path / "film.mkv")  # fmt: skip
    heard = speak(driver=film, transcribe=True)
    typed = speak(WORDS, driver=film, recording=film, transcribe=True)  # the film's own voice, not a synthetic one
    for speech in (heard, typed):
        assert speech.language == "en" and speech.aligned and not speech.synthetic
        assert speech.duration == pytest.approx(9, abs=0.1)
        ends = speech.sentences[0].start - 1.5, speech.sentences[-1].end - 1.5
        assert ends == pytest.approx((spoken.sentences[0].start, spoken.sentences[-1].end), abs=0.15)
    assert typed.sentences[-1].text == "And then we had cake."


def test_words_or_a_recording_come_before_the_sound_of_the_film(speak, spoken, ffmpeg, tmp_path):
    film = ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=2", tmp_path / "mute.mp4")
    assert speak("Hello.", driver=film).sentences[0].text == "Hello."
    assert speak(driver=film, recording=spoken.path).duration == pytest.approx(spoken.duration, abs=0.1)


@pytest.mark.parametrize("sound", [[], ["-f", "lavfi", "-i", "anullsrc", "-shortest"]])
def test_a_film_in_which_nobody_is_heard_is_silent(speak, ffmpeg, tmp_path, sound):
    speech = speak(driver=ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=2", *sound, tmp_path / "mute.mp4"))
    assert speech.duration == pytest.approx(2, abs=0.1)
    assert not samples(speech.path)[0].any()
