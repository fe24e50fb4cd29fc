"""A rule of normalisation, and the order in which the rules of a language are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """What is typed in one way and said in another.

    Attributes
    ----------
    what : in words, for whoever reads the table
    pattern : what is typed
    spoken : the match and the locale ("en-GB") -> what is said; None leaves it as it was typed
    """

    what: str
    pattern: re.Pattern[str]
    spoken: Callable[[re.Match[str], str], str | None]


def rule(what: str, pattern: str, spoken: str | Callable[..., str | None], flags: int = 0) -> Rule:
    """A `Rule`; `spoken` is a template as of `re.sub`, or a function of the match, and of the locale if it takes two."""
    if isinstance(spoken, str):
        template = spoken
        return Rule(what, re.compile(pattern, flags), lambda match, locale: match.expand(template))
    if spoken.__code__.co_argcount == 1:
        return Rule(what, re.compile(pattern, flags), lambda match, locale: spoken(match))
    return Rule(what, re.compile(pattern, flags), spoken)


def apply(rules: Iterable[Rule], text: str, locale: str) -> str:
    """`text` with every rule done to it, one after the other."""
    for one in rules:
        text = one.pattern.sub(lambda match, one=one: _kept(one.spoken(match, locale), match), text)
    return text


def _kept(spoken: str | None, match: re.Match[str]) -> str:
    return match.group() if spoken is None else spoken


def alternatives(words: Iterable[str]) -> str:
    """A pattern for one of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
