"""What a draft must not say: facts that nobody gave, pet names and signatures, claims from beyond the grave, rubbish.

A message is spoken with the face of somebody who has died. So a name, a number, a date, a place, a relative or a memory
that the family did not name is an invention, and a draft with one is refused. It errs on the side of refusing.
"""

from __future__ import annotations

import re

from revive.core.localisation import Message
from revive.drafting.address import invented_address
from revive.drafting.facts_chinese import invented_chinese
from revive.drafting.given import Given
from revive.drafting.lexicon import listed, patterns
from revive.drafting.numbers import numbers_in, numbers_meant
from revive.drafting.request import Request
from revive.drafting.stems import IRREGULAR, chinese_words, stem, stems, words_of

SHORTEST, LONGEST = {"en": 18, "zh": 20}, {"en": 85, "zh": 150}  # words, characters
_SENTENCES = re.compile(r"(?<=[.!?…。！？])[\"”’」]*\s*")
_CLAIMS, _RUBBISH, _TOLD = patterns("claims"), patterns("rubbish"), patterns("told")
_KIN_OF = {stem(word): group.split()[0] for group in listed("kin") for word in group.split()}
_KIN_FROM = {  # what a relative who is named implies
    "son": {"boy", "child", "parent"}, "grandson": {"boy", "child"}, "nephew": {"boy"}, "brother": {"boy"},
    "daughter": {"girl", "child", "parent"}, "granddaughter": {"girl", "child"}, "niece": {"girl"}, "sister": {"girl"},
    "baby": {"child", "parent"}, "child": {"parent"}, "grandchild": {"child"}, "wife": {"husband"},
    "husband": {"wife"}, "mother": {"child"}, "father": {"child"}, "twin": {"child"},
}  # fmt: skip
_RUN = 4  # words that nobody says twice in a short message
_UNKIND = re.compile(  # how the one who is spoken to is, which nobody knows; love taken back
    r"\byou(?:['’]re| are)(?: not| never)?(?: in pain| hurting| tired| worried| sick| ill| dying| alone| lonely"
    r"| afraid|[.,;])"
    r"|\b(?:isn['’]t|not|no|never|don['’]t|didn['’]t|wasn['’]t) (?:really )?lov\w*\b",
    re.IGNORECASE,
)
_MARRIED = re.compile(r"\b(?:wedding|marr\w+|engage\w*|bride|groom|anniversary)\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:born|baby|babies|birth of|newborn|christening|baptism|naming|pregnan\w+|expecting)\b", re.IGNORECASE
)
_MONTHS = {"March", "May"}  # with a capital inside a sentence they are months
GENERAL, OPENERS, _LITTLE, _DATES = (
    frozenset(map(stem, listed(name))) for name in ("general", "openers", "little", "dates")
)
_TITLES = frozenset(listed("titles"))
_CLAUSES = re.compile(r"[,;:!?.—–]| but | and (?=I |you |we |may |let )")
_OWN = re.compile(  # what somebody has, or is
    r"\b(?:(?:your|our|my|his|her|their)|(?:be|been|being|['’]re|are|were|['’]m|am|was|become|became|as) an?)"
    r" ([\w'’-]+)",
    re.IGNORECASE,
)
_PAST = re.compile(
    rf"\b(?:you|we|i|he|she|they|who) (?:\w+ly |always |never |once )?(?:{'|'.join(IRREGULAR)})\b", re.IGNORECASE
)


def faults(text: str, given: Given) -> list[Message]:
    """What is wrong with a draft; empty where nothing was found."""
    language = given.request.language
    found = _form(text, language)
    if language == "zh":
        found += invented_chinese(text, given)
    else:
        found += _invented(text, given)
    return list(dict.fromkeys(found + invented_address(text, given)))


def sentences(text: str) -> list[str]:
    """The text cut after its full stops."""
    return [part.strip() for part in _SENTENCES.split(text) if part.strip()]


def missing(text: str, request: Request) -> list[str]:
    """Those of the things it should be about that do not come in."""
    return [thing for thing in request.things if not _mentioned(thing, text, request.language)]


def _said_twice(text: str) -> str:
    """Four words that come twice."""
    words = [word.casefold() for word in words_of(text)]
    runs = list(zip(*(words[at:] for at in range(_RUN)), strict=False))
    return next((" ".join(run) for at, run in enumerate(runs) if run in runs[:at]), "")


def _mentioned(thing: str, text: str, language: str) -> bool:
    if language == "zh":
        if thing in text:
            return True
        words = [word for word, kind in chinese_words(thing) if kind[0] in "nvaist" and word not in "你我他她的了"]
        return bool(words) and sum(word in text for word in words) >= max(1, round(0.7 * len(words)))
    wanted = {stem(word) for word in words_of(thing) if stem(word) not in _LITTLE} or stems(thing)
    said = stems(text) | numbers_meant(text)
    return len(wanted & said) >= max(1, round(0.7 * len(wanted)))


def _form(text: str, language: str) -> list[Message]:
    found = []
    length = len(words_of(text)) if language == "en" else len(re.sub(r"\s", "", text))
    if not SHORTEST[language] <= length <= LONGEST[language]:
        found.append(Message("too short or too long ({length})", length=length))
    if not re.search(r"[.!?…。！？][\"”’」]?$", text):
        found.append(Message("it does not end"))
    if match := _CLAIMS.search(text):
        found.append(Message("it claims what the dead cannot: “{word}”", word=match[0]))
    if match := _RUBBISH.search(text):
        found.append(Message("rubbish: “{word}”", word=match[0]))
    if match := _UNKIND.search(text):
        found.append(Message("it presumes or wounds: “{word}”", word=match[0]))
    if language == "en" and (twice := _said_twice(text)):
        found.append(Message("it says “{twice}” twice", twice=twice))
    if _repeats(text, language):
        found.append(Message("it repeats itself"))
    if language == "zh" and re.search(r"[A-Za-z]{2}", text):
        found.append(Message("it mixes languages"))
    if language == "en" and re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text):
        found.append(Message("it mixes languages"))
    return found


def _repeats(text: str, language: str) -> bool:
    said = [re.sub(r"\W", "", part).lower() for part in sentences(text)]
    if len(set(said)) < len(said):
        return True
    units = [word.lower() for word in words_of(text)] if language == "en" else list(re.sub(r"\W", "", text))
    size = 5 if language == "en" else 7
    runs = [tuple(units[at : at + size]) for at in range(len(units) - size + 1)]
    return len(set(runs)) < len(runs) or bool(re.search(r"\b(\w+)(?:\W+\1\b){3}", text, re.IGNORECASE))


def _invented(text: str, given: Given) -> list[Message]:
    source = given.text
    known, kin, found = stems(source) | numbers_meant(source), _kin(source), []
    numbers = numbers_meant(source)
    for sentence in sentences(text):
        words = words_of(sentence)
        for place, word in enumerate(words):
            root = stem(word)
            if _a_name(word, place, sentence) and root not in known and not stems(word) <= known:
                found.append(Message("a name that nobody gave: “{word}”", word=word))
            elif (root in _DATES or (word in _MONTHS and place)) and root not in known:
                found.append(Message("a time that nobody gave: “{word}”", word=word))
            for part in [word, *word.split("-")]:
                relative = _KIN_OF.get(stem(part))
                if relative and relative not in kin and not re.search(rf"other people's {word}", sentence):
                    found.append(Message("a relative whom nobody named: “{word}”", word=word))
        for number in numbers_in(sentence):
            if number not in numbers:
                found.append(Message("a number that nobody gave: “{word}”", word=number))
        for word in _told_or_owned(sentence):
            if not _harmless(word, known) and _KIN_OF.get(stem(word)) not in kin:
                found.append(Message("something that nobody told: “{word}”", word=word))
    return found


def _harmless(word: str, known: set[str]) -> bool:
    """Whether a word was given, or is one that anyone says to anyone."""
    word = word.lower()
    forms = {stem(word), stem(re.sub(r"(?:er|est|ly|ness|ful|less)$", "", word))}
    return word.endswith("ly") or bool(forms & (known | GENERAL)) or stems(word) <= known | GENERAL


def _a_name(word: str, place: int, sentence: str) -> bool:
    """Whether a word is written as a name is: a capital inside a sentence, or at its start and called to."""
    if not word[0].isupper() or word in _TITLES or word.replace("’", "'") in _TITLES:
        return False
    if place == 0 or re.search(rf"[\"“‘'(—–-]\s*{re.escape(word)}", sentence):
        root = stem(word)
        called = re.match(rf"\W*{re.escape(word)}(?:['’]s|,|!| and )", sentence) is not None
        return called and root not in GENERAL | OPENERS and not numbers_in(word)
    return True


def _told_or_owned(sentence: str) -> list[str]:
    """The words of a clause that tells a memory or a habit, and what somebody is said to have."""
    told = []
    for clause in _CLAUSES.split(sentence):
        if _TOLD.search(clause) or _PAST.search(clause):
            told += [word for word in words_of(clause) if not word[0].isupper() and not word.isdigit()]
    for match in _OWN.finditer(sentence):
        told += [word for word in words_of(match[1])[:1] if word.islower()]
    return told


def _kin(source: str) -> set[str]:
    """The relatives whom the family named, with those implied."""
    found = {_KIN_OF[root] for root in stems(source) if root in _KIN_OF}
    found |= {implied for one in found for implied in _KIN_FROM.get(one, ())}
    if _MARRIED.search(source):
        found |= {"wife", "husband"}
    if _BIRTH.search(source):
        found |= {"baby", "child", "parent"}
    return found
