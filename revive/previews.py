"""What is shown and heard of a clip before it is made: the faces, the light, the words, the names.

Each has a permit of its own, looks at the age of the face, and leaves marked: nothing comes out by this way that would
not come out as a clip.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from revive.brief import Brief
from revive.consent import Permit
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.pipeline import direct, voice_for
from revive.portrait import grade_portrait, make_portrait, number_faces
from revive.provenance import Provenance
from revive.provenance.pictures import write_picture, write_untouched
from revive.provenance.sounds import mark_sound
from revive.speech import Speech, make_speech, read_pronunciations

MOST_NAMES = 40  # said at once
NAME_WORDS, SAID_WORDS = 4, 6  # words of a name, and pieces that its sound is spelled in


@dataclass(frozen=True)
class FacesPreview:
    """What a look at the photograph gave: the numbered picture, how many faces, their boxes in its pixels."""

    picture: Path
    boxes: tuple[tuple[int, int, int, int], ...]


def preview_faces(brief: Brief, folder: Path) -> FacesPreview:
    """The photograph with the faces that were found, numbered, in a file in `folder`.

    Raises
    ------
    UserError : no consent; see `make_portrait`
    """
    permit = Permit("faces", brief.stated, brief.person)
    portrait = make_portrait(brief.photo, face=brief.face, detector=brief.face_detector)
    picture, made = folder / "faces.jpg", Provenance("photograph", consent=permit.answers.summary)
    write_picture(number_faces(portrait), picture, made, ingredient=brief.photo, seen=False)
    return FacesPreview(picture, tuple(face.box for face in portrait.faces))


def preview_light(brief: Brief, folder: Path) -> tuple[Path, Path]:
    """Files in `folder` of the photograph as it is, and in the light and before the background that are asked for.

    Raises
    ------
    UserError : no consent, a description of what is not made; see `make_portrait`
    """
    permit = Permit("light", brief.stated, brief.person, prompt=brief.prompt)
    portrait = make_portrait(brief.photo, face=brief.face, size=brief.size, detector=brief.face_detector)
    before, after = folder / "before.jpg", folder / "after.jpg"
    write_untouched(portrait.image, before)
    lit, made = grade_portrait(portrait, direct(brief)).image, Provenance("photograph", consent=permit.answers.summary)
    write_picture(lit, after, made, ingredient=brief.photo, seen=False)
    return before, after


def preview_words(brief: Brief, folder: Path, progress: Progress | None = None) -> Speech:
    """The words, or the recording, as they will be heard in the clip, in a file in `folder`.

    Raises
    ------
    UserError : no consent, or words that are not said; see `make_speech`
    """
    brief.permit("speech")
    return _said(brief, folder, progress, words=brief.words, language=brief.language, whole=True)


def preview_names(brief: Brief, folder: Path, progress: Progress | None = None) -> Speech:
    """The names whose sound `brief.pronounce` tells, one after another, in a file in `folder`; nothing else is said.

    Raises
    ------
    UserError : no consent, no names, too many, or more than names; see `make_speech`
    """
    names_permit(brief)
    names = check_names(brief.pronounce)
    words = "\n".join(f"{name}." for name in names)
    return _said(brief, folder, progress, words=words, language=spoken_in(brief.language, names))


def names_permit(brief: Brief) -> Permit:
    """That the names of a brief may be said.

    Raises
    ------
    UserError : see `Permit`
    """
    return Permit("names", brief.stated, brief.person, prompt=brief.prompt, names=brief.pronounce)


def check_names(told: str) -> dict[str, str]:
    """Name -> how it is said, where they are names and few enough to be listened to.

    Raises
    ------
    UserError : see `read_pronunciations`; none, more than MOST_NAMES, or one that is rather a sentence
    """
    names = read_pronunciations(told)
    if not names:
        raise UserError("There are no names yet; please write one a line.", "还没有名字，请每行写一个。")
    if len(names) > MOST_NAMES:
        raise UserError(
            f"Those are {len(names)} names; please listen to at most {MOST_NAMES} at a time.",
            f"共有 {len(names)} 个名字，一次最多试听 {MOST_NAMES} 个。",
        )
    for name, said in names.items():
        if len(name.split()) > NAME_WORDS or len(said.split()) > SAID_WORDS:
            raise UserError(
                f"“{name[:40]}” is rather a sentence than a name; please write names of at most {NAME_WORDS} words,"
                f" whose sound is spelled in at most {SAID_WORDS} pieces.",
                f"“{name[:40]}”更像一句话而不是名字；名字请不超过 {NAME_WORDS} 个词，读音不超过 {SAID_WORDS} 段。",
            )
    return names


def spoken_in(chosen: str | None, names: Iterable[str]) -> str:
    """The language that names are read in: the one chosen for the clip, else Chinese for Chinese ones, else English.

    Names alone say too little of a language for it to be guessed.
    """
    from revive.direction.chinese import holds_chinese

    if chosen is not None:
        return chosen
    return "zh" if holds_chinese("".join(names)) else "en"


def _said(
    brief: Brief, folder: Path, progress: Progress | None, *, words: str, language: str | None, whole: bool = False
) -> Speech:
    """Words in the voice of the brief, marked; `whole` takes its recording or film too."""
    progress = progress or Progress()
    heard = {"recording": brief.recording, "driver": brief.driver} if whole else {}
    with progress.stage("speech"):
        options = dataclasses.replace(voice_for(brief), language=language)
        speech = make_speech(direct(brief), folder, words=words, options=options, progress=progress, **heard)
    if speech.synthetic:
        mark_sound(speech.path, language=speech.language)
    return speech
