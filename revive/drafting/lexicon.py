"""The lists of words and of patterns that the checks go by; in `lexicon.json`, where they can be read and added to.

general, general_chinese : words that anyone may say to anyone: feelings, time; naming them invents nothing
openers : words that begin a call ("Eat, laugh …") and are no names; titles : written with a capital, and no names
little : words that carry no meaning; dates : names of times; no_names : words of occasions that are no names
kin, kin_chinese : relatives, those of one line are one; claims : what no dead person can do; rubbish : of machines
pet_names, called, pet_names_chinese : what somebody is called in love, the second only where it is a call
surnames_chinese : how names begin; told, told_chinese : what begins a memory or a habit; times_chinese : names of
times; idioms, idioms_chinese : numbers that count nothing; occasions : kind -> what its words look like
signed_as, spoken_to_by : speaker -> signatures, and occasions told from the speaker's side; shapes : what a phrase is
mass : nouns that take no article; commands : verbs that ask somebody for something; verbs : of habits ("hates
mornings"); participles : forms in -ing that describe a thing and begin no habit; adjectives : what one is
("never late"); no_names_spanish, no_names_chinese : as no_names; several : words for more than one who is spoken to
spanish_verbs, spanish_commands : as verbs and commands
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

FILE = Path(__file__).with_name("lexicon.json")


@functools.cache
def _lexicon() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))


def listed(name: str) -> list[str]:
    """A list as it stands."""
    return _lexicon()[name]


def patterns(name: str) -> re.Pattern[str]:
    """Any of a list of patterns, in capitals or not."""
    return re.compile("|".join(listed(name)), re.IGNORECASE)


@functools.cache
def grouped(name: str) -> dict[str, re.Pattern[str]]:
    """Name -> any of its patterns, in order."""
    return {kind: re.compile("|".join(found), re.IGNORECASE) for kind, found in _lexicon()[name].items()}
