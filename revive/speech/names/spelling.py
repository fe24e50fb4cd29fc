"""Whether the spelling of a word is such that a language's rules read it in only one way."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 30  # letters of a word that is looked at
# What is regular, as syllables: what they begin with, their vowels, and what may follow
_SPANISH = re.compile(
    r"(?:(?:[pbcgf][lr]|[td]r|ch|ll|rr|qu(?=[eiéí])|gu(?=[eiéí])|(?<![bdfgmprst])h|[bcdfgjlmnñprstvxyz])?"
    r"[aeiouáéíóúü]{1,3}+y?+"
    r"(?:[nlrsd](?![nlrsd]?$)|[bcgmpt](?=[bcdfgjlmnpstvz])|ns(?=[bcdfgjlmpqtv]))?)+[nslrdzxj]?"
)
_ITALIAN = re.compile(
    r"(?:(?:s?[bcdfgpt][lr]|s?[cg]h(?=[eièé])|gn|gl(?=i)|sc|qu|[bcdfglmnprstvz])?[aeiouàèéìòóù]{1,3}+"
    r"(?:[bcdfglmnprstvz](?=[bcdfgmnpqrstvzl]))?)+[nlrs]?"
)
_PORTUGUESE = re.compile(
    r"(?:(?:[pbcgf][lr]|[tdv]r|ch|lh|nh|rr|ss|qu|gu|(?:^)h|[bcçdfgjlmnprstvxz])?[aeiouáâãàéêíóôõúü]{1,3}+"
    r"(?:[nmlrsz](?=[bcçdfgjlmnpqrstv]))?)+(?:[nmlrszx]|ns)?"
)
# French has too many ways to write a sound; these it does not have
_NOT_FRENCH = re.compile(
    r"[wñłøåßþðüöä]|k(?!i?$)|sh|[bdm]h|gh(?![ei])|sz|cz|rz|zh|^[nm][gbk]|^x(?!avi)|^ll|ao|ae(?!l)|oo|ee|aa|uu|ii|iy|ey$|j$|q(?!u)"
)
# English: names of a closed syllable or two, as families make them: Bobs, Tiggy, Mimsy, Fluffles
_ENGLISH = re.compile(
    r"(?:s?[cptk][lr]?|[bfg][lr]?|dr?|s[hlmnw]?|tw?|[hjkmnprvwyz]|ch|qu|wh|l)?(?:[aeiou](?:[bdfgklmnprstvxz]|ck|ff|ll|ng|nk|nt|nd"
    r"|ss|st|sh|tch|tt|zz)|ee[dklmnpt]|oo[dklmnpt]|a[iy][lnmt]?|oa[dkmt]|[aeiou](?:bb|dd|gg|mm|nn|pp|[ns]t|[mn]p|mb|lb|nd|ng|ms|bs"
    r"|ps|ks|ts|ck)(?:y|ie|ies|er|ers|le|les|o|s|kins))s?"
)
_ENDS = re.compile(
    r"(?:ton|ham|ford|ley|leigh|by|well|field|wood|bury|worth|ville|stone|land|more|gate|wick|bridge|burn|hurst|brook"
    r"|son|sons|man|mans|town|side|view|dale|hill|shire|port|haven|combe|ness|mouth|pool|lea|ing|ings|kins|kin|sy|sie)"
)


def is_regular(word: str, language: str) -> bool:
    """Whether `word`, whatever its capital letters, is spelled as the words of the language are.

    Parameters
    ----------
    language : code; one without rules here has no regular words
    """
    small = unicodedata.normalize("NFC", word).casefold().replace("’", "'")
    if len(small) > LONGEST:
        return False
    if language == "fr":
        return not _NOT_FRENCH.search(small)
    rule = {"en": _ENGLISH, "es": _SPANISH, "it": _ITALIAN, "pt": _PORTUGUESE}.get(language)
    return bool(rule and rule.fullmatch(small))


def known_parts(word: str, is_known) -> bool:
    """Whether an English word is put together of a known one and another, or an ending: Grandpops, Thornbury."""
    small = word.casefold()
    for cut in range(3, len(small) - 1):
        first, last = small[:cut], small[cut:]
        if is_known(first) and (_ENDS.fullmatch(last) or (len(last) >= 3 and is_known(last))):
            return True
    return False
