"""A voice of the larger engine, a tiny model of its public format: made, kept, spoken with, refused where damaged."""

from __future__ import annotations

import importlib.util
import json

import numpy as np
import pytest
import soundfile

from revive.__main__ import main
from revive.consent import Consent
from revive.core.errors import UserError
from revive.core.home import voice_folder
from revive.core.json_files import digest
from revive.people import delete_person
from revive.speech.engines import say
from revive.voice.store import keep_voice, kept_voice
from tests.answers import FAMILY
from tests.voice.sounds import RATE, voice

pytestmark = pytest.mark.slow

NAME = "Aunt Odile"
OURSELVES = ("--relation", "her son", "--basis", "family", "--adult")


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = tmp_path_factory.mktemp("recording") / "tape.wav"
    soundfile.write(path, voice(0), RATE)
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> str:
    pytest.importorskip("pocket_tts", reason="the extra pocket-tts is not installed")
    from tests.speech.tiny_cloner import write_model

    return str(write_model(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def match(model, recording, tmp_path_factory):
    from revive.voice.external_model import match_externally

    return match_externally([recording], folder=tmp_path_factory.mktemp("match"), model=model, consent=FAMILY)


@pytest.fixture
def kept(match):
    yield keep_voice(NAME, match, consent=Consent("her nephew", "family", True))
    delete_person(NAME)


def spoken(voice) -> np.ndarray:
    return np.concatenate(list(say(voice, "The tea is ready.", language="en", speed=1, seed=1, tick=lambda: None)))


@pytest.mark.slow
def test_both_voices_are_compared_and_written(match):
    told = json.loads(json.dumps(match.as_json(), allow_nan=False))
    assert told["voice"] == "pocket-tts" and told["nearest"] == "heart"  # it is her who speaks
    assert match.similarity_before > 0.8 > match.similarity_after > 0
    for path in (match.heard, match.before, match.after):
        sound, rate = soundfile.read(path)
        assert len(sound) > 0.3 * rate and np.abs(sound).max() > 0.5


@pytest.mark.slow
def test_a_kept_voice_comes_back_and_speaks_the_same(match, kept):
    facts = json.loads((kept / "voice.json").read_text(encoding="utf-8"))
    assert facts["base"] == "pocket-tts" and facts["sha256"] == digest(kept / "voice.safetensors")
    assert facts["weights"] == match.voice.likeness.weights
    found = kept_voice(NAME)
    assert (
        found and found.consent == "her nephew" and found.voice.languages == ("en",) and found.nearest == match.nearest
    )
    assert np.array_equal(spoken(found.voice), spoken(match.voice))


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [{"language": "xx"}, {"model": "\\\\elsewhere\\model"}, {"weights": 3}, {"base": "nobody"}, {"sha256": "0" * 64}],
)
def test_a_damaged_voice_is_refused(kept, change):
    path = kept / "voice.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(UserError, match="damaged"):
        kept_voice(NAME)


@pytest.mark.parametrize("what", ["number", "offset", "kind", "shape", "missing"])
def test_a_memory_that_is_none_is_refused(kept, what):
    from safetensors.numpy import load_file, save_file

    state = load_file(kept / "voice.safetensors")
    cache, offset = (next(key for key in state if key.endswith(end)) for end in ("/cache", "/offset"))
    if what == "number":
        state[cache][0, 0, 0, 0, 0] = np.nan
    elif what == "offset":
        state[offset] += 1
    elif what == "kind":
        state[cache] = state[cache].astype(np.float32)
    elif what == "shape":
        state[cache] = np.ascontiguousarray(state[cache][:, :, :-1])
    else:
        del state[offset]
    save_file(state, kept / "voice.safetensors")
    facts = json.loads((kept / "voice.json").read_text(encoding="utf-8"))
    facts["sha256"] = digest(kept / "voice.safetensors")
    (kept / "voice.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(UserError, match="damaged"):
        kept_voice(NAME)


@pytest.mark.slow
def test_the_command_tells_the_figures(model, recording, tmp_path, capsys):
    words = [
        "voice",
        "match",
        str(recording),
        "--name",
        NAME,
        *OURSELVES,
        "--engine",
        "pocket-tts",
        "--model",
        model,
        "--json",
    ]
    assert main([*words, "--listen", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["engine"] == "pocket-tts" and told["kept"] is False and not voice_folder(NAME).exists()
    assert 0 < told["similarity_after"] < told["similarity_before"]


def test_the_command_refuses_before_it_listens(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    words = ["voice", "match", str(tmp_path / "none.wav"), "--name", NAME, *OURSELVES]
    assert main([*words, "--engine", "pocket-tts"]) != 0
    assert "pip install pocket-tts" in capsys.readouterr().err
    assert main([*words, "--download"]) != 0
    assert "--engine pocket-tts" in capsys.readouterr().err


def test_a_language_that_revive_does_not_speak_is_refused(model, recording, tmp_path):
    from revive.voice.external_model import match_externally
    from tests.speech.tiny_cloner import write_model

    german = str(write_model(tmp_path / "model", name="german"))
    with pytest.raises(UserError, match="speaks a language"):
        match_externally([recording], folder=tmp_path, model=german, consent=FAMILY)
