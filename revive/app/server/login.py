"""The password: its page, who has given it, and how often it may be tried.

A correct password gives the browser a random cookie; a digest of it is kept until it was not used for half a day.
Programs may send the password with every request instead (HTTP Basic). Wrong passwords are counted by the address they
come from, or by the browser where it gave the correct one before, so that nobody can lock the others out.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from collections import OrderedDict, deque
from html import escape
from urllib.parse import parse_qs

from revive.core.localisation import Message, in_context, nearest

LOGIN = "revive_login"  # the cookie
TOKEN = re.compile(r"[\w-]{43}\Z")
IDLE = 12 * 3600.0  # seconds after which a login that was not used ends
MOST = 1_000  # logins, and sources whose mistakes are counted
TRIES, TRY_SECONDS = 10, 60.0  # wrong passwords of one source within so many seconds


class Logins:
    """Who has given the password; without an `account` nobody has to.

    Parameters
    ----------
    account : (user, password)
    """

    def __init__(self, account: tuple[str, str] | None):
        self.account = account
        self._last_used: OrderedDict[bytes, float] = OrderedDict()  # digest of a token -> when it was used
        self._mistakes: OrderedDict[str, deque[float]] = OrderedDict()  # source -> when it was wrong
        self._known_browsers: OrderedDict[str, None] = OrderedDict()  # browsers that gave the right one

    def required(self) -> bool:
        """Whether a password is needed at all."""
        return self.account is not None

    def is_logged_in(self, token: str) -> bool:
        """Whether this token was given here and is still valid."""
        digest, now = _digest(token), time.monotonic()
        used = self._last_used.get(digest)
        if not token or used is None or now - used > IDLE:
            self._last_used.pop(digest, None)
            return False
        self._last_used[digest] = now
        self._last_used.move_to_end(digest)
        return True

    def log_in(self, user: str, password: str, browser: str) -> str | None:
        """A token for the correct user and password; None for wrong ones."""
        if not self.is_correct(user, password):
            return None
        token = secrets.token_urlsafe(32)
        self._last_used[_digest(token)] = time.monotonic()
        self._remember_browser(browser)
        while len(self._last_used) > MOST:
            self._last_used.popitem(last=False)
        return token

    def _remember_browser(self, browser: str) -> None:
        self._known_browsers[browser] = None
        self._known_browsers.move_to_end(browser)
        while len(self._known_browsers) > MOST:
            self._known_browsers.popitem(last=False)

    def log_out(self, token: str) -> None:
        """End a login."""
        self._last_used.pop(_digest(token), None)

    def is_correct(self, user: str, password: str) -> bool:
        """Whether these are the account's; the time this takes does not reveal how nearly."""
        known = self.account or ("", secrets.token_hex(16))
        same = [
            hmac.compare_digest(one.encode(), two.encode()) for one, two in zip((user, password), known, strict=True)
        ]
        return self.account is not None and all(same)

    def is_correct_basic(self, header: str, browser: str) -> bool | None:
        """Whether an Authorization header has the correct ones; None where it has none at all."""
        kind, _, given = header.partition(" ")
        if kind.lower() != "basic":
            return None
        try:
            user, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return False
        right = self.is_correct(user, password)
        if right:
            self._remember_browser(browser)
        return right

    def source(self, browser: str, address: str) -> str:
        """What the wrong passwords of a browser are counted by."""
        return browser if browser in self._known_browsers else address

    def may_try(self, source: str) -> bool:
        """Whether this source has not been wrong too often within the last minute."""
        wrong, now = self._mistakes.get(source, ()), time.monotonic()
        return sum(now - when < TRY_SECONDS for when in wrong) < TRIES

    def count_mistake(self, source: str) -> None:
        """Count a wrong password."""
        self._mistakes.setdefault(source, deque(maxlen=TRIES)).append(time.monotonic())
        self._mistakes.move_to_end(source)
        while len(self._mistakes) > MOST:
            self._mistakes.popitem(last=False)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def read_login_form(body: bytes) -> tuple[str, str]:
    """User and password as the login's form sends them."""
    try:
        fields = parse_qs(body.decode(), max_num_fields=16)
    except ValueError:
        return "", ""
    user, password = (fields.get(name, [""])[0].strip() for name in ("username", "password"))
    return user, password


def login_page(language: str, *, wrong: str = "") -> str:
    """The whole page for the login; `wrong` says what was wrong."""
    return _PAGE.format(
        language=nearest(language).replace("_", "-"),
        wrong=f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else "",
        **{name: escape(text.text(language)) for name, text in _TEXTS.items()},
    )


_TEXTS = {
    "title": Message("Revive"),
    "about": Message("This page is private; please give the name and the password you were told."),
    "user": in_context("login", "Name"),
    "password": Message("Password"),
    "enter": Message("Enter"),
}
_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f6f3ee; color: #2f2a26;
  font: 1.05rem/1.5 system-ui, sans-serif }}
form {{ width: min(22rem, 88vw); padding: 2rem; background: #fff; border: 1px solid #e4ddd3; border-radius: 14px }}
h1 {{ margin: 0 0 .5rem; font-size: 1.5rem }}
label {{ display: block; margin-top: 1rem }}
input {{ width: 100%; box-sizing: border-box; margin-top: .25rem; padding: .6rem; font: inherit;
  border: 1px solid #b9aea1; border-radius: 8px }}
button {{ width: 100%; margin-top: 1.5rem; padding: .7rem; font: inherit; color: #fff; background: #5c5249; border: 0;
  border-radius: 8px; cursor: pointer }}
:focus-visible {{ outline: 3px solid #a8702e; outline-offset: 2px }}
.wrong {{ color: #9a2b1f }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #201d1a; color: #ece6de }} form {{ background: #2b2723; border-color: #453e37 }}
  input {{ background: #201d1a; color: inherit }} .wrong {{ color: #ffb4a8 }} button {{ background: #7a6d60 }}
}}
</style></head>
<body><form method="post" action="login">
<h1>{title}</h1><p>{about}</p>{wrong}
<label>{user}<input name="username" autocomplete="username" autocapitalize="none" required autofocus></label>
<label>{password}<input name="password" type="password" autocomplete="current-password" required></label>
<button>{enter}</button>
</form></body></html>
"""
