"""What the README's first paragraph says of the page, done in a real Chromium: the example becomes a clip.

Chromium is driven through chromedriver by plain HTTP (https://www.w3.org/TR/webdriver2/), so that it needs no package.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's id, of the standard
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--lang=en-US", "--window-size=1280,1000",
)  # fmt: skip
PATIENCE = 30.0  # seconds until something is seen
FIRST_CLIP = 240.0  # seconds, while everything is read and compiled for the first time


def make_the_example(address: str) -> float:
    """Make the example's clip on the page at `address`; gives the seconds it took.

    Raises
    ------
    RuntimeError : something was not seen, could not be pressed, or the clip did not arrive
    """
    with chromium() as browser:
        browser.call("POST", "/url", {"url": address})
        browser.press("//button[normalize-space()='Fill in the example']")
        browser.press("//label[contains(., 'I am an adult')]//input")
        browser.until("//img[contains(@src, '/file=')]")  # the face that was found
        begun = time.monotonic()
        browser.press("//button[normalize-space()='Make the clip']")
        browser.until("//*[@id='status'][contains(., 'Done in')]", within=FIRST_CLIP)
        taken = time.monotonic() - begun
        # what was shown while it was made plays to its end first
        browser.until("//*[@id='clip']//video[contains(@src, '/file=')]", within=FIRST_CLIP)
        size, kind = browser.fetched("document.querySelector('#clip video').src")
        if size < 10_000 or kind != "ftyp":
            raise RuntimeError(f"the clip that arrived is none: {size} bytes, {kind!r}")
        return taken


class Browser:
    """One window."""

    def __init__(self, address: str) -> None:
        self._driver = address
        options: dict[str, object] = {"args": list(FLAGS)}
        if binary := shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
            options["binary"] = binary
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        session = _ask(f"{address}/session", "POST", wanted)["sessionId"]
        self._session = f"{address}/session/{session}"

    def call(self, method: str, what: str, values: dict | None = None):
        """One command of the standard."""
        return _ask(self._session + what, method, values)

    def until(self, path: str, *, within: float = PATIENCE) -> str:
        """The id of the first element at an XPath that is seen, as soon as one is."""
        for found in self._tried(lambda: self._seen(path), within):
            if found:
                return found
        raise RuntimeError(f"{path} was not seen within {within:.0f} s; the page says:\n{self._text()}")

    def press(self, path: str) -> None:
        """Click where it is seen; what lies over it keeps the click away, as from a person."""
        self.call("POST", f"/element/{self.until(path)}/click", {})

    def fetched(self, address: str) -> tuple[int, str]:
        """Size in bytes and kind (characters 4 to 8) of a file that the page can fetch, its address as JavaScript."""
        script = (
            "const done = arguments[0];"
            f"fetch({address}).then(r => r.arrayBuffer()).then(b => done([b.byteLength,"
            " String.fromCharCode(...new Uint8Array(b).slice(4, 8))])).catch(e => done([0, String(e)]))"
        )
        size, kind = self.call("POST", "/execute/async", {"script": script, "args": []})
        return int(size), kind

    def _seen(self, path: str) -> str | None:
        found = self.call("POST", "/elements", {"using": "xpath", "value": path})
        ids = (one[ELEMENT] for one in found)
        return next((one for one in ids if self.call("GET", f"/element/{one}/displayed")), None)

    def _tried(self, look: Callable, within: float) -> Iterator:
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                yield look()
            except RuntimeError as error:
                if "stale element" not in str(error):  # it was drawn anew between two questions
                    raise
            time.sleep(0.2)

    def _text(self) -> str:
        return self.call("POST", "/execute/sync", {"script": "return document.body.innerText", "args": []})[:2000]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A fresh browser, gone at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/status")
            browser = Browser(f"http://127.0.0.1:{port}")
            yield browser
            browser.call("DELETE", "")
        finally:
            driver.terminate()
            driver.wait()


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            _ask(address, "GET")
            return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise RuntimeError("chromedriver did not start")


def _ask(address: str, method: str, values: dict | None = None):
    data = None if values is None else json.dumps(values).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        told = json.load(error)["value"]
        raise RuntimeError(f"{told['error']}: {told['message'].splitlines()[0]}") from error
