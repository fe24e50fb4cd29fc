"""Recordings of their voice: what the family brings, how much of it can be used, and what the voice is like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from gradio.blocks import Block

from revive.app.parts.brief_form import Control
from revive.app.parts.consent_form import ConsentForm, consent_from, missing_answer
from revive.app.parts.event_options import FOLLOWING, IMMEDIATE
from revive.app.parts.faults import guard
from revive.app.parts.html import note, prose, waiting_note
from revive.app.parts.page_context import PageContext
from revive.app.parts.players import player, players
from revive.app.texts import TEXT, language_of, say
from revive.consent import Consent
from revive.core.errors import UserError
from revive.core.localisation import Message, shown
from revive.core.progress import Progress

if TYPE_CHECKING:
    from revive.voice.collect import Collection, FileReport

OFFERED = 8  # speakers, those heard longest


@dataclass(frozen=True)
class VoiceFindings:
    """What was found in the recordings: the voice, a sample of each speaker, a plot and a description of the voice."""

    collection: Collection
    samples: tuple[Path, ...]
    picture: Path
    sentence: Message


class OwnVoice:
    """The part; `found` holds the cleaned recording of the voice, `consent_form` says whose it is."""

    def __init__(self, context: PageContext):
        i18n, self.context = context.i18n, context
        self.found = gr.State(None)
        with gr.Row(elem_classes="work"):
            with gr.Column(scale=6, min_width=320, elem_classes="step"):
                gr.HTML(f"{prose('own', 'h2')}{prose('own_hint', 'p')}", elem_classes="heading")
                self.files = gr.File(
                    label=i18n("own_files"), show_label=False, file_count="multiple", height=160, elem_id="own-files"
                )
                self.consent_form = ConsentForm(context, "own")
                self.look = gr.Button(i18n("own_look"), variant="primary", size="lg", elem_id="own-look")
                self.cancel = gr.Button(i18n("cancel"), size="lg", visible=False, elem_id="own-cancel")
            with gr.Column(scale=5, min_width=320, elem_classes="result"):
                self.status = gr.HTML(elem_id="own-status")
                self.table = gr.HTML(elem_id="own-table")
                with gr.Column(visible=False, elem_classes="step") as self.several:
                    gr.HTML(
                        f"{prose('own_who', 'h2')}{prose('own_who_info', 'p')}",
                        elem_classes="heading",
                    )
                    self.samples = gr.HTML(elem_id="own-samples")
                    self.speakers = gr.CheckboxGroup(show_label=False, choices=[], elem_id="own-speakers")
                    self.take = gr.Button(i18n("own_take"), elem_id="own-take")
                self.sentence = gr.HTML(elem_id="own-sentence")
                self.picture = gr.Image(
                    label=i18n("own_picture"), show_label=False, interactive=False, visible=False,
                    buttons=["fullscreen", "download"], elem_id="own-picture",
                )  # fmt: skip

    def wire(self, outputs: list[Block], ready: Callable[[str], dict]) -> None:
        """Connect the buttons; `ready(language)` gives the updates of `outputs` for when there is a voice."""
        inputs = [self.files, *self.consent_form.inputs, self.speakers]
        shown = [
            self.status, self.table, self.several, self.samples, self.speakers, self.sentence, self.picture,
            self.found, self.look, self.take, self.cancel, *outputs,
        ]  # fmt: skip
        running = []
        for button, again in ((self.look, False), (self.take, True)):
            begin = guard(button, inputs, self._wrong(again=again)).success(
                self._begin, outputs=[self.status, self.look, self.take, self.cancel], **IMMEDIATE
            )
            running.append(begin.then(self._run(ready, again=again), inputs, shown, **FOLLOWING))
        buttons = [self.status, self.look, self.take, self.cancel]
        self.cancel.click(self._stop, outputs=buttons, cancels=running, **IMMEDIATE)

    def _wrong(self, *, again: bool) -> Callable[[dict, gr.Request], dict[Control, UserError]]:
        def wrong(values: dict, _: gr.Request) -> dict[Control, UserError]:
            found = self.consent_form.wrong(values)
            if not values[self.files]:
                found[self.files] = UserError(TEXT["own_missing"])
            if again and not values[self.speakers]:
                found[self.speakers] = UserError(TEXT["own_none"])
            return found

        return wrong

    def _begin(self, request: gr.Request) -> dict:
        hidden = gr.update(visible=False)
        return {
            self.status: waiting_note(0, language_of(request)), self.look: hidden, self.take: hidden,
            self.cancel: gr.update(visible=True),
        }  # fmt: skip

    def _stop(self, request: gr.Request) -> dict:
        updates = self.context.cancel_job(request, self.status, self.look, self.cancel)
        return {**updates, self.take: gr.update(visible=True)}

    def _run(self, ready: Callable[[str], dict], *, again: bool):
        context = self.context

        def run(
            files: list[str] | None, name: str | None, relation: str | None, basis: str | None, adult: bool | None,
            chosen: list[int], request: gr.Request,
        ) -> Iterator[dict]:  # fmt: skip
            language = language_of(request)
            buttons = {
                self.look: gr.update(visible=True), self.take: gr.update(visible=True),
                self.cancel: gr.update(visible=False),
            }  # fmt: skip
            paths = [Path(file) for file in files or []]
            context.remember_uploads(request, *paths)
            wrong = missing(paths, name, relation, basis, adult)
            if again and not chosen:
                wrong = wrong or UserError(TEXT["own_none"])
            if wrong:
                yield {self.status: note(wrong.sentence(language), "wrong"), **buttons}
                return
            folder = context.new_folder(request)
            speakers = tuple(chosen) if again else (1,)
            permit = context.permit_for("recording", name, consent_from(relation, basis, adult), paths)

            def finish(heard: VoiceFindings) -> dict:
                return {**self._shown(heard, language), self.found: heard.collection.out, **ready(language)}

            yield from context.follow_job(
                request, folder,
                lambda progress: analyse_recordings(
                    paths, speakers, folder, language, permit().answers or Consent(), progress
                ),
                self.status, finish, always=buttons, permit=permit,
            )  # fmt: skip

        return run

    def _shown(self, heard: VoiceFindings, language: str) -> dict:
        collection = heard.collection
        kept = say(
            "own_kept", language, seconds=length_in_words(collection.seconds, language), enough=collection.enough
        )  # fmt: skip
        offered = collection.speakers[: len(heard.samples)]
        titles = [
            say("own_speaker", language, number=one.number, seconds=length_in_words(one.seconds, language))
            for one in offered
        ]
        voice = player(say("own_cleaned", language), collection.out)
        return {
            self.status: note(kept, "good"), self.table: files_table(collection.files, language),
            self.several: gr.update(visible=len(collection.speakers) > 1),
            self.samples: players(list(zip(titles, heard.samples, strict=True))),
            self.speakers: gr.update(
                choices=[(title, one.number) for title, one in zip(titles, offered, strict=True)],
                value=list(collection.chosen),
            ),
            self.sentence: f'<p class="said">{escape(heard.sentence.text(language))}</p>{voice}',
            self.picture: gr.update(value=heard.picture, visible=True),
        }  # fmt: skip


def analyse_recordings(
    files: list[Path], speakers: tuple[int, ...], folder: Path, language: str, consent: Consent, progress: Progress
) -> VoiceFindings:  # fmt: skip
    """Clean the voice of these speakers into `folder`, measure, describe and plot it.

    Raises
    ------
    UserError : see `collect_voice` and `measure_voice`
    """
    from revive.voice.collect import collect_voice
    from revive.voice.description import describe
    from revive.voice.features import measure_voice
    from revive.voice.plot import plot_voice

    collection = collect_voice(files, folder / "voice.wav", speaker=speakers, consent=consent, progress=progress)
    samples = ()
    if len(collection.speakers) > 1:
        samples = tuple(
            cut(files[one.file], folder / f"speaker-{one.number}.wav", one.start, one.end)
            for one in collection.speakers[:OFFERED]
        )
    features = measure_voice([collection.out], progress=progress)
    sentence, picture = describe(features), folder / "voice.png"
    with progress.stage("plot"):
        plot_voice(
            collection.out, picture, sentence=sentence.text(language), language=language,
            tick=progress.update,
        )  # fmt: skip
    return VoiceFindings(collection, samples, picture, sentence)


def cut(recording: Path, out: Path, start: float, end: float) -> Path:
    """Write the seconds from `start` to `end` of a checked recording to the WAV file `out`; gives `out`."""
    from revive.media import ffmpeg
    from revive.speech.channels import opposed_channels, turned_filter

    turned = opposed_channels(recording, out.parent, lambda: None, start=start, seconds=end - start)
    ffmpeg.run(
        ["-ss", f"{start}", *ffmpeg.source(recording), "-map", "0:a:0", "-t", f"{end - start}",
         *(["-af", turned_filter(turned)] if any(turned) else []), "-ac", "1", "-ar", "24000", str(out)],
        lambda: None,
    )  # fmt: skip
    return out


def files_table(files: tuple[FileReport, ...], language: str) -> str:
    """HTML table: of every recording how much is used, what was removed, and how much clearer it is."""
    columns = ("own_file", "own_file_kept", "own_file_dropped")
    head = "".join(f"<th>{escape(say(key, language))}</th>" for key in columns)
    rows = ""
    for file in files:
        kept = say(
            "own_of",
            language,
            kept=length_in_words(file.kept, language),
            seconds=length_in_words(file.seconds, language),
        )
        if file.kept and file.snr_before_db is not None and file.snr_after_db is not None:
            clearer = say(
                "own_clearer", language, before=f"{file.snr_before_db:.0f}", after=f"{file.snr_after_db:.0f}"
            )  # fmt: skip
            kept = f"{escape(kept)}<br><small>{escape(clearer)}</small>"
        else:
            kept = escape(kept)
        dropped = [
            say(f"own_{reason}", language, seconds=length_in_words(seconds, language))
            for reason in ("others", "music", "noisy", "silence")
            if round(seconds := getattr(file, reason))
        ]
        told = escape(str(shown(dropped, language)) or say("own_nothing", language))
        rows += f"<tr><th>{escape(file.name)}</th><td>{kept}</td><td>{told}</td></tr>"
    return f"<table><tr>{head}</tr>{rows}</table>"


def length_in_words(seconds: float, language: str) -> str:
    """A length in seconds, or in minutes and seconds."""
    whole = round(seconds)
    if whole < 100:
        return say("own_seconds", language, n=whole)
    return say("own_minutes", language, m=whole // 60, n=whole % 60)


def missing(paths: list[Path], *consent_form) -> UserError | None:
    """The first thing that is missing before the recordings can be analysed."""
    if not paths:
        return UserError(TEXT["own_missing"])
    return missing_answer(*consent_form)
