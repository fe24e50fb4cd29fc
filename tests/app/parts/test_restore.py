"""What the page says of a restored photograph: how alike, how different its colours, and what was not guessed."""

import numpy as np

from revive.app.parts.restore import result_note
from revive.restore import Restored
from revive.restore.colour_difference import ColourDifference
from revive.restore.colour_state import ColourState
from revive.restore.restore import OWN_COLOURS, Step

PICTURE = np.zeros((4, 4, 3), np.uint8)


def test_the_difference_of_colours_stands_beside_the_likeness():
    steps = (Step("tones", 0.97, True, ColourDifference(4.2, 3.1)), Step("size", 0.2, False, ColourDifference(50, 60)))
    said = result_note(Restored(PICTURE, PICTURE, steps), "en")
    assert "97 % alike" in said and "3.1 on the face, 4.2 over the picture" in said
    assert "50" not in said  # the step that was left out


def test_a_coloured_photograph_is_said_to_be_left_alone():
    said = result_note(Restored(PICTURE, PICTURE, (), (OWN_COLOURS[ColourState.FULL],)), "en")
    assert "Nothing was changed." in said and "colours of its own" in said
    assert "Nothing was chosen" in result_note(Restored(PICTURE, PICTURE, ()), "en")
