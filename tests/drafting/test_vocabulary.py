"""The vocabulary cut down: what is kept, and that every text comes back as it was."""

import numpy as np
import pytest

from revive.drafting.vocabulary import cut, merges_of, script_of, tokenizer_of
from tests.drafting.tiny import TEXTS, pieces


def test_every_text_comes_back_though_much_was_left_out():
    vocabulary = cut(*pieces(), latin=280, characters=300)
    assert len(vocabulary.tokens) < len(pieces()[0])
    tokenizer = tokenizer_of(vocabulary)
    for text in TEXTS:
        assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_rows_are_the_places_the_tokens_had():
    vocabulary = cut(*pieces())
    assert [pieces()[0][row] for row in vocabulary.rows] == vocabulary.tokens
    assert len(set(vocabulary.rows.tolist())) == len(vocabulary.rows)
    assert vocabulary.tokens[:5] == ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]


def test_the_same_text_has_the_same_tokens_where_they_were_kept():
    tokens, scores, _ = pieces()
    whole = tokenizer_of(type(cut(*pieces()))(tokens, merges_of(tokens, scores.tolist()), np.arange(len(tokens))))
    small = tokenizer_of(cut(*pieces(), characters=10**6))
    for text in ("Tom, happy birthday.", "the apple pies by the lake", "生日快乐"):
        assert small.encode(text).tokens == whole.encode(text).tokens


def test_every_token_can_be_reached():
    vocabulary = cut(*pieces(), latin=0, words=frozenset({"birthday", "hello"}))
    tokenizer = tokenizer_of(vocabulary)
    assert {"▁birthday", "▁birth", "▁hello"} <= set(vocabulary.tokens) and "▁lake" not in vocabulary.tokens
    for token in vocabulary.tokens[261:]:
        assert tokenizer.encode(token.replace("▁", " ")).tokens == [token]


@pytest.mark.parametrize(
    ("token", "script"),
    [("▁birthday", "latin"), ("Zoë", "latin"), ("生日", "chinese"), ("...", "signs"), ("▁▁", "signs"),
     ("2024", "signs"), ("привет", None), ("getB", None), ("SELECT", None), ("a生", None), ("a1", None), ("ん", None)],
)  # fmt: skip
def test_scripts(token, script):
    assert script_of(token) == script
