"""The scenes of a story in another order, as other kinds and with other words; nothing else of it changes."""

from pathlib import Path

import pytest

from revive.brief import Brief
from revive.film import FamilyFilm, Letter, Photograph, Recording, Story, Talking, Title
from revive.film.arrange import moved, photo_of, possible_kinds, turned, with_words, without, words_of

PHOTO = Path("/a/lake.jpg")
STORY = Story(title="Ruth", scenes=tuple(Title(text=text) for text in "abc"))


def texts(story: Story) -> str:
    return "".join(words_of(scene) for scene in story.scenes)


@pytest.mark.parametrize(
    ("number", "to", "order"), [(0, 1, "bac"), (2, 0, "cab"), (0, -5, "abc"), (1, 99, "acb"), (2, 2, "abc")]
)
def test_a_scene_is_moved_to_the_nearest_place_there_is(number, to, order):
    after = moved(STORY, number, to)
    assert texts(after) == order and after.title == "Ruth"


def test_a_scene_is_taken_out():
    assert texts(without(STORY, 1)) == "ac"
    assert texts(STORY) == "abc"


def test_a_photograph_becomes_what_it_can_with_its_words_and_back():
    scene = Photograph(photo=PHOTO, seconds=7, caption="At the lake")
    for kind in possible_kinds(scene):
        other = turned(scene, kind)
        assert (other.kind, words_of(other), photo_of(other)) == (kind, "At the lake", PHOTO)
        assert other.seconds == (None if kind == "talking" else 7)  # that lasts as long as its words
        assert photo_of(turned(other, "photograph")) == PHOTO


def test_nothing_becomes_what_it_has_no_file_for():
    assert possible_kinds(Title(text="Ruth")) == ("title", "letter")
    assert turned(Title(text="Ruth"), "living") == Title(text="Ruth")
    for scene in (FamilyFilm(film=PHOTO), Recording(recording=PHOTO, photos=(PHOTO,))):
        assert turned(scene, "photograph") is scene


def test_words_stand_where_the_kind_has_them():
    assert with_words(Talking(), "Hello") == Talking(clip=Brief(words="Hello"))
    assert with_words(Letter(), "Dear Tom") == Letter(text="Dear Tom")
    assert with_words(Photograph(), "1931").caption == "1931"
