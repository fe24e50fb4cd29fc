"""CMUdict becomes the table of names: its phonemes in the voices' alphabet, without the words that the voices know."""

import gzip

import pytest

from deploy.names_from_cmudict import OUT, rows, signs_of


@pytest.mark.parametrize(
    "arpabet, signs",
    [("W IH1 N", "wˈɪn"), ("B ER1 N ER0 D", "bˈɜɹnəɹd"), ("K EY1 T IY0", "kˈATi"), ("AH0 L AY1 JH AH0", "əlˈIʤə")],
)
def test_phonemes_are_written_in_the_voices_alphabet(arpabet, signs):
    assert signs_of(arpabet.split()) == signs


@pytest.mark.slow
def test_only_words_that_the_voices_lack_are_kept():
    text = "house HH AW1 S\nnguyen W IH1 N # a name\nnguyen(2) N UW1 Y EH0 N\no'neill OW0 N IY1 L\na.b. EY1 B IY1\n"
    assert rows(text) == ["nguyen\twˈɪn", "o'neill\tOnˈil"]


def test_the_table_is_sorted_and_of_two_columns():
    lines = gzip.decompress(OUT.read_bytes()).decode().splitlines()
    assert len(lines) > 50_000 and lines == sorted(lines) and all(line.count("\t") == 1 for line in lines)
