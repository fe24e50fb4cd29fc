"""How an emotion sounds: a sentence's pace, the mean and range of its pitch, and the pause after it.

The directions are those of the literature on vocal expression (Juslin and Laukka 2003, "Communication of emotions in
vocal expression and music performance"): joy is faster, higher and livelier; sadness slower, lower and flatter; and
tenderness slow and soft. The amounts are a third or less of what actors do, so that the voice does not sound acted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from revive.direction.direction import Direction
from revive.direction.sentence_emotion import read_sentence_emotion

FULL = 0.8  # strength at which the table applies as it stands
FULLY_FELT = 0.5  # strength of the direction from which a sentence's own feeling is heard in full, as it is shown
READ = ("en", "zh")  # languages whose sentences are read for their feeling


@dataclass(frozen=True)
class Delivery:
    """Factors on ordinary speech; all ones (and 0 semitones) leave it unchanged.

    Attributes
    ----------
    pace : of the words
    spread : of the pitch's excursions from its middle
    semitones : by which the pitch lies higher
    pause : on the silence behind the sentence
    """

    pace: float = 1.0
    spread: float = 1.0
    semitones: float = 0.0
    pause: float = 1.0

    @property
    def pitch(self) -> float:
        """Factor on the fundamental frequency."""
        return 2 ** (self.semitones / 12)

    def scaled(self, amount: float) -> Delivery:
        """The delivery scaled: 0 is ordinary speech, 1 is the whole effect."""
        return Delivery(self.pace**amount, self.spread**amount, self.semitones * amount, self.pause**amount)


ORDINARY = Delivery()
DELIVERIES = {
    "neutral": ORDINARY,
    "warm": Delivery(0.97, 1.05, 0.2, 1.05),
    "happy": Delivery(1.05, 1.2, 0.5, 0.9),
    "tender": Delivery(0.93, 0.9, -0.2, 1.15),
    "proud": Delivery(0.97, 1.12, 0.2, 1.1),
    "playful": Delivery(1.06, 1.25, 0.5, 0.9),
    "solemn": Delivery(0.91, 0.85, -0.4, 1.35),
    "sad": Delivery(0.9, 0.8, -0.5, 1.3),
    "comforting": Delivery(0.93, 0.88, -0.2, 1.2),
    "surprised": Delivery(1.04, 1.3, 0.7, 1.0),
}
SLOWEST, FASTEST = 0.7, 1.4  # paces of a direction and a sentence together


def delivery_of(emotion: str, strength: float) -> Delivery:
    """How an emotion (see `direction.EMOTIONS`) of a strength (0–1) is heard."""
    return DELIVERIES[emotion].scaled(min(max(strength, 0.0), 1.0) / FULL)


def manner(sentence: str, direction: Direction, *, language: str, own: bool = True) -> Delivery:
    """The delivery of a sentence: by its own emotion if that is clear, otherwise by the direction's.

    The direction's pace already includes its emotion, so only pitch and pauses are taken from that.

    Parameters
    ----------
    sentence : as it is read, without pronunciations
    language : of the words; only English and Chinese ones are read for their feeling
    own : whether the sentence may have a feeling of its own
    """
    felt = min(direction.strength / FULLY_FELT, 1.0)
    emotion, strength = read_sentence_emotion(sentence) if own and felt and language in READ else ("neutral", 0.0)
    if strength > 0 and emotion != direction.emotion:
        mine = delivery_of(emotion, strength * felt)
        pace = min(max(mine.pace * direction.pace, SLOWEST), FASTEST) / direction.pace
        return replace(mine, pace=pace)
    return replace(delivery_of(direction.emotion, direction.strength), pace=1.0)
