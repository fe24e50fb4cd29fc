"""Previews of a clip before it is made: the faces, the light, the words, the names.

Each preview needs a permit, checks the age of the face and is marked, so previews cannot be used to get around the
rules for clips.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from revive.animator import bring_to_rest
from revive.animator.resting_face import needs_rest
from revive.brief import Brief
from revive.consent import Permit
from revive.conversation import say_turns, turns_of
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.outputs import check_writable, part_of
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.face.photograph import DAMAGED
from revive.media.files import shown_name
from revive.portrait import grade_portrait, make_portrait, number_faces
from revive.provenance import Provenance
from revive.provenance.pictures import write_picture, write_untouched
from revive.provenance.sounds import mark_sound
from revive.restore.scratches import damage_note
from revive.roles import direct, roles_of, voice_for
from revive.speech import Speech, make_speech, read_pronunciations, unsure
from revive.speech.make import read_words
from revive.speech.normalisation import resolve_locale, words_of
from revive.speech.text import shown
from revive.speech.voices import VOICES

SAMPLES = {  # by language: what a voice says to be heard
    "en": "Hello. This is how I sound when I read your words.", "zh": "你好，我读起来就是这样的声音。",
    "ja": "こんにちは。私の声はこんな感じです。", "es": "Hola. Así suena mi voz cuando leo tus palabras.",
    "fr": "Bonjour. Voici ma voix quand je lis vos mots.", "it": "Ciao. Ecco la mia voce quando leggo le tue parole.",
    "pt": "Olá. Esta é a minha voz quando leio as suas palavras.", "hi": "नमस्ते। मेरी आवाज़ ऐसी है।",
}  # fmt: skip
RESTED = Message(
    "The mouth is open in this photograph; in the clip it is closed until the person speaks or smiles. The tab Portrait"
    " shows before and after, and switches it off."
)
MOST_NAMES = 40  # said at once
NAME_WORDS, SAID_WORDS = 4, 6  # words of a name, and pieces that its sound is spelled in


@dataclass(frozen=True)
class FacesPreview:
    """The result of `preview_faces`: the numbered picture, the faces' boxes in its pixels, what the user is told."""

    picture: Path
    boxes: tuple[tuple[int, int, int, int], ...]
    notes: tuple[Message, ...] = ()


def preview_faces(brief: Brief, folder: Path) -> FacesPreview:
    """Write the photograph with its faces numbered to a file in `folder`.

    Raises
    ------
    UserError : no consent, no photograph; see `make_portrait`
    """
    permit = Permit("faces", brief.stated, brief.person)
    portrait = make_portrait(brief.needed_photo(), face=brief.face, detector=brief.face_detector)
    picture, made = folder / "faces.jpg", Provenance("photograph", consent=permit.consent.summary)
    write_picture(number_faces(portrait), picture, made, ingredient=brief.photo, seen=False)
    notes = portrait.notes
    if DAMAGED not in notes:
        notes += damage_note(portrait.image, portrait.face.landmarks)
    if brief.resting_face and needs_rest(portrait.face):
        notes += (RESTED,)
    return FacesPreview(picture, tuple(face.box for face in portrait.faces), notes)


def preview_light(brief: Brief, folder: Path) -> tuple[Path, Path]:
    """Write the photograph as it is, and as the clip begins with it, to files in `folder`: light, background, mouth.

    Raises
    ------
    UserError : no consent, no photograph, a refused description; see `make_portrait`
    """
    permit = Permit("light", brief.stated, brief.person, prompt=brief.prompt)
    portrait = make_portrait(brief.needed_photo(), face=brief.face, size=brief.size, detector=brief.face_detector)
    before, after = folder / "before.jpg", folder / "after.jpg"
    write_untouched(portrait.image, before)
    graded = grade_portrait(portrait, direct(brief))
    begun = bring_to_rest(graded) if brief.resting_face else graded
    made = Provenance("photograph", consent=permit.consent.summary)
    write_picture(begun.image, after, made, ingredient=brief.photo, seen=False)
    return before, after


def preview_words(brief: Brief, folder: Path, progress: Progress | None = None) -> Speech:
    """Write the words, or the recording, as they will sound in the clip to a file in `folder`.

    Raises
    ------
    UserError : no consent, or words that are not said; see `make_speech`
    """
    brief.permit("speech")
    if turns := (turns_of(brief) if brief.photo is not None else brief.turns):
        progress = progress or Progress()
        with progress.stage("speech"):
            speech = say_turns(turns, roles_of(brief, turns), folder, progress).speech
        if speech.synthetic:
            mark_sound(speech.path, language=speech.language)
        return speech
    return _said(brief, folder, progress, words=brief.words, language=brief.language, whole=True)


@dataclass(frozen=True)
class HeardWords:
    """How words will be heard.

    Attributes
    ----------
    spoken : all of them, in small letters without punctuation
    language, locale : codes, "en" and "en-GB"
    sentences : each as it was typed, and in words
    unsure : names of which the voice is not sure
    """

    spoken: str
    language: str
    locale: str
    sentences: tuple[tuple[str, str], ...]
    unsure: tuple[str, ...]


def hear_words(brief: Brief) -> HeardWords:
    """What a voice will say of the brief's words; no sound is made.

    Raises
    ------
    UserError : words that no voice can speak, or that are not said; see `make.read_words`. No consent where somebody's
        own voice or names are used
    """
    _spoken_permit(brief)
    _, language, spoken = read_words(brief.words, voice_for(brief))
    gap = "" if language in ("zh", "ja") else " "
    parts = tuple((shown(one.text), shown(one.said)) for one in spoken)
    heard = gap.join(words_of(one.said) for one in spoken)
    locale = resolve_locale(brief.locale or brief.language, language, brief.words)
    guessed = tuple(dict.fromkeys(word for one in spoken for word in unsure(one.said, language)))
    return HeardWords(heard if gap else heard.replace(" ", ""), language, locale, parts, guessed)


def say_words(brief: Brief, progress: Progress | None = None) -> Speech:
    """Write the brief's words in a voice to the WAV file `brief.out`, marked as synthetic.

    Raises
    ------
    UserError : see `hear_words`
    """
    _spoken_permit(brief)
    if brief.out.suffix.lower() != ".wav":
        raise UserError(
            "“{name}” is no .wav file; please give the sound a name that ends with .wav.", name=shown_name(brief.out)
        )
    check_writable(brief.out, beside=[part_of(brief.out)])
    with scratch_folder() as folder:
        speech = _said(brief, folder, progress, words=brief.words, language=brief.language)
        shutil.move(speech.path, part_of(brief.out))
        part_of(brief.out).replace(brief.out)
    return dataclasses.replace(speech, path=brief.out)


def _spoken_permit(brief: Brief) -> Permit:
    return Permit("spoken", brief.stated, brief.person, words=brief.words, names=brief.pronounce)


def preview_voice(voice: str | None, language: str, folder: Path, progress: Progress | None = None) -> Speech:
    """Write one sentence in a named voice, or the one that is chosen for the language, to a file in `folder`.

    Parameters
    ----------
    language : code; a voice that does not speak it speaks one of its own

    Raises
    ------
    UserError : there is no such voice
    """
    Permit("sample")
    able = VOICES[voice].languages if voice in VOICES else tuple(SAMPLES)
    spoken = language if language in able else able[0]
    return _said(Brief(voice=voice), folder, progress, words=SAMPLES[spoken], language=spoken)


def preview_names(brief: Brief, folder: Path, progress: Progress | None = None) -> Speech:
    """Write the names in `brief.pronounce`, spoken one after another, to a file in `folder`.

    Raises
    ------
    UserError : no consent, no names, too many, or more than names; see `make_speech`
    """
    names_permit(brief)
    names = check_names(brief.pronounce)
    words = "\n".join(f"{name}." for name in names)
    return _said(brief, folder, progress, words=words, language=spoken_in(brief.language, names))


def names_permit(brief: Brief) -> Permit:
    """The permit to speak the names of a brief.

    Raises
    ------
    UserError : see `Permit`
    """
    return Permit("names", brief.stated, brief.person, prompt=brief.prompt, names=brief.pronounce)


def check_names(told: str) -> dict[str, str]:
    """Name -> pronunciation; refuses what is not a name, and too many of them.

    Raises
    ------
    UserError : see `read_pronunciations`; no names, more than MOST_NAMES, or a sentence instead of a name
    """
    names = read_pronunciations(told)
    if not names:
        raise UserError("There are no names yet; please write one a line.")
    if len(names) > MOST_NAMES:
        raise UserError(
            "Those are {count} names; please listen to at most {most} at a time.", count=len(names), most=MOST_NAMES
        )
    for name, said in names.items():
        if len(name.split()) > NAME_WORDS or len(said.split()) > SAID_WORDS:
            raise UserError(
                "“{name}” is longer than a name; please write names of at most {most_words} words, and their "
                "sound in at most {most_pieces} pieces.",
                name=name[:40],
                most_words=NAME_WORDS,
                most_pieces=SAID_WORDS,
            )
    return names


def spoken_in(chosen: str | None, names: Iterable[str]) -> str:
    """The language in which names are read: the clip's, otherwise Chinese for Chinese names, otherwise English.

    Names alone are too little text to recognise a language.
    """
    from revive.direction.chinese import holds_chinese

    if chosen is not None:
        return chosen
    return "zh" if holds_chinese("".join(names)) else "en"


def _said(
    brief: Brief, folder: Path, progress: Progress | None, *, words: str, language: str | None, whole: bool = False
) -> Speech:
    """Speak words in the brief's voice, marked; `whole` uses its recording or film too."""
    progress = progress or Progress()
    recording, driver = (brief.recording, brief.driver) if whole else (None, None)
    with progress.stage("speech"):
        options = dataclasses.replace(voice_for(brief), language=language)
        speech = make_speech(
            direct(brief), folder, words=words, recording=recording, driver=driver, options=options, progress=progress
        )
    if speech.synthetic:
        mark_sound(speech.path, language=speech.language)
    return speech
