"""Who a browser is, its folder, and how files are named to it.

Every browser has a random cookie; programs that keep no cookies may send one of their own making as a header. What it
is called here, its `browser`, tells nothing of the cookie. Everything that a browser brings or makes lies in one folder
that bears this name, so that whose a file is can be seen from where it lies: no table can run full or be out of date.

Gradio tells files by their whole path. Outside of this program that path is never seen: answers say `ALIAS` in the
place of the folder that holds all the others, and requests are read back.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import threading
from collections import OrderedDict
from pathlib import Path
from urllib.parse import quote

VISIT = "revive_visit"  # the cookie
HEADER = b"x-revive-visit"  # the same from programs
TOKEN = re.compile(r"[\w-]{32,128}\Z")
BROWSER = re.compile(r"[0-9a-f]{24}\Z")
SESSION = re.compile(r"[\w-]{1,64}\Z")
ALIAS = "/__files__"
UPLOADS = "uploads"
MOST = 50_000  # browsers whose address is remembered


class Visitors:
    """Names of browsers and places of files; `root` is the folder that holds everybody's."""

    def __init__(self, root: Path):
        self.root = Path(root).resolve()
        self._salt = secrets.token_bytes(32)
        self._sources: OrderedDict[str, str] = OrderedDict()  # browser -> what its limits are counted by
        self._lock = threading.Lock()
        told = str(self.root)
        # as orjson, json and a URL write it
        self._told = {text.encode() for text in (told, json.dumps(told)[1:-1], quote(told, safe="/"))}

    def browser(self, token: str) -> str:
        """The name of a browser by its token."""
        return hashlib.blake2b(token.encode(), key=self._salt, digest_size=12).hexdigest()

    def visitor(self, browser: str, session: str) -> str:
        """One tab of a browser: no other browser can name it, whatever it knows."""
        return f"{browser}-{session}"

    def browser_of(self, visitor: str) -> str:
        """The browser that a tab belongs to."""
        name = visitor.partition("-")[0]
        return name if BROWSER.match(name) else self.browser(visitor)

    def folder(self, browser: str) -> Path:
        """Everything of a browser, made at the first call; readable by nobody else on this computer."""
        folder = self.root / browser
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder

    def count_by(self, browser: str, source: str) -> None:
        """Count the browser's limits by `source`, such as its address, of which only a digest is kept."""
        with self._lock:
            self._sources[browser] = self.browser(source)
            self._sources.move_to_end(browser)
            while len(self._sources) > MOST:
                self._sources.popitem(last=False)

    def source(self, visitor: str) -> str:
        """What a visitor's limits are counted by."""
        browser = self.browser_of(visitor)
        return self._sources.get(browser, browser)

    def same_source(self, browser: str) -> set[str]:
        """The browsers whose limits are counted together with this one's, itself included."""
        source = self._sources.get(browser)
        with self._lock:
            return {browser, *(other for other, told in self._sources.items() if source and told == source)}

    def owns(self, browser: str, path: str | Path) -> bool:
        """Whether a file lies in the browser's folder, links followed."""
        try:
            folder, path = self.root / browser, Path(path).resolve()
        except (OSError, ValueError, RuntimeError):  # no path at all; links in a circle
            return False
        return bool(BROWSER.match(browser)) and path.is_relative_to(folder) and path != folder

    def upload_of(self, path: Path) -> Path | None:
        """The folder that one upload has to itself, where the file is an upload."""
        try:
            parts = Path(path).resolve().relative_to(self.root).parts
        except ValueError:
            return None
        return self.root.joinpath(*parts[:3]) if len(parts) == 4 and parts[1] == UPLOADS else None

    def told(self, path: str | Path) -> str:
        """The name by which a file is told outside."""
        return f"{ALIAS}/{Path(path).relative_to(self.root).as_posix()}"

    def meant(self, browser: str, told: str) -> Path | None:
        """The browser's own file of this name; None where it has none."""
        if not told.startswith(f"{ALIAS}/") or "\0" in told:
            return None
        path = self.root / told.removeprefix(f"{ALIAS}/")
        return path if self.owns(browser, path) and path.is_file() else None

    def hide(self, answer: bytes) -> bytes:
        """An answer, or a whole piece of one, without the path of the folder."""
        for text in self._told:
            answer = answer.replace(text, ALIAS.encode())
        return answer


def token_of(headers: list[tuple[bytes, bytes]]) -> str:
    """The token that a request carries; empty where it has none."""
    told = next((value.decode("latin-1") for name, value in headers if name == HEADER), "")
    return told if TOKEN.match(told) else cookie_of(headers, VISIT, TOKEN)


def cookie_of(headers: list[tuple[bytes, bytes]], cookie: str, form: re.Pattern) -> str:
    """The value of a cookie, if it is of this form; else empty."""
    for name, value in headers:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                called, _, kept = part.strip().partition("=")
                if called == cookie and form.match(kept):
                    return kept
    return ""
