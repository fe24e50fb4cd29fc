"""A known text is found in its sound, and its lips close where it says so."""

from pathlib import Path

import numpy as np
import pytest

from revive.motion.mouth import form_words, lips_track
from revive.motion.phoneme_alignment import LIPS, LONGEST, SILENCE, align, closures, informed, lip_spans, states_of
from revive.motion.viseme_recogniser import RATE, VisemeTrack, recognise_visemes
from revive.motion.visemes import VISEMES
from revive.speech.speech import Sentence, Speech
from revive.training.evaluate.motion import closures_hit, predict_opening

pytestmark = pytest.mark.slow

TEXTS = (
    "Please bring Emma and Peter home before the summer begins; my mother promised plum jam.",
    "Number one: be brave. Maybe someday you will climb the mountain with Pam.",
    "Are you all far from the farm? Mama and papa are.",
)


def test_a_text_is_laid_along_what_is_heard():
    states = states_of("Mama, a pie.", "en")
    assert states[0] == states[-1] == SILENCE
    assert states.count(LIPS) == 3
    lengths = [30 if state == SILENCE else 8 for state in states]
    posteriors = np.full((sum(lengths), len(VISEMES)), 0.01)
    truth = np.repeat(np.arange(len(states)), lengths)
    posteriors[np.arange(len(truth)), np.array(states)[truth]] = 0.8
    assert np.array_equal(align(posteriors, states), truth)
    middles = [(np.flatnonzero(truth == i).mean() + 0.5) / RATE for i, state in enumerate(states) if state == LIPS]
    assert closures("Mama, a pie.", "en", posteriors) == pytest.approx(middles)


def test_silences_between_words_may_be_left_out():
    states = [SILENCE, LIPS, SILENCE, VISEMES.index("a"), SILENCE]
    posteriors = np.full((20, len(VISEMES)), 0.01)
    posteriors[:10, LIPS] = posteriors[10:, VISEMES.index("a")] = 0.9
    assert align(posteriors, states).tolist() == [1] * 10 + [3] * 10


def heard_as(*sounds: tuple[str, int]) -> VisemeTrack:
    """A speech in which the network is certain of these visemes, so many frames each."""
    rows = [VISEMES.index(name) for name, count in sounds for _ in range(count)]
    posteriors = np.full((len(rows), len(VISEMES)), 0.01, np.float32)
    posteriors[np.arange(len(rows)), rows] = 1
    posteriors /= posteriors.sum(axis=1, keepdims=True)
    return VisemeTrack(posteriors, np.zeros((len(rows), 10), np.float32), np.zeros(len(rows), np.float32))


def speech_of(text: str, heard: VisemeTrack, *, synthetic: bool) -> Speech:
    seconds = len(heard.visemes) / RATE
    sentences = (Sentence(text, 0.0, seconds),)
    return Speech(Path("no file"), 16000, round(seconds * 16000), "en", sentences, synthetic)


MISHEARD = heard_as(("silence", 30), ("a", 20), ("t d n l", 10), ("a", 20), ("silence", 30))  # "ana" for "ama"


@pytest.mark.parametrize("synthetic", [True, False])
def test_an_m_that_was_taken_for_an_n_closes_the_lips(synthetic):
    assert lips_track(MISHEARD.visemes).max() < 0.1
    closed = lips_track(informed(MISHEARD, speech_of("Ah, ma!", MISHEARD, synthetic=synthetic)).visemes)
    assert closed[52:58].min() > 0.9
    assert closed[:40].max() < 0.1 and closed[70:].max() < 0.1


def test_a_long_recording_is_corrected_where_its_words_were_heard():
    """Without their times, a transcript of more than LONGEST seconds is not laid along the sound."""
    late = heard_as(("silence", round(LONGEST * RATE)), ("a", 20), ("t d n l", 10), ("a", 20), ("silence", 30))
    start = LONGEST + 0.1
    sentences = (Sentence("Nothing here.", 3.0, 4.0, 0), Sentence("Ah, ma!", start, start + 0.5, 1))
    for aligned, closes in ((True, True), (False, False)):
        samples = len(late.visemes) * 160
        speech = Speech(Path("no file"), 16000, samples, "en", sentences, aligned=aligned)
        assert (lips_track(informed(late, speech).visemes).max() > 0.9) == closes


def test_other_words_close_no_lips():
    """A transcript that does not belong to the recording is not believed against the sound."""
    for text in ("Papa!", "Mama pumps up a beam"):
        told = informed(MISHEARD, speech_of(text, MISHEARD, synthetic=False))
        vowels = np.r_[33:47, 63:77]
        assert lips_track(told.visemes)[vowels].max() < 0.5


def test_a_closure_that_no_text_has_is_taken_back_only_from_a_synthetic_voice():
    heard = heard_as(("silence", 30), ("a", 20), ("p b m", 10), ("a", 20), ("silence", 30))
    for synthetic, closes in ((True, False), (False, True)):
        told = informed(heard, speech_of("Ah, na!", heard, synthetic=synthetic))
        assert (lips_track(told.visemes).max() > 0.9) == closes


def test_without_words_nothing_changes():
    speech = Speech(Path("no file"), 16000, 17600)
    assert informed(MISHEARD, speech) is MISHEARD


def test_a_transcript_that_cannot_be_read_changes_nothing():
    heard = heard_as(("silence", 30), ("a", 20), ("p b m", 10), ("a", 20), ("silence", 30))
    speech = Speech(Path("no file"), 16000, 17600, "zh", (Sentence("\U00020000", 0.0, 1.1),))
    assert np.array_equal(informed(heard, speech).visemes, heard.visemes)


@pytest.mark.parametrize("voice", ["heart", "joe"])
def test_nine_of_ten_closures_of_typed_words_are_made(speak, voice):
    hit = total = 0.0
    for text in TEXTS:
        speech = speak(text, voice=voice)
        heard = recognise_visemes(speech)
        moments = []
        for sentence in speech.whole_sentences():
            first = int(sentence.start * RATE)
            found = lip_spans(sentence.text, "en", heard.visemes[first : int((sentence.end + 0.1) * RATE)], least=0.0)
            moments += [(first + (a + b) / 2) / RATE for a, b in found]
        predicted = predict_opening(informed(heard, speech), rate=25.0, frames=int(speech.duration * 25))
        share = closures_hit(predicted, np.array(moments), 25.0)
        assert share is not None
        hit += share * len(moments)
        total += len(moments)
    assert total >= 30
    assert hit / total >= 0.9


def test_a_sentence_in_chinese(speak):
    speech = speak("妈妈和爸爸都明白。")
    heard = recognise_visemes(speech)
    _, closure = form_words(informed(heard, speech), fps=25.0, frames=int(speech.duration * 25))
    assert int((np.diff((closure[10:-12] > 0.9).astype(int)) > 0).sum()) >= 4
