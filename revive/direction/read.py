"""Reading a prompt: its pieces are compared in meaning with the phrases that stand for every choice."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import numpy as np

from revive.direction import modifiers
from revive.direction.anchors import BACKGROUND_ANCHORS, EMOTION_ANCHORS, HABIT_ANCHORS, LIGHT_ANCHORS, PLAIN
from revive.direction.direction import Direction
from revive.direction.encoder import sentence_encoder
from revive.direction.in_english import in_english

# Words that carry no mood by themselves; they are read within their clause only
_STOP = frozenset(
    re.findall(
        r"\w+",
        """
        a an the and or of in on at to for with by from as is was are be been being it its he his him she her hers
        they their them i me my we our us you your that this these those who which when after before into like just
        only so very really slightly little bit some any all one more most too than then there here not no photo
        picture portrait photograph image make made look looks looking voice face eyes person man woman said says
        """,
    )
)
_EMOTION_PACE = {
    "happy": 1.04, "playful": 1.07, "surprised": 1.06, "tender": 0.93, "solemn": 0.92, "sad": 0.88, "comforting": 0.93,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One thing asked of a prompt: its choices' anchors, and how near a piece must come for an answer.

    Attributes
    ----------
    anchors : choice -> phrases, PLAIN among them
    near : cosine under which nothing is answered by a clause
    word_near : the same for a single word, which says less
    margin : how much nearer than to a plain description
    otherwise : the answer where no piece is near enough
    """

    anchors: dict[str, tuple[str, ...]]
    near: float
    word_near: float
    margin: float
    otherwise: str


EMOTION = Question(EMOTION_ANCHORS, near=0.5, word_near=0.5, margin=0.05, otherwise="neutral")
LIGHT = Question(LIGHT_ANCHORS, near=0.62, word_near=0.8, margin=0.05, otherwise="as it is")
MANNER = Question(
    {"shown": tuple(phrase for some in HABIT_ANCHORS.values() for phrase in some), PLAIN: EMOTION_ANCHORS[PLAIN]},
    near=0.6, word_near=0.75, margin=0.08, otherwise="",
)  # fmt: skip
BACKGROUND = Question(BACKGROUND_ANCHORS, near=0.65, word_near=0.9, margin=0.05, otherwise="as it is")


def read_direction(prompt: str) -> Direction:
    """What `prompt` asks of the performance, the light and the background.

    Parameters
    ----------
    prompt : str, English, Chinese or Spanish, of any length; empty gives the neutral Direction

    Returns
    -------
    Direction : `strength` grows with words such as "very" and with how clearly the feeling was found

    Raises
    ------
    UserError : the packaged sentence encoder is missing or damaged
    """
    text = plain_english(prompt)
    said, denied = modifiers.split_denied(text)
    pieces = pieces_of(said)
    if not pieces:
        return Direction()
    vectors = sentence_encoder().encode(pieces)
    emotion, nearness = answer(EMOTION, pieces, vectors, denied_choices(EMOTION, denied))
    light, _ = answer(LIGHT, pieces, vectors, set())
    background, _ = answer(BACKGROUND, pieces, vectors, set())
    strength = 0.5 if emotion == "neutral" else (0.35 + 0.35 * nearness) * modifiers.intensity(said)
    pace = modifiers.spoken_pace(text) or _EMOTION_PACE.get(emotion, 1.0) * modifiers.age_pace(text)
    manner = ", ".join(shown(EMOTION, pieces, vectors, emotion) + shown(MANNER, pieces, vectors, "shown"))
    return Direction(emotion, round(float(np.clip(strength, 0.2, 1.0)), 2), round(pace, 2), light, background, manner)


def plain_english(text: str) -> str:
    """A text as it is compared: in English, small letters, without names that are feelings too."""
    text = in_english(text)
    return modifiers.without_names(" ".join(text.replace("’", "'").split())).lower()


def pieces_of(text: str) -> list[str]:
    """The prompt cut in clauses, in the parts joined by "and" or "with", and in words: what is compared."""
    clauses = modifiers.clauses(text)
    parts = [part.strip() for clause in clauses for part in re.split(r"\b(?:and|with|but)\b", clause)]
    words = [word for word in re.findall(r"[a-z][a-z'-]+", text) if word not in _STOP]
    return [piece for piece in dict.fromkeys([*clauses, *parts, *words]) if re.search("[a-z]", piece)]


def answer(question: Question, pieces: list[str], vectors: np.ndarray, excluded: set[str]) -> tuple[str, float]:
    """(the choice some piece is nearest to, its cosine), or (the question's `otherwise`, 0)."""
    nearness = compare(question, vectors)
    plain = nearness.pop(PLAIN)
    least = np.array([question.near if " " in piece else question.word_near for piece in pieces])
    best, found = question.otherwise, (0.0, 0)
    for choice, near in nearness.items():
        counts = np.flatnonzero((near >= least) & (near >= plain + question.margin))
        if choice not in excluded and len(counts):
            # what is said first counts where two are equally near: two named outright differ by rounding alone
            nearest = max((round(float(near[piece]), 3), -int(piece)) for piece in counts)
            if nearest > found:
                best, found = choice, nearest
    return best, found[0]


def shown(question: Question, pieces: list[str], vectors: np.ndarray, choice: str) -> list[str]:
    """The pieces that answer `choice`, the longest of those that hold one another."""
    if choice == question.otherwise:
        return []
    found = [
        piece
        for piece, vector in zip(pieces, vectors, strict=True)
        if answer(question, [piece], vector[None], set())[0] == choice
    ]
    return [piece for piece in found if not any(piece in other and piece != other for other in found)]


def compare(question: Question, vectors: np.ndarray) -> dict[str, np.ndarray]:
    """Choice -> (pieces,) cosine of every piece with the choice's nearest phrase."""
    choices, anchors, starts = anchor_vectors(tuple(question.anchors.items()))
    return dict(zip(choices, np.maximum.reduceat(vectors @ anchors.T, starts, axis=1).T, strict=True))


def denied_choices(question: Question, denied: list[str]) -> set[str]:
    """The choice that each denied piece names, if it names one."""
    if not denied:
        return set()
    vectors = sentence_encoder().encode(denied)
    named = {answer(question, [piece], vector[None], set())[0] for piece, vector in zip(denied, vectors, strict=True)}
    return named - {question.otherwise}


@functools.cache
def anchor_vectors(anchors: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[list[str], np.ndarray, list[int]]:
    """(choices, vectors of all their phrases, where each choice's phrases start)."""
    phrases = [phrase for _, some in anchors for phrase in some]
    starts = np.cumsum([0, *(len(some) for _, some in anchors)])[:-1]
    return [choice for choice, _ in anchors], sentence_encoder().encode(phrases), starts.tolist()
