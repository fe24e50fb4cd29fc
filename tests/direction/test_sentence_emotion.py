"""What is felt in the sentences of a message, measured on sentences labelled by hand.

`said.csv`: half (only the development half was used while the reading was tuned), language, sentence, the emotions
that fit.
"""

import csv
from pathlib import Path

import pytest

from revive.direction import EMOTIONS
from revive.direction.anchors import PLAIN
from revive.direction.sentence_emotion import SAID_ANCHORS, read_sentence_emotion


def labelled(half: str) -> list[dict[str, str]]:
    with Path(__file__).with_name("said.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["half"] == half]


@pytest.mark.slow
@pytest.mark.parametrize("half", ["development", "held out"])
def test_sentences_are_felt_as_labelled(half, capsys):
    rows = labelled(half)
    right = sum(read_sentence_emotion(row["sentence"])[0] in row["emotions"].split() for row in rows) / len(rows)
    with capsys.disabled():
        print(f"\nsentences, {half}: {right:.0%} of {len(rows)}", end=" ")
    assert right >= 0.8


@pytest.mark.slow
def test_plain_sentences_stay_plain():
    rows = [row for half in ("development", "held out") for row in labelled(half) if row["emotions"] == "neutral"]
    assert len(rows) >= 10
    assert [row["sentence"] for row in rows if read_sentence_emotion(row["sentence"])[0] != "neutral"] == []


def test_every_feeling_has_sentences():
    assert set(SAID_ANCHORS) == {*EMOTIONS[1:], PLAIN}


@pytest.mark.slow
def test_stronger_words_are_felt_more_strongly():
    assert (
        read_sentence_emotion("I am so very proud of you!")[1] > read_sentence_emotion("I am slightly proud of you")[1]
    )


@pytest.mark.parametrize("text", ["", "...", "42", "Je t'aime de tout mon coeur mon petit lapin"])
def test_nothing_is_read_into_what_is_not_understood(text):
    assert read_sentence_emotion(text)[1] <= 0.8
