"""The Voice tab: what was found in recordings, a likeness beside them, names said rightly."""

import base64
import io
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from revive import people
from revive.app.parts.own_voice import cut, files_table, length_in_words, missing
from revive.app.parts.players import LONGEST, RATE, player, players
from revive.app.parts.pronunciations import as_lines
from revive.app.parts.voice_match import match_note, match_players
from revive.consent import Consent
from revive.core.errors import UserError
from revive.previews import spoken_in
from revive.speech import read_pronunciations
from revive.speech.kept_pronunciations import pronunciations_of
from revive.voice.collect import FileReport


def match_of(better: bool, heard: Path, before: Path, after: Path) -> Any:
    """What the page looks at in a match of voices."""
    return SimpleNamespace(
        nearest="heart", similarity_before=0.58, similarity_after=0.712, better=better, heard=heard, before=before,
        after=after,
    )  # fmt: skip


@pytest.fixture
def tone(tmp_path):
    """tone(name, seconds, rate) -> a stereo WAV file with a hum of 150 Hz."""

    def write(name: str, seconds: float, rate: int = 48000) -> Path:
        hum = 0.3 * np.sin(2 * np.pi * 150 * np.arange(round(seconds * rate)) / rate)
        soundfile.write(tmp_path / name, np.stack([hum, hum], axis=1), rate)
        return tmp_path / name

    return write


def heard_in(drawn: str) -> tuple[np.ndarray, int]:
    """The sound that stands in a player."""
    return soundfile.read(io.BytesIO(base64.b64decode(drawn.split("base64,")[1].split('"')[0])))


def test_a_player_holds_its_sound_and_fetches_nothing(tone):
    drawn = player("<their> voice", tone("a.wav", LONGEST + 3))
    sound, rate = heard_in(drawn)
    assert rate == RATE and sound.ndim == 1 and len(sound) == pytest.approx(LONGEST * RATE, abs=2)
    assert np.abs(sound).max() == pytest.approx(0.3, abs=0.01)
    assert "&lt;their&gt;" in drawn and "<their>" not in drawn and "http" not in drawn
    assert "autoplay" not in drawn and "controls" in drawn
    low, rate = heard_in(player("low", tone("b.wav", 1, rate=16000)))
    assert rate == 16000 and len(low) == 16000


@pytest.mark.slow
def test_a_synthetic_voice_is_played_with_its_labels_and_its_mark(tmp_path, speak):
    from revive.provenance import verify
    from revive.provenance.sounds import mark_sound

    voice = speak("Good morning, my dear, and good night.").path
    mark_sound(voice)
    drawn = player("after", voice)
    (tmp_path / "played.wav").write_bytes(base64.b64decode(drawn.split("base64,")[1].split('"')[0]))
    told = verify(tmp_path / "played.wav").as_json()
    assert told["manifest"]["state"] == "valid" and told["voice"]["found"] and told["aigc"]


def test_it_is_said_what_was_kept_of_every_recording():
    kept = FileReport("<tape>.mp3", 130.0, 95.4, 10.0, 12.0, 8.0, 4.6, 14.2, 31.0)
    lost = FileReport("b.wav", 9.0, 0.0, 9.0, 0.0, 0.0, 0.0, None, None)
    said = files_table((kept, lost), "en")
    assert "&lt;tape&gt;.mp3" in said and "95 s of 2 min 10 s" in said and "14 → 31 dB above the noise" in said
    assert "other people 8 s, music 10 s, too noisy 5 s, silence 12 s" in said and "0 s of 9 s" in said
    assert said.count("dB") == 1
    assert "95 秒（共 2 分 10 秒）" in files_table((kept,), "zh") and "安静 12 秒" in files_table((kept,), "zh")
    assert "nothing" in files_table((replace(kept, music=0, silence=0.2, others=0, noisy=0),), "en")


def test_lengths_as_people_say_them():
    assert [length_in_words(seconds, "en") for seconds in (0.4, 59.6, 99.4, 100.2)] == [
        "0 s",
        "60 s",
        "99 s",
        "1 min 40 s",
    ]


def test_a_sample_is_cut_out_of_a_recording(tone, tmp_path):
    sound, rate = soundfile.read(cut(tone("tape.wav", 5), tmp_path / "sample.wav", 1.5, 3.0))
    assert sound.ndim == 1 and len(sound) / rate == pytest.approx(1.5, abs=0.05)


def sentence(error: UserError | None) -> str:
    """What is missing, in English."""
    assert error is not None
    return error.sentence("en")


def test_what_keeps_recordings_from_being_looked_at_is_said():
    tape, whose = [Path("tape.mp3")], ("her son", "family", True)
    assert "choose recordings" in sentence(missing([], "Ada", *whose))
    assert "name" in sentence(missing(tape, "", *whose))
    assert "why you may use" in sentence(missing(tape, "Ada", "her son", "", True))
    assert missing(tape, "Ada", *whose) is None


def test_a_likeness_is_called_one_and_shown_beside_the_recording(tone):
    sounds = [tone(f"{name}.wav", 1) for name in ("heard", "before", "after")]
    match = match_of(True, *sounds)
    said = match_note(match, "en")
    assert "This is a similar voice, not their own." in said and "0.58 → 0.71 of 1" in said and "0.8 to 0.9" in said
    assert "Nothing is stored yet" in said
    shown = match_players(match, "en")
    assert shown.count("<audio") == 3 and shown.index("Their recording") < shown.index("Heart · American woman")
    assert "相近的声音" in match_players(match, "zh") and "不是他们本人的声音" in match_note(match, "zh")
    no_better = match_note(match_of(False, *sounds), "en")
    assert "not more similar" in no_better and "Nothing is stored yet" not in no_better
    assert players([]) == '<div class="players"></div>'


def test_names_are_kept_shown_again_and_let_go(tmp_path, monkeypatch, page_at, handlers, asked):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    store, show = (handlers(page_at("home"), f"_keeping.<locals>.{name}")[0] for name in ("store", "show"))
    said = store("Grandma Ada", "Siobhan = shiv-awn\nNguyen = /wɪn/", "her grandson", "family", True, "", asked())
    assert any("Stored for “Grandma Ada”: 2" in str(value) for value in said.values())
    assert pronunciations_of("Grandma Ada") == {"Siobhan": "shiv-awn", "Nguyen": "/wɪn/"}
    assert "Siobhan = shiv-awn\nNguyen = /wɪn/" in show("Grandma Ada", asked()).values()
    assert list(show("somebody new", asked()).values()) == [""]  # what was typed stays
    wrong = store("Grandma Ada", "Siobhan", "her grandson", "family", True, "", asked())
    assert 'role="alert"' in str(wrong) and len(pronunciations_of("Grandma Ada")) == 2
    assert 'role="alert"' in str(store(" ", "Siobhan = shiv-awn", "her grandson", "family", True, "", asked()))
    store("Grandma Ada", "", "her grandson", "family", True, "", asked())
    assert people.people() == []


def test_names_are_typed_as_they_are_read():
    names = {"Siobhan": "shiv-awn", "乐": "/yuè/"}
    assert read_pronunciations(as_lines(names)) == names


@pytest.mark.parametrize(
    ("chosen", "names", "language"),
    [(None, ["Siobhan"], "en"), (None, ["Siobhan", "单"], "zh"), ("fr", ["Siobhan"], "fr")],
)
def test_names_alone_are_read_in_the_language_they_are_likely_in(chosen, names, language):
    assert spoken_in(chosen, names) == language


@pytest.mark.slow
def test_what_keeps_something_of_people_is_there_only_at_home(page_at):
    home, away = (str(page_at(where).get_config_file()) for where in ("home", "away"))
    keeping = ("own-look", "match-keep", "names-keep", "people-import", "manner-start")
    assert all(f"'{part}'" in home for part in keeping) and "'voice-away'" not in home
    assert not any(f"'{part}'" in away for part in keeping) and "'voice-away'" in away
    assert all(f"'{part}'" in away for part in ("names-listen", "listen", "suggest"))


def test_a_likeness_is_kept_only_with_a_name_and_a_right(page_at, handlers, part_of, asked, tmp_path, monkeypatch):
    from revive.voice import store

    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    stored = []
    monkeypatch.setattr(store, "keep_voice", lambda name, match, *, consent: stored.append((name, match, consent)))
    page = page_at("home")
    (keep,) = handlers(page, "VoiceMatch._keep")
    said, match = part_of(page, "match-kept"), object()
    assert "who you are" in keep(match, "Grandma Ada", " ", "family", True, asked())[said]
    assert "name" in keep(match, "", "her son", "family", True, asked())[said] and not stored
    done = keep(match, "  Grandma Ada ", " her son ", "family", True, asked())
    assert stored == [("Grandma Ada", match, Consent("her son", "family", True))] and "delete it" in done[said]
    assert any(value[1] == "Grandma Ada" for value in done.values() if isinstance(value, tuple))
