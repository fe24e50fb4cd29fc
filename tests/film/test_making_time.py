"""How long a film will take is known before it is made, for each kind of scene and size."""

import dataclasses

import pytest

from revive.brief import Brief
from revive.core.pace import Pace
from revive.film import Letter, Living, Photograph, Story, Talking, Title, reckoned
from revive.film.making_time import usual_film, usual_scene

WORDS = "Good morning, my dear. I think of you every day, and of the garden behind the house."


@pytest.fixture
def warm() -> Pace:
    """The pace of a process that has made a clip."""
    pace = Pace()
    pace.learn("clip", 1.0)
    pace.learn("speech", 1.0)
    return pace


def test_what_moves_or_speaks_takes_longer_than_what_stands_and_more_pixels_longer(hopper):
    small, large = Story(size="360p"), Story(size="1080p")
    title, photo = Title(text="Ruth", seconds=6), Photograph(photo=hopper, seconds=6)
    living, talking = Living(clip=Brief(photo=hopper), seconds=6), Talking(clip=Brief(photo=hopper, words=WORDS))
    times = [usual_scene(scene, small) for scene in (title, photo, living, talking)]
    assert times == sorted(times) and times[3] > 3 * times[0]
    for scene in (title, photo, living, talking):
        assert 1.2 < usual_scene(scene, large) / usual_scene(scene, small) < 10
    longer = dataclasses.replace(photo, seconds=60)
    assert 7 < (usual_scene(longer, large) - usual_scene(photo, large)) / usual_scene(title, large) < 16


def test_a_voice_that_takes_longer_counts_longer():
    quick, slow = (usual_scene(Letter(text=WORDS, voice=voice), Story()) for voice in ("heart", "zf_xiaoxiao"))
    assert slow > quick + 1


def test_the_first_film_is_not_told_several_times_too_long(hopper, warm):
    scenes = tuple(Photograph(photo=hopper, seconds=6) for _ in range(20))
    story, cold = Story(scenes=scenes), Pace()
    assert cold.times("film") == 1.0 and usual_film(story, cold) < 1.1 * usual_film(story, warm)
    cold.learn("film", 3.0)
    assert cold.times("film") == 3.0 and usual_film(story, cold) == usual_film(story, warm)


def test_models_of_speech_are_loaded_once_and_only_where_somebody_speaks(hopper, warm):
    silent, speaking = (Story(scenes=(scene,)) for scene in (Title(text=WORDS), Letter(text=WORDS)))
    cold = Pace()
    cold.learn("film", 1.0)  # in which nobody spoke
    assert usual_film(silent, cold) == usual_film(silent, warm)
    before = usual_film(speaking, cold)
    cold.note_done("speech")
    assert usual_film(speaking, cold) < before - 2 and cold.times("speech") == 1.0


def test_what_cannot_be_made_yet_is_reckoned_all_the_same(hopper):
    for scene in (Letter(), Talking(clip=Brief(photo=hopper)), Living(clip=Brief(photo=hopper), seconds=2)):
        assert 0 < usual_scene(scene, Story()) < 10


def test_a_recording_counts_with_its_own_length_whatever_its_words_are(hopper, speak):
    recording = speak("Good morning, my dear.").path
    talking = Talking(clip=Brief(photo=hopper, words=WORDS * 20, recording=recording))
    assert reckoned(talking) < 8
