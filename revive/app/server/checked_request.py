"""A request, checked: the name it asks for, where it comes from, its purpose, and the browser that sent it."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from revive.app.server.allowed_hosts import FORWARDING, AllowedHosts, address_group, client_address, same_origin
from revive.app.server.file_access import VISIT_COOKIE, FileAccess, token_of
from revive.app.server.routes import Purpose, Route, find

PROGRAMS = "programs-of-this-computer-" + secrets.token_hex(16)  # the token of those that send none


@dataclass
class CheckedRequest:
    """A request that may be looked at."""

    scope: Scope
    route: Route
    found: re.Match
    host: str
    address: str
    token: str  # the browser's; a new one where it had none
    is_new: bool
    browser: str
    headers: dict[bytes, bytes] = field(repr=False)

    @property
    def by_program(self) -> bool:
        """Whether it comes from a program of this computer that sends no token of its own."""
        return self.token == PROGRAMS

    @property
    def language(self) -> str:
        """The browser's first language, in small letters."""
        return self.headers.get(b"accept-language", b"en").decode("latin-1").strip().lower()


def check_request(
    scope: Scope, *, hosts: AllowedHosts, files: FileAccess, api: bool, proxies: int, by_address: bool
) -> CheckedRequest | Response:
    """The request, or the response that turns it away; see `SecurityMiddleware` for the parameters."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    host = headers.get(b"host", b"").decode("latin-1")
    if proxies and b"x-forwarded-host" in headers:  # the last proxy may have put its own in the place of Host
        host = headers[b"x-forwarded-host"].decode("latin-1").split(",")[-1].strip()
    if not proxies and hosts.local and _came_through_a_proxy(scope, headers):
        return PlainTextResponse(
            "This page is for the computer that it runs on alone, and the request came through another server."
            " Whoever runs the page can open it with --hosts, --proxies and --auth, see docs/hosting.md.", 403,
        )  # fmt: skip
    if not hosts.allow(host):
        return PlainTextResponse(
            "This page does not go by that name. Whoever runs it can add the name with --hosts.", 421
        )
    if not _comes_from_the_page(scope, headers, host):
        return PlainTextResponse("Other websites cannot use this page.", 403)
    found = find(scope["method"], scope["path"], api=api)
    if found is None:
        return PlainTextResponse("There is nothing here.", 404)
    peer = scope["client"][0] if scope.get("client") else ""
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    address = address_group(client_address(peer, forwarded, proxies))
    token = token_of(scope["headers"])
    is_new = not token
    if not token and hosts.local and _is_program_of_this_computer(headers):
        token = PROGRAMS
    token = token or secrets.token_urlsafe(32)
    browser = files.browser(token)
    if by_address:
        files.count_by(browser, address)
    # Gradio decodes addresses and reads these headers itself
    kept = [
        pair for pair in scope["headers"]
        if pair[0] not in (b"accept-encoding", b"cookie") and (proxies or pair[0] not in FORWARDING)
    ]  # fmt: skip
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    kept.append((b"cookie", b"; ".join([f"{VISIT_COOKIE}={token}".encode(), *cookies])))
    if found[0].use is Purpose.STATIC and b"accept-encoding" in headers:
        kept.append((b"accept-encoding", headers[b"accept-encoding"]))
    scope = {**scope, "headers": kept}
    if hosts.by_tls(host) or (proxies and headers.get(b"x-forwarded-proto", b"").split(b",")[-1].strip() == b"https"):
        scope["scheme"] = "https"
    return CheckedRequest(scope, *found, host, address, token, is_new and token != PROGRAMS, browser, headers)


def _came_through_a_proxy(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    """Whether another server passed the request on; no browser asks by HTTP 1.0, and proxies do by default."""
    return scope.get("http_version") == "1.0" or any(name in headers for name in FORWARDING)


def _comes_from_the_page(scope: Scope, headers: dict[bytes, bytes], host: str) -> bool:
    """Whether the request comes from our own page, from a program, or from somebody who is opening the page."""
    origin, site = headers.get(b"origin"), headers.get(b"sec-fetch-site", b"none")
    if origin is not None:
        return same_origin(origin.decode("latin-1"), host)
    opens = scope["method"] in ("GET", "HEAD") and headers.get(b"sec-fetch-mode") == b"navigate"
    return site in (b"same-origin", b"none") or (opens and scope["path"] in ("/", "/login"))


def _is_program_of_this_computer(headers: dict[bytes, bytes]) -> bool:
    """Whether a program of this computer sent it, where only this computer may: all of them are one visitor."""
    return not any(name.startswith(b"sec-fetch-") or name == b"origin" for name in headers)
