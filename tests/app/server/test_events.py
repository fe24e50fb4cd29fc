"""The data of an event: files of one's own, values of their kind, and no more of it than a form has."""

import json

import pytest

from revive.app.server.events import TEXT_LENGTH, EventReader, FunctionSignature
from revive.app.server.file_access import ALIAS, FileAccess
from revive.app.server.request_body import Refused

WANTED = {
    3: FunctionSignature(((str, type(None)), (dict, list, type(None)), (type(None),))),
    4: FunctionSignature(((bool,),)),
    6: FunctionSignature(((int,),), needs_selection=True),
    5: FunctionSignature(((str,), (str,)), "say", (("photo", ...), ("words", "Hello."))),
}


@pytest.fixture
def files(tmp_path):
    return FileAccess(tmp_path)


@pytest.fixture
def read(files):
    """read(event, name=…) -> the event as Gradio gets it, of the browser `read.browser`."""

    class Read:
        browser = files.browser("x" * 40)

        def __call__(self, event, name=None):
            body = event if isinstance(event, bytes) else json.dumps(event).encode()
            one = EventReader(files, self.browser)
            return json.loads(one.read_call(body, WANTED[5]) if name else one.read(body, WANTED))

    return Read()


@pytest.fixture
def photo(files, read):
    path = files.folder(read.browser) / "gran.jpg"
    path.write_bytes(b"")
    return path


def event(*data, **more) -> dict:
    return {"fn_index": 3, "data": [*data], "session_hash": "tab", "trigger_id": None, "event_data": None, **more}


def test_files_arrive_by_their_told_name_and_leave_by_their_path(files, read, photo):
    told = {
        "path": files.public_name(photo),
        "url": "http://elsewhere/x",
        "meta": {"_type": "gradio.FileData"},
        "is_stream": 1,
    }
    got = read(event("hello", told, {"kept": "by Gradio"}))
    assert got["data"][0] == "hello" and got["data"][1]["path"] == str(photo)
    assert "url" not in got["data"][1] and "is_stream" not in got["data"][1]
    assert got["data"][2] is None  # state is not the browser's to say
    assert got["session_hash"] == f"{read.browser}-tab"
    assert read(event("", [told, {"deep": [told]}], None))["data"][1][1]["deep"][0]["path"] == str(photo)
    assert read({"photo": files.public_name(photo)}, name="say")["data"] == [str(photo), "Hello."]
    assert read({"data": [files.public_name(photo), "Hi."]}, name="say")["data"] == [str(photo), "Hi."]


@pytest.mark.parametrize("where", ["data", "event_data", "name"])
def test_a_file_of_somebody_else_or_of_the_computer_is_refused(files, read, photo, where):
    other = files.folder(files.browser("y" * 40)) / "theirs.jpg"
    other.write_bytes(b"")
    (files.root / ".lock").write_bytes(b"")
    for path in (
        files.public_name(other), str(other), str(photo), "/etc/passwd", f"{ALIAS}/.lock", f"{ALIAS}/{read.browser}",
        f"{ALIAS}/{read.browser}/../.lock", "http://127.0.0.1/x", 5, None, {"path": "x"},
    ):  # fmt: skip
        file = {"path": path, "meta": {"_type": "gradio.FileData"}}
        asked = {
            "data": event("", file, None), "event_data": event("", None, None, event_data={"file": [file]}),
            "name": {"photo": file},
        }[where]  # fmt: skip
        with pytest.raises(Refused):
            read(asked, name="say" if where == "name" else None)
    for told in (files.public_name(other), f"{ALIAS}/.lock"):
        with pytest.raises(Refused):
            read({"photo": told}, name="say")


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"{", b"[]", b"5", b'{"data": [NaN]}', b"[" * 100_000, b'{"a":' * 5000, b"\xff\xfe",
        event("", None, None, fn_index=99), event("", None, None, fn_index=None), event("", None, None, fn_index=True),
        event("", None, None, fn_index="3"), event("", None), event("", None, None, None), event(5.5e3, "text", None),
        event({"a": 1}, None, None), event(True, None, None), event("x" * (TEXT_LENGTH + 1), None, None),
        event("", None, None, session_hash="../x"), event("", None, None, session_hash="x" * 99),
        event("", None, None, session_hash=["x"]), event("", None, None, trigger_id="x"),
        event("", None, None, more=1), event("", None, None, event_data={"index": ["a"]}),
        event("", list(range(5000)), None), event("half a sign \ud800", None, None), event({"\udfff": 1}, None, None),
        event(1, fn_index=6), event(1, fn_index=6, event_data={"index": 1}), event(1, fn_index=6, event_data=[]),
        event(1, fn_index=6, event_data={"index": "x", "value": 1}), b'{"data":[' + b"[]," * 90_000 + b"1]}",
        {"fn_index": 4, "data": [None], "session_hash": "tab"},
        {"fn_index": 4, "data": "text", "session_hash": "tab"}, {"event_id": 5}, {"event_id": "x/../y"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_event_of_the_page_is_refused_in_a_sentence(read, wrong):
    with pytest.raises(Refused) as refused:
        read(wrong)
    assert 400 <= refused.value.status < 500 and str(refused.value).endswith(".")


def test_a_program_may_send_a_file_with_its_call_and_the_page_may_not(read):
    sent = {"photo": "data:image/png;base64," + "A" * TEXT_LENGTH}
    assert read(sent, name="say")["data"][0] == sent["photo"]
    with pytest.raises(Refused):
        read(event(sent["photo"], None, None))
    first, second = (read({"photo": "hi"}, name="say")["session_hash"] for _ in range(2))
    assert first != second  # each call is a visit of its own, so that news are not mixed


@pytest.mark.parametrize(
    ("call", "sentence"),
    [({}, "needs “photo”"), ({"photo": "x", "more": 1}, "has no “more”"), ({"photo": None}, "another kind"),
     ({"data": ["x"]}, "does not fit"), ({"data": "x"}, "has no “data”"),
     ({"photo": "x", "session_hash": "y"}, "has no “session_hash”")],
)  # fmt: skip
def test_a_call_has_the_arguments_of_its_endpoint(read, call, sentence):
    with pytest.raises(Refused, match=sentence):
        read(call, name="say")


def test_where_something_was_chosen_is_told(read):
    assert read(event("", None, None, event_data=True))["event_data"] is True  # as Gradio's page says with most
    for index in (3, [1, 2.5]):
        assert read(event(1, fn_index=6, event_data={"index": index, "value": None}))["data"] == [1]
