"""Files on their way in: each in a folder of its own, counted, and gone where they were broken off."""

import asyncio
import shutil

import pytest

from revive.app.server.file_access import FileAccess
from revive.app.server.request_body import Disconnected, Refused, RequestBody, TooLarge, TooSlow
from revive.app.server.settings import Limits
from revive.app.server.uploads import AT_ONCE, FILES, Uploads, safe_name

KIND = 'multipart/form-data; boundary="edge"'


@pytest.fixture
def uploads(tmp_path):
    return Uploads(FileAccess(tmp_path), Limits(upload=1000, stored=2500, files=5))


@pytest.fixture
def send(uploads):
    """send((name, content), …) -> told names; or what is raised."""
    browser = uploads.files.browser("x" * 40)

    def send(*files, body: bytes | None = None, kind: str = KIND, pieces: int = 7, ends: bool = True, who=browser):
        raw = multipart(*files) if body is None else body
        size = max(len(raw) // pieces, 1)
        messages = [
            {"type": "http.request", "body": raw[at : at + size], "more_body": True} for at in range(0, len(raw), size)
        ]
        messages.append({"type": "http.request", "body": b""} if ends else {"type": "http.disconnect"})

        async def receive():
            return messages.pop(0)

        return asyncio.run(uploads.take(who, kind, RequestBody(receive, 100_000)))

    return send


def multipart(*files) -> bytes:
    parts = [
        b'--edge\r\ncontent-disposition: form-data; name="files"; filename="' + name.encode() + b'"\r\n\r\n' + content
        for name, content in files
    ]
    return b"\r\n".join([*parts, b"--edge--\r\n"])


def test_files_arrive_whole_each_in_its_folder(uploads, send):
    one, two = send(("gran.jpg", b"abc" * 100), ("../../etc/ötzi.png", b""))
    browser = uploads.files.browser("x" * 40)
    first, second = (uploads.files.find(browser, told) for told in (one, two))
    assert first.read_bytes() == b"abc" * 100 and first.name == "gran.jpg"
    assert second.read_bytes() == b"" and second.name == "ötzi.png" and first.parent != second.parent
    assert first.stat().st_mode & 0o077 == 0
    assert uploads.files.upload_folder(first) == first.parent
    again = uploads.files.find(browser, send(("gran.jpg", b"abc" * 100))[0])
    shutil.rmtree(uploads.files.upload_folder(again))
    assert first.is_file()  # of the same content and name, and still another's


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ends": False, "body": multipart(("a", b"x" * 500))[:300]}, Disconnected),
        ({"body": multipart(("a", b"x" * 1001))}, Refused),
        ({"body": multipart(("a", b"x" * 500))[:300]}, Refused),
        ({"body": b""}, Refused), ({"body": b"--edge--\r\n"}, Refused), ({"body": b"nonsense" * 50}, Refused),
        ({"body": b"--edge\r\n" + b"a" * 20_000}, Refused),
        ({"body": b"--edge\r\n" + b"".join(b"a%d: x\r\n" % n for n in range(50)) + b"\r\nx\r\n--edge--"}, Refused),
        ({"body": b'--edge\r\ncontent-disposition: form-data; name="a"\r\n\r\nxxx\r\n--edge--'}, Refused),
        ({"kind": "application/json"}, Refused), ({"kind": ""}, Refused), ({"kind": "multipart/form-data"}, Refused),
        ({"body": multipart(*((str(n), b"") for n in range(FILES + 1)))}, Refused),
    ],
)  # fmt: skip
def test_what_is_broken_off_or_too_large_leaves_nothing(uploads, send, change, error):
    with pytest.raises(error):
        send(("a", b"x"), **change)
    left = [path for path in uploads.files.root.rglob("*") if path.is_file() or path.name.startswith(".coming")]
    assert not left


def test_a_visitor_brings_so_much_and_no_more_until_it_is_let_go(uploads, send):
    told = [send((f"{n}", b"x" * 1000))[0] for n in range(2)]
    with pytest.raises(Refused):
        send(("c", b"x" * 1000))  # 2,500 bytes in all
    send(("c", b"x" * 500))
    with pytest.raises(Refused):
        send(("d", b"x"))
    assert send(("d", b"x"), who=uploads.files.browser("y" * 40))
    browser = uploads.files.browser("x" * 40)
    shutil.rmtree(uploads.files.find(browser, told[0]).parent)
    assert send(("d", b"x" * 900))


def test_who_throws_the_cookie_away_is_counted_by_address_where_that_is_wished(uploads, send):
    browsers = [uploads.files.browser(str(n) * 40) for n in range(4)]
    for browser in browsers:
        uploads.files.count_by(browser, "1.2.3.4")
    for browser in browsers[:2]:
        send(("a", b"x" * 1000), who=browser)
    with pytest.raises(Refused):
        send(("a", b"x" * 1000), who=browsers[2])


def test_few_at_once(uploads):
    browser = uploads.files.browser("x" * 40)

    async def many():
        async def never():
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        waiting = [asyncio.create_task(uploads.take(browser, KIND, RequestBody(never, 10))) for _ in range(AT_ONCE)]
        await asyncio.sleep(0.05)
        with pytest.raises(Refused):
            await uploads.take(browser, KIND, RequestBody(never, 10))
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(many())
    assert not list(uploads.files.root.rglob(".coming-*"))


def test_the_sender_is_told_how_far_it_is(uploads):
    browser = uploads.files.browser("x" * 40)
    raw = multipart(("gran.jpg", b"x" * 900))
    messages = [
        {"type": "http.request", "body": raw[:500], "more_body": True},
        {"type": "http.request", "body": raw[500:]},
    ]

    async def receive():
        await asyncio.sleep(0.01)
        return messages.pop(0)

    async def both():
        taking = asyncio.create_task(uploads.take(browser, KIND, RequestBody(receive, 10_000), "news"))
        said = [piece async for piece in uploads.progress(browser, "news")]
        await taking
        return said, [piece async for piece in uploads.progress(browser, "unknown", patience=0.1)]

    said, nothing = asyncio.run(both())
    assert b"gran.jpg" in said[0] and b"done" in said[-1] and not nothing


def test_a_body_is_read_as_far_as_it_may_go(monkeypatch):
    async def endless():
        return {"type": "http.request", "body": b"x" * 10, "more_body": True}

    async def stalled():
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    with pytest.raises(TooLarge):
        asyncio.run(RequestBody(endless, 100).whole())
    monkeypatch.setattr("revive.app.server.request_body.LONGEST_PAUSE", 0.01)
    with pytest.raises(TooSlow):
        asyncio.run(RequestBody(stalled, 100).whole())
    monkeypatch.setattr("revive.app.server.request_body.GRACE", -1.0)
    monkeypatch.setattr("revive.app.server.request_body.SLOWEST", 1e12)
    with pytest.raises(TooSlow):
        asyncio.run(RequestBody(endless, 100).whole())


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../x.jpg", "x.jpg"), ("C:\\a\\b.png", "b.png"), ("", "file"), ("..", "file"), ("a\0b\n.jpg", "ab.jpg"),
     ("奶奶.jpg", "奶奶.jpg"), ("x" * 500 + ".jpeg", "x" * 150 + ".jpeg"), ("a<b>.wav", "ab.wav"),
     (".hidden", "hidden"), ("CON.jpg", "_CON.jpg"), ("a\udcff.jpg", "a.jpg"),
     ("👩" * 99 + ".é" + "é" * 20, "👩" * 37 + "." + "é" * 8)],
)  # fmt: skip
def test_names_are_kept_as_far_as_files_can_have_them(name, kept):
    assert safe_name(name) == kept


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=" + "x" * 3000, "multipart/form-data", "text/plain", ""], ids=len
)
def test_what_is_no_upload_is_refused(send, kind):
    with pytest.raises(Refused, match="multipart"):
        send(("a.png", b"abc"), kind=kind)
