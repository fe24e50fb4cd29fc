"""The shelf: the clips and portraits of this visit, to play, compare, make again, save, remove and keep for a person.

The strip is HTML with real buttons; what is played is shown in the browser alone (assets/shelf.js). The other buttons
send an event with the name of the entry's folder, which must be one of the visitor's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

import gradio as gr

from revive.app.jobs import shelf
from revive.app.jobs.shelf import Made
from revive.app.parts.brief_form import FILES, PROMPT_DEFAULTS, READ_FROM_PROMPT, offered_by
from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.html import error_note, note
from revive.app.parts.page_context import EXPECTED_ERRORS, PageContext, visitor_of
from revive.app.texts import FIELDS, choices, language_of, say
from revive.brief import OPTIONS, Brief
from revive.core.errors import UserError

SETTINGS = ("words", "prompt", "voice", "emotion", "light", "background", "seed", "size", "person")  # that are told
LONGEST_TOLD = 120  # characters of a setting


class Shelf:
    """The strip and what is played from it; `draw` puts it where it is called, `wire` connects its buttons."""

    def __init__(self, context: PageContext):
        self.context = context
        on_load = "window.reviveShelf(element, trigger)"
        self.strip = gr.HTML(elem_id="shelf", js_on_load=on_load, render=False)
        self.status = gr.HTML(elem_id="shelf-status", render=False)

    def draw(self) -> None:
        """Draw it here."""
        self.strip.render()
        gr.HTML('<div class="shelf-viewer" hidden></div>', elem_id="shelf-viewer")
        self.status.render()

    def wire(self, make: gr.Button) -> None:
        """Connect the buttons; `make` is pressed once a clip's settings stand in the form to be made again."""
        form = self.context.form
        filled = [*form.outputs, self.status]
        again = self.strip.retry(self._fill, None, filled, **IMMEDIATE)
        again.success(None, None, None, js=f"() => document.querySelector('#{make.elem_id}').click()", **IMMEDIATE)
        to_words = "() => document.querySelector('#words textarea')?.focus()"
        self.strip.edit(self._fill, None, filled, **IMMEDIATE).success(None, None, None, js=to_words, **IMMEDIATE)
        self.strip.delete(self._remove, None, [self.strip, self.status], **IMMEDIATE)
        self.strip.download(self._saved, None, self.strip, **IMMEDIATE)
        keep = self.context.home_only(self.status)(self._keep)
        self.strip.copy(keep, None, [self.strip, self.status], **IMMEDIATE)

    def update(self, request: gr.Request) -> dict:
        """Updates that show what the visitor has made by now."""
        return {self.strip: self._html(request)}

    def note_saved(self, file: str | None, request: gr.Request) -> dict:
        """The visitor saves this file of the clip that is shown."""
        path = self.context.own_file(request, file)
        if path is not None:
            self._note_saved(path.parent)
        return self.update(request)

    def add_portraits(self, pictures: Iterable[Path], request: gr.Request) -> dict:
        """Put portraits on the shelf; gives updates that show them."""
        called, day = say("portrait_called", language_of(request)), datetime.now().astimezone()
        for picture in pictures:
            taken = {made.title for made in shelf.shelf(self._folder(request)).values()}
            title = shelf.free_title(shelf.title_of(called=called, day=day), taken)
            shelf.note_portrait(picture, self.context.new_folder(request), title)
        return self.update(request)

    def _html(self, request: gr.Request) -> str:
        language, folder = language_of(request), self._folder(request)
        made = shelf.shelf(folder)
        if not made:
            return ""
        names = "".join(
            f' data-{key}="{escape(say(f"shelf_{key}", language))}"' for key in ("close", "both", "sure", "captions")
        )
        cards = "".join(self._card(name, one, folder / name, language) for name, one in made.items())
        return (
            f'<section class="shelf" aria-labelledby="shelf-title"{names}>'
            f'<h2 id="shelf-title">{escape(say("shelf", language))}</h2><ul>{cards}</ul></section>'
        )

    def _card(self, name: str, made: Made, folder: Path, language: str) -> str:
        title = escape(made.title)
        file, picture = (self._address(folder / one) for one in (made.file, made.picture))
        track = (folder / made.file).with_suffix(".vtt")
        data = f' data-track="{self._address(track)}"' if track.is_file() else ""

        def button(key: str, event: str, *, css: str = "") -> str:
            sentence = escape(say(key, language))
            return (
                f'<button type="button" class="shelf-button {css}" data-event="{event}"'
                f' aria-label="{sentence}: {title}">{sentence}</button>'
            )

        buttons = button("shelf_beside", "beside")
        if made.kind == shelf.CLIP:
            buttons += button("shelf_again", "retry") + button("shelf_words", "edit")
        save = escape(say("shelf_save", language))
        buttons += (
            f'<a class="shelf-button" data-event="download" href="{file}" download="{escape(made.file)}"'
            f' aria-label="{save}: {title}">{save}</a>'
        )
        person = made.settings.get("person")
        if person and self.context.at_home:
            buttons += button("shelf_keep", "copy")
        buttons += button("shelf_remove", "delete")
        play = escape(say("shelf_play", language))
        saved = "yes" if made.saved else "no"
        return (
            f'<li data-entry="{name}" data-kind="{made.kind}" data-file="{file}" data-title="{title}"'
            f' data-saved="{saved}"{data}>'
            f'<button type="button" class="shelf-play" data-event="play" aria-pressed="false" aria-label="{play}:'
            f' {title}"><img src="{picture}" alt="" loading="lazy"><span aria-hidden="true"></span></button>'
            f'<p class="shelf-name">{title.replace("-", "&#8209;")}{_seconds(made)}</p>{settings_list(made, language)}'
            f'<div class="shelf-buttons">{buttons}</div></li>'
        )

    def _address(self, path: Path) -> str:
        return escape(self.context.jobs.sessions.files.address(path))

    def _folder(self, request: gr.Request) -> Path:
        return self.context.jobs.sessions.folder(visitor_of(request))

    def _entry(self, event: gr.EventData, request: gr.Request) -> tuple[Path, Made]:
        """The entry that an event names.

        Raises
        ------
        UserError : the visitor has none of this name
        """
        data = event._data
        folder = shelf.entry_folder(self._folder(request), data.get("entry") if isinstance(data, dict) else None)
        made = shelf.read_made(folder) if folder else None
        if folder is None or made is None:
            raise UserError("This is no longer on the shelf.")
        return folder, made

    def _fill(self, event: gr.EventData, request: gr.Request) -> dict:
        """The settings of a clip, its seed too, in the form."""
        form, language = self.context.form, language_of(request)
        try:
            folder, made = self._entry(event, request)
            brief = shelf.brief_from(made.settings, folder.parent)
        except UserError as error:
            raise gr.Error(error.sentence(language), print_exception=False) from error
        self.context.remember_uploads(request, *(getattr(brief, name) for name in FILES))
        brief = dataclasses.replace(brief, person=brief.person if brief.person in form.people() else "")
        if any(getattr(brief, name) is None for name in READ_FROM_PROMPT):  # it was read from the prompt
            brief = self._with_direction(brief, request)
        missing = [name for name in FILES if made.settings.get(name) and not getattr(brief, name)]
        said = note(say("shelf_file_gone", language)) if missing else ""
        return {**form.show(brief), self.status: said}

    def _with_direction(self, brief: Brief, request: gr.Request) -> Brief:
        from revive.roles import direct

        direction = self.context.run_now(request, direct, brief)
        return dataclasses.replace(brief, **{name: getattr(direction, name) for name in READ_FROM_PROMPT})

    def _remove(self, event: gr.EventData, request: gr.Request) -> dict:
        language = language_of(request)
        try:
            folder, made = self._entry(event, request)
        except UserError as error:
            return {self.status: error_note(error, language), **self.update(request)}
        shelf.remove(folder)
        return {self.status: note(say("shelf_removed", language, name=made.title)), **self.update(request)}

    def _saved(self, event: gr.EventData, request: gr.Request) -> dict:
        try:
            folder, _ = self._entry(event, request)
        except UserError:
            return self.update(request)
        self._note_saved(folder)
        return self.update(request)

    def _note_saved(self, folder: Path) -> None:
        made = shelf.read_made(folder)
        if made is not None and not made.saved:
            shelf.note_made(folder, dataclasses.replace(made, saved=True))

    def _keep(self, event: gr.EventData, request: gr.Request) -> dict:
        """Keep a clip in the folder of its person."""
        from revive.people.clips import keep_clip

        language = language_of(request)
        try:
            folder, made = self._entry(event, request)
            person = str(made.settings.get("person") or "")
            brief = shelf.brief_from(made.settings, folder.parent)
            permit = self.context.permit("kept clip", brief.stated, person, files={"clip": folder / made.file})
            self.context.store(request, permit, lambda permit: keep_clip(folder / made.file, permit=permit))
        except EXPECTED_ERRORS as error:
            return {self.status: error_note(error, language)}
        return {
            self.status: note(say("shelf_kept", language, name=person), "good"),
            **self.update(request),
        }


def settings_list(made: Made, language: str) -> str:
    """HTML of the settings of a clip, folded: those that somebody would look for."""
    rows = ""
    for name in SETTINGS:
        value = made.settings.get(name)
        if value in (None, "", OPTIONS[name].default, PROMPT_DEFAULTS.get(name)) and name != "seed":
            continue
        if offered_by(OPTIONS[name]):
            value = choices(name, [str(value)], language)[0][0]
        label = FIELDS[name].text(language) if name in FIELDS else name
        text = str(value)
        rows += f"<dt>{escape(label)}</dt><dd>{escape(text[:LONGEST_TOLD])}{'…' * (len(text) > LONGEST_TOLD)}</dd>"
    if not rows:
        return ""
    return f"<details><summary>{escape(say('shelf_settings', language))}</summary><dl>{rows}</dl></details>"


def _seconds(made: Made) -> str:
    minutes, seconds = divmod(max(round(made.length), 1), 60)
    return f" <span>{minutes}:{seconds:02d}</span>" if made.length else ""
