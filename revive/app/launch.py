"""Starts the page: `python app.py` or `revive app`, with the options of `server.settings`."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from revive.app.api import forward_caller_identity
from revive.app.jobs.health import health_routes
from revive.app.jobs.lasting_folder import hold_lasting_folder
from revive.app.jobs.private_log import keep_logs_private
from revive.app.jobs.warm_up import warm_up
from revive.app.page import PageBlocks, build_page, head
from revive.app.parts.theme import ICON, STYLE, script, theme
from revive.app.server.allowed_hosts import AllowedHosts
from revive.app.server.events import signatures_of
from revive.app.server.handover import Handovers
from revive.app.server.login import Logins
from revive.app.server.security import SecurityMiddleware
from revive.app.server.settings import LOOPBACK, Settings
from revive.app.server.spaces import device
from revive.app.server.uploads import Uploads, block_downloads
from revive.core.errors import UserError
from revive.core.packages import missing_package
from revive.media.decoder import warm_decoder

if TYPE_CHECKING:
    from fastapi import FastAPI

    from revive.app.jobs.elsewhere import Elsewhere

THREADS = 96  # of handlers; most of them wait for the job queue
SWITCH = 0.0005  # seconds until a busy thread lets another run; with Python's own 0.005 the page waits for the work
EVENTS = 400  # that Gradio may hold at once; the limits of the job queue come long before


def launch(
    settings: Settings | None = None, *, wait: bool = True, warm: bool = True, root: Path | None = None
) -> PageBlocks:
    """Build the page and serve it.

    Parameters
    ----------
    settings : how it is served; on this computer alone and without opening a browser when not given
    wait : stay until interrupted; else return at once and leave the server running
    warm : load the models in the background, so that the first clip is quick
    root : folder for the visitors' files, deleted at the end; when not given, at home the one that lasts, elsewhere a
        private temporary one

    Raises
    ------
    UserError : others could open the page without a password, or a setting cannot be used
    """
    settings = (settings or Settings(browser=False)).checked()
    space = "SPACE_ID" in os.environ
    if space:
        print(f"Larger models are computed on: {device()}", flush=True)
    os.environ["FORWARDED_ALLOW_IPS"] = ""  # the security middleware finds the client's address itself
    _reach_directly(LOOPBACK)
    sys.setswitchinterval(SWITCH)
    block_downloads()
    keep_logs_private()
    reachable = settings.host not in LOOPBACK and not (settings.public_demo or space)
    handovers = Handovers() if reachable else None
    elsewhere = _cluster(settings)
    warm = warm and elsewhere is None  # its machines load the models
    lasting = hold_lasting_folder(settings.keep_days) if settings.keeps_files and root is None else None
    if settings.keeps_files and root is None and lasting is None:
        print("Another page of Revive is open; what this one makes is deleted when it ends.", flush=True)
    page = build_page(
        root, warm=warm, at_home=settings.at_home, limits=settings.limits, api=settings.api,
        login=settings.login() is not None, handovers=handovers, lasting=lasting,
        elsewhere=elsewhere,
    )  # fmt: skip
    page.jobs.warm_up_pending = warm
    files = page.jobs.sessions.files
    hosts = AllowedHosts(settings.names(), local=settings.at_home)
    mcp = settings.api and find_spec("mcp") is not None

    @contextlib.asynccontextmanager
    async def with_security(app: FastAPI):
        """Put the security middleware around all of Gradio's own."""
        app.middleware_stack = SecurityMiddleware(
            app.middleware_stack or app.build_middleware_stack(), files=files, hosts=hosts,
            logins=Logins(settings.login()), uploads=Uploads(files, settings.limits),
            signatures=signatures_of(page), api=settings.api, proxies=settings.proxies,
            head=head(settings.lang or None),
            by_address=settings.public_demo, framed=space, keep_days=page.jobs.keep_days or 0, handovers=handovers,
        )  # fmt: skip
        yield

    # the job queue decides who waits and says how long, so Gradio's own queue lets all of them through
    page.queue(max_size=EVENTS, api_open=settings.api)
    with _port_watched(settings.port or 7860):
        page.launch(
            server_name=settings.host, server_port=settings.port or None, share=settings.share,
            inbrowser=settings.browser, prevent_thread_lock=True, quiet=True,
            theme=theme(), css_paths=STYLE, head=script(), favicon_path=ICON, i18n=page.words, footer_links=[],
            run_history=False, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=mcp,
            show_error=False, max_file_size=settings.limits.upload, max_threads=THREADS,
            _frontend=False,  # else it gives up where a busy computer takes three seconds for the first page
            app_kwargs={
                "lifespan": with_security, "routes": health_routes(page.jobs),
                "docs_url": None, "redoc_url": None, "openapi_url": None,
            },
        )  # fmt: skip
    if handovers:
        handovers.port = page.server_port
    if page.share_url:
        hosts.add(page.share_url)
    mcp = page.mcp_server_obj is not None
    if mcp:
        forward_caller_identity(page)
    page.jobs.start_cleaning()
    print(
        *settings.announcement(page.local_url or "", page.share_url if settings.share else None), sep="\n", flush=True
    )
    if settings.api and not mcp:
        print(f"MCP is not offered. {missing_package('mcp')}", flush=True)
    if warm or elsewhere:
        warm_decoder()
    if warm:
        warm_up(page.jobs, settings.lang or "en")
    if wait:
        try:
            page.block_thread()
        finally:
            page.jobs.close()
    return page


def _reach_directly(hosts: Iterable[str]) -> None:
    """Let no proxy of the environment stand between the page and itself: Gradio asks it whether it has started."""
    for name in ("no_proxy", "NO_PROXY"):
        others = filter(None, os.environ.get(name, "").split(","))
        os.environ[name] = ",".join(dict.fromkeys([*others, *sorted(hosts)]))


def _cluster(settings: Settings) -> Elsewhere | None:
    """The cluster that makes the clips, if one is asked for."""
    if not settings.ray:
        return None
    from revive.app.jobs.elsewhere import Elsewhere

    return Elsewhere(settings.ray, settings.shared)


@contextlib.contextmanager
def _port_watched(port: int) -> Iterator[None]:
    """Inside, a port that another program uses raises a `UserError`."""
    try:
        yield
    except OSError as error:
        if "empty port" not in str(error):  # as Gradio says it
            raise
        raise UserError(
            "Another program, perhaps another Revive, uses the port {port}; please close it, or choose another port"
            " with --port.",
            port=port,
        ) from error


def main(arguments: list[str] | None = None) -> int:
    """The command line of `app.py`; gives the exit status, and raises what `launch` raises."""
    return serve(Settings.from_arguments(arguments))


def serve(settings: Settings) -> int:
    """The page until it is closed or the process is asked to end; gives the exit status, raises what `launch` does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the visitors' files are deleted then too
    launch(settings)
    return 0
