"""Emotion over time: the description's emotion throughout, and a sentence's own emotion while it is spoken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revive.core.easing import held
from revive.direction import Direction
from revive.direction.sentence_emotion import read_sentence_emotion
from revive.motion.conditioning import CHANGE, RATE, emotion_vector
from revive.speech.speech import Speech
from revive.speech.text import shown

AHEAD = 0.25  # seconds by which an emotion shows before its sentence
LINGERS = 0.6  # seconds that it stays afterwards
KEPT, ADDED = 0.5, 0.7  # shares of the description's emotion, if there is one, and of the sentence's own
FULL = 0.5  # requested strength from which a sentence's emotion shows in full
OPENING = {  # how far the mouth opens in speech, times as far as without a feeling
    "happy": 1.5, "surprised": 1.5, "playful": 1.3, "proud": 1.15, "warm": 1.1, "comforting": 0.9, "sad": 0.85,
    "solemn": 0.8, "tender": 0.8,
}  # fmt: skip


@dataclass(frozen=True)
class SentenceEmotion:
    """An emotion, its strength (0–1), and its seconds."""

    emotion: str
    strength: float
    start: float
    end: float


def read_emotions(speech: Speech, direction: Direction) -> tuple[SentenceEmotion, ...]:
    """The emotions of the sentences that clearly have one, in order, scaled by the direction's strength.

    A recording yields none unless its words are known.
    """
    found = []
    for sentence in speech.whole_sentences():
        emotion, strength = read_sentence_emotion(shown(sentence.said) or sentence.text)
        strength *= min(direction.strength / FULL, 1.0)
        if strength > 0 and emotion != direction.emotion:
            found.append(SentenceEmotion(emotion, strength, sentence.start, sentence.end))
    return tuple(found)


def emotion_curve(direction: Direction, feelings: tuple[SentenceEmotion, ...], count: int) -> np.ndarray:
    """(count, len(FELT) + 1) float32, RATE a second: what a gesture is told of the feelings."""
    base = emotion_vector(direction.emotion, direction.strength)
    times = (np.arange(count) + 0.5) / RATE
    starts, places = [], []
    for number, feeling in enumerate(feelings):
        mixed = _beside(base, feeling)
        starts.append(feeling.start - AHEAD)
        places.append(mixed - base)
        following = feelings[number + 1].start if number + 1 < len(feelings) else np.inf
        if following - feeling.end > 2 * LINGERS:
            starts.append(feeling.end + LINGERS)
            places.append(np.zeros_like(base))
    if not feelings:
        return np.tile(base, (count, 1))
    course = held(times, np.array(starts), np.full(len(starts), CHANGE), np.array(places))
    return (base + course).astype(np.float32)


def mouth_opening(direction: Direction) -> float:
    """How far the mouth opens in this feeling, times as far as without one."""
    return 1 + (OPENING.get(direction.emotion, 1.0) - 1) * min(direction.strength / FULL, 1.0)


def _beside(base: np.ndarray, feeling: SentenceEmotion) -> np.ndarray:
    own = emotion_vector(feeling.emotion, feeling.strength)
    if not base[:-1].any():
        return own
    mixed = KEPT * base + ADDED * own
    mixed[-1] = 1  # known, as ever
    return mixed
