"""Starts the page: `python app.py` or `revive app`, with `[--listen [ADDRESS]] [--share] [--auth USER:PASSWORD]
[--public-demo] [--api] …`."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from revive.app.api import ask_as_the_caller
from revive.app.health import routes
from revive.app.log import keep_discreet
from revive.app.page import build_page, head
from revive.app.server.events import wanted_by
from revive.app.server.guard import Guard
from revive.app.server.hosts import Hosts
from revive.app.server.login import Logins
from revive.app.server.uploads import fetch_nothing
from revive.app.settings import Settings
from revive.app.spaces import device
from revive.app.theme import ICON, STYLE, script, theme
from revive.app.warm import warm_up
from revive.core.packages import missing_package
from revive.media.decoder import warm_decoder

THREADS = 96  # of handlers; most of them wait for the desk
SWITCH = 0.0005  # seconds until a busy thread lets another go on; Python's own 0.005 makes the page wait for the work
EVENTS = 400  # that Gradio may hold at once; the desk's own limits come long before


def launch(
    settings: Settings | None = None, *, wait: bool = True, warm: bool = True, root: Path | None = None
) -> gr.Blocks:
    """Build the page and serve it.

    Parameters
    ----------
    settings : how; on this computer alone and without opening a browser when not given
    wait : stay until interrupted; else return at once and leave the server running
    warm : load the models in the background, so that the first clip is quick
    root : folder for the visitors' files; a private temporary one when not given

    Raises
    ------
    UserError : others could open the page without a password, or a setting cannot be used
    """
    settings = (settings or Settings(browser=False)).checked()
    space = "SPACE_ID" in os.environ
    if space:
        print(f"Larger models are computed on: {device()}", flush=True)
    os.environ["FORWARDED_ALLOW_IPS"] = ""  # who asks, and through which proxies, is the guard's to find out
    sys.setswitchinterval(SWITCH)
    fetch_nothing()
    keep_discreet()
    page = build_page(
        root, warm=warm, at_home=settings.at_home, limits=settings.limits, api=settings.api,
        login=settings.login() is not None,
    )  # fmt: skip
    page.desk.cold = warm
    hosts = Hosts(settings.names(), local=settings.at_home)
    mcp = settings.api and find_spec("mcp") is not None

    @contextlib.asynccontextmanager
    async def guarded(app: FastAPI):
        """Put the guard before everything else that Gradio has put before the page."""
        app.middleware_stack = Guard(
            app.middleware_stack, visitors=page.desk.visitors, hosts=hosts, logins=Logins(settings.login()),
            uploads=page.desk.uploads, wanted=wanted_by(page), api=settings.api, proxies=settings.proxies,
            first=head("zh-CN" if settings.lang == "zh" else settings.lang or None), by_address=settings.public_demo,
            framed=space,
        )  # fmt: skip
        yield

    # the desk keeps the line and says how long it is, so Gradio's own queue lets every job come to it
    page.queue(max_size=EVENTS, api_open=settings.api)
    page.launch(
        server_name=settings.host, server_port=settings.port or None, share=settings.share, inbrowser=settings.browser,
        prevent_thread_lock=True, quiet=True,
        theme=theme(), css_paths=STYLE, head=script(), favicon_path=ICON, i18n=page.words, footer_links=[],
        run_history=False, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=mcp,
        show_error=False, max_file_size=settings.limits.upload, max_threads=THREADS,
        app_kwargs={
            "lifespan": guarded, "routes": routes(page.desk), "docs_url": None, "redoc_url": None, "openapi_url": None,
        },
    )  # fmt: skip
    if page.share_url:
        hosts.add(page.share_url)
    mcp = page.mcp_server_obj is not None
    if mcp:
        ask_as_the_caller(page)
    page.desk.keep_tidy()
    print(*settings.told(page.local_url, page.share_url if settings.share else None), sep="\n", flush=True)
    if settings.api and not mcp:
        print(f"MCP is not offered. {missing_package('mcp')}", flush=True)
    if warm:
        warm_decoder()
        warm_up(page.desk, settings.lang or "en")
    if wait:
        try:
            page.block_thread()
        finally:
            page.desk.close()
    return page


def main(arguments: list[str] | None = None) -> int:
    """The command line of `app.py`; gives the exit status, and raises what `launch` raises."""
    return serve(Settings.from_arguments(arguments))


def serve(settings: Settings) -> int:
    """The page until it is closed or the process is asked to end; gives the exit status, raises what `launch` does."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the visitors' files are deleted then too
    launch(settings)
    return 0
