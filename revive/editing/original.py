"""A clip that is to be changed: its file, what was kept beside it, and who allowed it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from revive.brief import Brief
from revive.clip.captions import Cue
from revive.consent import Consent, Permit
from revive.core.errors import UserError
from revive.core.parallel import begun
from revive.core.progress import Progress
from revive.editing.caption_words import SUBTITLES, read_words
from revive.editing.edit import Edit
from revive.media.files import shown_name
from revive.media.film import check_film, read_frames
from revive.provenance import Ingredient, verify
from revive.provenance.manifest import CLIP
from revive.takes import Take, read_take
from revive.takes.take import ENDING

LARGEST = 4096  # pixels, the longest side of a clip
LATE = 0.3  # seconds by which a file may be longer or shorter than its take, because of its sound


@dataclass(frozen=True)
class Original:
    """A finished clip.

    Attributes
    ----------
    path : the mp4
    width, height, fps, frames : of its picture
    sounds : whether it has sound
    ingredient : what its manifest tells
    facts : of the manifest: the language, the kind of voice; empty where there is none
    take : what was kept beside it, None where nothing was
    brief : how it was made, None where nothing tells
    job : the same, from the job file beside it, with its files; None where there is none
    """

    path: Path
    width: int
    height: int
    fps: float
    frames: int
    sounds: bool
    ingredient: Ingredient
    facts: dict[str, str]
    take: Take | None = None
    brief: Brief | None = None
    job: Brief | None = None

    @property
    def synthetic(self) -> bool:
        """Whether its voice is synthetic, as far as is known."""
        return self.take.speech.synthetic if self.take else self.facts.get("voice") == "synthetic"

    def answers(self, edit: Edit) -> Consent:
        """The three answers: those of the edit, or those that the clip was made with; unchecked."""
        return edit.stated if edit.stated.given or self.brief is None else self.brief.stated

    def permit(self, edit: Edit) -> Permit:
        """The permit to change it.

        Raises
        ------
        UserError : see `Permit`
        """
        return Permit(
            "edited clip", self.answers(edit), words=edit.caption_text, title=edit.title or "",
            files={"clip": self.path},
        )  # fmt: skip

    def cues(self) -> list[Cue]:
        """The captions in the file beside it; empty where there is none."""
        beside = (self.path.with_suffix(ending) for ending in SUBTITLES)
        for path in beside:
            if path.is_file():
                return [cue for cue in read_words(path) if isinstance(cue, Cue)]
        return []


def read_original(path: Path, folder: Path, progress: Progress) -> Original:
    """Look at a clip.

    Parameters
    ----------
    folder : for temporary files; the take's sound is written there

    Raises
    ------
    UserError : no such file, not a film, not made by Revive; its take is damaged or is that of another clip
    """
    path = Path(path)
    header = check_film(path, lambda: progress.update(0.0))
    told = begun(Ingredient.of, path, CLIP)  # a program of its own reads it meanwhile
    take = read_take(kept, folder) if (kept := path.with_suffix(ENDING)).is_file() else None
    fps = take.fps if take else header.rate or 25.0
    frames = take.frames if take else max(round(header.seconds * fps), 1)
    first = next(read_frames(path, rate=fps, side=LARGEST, seconds=1.0), None)
    if first is None:
        raise UserError("“{file}” is damaged and has no pictures; please copy it once more.", file=shown_name(path))
    height, width = first.shape[:2]
    ingredient = told.result()
    assert ingredient is not None  # the file is there
    facts = (ingredient.history or {}).get("made") or {}
    if not facts and not _is_marked(path):
        raise UserError(
            "“{file}” was not made by Revive, or lost every mark of it; please choose a clip that Revive made.",
            file=shown_name(path),
        )
    if take and ((width, height) != (take.width, take.height) or abs(header.seconds - frames / fps) > LATE):
        raise UserError(
            "“{take}” was kept with another clip than “{file}”; please put each beside its own clip, or take it away.",
            take=shown_name(kept), file=shown_name(path),
        )  # fmt: skip
    job = _job(path)
    brief = take.brief if take else job
    return Original(path, width, height, fps, frames, header.sound, ingredient, facts, take, brief, job)


def with_files(take: Take, one: Original, edit: Edit, *, needed: bool, joined: bool) -> Take:
    """The take of a clip with its photograph and its music.

    Parameters
    ----------
    needed : it is drawn and mixed again
    joined : other music is laid under all the clips together

    Raises
    ------
    UserError : one of them is needed, and is gone or is another by now
    """
    sources, folder = dict(take.sources), one.path.parent
    photo, music = edit.photo, sources.get("music")
    source = sources.get("photo")
    if photo is not None and source is not None and not source.is_in(photo):
        raise UserError(
            "“{file}” is another photograph than the one of the clip, “{name}”; please choose that one.",
            file=shown_name(photo), name=shown_name(source.path),
        )  # fmt: skip
    if photo is None and source is not None:
        photo = source.found(folder)
    if needed and (photo is None or source is None):
        raise UserError(
            "The photograph “{name}” does not lie any more where it lay when the clip was made; please give it too"
            " (--photo).",
            name=shown_name(source.path) if source else "?",
        )
    if edit.music is not None:
        sources.pop("music", None)
    place = None if joined else edit.new_music
    if music is not None and edit.music is None:
        place = music.found(folder)
        if needed and place is None:
            raise UserError(
                "The music “{name}” does not lie any more where it lay when the clip was made; please give it too, or"
                " “none”.",
                name=shown_name(music.path),
            )
    brief = dataclasses.replace(take.brief, photo=photo, music=place)
    return dataclasses.replace(take, brief=brief, sources=sources)


def needs_take(one: Original) -> UserError:
    """The error for a change that the finished file does not allow."""
    return UserError(
        "“{file}” has no “{take}” beside it, with which Revive could draw and mix it again; so it can be cut and"
        " joined, be louder or softer as a whole, get music under it, and captions where it shows none.",
        file=shown_name(one.path), take=shown_name(one.path.with_suffix(ENDING)),
    )  # fmt: skip


def _job(path: Path) -> Brief | None:
    """How the clip was made, by the job file beside it."""
    job = path.with_suffix(".job.json")
    return Brief.load(job) if job.is_file() else None


def _is_marked(path: Path) -> bool:
    """Whether the picture has Revive's hidden mark."""
    mark = verify(path).watermark
    return mark is not None and mark.found
