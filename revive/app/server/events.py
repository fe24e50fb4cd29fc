"""The data of an event, checked before Gradio unpacks it.

One place for the page's queue, its quick events and the endpoints for programs. It limits how much is sent, and checks
that each value is of its control's kind, that the session is the browser's own, and that every file named is one that
this browser brought or made. Files arrive by their public name; Gradio gets their path.
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
from typing import TYPE_CHECKING, Any

from revive.app.server.file_access import ALIAS, SESSION, FileAccess
from revive.app.server.request_body import Refused

if TYPE_CHECKING:
    from gradio import Blocks

EVENT_BYTES = 512 * 1024  # bytes of an event of the page; its longest text has 20,000 characters
CALL_BYTES = 28 * 1024**2  # bytes of a call of a program, which may hold a file of 20 MB as a data: URI
TEXT_LENGTH = 20_000  # characters of one text
VALUES, DEPTH = 4_000, 12  # values of all kinds, and how deep one may lie in another
SEPARATORS = 250_000  # of JSON, commas in texts included
FIELDS = {
    "data", "event_data", "fn_index", "trigger_id", "session_hash", "event_id", "simple_format", "batched",
    "oauth_token",
}  # fmt: skip
STATE = (type(None),)  # the kinds of what Gradio keeps itself; what a browser says of it is not read
unreadable_values: ContextVar[list[str]] = ContextVar("unreadable_values")  # of the request under way
_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character: JSON allows it, no file or response can hold it
EVENT_ID = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True)
class FunctionSignature:
    """What one function of the page takes: for every input the kinds of JSON value that it may be.

    Attributes
    ----------
    name : by which a program calls it
    arguments : (name, default or ...) of each input, of what programs may call
    needs_selection : it asks what was selected in a picture or a list
    """

    kinds: tuple[tuple[type, ...], ...]
    name: str | None = None
    arguments: tuple[tuple[str, object], ...] = ()
    needs_selection: bool = False


def check_json(body: bytes) -> dict:
    """The JSON object of a request.

    Raises
    ------
    Refused : it is none
    """
    if sum(body.count(sign) for sign in b"[{,") > SEPARATORS:  # before they become objects, of seventy bytes each
        raise Refused("The request holds too much.", 413)
    try:
        event = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused("The request is not JSON that can be read.") from error
    if not isinstance(event, dict):
        raise Refused("The request is a JSON object.")
    return event


def signatures_of(blocks: Blocks) -> dict[int, FunctionSignature]:
    """What every function of the page takes, by its number."""
    return {number: _signature(fn) for number, fn in blocks.fns.items()}


def _signature(fn) -> FunctionSignature:
    kinds = tuple(_kinds(block) for block in fn.inputs)
    if fn.api_visibility == "private" or not fn.api_name:
        return FunctionSignature(kinds, needs_selection=fn.fn is not None and _needs_selection(fn.fn))
    # a program may give a file where an endpoint takes its name
    kinds = tuple((*of_one, dict) if str in of_one else of_one for of_one in kinds)
    parameters = [one for one in inspect.signature(fn.fn).parameters.values() if one.name != "request"]
    return FunctionSignature(
        kinds, fn.api_name, tuple((one.name, ... if one.default is one.empty else one.default) for one in parameters)
    )


def _needs_selection(handler: Callable) -> bool:
    from gradio import SelectData
    from gradio.utils import get_type_hints

    return SelectData in get_type_hints(handler).values()


def _kinds(block) -> tuple[type, ...]:
    """The kinds that a control's value may be, as the control declares them."""
    if block.stateful:
        return STATE
    if getattr(block, "data_model", None):
        return (dict, list, type(None))
    kind = "" if block.skip_api else str(block.api_info().get("type"))
    return {
        "string": (str, int, float, type(None)), "number": (int, float, type(None)), "integer": (int, type(None)),
        "boolean": (bool,), "array": (list, type(None)),
    }.get(kind, (str, int, float, bool, list, dict, type(None)))  # fmt: skip


@dataclass
class EventReader:
    """Checks the events and calls of one browser."""

    files: FileAccess
    browser: str

    def read(self, body: bytes, signatures: Mapping[int, FunctionSignature]) -> bytes:
        """The event as Gradio may have it.

        Parameters
        ----------
        signatures : what the page's functions take, by their number

        Raises
        ------
        Refused : it is no event of this page, or names what is not this browser's
        """
        event = check_json(body)
        if set(event) - FIELDS:
            raise Refused("The request holds more than an event does.")
        if not _is_event_id(event.get("event_id")) or not (
            event.get("trigger_id") is None or _is_whole(event["trigger_id"])
        ):
            raise Refused("There is no such event.", 404)
        number = event.get("fn_index")
        function = signatures.get(number) if isinstance(number, int) and _is_whole(number) else None
        event = self._with_paths(event, sent=function is not None and function.name is not None)
        if "data" in event:
            if function is None:
                raise Refused("The page has no such function; please load it again.", 404)
            event["data"] = _checked_values(event["data"], function)
            _check_event_data(event.get("event_data"), needed=function.needs_selection)
        elif not (event.get("fn_index") is None or _is_whole(event["fn_index"])):
            raise Refused("There is no such event.", 404)
        passed = {name: value for name, value in event.items() if name not in ("batched", "oauth_token")}
        return json.dumps({**passed, "session_hash": self._session(event.get("session_hash"))}).encode()

    def read_call(self, body: bytes, function: FunctionSignature) -> bytes:
        """A program's call as Gradio may have it: its arguments in their order, by their names or in a list.

        Raises
        ------
        Refused : the arguments are not those of the endpoint, or name what is not the caller's
        """
        call = self._with_paths(check_json(body), sent=True)
        data = call.get("data")
        if not (isinstance(data, list) and set(call) <= {"data", "session_hash", "event_id"}):
            data, arguments = [], dict(function.arguments)
            if unknown := set(call) - set(arguments):
                raise Refused(f"The endpoint has no “{min(unknown)[:40]}”; docs/api.md says what it takes.")
            for name, default in arguments.items():
                if name not in call and default is ...:
                    raise Refused(f"The endpoint needs “{name}”; docs/api.md says what it takes.")
                data.append(call.get(name, default))
        return json.dumps({"data": _checked_values(data, function), "session_hash": self._session(None)}).encode()

    def _session(self, given: object) -> str:
        if not (given is None or (isinstance(given, str) and SESSION.match(given))):
            raise Refused("The request does not name its session.")
        return self.files.visitor(self.browser, given or f"program-{secrets.token_hex(8)}")

    def _with_paths(self, event: dict, *, sent: bool) -> dict:
        """The event with every file by its path; only what the browser owns has one.

        sent : a file may stand in it as a data: URI
        """
        count = 0

        def walk(value: Any, depth: int) -> Any:
            nonlocal count
            count += 1
            if count > VALUES or depth > DEPTH:
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
            raise Refused("A text holds half a character.")
        if len(text) > TEXT_LENGTH and not (sent and text.startswith("data:")):
            raise Refused(f"A text has {len(text):,} characters; at most {TEXT_LENGTH:,} are read.", 413)
        return text

    def _file(self, given: dict) -> dict:
        """A file that an event names; of its other entries only the original name is kept."""
        name, called = given.get("path"), given.get("orig_name")
        if not isinstance(name, str):
            raise Refused("A file is named by its path.")
        return {
            "path": str(self._path(name)), "orig_name": called[:200] if isinstance(called, str) else None,
            "meta": {"_type": "gradio.FileData"},
        }  # fmt: skip

    def _path(self, given: str) -> Path:
        path = self.files.find(self.browser, given)
        if path is None:
            raise Refused("There is no such file of yours here; it may have been deleted. Please choose it again.", 404)
        return path


def _checked_values(data: object, function: FunctionSignature) -> list:
    """The values of the function's inputs, each of its control's kind; what Gradio keeps itself is left to it."""
    if not isinstance(data, list) or len(data) != len(function.kinds):
        raise Refused("The event does not fit the page; please load the page again.")
    for value, kinds in zip(data, function.kinds, strict=True):
        if type(value) not in kinds and kinds != STATE:
            raise Refused("A value is of another kind than its control gives.")
    return [None if kinds == STATE else value for value, kinds in zip(data, function.kinds, strict=True)]


def _is_whole(value: object) -> bool:
    return type(value) is int


def _is_event_id(value: object) -> bool:
    return value is None or (isinstance(value, str) and EVENT_ID.match(value) is not None)


def _check_event_data(event_data: object, *, needed: bool) -> None:
    """Refuse wrong event data; where something was selected, its place has to be in numbers.

    With most events Gradio's page sends nothing or “true”, and nobody reads it.
    """
    if not needed and not isinstance(event_data, dict):
        return
    whole = isinstance(event_data, dict) and (not needed or {"index", "value"} <= set(event_data))
    index = event_data.get("index") if isinstance(event_data, dict) and whole else ""
    if not whole or not all(type(one) in (int, float) for one in (index if isinstance(index, list) else [index or 0])):
        raise Refused("What was selected cannot be read.")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def error_body(error: Refused) -> dict:
    """The body of the response to a refused event, as Gradio's page reads it."""
    return {"error": str(error), "detail": str(error)}


def refuse_unreadable_values(blocks: Blocks) -> None:
    """Refuse values that Gradio cannot read in one sentence, and note that they are the sender's fault."""
    import gradio as gr

    unpack = blocks.preprocess_data

    async def preprocess_data(*args, **kwargs):
        try:
            return await unpack(*args, **kwargs)
        except Exception as error:
            unreadable_values.get([]).append(type(error).__name__)
            raise gr.Error("A value could not be read; please load the page again.", print_exception=False) from error

    blocks.preprocess_data = preprocess_data


def pass_file_paths(blocks: Blocks) -> None:
    """Let every control that takes files give their paths, so that no file is opened before it was checked.

    Gradio would decode pictures, sound and films in the page's own process. A control that was updated is another
    object for this visitor, so it is done before every event.
    """
    unpack = blocks.preprocess_data

    async def preprocess_data(block_fn, inputs, state, *args, **kwargs):
        for block in block_fn.inputs:
            control: Any = state[block._id] if state is not None and block._id in state else block
            if getattr(control, "data_model", None) in _files():
                control.preprocess = _path_of_one if getattr(control, "file_count", "single") == "single" else _paths_of
        return await unpack(block_fn, inputs, state, *args, **kwargs)

    blocks.preprocess_data = preprocess_data


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
