"""Clips in a film: a living photograph, which says nothing, and a photograph in which two people talk."""

import re

import numpy as np
import pytest
from PIL import Image

from revive.brief import Brief
from revive.film import Living, Person, Story, Talking, make_film
from revive.media.film import read_frames
from tests.answers import FAMILY

FPS = 5


@pytest.fixture(scope="module")
def film(hopper, tmp_path_factory):
    """A living photograph, cut to two who talk; small."""
    folder = tmp_path_factory.mktemp("clips")
    one = Image.open(hopper).convert("RGB")
    both = Image.new("RGB", (one.width * 2, one.height))
    both.paste(one, (0, 0))
    both.paste(one.resize((one.width * 9 // 10, one.height * 9 // 10)), (one.width, one.height // 10))
    both.save(folder / "both.png")
    ruth, otto = (Person(name, FAMILY.relation, "family", True) for name in ("Ruth", "Otto"))
    talk = Brief(photo=folder / "both.png", words="1: Good morning. 2: Good night.", refine=False)
    story = Story(
        size="360p", fps=FPS, seed=1, persons=(ruth, otto),
        scenes=(
            Living(clip=Brief(photo=hopper, moment="smile", refine=False), seconds=5, persons=("Ruth",)),
            Talking(clip=talk, persons=("Ruth", "Otto"), transition=0),
        ),
    )  # fmt: skip
    return make_film(story, folder / "film.mp4")


def moving(frames: np.ndarray) -> np.ndarray:
    """(H, W) how much each pixel changes from frame to frame, in grey levels."""
    return np.abs(np.diff(frames.mean(axis=3), axis=0)).mean(axis=0)


@pytest.mark.slow
def test_a_living_photograph_moves_for_its_seconds_and_says_nothing(film):
    assert film.starts == (0.0, 5.0) and film.frames == round(film.duration_s * FPS)
    frames = np.stack(list(read_frames(film.out, rate=FPS, side=320, seconds=5)))[FPS:]
    change = moving(frames)
    face, rest = change[30:110, 130:190].mean(), change[30:110, :30].mean()
    assert face > 0.5 and face > 3 * rest
    (first, *_) = re.findall(r"(\d\d):(\d\d):(\d\d),(\d+) -->", film.captions[0].read_text("utf-8"))
    assert int(first[2]) >= 5


@pytest.mark.slow
def test_two_who_talk_in_a_scene_have_a_line_each_and_both_move(film):
    said = film.captions[0].read_text("utf-8")
    assert said.index("Good morning.") < said.index("Good night.")
    frames = np.stack(list(read_frames(film.out, rate=FPS, side=320, seconds=film.duration_s)))[5 * FPS + 1 :]
    change = moving(frames)
    halves = change[40:120, 80:160].mean(), change[40:120, 160:240].mean()
    assert min(halves) > 0.3 and max(halves) < 10 * min(halves)
