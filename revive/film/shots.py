"""A scene made ready: its frames, one after another, with its sounds and its words."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from revive.brief import LONGEST_SIDE, Brief
from revive.clip.sound import write_voice
from revive.core.progress import Progress
from revive.face.framing import Box, crop_box
from revive.film.cards import APPEARS, Card, ground_of, letter_words, title_words
from revive.film.levelling import Sound, level
from revive.film.permits import stored_name, with_answers
from revive.film.pictures import Scenery, beside, lay_out, placed_on
from revive.film.scenes import AnyScene, FamilyFilm, Letter, Living, Photograph, Recording, Talking, Title
from revive.film.story import Story
from revive.film.views import KEPT, fills
from revive.media.film import check_film, read_frames
from revive.pipeline import Plan, direct, drawn_frames, prepare, voice_for
from revive.speech import Speech, check_recording, make_speech
from revive.speech.speech import Sentence

PHOTO_SECONDS, TITLE_SECONDS = 6.0, 5.0  # of scenes that do not say how long they last
CLICK = 0.03  # seconds of a fade that is not heard
READ_AFTER, STAYS = 0.6, 2.0  # seconds: a letter's reading begins after its first line, and the last line stays
CROSSING = 1.0  # seconds in which a photograph under a recording passes into the next

Draw = Callable[[], np.ndarray]  # draws one frame (H, W, 3) uint8 RGB, which is the caller's own


@dataclass
class Shot:
    """A scene that is ready to be drawn.

    Attributes
    ----------
    frames : how many it has
    draws : draws each of them, in order; several may be called at once
    faces : boxes in the frame, which the label leaves free
    sounds : what is heard, in seconds of the scene
    sentences : what is said, with their times in the scene
    shown : the words of the sentences are in the picture already
    language : of the words; "" if unknown
    synthetic : a synthetic voice speaks
    """

    frames: int
    draws: Iterator[Draw]
    faces: tuple[Box, ...] = ()
    sounds: tuple[Sound, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    shown: bool = False
    language: str = ""
    synthetic: bool = False
    closing: contextlib.ExitStack = dataclasses.field(default_factory=contextlib.ExitStack)

    def close(self) -> None:
        """Let go of what it holds."""
        self.closing.close()


@dataclass(frozen=True)
class Place:
    """Where a scene stands in its film.

    Attributes
    ----------
    story : of the scene
    before, after : seconds of the transitions into it and out of it
    folder : for its working files
    progress : may cancel the work; nothing is reported
    """

    story: Story
    before: float
    after: float
    folder: Path
    progress: Progress

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the frames."""
        return self.story.frame_size

    def frames(self, seconds: float) -> int:
        """The number of frames of so many seconds."""
        return max(round(seconds * self.story.fps), 2)


def shot_of(scene: AnyScene, place: Place) -> Shot:
    """Make a scene ready.

    Raises
    ------
    UserError : one of its files cannot be used
    Cancelled : the film was cancelled
    """
    ready: dict[type, Callable] = {
        Photograph: _photograph, Living: _performed, Talking: _performed, Title: _title, Letter: _letter,
        FamilyFilm: _family_film, Recording: _recording,
    }  # fmt: skip
    place.progress.update(0.0)
    return ready[type(scene)](scene, place)


def _photograph(scene: Photograph, place: Place) -> Shot:
    assert scene.photo is not None  # looked at by `check_story`
    scenery, frames = lay_out(scene.photo, scene, place.size), place.frames(scene.seconds or PHOTO_SECONDS)
    return Shot(frames, _moved(scenery, frames, place.size), _faces(scenery, place.size))


def _moved(scenery: Scenery, frames: int, size: tuple[int, int]) -> Iterator[Draw]:
    for i in range(frames):
        yield partial(scenery.draw, i / (frames - 1), size)


def _faces(scenery: Scenery, size: tuple[int, int]) -> tuple[Box, ...]:
    """Where faces are in the frame, at the beginning and at the end."""
    return (*scenery.faces_in(0.0, size), *scenery.faces_in(1.0, size))


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
    """A clip: its first frame stands while the scene before passes into it, and its last one while it goes."""
    plan = prepare(_brief(scene, place), place.progress)
    height, width = plan.portrait.image.shape[:2]
    aspect, faces = place.size[0] / place.size[1], [face.box for face in plan.portrait.faces]
    filled = fills(width, height, aspect, faces, None)
    part = crop_box(width, height, aspect, faces) if filled else (0, 0, width, height)
    before, after = place.frames(place.before), place.frames(place.after)
    frames = before + len(plan.motion) + after
    shot = Shot(frames, _acted(plan, part, place.size, before, after), _boxes(faces, part, place.size))
    shot.closing.callback(plan.close)
    if isinstance(scene, Talking):
        shot = _spoken(shot, plan.speech, before / place.story.fps, scene, place)
    return shot


def _brief(scene: Living | Talking, place: Place) -> Brief:
    """The settings of the clip, with those that are the film's."""
    story, (person, *_) = place.story, place.story.persons_of(scene)
    side = min(max(place.size) if place.size[0] < place.size[1] else round(place.size[1] * 4 / 3), LONGEST_SIDE)
    return dataclasses.replace(
        with_answers(scene.clip, person), size=max(side // 2 * 2, 128), fps=story.fps, seed=story.seed,
        out=place.folder / "clip.mp4",
    )  # fmt: skip


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


def _family_film(scene: FamilyFilm, place: Place) -> Shot:
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


def _recording(scene: Recording, place: Place) -> Shot:
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
        draws = list(_moved(lay_out(photo, scene, place.size), length, place.size))
        for i in range(crossing if before else 0):
            yield partial(mixed, before[i], draws[i], (i + 1) / (crossing + 1))
        end = length if last else length - crossing
        yield from draws[crossing if before else 0 : end]
        before = draws[end:]


def mixed(first: Draw, second: Draw, share: float) -> np.ndarray:
    """The frame of a cross-fade of which a share (0–1) has passed."""
    import cv2

    return cv2.addWeighted(first(), 1 - share, second(), share, 0)


def move_sounds(shot: Shot, folder: Path, number: int) -> tuple[Sound, ...]:
    """The sounds of a shot, kept in another folder until the film is mixed."""
    kept = []
    for index, sound in enumerate(shot.sounds):
        path = folder / f"{number}-{index}.wav"
        shutil.move(sound.path, path)
        kept.append(dataclasses.replace(sound, path=path))
    return tuple(kept)
