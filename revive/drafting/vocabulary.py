"""The vocabulary cut to what English, Chinese and other languages in Latin letters need.

Gemma's 262 144 tokens are two thirds of its 268 million numbers and most of its work, and most of them are of other
scripts and of programs. Tokens were learned one after another, each put together of two before it; so what is
kept is everything of some characters up to some id, which holds the parts of all that it holds, and the English words
above it with theirs. A sign that was left out is still written, in bytes.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

import numpy as np

SPECIALS = ("<pad>", "<eos>", "<bos>", "<unk>", "<mask>")
ORDINARY, BYTE = 1, 6  # kinds of tokens in a GGUF file
LATIN, CHINESE, SIGNS = 10_000, 236_743, 20_000  # ids up to which words and runs of signs are kept
CAPITALS = 60_000  # the id up to which English words are kept with a capital, too
CHARACTERS = 246_000  # single characters come above 236 743, the more frequent first
_INNER_CAPITAL = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{3}")  # programs' names and shouting


@dataclass(frozen=True)
class Vocabulary:
    """A vocabulary and how its tokens are put together.

    Attributes
    ----------
    tokens : in the order of ids; the specials first, then the bytes
    merges : pairs of tokens, the first to be put together first
    rows : (V,) int64, the ids that the tokens had before
    """

    tokens: list[str]
    merges: list[tuple[str, str]]
    rows: np.ndarray


def cut(
    tokens: list[str], scores: np.ndarray, kinds: np.ndarray, *, words: frozenset[str] = frozenset(),
    latin: int = LATIN, chinese: int = CHINESE, signs: int = SIGNS, characters: int = CHARACTERS,
) -> Vocabulary:  # fmt: skip
    """The part of a vocabulary that is kept.

    Parameters
    ----------
    tokens, scores, kinds : see `GgufFile`
    words : small letters; tokens that are one of them after a blank are kept whatever their id
    latin, chinese, signs, characters : ids up to which words in Latin letters, words in Chinese characters, runs of
        punctuation or digits, and single characters are kept
    """
    limits = {"latin": latin, "chinese": chinese, "signs": signs, None: -1}
    place = {token: at for at, token in enumerate(tokens) if kinds[at] == ORDINARY}
    keep = {"\n"}
    for token, at in place.items():
        script = script_of(token)
        if at < (limits[script] if len(token) > 1 else characters * (script is not None)):
            keep.add(token)
        elif token[0] == "▁" and script == "latin" and (token[1:].lower() if at < CAPITALS else token[1:]) in words:
            keep |= _parts(token, place)
    first = [token for token in SPECIALS if token in tokens]
    first += [token for token, kind in zip(tokens, kinds, strict=True) if kind == BYTE]
    rows = [tokens.index(token) for token in first] + sorted(tokens.index(t) if t == "\n" else place[t] for t in keep)
    kept = [tokens[at] for at in rows]
    return Vocabulary(kept, merges_of(kept, [float(scores[at]) for at in rows]), np.array(rows))


def _parts(token: str, place: dict[str, int]) -> set[str]:
    """The token and all it is put together of on the way: of neighbours the pair with the lowest id is joined first."""
    pieces, found = list(token), set(token)
    while len(pieces) > 1:
        pairs = [(place.get(a + b, len(place) + 1 << 20), at) for at, (a, b) in enumerate(itertools.pairwise(pieces))]
        _, at = min(pairs)
        pieces[at : at + 2] = [pieces[at] + pieces[at + 1]]
        found.add(pieces[at])
    return found


def script_of(token: str) -> str | None:
    """ "latin", "chinese" or "signs", which may stand beside letters of no other script; None for anything else."""
    scripts = {_script(sign) for sign in token} - {""}
    if len(scripts) > 1 and "signs" in scripts and len(token) > 1:
        return None
    if len(scripts) > 1 or None in scripts or _INNER_CAPITAL.search(token):
        return None
    return scripts.pop() if scripts else "signs"


def _script(sign: str) -> str | None:
    if sign == "▁":
        return ""
    if "\u4e00" <= sign <= "\u9fff":
        return "chinese"
    if sign.isalpha():
        return "latin" if ord(sign) < 0x250 or 0x1E00 <= ord(sign) < 0x1F00 else None
    return "signs" if unicodedata.category(sign)[0] in "PS" or sign in "0123456789\n" else None


def merges_of(tokens: list[str], scores: list[float]) -> list[tuple[str, str]]:
    """Every pair of tokens that makes a third, by the score of that (Sennrich et al. 2016, as SentencePiece does)."""
    place = {token: at for at, token in enumerate(tokens)}
    found = []
    for token, score in zip(tokens, scores, strict=True):
        for middle in range(1, len(token)):
            first, second = token[:middle], token[middle:]
            if first in place and second in place:
                found.append((-score, place[first], place[second], first, second))
    return [(first, second) for *_, first, second in sorted(found)]


def tokenizer_of(vocabulary: Vocabulary):
    """A `tokenizers.Tokenizer` that reads as Gemma's does: blanks are ▁, what is unknown is written in bytes."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

    places = {token: at for at, token in enumerate(vocabulary.tokens)}
    tokenizer = Tokenizer(
        models.BPE(vocab=places, merges=vocabulary.merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    )
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("\n"), "isolated")
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Fuse(), decoders.Replace("▁", " ")])
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in SPECIALS])
    return tokenizer
