"""The security middleware: every request passes through it first, those to Gradio's own routes included.

It checks, in this order: the name by which the page was asked for, the website that the request comes from, whether the
address is open, the password, then the body. Every response tells the browser to load nothing from outside and to store
nothing, and no response says where files lie on this computer.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from urllib.parse import parse_qs, quote, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from revive.app.server import login
from revive.app.server.allowed_hosts import AllowedHosts
from revive.app.server.checked_request import CheckedRequest, check_request
from revive.app.server.events import (
    CALL_BYTES,
    EVENT_BYTES,
    EventReader,
    FunctionSignature,
    check_json,
    error_body,
    unreadable_values,
)
from revive.app.server.file_access import SESSION, FileAccess, cookie_of
from revive.app.server.filtered_response import FilteredResponse, ResponseRules, cookie
from revive.app.server.handover import Handovers
from revive.app.server.login import LOGIN, Logins
from revive.app.server.page_cache import PageCache
from revive.app.server.request_body import Disconnected, Refused, RequestBody, TooLarge, replay
from revive.app.server.routes import WITHOUT_LOGIN, Purpose
from revive.app.server.uploads import Uploads
from revive.core.errors import UserError

BYTE_RANGE = re.compile(rb"bytes=\d{1,12}-\d{0,12}\Z")  # the one kind of range that Gradio can answer
JOIN_PAUSE = 0.03  # seconds between two joins of the queue, so that many at once leave the page time for others
LOGIN_BYTES = 4 * 1024  # bytes of a login


class SecurityMiddleware:
    """ASGI middleware around the whole page.

    Parameters
    ----------
    files : whose each file is
    hosts : the names of the page
    logins : who has given the password
    uploads : receives files
    signatures : what the page's functions take, by their number
    head : HTML that is put first into the page's head
    api : the endpoints for programs are open
    proxies : how many proxies of the host's own are in front of the page
    by_address : limits are counted by address rather than by browser
    framed : the page is shown within a page of Hugging Face, as every Space is
    keep_days : days for which a browser keeps its cookie; 0 for until it is closed
    handovers : the clips that can be fetched by address; None where there are none
    """

    def __init__(
        self, app: ASGIApp, *, files: FileAccess, hosts: AllowedHosts, logins: Logins, uploads: Uploads,
        signatures: dict[int, FunctionSignature], head: str = "", api: bool = False, proxies: int = 0,
        by_address: bool = False, framed: bool = False, keep_days: int = 0, handovers: Handovers | None = None,
    ):  # fmt: skip
        self.app, self.files, self.hosts, self.logins, self.uploads = app, files, hosts, logins, uploads
        self.signatures, self.api, self.proxies, self.by_address = signatures, api, proxies, by_address
        self.handovers = handovers
        self.cache = PageCache()
        self.rules = ResponseRules(files, self.cache, head.encode(), framed, keep_days)
        self._join_one_by_one = asyncio.Semaphore(1)
        self._handlers = {
            Purpose.PAGE: self._page, Purpose.EVENT: self._event, Purpose.STREAM: self._stream,
            Purpose.FILE: self._file, Purpose.HANDOVER: self._handover, Purpose.UPLOAD: self._upload,
            Purpose.PROGRESS: self._progress, Purpose.MCP: self._mcp, Purpose.LOGIN: self._login,
            Purpose.LOGOUT: self._logout,
            Purpose.STARTUP: self._startup,
        }  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # the page has no sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        request = check_request(
            scope, hosts=self.hosts, files=self.files, api=self.api, proxies=self.proxies,
            by_address=self.by_address,
        )  # fmt: skip
        if isinstance(request, Response):
            await request(scope, receive, FilteredResponse(self.rules, send, None))
            return
        response = FilteredResponse(self.rules, send, request)
        if refusal := self._refuse_logged_out(request):
            await refusal(request.scope, receive, response)
            return
        handle = self._handlers.get(request.route.use, self._pass_on)
        try:
            await handle(request, receive, response)
        except Refused as error:
            await JSONResponse(error_body(error), error.status)(request.scope, receive, response)
        except Disconnected:
            return

    def _refuse_logged_out(self, request: CheckedRequest) -> Response | None:
        """The response to somebody who has to give the password first; None where that is not so."""
        if not self.logins.required() or request.route.use in WITHOUT_LOGIN:
            return None
        if self.logins.is_logged_in(cookie_of(request.scope["headers"], LOGIN, login.TOKEN)):
            return None
        source = self.logins.source(request.browser, request.address)
        given = request.headers.get(b"authorization", b"").decode("latin-1")
        if given and self.logins.may_try(source):
            if self.logins.is_correct_basic(given, request.browser):
                return None
            self.logins.count_mistake(source)
        if request.route.use is Purpose.PAGE and request.scope["path"] == "/":
            return HTMLResponse(login.login_page(request.language), 401)
        return JSONResponse({"error": "Please log in first.", "detail": "Not authenticated"}, 401)

    async def _pass_on(self, request: CheckedRequest, receive: Receive, send: Send) -> None:
        await self.app(request.scope, receive, send)

    async def _page(self, request: CheckedRequest, receive: Receive, send: FilteredResponse) -> None:
        if request.scope["query_string"]:  # the page's own script reads it
            request.scope["query_string"] = b""
        send.key = self.cache.key(request.scope)
        if kept := self.cache.get(send.key):
            for message in kept:
                await send.send_filtered(message)
        else:
            await self.app(request.scope, receive, send)

    async def _event(self, request: CheckedRequest, receive: Receive, send: FilteredResponse) -> None:
        path = request.scope["path"]
        is_call = "/call/" in path
        event = EventReader(self.files, request.browser)
        body = await RequestBody(receive, CALL_BYTES if self.api else EVENT_BYTES).whole()
        unreadable_values.set(found := [])
        send.unreadable_values = found
        if is_call:
            function = next((one for one in self.signatures.values() if one.name == request.found["name"]), None)
            if function is None:
                raise Refused("There is no such endpoint.", 404)
            sent, path = event.read_call(body, function), f"/gradio_api/call/{function.name}"
        else:
            sent = event.read(body, self.signatures)
        headers = [pair for pair in request.scope["headers"] if pair[0] != b"content-length"]
        headers.append((b"content-length", str(len(sent)).encode()))
        scope = {**request.scope, "headers": headers, "path": path, "raw_path": path.encode()}
        if path.startswith("/gradio_api/queue/join"):
            async with self._join_one_by_one:
                await self.app(scope, replay(sent, receive), send)
                await asyncio.sleep(JOIN_PAUSE)
        else:
            await self.app(scope, replay(sent, receive), send)

    async def _stream(self, request: CheckedRequest, receive: Receive, send: Send) -> None:
        """Reports on the browser's own events; a session of another browser cannot be named."""
        scope = request.scope
        if request.route.path.groupindex.get("session"):
            session = self._session(request, request.found["session"])
            path = f"/gradio_api/heartbeat/{session}"
            scope = {**scope, "path": path, "raw_path": path.encode()}
        elif not request.route.path.groupindex.get("event"):
            session = parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [""])[0]
            scope = {**scope, "query_string": urlencode({"session_hash": self._session(request, session)}).encode()}
        try:
            await self.app(scope, receive, send)
        except RuntimeError as error:  # how Gradio ends the stream of an event that is not there
            if not isinstance(error.__cause__, HTTPException):
                raise
            await send({"type": "http.response.body", "body": b""})

    def _session(self, request: CheckedRequest, name: str) -> str:
        if not SESSION.match(name):
            raise Refused("The request does not name its session.")
        return self.files.visitor(request.browser, name)

    async def _file(self, request: CheckedRequest, receive: Receive, send: Send) -> None:
        path = self.files.find(request.browser, request.found["file"])
        if path is None:
            raise Refused("There is no such file here.", 404)
        address = f"/gradio_api/file={path}"
        # the whole file, where a part is asked for in a way that Gradio cannot read
        kept = [pair for pair in request.scope["headers"] if pair[0] != b"range" or BYTE_RANGE.match(pair[1])]
        await self.app(
            {**request.scope, "headers": kept, "path": address, "raw_path": quote(address).encode()}, receive, send
        )

    async def _handover(self, request: CheckedRequest, receive: Receive, send: FilteredResponse) -> None:
        file = self.handovers.find(request.found["token"]) if self.handovers else None
        if file is None:
            raise Refused("This address has ended; please show a new code on the computer.", 404)
        send.file = True  # it is sent in pieces
        response = FileResponse(file, media_type="video/mp4", filename=file.name, content_disposition_type="inline")
        await response(request.scope, receive, send)

    async def _upload(self, request: CheckedRequest, receive: Receive, send: Send) -> None:
        most = self.uploads.limits.upload + 64 * 1024
        with contextlib.suppress(ValueError):
            if int(request.headers.get(b"content-length", b"0")) > most * 4:
                raise TooLarge
        kind = request.headers.get(b"content-type", b"").decode("latin-1")
        upload_id = parse_qs(request.scope["query_string"].decode("latin-1")).get("upload_id", [""])[0][:64]
        names = await self.uploads.take(
            request.browser, kind, RequestBody(receive, self.uploads.limits.stored + most), upload_id
        )
        await JSONResponse(names)(request.scope, receive, send)

    async def _progress(self, request: CheckedRequest, receive: Receive, send: Send) -> None:
        upload_id = parse_qs(request.scope["query_string"].decode("latin-1")).get("upload_id", [""])[0][:64]
        pieces = self.uploads.progress(request.browser, upload_id)
        await StreamingResponse(pieces, media_type="text/event-stream")(request.scope, receive, send)

    async def _mcp(self, request: CheckedRequest, receive: Receive, send: Send) -> None:
        if request.scope["method"] == "POST":
            body = await RequestBody(receive, CALL_BYTES).whole()
            check_json(body)
            receive = replay(body, receive)
        await self.app(request.scope, receive, send)

    async def _startup(self, request: CheckedRequest, receive: Receive, send: Send) -> None:
        if request.address not in ("127.0.0.1", "::/64", "::1"):
            raise Refused("There is nothing here.", 404)
        await self.app(request.scope, receive, send)

    async def _login(self, request: CheckedRequest, receive: Receive, send: FilteredResponse) -> None:
        if request.scope["method"] == "GET" or not self.logins.required():
            await RedirectResponse("./", 303)(request.scope, receive, send)
            return
        source, language = self.logins.source(request.browser, request.address), request.language
        user, password = login.read_login_form(await RequestBody(receive, LOGIN_BYTES).whole())
        wants_page = b"text/html" in request.headers.get(b"accept", b"")
        if not self.logins.may_try(source):
            wrong, status = _TOO_OFTEN, 429
        elif token := self.logins.log_in(user, password, request.browser):
            send.cookies.append(cookie(LOGIN, token, request.scope, framed=self.rules.framed))
            done = RedirectResponse("./", 303) if wants_page else JSONResponse({"success": True})
            await done(request.scope, receive, send)
            return
        else:
            self.logins.count_mistake(source)
            wrong, status = _WRONG, 401
        sentence = wrong.sentence(language)
        response = HTMLResponse(login.login_page(language, wrong=sentence), status) if wants_page else JSONResponse(
            {"error": sentence, "detail": sentence}, status
        )  # fmt: skip
        await response(request.scope, receive, send)

    async def _logout(self, request: CheckedRequest, receive: Receive, send: FilteredResponse) -> None:
        self.logins.log_out(cookie_of(request.scope["headers"], LOGIN, login.TOKEN))
        send.cookies.append(f"{LOGIN}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax".encode())
        await RedirectResponse("./", 303)(request.scope, receive, send)


_WRONG = UserError("The name or the password is not right; please try again.")
_TOO_OFTEN = UserError("There were too many wrong tries; please wait a minute, then try again.")
