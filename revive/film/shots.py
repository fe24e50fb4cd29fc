"""A scene made ready: its frames, one after another, with its sounds and its words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from revive.brief import LONGEST_SIDE, Brief
from revive.clip.sound import write_voice
from revive.face.framing import Box, crop_box
from revive.film.cards import APPEARS, Card, ground_of, letter_words, title_words
from revive.film.levelling import Sound
from revive.film.permits import stored_name, with_answers
from revive.film.pictures import beside, lay_out, placed_on
from revive.film.scenes import AnyScene, FamilyFilm, Letter, Living, Photograph, Recording, Talking, Title
from revive.film.shot import CLICK, Draw, Place, Shot, faces_of, moved
from revive.film.story import Story
from revive.film.stretches import family_film_shot, recording_shot
from revive.film.views import fills
from revive.pipeline import Plan, drawn_frames, prepare
from revive.roles import direct, voice_for
from revive.speech import Speech, make_speech
from revive.speech.speech import Sentence

PHOTO_SECONDS, TITLE_SECONDS = 6.0, 5.0  # of scenes that do not say how long they last
READ_AFTER, STAYS = 0.6, 2.0  # seconds: a letter's reading begins after its first line, and the last line stays


def shot_of(scene: AnyScene, place: Place) -> Shot:
    """Make a scene ready.

    Raises
    ------
    UserError : one of its files cannot be used
    Cancelled : the film was cancelled
    """
    ready: dict[type, Callable] = {
        Photograph: _photograph, Living: _performed, Talking: _performed, Title: _title, Letter: _letter,
        FamilyFilm: family_film_shot, Recording: recording_shot,
    }  # fmt: skip
    place.progress.update(0.0)
    return ready[type(scene)](scene, place)


def _photograph(scene: Photograph, place: Place) -> Shot:
    assert scene.photo is not None  # looked at by `check_story`
    scenery, frames = lay_out(scene.photo, scene, place.size), place.frames(scene.seconds or PHOTO_SECONDS)
    return Shot(frames, moved(scenery, frames, place.size), faces_of(scenery, place.size))


def _title(scene: Title, place: Place) -> Shot:
    card = Card(ground_of(scene.photo, place.size),
                title_words(scene.text, scene.dates, place.size, min(place.before / 2, 1.0)))  # fmt: skip
    frames = place.frames(scene.seconds or TITLE_SECONDS)
    return Shot(frames, _drawn(card, frames, place.story.fps))


def _drawn(card: Card, frames: int, fps: float) -> Iterator[Draw]:
    for i in range(frames):
        yield partial(card.draw, i / fps)


def _letter(scene: Letter, place: Place) -> Shot:
    persons = place.story.persons_of(scene)
    brief = Brief(
        words=scene.text, voice=scene.voice, language=scene.language, pace=scene.pace, recording=scene.recording,
        person=stored_name(persons[0]) if persons else "", seed=place.story.seed,
    )  # fmt: skip
    speech = make_speech(
        direct(brief), place.folder, words=scene.text, recording=scene.recording, options=voice_for(brief),
        progress=place.progress,
    )  # fmt: skip
    begin = max(place.before, APPEARS / 2) + READ_AFTER
    words = letter_words(scene.text, speech.sentences, speech.duration, place.size, begin)
    card = Card(ground_of(scene.photo, place.size), words)
    frames = place.frames(max(begin + speech.duration + STAYS + place.after, scene.seconds or 0.0))
    return _spoken(Shot(frames, _drawn(card, frames, place.story.fps), shown=True), speech, begin, scene, place)


def _spoken(shot: Shot, speech: Speech, begin: float, scene: AnyScene, place: Place) -> Shot:
    """The shot with a speech that begins at a second of it."""
    voice, _ = write_voice(speech, speech.duration, place.folder / "voice.wav", place.progress)
    shot.sounds = (Sound(voice, begin, speech.duration, (CLICK, CLICK), scene.volume),)
    shot.sentences = _later(speech, begin)
    shot.language, shot.synthetic = speech.language, speech.synthetic
    return shot


def _later(speech: Speech, seconds: float) -> tuple[Sentence, ...]:
    return tuple(dataclasses.replace(one, start=one.start + seconds, end=one.end + seconds) for one in speech.sentences)


def _performed(scene: Living | Talking, place: Place) -> Shot:
    """A clip; of one that speaks, first and last frame stand during the transitions, so that no word is lost."""
    plan = prepare(brief_of(scene, place.story, place.folder / "clip.mp4"), place.progress)
    height, width = plan.portrait.image.shape[:2]
    aspect, faces = place.size[0] / place.size[1], [face.box for face in plan.portrait.faces]
    filled = fills(width, height, aspect, faces, None)
    part = crop_box(width, height, aspect, faces) if filled else (0, 0, width, height)
    before, after = (round(seconds * place.story.fps) for seconds in (place.before, place.after))
    if isinstance(scene, Living):
        before = after = 0
    frames = before + len(plan.motion) + after
    shot = Shot(frames, _acted(plan, part, place.size, before, after), _boxes(faces, part, place.size))
    shot.closing.callback(plan.close)
    if isinstance(scene, Talking):
        shot = _spoken(shot, plan.speech, before / place.story.fps, scene, place)
    return shot


def brief_of(scene: Living | Talking, story: Story, out: Path) -> Brief:
    """The settings of a clip, with those that are the film's.

    Raises
    ------
    UserError : see `Story.persons_of`
    """
    person, *_ = story.persons_of(scene)
    length = {"seconds": scene.seconds} if isinstance(scene, Living) else {}
    return dataclasses.replace(
        with_answers(scene.clip, person), size=clip_side(story), fps=story.fps, seed=story.seed, out=out,
        **length,
    )  # fmt: skip


def clip_side(story: Story) -> int:
    """Pixels of the longest side of the clips that are made for a film."""
    width, height = story.frame_size
    side = min(height if width < height else round(height * 4 / 3), LONGEST_SIDE)
    return max(side // 2 * 2, 128)


def _acted(plan: Plan, part: Box, size: tuple[int, int], before: int, after: int) -> Iterator[Draw]:
    left, top, right, bottom = part
    sides: np.ndarray | None = None
    frame = np.empty(0)
    for number, drawn in enumerate(drawn_frames(plan)):
        frame = drawn[top:bottom, left:right].copy()
        sides = beside(frame, size) if sides is None else sides
        for _ in range(1 + before * (number == 0)):
            yield partial(placed_on, frame, size, sides)
    for _ in range(after):
        yield partial(placed_on, frame, size, sides)


def _boxes(faces: list[Box], part: Box, size: tuple[int, int]) -> tuple[Box, ...]:
    """The faces of a picture of which a part is placed in the frame, see `placed_on`."""
    across, down = part[2] - part[0], part[3] - part[1]
    scale = min(size[0] / across, size[1] / down)
    x, y = (size[0] - scale * across) / 2 - scale * part[0], (size[1] - scale * down) / 2 - scale * part[1]
    return tuple(
        (int(a * scale + x), int(b * scale + y), int(c * scale + x), int(d * scale + y)) for a, b, c, d in faces
    )
