"""Mandarin as Kokoro was taught it: mandarin.tsv holds sentences and the phonemes that misaki 0.9.4 gives for them."""

from pathlib import Path

import pytest

from revive.core.errors import UserError
from revive.speech.ipa import pinyin_signs
from revive.speech.phonemes import phonemes
from revive.training.evaluate.speech import read_sentences

LINES = Path(__file__).with_name("mandarin.tsv").read_text(encoding="utf-8").splitlines()
REFERENCE = {sentence: pieces for sentence, *pieces in (line.split("\t") for line in LINES)}


def test_the_reference_holds_the_test_sentences_and_many_more():
    assert set(read_sentences("zh")) <= set(REFERENCE)
    assert len(REFERENCE) > 120


@pytest.mark.slow
def test_every_sentence_has_the_phonemes_of_the_reference():
    differ = {s: (said, REFERENCE[s]) for s in REFERENCE if (said := phonemes(s, "zh")) != REFERENCE[s]}
    assert not differ


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pinyin", "signs"),
    [
        ("zhi1", "ꭧɨ→"), ("si4", "sɨ↘"), ("er2", "ɚ↗"), ("yuan3", "ɥɛ↓n"), ("xiong2", "ɕjʊ↗ŋ"), ("lü4", "ly↘"),
        ("de5", "tɤ"), ("ng4", "ŋ↘"), ("qù", "ʨʰy↘"), ("ou1 yang2", "ou→ja↗ŋ"), ("blah1", None), ("x1", None),
    ],
)  # fmt: skip
def test_syllables(pinyin, signs):
    assert pinyin_signs(pinyin) == signs


@pytest.mark.slow
def test_a_character_without_a_reading_is_said_in_a_sentence():
    with pytest.raises(UserError, match="rare character"):
        phonemes("我叫\u9feb\u3401。", "zh")
