"""A film for the day itself: a story of photographs, clips, titles, letters and family films becomes one MP4.

`Story` and the kinds of scenes in `KINDS` are its schema, `load_story` and `save_story` its YAML file,
`story_from_folder` begins one from a folder, and `make_film` makes it.
"""

from revive.film.scenes import (
    CLIP_OPTIONS,
    KINDS,
    AnyScene,
    FamilyFilm,
    Letter,
    Living,
    Photograph,
    Recording,
    Scene,
    Talking,
    Title,
)
from revive.film.story import PERSON_OPTIONS, STORY_OPTIONS, Person, Story
from revive.film.story_file import load_story, save_story
from revive.film.folder import story_from_files, story_from_folder
from revive.film.permits import permits
from revive.film.checks import check_story, reckoned, reckoned_frames
from revive.film.stills import still_of
from revive.film.make import Film, make_film

__all__ = [
    "CLIP_OPTIONS", "KINDS", "PERSON_OPTIONS", "STORY_OPTIONS", "AnyScene", "FamilyFilm", "Film", "Letter", "Living",
    "Person", "Photograph", "Recording", "Scene", "Story", "Talking", "Title", "check_story", "load_story",
    "make_film", "permits", "reckoned", "reckoned_frames", "save_story", "still_of", "story_from_files",
    "story_from_folder",
]  # fmt: skip
