"""The endpoints for programs, over HTTP and MCP: the same job queue, limits and consent as the page. See docs/api.md.

They are there only with `--api`. Files are uploaded or sent within the request; nothing is fetched from an address.
"""

# Gradio reads the annotations of the endpoints as they stand, so they are not postponed here.

import base64
import dataclasses
import functools
import mimetypes
import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio import FileData
from gradio.events import api as endpoint_event

from revive.app.jobs.job import UnexpectedFailure
from revive.app.parts.event_options import QUEUED
from revive.app.parts.page_context import PageContext, missing, visitor_of
from revive.app.server.file_access import VISIT_HEADER
from revive.app.texts import language_of, say
from revive.brief import Brief
from revive.consent import Permit
from revive.core.errors import Cancelled, UserError
from revive.core.options import unknown_choice
from revive.core.progress import Progress

if TYPE_CHECKING:
    from revive.pipeline import Result

_OF_FILES = ("out", "job", "take", "captions")  # facts that name places of this computer
FORMATS = {"mp4": "video/mp4", "gif": "image/gif", "webp": "image/webp"}
CALLERS = 16  # whose clients are kept


def add_endpoints(context: PageContext) -> None:
    """Add the endpoints to the page that is being built."""
    for endpoint in (_make_clip(context), _edit_clip(context), _describe(context), _verify(context)):
        endpoint_event(
            _with_sentences(endpoint), api_name=endpoint.__name__, concurrency_limit=QUEUED["concurrency_limit"]
        )


def _make_clip(context: PageContext) -> Callable:
    def make_clip(
        photo: str,
        words: str,
        relation: str,
        basis: str,
        adult: bool,
        request: gr.Request,
        prompt: str = "",
        voice: str | None = None,
        language: str | None = None,
        title: str = "",
        captions: bool = True,
        size: int = 512,
        seed: int | None = None,
        moment: str = "",
        seconds: float | None = None,
        loop: bool = False,
        shape: str = "photo",
        format: str = "mp4",
    ) -> tuple[FileData, dict]:
        """Make a photograph say a few words, or simply live: a short clip, labelled as made with AI. It takes a while.

        Args:
            photo: one clear face, seen from the front: a data: URI, or the path that an upload here has given
            words: what is said, in English, Mandarin, Japanese or another language Revive has a voice for; "" for a
                photograph that says nothing and looks round, blinks, breathes and smiles
            relation: who the user is to the person in the photograph, in the user's own words, e.g. "her grandson"
            basis: by what right the photograph is used, as the user says: family, permission, agreed, public or nobody
            adult: that the user says they are an adult
            prompt: the person, the mood and the light in plain words
            voice: a named voice; left out, it is chosen by language
            language: language of the words: en, zh, ja and others; left out, it is recognised
            title: words of a title card before the clip
            captions: show the words in the picture as they are said
            size: longest side of the clip in pixels, 128 to 1280
            seed: the same seed gives the same clip; left out, one is drawn
            moment: what a photograph without words does, e.g. "smile, look-around", or in plain words
            seconds: length of a clip without words, 5 to 15
            loop: let the end of a clip without words pass into its beginning
            shape: what is kept of the photograph: photo (all), square or upright (9:16)
            format: mp4, or without words also gif or webp

        Returns:
            The clip, and its facts: width, height, frames, duration_s, seed and more.
        """
        brief = context.completed(Brief.from_settings({
            "photo": _received_file(context, photo, request), "words": words, "relation": relation, "basis": basis,
            "adult": adult, "prompt": prompt, "voice": voice, "language": language, "title": title,
            "captions": captions, "size": size, "seed": seed, "moment": moment, "seconds": seconds, "loop": loop,
            "shape": shape, "out": context.new_folder(request) / f"clip.{_known_format(format)}",
        })).checked()  # fmt: skip
        elsewhere = context.jobs.elsewhere
        make = elsewhere.make if elsewhere else _make_here
        made = _run(
            context, request, lambda progress: make(brief, progress), brief.permit(), elsewhere=elsewhere is not None
        )
        facts = {name: value for name, value in made.as_json().items() if name not in _OF_FILES}
        return FileData(path=str(made.clip.out), mime_type=FORMATS[made.clip.out.suffix[1:]]), facts

    return make_clip


def _known_format(name: str) -> str:
    """The ending of a clip's file.

    Raises
    ------
    UserError : it is none of FORMATS
    """
    if name.lower() not in FORMATS:
        raise unknown_choice("format", name, tuple(FORMATS))
    return name.lower()


def _make_here(brief: Brief, progress: Progress) -> "Result":
    from revive.pipeline import make_clip

    return make_clip(brief, progress=progress)


def _edit_clip(context: PageContext) -> Callable:
    def edit_clip(
        clip: str,
        relation: str,
        basis: str,
        adult: bool,
        request: gr.Request,
        cut: str = "",
        captions: str | None = None,
        caption_text: str = "",
        title: str | None = None,
        voice_volume: float = 0.0,
        music_volume: float = 0.0,
    ) -> tuple[FileData, dict]:
        """Change a finished clip without making it again: cut it, other captions, title, loudness.

        Args:
            clip: the path that make_clip here has given, to change everything; or a data: URI or an upload, to cut it
            relation: who the user is to the person in the clip, in the user's own words, e.g. "her grandson"
            basis: by what right it is used, as the user says: family, permission, agreed, public or nobody
            adult: that the user says they are an adult
            cut: what is kept, in seconds or minutes:seconds, e.g. 1.2-8.5
            captions: how the words in the picture look: none, boxed, plain, large or yellow
            caption_text: other words for them, such as a translation, a line for each sentence
            title: words of the title card before the clip; empty takes it away
            voice_volume: decibels by which the voice becomes louder, or softer below 0
            music_volume: decibels by which the music becomes louder, or softer below 0

        Returns:
            The changed clip (MP4), and its facts: width, height, frames, duration_s and more.
        """
        from revive.editing.edit import Edit
        from revive.editing.make import edit_clip as change

        path = _received_file(context, clip, request)
        edit = Edit(**{  # its own checks say what is wrong with a value
            "clip": path, "relation": relation, "basis": basis, "adult": adult, "cut": cut, "captions": captions,
            "caption_text": caption_text, "title": title, "voice_volume": voice_volume, "music_volume": music_volume,
            "out": context.new_folder(request) / "clip.mp4",
        }).checked()  # fmt: skip
        permit = context.permit(
            "edited clip", edit.stated, words=edit.caption_text, title=edit.title or "", files={"clip": path}
        )
        edited = _run(context, request, lambda progress: change(edit, progress=progress), permit)
        facts = {name: value for name, value in edited.as_json().items() if name not in _OF_FILES}
        return FileData(path=str(edited.clip.out), mime_type="video/mp4"), facts

    return edit_clip


def _describe(context: PageContext) -> Callable:
    def describe(prompt: str, request: gr.Request) -> dict:
        """What Revive understands of a description: feeling and its strength, manner, pace, light and background.

        Args:
            prompt: the person, the mood and the light in plain words, English, Chinese or Spanish
        """
        from revive.roles import direct

        brief = Brief(prompt=prompt)
        if wrong := missing(brief).get("prompt"):
            raise wrong
        return dataclasses.asdict(context.run_now(request, direct, brief))

    return describe


def _verify(context: PageContext) -> Callable:
    def verify(file: str, request: gr.Request) -> dict:
        """How a clip, picture or recording was made, as far as it says: its manifest, its labels, its invisible marks.

        Args:
            file: MP4, MOV, JPEG, PNG, WebP, GIF, WAV, MP3 or M4A: a data: URI, or the path that an upload here gave
        """
        from revive.provenance import verify as examine

        path = _received_file(context, file, request)
        permit = Permit("examination", files={"file": path})
        return _run(context, request, lambda progress: examine(path, progress=progress), permit).as_json()

    return verify


def _run(
    context: PageContext, request: gr.Request, work: Callable[[Progress], object], permit: Permit, *,
    elsewhere: bool = False,
) -> Any:  # fmt: skip
    """What `work` returns, once its turn in the queue has come and it is done; `elsewhere` as in `JobQueue.start`."""
    job = context.jobs.start(visitor_of(request), work, permit=permit, elsewhere=elsewhere)
    for _ in job.reports():
        pass
    return job.outcome()


def _received_file(context: PageContext, file: str | dict, request: gr.Request) -> Path:
    """The file that the caller sends within the request (a data: URI) or has uploaded (its path, or a FileData)."""
    name = str(file.get("path") or "") if isinstance(file, dict) else str(file)
    if name.startswith("data:"):
        return _decoded(name, context.new_folder(request), context.jobs.limits.upload)
    path = context.own_file(request, name)
    if path is None:
        raise UserError(
            "You have not uploaded this file here; please upload it first, with the same cookie, and give its path, or"
            " send it as a data: URI.",
        )
    context.remember_uploads(request, path)
    return path


def _decoded(uri: str, folder: Path, most: int) -> Path:
    """The content of a data: URI as a file in `folder`."""
    head, comma, content = uri.partition(",")
    kind = re.fullmatch(r"data:([\w.+/-]*)(?:;[\w=-]+)*;base64", head)
    if len(content) > most * 4 / 3 + 4:
        raise UserError("The file is too large here; please send a smaller one.")
    try:
        raw = base64.b64decode(content, validate=True) if kind and comma else None
    except ValueError:  # binascii.Error is one; signs beyond ASCII raise another
        raw = None
    if not raw or not kind:
        raise UserError("The data: URI cannot be read; it looks like data:image/jpeg;base64,…")
    path = folder / f"sent{mimetypes.guess_extension(kind[1]) or ''}"
    path.write_bytes(raw)
    return path


def _with_sentences(endpoint: Callable) -> Callable:
    """`endpoint`, with every failure as one sentence."""

    @functools.wraps(endpoint)
    def with_sentences(*args, **kwargs):
        request = next(a for a in (*args, *kwargs.values()) if isinstance(a, gr.Request))
        language = language_of(request)
        try:
            return endpoint(*args, **kwargs)
        except UserError as error:
            sentence = error.sentence(language)
        except Cancelled:
            sentence = say("cancelled", language)
        except UnexpectedFailure:
            sentence = say("broken", language)
        except TypeError:
            sentence = UserError("A value is of the wrong kind; docs/api.md has the kind of each.").sentence(language)
        raise gr.Error(sentence, print_exception=False)

    return with_sentences


def forward_caller_identity(page: gr.Blocks) -> None:
    """Send an MCP caller's login and cookie on to the endpoints, which Gradio calls over HTTP.

    Its own client has neither the caller's login nor their files.
    """
    from gradio_client import Client

    server: Any = page.mcp_server_obj  # Gradio declares it as perhaps None, and its parts too
    clients: OrderedDict[tuple, Client] = OrderedDict()

    def client() -> Client:
        headers = server.mcp_server.request_context.request.headers
        who = {name: headers[name] for name in ("cookie", "authorization", VISIT_HEADER.decode()) if name in headers}
        key = tuple(sorted(who.items()))
        if key not in clients:
            clients[key] = Client(
                page.local_url or "", headers={"x-gradio-user": "mcp", **who}, verbose=False, download_files=False
            )
            while len(clients) > CALLERS:
                clients.popitem(last=False)
        return clients[key]

    server._get_or_create_client = client
