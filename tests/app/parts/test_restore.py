"""What the page says of a restored photograph: how alike, how different its colours, and what was not guessed."""

import shutil
from html import unescape

import numpy as np
import pytest

from revive.app.parts.restore import result_note
from revive.restore import Restored
from revive.restore.colour_difference import ColourDifference
from revive.restore.colour_state import ColourState
from revive.restore.restore import OWN_COLOURS, RECOLOURED, TONED, Step
from tests.answers import FAMILY

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


@pytest.mark.slow
def test_a_photograph_taken_for_coloured_can_be_coloured_all_the_same(page_at, part_of, asked, smiling):
    page, request = page_at("home"), asked()
    folder = page.jobs.sessions.new_folder("a")
    request.session_hash = f"{folder.parent.name}-a"
    photo = shutil.copy(smiling, folder)
    (work,) = [
        fn.fn for fn in page.fns.values() if fn.fn and fn.fn.__qualname__ == "build.<locals>.work" and
        fn.fn.__module__.endswith("restore")
    ]  # fmt: skip

    def told(all_the_same: bool) -> dict:
        chosen = (False, False, False, False, 1, True, 0.8, all_the_same)  # nothing but colours
        return list(work(photo, *chosen, FAMILY.relation, FAMILY.basis, FAMILY.adult, "", None, request))[-1]

    recolour, status = part_of(page, "recolour"), part_of(page, "restore-status")
    first, then = told(False), told(True)
    assert first[recolour]["visible"] and TONED.text() in unescape(first[status])
    assert recolour not in then and RECOLOURED.text() in unescape(then[status])
    page.jobs.sessions.delete(folder.parent.name)
