"""Turn, cut, and undo: what can be done to the photograph before a clip is made of it.

Every photograph that the page made out of another (turned, cut, restored, drawn) can be taken back, one after the
other, until the one that was brought.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import error_note
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext
from revive.app.texts import language_of, say
from revive.media.framing import Edges, frame_photo
from revive.media.photo import count_pages, is_shown_by_browsers

SIDES = ("left", "top", "right", "bottom")


class PhotoTools:
    """The tools under the photograph.

    Attributes
    ----------
    before : gr.State, dict of a photograph that was made here -> the one that it was made from; whoever puts a
        photograph in the place of another adds `taking_back(…)` to its updates
    """

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        self.photo = context.form.controls["photo"]
        self.before = gr.State({})
        with gr.Row(visible=False, elem_classes="photo-tools", elem_id="photo-tools") as self.row:
            turn = {"size": "sm", "min_width": 90}
            self.left = gr.Button(i18n("turn_left"), elem_id="turn-left", **turn)
            self.right = gr.Button(i18n("turn_right"), elem_id="turn-right", **turn)
            self.crop = gr.Button(i18n("crop"), elem_id="crop", **turn)
            self.undo = gr.Button(i18n("photo_undo"), visible=False, elem_id="photo-undo", **turn)
        with gr.Column(visible=False, elem_id="crop-panel") as self.panel:
            self.picture = gr.HTML(elem_id="crop-picture")
            self.edges = gr.Textbox(visible=False)  # filled in by assets/crop.js when the button is pressed
            with gr.Row():
                self.cut = gr.Button(i18n("crop_cut"), variant="primary", size="sm", elem_id="crop-cut")
                self.leave = gr.Button(i18n("crop_leave"), size="sm", elem_id="crop-leave")
        self.said = gr.HTML(elem_id="photo-tools-said")
        self._wire()

    def taking_back(self, before: dict, made: str | Path, brought: str | Path) -> dict:
        """The update that lets `made`, which was put in the place of `brought`, be taken back."""
        return {self.before: {**before, str(made): str(brought)} if brought else before}

    def _wire(self) -> None:
        made = [self.photo, self.before, self.panel, self.said]
        for button, quarters in ((self.left, 1), (self.right, -1)):

            def turn(picture: str | None, before: dict, request: gr.Request, quarters: int = quarters) -> dict:
                return self._framed(picture, before, request, quarters=quarters)

            button.click(turn, [self.photo, self.before], made, **IMMEDIATE)
        self.crop.click(self._show, self.photo, [self.picture, self.panel, self.said], **IMMEDIATE)

        def cut(picture: str | None, before: dict, edges: str | None, request: gr.Request) -> dict:
            return self._framed(picture, before, request, edges=edges or "")

        self.cut.click(
            cut, [self.photo, self.before, self.edges], made,
            js="(photo, before) => [photo, before, window.reviveEdges()]", **IMMEDIATE,
        )  # fmt: skip
        self.leave.click(lambda: gr.update(visible=False), None, self.panel, **IMMEDIATE)
        self.undo.click(self._take_back, [self.photo, self.before], [self.photo, self.said], **IMMEDIATE)
        self.photo.change(self._show_in_browser, self.photo, [self.photo], **IMMEDIATE)
        self.photo.change(
            self._follow, [self.photo, self.before], [self.row, self.undo, self.panel, self.said], **IMMEDIATE
        )

    def _framed(
        self, picture: str | None, before: dict, request: gr.Request, *, quarters: int = 0, edges: str | None = None
    ) -> dict:
        photo = self.context.own_file(request, picture)
        if photo is None:
            return {self.said: ""}
        self.context.remember_uploads(request, photo)
        out = self.context.new_folder(request) / f"{photo.stem}.png"
        try:
            kept = None if edges is None else Edges.read(edges)
            self.context.run_now(request, frame_photo, photo, out, quarters, kept)
        except EXPECTED_ERRORS as error:
            return {self.said: error_note(error, language_of(request))}
        return {self.photo: str(out), self.panel: gr.update(visible=False), **self.taking_back(before, out, photo)}

    def _show_in_browser(self, picture: str | None, request: gr.Request) -> dict:
        """In the place of a HEIC, TIFF or JPEG 2000, of which browsers show nothing, a copy that they show.

        A file of several pictures stays: which one is taken is found only when faces are looked for.
        """
        photo = self.context.own_file(request, picture)
        try:
            if photo is None or is_shown_by_browsers(photo) or count_pages(photo) > 1:
                return {self.photo: gr.skip()}
            self.context.remember_uploads(request, photo)
            copy = self.context.new_folder(request) / f"{photo.stem}.png"
            self.context.run_now(request, frame_photo, photo, copy)
        except EXPECTED_ERRORS:  # it is said where faces are looked for
            return {self.photo: gr.skip()}
        return {self.photo: str(copy)}

    def _show(self, picture: str | None, request: gr.Request) -> dict:
        photo = self.context.own_file(request, picture)
        if photo is None:
            return {self.said: ""}
        self.context.remember_uploads(request, photo)
        shown = self.context.new_folder(request) / "to-cut.png"
        try:
            self.context.run_now(request, frame_photo, photo, shown)
        except EXPECTED_ERRORS as error:
            return {self.said: error_note(error, language_of(request))}
        name = self.context.jobs.sessions.files.public_name(shown)
        return {self.picture: crop_frame(name, language_of(request)), self.panel: gr.update(visible=True)}

    def _take_back(self, picture: str | None, before: dict, request: gr.Request) -> dict:
        earlier = self.context.own_file(request, before.get(picture or ""))
        return {self.said: ""} if earlier is None else {self.photo: str(earlier), self.said: ""}

    def _follow(self, picture: str | None, before: dict) -> dict:
        return {
            self.row: gr.update(visible=bool(picture)), self.undo: gr.update(visible=(picture or "") in before),
            self.panel: gr.update(visible=False), self.said: "",
        }  # fmt: skip


def crop_frame(name: str, language: str) -> str:
    """HTML of a picture with a frame whose edges can be moved; see assets/crop.js."""
    values = {"left": 0, "top": 0, "right": 100, "bottom": 100}
    sliders = "".join(
        f'<span role="slider" tabindex="0" data-side="{side}" aria-valuemin="0" aria-valuemax="100"'
        f' aria-orientation="{"vertical" if side in ("top", "bottom") else "horizontal"}"'
        f' aria-valuenow="{values[side]}" aria-label="{escape(say(f"crop_{side}", language))}"></span>'
        for side in SIDES
    )
    hint = f'<p id="crop-hint">{escape(say("crop_hint", language))}</p>'
    picture = f'<img src="gradio_api/file={quote(name)}" alt="{escape(say("crop_alt", language))}">'
    frame = f'<div class="crop-shade"><div class="crop-frame">{sliders}</div></div>'
    return f'{hint}<div class="crop" data-edges="0,0,1,1">{picture}{frame}</div>'
