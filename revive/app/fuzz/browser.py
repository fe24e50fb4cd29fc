"""One raw request, as no library would send it; and a browser that keeps its cookies."""

from __future__ import annotations

import contextlib
import http.client
import json
import time
from dataclasses import dataclass, field

HOST = "127.0.0.1"
LISTEN = 0.25  # seconds that one listens to news
MOST = 8 * 1024**2  # bytes of an answer that are read
FROM_THE_PAGE = (("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors"), ("accept-language", "en"))


@dataclass
class Request:
    """A request; `hasty`: nobody waits for the response."""

    kind: str
    method: str
    path: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    hasty: bool = False

    def sent(self) -> bytes:
        """Everything that it sends."""
        lines = [self.path, *(f"{name}: {value}" for name, value in self.headers)]
        return "\n".join(lines).encode("utf-8", "replace") + self.body


@dataclass
class Response:
    """The response; status 0 where there is none."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    seconds: float = 0.0

    def told(self) -> bytes:
        """Its headers and its body."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers).encode() + b"\n" + self.body


def ask(port: int, request: Request, patience: float) -> Response:
    """Send a request to this computer; an event stream is read for a moment."""
    line = http.client.HTTPConnection(HOST, port, timeout=0.5 if request.hasty else patience)
    begun, response = time.monotonic(), Response()
    try:
        line.connect()
        socket = line.sock
        line.putrequest(_plain(request.method), _plain(request.path), skip_host=True, skip_accept_encoding=True)
        names = {name.lower() for name, _ in request.headers}
        own = [("host", f"{HOST}:{port}")] * ("host" not in names)
        if request.body and not names & {"content-length", "transfer-encoding"}:
            own.append(("content-length", str(len(request.body))))
        for name, value in (*own, *request.headers):
            line.putheader(name, _one_line(value))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused before all was sent; it says why
            line.endheaders(request.body or None)
        found = line.getresponse()
        response.status, response.headers = found.status, found.getheaders()
        response.seconds = time.monotonic() - begun
        if found.headers.get("content-type", "").startswith("text/event-stream"):
            socket.settimeout(LISTEN)
            until = time.monotonic() + LISTEN
            while time.monotonic() < until and (piece := found.read1(65536)):
                response.body += piece
        else:
            response.body = found.read(MOST)
            response.seconds = time.monotonic() - begun
    except (OSError, http.client.HTTPException):
        response.seconds = response.seconds or time.monotonic() - begun
    finally:
        line.close()
    return response


def _plain(text: str) -> str:
    """What a request's first line can hold."""
    return "".join(sign if 0x20 < ord(sign) < 0x7F else "%" + format(ord(sign) % 256, "02X") for sign in text) or "/"


def _one_line(text: str) -> bytes:
    return "".join(sign for sign in text if sign not in "\r\n\0").encode("latin-1", "replace")


class Browser:
    """Keeps its cookies, and asks as the page's own script does."""

    def __init__(self, port: int):
        self.port, self.session, self.cookies = port, f"tab{id(self):x}", {}

    def headers(self) -> list[tuple[str, str]]:
        """What its requests carry."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return [*FROM_THE_PAGE, *([("cookie", cookie)] if cookie else [])]

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "", patience: float = 30.0) -> Response:
        """Send a request, and keep the cookies of the response."""
        headers = [*self.headers(), *([("content-type", kind)] if kind else [])]
        response = ask(self.port, Request("visitor", method, path, headers, body), patience)
        for name, value in response.headers:
            if name.lower() == "set-cookie":
                called, _, kept = value.partition(";")[0].partition("=")
                self.cookies[called] = kept
        return response

    def log_in(self, login: str) -> Response:
        """Log in."""
        user, _, password = login.partition(":")
        form = f"username={user}&password={password}".encode()
        return self.ask("POST", "/login", form, "application/x-www-form-urlencoded")

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file; gives its public name, empty where it was refused."""
        response = self.ask(
            "POST", "/gradio_api/upload", multipart([(name, content)]), f"multipart/form-data; boundary={BOUNDARY}"
        )
        return json.loads(response.body)[0] if response.status == 200 else ""

    def event(self, step: dict, data: list) -> Response:
        """A quick event."""
        event = {"fn_index": step["id"], "data": data, "session_hash": self.session}
        return self.ask("POST", "/gradio_api/run/predict", json.dumps(event).encode(), "application/json")

    def file(self, told: str) -> bytes | None:
        """A file by its public name; None where there is none."""
        response = self.ask("GET", f"/gradio_api/file={told}")
        return response.body if response.status == 200 else None


BOUNDARY = "revivefuzzrevivefuzz"


def multipart(files: list[tuple[str, bytes]], boundary: str = BOUNDARY) -> bytes:
    """(name, content) of files as a body of an upload."""
    parts = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode(
            "utf-8", "surrogatepass"
        )
        + content
        + b"\r\n"
        for name, content in files
    )
    return parts + f"--{boundary}--\r\n".encode()
