"""Stretches of family films with their sound, and of recordings under photographs."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from functools import partial

import numpy as np

from revive.face.framing import crop_box
from revive.film.levelling import level
from revive.film.pictures import lay_out, placed_on
from revive.film.scenes import FamilyFilm, Recording
from revive.film.shot import CLICK, Draw, Place, Shot, mixed, moved
from revive.film.views import KEPT
from revive.media.film import check_film, read_frames
from revive.speech import check_recording

CROSSING = 1.0  # seconds in which a photograph under a recording passes into the next


def family_film_shot(scene: FamilyFilm, place: Place) -> Shot:
    """A stretch of a film; its sound fades with the transitions."""
    assert scene.film is not None  # looked at by `check_story`
    header = check_film(scene.film)
    seconds = (min(scene.end or header.seconds, header.seconds)) - scene.start
    seconds = min(scene.seconds or seconds, seconds)
    frames = place.frames(seconds)
    fades = max(place.before, CLICK), max(place.after, CLICK)
    sounds = ()
    if header.sound:
        sounds = level(scene.film, scene.start, seconds, place.folder, place.progress)
        sounds = tuple(dataclasses.replace(one, fades=fades, volume=one.volume + scene.volume) for one in sounds)
    return Shot(frames, _shown(scene, place, seconds, frames), sounds=sounds)


def _shown(scene: FamilyFilm, place: Place, seconds: float, frames: int) -> Iterator[Draw]:
    """The pictures of a film; the last one stands where it ends early."""
    assert scene.film is not None
    pictures = read_frames(
        scene.film, rate=place.story.fps, side=max(place.size), seconds=seconds + 1 / place.story.fps, 
        start=scene.start,
    )  # fmt: skip
    picture = np.zeros((place.size[1], place.size[0], 3), np.uint8)
    with contextlib.closing(pictures):  # type: ignore[type-var]
        for _ in range(frames):
            picture = next(pictures, picture)
            yield partial(fitted, picture, place.size)


def fitted(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """A picture of a film in the frame: cut a little where it has almost the same shape, otherwise whole."""
    height, width = picture.shape[:2]
    left, top, right, bottom = crop_box(width, height, size[0] / size[1])
    if (right - left) * (bottom - top) >= (1 + KEPT) / 2 * width * height:
        picture = picture[top:bottom, left:right]
    return placed_on(picture, size)


def recording_shot(scene: Recording, place: Place) -> Shot:
    """Photographs while a recording is heard, which begins when the first is there."""
    assert scene.recording is not None  # looked at by `check_story`
    whole = check_recording(scene.recording)
    heard = min(scene.end or whole, whole) - scene.start
    seconds = max(scene.seconds or 0.0, place.before + heard + place.after)
    frames = place.frames(seconds)
    sounds = level(scene.recording, scene.start, heard, place.folder, place.progress)
    sounds = tuple(
        dataclasses.replace(one, start=place.before, fades=(CLICK, CLICK), volume=one.volume + scene.volume)
        for one in sounds
    )
    return Shot(frames, _one_after_another(scene, place, frames), sounds=sounds)


def _one_after_another(scene: Recording, place: Place, frames: int) -> Iterator[Draw]:
    """Several photographs, each passing into the next."""
    count = len(scene.photos)
    crossing = min(round(CROSSING * place.story.fps), frames // (3 * count))
    long = (frames + crossing * (count - 1)) // count
    before: list[Draw] = []
    for number, photo in enumerate(scene.photos):
        last = number + 1 == count
        length = frames - number * (long - crossing) if last else long
        draws = list(moved(lay_out(photo, scene, place.size), length, place.size))
        for i in range(crossing if before else 0):
            yield partial(mixed, before[i], draws[i], (i + 1) / (crossing + 1))
        end = length if last else length - crossing
        yield from draws[crossing if before else 0 : end]
        before = draws[end:]
