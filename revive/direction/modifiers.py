"""What single words of a prompt do: deny, strengthen, weaken, hurry, or name somebody."""

from __future__ import annotations

import re

# Given names that are also feelings or lights; as names they say nothing of either
_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        amber angel april autumn bliss blythe candy charity clement constance dawn daisy dolores ernest faith felicity
        frank gay ginger grace harmony hazel honor honour hope iris ivy joy joyce june lily may melody mercy merry
        misty noel olive patience pearl prudence ray rose ruby scarlett serenity sky sonny star stella sterling storm
        stormy summer sunny verity violet will winter
        """,
    )
)

_NEGATION = re.compile(
    r"\b(?:not|no|never|without|neither|nor|hardly|isn't|wasn't|doesn't|don't|didn't|aren't|won't|cannot|can't|less)\b"
    r"(?! (?:only|just|to worry|worry|to be afraid|be afraid|to fear|to cry|believe|expect|to mention|longer with))"
    r"([^,.;:!?]*?)(?=$|[,.;:!?]| but\b| and she\b| and he\b| just\b)"
)
_SUPERLATIVE = re.compile(r"\b(?:couldn't|could not|can't|cannot) be (\w+er)\b")

_WEAK = re.compile(
    r"\b(?:slight|slightly|a little|a bit|a touch|a hint|subtle|subtly|faint|faintly|mild|mildly|somewhat|quietly|"
    r"understated|restrained|half|barely)\b"
)
_STRONG = re.compile(
    r"\b(?:very|deep|deeply|so|extremely|really|truly|full of|bursting|overflowing|immense|immensely|utterly|"
    r"absolutely|incredibly|intense|intensely|strong|strongly|great(?!-)|greatly|most|always|"
    r"overjoyed|heartbroken|ecstatic|jubilant|"
    r"thrilled|beaming|devastated|shocked|astonished|ear to ear|happiest|proudest)\b|!"
)

_PACE = (  # the first that is found decides; speeds relative to an ordinary speaker
    (re.compile(r"\b(?:very|extremely|really|so) (?:slow|slowly)\b"), 0.75),
    (re.compile(r"\b(?:very|extremely|really|so) (?:fast|quick|quickly|rapid|rapidly)\b"), 1.35),
    (re.compile(r"\b(?:not too|not so|not) (?:fast|quick|quickly|hurried|rushed)\b"), 0.88),
    (re.compile(r"\b(?:not too|not so|not) (?:slow|slowly)\b"), 1.1),
    (re.compile(r"\b(?:slow|slowly|unhurried|leisurely|drawling|measured|deliberate|lingering)\b"), 0.84),
    (re.compile(r"\b(?:fast|quick|quickly|rapid|rapidly|hurried|rushed|breathless|chatty)\b"), 1.22),
    (re.compile(r"\b(?:lively|brisk|briskly|energetic|animated|spirited|vivacious|bubbly|excited)\b"), 1.12),
    (re.compile(r"\b(?:calm|calmly|relaxed|thoughtful|thoughtfully|peaceful|gently|softly|quiet|quietly)\b"), 0.93),
)
_ELDERLY = re.compile(
    r"\b(?:elderly|grandma|grandmother|grandpa|grandfather|granny|grandad|granddad|nana|nan|gran|great-grand\w*|"
    r"old (?:man|woman|lady|gentleman)|aged|in (?:his|her) (?:70s|80s|90s|seventies|eighties|nineties))\b"
)
_ELDERLY_PACE = 0.95


def without_names(text: str) -> str:
    """`text` with given names such as Joy or Dawn replaced by "someone", where they stand as names do."""
    words = re.findall(r"[A-Za-z]+", text)
    shouting = len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)

    def replaced(match: re.Match) -> str:
        word, before, after = match[0], text[: match.start()], text[match.end() :]
        if word.lower() not in _NAMES:
            return word
        first = not before.strip() or before.rstrip()[-1] in ".!?"
        like_a_name = re.match(
            r"'s\b|’s\b|,| [A-Z][a-z]|$| (?:is|was|in|at|on|who|with|and [A-Z]|says|telling)\b", after
        )
        return "someone" if word[0].isupper() and not shouting and (not first or like_a_name) else word

    return re.sub(r"[A-Za-z]+", replaced, text)


def clauses(text: str) -> list[str]:
    """`text` cut at its punctuation."""
    return [clause.strip() for clause in re.split(r"[,.;:!?\n()\"]+", text)]


def split_denied(text: str) -> tuple[str, list[str]]:
    """(`text` without what it denies, the denied pieces): "serious, no smile" -> ("serious,", ["smile"])."""
    text = _SUPERLATIVE.sub(r"very \1", text)
    denied = [match[1].strip() for match in _NEGATION.finditer(text)]
    return _NEGATION.sub(" ", text), [piece for piece in denied if piece]


def intensity(text: str) -> float:
    """How much the words strengthen (above 1) or weaken (below 1) the feeling."""
    return (0.6 if _WEAK.search(text) else 1.0) * (1.35 if _STRONG.search(text) else 1.0)


def spoken_pace(text: str) -> float | None:
    """The pace that the words ask for, 0.7–1.4, or None where they say nothing of it."""
    return next((pace for pattern, pace in _PACE if pattern.search(text)), None)


def age_pace(text: str) -> float:
    """The pace of a person of the described age: old people speak a little slower."""
    return _ELDERLY_PACE if _ELDERLY.search(text) else 1.0
