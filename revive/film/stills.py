"""One frame of a scene, to recognise it by: for a storyboard, before anything is made."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from revive.core.errors import UserError
from revive.film.cards import Card, ground_of, letter_words, title_words
from revive.film.pictures import lay_out
from revive.film.scenes import FamilyFilm, Letter, Living, Photograph, Recording, Talking, Title
from revive.film.story import Story
from revive.film.stretches import fitted
from revive.media.film import read_frames

LONG = 1000.0  # seconds, of a reading whose pages end at different times


def still_of(story: Story, number: int) -> np.ndarray:
    """A small frame of a scene, (H, W, 3) uint8 RGB in the film's shape; half a second of work at most.

    A clip is shown as its photograph, a film by its first picture, a title or letter with its words.

    Parameters
    ----------
    number : of the scene, from 0

    Raises
    ------
    UserError : its file is not chosen yet, or cannot be used
    """
    scene, size = story.scenes[number], dataclasses.replace(story, size="360p").frame_size
    if isinstance(scene, Title):
        words = title_words(scene.text, scene.dates, size, -math.inf)
        return Card(ground_of(scene.photo, size), words).draw(0.0)
    if isinstance(scene, Letter):
        words = letter_words(scene.text, (), LONG, size, 0.0)
        page = (dataclasses.replace(one, start=-math.inf, end=math.inf) for one in words if one.end == words[0].end)
        return Card(ground_of(scene.photo, size), tuple(page)).draw(0.0)
    if isinstance(scene, FamilyFilm) and scene.film is not None:
        pictures = read_frames(scene.film, rate=1, side=max(size), seconds=2, start=scene.start)
        return fitted(next(pictures, np.zeros((size[1], size[0], 3), np.uint8)), size)
    photo = None
    if isinstance(scene, Photograph):
        photo = scene.photo
    elif isinstance(scene, Recording):
        photo = next(iter(scene.photos), None)
    elif isinstance(scene, Living | Talking):
        photo = scene.clip.photo
    if photo is None:
        raise UserError("There is no photograph yet; choose one to begin.")
    shown = scene if isinstance(scene, Photograph | Recording) else Photograph(movement="still")
    return lay_out(photo, dataclasses.replace(shown, depth=0), size).draw(0.5, size)
