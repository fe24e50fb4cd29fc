"""Everything that can be known before the work begins: files, texts, answers, and how long the film will be."""

from __future__ import annotations

import math
from pathlib import Path

from revive.clip import check_music
from revive.consent.limits import reckoned_seconds
from revive.core.errors import UserError
from revive.film.permits import in_scene, permits
from revive.film.scenes import AnyScene, FamilyFilm, Letter, Living, Photograph, Recording, Talking, Title
from revive.film.shots import PHOTO_SECONDS, READ_AFTER, STAYS, TITLE_SECONDS, brief_of
from revive.film.story import LONGEST, Story
from revive.media.film import check_film
from revive.media.photo import measure_photo
from revive.pipeline import check_brief
from revive.speech import check_recording

LIVING_SECONDS = 8.0  # of a living photograph that does not say


def check_story(story: Story) -> Story:
    """The story with its seed, once its files, texts and answers are looked at; nothing is made.

    Raises
    ------
    UserError : the first thing that cannot be used, with the number of its scene; or it is longer than LONGEST
    """
    if not story.scenes:
        raise UserError("There is no scene in the story yet; add a photograph to begin.")
    permits(story)
    for number, scene in enumerate(story.scenes, 1):
        try:
            _check(story, scene)
        except UserError as error:
            raise in_scene(number, error) from error
    if story.music is not None:
        check_music(story.music)
    whole = reckoned_frames(story) / story.fps
    if whole > LONGEST:
        raise UserError(
            "The film would last about {minutes:.0f} minutes; please keep it under {most:.0f}, or make two of it.",
            minutes=math.ceil(whole / 60), most=LONGEST / 60,
        )  # fmt: skip
    return story.seeded()


def reckoned(scene: AnyScene) -> float:
    """About how many seconds a scene lasts, from what it says of itself and the headers of its files.

    Raises
    ------
    UserError : a film or recording cannot be used
    """
    beside = 2 * scene.transition  # nothing is said in one; that out of the scene is taken to be as long
    if isinstance(scene, Letter):
        read = check_recording(scene.recording) if scene.recording else reckoned_seconds(scene.text) * 0.8
        return max(read + beside + READ_AFTER + STAYS, scene.seconds or 0.0)
    if isinstance(scene, Talking):
        brief = scene.clip
        heard = brief.recording or (None if brief.words else brief.driver)
        return beside + (check_recording(heard) if heard else reckoned_seconds(brief.words) * 0.8)
    if isinstance(scene, FamilyFilm) and scene.film is not None:
        return min(scene.seconds or math.inf, _stretch(scene, check_film(scene.film).seconds))
    if isinstance(scene, Recording) and scene.recording is not None:
        return max(scene.seconds or 0.0, _stretch(scene, check_recording(scene.recording)))
    usual = {Photograph: PHOTO_SECONDS, Title: TITLE_SECONDS, Living: LIVING_SECONDS}
    return scene.seconds or usual.get(type(scene), 0.0)


def reckoned_frames(story: Story) -> float:
    """About how many frames a film has; see `reckoned`."""
    seconds = sum(reckoned(scene) for scene in story.scenes) - sum(scene.transition for scene in story.scenes[1:])
    return max(seconds, 1.0) * story.fps


def _check(story: Story, scene: AnyScene) -> None:
    if isinstance(scene, Talking) and scene.seconds is not None:
        raise UserError("A talking scene lasts as long as its words; please leave out “seconds”.")
    if isinstance(scene, Talking | Living):
        _check_clip(scene, story)
    needed = {Photograph: "photo", FamilyFilm: "film", Recording: "recording"}.get(type(scene))
    if needed is not None and getattr(scene, needed) is None:
        raise UserError("Please say which file this scene shows or plays: “{field}: …”.", field=needed)
    if isinstance(scene, Recording) and not scene.photos:
        raise UserError("Please name the photographs that are shown meanwhile: “photos: [ … ]”.")
    if isinstance(scene, Letter) and not scene.text.strip():
        raise UserError("Please write the words of the letter under “text”.")
    if isinstance(scene, Title) and not (scene.text.strip() or scene.dates.strip()):
        raise UserError("Please write the words of the title under “text”.")
    if isinstance(scene, Photograph | Recording | Title | Letter):
        for photo in (*scene.files.get("photo", ()), *scene.files.get("photos", ())):
            measure_photo(photo)
    if isinstance(scene, FamilyFilm | Recording):
        reckoned(scene)
    if isinstance(scene, Letter) and scene.recording is not None:
        check_recording(scene.recording)


def _check_clip(scene: Talking | Living, story: Story) -> None:
    brief = brief_of(scene, story, Path("clip.mp4"))
    measure_photo(brief.needed_photo())
    check_brief(brief)


def _stretch(scene: FamilyFilm | Recording, whole: float) -> float:
    """Seconds between `start` and `end` of a file that is so many seconds long."""
    seconds = min(scene.end or whole, whole) - scene.start
    if seconds < 0.3:
        raise UserError(
            "The file is {whole:.1f} seconds long, so nothing is left between “start” and “end”; please correct them.",
            whole=whole,
        )
    return seconds
