"""The guard at the door: every request passes here first, Gradio's own routes included.

In turn: the name by which the page was asked for, the page that the request comes from, whether such an address is
open, the password, then what the request brings. On the way out the browser is told to load nothing from outside and to
keep nothing, and no answer tells where files lie on this computer.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from urllib.parse import parse_qs, quote, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from revive.app.server import login
from revive.app.server.answers import POLICY, SPACE_FRAMES, Answer, cookie
from revive.app.server.asked import Asked, understand
from revive.app.server.bodies import Body, Gone, Refused, TooLarge, replay
from revive.app.server.events import MOST, MOST_SENT, Event, Wanted, check_json, misread, refusal_of
from revive.app.server.hosts import Hosts
from revive.app.server.kept_page import KeptPage
from revive.app.server.login import LOGIN, Logins
from revive.app.server.routes import WITHOUT_LOGIN, Use
from revive.app.server.uploads import Uploads
from revive.app.server.visitors import SESSION, Visitors, cookie_of
from revive.core.errors import UserError

PART = re.compile(rb"bytes=\d{1,12}-\d{0,12}\Z")  # the one kind of range that Gradio can answer
PAUSE = 0.03  # seconds between two who join the queue, so that a crowd leaves the page time for others
FORM = 4 * 1024  # bytes of a login


class Guard:
    """ASGI middleware before the whole page.

    Parameters
    ----------
    visitors : whose each file is
    hosts : the names of the page
    logins : who may come in
    uploads : takes files in
    wanted : what the page's functions take
    first : HTML that is put first into the page's head
    api : the endpoints for programs are open
    proxies : how many proxies of the host's own stand before the page
    by_address : limits are counted by address rather than by browser
    framed : the page is shown within a page of Hugging Face, as every Space is
    """

    def __init__(
        self, app: ASGIApp, *, visitors: Visitors, hosts: Hosts, logins: Logins, uploads: Uploads,
        wanted: dict[int, Wanted], first: str = "", api: bool = False, proxies: int = 0, by_address: bool = False,
        framed: bool = False,
    ):  # fmt: skip
        self.app, self.visitors, self.hosts, self.logins, self.uploads = app, visitors, hosts, logins, uploads
        self.wanted, self.first, self.api, self.proxies = wanted, first.encode(), api, proxies
        self.by_address, self.framed = by_address, framed
        self.kept = KeptPage()
        self.policy = [
            (b"content-security-policy", POLICY.format(frames=SPACE_FRAMES if framed else "").encode()),
            (b"referrer-policy", b"same-origin"),
            (b"x-content-type-options", b"nosniff"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
        self._door = asyncio.Semaphore(1)
        self._answers = {
            Use.PAGE: self._page, Use.EVENT: self._event, Use.STREAM: self._stream, Use.FILE: self._file,
            Use.UPLOAD: self._upload, Use.PROGRESS: self._progress, Use.MCP: self._mcp, Use.LOGIN: self._login,
            Use.LOGOUT: self._logout, Use.STARTUP: self._startup,
        }  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # the page has no sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        asked = understand(
            scope, hosts=self.hosts, visitors=self.visitors, api=self.api, proxies=self.proxies,
            by_address=self.by_address,
        )  # fmt: skip
        if isinstance(asked, Response):
            await asked(scope, receive, Answer(self, send, None))
            return
        answer = Answer(self, send, asked)
        if refusal := self._not_inside(asked):
            await refusal(asked.scope, receive, answer)
            return
        serve = self._answers.get(asked.route.use, self._pass)
        try:
            await serve(asked, receive, answer)
        except Refused as error:
            await _refusal(refusal_of(error), error.status)(asked.scope, receive, answer)
        except Gone:
            return

    def _not_inside(self, asked: Asked) -> Response | None:
        """The answer to who must give the password first."""
        if not self.logins.asked() or asked.route.use in WITHOUT_LOGIN:
            return None
        if self.logins.inside(cookie_of(asked.scope["headers"], LOGIN, login.TOKEN)):
            return None
        source = self.logins.source(asked.browser, asked.address)
        given = asked.headers.get(b"authorization", b"").decode("latin-1")
        if given and self.logins.may_try(source):
            if self.logins.basic(given, asked.browser):
                return None
            self.logins.was_wrong(source)
        if asked.route.use is Use.PAGE and asked.scope["path"] == "/":
            return HTMLResponse(login.page(asked.language), 401)
        return JSONResponse({"error": "Please log in first.", "detail": "Not authenticated"}, 401)

    async def _pass(self, asked: Asked, receive: Receive, send: Send) -> None:
        await self.app(asked.scope, receive, send)

    async def _page(self, asked: Asked, receive: Receive, send: Answer) -> None:
        if asked.scope["query_string"]:  # what it asks for is read by the page's own script
            asked.scope["query_string"] = b""
        send.key = self.kept.key(asked.scope)
        if kept := self.kept.get(send.key):
            for message in kept:
                await send.last(message)
        else:
            await self.app(asked.scope, receive, send)

    async def _event(self, asked: Asked, receive: Receive, send: Answer) -> None:
        path = asked.scope["path"]
        called = "/call/" in path
        event = Event(self.visitors, asked.browser)
        body = await Body(receive, MOST_SENT if self.api else MOST).whole()
        misread.set(found := [])
        send.misread = found
        if called:
            function = next((one for one in self.wanted.values() if one.name == asked.found["name"]), None)
            if function is None:
                raise Refused("There is no such endpoint.", 404)
            sent, path = event.read_call(body, function), f"/gradio_api/call/{function.name}"
        else:
            sent = event.read(body, self.wanted)
        headers = [pair for pair in asked.scope["headers"] if pair[0] != b"content-length"]
        headers.append((b"content-length", str(len(sent)).encode()))
        scope = {**asked.scope, "headers": headers, "path": path, "raw_path": path.encode()}
        if path.startswith("/gradio_api/queue/join"):
            async with self._door:
                await self.app(scope, replay(sent, receive), send)
                await asyncio.sleep(PAUSE)
        else:
            await self.app(scope, replay(sent, receive), send)

    async def _stream(self, asked: Asked, receive: Receive, send: Send) -> None:
        """News of the browser's own events: whoever names another's session asks for one that is not there."""
        scope = asked.scope
        if asked.route.path.groupindex.get("session"):
            session = self._session(asked, asked.found["session"])
            path = f"/gradio_api/heartbeat/{session}"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        elif not asked.route.path.groupindex.get("event"):
            told = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[0]
            scope = {**scope, "query_string": urlencode({"session_hash": self._session(asked, told)}).encode()}
        try:
            await self.app(scope, receive, send)
        except RuntimeError as error:  # Gradio's way to end news of what is not there, once the browser was told so
            if not isinstance(error.__cause__, HTTPException):
                raise
            await send({"type": "http.response.body", "body": b""})

    def _session(self, asked: Asked, told: str) -> str:
        if not SESSION.match(told):
            raise Refused("The request does not say which visit it belongs to.")
        return self.visitors.visitor(asked.browser, told)

    async def _file(self, asked: Asked, receive: Receive, send: Send) -> None:
        path = self.visitors.meant(asked.browser, asked.found["file"])
        if path is None:
            raise Refused("There is no such file here.", 404)
        told = f"/gradio_api/file={path}"
        # the whole file where a part is asked for in a way that Gradio cannot read
        kept = [pair for pair in asked.scope["headers"] if pair[0] != b"range" or PART.match(pair[1])]
        await self.app({**asked.scope, "headers": kept, "path": told, "raw_path": quote(told).encode()}, receive, send)

    async def _upload(self, asked: Asked, receive: Receive, send: Send) -> None:
        most = self.uploads.limits.upload + 64 * 1024
        with contextlib.suppress(ValueError):
            if int(asked.headers.get(b"content-length", b"0")) > most * 4:
                raise TooLarge
        kind = asked.headers.get(b"content-type", b"").decode("latin-1")
        news = parse_qs(asked.scope["query_string"].decode("latin-1")).get("upload_id", [""])[0][:64]
        told = await self.uploads.take(asked.browser, kind, Body(receive, self.uploads.limits.stored + most), news)
        await JSONResponse(told)(asked.scope, receive, send)

    async def _progress(self, asked: Asked, receive: Receive, send: Send) -> None:
        news = parse_qs(asked.scope["query_string"].decode("latin-1")).get("upload_id", [""])[0][:64]
        pieces = self.uploads.progress(asked.browser, news)
        await StreamingResponse(pieces, media_type="text/event-stream")(asked.scope, receive, send)

    async def _mcp(self, asked: Asked, receive: Receive, send: Send) -> None:
        if asked.scope["method"] == "POST":
            body = await Body(receive, MOST_SENT).whole()
            check_json(body)
            receive = replay(body, receive)
        await self.app(asked.scope, receive, send)

    async def _startup(self, asked: Asked, receive: Receive, send: Send) -> None:
        if asked.address not in ("127.0.0.1", "::/64", "::1"):
            raise Refused("There is nothing here.", 404)
        await self.app(asked.scope, receive, send)

    async def _login(self, asked: Asked, receive: Receive, send: Answer) -> None:
        if asked.scope["method"] == "GET" or not self.logins.asked():
            await RedirectResponse("./", 303)(asked.scope, receive, send)
            return
        source, language = self.logins.source(asked.browser, asked.address), asked.language
        user, password = login.form_of(await Body(receive, FORM).whole())
        wants_page = b"text/html" in asked.headers.get(b"accept", b"")
        if not self.logins.may_try(source):
            wrong, status = _TOO_OFTEN, 429
        elif token := self.logins.enter(user, password, asked.browser):
            send.cookies.append(cookie(LOGIN, token, asked.scope, framed=self.framed))
            done = RedirectResponse("./", 303) if wants_page else JSONResponse({"success": True})
            await done(asked.scope, receive, send)
            return
        else:
            self.logins.was_wrong(source)
            wrong, status = _WRONG, 401
        said = wrong.sentence(language)
        answer = HTMLResponse(login.page(language, wrong=said), status) if wants_page else _refusal(
            {"error": said, "detail": said}, status
        )  # fmt: skip
        await answer(asked.scope, receive, send)

    async def _logout(self, asked: Asked, receive: Receive, send: Answer) -> None:
        self.logins.leave(cookie_of(asked.scope["headers"], LOGIN, login.TOKEN))
        send.cookies.append(f"{LOGIN}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax".encode())
        await RedirectResponse("./", 303)(asked.scope, receive, send)


_WRONG = UserError("The name or the password is not right; please try again.", "用户名或密码不正确，请重试。")
_TOO_OFTEN = UserError(
    "That was wrong too often; please wait a minute, then try again.", "错误次数过多，请稍等一分钟再试。"
)


def _refusal(told: dict, status: int) -> JSONResponse:
    return JSONResponse(told, status)
