"""A recording of somebody: the likeness comes nearer than any ready voice, is kept, speaks, and can be deleted."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from revive.consent import Consent
from revive.core.errors import UserError
from revive.core.home import folder_of, home, voice_folder
from revive.direction.direction import Direction
from revive.listening import speaker
from revive.people import delete_person, export_person, import_person, people
from revive.speech import SpeechOptions, make_speech
from revive.speech.likeness import Likeness
from revive.speech.vocoder import analyse, changed, synthesise
from revive.voice import match as matching
from revive.voice import mixture, probe_sentences
from revive.voice.embeddings import nearest, styles, voice_embeddings
from revive.voice.phrases import resample
from revive.voice.store import keep_voice, kept_voice
from revive.voice.timbre import fit_timbre, long_term
from tests.answers import FAMILY, taking_in
from tests.voice.sounds import RATE, voice

pytestmark = [pytest.mark.slow, pytest.mark.long]

NAME = "Aunt Odile"


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    """A voice that is none of the ready ones: lower, with a longer vocal tract."""
    sound = np.concatenate([voice(0), voice(1)])
    strange = synthesise(changed(analyse(sound, RATE), pitch=0.85, tract=1.12))
    path = tmp_path_factory.mktemp("recording") / "tape.wav"
    soundfile.write(path, 0.5 * strange / np.abs(strange).max(), RATE)
    return path


@pytest.fixture(scope="module")
def match(recording, tmp_path_factory):
    """A short search: two generations of four, one sentence."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixture, "GENERATIONS", 2)
        patch.setattr(mixture, "POPULATION", 4)
        patch.setitem(probe_sentences.FITTED, "en", probe_sentences.FITTED["en"][:1])
        yield matching.match_voice([recording], folder=tmp_path_factory.mktemp("match"), consent=FAMILY)


def test_matching_raises_the_similarity(match):
    assert match.better
    assert match.similarity_after > match.similarity_before + 0.03
    assert match.hnr_after > match.hnr_before - 4


def test_what_is_heard_is_written(match):
    for path in (match.heard, match.before, match.after):
        sound, rate = soundfile.read(path)
        assert len(sound) > 2 * rate and 0.1 < np.abs(sound).max() < 0.99


def test_a_kept_voice_comes_back_and_speaks_for_its_person(match, tmp_path, open_to_others):
    assert not open_to_others(keep_voice(NAME, match, consent=Consent("her nephew", "family", True)).parent)
    kept = kept_voice(NAME)
    assert (
        kept
        and kept.consent == "her nephew"
        and kept.similarity_after == pytest.approx(match.similarity_after, abs=1e-3)
    )
    assert isinstance(kept.voice.likeness, Likeness)
    assert kept.voice.likeness.timbre == pytest.approx(match.voice.likeness.timbre, abs=1e-4)
    said = {}
    for own in (None, kept.voice):
        folder = tmp_path / str(own is None)
        folder.mkdir()
        options = SpeechOptions(language="en", seed=1, own=own)
        said[own is None] = make_speech(Direction(), folder, words="The tea is on the table.", options=options)
    target = np.array(match.features.embedding)
    far, near = (
        speaker.similarity(speaker.embed(resample(*soundfile.read(said[stock].path))), target)
        for stock in (True, False)
    )
    assert near > far


def test_words_that_the_likeness_does_not_speak_are_said_by_a_ready_voice(match):
    from revive.speech.synthesise import prepare

    own = match.voice
    assert prepare("Good morning.", voice=None, language="en", own=own)[0] is own
    assert prepare("早上好。", voice=None, language="zh", own=own)[0].likeness is None
    assert prepare("Good morning.", voice="joe", language="en", own=own)[0].name == "joe"


def test_it_travels_with_its_person_and_deleting_leaves_nothing(match, tmp_path):
    keep_voice(NAME, match, consent=Consent("her nephew", "family", True))
    archive = export_person(NAME, tmp_path / "odile.zip")
    delete_person(NAME)
    assert not folder_of(NAME).exists() and kept_voice(NAME) is None
    assert import_person(archive, permit=taking_in()).voice and kept_voice(NAME) is not None
    delete_person(NAME)
    assert not [path for path in (home() / "people").rglob("*") if "odile" in str(path)]
    assert NAME not in {entry.name for entry in people()}


def test_a_damaged_voice_is_refused(match):
    keep_voice(NAME, match, consent=Consent("her nephew", "family", True))
    weights = voice_folder(NAME) / "voice.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(UserError, match="damaged"):
        kept_voice(NAME)
    delete_person(NAME)


def test_the_nearest_of_the_cast_is_found_by_its_embedding():
    name = styles("en")[3]
    assert nearest(voice_embeddings()[name], styles("en"))[0] == name
    assert set(styles("zh")) < set(voice_embeddings()) and not set(styles("zh")) & set(styles("en"))


def test_timbre_alone_brings_a_voice_nearer(recording):
    target, rate = soundfile.read(recording, dtype="float32")
    target = resample(target, rate)
    sound = resample(voice(0), RATE)
    embedding = speaker.embed(target)
    gains, reached = fit_timbre(sound, embedding, long_term(target))
    assert reached > speaker.similarity(speaker.embed(sound), embedding) + 0.02
    assert np.abs(gains).max() < 18 and gains.mean() == pytest.approx(0, abs=1e-4)


def test_too_little_speech_is_refused(tmp_path):
    soundfile.write(tmp_path / "short.wav", voice(0)[: int(1.2 * RATE)], RATE)
    with pytest.raises(UserError, match="seconds"):
        matching.match_voice([tmp_path / "short.wav"], folder=tmp_path, consent=FAMILY)
