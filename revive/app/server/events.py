"""The data of an event, checked before Gradio unpacks it.

One place for every way in (the page's queue, its quick events, the endpoints for programs): how much there may be of
it, that each value is of its control's kind, that the session is the browser's own, and that every file named in it is
one that this browser brought or made. Files arrive by their told name and leave by their path, which Gradio wants.
"""

from __future__ import annotations

import inspect
import json
import re
import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from revive.app.server.file_access import ALIAS, SESSION, Visitors
from revive.app.server.request_body import Refused

if TYPE_CHECKING:
    from gradio import Blocks

MOST = 512 * 1024  # bytes of an event of the page; its longest text has 20,000 characters
MOST_SENT = 28 * 1024**2  # bytes of a call of a program, which may hold a file of 20 MB as a data: URI
TEXT = 20_000  # characters of one text
NODES, DEEP = 4_000, 12  # values of all kinds, and how deep one may lie in another
SIGNS = 250_000  # of JSON, commas in texts included
FIELDS = {
    "data", "event_data", "fn_index", "trigger_id", "session_hash", "event_id", "simple_format", "batched",
    "oauth_token",
}  # fmt: skip
KEPT = (type(None),)  # the kinds of what Gradio keeps itself; what a browser says of it is not read
misread: ContextVar[list[str]] = ContextVar("misread")  # of the request under way
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a sign, which JSON lets through and no file or answer can hold
EVENT_ID = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True)
class Wanted:
    """What one function of the page takes: for every input the kinds of JSON value that it may be."""

    kinds: tuple[tuple[type, ...], ...]
    name: str | None = None  # by which a program calls it
    arguments: tuple[tuple[str, object], ...] = ()  # (name, default or ...) of each input of what programs may call
    chosen: bool = False  # it asks what was chosen in a picture or a list


def check_json(body: bytes) -> dict:
    """The JSON object that a request brings.

    Raises
    ------
    Refused : it is none
    """
    if sum(body.count(sign) for sign in b"[{,") > SIGNS:  # before they become objects, of seventy bytes each
        raise Refused("The request holds too much.", 413)
    try:
        event = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("The request is not JSON that can be read.") from error
    if not isinstance(event, dict):
        raise Refused("The request is a JSON object.")
    return event


def wanted_by(blocks: Blocks) -> dict[int, Wanted]:
    """What every function of the page takes, by its number."""
    return {number: _wanted(fn) for number, fn in blocks.fns.items()}


def _wanted(fn) -> Wanted:
    kinds = tuple(_kinds(block) for block in fn.inputs)
    if fn.api_visibility == "private" or not fn.api_name:
        return Wanted(kinds, chosen=fn.fn is not None and _asks_what_was_chosen(fn.fn))
    # a program may give a file where an endpoint takes its name
    kinds = tuple((*of_one, dict) if str in of_one else of_one for of_one in kinds)
    known = [one for one in inspect.signature(fn.fn).parameters.values() if one.name != "request"]
    return Wanted(
        kinds, fn.api_name, tuple((one.name, ... if one.default is one.empty else one.default) for one in known)
    )


def _asks_what_was_chosen(handler: Callable) -> bool:
    from gradio import SelectData
    from gradio.utils import get_type_hints

    return SelectData in get_type_hints(handler).values()


def _kinds(block) -> tuple[type, ...]:
    """The kinds that a control's value may be, by what it says of itself."""
    if block.stateful:
        return KEPT
    if getattr(block, "data_model", None):
        return (dict, list, type(None))
    said = block.api_info().get("type") if not block.skip_api else None
    return {
        "string": (str, int, float, type(None)), "number": (int, float, type(None)), "integer": (int, type(None)),
        "boolean": (bool,), "array": (list, type(None)),
    }.get(said, (str, int, float, bool, list, dict, type(None)))  # fmt: skip


@dataclass
class Event:
    """One event as it was sent, and from which browser."""

    visitors: Visitors
    browser: str

    def read(self, body: bytes, wanted: Mapping[int, Wanted]) -> bytes:
        """The event as Gradio may have it.

        Parameters
        ----------
        wanted : what the page's functions take

        Raises
        ------
        Refused : it is no event of this page, or names what is not this browser's
        """
        event = check_json(body)
        if set(event) - FIELDS:
            raise Refused("The request holds more than an event does.")
        if not _event_id(event.get("event_id")) or not (event.get("trigger_id") is None or _whole(event["trigger_id"])):
            raise Refused("There is no such event.", 404)
        function = wanted.get(event.get("fn_index")) if _whole(event.get("fn_index")) else None
        event = self._own(event, sent=function is not None and function.name is not None)
        if "data" in event:
            if function is None:
                raise Refused("The page has no such function; please load it again.", 404)
            event["data"] = _fitting(event["data"], function)
            _check_beside(event.get("event_data"), needed=function.chosen)
        elif not (event.get("fn_index") is None or _whole(event["fn_index"])):
            raise Refused("There is no such event.", 404)
        kept = {name: value for name, value in event.items() if name not in ("batched", "oauth_token")}
        return json.dumps({**kept, "session_hash": self._session(event.get("session_hash"))}).encode()

    def read_call(self, body: bytes, function: Wanted) -> bytes:
        """A program's call as Gradio may have it: its arguments in their order, by their names or in a list.

        Raises
        ------
        Refused : the arguments are not those of the endpoint, or name what is not the caller's
        """
        call = self._own(check_json(body), sent=True)
        data = call.get("data")
        if not (isinstance(data, list) and set(call) <= {"data", "session_hash", "event_id"}):
            data, known = [], dict(function.arguments)
            if unknown := set(call) - set(known):
                raise Refused(f"The endpoint has no “{min(unknown)[:40]}”; docs/api.md says what it takes.")
            for name, default in known.items():
                if name not in call and default is ...:
                    raise Refused(f"The endpoint needs “{name}”; docs/api.md says what it takes.")
                data.append(call.get(name, default))
        return json.dumps({"data": _fitting(data, function), "session_hash": self._session(None)}).encode()

    def _session(self, told: object) -> str:
        if not (told is None or (isinstance(told, str) and SESSION.match(told))):
            raise Refused("The request does not say which visit it belongs to.")
        return self.visitors.visitor(self.browser, told or f"program-{secrets.token_hex(8)}")

    def _own(self, event: dict, *, sent: bool) -> dict:
        """The event with every file by its path; only what the browser owns has one.

        sent : a file may stand in it as a data: URI
        """
        count = 0

        def walk(value, depth: int):
            nonlocal count
            count += 1
            if count > NODES or depth > DEEP:
                raise Refused("The request holds too much.", 413)
            if isinstance(value, str):
                return self._text(value, sent=sent)
            if isinstance(value, list):
                return [walk(one, depth + 1) for one in value]
            if isinstance(value, dict):
                if "path" in value or "url" in value or "meta" in value:
                    return self._file(value)
                return {self._text(key, sent=False): walk(one, depth + 1) for key, one in value.items()}
            return value

        return walk(event, 0)

    def _text(self, text: str, *, sent: bool) -> str:
        if text.startswith(f"{ALIAS}/"):
            return str(self._path(text))
        if not text.isascii() and _SURROGATE.search(text):
            raise Refused("A text holds a sign that is none.")
        if len(text) > TEXT and not (sent and text.startswith("data:")):
            raise Refused(f"A text has {len(text):,} characters; at most {TEXT:,} are read.", 413)
        return text

    def _file(self, told: dict) -> dict:
        """A file that an event names; of what else is said of it only the name that it came by is kept."""
        name, called = told.get("path"), told.get("orig_name")
        if not isinstance(name, str):
            raise Refused("A file is named by its path.")
        return {
            "path": str(self._path(name)), "orig_name": called[:200] if isinstance(called, str) else None,
            "meta": {"_type": "gradio.FileData"},
        }  # fmt: skip

    def _path(self, told: str) -> Path:
        path = self.visitors.meant(self.browser, told)
        if path is None:
            raise Refused("There is no such file of yours here; it may have been deleted. Please choose it again.", 404)
        return path


def _fitting(data: object, function: Wanted) -> list:
    """The values of the function's inputs, each of its control's kind; what Gradio keeps itself is left to it."""
    if not isinstance(data, list) or len(data) != len(function.kinds):
        raise Refused("The event does not fit the page; please load it again.")
    for value, kinds in zip(data, function.kinds, strict=True):
        if type(value) not in kinds and kinds != KEPT:
            raise Refused("A value is of another kind than its control gives.")
    return [None if kinds == KEPT else value for value, kinds in zip(data, function.kinds, strict=True)]


def _whole(value: object) -> bool:
    return type(value) is int


def _event_id(value: object) -> bool:
    return value is None or (isinstance(value, str) and EVENT_ID.match(value) is not None)


def _check_beside(beside: object, *, needed: bool) -> None:
    """What came with the event; where something was chosen, the place is told in numbers.

    With most events Gradio's page sends nothing or “true”, and nobody reads it.
    """
    if not needed and not isinstance(beside, dict):
        return
    whole = isinstance(beside, dict) and (not needed or {"index", "value"} <= set(beside))
    index = beside.get("index") if whole else ""
    if not whole or not all(type(one) in (int, float) for one in (index if isinstance(index, list) else [index or 0])):
        raise Refused("What was chosen cannot be read.")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def refusal_of(error: Refused) -> dict:
    """The answer to a refused event, as Gradio's page reads it."""
    return {"error": str(error), "detail": str(error)}


def read_carefully(blocks: Blocks) -> None:
    """Let what Gradio cannot read of an event be refused in one sentence, and be known as the sender's fault."""
    import gradio as gr

    unpack = blocks.preprocess_data

    async def preprocess_data(*args, **kwargs):
        try:
            return await unpack(*args, **kwargs)
        except Exception as error:
            misread.get([]).append(type(error).__name__)
            raise gr.Error("A value could not be read; please load the page again.", print_exception=False) from error

    blocks.preprocess_data = preprocess_data


def take_paths_alone(blocks: Blocks) -> None:
    """Let every control that takes files give their paths, so that nothing of them is opened before it was checked.

    Gradio would decode pictures, sound and films here, in the page's own process.
    """
    for block in blocks.blocks.values():
        if getattr(block, "data_model", None) in _files():
            block.preprocess = _path_of_one if getattr(block, "file_count", "single") == "single" else _paths_of


def _files() -> tuple[type, ...]:
    from gradio.data_classes import FileData, ImageData, ListFiles

    return FileData, ImageData, ListFiles


def _paths_of(payload) -> list[str]:
    if payload is None:
        return []
    return [file.path for file in (payload.root if isinstance(payload.root, list) else [payload])]


def _path_of_one(payload) -> str | None:
    if payload is None:
        return None
    paths = [payload.path] if hasattr(payload, "path") else [file.path for file in payload.root]
    return paths[0] if paths else None
