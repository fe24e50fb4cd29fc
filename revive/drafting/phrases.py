"""What the family told, as it can be set into a sentence: which shape a phrase has, and from whose side it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from revive.drafting.lexicon import grouped, listed
from revive.drafting.listener import names_the_speaker, pronoun_is_of_the_listener
from revive.drafting.request import Request
from revive.drafting.stems import IRREGULAR, chinese_words, words_of

KINDS_OF_NOUN = ("noun", "place", "food", "music", "animal", "person")
SHAPES = (*KINDS_OF_NOUN, "habit", "saying", "clause", "trait", "wish")
_QUOTED = re.compile(r"^[\"“«「](.+?)[\"”»」]$")
_SUBJECT = re.compile(r"^(?:i|you|we|he|she|they|it|yo|tú|nosotros|él|ella|ellos)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|would|es|era|está|estaba|tiene|tenía)\b", re.IGNORECASE
)
_ARTICLE = re.compile(
    r"^(?:the|a|an|my|your|our|his|her|their|its|all|every|those|these|that|this|some|no"
    r"|el|la|los|las|un|una|unos|unas|mi|mis|tu|tus|su|sus|nuestr[oa]s?|es[oa]s?)\b",
    re.IGNORECASE,
)
_ADVERB = r"(?:always|never|often|still|really|siempre|nunca|todavía)"
_PREPOSITION = {
    "at", "in", "of", "on", "by", "with", "from", "for", "and", "to", "under", "over", "before", "after",
    "like", "without", "de", "del", "en", "con", "por", "para", "bajo", "y", "sobre",
}  # fmt: skip
_WHOM = {
    "himself", "herself", "me", "the", "a", "an", "her", "him", "it", "us", "you", "every", "everything",
    "everybody", "all", "my", "our", "his", "their", "them", "both", "many",
}  # fmt: skip
_CALLS_AND_NOUNS = {
    "dance", "sing", "play", "laugh", "love", "drink", "walk", "cook", "plant", "light", "share", "thank", "trust",
    "read", "wear", "paint", "help", "smile", "stop", "start", "watch", "mind", "leave", "turn", "open", "use",
    "follow", "think", "speak", "raise", "clean", "wash", "pack", "save", "listen",
}  # fmt: skip
_ABSTRACT = re.compile(r"(?:ness|ity|ship|hood|dom|ence|ance|ing|ball|ism|tion|ment)$")
_COUNTED = (
    "one|two|three|four|five|six|seven|eight|nine|ten|half|both|many|few|lots|plenty|more|less|enough|too|what|how"
)
_CLITICS = ("me", "te", "se", "nos", "os", "le", "les", "lo")
_SPANISH_CALL = re.compile(r"(?:[^dt]ad|[^prs]ed|id|[^c]aos|[áéí]\w{1,3}(?:me|nos))$")  # "bailad", "cuidaos", "llámame"
_SPANISH_TELLS = re.compile(r"^(?:canta|baila|hace|tiene|toca|cuenta)$|(?:aba|ía)$")  # "el tío canta fatal"
_IRREGULAR = {"is": "are", "was": "were", "has": "have", "does": "do"}


@dataclass(frozen=True)
class Phrase:
    """Words of the family, as they go into a sentence, and their shape: one of SHAPES."""

    text: str
    shape: str


def phrases(request: Request) -> list[Phrase]:
    """Those of the things to come in that fit into a sentence, in order."""
    found = [_phrase(thing, request) for thing in request.things]
    return [phrase for phrase in found if phrase]


def _phrase(thing: str, request: Request) -> Phrase | None:
    if match := _QUOTED.match(thing):
        return Phrase(match[1].strip(" .。"), "saying")
    if request.language == "zh":
        return Phrase(_from_their_side(thing, request), _chinese_shape(thing))
    thing = _from_their_side(thing, request)
    if request.language == "en" and (re.match(r"(?:as )?\w+ as an? \w+", thing) or _says_what_one_is(thing)):
        thing = f"is {thing}"  # "stubborn as a mule", "never late"
    shape = _shape(thing, request.language)
    if shape in KINDS_OF_NOUN and request.language == "en" and _wants_article(thing):
        thing = f"the {thing}"
    return Phrase(thing, shape) if shape else None


def _shape(thing: str, language: str) -> str:
    words = [word.lower() for word in words_of(thing)]
    if not words:
        return ""
    first, second = words[0], words[1] if len(words) > 1 else ""
    if _SUBJECT.search(thing):
        return "clause" if second else ""
    if language == "en" and first in _CALLS_AND_NOUNS and second in _WHOM | _PREPOSITION:
        return "wish"  # "dance to my records", but not "dance lessons"
    if first in listed("commands") or (first == "always" and second in listed("commands")):
        return "wish"
    if first == "never" and second and not second.endswith(("s", "ed")) and second not in IRREGULAR:
        return "wish"
    if language == "es":
        return _spanish_shape(thing, words)
    if first == "who":
        return ""
    if _ARTICLE.search(thing):
        return "clause" if _VERB.search(thing) else _kind_of_noun(thing)
    if re.match(rf"{_ADVERB}$", first) or first in ("is", "was", "has", "had", "can", "could"):
        return "trait" if second else ""
    if first.endswith("ing") and second and first not in listed("participles"):
        return "habit"
    if _VERB.search(thing):
        return "clause"
    if first in listed("verbs") and second:
        return "trait"  # "hates mornings"
    if re.search(r"(?:ed|ught|got)$", first) and second in _PREPOSITION | _WHOM:
        return "trait"
    return _kind_of_noun(thing) if len(words) <= 7 else ""


def _says_what_one_is(thing: str) -> bool:
    """ "never late", "always hungry": a predicate without its verb."""
    match = re.match(rf"{_ADVERB} (\w+)", thing, re.IGNORECASE)
    word = match[1].lower() if match else ""
    if not word or word in IRREGULAR or word in listed("commands"):
        return False
    return word in listed("adjectives") or bool(re.search(r"(?:[^l]y|ful|less|ous|ish|able|ing)$", word))


def _spanish_shape(thing: str, words: list[str]) -> str:
    first, second = words[0], words[1] if len(words) > 1 else ""
    if re.search(r"(?:ar|er|ir|arse|erse|irse)$", first) and not _ARTICLE.search(thing):
        return "habit"
    if second and (first == "no" or (thing[0].islower() and _SPANISH_CALL.search(first))):
        return "wish"
    if first in ("siempre", "nunca", "todavía") and second:
        return _clause_or_trait(words[1:])
    if _ARTICLE.search(thing):
        tells = "que" not in words and any(_SPANISH_TELLS.search(word) for word in words[2:4])
        return "clause" if tells else _kind_of_noun(thing)
    if second and (
        first in _CLITICS or first in listed("spanish_verbs") or re.search(r"(?:aba|ía|[ai]ste|[áéíai]mos)$", first)
    ):
        return _clause_or_trait(words)
    if first in listed("spanish_commands") and second:
        return "wish"
    return _kind_of_noun(thing) if len(words) <= 7 else ""


def _clause_or_trait(words: list[str]) -> str:
    """Of a Spanish predicate: a trait in the third person, and else a clause, as the verb tells whose it is."""
    verb = next((word for word in words if word not in _CLITICS), "")
    with_me = words[0] in ("me", "nos", "te")
    return "clause" if with_me or (re.search(r"(?:[^e]s|es|mos|é|í|oy)$", verb) and verb != "es") else "trait"


def _chinese_shape(thing: str) -> str:
    words = chinese_words(thing)
    if re.match(r"^(?:别|不要|请|要|记得|互相|好好|多[^年才]|少[吃喝抽生操熬]|早点|照顾好)", thing):
        return "wish"
    if re.match(r"^(?:我们?|你们?|咱们?|他们?|她们?)", thing) and not re.match(r"^.{1,4}的.{1,4}$", thing):
        return "clause"
    done = re.match(r"^[\u4e00-\u9fff]{1,2}了(?!的)", thing) and words[0][1].startswith("v")  # "修好了整条街的车"
    if re.search(r"的[\u4e00-\u9fff]{1,4}$", thing) and not done:
        return _kind_of_noun(thing)
    if re.match(r"^(?:从不|从来|总是?|老是|一直|爱|喜欢|讨厌|怕|恨|不)", thing) or re.search(
        r".都(?:会|能|爱|记)", thing
    ):
        return "trait"
    if done or re.match(r"^(?:一起|一块|陪|天天|每天|年年|[\u4e00-\u9fff]{1,2}着)", thing):
        return "habit"
    if words[0][1].startswith("v") and (len(words) > 1 or len(thing) == 2):
        return "habit"  # a verb with its object, as jieba tells it
    return _kind_of_noun(thing)


def _kind_of_noun(thing: str) -> str:
    """ "food" of "apple pies with cream": the head of the phrase is what counts, and no name behind it."""
    head = re.split(r" (?:at|in|of|on|by|with|from|for|under|over|before|after|like|without|de|del|en|con)\b", thing)[0]
    head = re.sub(r"(?: [A-ZÁÉÍÓÚÑ][\w'’-]*)+$|^[A-ZÁÉÍÓÚÑ]\S*$", "", head)  # "our dog Biscuit", "Biscuit"
    for shape, pattern in grouped("shapes").items():
        if re.search(rf"(?:\b|(?<=[\u4e00-\u9fff]))(?:{pattern.pattern})$", head, re.IGNORECASE):
            return shape
    return "noun"


def _wants_article(thing: str) -> bool:
    """Whether one would say "the": of "garden", but not of "apple pies", "jazz", "patience" or "Biscuit"."""
    head = re.split(r" (?:at|in|of|on|by|with|from|for|under|over|before|after|like|without|and)\b", thing)[0]
    last = words_of(head)[-1] if words_of(head) else ""
    if not last or _ARTICLE.search(thing) or not thing[0].islower() or not last[0].islower() or "'s " in thing:
        return False
    if re.match(rf"(?:{_COUNTED})\b", thing):
        return False
    plural = last.endswith("s") and not last.endswith(("ss", "us"))
    return not (plural or last in listed("mass") or _ABSTRACT.search(last) or last in ("teeth", "feet", "children"))


def _from_their_side(thing: str, request: Request) -> str:
    """ "his boat", of him who is spoken to, is "your boat"; of one who is remembered, it is "my boat"."""
    mine = names_the_speaker(request)
    if not mine and not pronoun_is_of_the_listener(request):
        return thing
    if request.language == "zh":
        return re.sub(r"^[他她](?!们)", "我" if mine else "你", thing)
    if request.language == "es":
        thing = re.sub(r"^su(s?)\b", r"mi\1" if mine else r"tu\1", thing)
        return thing if mine else re.sub(r"^((?:me|nos) \w+(?<!st)[ae])\b", r"\1s", thing)  # "me roba la manta"
    whole = re.sub(r"^(?:his|her)\b(?= \w)", "my" if mine else "your", thing)
    match = re.match(rf"^(?:he|she) ((?:{_ADVERB} )?)([\w'’]+)", whole)
    if match:
        verb = _plain(match[2])
        if mine:
            verb = {"are": "am", "were": "was"}.get(verb, verb)
        whole = f"{'I' if mine else 'you'} {match[1]}{verb}{whole[match.end() :]}"
    return whole


def _plain(verb: str) -> str:
    """The form after "you": "loves" -> "love"; a past form stays."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if re.search(r"(?:sh|ch|ss|x|z|o)es$", verb):
        return verb[:-2]
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    return verb[:-1] if verb.endswith("s") and not verb.endswith(("ss", "us", "is")) else verb
