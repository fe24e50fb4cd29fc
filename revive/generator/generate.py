"""Generate portraits: an invented person from words alone, or the person in a photograph, changed as the words ask."""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit
from revive.core.errors import UserError
from revive.core.home import clean_name
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.core.ranges import SEEDS, check_number
from revive.direction import Direction, read_direction
from revive.direction.in_english import in_english
from revive.face.age import LIKELY, chance_of_child, child_refusal
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.framing import head_box
from revive.face.identity import best_similarity, face_embedding
from revive.face.mesh import NOSE_TIP
from revive.generator import chinese, spanish
from revive.generator.external_model import ExternalModel, generate_externally
from revive.generator.loading import generator_of, load_pipeline
from revive.generator.scene import Scene, read_scene, set_scene
from revive.people import portrait_of
from revive.portrait import grade_portrait, make_portrait
from revive.portrait.grading import relight
from revive.portrait.portrait import Portrait

MOST = 16  # pictures at once
GENTLE = 0.7  # of an expression's strength, as it is shown in a photograph
MOMENTS = np.linspace(2.2, 4.4, 23)  # seconds of a silent gesture among which the one with the most open eyes is taken
SILENCE = 6.0  # seconds
LARGE = 384  # pixels across, from which a face is looked for well in a generated picture
GUESSED_AGE = Message(
    "How they looked at another age is a guess: it is what the years change in most people, drawn on their face."
)


@dataclass(frozen=True)
class GeneratedPortrait:
    """A portrait, and how it was made.

    Attributes
    ----------
    picture : (H, W, 3) uint8 RGB
    seed : the same seed gives the same picture
    likeness : −1 to 1, how much the face is that of the photograph it was made from, or of the person it was taught
        (see `face.identity`); None for somebody who never was
    before : (H, W, 3) uint8 RGB, the photograph in the same place, where there is one to compare with
    notes : what the user is told of it, such as that an age is a guess
    """

    picture: np.ndarray
    seed: int
    likeness: float | None = None
    before: np.ndarray | None = None
    notes: tuple[Message, ...] = ()


def generate_portrait(
    prompt: str, *, photo: Path | None = None, person: str = "", count: int = 1, seed: int = -1, face: int = 1,
    engine: ExternalModel | None = None, consent: Consent | None = None, progress: Progress | None = None,
) -> list[GeneratedPortrait]:  # fmt: skip
    """Portraits for a description; those that look like a child are left out.

    Parameters
    ----------
    prompt : in English, Chinese or Spanish
    photo : the person to show; the face is kept, and expression, gaze, light, background and framing change. None
        invents somebody
    person : a person on whom the generator was trained; see `teaching.portrait.teach`
    count : how many, 1–16, each with a seed of its own
    seed : of the first; −1 draws one
    face : which one in the photograph
    engine : another generator than the shipped one: a folder of the same form, or any larger model of diffusers
    consent : the three answers, where it is of somebody: a photograph, a person, or a larger engine, which knows many.
        Not needed where they were given for the person before
    progress : receives the progress; may cancel the work

    Raises
    ------
    UserError : no description, too long, or refused; missing consent for somebody's portrait; an unusable photograph
    """
    larger = None if engine is None or embedded_form(Path(engine.model)) else engine
    Permit("portrait", consent or Consent(), person, prompt=prompt, somebody=photo is not None or larger is not None)
    check_number(Message("number of pictures"), count, 1, MOST)
    check_number(Message("seed"), seed, 0, SEEDS - 1, marker=-1)
    if photo is None and not person and not prompt.strip():
        raise UserError("There is no description yet; please say in a few words whom the portrait should show.")
    first = seed if seed >= 0 else secrets.randbelow(SEEDS)
    seeds = [(first + number) % SEEDS for number in range(count)]
    progress = progress or Progress()
    with progress.stage("drawing"):
        if larger is not None:
            if person:
                adapter, _ = portrait_of(person, generator=larger.model)
                larger = dataclasses.replace(larger, loras=(*larger.loras, adapter))
                prompt = named(clean_name(person), prompt)
            return _by_engine(larger, prompt, photo, face, seeds, progress)
        model = Path(engine.model) if engine else None
        if person:
            return _by_name(prompt, person, seeds, model, progress)
        if photo is None:
            return _invented(prompt, seeds, model, progress)
        return _changed(prompt, photo, face, seeds, progress)


def _invented(prompt: str, seeds: list[int], model: Path | None, progress: Progress) -> list[GeneratedPortrait]:
    import torch

    text = _english(prompt)
    pipeline = load_pipeline(model)
    made = []
    for number, seed in enumerate(seeds):
        progress.update(number / len(seeds))
        generator = torch.Generator().manual_seed(seed)
        made.append(
            GeneratedPortrait(np.asarray(pipeline(text, generator=generator, output_type="np").images[0]), seed)
        )
    return grown_up(made)


def _by_name(
    prompt: str, person: str, seeds: list[int], model: Path | None, progress: Progress
) -> list[GeneratedPortrait]:
    import torch

    from revive.generator.compose import draw_person
    from revive.generator.identity import load_identity
    from revive.generator.wish import read_wish

    path, learned = portrait_of(person, generator=generator_of(model))
    identity, pipeline = load_identity(path), load_pipeline(model)
    face = np.array(learned.face, np.float32)
    text = _english(prompt)
    notes = (GUESSED_AGE,) if read_wish(text, identity.age).years else ()
    made = []
    for number, seed in enumerate(seeds):
        progress.update(number / len(seeds))
        picture = draw_person(pipeline, identity, text, torch.Generator().manual_seed(seed))
        picture = relight(picture, read_direction(text).light)
        made.append(GeneratedPortrait(picture, seed, best_similarity(picture, face), identity.photograph, notes))
    return grown_up(made)


def _english(prompt: str) -> str:
    return in_english(prompt, chinese=chinese.SEEN, spanish=spanish.SEEN)


def grown_up(made: list[GeneratedPortrait]) -> list[GeneratedPortrait]:
    """The portraits in which no face is a child's.

    Raises
    ------
    UserError : all of them show one
    """
    kept = [one for one in made if not _shows_child(enlarged(one.picture))]
    if not kept:
        raise child_refusal()
    return kept


def _shows_child(picture: np.ndarray) -> bool:
    return any(chance_of_child(picture, face.landmarks) > LIKELY for face in find_faces(picture))


def enlarged(picture: np.ndarray) -> np.ndarray:
    """A generated picture as large as a face is looked for well."""
    import cv2

    if picture.shape[1] >= LARGE:
        return picture
    return cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)


def _by_engine(
    engine: ExternalModel, prompt: str, photo: Path | None, face: int, seeds: list[int], progress: Progress
) -> list[GeneratedPortrait]:  # fmt: skip
    if photo is None:
        pictures = generate_externally(engine, prompt, seeds, progress=progress)
        return grown_up([GeneratedPortrait(p, seed) for p, seed in zip(pictures, seeds, strict=True)])
    portrait = make_portrait(photo, face=face)
    known = face_embedding(portrait.image, portrait.face.landmarks)
    shown = _head(portrait) if engine.ip_adapter else portrait.image
    pictures = generate_externally(engine, prompt, seeds, photo=shown, progress=progress)
    return grown_up(
        [GeneratedPortrait(p, seed, best_similarity(p, known)) for p, seed in zip(pictures, seeds, strict=True)]
    )


def _head(portrait: Portrait) -> np.ndarray:
    """The part of the photograph with the head: an image encoder sees the middle of a picture, made small."""
    height, width = portrait.image.shape[:2]
    left, top, right, bottom = np.clip(head_box(portrait.face.box), 0, (width, height, width, height)).astype(int)
    return np.ascontiguousarray(portrait.image[top:bottom, left:right])


def _changed(prompt: str, photo: Path, face: int, seeds: list[int], progress: Progress) -> list[GeneratedPortrait]:
    from revive.animator import animate

    asked = read_direction(prompt)
    before = make_portrait(photo, face=face)
    known = face_embedding(before.image, before.face.landmarks)
    portrait = grade_portrait(before, asked)
    scene = read_scene(_english(prompt))
    made = []
    for number, seed in enumerate(seeds):
        progress.update(number / len(seeds))
        (picture,) = animate(portrait, _still(asked, seed))
        faces = find_faces(picture) if scene != Scene() else ()
        if faces:
            picture = set_scene(picture, max(faces, key=lambda one: _near(one, before.face)).landmarks, scene)
        same = before.image if picture.shape == before.image.shape else None
        made.append(GeneratedPortrait(picture, seed, best_similarity(picture, known), same))
    return made


def _near(face: Face, other: Face) -> float:
    """Negative distance of two faces in a picture: larger means nearer."""
    return -float(np.linalg.norm(face.landmarks[NOSE_TIP, :2] - other.landmarks[NOSE_TIP, :2]))


def _still(direction: Direction, seed: int):
    """A Motion of one frame: a silent moment of the gesture that the direction asks for."""
    from revive.motion.gesture import LIDS, make_gesture
    from revive.motion.make import embedded_manner, join_scores
    from revive.motion.motion import Motion
    from revive.motion.options import MotionOptions
    from revive.motion.prosody import RATE, Prosody

    hush = np.zeros(round(SILENCE * RATE), np.float32)
    gentle = dataclasses.replace(direction, strength=GENTLE * direction.strength)
    gesture = make_gesture(
        Prosody(SILENCE, hush, hush, (), ()), gentle, MOMENTS, MotionOptions(seed=seed),
        words=embedded_manner(direction.manner),
    )  # fmt: skip
    most = int(gesture.scores[:, LIDS].max(axis=1).argmin())
    moment = dataclasses.replace(gesture, **{
        part.name: getattr(gesture, part.name)[most : most + 1] for part in dataclasses.fields(gesture)
    })  # fmt: skip
    closure = np.zeros(1, np.float32)
    scores = join_scores(np.zeros((1, 52), np.float32), closure, moment)
    return Motion(25.0, scores, closure, moment.rotation, moment.translation, moment.breath)


def embedded_form(folder: Path) -> bool:
    """Whether a folder holds a generator of the embedded one's form."""
    index = folder / "model_index.json"
    with contextlib.suppress(OSError):  # the name of a model, not of a folder
        return index.is_file() and '"PortraitPipeline"' in index.read_text(encoding="utf-8", errors="replace")
    return False


def named(name: str, words: str) -> str:
    """The prompt that names a person on whom the generator was trained."""
    return f"a portrait of {name}, {words}" if words.strip() else f"a portrait of {name}"
