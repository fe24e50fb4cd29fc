"""Make the changed clip: with the finished file alone where that is enough, otherwise drawn and mixed again."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from revive.brief import Brief
from revive.clip import Clip, check_music, check_output
from revive.clip.captions import Cue
from revive.clip.compose import put_in_place
from revive.clip.encoder import encoder, remux
from revive.clip.frames import Cut, language_of
from revive.clip.sound import lay_music
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.editing.caption_words import lines_of, read_words, with_words
from revive.editing.edit import NONE, Edit
from revive.editing.joined import joined
from revive.editing.original import Original, needs_take, read_original, with_files
from revive.editing.scene import Scene, drawn_scene, filmed_scene, mixed
from revive.provenance import Provenance, aigc_arguments, check_keys, sign
from revive.takes import Take, cues_of_take, shortened, write_take
from revive.takes.take import ENDING


@dataclass(frozen=True)
class Edited:
    """A changed clip.

    Attributes
    ----------
    clip : the file
    brief : the settings of the clip now; None where they are not known
    take, job : the files kept beside it; None where there is none
    drawn : whether its pictures were drawn again; otherwise they are those of the file
    seconds : that it took
    """

    clip: Clip
    brief: Brief | None
    take: Path | None
    job: Path | None
    drawn: bool
    seconds: float

    def as_json(self) -> dict:
        """Plain values."""
        return {
            "out": str(self.clip.out), "width": self.clip.width, "height": self.clip.height, "fps": self.clip.fps,
            "frames": self.clip.frames, "duration_s": round(self.clip.duration_s, 3),
            "captions": [str(path) for path in self.clip.captions], "drawn": self.drawn,
            "take": str(self.take) if self.take else None, "job": str(self.job) if self.job else None,
            "seconds": round(self.seconds, 3),
        }  # fmt: skip


@disk_watched()
def edit_clip(edit: Edit | None = None, *, progress: Progress | None = None, **settings) -> Edited:
    """Change a finished clip; the clip itself stays as it is.

    Parameters
    ----------
    edit : what to change; or give its fields as keyword arguments
    progress : told how far the work is; may cancel it

    Raises
    ------
    UserError : something cannot be used, or needs what was not kept with the clip; the message says what to do
    Cancelled : `progress.cancel()` was called; nothing is left behind
    """
    started, progress = time.perf_counter(), progress or Progress()
    edit = (edit or Edit(**settings)).checked()
    check_output(edit.out, (edit.clip, edit.photo, edit.new_music, edit.caption_words, *edit.join))
    check_keys()
    if edit.new_music is not None:
        check_music(edit.new_music)
    with scratch_folder() as scratch, progress.stage("clip"):
        originals = []
        for number, path in enumerate((edit.needed_clip(), *edit.join)):
            (scratch / str(number)).mkdir()
            originals.append(read_original(path, scratch / str(number), progress))
            originals[-1].permit(edit)
        work = _Work(edit, originals, scratch, progress)
        clip = work.clip()
        kept = clip.out.with_suffix(ENDING)
        if work.take is not None:
            write_take(work.take, kept)
        else:
            kept.unlink(missing_ok=True)  # that of a clip which this one replaces
    job, brief = clip.out.with_suffix(".job.json"), work.brief
    if brief is not None:
        brief.save(job)
    else:
        job.unlink(missing_ok=True)
    seconds = time.perf_counter() - started
    return Edited(clip, brief, kept if work.take else None, job if brief else None, work.drawn, seconds)


class _Work:
    """One change.

    Attributes
    ----------
    take : of the changed clip, where it is made of one clip that has a take
    drawn : whether pictures are drawn again
    """

    def __init__(self, edit: Edit, originals: Sequence[Original], scratch: Path, progress: Progress):
        self.edit, self.originals, self.scratch, self.progress = edit, originals, scratch, progress
        self.fps, self.alone = originals[0].fps, len(originals) == 1
        start, end = edit.span(originals[0].frames / self.fps)
        self.span = round(start * self.fps), min(round(end * self.fps), originals[0].frames)
        self.trimmed = self.span != (0, originals[0].frames)
        known = all(one.take is not None for one in originals)
        if not known:
            self._check_without_take()
        self.drawn = known and (edit.draws or edit.mixes or edit.fade is not None)
        self.remixed = known and self.alone and edit.mixes and not (edit.draws or self.trimmed or edit.fade is not None)
        self.takes = [self._changed(number) for number in range(len(originals))] if known else []
        self.take = self.takes[0] if self.takes and self.alone else None
        self.drawn = self.drawn and not self.remixed

    @property
    def brief(self) -> Brief | None:
        """The settings of the changed clip."""
        before = self.originals[0].job or self.originals[0].brief
        if not self.alone or before is None:
            return None
        edit, now = self.edit, self.take.brief if self.take else before
        same = ("title", "captions", "caption_style", "voice_volume", "music_volume")
        music = None if edit.without_music else edit.new_music or now.music or before.music
        return dataclasses.replace(
            before, out=edit.out, music=music, photo=edit.photo or now.photo or before.photo,
            **{name: getattr(now, name) for name in same},
        )  # fmt: skip

    def clip(self) -> Clip:
        """Make it."""
        if self.remixed and self.take is not None:
            return self._with_another_sound(self.take)
        scenes = [self._scene(number) for number in range(len(self.originals))]
        scene = scenes[0]
        if not self.alone:
            scene = joined(scenes, transition=self.edit.transition, folder=self.scratch, progress=self.progress)
        music = self.edit.new_music
        if music is not None and not (self.drawn and self.alone):
            volume = self.edit.music_volume
            sound = lay_music(scene.sound, music, volume=volume, folder=self.scratch, progress=self.progress)
            scene = dataclasses.replace(scene, sound=sound)
        return self._encoded(scene)

    def _changed(self, number: int) -> Take:
        """The take of a clip as it is afterwards."""
        edit, one = self.edit, self.originals[number]
        take = one.take
        assert take is not None
        before = take.brief
        style = before.caption_style if edit.captions in (None, NONE) else edit.captions
        brief = dataclasses.replace(
            before, captions=before.captions if edit.captions is None else edit.captions != NONE, caption_style=style,
            voice_volume=before.voice_volume + edit.voice_volume, music_volume=before.music_volume + edit.music_volume,
        )  # fmt: skip
        take = dataclasses.replace(take, brief=brief)
        if words := self._words():
            take = dataclasses.replace(take, speech=with_words(take.speech, words, lead=take.card / take.fps))
        if number == 0 and self.trimmed:
            if self.span[1] <= take.card:
                raise UserError("Only the title card would be left; please keep something of the picture too.")
            take = shortened(take, *self.span, cues=cues_of_take(take), folder=self.scratch / str(number))
        if number == 0 and edit.title is not None:
            brief = dataclasses.replace(take.brief, title=edit.title)
            take = dataclasses.replace(take, brief=brief, cut=dataclasses.replace(take.cut, card=0))
        return with_files(self._faded(take, number), one, edit, needed=self.drawn, joined=not self.alone)

    def _faded(self, take: Take, number: int) -> Take:
        """The take with its fades; there is none where it passes into another."""
        (fade_in, fade_out), cut = take.fades, take.cut
        if self.edit.fade is not None:
            fade_in, fade_out, cut = self.edit.fade, self.edit.fade, Cut(cut.card)
        if self.edit.transition and number > 0:
            fade_in, cut = 0.0, dataclasses.replace(cut, before=0)
        if self.edit.transition and number < len(self.originals) - 1:
            fade_out, cut = 0.0, dataclasses.replace(cut, after=0)
        return dataclasses.replace(take, fades=(fade_in, fade_out), cut=cut)

    def _words(self) -> list[str] | list[Cue]:
        if self.edit.caption_words is not None:
            return read_words(self.edit.caption_words)
        return lines_of(self.edit.caption_text)

    def _scene(self, number: int) -> Scene:
        edit, one, folder = self.edit, self.originals[number], self.scratch / str(number)
        if self.drawn:
            return drawn_scene(self.takes[number], folder, self.progress)
        first, last = self.span if number == 0 else (0, one.frames)
        cues = cues_of_take(one.take) if one.take else one.cues()
        style = None
        if edit.captions not in (None, NONE):  # they are not drawn yet, see `_check_without_take`
            style, given = edit.captions, self._words()
            cues = [cue for cue in given if isinstance(cue, Cue)] or cues
        return filmed_scene(
            one, first, last, cues, folder, self.progress, volume=edit.voice_volume, style=style
        )  # fmt: skip

    def _check_without_take(self) -> None:
        """Refuse what cannot be done with a finished file alone."""
        edit = self.edit
        one = next(one for one in self.originals if one.take is None)
        words = edit.caption_words is not None or bool(edit.caption_text.strip())
        if edit.title is not None or edit.fade is not None or edit.without_music or edit.music_volume:
            raise needs_take(one)
        if edit.captions is None and not words:
            return
        drawn = one.brief is None or one.brief.captions
        given = [cue for cue in self._words() if isinstance(cue, Cue)] if words else one.cues()
        if drawn or not self.alone or edit.captions in (None, NONE) or not given:
            raise needs_take(one)

    def _provenance(self, language: str) -> Provenance:
        edit, one = self.edit, self.originals[0]
        words = edit.title or edit.caption_text.strip() or edit.caption_words is not None
        actions = [name for name, done in (("c2pa.trimmed", self.trimmed), ("c2pa.addedText", words)) if done]
        return Provenance(
            "edited clip", language or "en", synthetic_voice=any(one.synthetic for one in self.originals),
            consent=one.answers(edit).checked().summary, seed=one.brief.seed if one.brief else None,
            actions=tuple(actions),
        )  # fmt: skip

    def _sign(self, made: Provenance, whole: Path) -> None:
        first, *others = (one.ingredient for one in self.originals)
        sign(whole, made, ingredient=first, placed=others)

    def _encoded(self, scene: Scene) -> Clip:
        made = self._provenance(scene.language)

        def encode(whole: Path) -> None:
            with encoder(
                whole, width=scene.width, height=scene.height, fps=scene.fps, sound=scene.sound,
                tags={"comment": made.credit}, labels=aigc_arguments(made),
            ) as write:  # fmt: skip
                for i, planes in enumerate(scene.planes()):
                    write(planes)
                    self.progress.update((i + 1) / scene.frames)

        return self._in_place(encode, made, scene.width, scene.height, scene.frames, scene.cues)

    def _with_another_sound(self, take: Take) -> Clip:
        """The file's own pictures, not encoded anew, with the sound of `take`."""
        made = self._provenance(language_of(take.speech, take.brief.title))
        sound = mixed(take, self.scratch, self.progress)

        def encode(whole: Path) -> None:
            remux(
                whole, picture=self.originals[0].path, sound=sound, tags={"comment": made.credit},
                labels=aigc_arguments(made), tick=lambda: self.progress.update(0.5),
            )  # fmt: skip

        return self._in_place(encode, made, take.width, take.height, take.frames, cues_of_take(take))

    def _in_place(self, encode, made: Provenance, width: int, height: int, frames: int, cues: list[Cue]) -> Clip:
        out = self.edit.out
        beside = put_in_place(out, encode, lambda whole: self._sign(made, whole), cues)
        return Clip(out, width, height, self.fps, frames, frames / self.fps, frames / self.fps, beside)
