"""The dearest single requests that are known: what each costs the page in memory and time.

    python -m tests.app.load.expensive_requests

starts the page with a password, sends each, and prints a table; the last line says what was the worst.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from revive.app.fuzz.browser import BOUNDARY, HOST, Browser, multipart
from revive.app.fuzz.form import Form, file
from revive.app.fuzz.page_process import PageProcess
from revive.app.server.events import CALL_BYTES

LOGIN = "family:a long password"
LARGE = (11_900, 10_000)  # pixels of a picture that is small as a file
API = "/gradio_api"


@dataclass
class Cost:
    """What a request cost: MB above what the page held before, seconds, and how it was answered."""

    name: str
    more: float
    seconds: float
    said: str


def large_picture(kind: str = "PNG", mode: str = "1") -> bytes:
    """119 megapixels of nothing in a few kilobytes."""
    from PIL import Image

    kept = io.BytesIO()
    Image.new(mode, LARGE).save(kept, kind)
    return kept.getvalue()


class ExpensiveRequests:
    """A page, one visitor, and what that one sends."""

    def __init__(self, page: PageProcess):
        self.page, self.browser = page, Browser(page.port)
        self.browser.ask("GET", "/")
        self.browser.log_in(LOGIN)
        self.form = Form(self.browser)

    def step(self, elem_id: str, inputs: int) -> dict:
        """The quick function with so many inputs at least that changes this control."""
        return next(step for step in self.form.giving(elem_id) if len(step["inputs"]) >= inputs)

    def posted(self, where: str, body: bytes) -> str:
        """Send a body of JSON."""
        answer = self.browser.ask("POST", f"{API}/{where}", body, "application/json", 120.0)
        return f"{answer.status} {answer.body[:60].decode(errors='replace')}"

    def looked_at(self, picture: bytes, name: str) -> str:
        """A photograph that is looked at, once whose it is was said."""
        photo = file(self.browser.upload(name, picture))
        step = next(s for s in self.form.steps if len(s["inputs"]) > 20 and s["outputs"] and not s["queue"])
        return f"{self.browser.event(step, self.form.data(step, photo)).status}"

    def to_paint_on(self, picture: bytes, name: str) -> str:
        """The same, laid out to be painted on."""
        photo, step = file(self.browser.upload(name, picture)), self.step("marks", 1)
        return f"{self.browser.event(step, self.form.data(step, photo)).status}"

    def texts(self, sign: str) -> str:
        """Every text of the form as long as it may be."""
        step = next(s for s in self.form.steps if len(s["inputs"]) > 20 and s["outputs"] and not s["queue"])
        kinds = [self.form.controls[number][0] for number in step["inputs"]]
        data = self.form.data(step, None)
        long = [sign * 20_000 if kind == "textbox" else value for kind, value in zip(kinds, data, strict=True)]
        return f"{self.browser.event(step, long).status}"

    def described(self, text: str) -> str:
        """A description that is read."""
        return self.called("describe", text)

    def sent_file(self, content: bytes, kind: str) -> str:
        """A call with a file in it, to its end."""
        uri = f"data:{kind};base64,{base64.b64encode(content).decode()}"
        return self.called("verify", uri)

    def called(self, name: str, value: str) -> str:
        """An endpoint for programs, to the end of its news."""
        sent = json.dumps({"data": [value]}).encode()
        answer = self.browser.ask("POST", f"{API}/call/{name}", sent, "application/json", 120.0)
        if answer.status != 200:
            return f"{answer.status} {answer.body[:60].decode(errors='replace')}"
        line = http.client.HTTPConnection(HOST, self.page.port, timeout=120)
        line.request(
            "GET", f"{API}/call/{name}/{json.loads(answer.body)['event_id']}", headers=dict(self.browser.headers())
        )
        news = line.getresponse().read()  # closed by the page when it is done
        line.close()
        return f"200, {'done' if b'event: complete' in news else 'refused'}"

    def many_files(self) -> str:
        """As many files as one may bring, all in one event."""
        told = []
        for _ in range(11):
            content = multipart([(f"{n}.txt", b"Dear Tom") for n in range(40)])
            kind = f"multipart/form-data; boundary={BOUNDARY}"
            told += json.loads(self.browser.ask("POST", f"{API}/upload", content, kind).body)
        step = next(
            s for s in self.form.steps
            if any(self.form.controls[n][0] == "file" and self.form.controls[n][1].get("file_count") == "multiple"
                   for n in s["inputs"])
        )  # fmt: skip
        data = [
            [file(name) for name in told] if self.form.controls[n][0] == "file" else self.form.value(n, None)
            for n in step["inputs"]
        ]
        return f"{len(told)} files: {self.browser.event(step, data).status}"

    def broken_off(self, megabytes: int = 600) -> str:
        """The beginning of a gigabyte, then nobody is there."""
        line = http.client.HTTPConnection(HOST, self.page.port, timeout=60)
        line.putrequest("POST", f"{API}/upload")
        for name, value in (*self.browser.headers(), ("content-type", f"multipart/form-data; boundary={BOUNDARY}")):
            line.putheader(name, value)
        line.putheader("content-length", str(1000 * 1024**2))
        line.endheaders(multipart([("large.wav", b"")])[: -len(BOUNDARY) - 8])
        for _ in range(megabytes):
            line.send(bytes(1024**2))
        line.close()
        time.sleep(1)
        return f"{len(list(self.page.folder().glob('*/.coming-*')))} left"

    def at_once(self, count: int = 64) -> str:
        """Many uploads at the same time."""
        with ThreadPoolExecutor(count) as pool:
            content, kind = multipart([("a.wav", bytes(5 * 1024**2))]), f"multipart/form-data; boundary={BOUNDARY}"
            codes = [
                pool.submit(lambda: self.browser.ask("POST", f"{API}/upload", content, kind).status)
                for _ in range(count)
            ]
            told = [one.result() for one in codes]
        return ", ".join(f"{told.count(code)} times {code}" for code in sorted(set(told)))

    def drawn_afresh(self, count: int = 20) -> str:
        """The page under many names, so that it is never the one that was kept."""
        slowest = 0.0
        for number in range(count):
            line = http.client.HTTPConnection(HOST, self.page.port, timeout=60)
            begun = time.monotonic()
            line.putrequest("GET", "/", skip_host=True)
            line.putheader("host", f"127.0.0.{number + 1}:{self.page.port}")
            for name, value in (*self.browser.headers(), ("accept", f"text/html;q=0.{number}")):
                line.putheader(name, value)
            line.endheaders()
            line.getresponse().read()
            slowest = max(slowest, time.monotonic() - begun)
            line.close()
        return f"{count} times, {slowest:.2f} s at worst"

    def wrong_passwords(self, count: int = 300) -> str:
        """One after the other."""
        other = Browser(self.page.port)
        told = [other.log_in(f"family:wrong {number}").status for number in range(count)]
        return ", ".join(f"{told.count(code)} times {code}" for code in sorted(set(told)))

    def measured(self, name: str, send: Callable[[], str]) -> Cost:
        """What it cost."""
        self.page.peak = before = self.page.memory()
        begun = time.monotonic()
        said = send()
        seconds = time.monotonic() - begun
        return Cost(name, max(self.page.peak, self.page.memory()) - before, seconds, said)

    def all(self) -> list[tuple[str, Callable[[], str]]]:
        """Every request with its name."""
        plain, coloured = large_picture(), large_picture(mode="RGB")
        whole, run = CALL_BYTES - 1000, "call/describe"
        return [
            ("119-megapixel PNG, looked at", lambda: self.looked_at(plain, "a.png")),
            ("the same in colour", lambda: self.looked_at(coloured, "a.png")),
            ("119-megapixel PNG to paint on", lambda: self.to_paint_on(plain, "b.png")),
            ("119-megapixel PNG in a call", lambda: self.sent_file(plain, "image/png")),
            ("119-megapixel GIF, looked at", lambda: self.looked_at(large_picture("GIF", "L"), "a.gif")),
            ("a call as large as may be, one text", lambda: self.described("x" * whole)),
            ("a call as large as may be, a file", lambda: self.sent_file(bytes(whole * 3 // 4), "audio/wav")),
            ("a call of 9 million empty lists", lambda: self.posted(run, b"[" + b"[]," * (whole // 3) + b"1]")),
            ("a call of 14 million numbers", lambda: self.posted(run, b"[" + b"1," * (whole // 2) + b"1]")),
            ("a call of one long number", lambda: self.posted(run, b"[" + b"1" * whole + b"]")),
            ("a call 14 million deep", lambda: self.posted(run, b"[" * (whole // 2) + b"]" * (whole // 2))),
            ("an MCP body of 9 million objects", lambda: self.posted("mcp/", b"[" + b"{}," * (whole // 3) + b"1]")),
            ("a description of 20,000 characters", lambda: self.described("warm, " * 3_333)),
            ("the same in Chinese", lambda: self.described("温暖，" * 6_666)),
            ("every text of 20,000 letters", lambda: self.texts("a")),
            ("every text of 20,000 characters", lambda: self.texts("我")),
            ("440 files in one event", self.many_files),
            ("600 MB of an upload, broken off", self.broken_off),
            ("64 uploads of 5 MB at once", self.at_once),
            ("the page 20 times, never the same", self.drawn_afresh),
            ("300 wrong passwords", self.wrong_passwords),
        ]  # fmt: skip


def main() -> None:
    """Send them all."""
    page = PageProcess(["--auth", LOGIN, "--api"])
    try:
        if not page.ready():
            raise SystemExit("the page did not start")
        worst, found = ExpensiveRequests(page), []
        until = time.monotonic() + 120
        while b'"models":true' not in worst.browser.ask("GET", "/readyz").body and time.monotonic() < until:
            time.sleep(1)
        from revive.fuzz import seeds

        worst.looked_at(seeds.pictures()[3], "warm.png")  # what is loaded at the first time
        worst.described("warm")
        for name, send in worst.all():
            cost = worst.measured(name, send)
            found.append(cost)
            print(f"{cost.name:<40}{cost.more:>7.0f} MB{cost.seconds:>8.2f} s   {cost.said}", flush=True)
            time.sleep(0.5)
        print(f"at most {max(c.more for c in found):.0f} MB and {max(c.seconds for c in found):.1f} s")
        print("\n".join(page.log_faults()))
    finally:
        page.close()


if __name__ == "__main__":
    main()
