"""Change the clip that is shown: cut it, join others, give it other captions, music or loudness.

Nothing is said anew, see `revive.editing`. What comes out stands on the shelf beside the clip as it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import gradio as gr

from revive.app.jobs import shelf
from revive.app.jobs.clips import keep
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.html import error_note, note, prose
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.texts import language_of, say
from revive.brief import Brief
from revive.consent import Permit
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.editing.edit import CAPTIONS, NONE, Edit

if TYPE_CHECKING:
    from revive.editing.make import Edited

AS_IT_IS = "as it is"
LOUDER = 12.0  # dB that the sliders go up and down
# fields of the Brief that a change can change
CHANGED = ("title", "captions", "caption_style", "music", "voice_volume", "music_volume")
PREVIEW_SIDE = 320  # pixels of the first and the last picture


class ChangeClip:
    """The panel below the finished clip; `wire` connects it, `shown` fills it for a clip."""

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        with gr.Accordion(i18n("change"), open=False, visible=False, elem_id="change") as self.panel:
            gr.HTML(prose("change_hint", "p"))
            with gr.Row():
                self.start = gr.Number(
                    0, label=i18n("change_start"), elem_id="change-start", minimum=0, step=0.1, min_width=120
                )
                self.end = gr.Number(
                    0, label=i18n("change_end"), elem_id="change-end", minimum=0, step=0.1, min_width=120
                )
            with gr.Row():
                look: dict[str, Any] = {"interactive": False, "visible": False, "buttons": [], "height": 160}
                self.first = gr.Image(label=i18n("change_first"), elem_id="change-first", min_width=120, **look)
                self.last = gr.Image(label=i18n("change_last"), elem_id="change-last", min_width=120, **look)
            self.join = gr.Dropdown([], value=[], multiselect=True, label=i18n("change_join"), elem_id="change-join")
            self.title = gr.Textbox("", label=i18n("label_title"), max_lines=1, elem_id="change-title")
            self.captions = context.form.choice(
                "caption_style", (AS_IT_IS, *CAPTIONS), label=i18n("change_captions"), elem_id="change-captions"
            )
            with gr.Row():
                self.said = gr.Textbox(
                    "", label=i18n("change_said"), elem_id="change-said", interactive=False, lines=3, min_width=200
                )
                self.words = gr.Textbox(
                    "", label=i18n("change_words"), info=i18n("change_words_hint"), lines=3, min_width=200,
                    elem_id="change-words",
                )  # fmt: skip
            with gr.Row():
                slider: dict[str, Any] = {"value": 0, "step": 1, "buttons": [], "min_width": 160}
                self.voice = gr.Slider(-LOUDER, LOUDER, label=i18n("label_voice_volume"), **slider)
                self.volume = gr.Slider(-LOUDER, LOUDER, label=i18n("label_music_volume"), **slider)
            self.music = gr.Audio(
                type="filepath", sources=["upload"], editable=False, buttons=[], label=i18n("change_music"),
                elem_id="change-music",
            )  # fmt: skip
            self.silent = gr.Checkbox(False, label=i18n("change_no_music"), elem_id="change-no-music")
            with gr.Row():
                self.make = gr.Button(i18n("change_make"), variant="primary", elem_id="change-make")
                self.cancel = gr.Button(i18n("cancel"), visible=False, elem_id="change-cancel")
            self.status = gr.HTML(elem_id="change-status")
        self._settings = [
            self.start, self.end, self.join, self.title, self.captions, self.words, self.voice, self.volume, self.music,
            self.silent,
        ]  # fmt: skip
        self.parts = [self.panel, self.said, self.first, self.last, *self._settings]

    def shown(self, folder: Path, made: shelf.Made) -> dict:
        """Updates that fill the panel for the clip of `folder`."""
        others = [(one.title, name) for name, one in shelf.shelf(folder.parent).items() if one.kind == shelf.CLIP]
        return {
            self.panel: gr.update(visible=True), self.said: "\n".join(_said(folder / made.file)),
            self.start: 0, self.end: made.length, self.join: gr.update(choices=others, value=[]),
            self.title: str(made.settings.get("title") or ""), self.captions: AS_IT_IS, self.words: "", self.voice: 0,
            self.volume: 0, self.music: None, self.silent: False, self.first: gr.update(visible=False),
            self.last: gr.update(visible=False),
        }  # fmt: skip

    def put_away(self) -> dict:
        """Updates that hide it, where no clip is shown."""
        return {self.panel: gr.update(visible=False)}

    def wire(self, file: Any, show: Callable[[Path, gr.Request], dict], outputs: list[Any]) -> None:
        """Connect the controls.

        Parameters
        ----------
        file : the component whose value is the clip that is shown
        show : gives updates that show the finished clip of a folder, and `outputs` are the components of these
        """
        for box in (self.start, self.end):
            box.change(self._look, [file, self.start, self.end], [self.first, self.last, self.status], **IMMEDIATE)

        self._show = show
        begin = self.make.click(self._begin, None, [self.make, self.cancel], **IMMEDIATE)
        running = begin.then(
            self._run, [file, *self._settings], [self.status, self.make, self.cancel, *outputs], **FOLLOWING
        )
        self.cancel.click(self._stop, None, [self.status, self.make, self.cancel], cancels=[running], **IMMEDIATE)

    def _begin(self) -> dict:
        return self._under_way(True)

    def _under_way(self, under_way: bool) -> dict:
        return {self.make: gr.update(visible=not under_way), self.cancel: gr.update(visible=under_way)}

    def _run(
        self, file: str | None, start: float | None, end: float | None, join: list[str] | None, title: str | None,
        captions: str, words: str | None, voice: float, volume: float, music: str | None, silent: bool,
        request: gr.Request,
    ) -> Iterator[dict]:  # fmt: skip
        """Make the changed clip, put it on the shelf and show it."""
        language, clip = language_of(request), self.context.own_file(request, file)
        made = shelf.read_made(clip.parent) if clip else None
        if clip is None or made is None:
            yield {self.status: note(say("change_nothing", language), "wrong"), **self._under_way(False)}
            return
        folder, browser_folder = self.context.new_folder(request), clip.parent.parent
        called = shelf.free_title(made.title, {one.title for one in shelf.shelf(browser_folder).values()})
        before, title, words = shelf.brief_from(made.settings, browser_folder), title or "", words or ""
        changed_title = title != (made.settings.get("title") or "")

        def permit() -> Permit:
            files = {"clip": clip} | ({"music": Path(music)} if music else {})
            return self.context.permit(
                "edited clip", before.stated, before.person, words=words, title=title, files=files
            )  # fmt: skip

        def work(progress: Progress) -> Edited:
            from revive.editing.make import edit_clip

            cut = bool(start) or (end or made.length) < made.length - 0.01
            edited = edit_clip(Edit(
                clip=clip, cut=f"{start or 0:.3f}-{end or made.length:.3f}" if cut else "",
                join=tuple(self._clips(browser_folder, join or [])), title=title if changed_title else None,
                captions=None if captions == AS_IT_IS else cast("Any", captions), caption_text=words,
                voice_volume=float(voice), music_volume=float(volume),
                music=Path(NONE) if silent else Path(music) if music else None, out=folder / f"{called}.mp4",
                **dataclasses.asdict(before.stated),
            ), progress=progress)  # fmt: skip
            keep(edited.clip, settings_after(before, edited), edited.job, edited.seconds, folder, called)
            return edited

        def finish(edited: Edited) -> dict:
            return {**self._show(folder, request), self.status: note(say("change_done", language), "good")}

        if music:
            self.context.remember_uploads(request, music)
        yield from self.context.follow_job(
            request, folder, work, self.status, finish, permit=permit, always=self._under_way(False)
        )

    def _clips(self, browser_folder: Path, names: list[str]) -> Iterator[Path]:
        """The visitor's clips of these names."""
        for name in names:
            folder = shelf.entry_folder(browser_folder, name)
            made = shelf.read_made(folder) if folder else None
            if folder is None or made is None or made.kind != shelf.CLIP:
                raise UserError("This is no longer on the shelf.")
            yield folder / made.file

    def _stop(self, request: gr.Request) -> dict:
        return self.context.cancel_job(request, self.status, self.make, self.cancel)

    def _look(self, file: str | None, start: float | None, end: float | None, request: gr.Request) -> dict:
        """The first and the last picture that would be left."""
        clip = self.context.own_file(request, file)
        made = shelf.read_made(clip.parent) if clip else None
        if clip is None or made is None or (not start and abs((end or 0) - made.length) < 0.01):
            return {self.first: gr.update(visible=False), self.last: gr.update(visible=False)}
        try:
            pictures = [
                self.context.run_now(request, picture_at, clip, min(max(float(at or 0), 0.0), made.length))
                for at in (start, max((end or 0) - 0.05, 0))
            ]
        except EXPECTED_ERRORS as error:
            return {self.status: error_note(error, language_of(request))}
        first, last = (gr.update(value=str(picture), visible=True) for picture in pictures)
        return {self.first: first, self.last: last}


def picture_at(clip: Path, seconds: float) -> Path:
    """The picture of a clip at a moment, as a small file beside it, which goes with the clip."""
    from revive.media.film import read_frames
    from revive.provenance.pictures import write_untouched

    path = clip.with_name(f"at-{round(seconds * 1000)}.jpg")
    if not path.is_file():
        picture = None
        for picture in read_frames(clip, rate=25, side=PREVIEW_SIDE, seconds=seconds + 0.04):  # noqa: B007
            pass
        if picture is None:
            raise UserError("There is no clip here to change; please choose or make one first.")
        write_untouched(picture, path)
    return path


def settings_after(before: Brief, edited: Edited) -> Brief:
    """The settings with which a changed clip stands on the shelf."""
    now = edited.brief
    if now is None:
        return before
    return dataclasses.replace(before, **{name: getattr(now, name) for name in CHANGED})


def _said(clip: Path) -> list[str]:
    """What is said in a clip, a line a sentence; empty where no take tells it."""
    from revive.speech.speech import whole_sentences
    from revive.takes import read_sentences
    from revive.takes.take import ENDING

    try:
        return [one.text for one in whole_sentences(read_sentences(clip.with_suffix(ENDING)))]
    except UserError:
        return []
