"""The requests of the attacker: of every kind, almost valid, from a seeded generator.

A quarter is valid, so that what lies behind the checks is reached too.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from revive.app.fuzz.browser import BOUNDARY, FROM_THE_PAGE, Request, multipart
from revive.app.fuzz.form import Form, file
from revive.fuzz.mutate import STRANGE, VALUES, mutate_bytes, mutate_json, mutate_text

API = "/gradio_api"
NUMBERS = (0, 1, -1, 0.5, -0.5, 2, 1e-9, 99, 1e9, -1e9, 2**31, 2**63, 1e308, 10**40)
ROUTES = (
    "/", "/config", "/login", "/logout", "/healthz", "/readyz", "/theme.css", "/favicon.ico", "/robots.txt",
    "/pwa_icon/192", "/manifest.json", "/assets/index.js", "/assets/../../../etc/passwd", "/static/%2e%2e/%2e%2e/x",
    "/svelte/x.js", "/static/fonts/", "/monitoring", "/monitoring/summary", "/docs", "/openapi.json", "/redoc",
    *(f"{API}/{name}" for name in (
        "info", "startup-events", "queue/join", "queue/data", "queue/status", "run/predict", "run/make_clip", "cancel",
        "call/verify", "call/v2/describe", "api/predict", "reset", "upload", "upload_progress", "component_server",
        "proxy=http://127.0.0.1:1/x", "file/etc/passwd", "file=/etc/passwd", "deep_link", "user", "token", "app_id",
        "login_check", "dev/reload", "runs", "openapi.json", "stream/" + "0" * 32, "stream/a/1/2/playlist.m3u8",
        "process_recording", "vibe-edit", "vibe-code", "custom_component/a/client/x/y.js", "theme.css", "mcp/",
        "mcp/schema", "mcp/sse", "heartbeat/x", "simple/stream",
    )),
)  # fmt: skip
METHODS = (
    "GET", "GET", "POST", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X" * 99
)  # fmt: skip


@dataclass
class AttackerKnowledge:
    """What the attacker has and knows.

    Attributes
    ----------
    cookies : ways to come: as nobody, as a browser, as one that is logged in
    own : told names of the attacker's files
    others : names under which other visitors' files might be had
    sessions : of other visitors
    files : valid files to bring
    """

    port: int
    cookies: list[str]
    own: list[str]
    others: list[str]
    sessions: list[str]
    files: list[bytes]
    events: list[str] = field(default_factory=list)  # of calls


class Attacks:
    """Draws requests."""

    def __init__(self, draw: random.Random, form: Form, known: AttackerKnowledge):
        self.draw, self.form, self.known = draw, form, known
        self._kinds: dict[str, tuple[int, Callable[[], Request]]] = {
            "event": (30, self._event), "queue": (8, self._queued), "call": (9, self._call), "file": (12, self._file),
            "upload": (8, self._upload), "header": (8, self._header), "route": (8, self._route),
            "login": (5, self._login), "mcp": (5, self._mcp), "news": (4, self._report_stream), "raw": (3, self._raw),
        }  # fmt: skip

    def next(self) -> Request:
        """One request."""
        kinds = list(self._kinds)
        (kind,) = self.draw.choices(kinds, [self._kinds[name][0] for name in kinds])
        request = self._kinds[kind][1]()
        request.kind = kind
        return request

    def plain(self) -> list[Request]:
        """Every quick function as the page would call it, so that all that is loaded at first use is loaded."""
        photo, inside = file(self.known.own[0]), self.known.cookies[-1]
        return [
            self._posted("run/predict", self._envelope(step, self.form.data(step, photo)), cookie=inside)
            for step in self.form.steps if not step["queue"]
        ]  # fmt: skip

    def _event(self) -> Request:
        step = self.draw.choice(self.form.steps)
        where = "run/predict"
        if self.draw.random() < 0.1:
            where = f"run/{self.draw.choice([*self.form.calls, 'predict', 'x', 'make_clip'])}"
        body = self._mutated_event(step)
        # what the page puts in line is answered when it is done: whoever asks for it here goes away before
        return self._posted(where, body, hasty=step["queue"] or "predict" not in where)

    def _queued(self) -> Request:
        step = self.draw.choice(self.form.steps)
        where = self.draw.choice(("queue/join", "queue/join", "queue/join", "cancel", "reset"))
        return self._posted(where, self._mutated_event(step))

    def _mutated_event(self, step: dict) -> bytes:
        draw, data = self.draw, self.form.data(step, file(self._name()) if self.draw.random() < 0.8 else None)
        for _ in range(draw.choice((0, 1, 1, 1, 2, 5))):
            if data:
                at = draw.randrange(len(data))
                data[at] = self._mutated_value(data[at])
        if draw.random() < 0.08:
            data = draw.choice(([], [*data, None], data[:-1], {}, "x", None, [data], data * 20, [[]] * 5000))
        return self._envelope(step, data, bend=draw.random() < 0.4)

    def _envelope(self, step: dict, data: object, *, bend: bool = False) -> bytes:
        draw = self.draw
        event = {"fn_index": step["id"], "data": data, "session_hash": "attacker", "trigger_id": None}
        if bend:
            name = draw.choice(("fn_index", "session_hash", "trigger_id", "event_data", "event_id", "more", "batched"))
            event[name] = draw.choice({
                "fn_index": (-1, 10**9, "0", None, True, 1.5, [], draw.choice(self.form.steps)["id"]),
                "session_hash": (*self.known.sessions, None, "", "../x", "x" * 65, "x" * 5000, "é", 5, ["x"], "a-b_c"),
                "trigger_id": (0, -1, 10**9, "x", True, {}, step["id"]),
                "event_data": (
                    {"index": 0, "value": 1}, {"index": [0, 99], "value": "x"}, {"index": "x"}, {"index": [None]},
                    {"index": [1e308, -1]}, [], "x", {"value": file(self._name())}, {"index": [1] * 900}, {}, None,
                ),
                "event_id": ("0" * 32, "x", 5, "../x", *self.known.events),
            }.get(name, (True, [], {"a": 1}, "x")))  # fmt: skip
        sent = json.dumps(event).encode()
        return mutate_json(draw, sent, self.known.files) if bend and draw.random() < 0.3 else sent

    def _mutated_value(self, value: object) -> object:
        draw = self.draw
        if draw.random() < 0.25:
            return draw.choice(VALUES)
        if isinstance(value, bool):
            return draw.choice((not value, None, 1, "true"))
        if isinstance(value, int | float):
            return draw.choice(NUMBERS)
        if isinstance(value, str):
            return draw.choice((self._words(value), "x" * draw.choice((5000, 19_999, 20_001)), self._name(), ""))
        if draw.random() < 0.5:
            bad = file(self._name()) | draw.choice(({}, {"url": self._name()}, {"is_stream": True}, {"size": -1}))
            return draw.choice((bad, [bad], [bad] * 40, {"image": bad, "caption": "x"}, {"root": [bad]}))
        return draw.choice((self._words("x"), [], {}, [None], {"path": None}, {"meta": 1}, 5, None, [[["x"]]]))

    def _words(self, text: str) -> str:
        sent = text.encode("utf-8", "surrogatepass")
        return mutate_text(self.draw, sent, [sent]).decode("utf-8", "surrogatepass")

    def _name(self) -> str:
        """The name of a file: the attacker's own, another visitor's, the computer's, or none."""
        draw, own = self.draw, self.draw.choice(self.known.own)
        other = draw.choice(self.known.others)
        return draw.choice((
            *[own] * 8, *[other] * 8, "/etc/passwd", "/proc/self/environ", "file:///etc/passwd", "",
            f"http://127.0.0.1:{self.known.port}/config", "//127.0.0.1/x", f"{own}/../../../../.lock", f"{own}\0.png",
            f"{own.rpartition('/')[0]}/../../..{other.removeprefix('/__files__')}", own.rpartition("/")[0],
            f"{own}/.", "/__files__/", "/__files__/.lock", "/__files__", own.upper(), f"x{other}", other + "/",
            "/__files__//etc/passwd", "~/x", "C:\\x", "data:image/png;base64,AAAA", "/__files__/" + "a/" * 2000,
            draw.choice(STRANGE), other.replace("/", "\\"), other.replace("/__files__/", "/__files__/./"),
        ))  # fmt: skip

    def _call(self) -> Request:
        draw = self.draw
        if not self.form.calls:
            return self._route()
        name = draw.choice(list(self.form.calls))
        photo = draw.choice((self._name(), file(self._name()), self._uri(), self._uri()))
        call = self.form.call(name, photo)
        for _ in range(draw.choice((0, 1, 1, 3))):
            at = draw.choice(list(call))
            call[at] = self._mutated_value(call[at])
        body = json.dumps(draw.choice((call, call, {"data": list(call.values())}, {"data": call}))).encode()
        if draw.random() < 0.2:
            body = mutate_json(draw, body, self.known.files)
        if draw.random() < 0.25:
            return self._request("GET", f"{API}/call/{name}/{draw.choice((*self.known.events, '0' * 32, 'x'))}")
        return self._posted(f"call/{draw.choice(('', '', 'v2/'))}{name}", body)

    def _uri(self) -> str:
        content = mutate_bytes(self.draw, self.draw.choice(self.known.files), self.known.files)
        kind = self.draw.choice(("image/png", "audio/wav", "text/html", "../x", "", "application/x-sh"))
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    def _file(self) -> Request:
        name = self._name()
        for _ in range(self.draw.choice((0, 0, 0, 1, 2))):
            name = name.replace("/", "%2f", 2) if self.draw.random() < 0.5 else name.replace("%", "%25")
        part = self.draw.choice(("bytes=0-", "bytes=5-2", "bytes=-1", "bytes=0-0,2-9", "x", "bytes=9e9-"))
        return self._request(
            self.draw.choice(("GET", "GET", "GET", "HEAD", "POST")), f"{API}/file={name}",
            [("range", part)] if self.draw.random() < 0.2 else [],
        )  # fmt: skip

    def _upload(self) -> Request:
        draw = self.draw
        names = ("a.png", "a.wav", "../../x.png", "/etc/cron.d/x", "", ".", "..", ".lock", "CON", *STRANGE)
        files = [
            (draw.choice(names).replace("\n", "%0A").replace("\r", ""), draw.choice(self.known.files))
            for _ in range(draw.choice((1, 1, 1, 2, 40, 41)))
        ]
        body = multipart(files)
        if draw.random() < 0.5:
            body = mutate_bytes(draw, body, self.known.files)
        elif draw.random() < 0.1:
            body = multipart([("large.png", bytes(6 * 1024**2))])
        kind = draw.choice((
            f"multipart/form-data; boundary={BOUNDARY}",) * 6 + (
            "multipart/form-data", "multipart/form-data; boundary=", "text/plain", "", "multipart/mixed; boundary=x",
            f'multipart/form-data; boundary="{"x" * 3000}"',
        ))  # fmt: skip
        news = draw.choice(("", "?upload_id=x", f"?upload_id={'x' * 3000}", "?upload_id=%00"))
        more = [("content-length", str(len(body) + 999))] if draw.random() < 0.05 else []
        headers, own = (
            [("content-type", kind), *more],
            draw.choice(self.known.cookies[1:]),
        )  # so that they can be let go
        return self._request("POST", f"{API}/upload{news}", headers, body, hasty=bool(more), cookie=own)

    def _header(self) -> Request:
        draw = self.draw
        name, values = draw.choice((
            ("host", ("evil.example", "", "127.0.0.1@evil.example", "[::1", "localhost:99999", "x" * 9000, "127.0.0.1 ",
                      f"LOCALHOST:{self.known.port}", "[::1]:80", "é")),
            ("origin", ("http://evil.example", "null", "", "http://127.0.0.1:1", "http://[::1", "x" * 9000)),
            ("cookie", ("revive_visit=x", "revive_visit=" + "x" * 40, "revive_visit=" + "x" * 9000, "revive_login=x",
                        "revive_login=" + "x" * 43, ";;;=;", "é=é", "session=" + "x" * 99, "access-token-unsecure=x",
                        *(f"revive_visit={name}" for name in self.known.sessions))),
            ("x-revive-visit", ("x", "x" * 40, "x" * 129, *self.known.sessions)),
            ("x-forwarded-for", ("1.2.3.4", "1.2.3.4, 5.6.7.8", "x", "::1%x", "," * 5000, "é")),
            ("x-forwarded-host", ("evil.example",)), ("x-forwarded-proto", ("https", "x")),
            ("x-forwarded-prefix", ("/x", "//evil.example")), ("x-direct-url", ("http://evil.example",)),
            ("x-gradio-user", ("mcp", "app")), ("x-zerogpu-token", ("x",)), ("referer", ("http://evil.example/x",)),
            ("authorization", ("Basic x", "Basic " + "A" * 9000, "Bearer x", "Basic OjpiOg==", "é")),
            ("accept-language", ("zh", "x" * 9000, "é", "zh-CN,en;q=x", "\x00")), ("accept", ("*/*", "é", "x" * 9000)),
            ("accept-encoding", ("gzip", "br;q=0", "x")), ("content-length", ("-1", "x", "99999999999", "0")),
            ("transfer-encoding", ("chunked", "gzip, chunked", "x")), ("expect", ("100-continue",)),
            ("content-type", ("application/json; charset=x", "text/plain", "é", "")), ("upgrade", ("websocket", "h2c")),
            ("sec-fetch-site", ("cross-site", "same-site", "none", "x")), ("connection", ("close, x", "upgrade")),
            ("if-none-match", ("*",)), ("if-modified-since", ("x",)), ("content-encoding", ("gzip",)),
        ))  # fmt: skip
        value = draw.choice(values)
        step = draw.choice(self.form.steps)
        method, path, body = draw.choice((
            ("GET", "/", b""), ("GET", "/config", b""), ("GET", f"{API}/info", b""),
            ("GET", f"{API}/file={self._name()}", b""), ("GET", "/assets/x.js", b""),
            ("POST", f"{API}/run/predict", b"" if step["queue"] else self._envelope(step, self.form.data(step, None))),
            ("POST", f"{API}/upload", multipart([("a.png", self.known.files[0])])),
        ))  # fmt: skip
        more = [(name, value)] * draw.choice((1, 1, 1, 2))
        # whoever says that more is coming waits for ever
        return self._request(method, path, more, body, hasty=name in ("content-length", "transfer-encoding", "expect"))

    def _route(self) -> Request:
        draw = self.draw
        query = draw.choice(("", "", "", "?" + "x=1&" * 50, "?__theme=dark", "?session_hash=x", "?%00", "?é"))
        body = draw.choice((b"", b"", b"{}", b"[]", b"\0", json.dumps({"data": [file(self._name())]}).encode()))
        kind = [("content-type", "application/json")] if body else []
        path = draw.choice(ROUTES)
        if draw.random() < 0.1:
            path = draw.choice((path + "/", "/" + path, path.upper(), path + "%00", path + "/../config", "/." + path))
        return self._request(draw.choice(METHODS), path + query, kind, body)

    def _login(self) -> Request:
        draw = self.draw
        user, password = draw.choice(("family", "", "x" * 900)), draw.choice(("wrong", "", "x" * 900))
        body = f"username={user}&password={password}".encode()
        if draw.random() < 0.5:
            body = mutate_bytes(draw, body, self.known.files)
        more = [("accept", "text/html")] if draw.random() < 0.5 else []
        if draw.random() < 0.2:  # not out of the login that the others of these requests need
            return self._request(draw.choice(("GET", "POST")), "/logout", more, body, cookie=self.known.cookies[1])
        return self._request("POST", draw.choice(("/login", "/login/")), more, body[:10_000])

    def _mcp(self) -> Request:
        draw = self.draw
        method, params = draw.choice((
            ("initialize", {"protocolVersion": "2025-03-26", "capabilities": {},
                            "clientInfo": {"name": "x", "version": "1"}}),
            ("tools/list", {}), ("resources/list", {}), ("prompts/list", {}), ("x", {}),
            ("tools/call", {"name": draw.choice(("describe", "verify", "make_clip", "x")),
                            "arguments": {"prompt": self._words("an old man"), "file": self._name()}}),
            ("resources/read", {"uri": draw.choice(("file:///etc/passwd", f"{API}/file=/etc/passwd"))}),
            ("prompts/get", {"name": "x"}), ("completion/complete", {}),
        ))  # fmt: skip
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        if draw.random() < 0.4:
            body = mutate_json(draw, body, self.known.files)
        headers = [
            ("content-type", draw.choice(("application/json",) * 4 + ("text/plain",))),
            ("accept", draw.choice(("application/json, text/event-stream",) * 4 + ("text/html",))),
        ]
        if draw.random() < 0.05:
            body = b""
        verb = draw.choice(("POST",) * 6 + ("GET", "DELETE"))
        # a tool's answer takes as long as its work
        return self._request(
            verb, f"{API}/mcp/", headers, body if verb == "POST" else b"", hasty=method == "tools/call"
        )

    def _report_stream(self) -> Request:
        session = self.draw.choice((*self.known.sessions, "attacker", "attacker", "", "../x", "x" * 99, "%00"))
        return self._request("GET", self.draw.choice((
            f"{API}/queue/data?session_hash={session}", f"{API}/heartbeat/{session or 'x'}",
            f"{API}/upload_progress?upload_id={session}",
        )))  # fmt: skip

    def _raw(self) -> Request:
        """Bytes that are no event at all, and events that are too large."""
        draw = self.draw
        large = draw.choice((
            b'{"data":' + b"[" * 200_000, b'{"a":' * 50_000, b'{"data":["' + b"x" * 600_000 + b'"]}',
            b'{"data":[' + b"1," * 90_000 + b"1]}", b"\xff" * 9000, b"[" + b"{}," * 5000 + b"{}]",
            b'{"fn_index":0,"data":[' + b'{"path":"x"},' * 3000 + b"1]}", b'{"data":[1e400,-1e400,NaN,Infinity]}',
            b'{"data":[' + b"9" * 100_000 + b"]}",
        ))  # fmt: skip
        where = draw.choice(("run/predict", "queue/join", "call/describe", "cancel", "mcp/"))
        return self._posted(
            where, mutate_bytes(draw, large[:200_000], self.known.files) if draw.random() < 0.3 else large
        )

    def _posted(self, where: str, body: bytes, *, hasty: bool = False, cookie: str | None = None) -> Request:
        headers = [("content-type", "application/json")]
        return self._request("POST", f"{API}/{where}", headers, body, hasty=hasty, cookie=cookie)

    def _request(
        self, method: str, path: str, headers=(), body: bytes = b"", *, hasty: bool = False, cookie: str | None = None
    ) -> Request:
        cookie = self.draw.choice(self.known.cookies) if cookie is None else cookie
        own = [("cookie", cookie)] if cookie and not any(name == "cookie" for name, _ in headers) else []
        page = [pair for pair in FROM_THE_PAGE if pair[0] not in {name for name, _ in headers}]
        if not cookie and self.draw.random() < 0.5:
            page = []  # a program
        return Request("", method, path, [*page, *own, *headers], body, hasty)
