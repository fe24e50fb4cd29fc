"""File access: who a browser is, which files are its own, and how files are named to it.

Every browser has a random cookie; programs that keep no cookies may send a token of their own as a header. A browser's
name here, `browser`, does not reveal the cookie. Everything that a browser brings or makes lies in one folder of that
name, so a file's place says whose it is: there is no table that could be full or out of date.

Gradio names files by their whole path. No path leaves this program: responses have `ALIAS` in the place of the folder
that holds everybody's files, and requests are translated back.
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

VISIT_COOKIE = "revive_visit"  # the cookie
VISIT_HEADER = b"x-revive-visit"  # the same from programs
TOKEN = re.compile(r"[\w-]{32,128}\Z")
BROWSER = re.compile(r"[0-9a-f]{24}\Z")
SESSION = re.compile(r"[\w-]{1,64}\Z")
ALIAS = "/__files__"
UPLOADS = "uploads"
MOST = 50_000  # browsers whose address is remembered


class FileAccess:
    """The names of browsers and the places of their files.

    Parameters
    ----------
    root : the folder that holds everybody's files
    salt : of the browsers' names, 32 bytes; drawn when not given, so that the names mean nothing after the program ends
    """

    def __init__(self, root: Path, salt: bytes | None = None):
        self.root = Path(root).resolve()
        self._salt = salt or secrets.token_bytes(32)
        self._sources: OrderedDict[str, str] = OrderedDict()  # browser -> what its limits are counted by
        self._lock = threading.Lock()
        spelled = str(self.root)
        # as orjson, json and a URL write it
        self._spellings = {text.encode() for text in (spelled, json.dumps(spelled)[1:-1], quote(spelled, safe="/"))}

    def browser(self, token: str) -> str:
        """The name of a browser by its token."""
        return hashlib.blake2b(token.encode(), key=self._salt, digest_size=12).hexdigest()

    def visitor(self, browser: str, session: str) -> str:
        """One tab of a browser; no other browser can name it."""
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
        """What a visitor's limits are counted by: the browser, or where `count_by` was called its address."""
        browser = self.browser_of(visitor)
        return self._sources.get(browser, browser)

    def browsers_counted_with(self, browser: str) -> set[str]:
        """The browsers whose limits are counted together with this one's, itself included."""
        source = self._sources.get(browser)
        with self._lock:
            return {browser, *(other for other, counted in self._sources.items() if source and counted == source)}

    def owns(self, browser: str, path: str | Path) -> bool:
        """Whether a file lies in the browser's folder, links followed."""
        try:
            folder, path = self.root / browser, Path(path).resolve()
        except (OSError, ValueError, RuntimeError):  # no path at all; links in a circle
            return False
        return bool(BROWSER.match(browser)) and path.is_relative_to(folder) and path != folder

    def upload_folder(self, path: Path) -> Path | None:
        """The folder that one upload has to itself, where the file is an upload."""
        try:
            parts = Path(path).resolve().relative_to(self.root).parts
        except ValueError:
            return None
        return self.root.joinpath(*parts[:3]) if len(parts) == 4 and parts[1] == UPLOADS else None

    def public_name(self, path: str | Path) -> str:
        """The name of a file in responses."""
        return f"{ALIAS}/{Path(path).relative_to(self.root).as_posix()}"

    def address(self, path: str | Path) -> str:
        """The address of a file, from the page."""
        return "gradio_api/file=" + quote(self.public_name(path))

    def find(self, browser: str, public_name: str) -> Path | None:
        """The browser's own file of this public name; None where it has none."""
        if not public_name.startswith(f"{ALIAS}/") or "\0" in public_name:
            return None
        if any(part.startswith(".") for part in public_name.split("/")):  # what the page notes for itself
            return None
        path = self.root / public_name.removeprefix(f"{ALIAS}/")
        return path if self.owns(browser, path) and path.is_file() else None

    def hide_paths(self, body: bytes) -> bytes:
        """A response, or a whole piece of one, without the path of the folder."""
        for text in self._spellings:
            body = body.replace(text, ALIAS.encode())
        return body


def token_of(headers: list[tuple[bytes, bytes]]) -> str:
    """The token that a request carries; empty where it has none."""
    sent = next((value.decode("latin-1") for name, value in headers if name == VISIT_HEADER), "")
    return sent if TOKEN.match(sent) else cookie_of(headers, VISIT_COOKIE, TOKEN)


def cookie_of(headers: list[tuple[bytes, bytes]], cookie: str, form: re.Pattern) -> str:
    """The value of a cookie, if it is of this form; else empty."""
    for name, value in headers:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                called, _, content = part.strip().partition("=")
                if called == cookie and form.match(content):
                    return content
    return ""
