"""Pan and zoom: no head is cut, nothing jumps, and each scene takes exactly its frames."""

import numpy as np
import pytest

from revive.face.framing import crop_box
from revive.film import Photograph, Story, Title
from revive.film.timeline import Timeline, crossings
from revive.film.views import View, between, fills, heads_of, path_of

UPRIGHT, WIDE = 9 / 16, 16 / 9


def test_a_picture_that_would_lose_a_face_or_much_of_itself_is_shown_whole():
    assert fills(1500, 1000, WIDE, [], None)
    assert not fills(1000, 1500, WIDE, [], None)  # more than half would be lost
    assert fills(1000, 1500, UPRIGHT, [(400, 300, 600, 550)], None)
    assert not fills(1000, 1500, UPRIGHT, [(50, 300, 200, 500), (800, 300, 950, 500)], None)  # two at the edges
    assert fills(1000, 1500, WIDE, [], "fill") and not fills(1500, 1000, WIDE, [], "whole")


@pytest.mark.parametrize("aspect", [WIDE, 4 / 3, UPRIGHT])
@pytest.mark.parametrize("movement", ["in", "out"])
def test_no_head_is_cut_in_any_frame(aspect, movement):
    faces = [(300, 250, 420, 400), (700, 260, 800, 390)]
    width, height = 1200, 900
    whole = (0, 0, width, height) if fills(width, height, aspect, faces, "whole") else None
    whole = whole or crop_box(width, height, aspect, faces)
    # as `pictures.lay_out` does it: the whole picture in the middle of a ground of the frame's shape
    ground = (0, 0, max(width, round(height * aspect)), max(height, round(width / aspect)))
    shift = (ground[2] - width) // 2, (ground[3] - height) // 2
    moved = [(a + shift[0], b + shift[1], c + shift[0], d + shift[1]) for a, b, c, d in faces]
    heads = heads_of(moved, ground[2], ground[3])
    assert heads is not None
    first, last = path_of(ground, aspect, [heads], movement, 3.0)
    for share in np.linspace(0, 1, 41):
        view = between(first, last, share)
        across, down = view.width / 2, view.width / aspect / 2
        assert view.x - across <= heads[0] + 1 and heads[2] <= view.x + across + 1
        assert view.y - down <= heads[1] + 1 and heads[3] <= view.y + down + 1
        assert view.x - across >= -1 and view.x + across <= ground[2] + 1


def test_the_movement_has_no_jumps_and_keeps_one_point_still():
    first, last = View(500, 300, 1000), View(620, 250, 700)
    views = [between(first, last, share) for share in np.linspace(0, 1, 201)]
    places = np.array([(view.x, view.y, view.width) for view in views])
    steps = np.diff(places, axis=0)
    assert np.abs(np.diff(steps, axis=0)).max() < 0.15  # pixels
    still = [(view.x - 900) / view.width for view in views]  # the point that neither end moves
    assert np.ptp(still) < 1e-9


def test_scene_times_add_up_to_the_frame():
    story = Story(fps=25, scenes=(Title(text="a"), Photograph(transition=1), Photograph(transition=0),
                                  Photograph(transition=5)))  # fmt: skip
    timeline, into = Timeline(), crossings(story)
    spans = [timeline.add(frames, crossing) for frames, crossing in zip((100, 90, 60, 33), into, strict=False)]
    assert [span.crossing for span in spans] == [25, 25, 0, 11]  # never more than a third of either
    assert [span.start for span in spans] == [0, 75, 165, 214]
    assert timeline.frames == 100 + 90 + 60 + 33 - 25 - 0 - 11
