"""What the words themselves feel: each sentence of a message compared with things people say in a feeling.

A description tells how a person is; a message tells what is said. "I miss you" describes nobody, yet is not said with
a grin. So sentences have phrases of their own, and only a clear case counts.
"""

from __future__ import annotations

import functools

import numpy as np

from revive.direction import modifiers
from revive.direction.anchors import PLAIN
from revive.direction.encoder import sentence_encoder
from revive.direction.read import Question, answer, plain_english

SAID_ANCHORS: dict[str, tuple[str, ...]] = {
    "warm": (
        "it is so good to see you all", "thank you for everything", "welcome home", "give everyone a hug from me",
        "I am so glad you are here", "sending you my warmest greetings", "come in, come in, my dears",
        "thank you all for coming", "I am grateful for all of you",
    ),
    "happy": (
        "happy birthday", "congratulations", "what wonderful news", "I am so happy for you", "merry christmas",
        "happy new year", "hooray", "we had such a lovely time", "have a wonderful day", "let us celebrate",
        "we laughed so much", "this is the best day", "I am delighted",
    ),
    "tender": (
        "I love you", "I love you with all my heart", "my darling", "sleep well, my little one", "you are my sunshine",
        "I hold you close in my heart", "you mean the world to me", "I kiss you goodnight", "my sweet child",
    ),
    "proud": (
        "I am so proud of you", "well done", "look at how far you have come", "you did it", "you have made us proud",
        "I always knew you could do it", "what a fine man you have become", "you have grown into a strong woman",
    ),
    "playful": (
        "don't tell your mother", "I was only joking", "you little rascal", "ha ha, got you", "guess who ate the cake",
        "you still owe me five pounds", "I bet you can't catch me", "don't be so cheeky",
        "you were always a terrible cook",
    ),
    "solemn": (
        "we remember those who have gone", "let us pray", "promise me that you will look after your mother",
        "may they rest in peace", "these are my last wishes", "we gather here today", "honour their memory",
        "I have something serious to tell you",
    ),
    "sad": (
        "I miss you", "I miss you every day", "I am sorry I cannot be there", "goodbye, my love",
        "I wish I had more time",
        "it breaks my heart", "I am so sorry", "I have to leave you now", "forgive me", "we lost him too soon",
        "I cried for days", "I wish I could hold you once more",
    ),
    "comforting": (
        "don't worry", "everything will be all right", "I am always with you", "don't be afraid", "don't cry for me",
        "you are not alone", "be gentle with yourself", "it was not your fault", "I am watching over you",
        "the pain will pass", "take your time", "I am at peace now",
    ),
    "surprised": (
        "what a surprise", "I can't believe it", "oh my goodness", "wow", "really? is that true?",
        "who would have thought",
        "I never expected this", "look at that", "already thirty years old",
    ),
    PLAIN: (
        "we lived by the lake", "your grandfather built the house", "I was born in 1932", "the recipe needs two eggs",
        "every Sunday we went to church", "my name is Anna", "this is your grandmother speaking",
        "the keys are in the drawer",
        "she worked as a teacher", "in those days we had no car", "there were six of us", "call the bank on Monday",
        "remember the apple pies", "the garden needs water", "your father and I met at a dance", "it was a cold winter",
        "Tom and Emma are coming on Saturday", "I want to tell you a story", "how are you", "hello", "today is Tuesday",
        "the train leaves at six", "we moved to the city after the war", "I think of the old house by the sea",
        "take care of the dog", "you are thirty today", "read this letter", "the lake and the stars",
    ),
}  # fmt: skip
SAID = Question(SAID_ANCHORS, near=0.4, word_near=0.5, margin=0.05, otherwise="neutral")
LEAST, MOST = 0.35, 0.8  # strength of what is felt in a sentence


@functools.lru_cache(maxsize=1024)
def read_sentence_emotion(sentence: str) -> tuple[str, float]:
    """(emotion, strength) of somebody who says this sentence; ("neutral", 0.0) where it is not clear.

    Parameters
    ----------
    sentence : English, Chinese or Spanish; other languages are neutral

    Raises
    ------
    UserError : the packaged sentence encoder is missing or damaged
    """
    text = plain_english(sentence)
    clauses = [clause for clause in modifiers.clauses(text) if any(map(str.isalpha, clause))]
    if not clauses:
        return "neutral", 0.0
    pieces = list(dict.fromkeys([text, *clauses]))
    emotion, nearness = answer(SAID, pieces, sentence_encoder().encode(pieces), set())
    if emotion == "neutral":
        return emotion, 0.0
    return emotion, round(float(np.clip(0.65 * nearness * modifiers.intensity(text), LEAST, MOST)), 2)
