"""Restore an old photograph step by step; a step that would change the person is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit
from revive.core.localisation import Message
from revive.core.progress import Progress
from revive.core.ranges import check_number
from revive.face.age import check_age
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.identity import best_similarity, face_embedding
from revive.face.matte import person_matte
from revive.face.photograph import read_photograph
from revive.media.photo import read_mask
from revive.restore.borders import trim
from revive.restore.colour import colourise
from revive.restore.colour_difference import ColourDifference, colour_difference
from revive.restore.colour_state import ColourState, colour_state
from revive.restore.damage import fitting, repair
from revive.restore.scratches import find_scratches
from revive.restore.tone import calm, refresh
from revive.restore.upscale import check_factor, upscale

LARGEST = 2400  # pixels of the longest side that is worked on
COLOUR, STRONGEST = 0.8, 1.5  # how strong colours are when they are asked for, gentle; and at most
FAITHFUL = 0.6  # likeness to the photograph as it came, under which a step is left out
OWN_COLOURS = {
    ColourState.FULL: Message("This photograph has colours of its own, so none were guessed."),
    ColourState.WEAK: Message(
        "This photograph still has colours of its own, faded or painted by hand, so none were guessed. “Bring back"
        " faded tones” (--tones) brings out what is left of them."
    ),
}  # what the user is told who asked for colours
TONED = Message(
    "If it is a black-and-white photograph on toned or stained paper, choose “Colour it all the same” (--recolour)."
)
RECOLOURED = Message("The colours that this photograph had were taken away, and others were guessed.")
GUESSED = Message("A fold crossed the face. What it hid was filled by what a face has there, and is a guess.")


@dataclass(frozen=True)
class Step:
    """What one step did.

    Attributes
    ----------
    name : of the step
    likeness : of the face after it to the photograph's, −1 to 1; None without a face
    kept : whether it was kept
    difference : of the colours after it from the photograph's
    """

    name: str
    likeness: float | None
    kept: bool
    difference: ColourDifference


@dataclass(frozen=True)
class Restored:
    """A restored photograph.

    Attributes
    ----------
    before, picture : (H, W, 3) uint8 RGB; the photograph as it came, upright and without its border, and restored
    steps : in order
    notes : what the user is told of it
    """

    before: np.ndarray
    picture: np.ndarray
    steps: tuple[Step, ...]
    notes: tuple[Message, ...] = ()

    @property
    def likeness(self) -> float | None:
        """The similarity of the restored face to the photograph's, −1 to 1; None without a face."""
        return next((step.likeness for step in reversed(self.steps) if step.kept), None)

    @property
    def difference(self) -> ColourDifference | None:
        """How different the colours of the restored photograph look; None where nothing was done. Tones and colours
        that were asked for count too; a likeness sees no loss of colours, and this does."""
        return next((step.difference for step in reversed(self.steps) if step.kept), None)


def restore(
    photo: Path, *, crop: bool = True, scratches: bool = True, clean: bool = True, tones: bool = True, times: int = 1,
    colour: float = 0.0, recolour: bool = False, damage: Path | np.ndarray | None = None,
    consent: Consent | None = None, progress: Progress | None = None,
) -> Restored:  # fmt: skip
    """Restore a photograph.

    The age of the largest face is looked at before and afterwards: damage may hide a face from the finder, and what
    shows none either time is restored, since nothing can be made of it later.

    Parameters
    ----------
    photo : a picture file
    crop : take an even border away
    scratches : find scratches, folds, cracks and dust, and fill them; across a face, by what a face has there
    clean : smooth grain and the blocks of compression
    tones : bring faded tones and a colour cast back
    times : 1, 2 or 4, how much larger it becomes
    colour : how strong the colours are that a black-and-white picture is given, 0–1.5; they are a guess, so 0 is none.
        A picture that has colours, even faded ones or a few painted by hand, is given none
    recolour : give it colours all the same: a toned print is sometimes taken for faded. Colours of its own are lost
    damage : scratches, tears and stains that somebody marked: a picture of the same proportions, white on black, or
        (H, W) bool
    consent : the three answers of who asks for it
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : no consent; not a usable picture or marks, a child's face, too large to be enlarged, colours of no such
        strength, or another `times`
    """
    Permit("photograph", consent or Consent())
    check_number(Message("strength of colours"), colour, 0, STRONGEST)
    if times != 1:
        check_factor(times)
    progress = progress or Progress()
    with progress.stage("restore"):
        before, faces = laid_out(photo, crop=crop)
        if faces:
            check_age(before, faces[0].landmarks)
        known = face_embedding(before, faces[0].landmarks) if faces else None
        notes: list[Message] = []

        def mended(image: np.ndarray, damage: np.ndarray) -> np.ndarray:
            filled, guessed = repair(image, damage)
            notes.extend([GUESSED] * (guessed and GUESSED not in notes))
            return filled

        todo: list[tuple[str, Callable[[np.ndarray], np.ndarray]]] = []
        if damage is not None:
            mask = read_mask(damage, before.shape[1::-1]) if isinstance(damage, Path) else damage
            marks = fitting(mask, before)
            todo.append(("damage", lambda image: mended(image, marks)))
        if scratches:
            todo.append(("scratches", lambda image: mended(image, find_scratches(image))))
        if clean:
            todo.append(("noise", calm))
        if tones:
            todo.append(("tones", refresh))
        if times > 1:
            person = person_matte(before, faces[0].landmarks) if faces else None
            todo.append(("size", lambda image: upscale(image, times, person=person, tick=progress.update)))
        if colour > 0:
            state = colour_state(before)
            if state is ColourState.NONE or recolour:
                todo.append(("colour", lambda image: colourise(image, strength=colour)))
            if state is not ColourState.NONE:
                notes += [RECOLOURED] if recolour else [OWN_COLOURS[state], TONED]
        picture, steps = before, []
        for number, (name, work) in enumerate(todo):
            progress.update(number / len(todo))
            after = work(picture)
            likeness = None if known is None else best_similarity(after, known)
            kept = likeness is None or likeness >= FAITHFUL
            difference = colour_difference(before, after, faces[0].landmarks if faces else None)
            steps.append(Step(name, likeness, kept, difference))
            picture = after if kept else picture
        if not faces and (found := find_faces(picture)):
            check_age(picture, found[0].landmarks)
        return Restored(before, picture, tuple(steps), tuple(notes))


def laid_out(photo: Path, *, crop: bool) -> tuple[np.ndarray, tuple[Face, ...]]:
    """A photograph as it is worked on, (H, W, 3) uint8, upright and without an even border; and the faces in it.

    Raises
    ------
    UserError : not a usable picture
    """
    found = read_photograph(photo, size=LARGEST)
    if found.smoothed is not None:  # turned upright; but what is found through scratches is no measure of likeness
        return (trim(found.image) if crop else found.image), ()
    if crop and (trimmed := trim(found.image)).shape != found.image.shape:
        return trimmed, find_faces(trimmed)
    return found.image, found.faces
