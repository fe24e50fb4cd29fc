"""Recognise the language of words, and the parts of a sentence that are in another language.

The script decides if it can (kana, Chinese characters, Devanagari). Languages in Latin letters are told apart first by
everyday words, because greetings are short; py3langid (Lui & Baldwin 2012, "langid.py") decides the rest.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

from revive.core.errors import UserError
from revive.core.localisation import Message, languages
from revive.core.model_cache import cached_model
from revive.speech.text import PRONOUNCED

LANGUAGES = {  # code -> name of every language that a voice speaks
    "en": Message("English"),
    "zh": Message("Chinese"),
    "ja": Message("Japanese"),
    "es": Message("Spanish"),
    "fr": Message("French"),
    "it": Message("Italian"),
    "pt": Message("Portuguese"),
    "hi": Message("Hindi"),
}
LATIN = ("en", "es", "fr", "it", "pt")
OTHERS = {  # languages in Latin letters that are recognised in order to be refused, not misread
    "de": Message("German"), "nl": Message("Dutch"), "pl": Message("Polish"), "sv": Message("Swedish"),
    "da": Message("Danish"), "fi": Message("Finnish"), "cs": Message("Czech"),
    "ro": Message("Romanian"),
    "hu": Message("Hungarian"), "tr": Message("Turkish"), "vi": Message("Vietnamese"),
    "id": Message("Indonesian"),
}  # fmt: skip
HEARD = {  # others that a recording may be in
    "ru": Message("Russian"), "uk": Message("Ukrainian"), "bg": Message("Bulgarian"), "el": Message("Greek"),
    "ca": Message("Catalan"), "no": Message("Norwegian"), "ar": Message("Arabic"), "he": Message("Hebrew"),
    "fa": Message("Persian"), "ur": Message("Urdu"), "ko": Message("Korean"), "th": Message("Thai"),
    "yue": Message("Cantonese"),
}  # fmt: skip
ALIASES = {"cmn": "zh", "mandarin": "zh", "中文": "zh", "汉语": "zh", "普通话": "zh", "日本語": "ja"}

_UNIT = re.compile(rf"{PRONOUNCED.pattern}|(?P<figure>(?<![A-Za-z\d])\d[\d.,:/%]*\s?(?=[\u4e00-\u9fff]))|.", re.DOTALL)

# What families say in the five languages; a word may belong to several
EVERYDAY = {
    "en": "the and you your my is are was were am i'm i've i'll don't it's of to for with have has this that we they "
    "he she her his him our be so what when where how love loves loved happy birthday hello hi hey dear "
    "darling thank thanks good night morning merry christmas bye goodbye congratulations proud always never "
    "remember forget miss mom mum dad grandma grandpa granny welcome yes please sorry made from know but not "
    "all will would could been here there me no a son an as at by in if it i or do did can let us may way "
    "after year years family today",
    "es": "hola gracias amor te quiero mucho muy estoy está eres soy feliz cumpleaños buenos buenas días noches "
    "tardes abuelo abuela mamá papá hijo hija niño niña el los las y pero para con siempre orgulloso orgullosa "
    "cariño adiós mis tu una usted ustedes nunca también aquí querido querida navidad del me mi no vida amo de "
    "que un la por le nos hoy todo todos tus nuestra nuestro familia",
    "fr": "bonjour bonsoir salut merci je tu suis es c'est j'ai t'aime amour mon ma mes ton ta tes chéri chérie le "
    "les et un une très fière fier bon bonne nuit anniversaire joyeux noël grand-mère grand-père maman papa "
    "toujours jamais avec pour vous nous elle dans pas mais aussi adieu beaucoup l'amour du des te me de que "
    "la nos notre il est ne vie plus tout tous aujourd'hui famille son",
    "it": "ciao grazie buongiorno buonasera buonanotte buon buona ti voglio bene amore mio mia sono sei così molto "
    "orgoglioso orgogliosa compleanno nonno nonna mamma papà figlio figlia il gli e è che per con sempre caro "
    "cara tesoro auguri anche natale della perché mi te amo un la le no me ma vita ci oggi tutto tutti "
    "famiglia nostra tu una tua tuo",
    "pt": "olá oi obrigado obrigada amo você vocês eu meu minha meus minhas estou muito feliz aniversário bom boa "
    "dia noite avô avó vovô vovó mãe pai filho filha o os e é não para com sempre orgulhoso orgulhosa querido "
    "querida saudades também parabéns natal do da uma te me vida amor de que por um seu sua nos hoje tudo "
    "todos família nossa nosso",
}


def resolve(language: str | None, words: str) -> str:
    """The code of the language that `words` are to be spoken in.

    Parameters
    ----------
    language : None to recognise it, or a code such as "en", "en-GB", "zh_CN", or a language's English or Chinese name

    Raises
    ------
    UserError : a language, or a script in the words, that no voice speaks; the sentence lists those that can be spoken
    """
    if language is None or not language.strip():
        return detect(words)
    asked = language.strip().lower()
    code = re.split(r"[-_]", asked)[0]
    code = ALIASES.get(code) or _by_name(asked) or code
    if code not in LANGUAGES:
        raise UserError(
            "“{language}” is not a language the voices speak; please choose {languages}, or none.",
            language=language.strip()[:40],
            languages=listed(),
        )
    return code


def detect(words: str) -> str:
    """The language of `words`; "en" where nothing speaks for another one (raises like `resolve`)."""
    letters = Counter(_script(c) for c in words if c.isalpha())
    if letters["kana"]:
        return "ja"
    strange = [name for name in letters if name not in ("han", "latin", "devanagari")]
    if strange:
        raise UserError(
            "The words are partly in {script} letters, which the voices cannot read; they speak {languages}.",
            script=strange[0].capitalize(),
            languages=listed(),
        )
    if letters["han"] and letters["han"] * 3 >= letters["latin"]:  # one Chinese character says as much as a few letters
        return "zh"
    if letters["devanagari"] > letters["latin"]:
        return "hi"
    return _detect_latin(words)


def runs(sentence: str, language: str) -> list[tuple[str, str]]:
    """`sentence` split where its script changes: [(language, text), ...].

    Digits go with the Chinese character behind them, else with their left. A word with its pronunciation,
    [word](/IPA/), stays whole and goes with the script of the word.
    """
    kana = any(_script(c) == "kana" for c in sentence)
    home = language if language in LATIN else "en"
    han = "ja" if language == "ja" or kana else "zh"
    of_script = {"latin": home, "han": han, "kana": "ja", "devanagari": "hi"}
    pieces: list[tuple[str, str]] = []
    for match in _UNIT.finditer(sentence):
        unit = match.group()
        letter = next((c for c in unit if c.isalpha()), None)
        here = of_script.get(_script(letter)) if letter else han if match["figure"] else None
        if pieces and (here is None or here == pieces[-1][0]):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + unit)
        elif pieces and not any(c.isalpha() for c in pieces[-1][1]):  # the text before had no language of its own
            pieces[-1] = (here or language, pieces[-1][1] + unit)
        else:
            pieces.append((here or language, unit))
    return pieces


def name_of(code: str) -> Message | str:
    """The name of a language; its code where it has none here."""
    return (LANGUAGES | OTHERS | HEARD).get(code, code)


def listed() -> list[Message]:
    """The languages that can be spoken, with their codes."""
    return [Message("{language} ({code})", language=name, code=code) for code, name in LANGUAGES.items()]


def _by_name(name: str) -> str | None:
    named = {known.text(spoken).lower(): code for code, known in LANGUAGES.items() for spoken in languages()}
    return named.get(name)


@functools.lru_cache(maxsize=4096)
def _script(character: str) -> str:
    name = unicodedata.name(character, "unknown").split()[0].split("-")[0].lower()
    if name in ("hiragana", "katakana", "halfwidth") or character == "ー":
        return "kana"
    return {"cjk": "han", "fullwidth": "latin", "feminine": "latin", "masculine": "latin", "ideographic": "han",
            "micro": "latin", "modifier": "latin"}.get(name, name)  # fmt: skip


def _detect_latin(words: str) -> str:
    found = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", words.lower().replace("’", "'"))
    votes = {code: sum(word in everyday for word in found) for code, everyday in _everyday().items()}
    most = max(votes.values())
    leaders = [code for code, count in votes.items() if count == most]
    known = most >= min(2 + len(found) / 10, len(found) * 0.4)
    if not found or (known and len(leaders) == 1):
        return leaders[0]
    certainty: dict[str, float] = dict(_identifier().rank(words[:2000]))
    if known and "en" not in leaders:
        return max(leaders, key=certainty.__getitem__)
    likeliest = max(certainty, key=certainty.__getitem__)
    if likeliest in OTHERS and certainty[likeliest] > 0.9 and len(found) >= 2:
        raise UserError(
            "The words look like {language}, which the voices do not speak; they speak {languages}. If that is wrong,"
            " choose the language by hand.",
            language=OTHERS[likeliest],
            languages=listed(),
        )
    return likeliest if likeliest in LATIN and certainty[likeliest] > 0.55 else "en"


@functools.cache
def _everyday() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in EVERYDAY.items()}


@cached_model()
def _identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*LATIN, *OTHERS])
    return identifier
