"""How feelings are heard: pace, pitch, its range, and pauses."""

import dataclasses

import numpy as np
import pytest

from revive.direction.direction import EMOTIONS, Direction
from revive.speech.delivery import DELIVERIES, ORDINARY, Delivery, delivery_of, manner
from revive.speech.synthesise import BETWEEN_SENTENCES, speak
from revive.speech.utterance import Utterance
from revive.speech.voices import VOICES
from tests.speech.listening import samples

SENTENCE, SAD = "The keys are in the drawer.", "I miss you so much."


def test_every_emotion_is_heard_modestly():
    assert set(DELIVERIES) == set(EMOTIONS)
    assert DELIVERIES["neutral"] == ORDINARY
    for emotion in EMOTIONS:
        strongest = delivery_of(emotion, 1.0)
        assert 0.85 <= strongest.pace <= 1.1 and 0.7 <= strongest.spread <= 1.45
        assert abs(strongest.semitones) < 1 and 0.8 <= strongest.pause <= 1.5


def test_strength_scales_it():
    assert delivery_of("sad", 0.0) == ORDINARY
    weak, strong = delivery_of("sad", 0.3), delivery_of("sad", 0.8)
    assert strong == DELIVERIES["sad"]
    assert 1 > weak.pace > strong.pace and 0 > weak.semitones > strong.semitones and 1 < weak.pause < strong.pause
    assert delivery_of("happy", 0.8).pitch == pytest.approx(2 ** (0.5 / 12))


@pytest.mark.slow
def test_a_sentences_own_feeling_wins():
    sad, plain = (manner(words, Direction(), language="en") for words in (SAD, SENTENCE))
    assert sad.pace < 1 and sad.spread < 1 and sad.semitones < 0 and sad.pause > 1
    assert plain == ORDINARY
    own, usual = (manner(words, Direction("happy", 0.8), language="en") for words in (SAD, SENTENCE))
    assert own.semitones < 0 < usual.semitones
    assert usual.pace == 1.0  # a happy direction's pace is quicker already
    assert manner(SAD, Direction(), language="en", own=False) == ORDINARY
    assert manner(SAD, Direction(), language="fr") == ORDINARY
    assert manner(SAD, Direction(strength=0.0), language="en") == ORDINARY
    assert manner("我很想念你。", Direction(), language="zh").semitones < 0


def test_pace_stays_within_what_is_understood():
    assert manner(SAD, Direction(pace=0.7), language="en").pace == pytest.approx(1.0)


@pytest.mark.slow
def test_neutral_words_are_the_same_samples(speak_as):
    on, off = (speak_as(SENTENCE, sentence_feelings=feelings).path.read_bytes() for feelings in (True, False))
    assert on == off


@pytest.mark.slow
def test_a_feeling_is_heard(tmp_path):
    made = {}
    manners = {"plain": ORDINARY, "changed": Delivery(1.0, 1.0, 2.0, 2.0), "slow": Delivery(pace=0.8)}
    for name, first in manners.items():
        lines = speak(
            [Utterance(SENTENCE, SENTENCE), Utterance("They are mine.", "They are mine.", last=True)],
            tmp_path / f"{name}.wav", voice=VOICES["heart"],
            language="en", pace=1.0, seed=1, tick=lambda fraction: None,
            manner_of=lambda sentence, first=first: first if sentence == SENTENCE else ORDINARY,
        )  # fmt: skip
        made[name] = (lines, *samples(tmp_path / f"{name}.wav"))
    (plain, sound, rate), (changed, other, _), (slow, _, _) = (made[name] for name in manners)
    assert 1.08 < (slow[0].end - slow[0].start) / (plain[0].end - plain[0].start) < 1.35
    assert changed[0].end - changed[0].start == pytest.approx(plain[0].end - plain[0].start, abs=0.03)
    longer = (changed[1].start - changed[0].end) - (plain[1].start - plain[0].end)
    assert longer == pytest.approx(BETWEEN_SENTENCES, abs=0.03)
    assert higher((sound, plain[0]), (other, changed[0]), rate) == pytest.approx(2.0, abs=0.3)
    assert higher((sound, plain[1]), (other, changed[1]), rate) == pytest.approx(0.0, abs=0.1)


def higher(first, second, rate) -> float:
    """Semitones by which the second of two (sound, line) lies above the first, frame by frame."""
    import pyworld

    tracks = []
    for sound, line in (first, second):
        part = sound[int(line.start * rate) : int(line.end * rate)].astype(np.float64)
        tracks.append(pyworld.harvest(part, rate)[0])
    count = min(map(len, tracks))
    low, high = (track[:count] for track in tracks)
    both = (low > 0) & (high > 0)
    return float(np.median(12 * np.log2(high[both] / low[both])))


def test_semitones_are_a_factor():
    assert dataclasses.replace(ORDINARY, semitones=12.0).pitch == pytest.approx(2.0)
