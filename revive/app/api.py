"""The endpoints for programs, over HTTP and MCP: the same desk, limits and consent as the page. See docs/api.md.

They are there only with `--api`. Files are given as uploads or within the request; nothing is fetched from an address.
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

import gradio as gr
from gradio import FileData

from revive.app.desk import Unforeseen
from revive.app.flow import LINE, Page, missing
from revive.app.server.visitors import HEADER
from revive.app.translations import language_of, say
from revive.brief import Brief
from revive.consent import Permit
from revive.core.errors import Cancelled, UserError

CALLERS = 16  # whose connections are kept


def offer(page: Page) -> None:
    """Add the endpoints to the page that is being built."""
    for endpoint in (_make_clip(page), _describe(page), _verify(page)):
        gr.api(_said(endpoint), api_name=endpoint.__name__, concurrency_limit=LINE["concurrency_limit"])


def _make_clip(page: Page) -> Callable:
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
    ) -> tuple[FileData, dict]:
        """Make a photograph say a few words: a short clip, labelled as made with AI. It takes a while.

        Args:
            photo: one clear face, seen from the front: a data: URI, or the path that an upload here has given
            words: what is said, in English, Mandarin, Japanese or another language Revive has a voice for
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

        Returns:
            The clip (MP4), and what is known of it: width, height, frames, duration_s, seed and more.
        """
        from revive.pipeline import make_clip as make

        visitor = request.session_hash
        brief = page.answered(Brief.from_settings({
            "photo": _own(page, photo, request), "words": words, "relation": relation, "basis": basis, "adult": adult,
            "prompt": prompt, "voice": voice, "language": language, "title": title, "captions": captions, "size": size,
            "seed": seed, "out": page.desk.new_folder(visitor) / "clip.mp4",
        })).checked()  # fmt: skip
        job = page.desk.start(visitor, lambda progress: make(brief, progress=progress), permit=brief.permit())
        for _ in job.news():
            pass
        result = job.outcome()
        told = {name: value for name, value in result.as_json().items() if name not in ("out", "job", "captions")}
        return FileData(path=str(result.clip.out), mime_type="video/mp4"), told

    return make_clip


def _describe(page: Page) -> Callable:
    def describe(prompt: str, request: gr.Request) -> dict:
        """What Revive understands of a description: feeling and its strength, manner, pace, light and background.

        Args:
            prompt: the person, the mood and the light in plain words, English or Chinese
        """
        from revive.pipeline import direct

        brief = Brief(prompt=prompt)
        if wrong := missing(brief).get("prompt"):
            raise wrong
        return dataclasses.asdict(page.answer(request, direct, brief))

    return describe


def _verify(page: Page) -> Callable:
    def verify(file: str, request: gr.Request) -> dict:
        """What a clip, picture or recording tells of how it was made: its manifest, its labels, its invisible marks.

        Args:
            file: MP4, MOV, JPEG, PNG, WebP, WAV, MP3 or M4A: a data: URI, or the path that an upload here has given
        """
        from revive.provenance import verify as examine

        path = _own(page, file, request)
        permit = Permit("examination", files={"file": path})
        job = page.desk.start(request.session_hash, lambda progress: examine(path, progress=progress), permit=permit)
        for _ in job.news():
            pass
        return job.outcome().as_json()

    return verify


def _own(page: Page, file: str | dict, request: gr.Request) -> Path:
    """A file that this caller sends along (a data: URI) or has uploaded (its path, as such or in a FileData)."""
    told = str(file.get("path") or "") if isinstance(file, dict) else str(file)
    visitor = request.session_hash
    if told.startswith("data:"):
        return _kept(told, page.desk.new_folder(visitor), page.desk.limits.upload)
    if not page.desk.visitors.owns(page.desk.visitors.browser_of(visitor), told) or not Path(told).is_file():
        raise UserError(
            "This is no file that you have uploaded here; please upload it first, with the same cookie, and give its"
            " path, or send it as a data: URI.",
            "这不是您上传的文件，请先上传（使用同一 cookie）再填写返回的路径，或以 data: URI 的形式直接发送。",
        )
    page.desk.remember(visitor, told)
    return Path(told)


def _kept(uri: str, folder: Path, most: int) -> Path:
    """The content of a data: URI as a file in `folder`."""
    head, comma, content = uri.partition(",")
    kind = re.fullmatch(r"data:([\w.+/-]*)(?:;[\w=-]+)*;base64", head)
    if len(content) > most * 4 / 3 + 4:
        raise UserError("The file is too large here; please send a smaller one.", "文件太大，请发送较小的文件。")
    try:
        raw = base64.b64decode(content, validate=True) if kind and comma else None
    except ValueError:  # binascii.Error is one; signs beyond ASCII raise another
        raw = None
    if not raw:
        raise UserError(
            "The data: URI cannot be read; it looks like data:image/jpeg;base64,…",
            "无法读取 data: URI，格式如 data:image/jpeg;base64,…",
        )
    path = folder / f"sent{mimetypes.guess_extension(kind[1]) or ''}"
    path.write_bytes(raw)
    return path


def _said(endpoint: Callable) -> Callable:
    """`endpoint` with every failure said in one sentence."""

    @functools.wraps(endpoint)
    def said(*args, **kwargs):
        request = next(a for a in (*args, *kwargs.values()) if isinstance(a, gr.Request))
        language = language_of(request)
        try:
            return endpoint(*args, **kwargs)
        except UserError as error:
            sentence = error.sentence(language)
        except Cancelled:
            sentence = say("cancelled", language)
        except Unforeseen:
            sentence = say("broken", language)
        except TypeError:
            sentence = UserError(
                "A value is of the wrong kind; docs/api.md says which kind each has.",
                "某个值的类型不对，见 docs/api.md。",
            ).sentence(language)
        raise gr.Error(sentence, print_exception=False)

    return said


def ask_as_the_caller(page: gr.Blocks) -> None:
    """Let calls by MCP, which Gradio passes on to its own endpoints over HTTP, arrive as who they come from.

    It would ask with a client of its own, which has neither the caller's login nor their files.
    """
    from gradio_client import Client

    server = page.mcp_server_obj
    known: OrderedDict[tuple, Client] = OrderedDict()

    def client() -> Client:
        asked = server.mcp_server.request_context.request.headers
        who = {name: asked[name] for name in ("cookie", "authorization", HEADER.decode()) if name in asked}
        key = tuple(sorted(who.items()))
        if key not in known:
            known[key] = Client(
                page.local_url, headers={"x-gradio-user": "mcp", **who}, verbose=False, download_files=False
            )
            while len(known) > CALLERS:
                known.popitem(last=False)
        return known[key]

    server._get_or_create_client = client
