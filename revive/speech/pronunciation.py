"""How names and places are to be said: a respelling (shiv-awn), or IPA between slashes (/ʃɪˈvɔːn/).

It is told in a list, or in the text as [Siobhan](shiv-awn) or [Siobhan](/ʃɪˈvɔːn/): captions show the word as written.
A Chinese word takes pinyin between slashes, [乐](/yuè/), or other characters that sound so.
"""

from __future__ import annotations

import re
import unicodedata

from revive.core.errors import UserError
from revive.speech.ipa import pinyin_signs, unknown_signs
from revive.speech.text import PRONOUNCED, is_cjk

LONGEST = 60  # characters of a word and of what is said for it
MOST = 200  # words

_LETTER = r"(?:(?![\u3040-\u30ff\u3400-\u9fff])[^\W\d_])"  # of a script that parts its words
_RESPELLING = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’·-]|[\u0300-\u036f\u0900-\u097f])*")


def read_pronunciations(text: str) -> dict[str, str]:
    """{"Siobhan": "shiv-awn", "Nguyen": "/wɪn/"} from "Siobhan = shiv-awn; Nguyen = /wɪn/".

    One a line, or parted by ";".

    Raises
    ------
    UserError : an entry without "=", or that `check_pronunciation` refuses
    """
    found: dict[str, str] = {}
    for entry in re.split(r"[\n;；]", text):
        if not entry.strip():
            continue
        word, equals, spoken = (part.strip() for part in entry.replace("＝", "=").partition("="))
        if not equals:
            raise UserError(
                "“{entry}” does not say how a word is pronounced; please write, for example, Siobhan = shiv-awn, one"
                " word a line.",
                entry=entry.strip()[:40],
            )
        check_pronunciation(word, spoken)
        found[word] = spoken
    _check_number(found)
    return found


def check_pronunciation(word: str, spoken: str) -> None:
    """Refuse a word, or a way to say it, that no voice could use.

    Raises
    ------
    UserError : empty or too long; no word; signs that are no letters or no IPA
    """
    word, spoken = word.strip(), spoken.strip()
    if not any(map(str.isalpha, word)) or len(word) > LONGEST or re.search(r"[\[\]()\n]", word):
        raise UserError(
            "“{word}” is not a word that can be given a pronunciation; please write one name or word of at most {most}"
            " letters, without brackets.",
            word=word[:40],
            most=LONGEST,
        )
    if not spoken or len(spoken) > LONGEST:
        raise UserError(
            "How “{word}” is said should be 1 to {most} letters long; please write it shorter, such as shiv-awn.",
            word=word,
            most=LONGEST,
        )
    if _is_ipa(spoken):
        _check_ipa(word, spoken[1:-1])
    elif not _RESPELLING.fullmatch(spoken):
        raise UserError(
            "“{spoken}” cannot be read as the sound of “{word}”; please spell it with letters and hyphens, such as"
            " shiv-awn, or in IPA between slashes, such as /ʃɪˈvɔːn/.",
            spoken=spoken[:40],
            word=word,
        )


def marked(text: str, pronunciations: dict[str, str]) -> str:
    """`text` with every word of the dictionary marked: whole words, large or small letters, the longest first.

    Raises
    ------
    UserError : see `check_pronunciation`
    """
    table = {}
    for word, spoken in pronunciations.items():
        check_pronunciation(word, spoken)
        table[_folded(word)] = spoken.strip()
    _check_number(table)
    if not table:
        return text
    words = "|".join(_whole(word) for word in sorted(table, key=len, reverse=True))
    return re.sub(
        rf"(?P<mark>{PRONOUNCED.pattern})|(?P<word>{words})",
        lambda found: found["mark"] or f"[{found['word']}]({table[_folded(found['word'])]})",
        text,
        flags=re.IGNORECASE,
    )


def check_marks(text: str) -> None:
    """Refuse what is written in the text as a pronunciation and is none (raises like `check_pronunciation`)."""
    for mark in PRONOUNCED.finditer(text):
        check_pronunciation(mark[1], mark[2])


def respelled(text: str) -> str:
    """`text` as the voice is to read it: the respellings in the place of their words, IPA still marked.

    Syllables in capitals (shiv-AWN) are written small, or they would be read letter by letter; a word that is to be
    read as it is written stays as it is.
    """
    return PRONOUNCED.sub(_respelled, text)


def _respelled(mark: re.Match) -> str:
    if _is_ipa(mark[2]):
        return mark.group()
    return mark[1] if mark[1] == mark[2] else mark[2].lower()


def _whole(word: str) -> str:
    """A pattern of the word with nothing of a longer one round it; Chinese does not part its words."""
    pattern = re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+")
    before = "" if is_cjk(word[0]) else f"(?<!{_LETTER})"
    return before + pattern + ("" if is_cjk(word[-1]) else f"(?!{_LETTER})")


def _folded(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).casefold().replace("’", "'").split())


def _is_ipa(spoken: str) -> bool:
    return len(spoken) >= 2 and spoken[0] == spoken[-1] == "/"


def _check_ipa(word: str, ipa: str) -> None:
    if is_cjk(word[0]) and pinyin_signs(ipa):
        return
    strange = unknown_signs(ipa)
    if strange or not any(map(str.isalpha, ipa)) or "/" in ipa:
        seen = f"“{strange[:10]}” in “/{ipa[:40]}/”" if strange else f"“/{ipa[:40]}/”"
        raise UserError(
            "{seen} is not a sign of the phonetic alphabet that the voices know, so “{word}” cannot be said by it;"
            " please correct it or spell the sound with letters, such as shiv-awn.",
            seen=seen,
            word=word,
        )


def _check_number(table: dict[str, str]) -> None:
    if len(table) > MOST:
        raise UserError(
            "There are pronunciations of {count} words; please give at most {most}.", count=len(table), most=MOST
        )
