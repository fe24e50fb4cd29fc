"""A visitor's story names only files of theirs, and is held to the limits of the page."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from revive.app.jobs.films import check_film_limits
from revive.app.jobs.stories import KeptStory, with_answers
from revive.app.server.settings import DEMO, Limits
from revive.consent import Consent, keep_consent
from revive.core.errors import UserError
from revive.film import Living, Person, Photograph, Story, Title, permits
from tests.answers import FAMILY

HEAD = "revive_story: 1\nscenes:\n"


@pytest.fixture
def visitor(tmp_path, hopper):
    """(the visitor's story, their photograph, their folder for uploads)"""
    folder = tmp_path / "visitor" / "uploads" / "1"
    folder.mkdir(parents=True)
    return KeptStory(tmp_path / "visitor"), Path(shutil.copy(hopper, folder / "hopper.jpg")), folder


def test_a_story_is_kept_and_opened_again_by_the_names_of_its_files(visitor):
    kept, photo, folder = visitor
    story = Story(title="Ruth", scenes=(Title(text="Ruth"), Photograph(photo=photo, caption="1931")))
    kept.write(story)
    assert kept.read() == story
    assert str(folder) not in kept.download.read_text("utf-8")
    (folder.parent / "2").mkdir()
    given = Path(shutil.copy(kept.download, folder.parent / "2" / "story.yaml"))
    assert kept.open(given, {photo}) == (story, [])
    assert kept.open(given, set())[1] == ["hopper.jpg"]


def test_two_files_of_one_name_are_found_again_as_they_were(visitor, smiling):
    kept, first, folder = visitor
    places = [folder.parent / name for name in ("2", "3", "4")]
    for place in places:
        place.mkdir()
    second = Path(shutil.copy(smiling, places[0] / "hopper.jpg"))
    kept.write(Story(scenes=(Photograph(photo=first), Photograph(photo=second, movement="out"))))
    given = Path(shutil.copy(kept.download, places[1] / "story.yaml"))
    again = [Path(shutil.copy(path, place / "hopper.jpg")) for path, place in ((second, places[1]), (first, places[2]))]
    story, missing = kept.open(given, again)
    assert not missing and [scene.files["photo"] for scene in story.scenes] == [(again[1],), (again[0],)]
    assert kept.open(given, [])[1] == ["hopper.jpg", "hopper.jpg"]


@pytest.mark.parametrize("name", ["/etc/passwd", "../../../other/secret.jpg", "{hopper}", "link.jpg"])
@pytest.mark.parametrize("line", ["- {{kind: photograph, photo: “}}", "- {{kind: talking, words: Hi, recording: “}}"])
def test_a_story_never_names_a_file_of_somebody_else(visitor, hopper, name, line):
    kept, photo, folder = visitor
    (folder / "link.jpg").symlink_to(hopper)
    given = folder / "story.yaml"
    given.write_text(HEAD + line.format().replace("“", name.format(hopper=hopper)) + "\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"Scene 1: Line 3.*(outside|out of) the"):
        kept.open(given, {photo})
    with pytest.raises(UserError, match="Line 3"):
        given.write_text(HEAD + "- {kind: photo}\n", encoding="utf-8")
        kept.open(given, {photo})


def test_a_look_draws_each_scene_once_and_reckons_the_film(visitor):
    kept, photo, folder = visitor
    story = Story(scenes=(Photograph(photo=photo, seconds=4), Photograph(photo=folder / "gone.jpg"), Title(text="R")))
    look = kept.look(story)
    drawn = look.stills[0]
    assert drawn is not None and drawn.is_file() and look.stills[1] is None
    assert look.lengths[0] == 4 and look.seconds > 4 and look.making > 0
    before = drawn.stat().st_mtime_ns
    longer = dataclasses.replace(story, scenes=(dataclasses.replace(story.scenes[0], seconds=9), *story.scenes[1:]))
    assert kept.look(longer).stills[0] == drawn and drawn.stat().st_mtime_ns == before


def test_the_answers_of_the_page_are_those_of_whoever_has_none(visitor):
    _, photo, _ = visitor
    other = Person("Otto", "his son", "family", True)
    story = Story(persons=(Person(), other), scenes=(Living(clip=Living().clip.from_settings({"photo": photo})),))
    answered = with_answers(story, FAMILY)
    assert [one.relation for one in answered.persons] == [FAMILY.relation, "his son"]
    assert answered.persons_of(answered.scenes[0])[0].relation == FAMILY.relation
    nobody = with_answers(story, Consent())
    assert not nobody.persons[1].adult  # which is for the visitor to say
    with pytest.raises(UserError, match="Scene 1"):
        permits(nobody)


def test_where_others_come_nobody_stored_counts(visitor, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    keep_consent("Ruth", FAMILY)
    _, photo, _ = visitor
    scene = Living(persons=("Ruth",), clip=Living().clip.from_settings({"photo": photo}))
    story = Story(persons=(Person("Ruth"),), scenes=(scene,))
    with pytest.raises(UserError):
        with_answers(story, Consent(), at_home=False)
    away = with_answers(story, FAMILY, at_home=False)
    assert [permit.person for permit in permits(away)] == ["", ""]


def test_a_film_is_held_to_the_limits(visitor):
    _, photo, _ = visitor
    story = Story(size="360p", scenes=(Photograph(photo=photo, seconds=61),))
    check_film_limits(dataclasses.replace(story, size="4K"), Limits())
    with pytest.raises(UserError, match="61 seconds"):
        check_film_limits(story, DEMO)
    with pytest.raises(UserError, match="360p"):
        check_film_limits(dataclasses.replace(story, size="720p"), DEMO)
