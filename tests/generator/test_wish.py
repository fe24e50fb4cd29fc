"""What a description asks of somebody whose face is known."""

import pytest

from revive.generator.scene import WALLS
from revive.generator.wish import read_wish


@pytest.mark.parametrize(
    ("words", "smiling"),
    [
        ("with a friendly smile", True), ("laughing out loud", True), ("serious", False), ("unsmiling", False),
        ("without a smile", False), ("in a red jacket", None), ("", None),
    ],
)  # fmt: skip
def test_smiles(words, smiling):
    assert read_wish(words, 60).smiling is smiling


@pytest.mark.parametrize(
    ("words", "years"),
    [("younger", -20), ("much older", 20), ("aged eighty", 20), ("in her forties", -15), ("35 years old", -25),
     ("aged 95", 30), ("in an old chair", 0), ("smiling", 0)],
)  # fmt: skip
def test_ages_are_told_from_how_old_the_photographs_look(words, years):
    assert read_wish(words, 60).years == years


def test_hair_wall_and_clothes():
    wish = read_wish("white hair, in a black suit before a dark blue wall", 60)
    assert wish.hair == "white" and wish.clothes and wish.wall == WALLS["dark blue"]
    assert not read_wish("dark blue background, wearing glasses", 60).clothes
    assert read_wish("monochrome", 60).grey and not read_wish("grey hair", 60).grey
