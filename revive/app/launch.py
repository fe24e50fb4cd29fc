"""Starts the page: `python app.py [--listen [ADDRESS]] [--share] [--auth USER:PASSWORD] [--public-demo] [--api] …`."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path

import gradio as gr
from PIL import Image
from starlette.middleware import Middleware

from revive.app.guard import Guard
from revive.app.health import routes
from revive.app.log import keep_discreet
from revive.app.owners import close_gradio
from revive.app.page import build_page, head
from revive.app.settings import Settings
from revive.app.spaces import device
from revive.app.theme import ICON, STYLE, theme
from revive.app.warm import warm_up
from revive.packages import missing_package

THREADS = 96  # of handlers; most of them wait for the desk
SWITCH = 0.0005  # seconds until a busy thread lets another go on; Python's own 0.005 makes the page wait for the work
PIXELS = 60_000_000  # of a picture that Gradio itself decodes: what was painted over one; Pillow refuses twice as many
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
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    space = "SPACE_ID" in os.environ
    if space:  # only Hugging Face's proxy reaches it, which tells whom it asks for
        os.environ.setdefault("FORWARDED_ALLOW_IPS", "*")
        print(f"Larger models are computed on: {device()}", flush=True)
    sys.setswitchinterval(SWITCH)
    close_gradio()
    keep_discreet()
    Image.MAX_IMAGE_PIXELS = PIXELS
    page = build_page(
        root, warm=warm, at_home=settings.at_home, limits=settings.limits, api=settings.api,
        by_address=settings.public_demo,
    )  # fmt: skip
    page.desk.cold = warm
    first = head("zh-CN" if settings.lang == "zh" else settings.lang or None)
    guard = Middleware(Guard, first=first, owners=page.desk.owners, framed=space)
    mcp = settings.api and find_spec("mcp") is not None
    # the desk keeps the line and says how long it is, so Gradio's own queue lets every job come to it
    page.queue(max_size=EVENTS, api_open=settings.api)
    page.launch(
        server_name=settings.host, server_port=settings.port or None, share=settings.share, inbrowser=settings.browser,
        auth=settings.login(), prevent_thread_lock=True, quiet=True,
        theme=theme(), css_paths=STYLE, favicon_path=ICON, i18n=page.words, footer_links=[],
        run_history=False, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=mcp,
        show_error=False, max_file_size=settings.limits.upload, max_threads=THREADS,
        app_kwargs={
            "middleware": [guard], "routes": routes(page.desk),
            "docs_url": None, "redoc_url": None, "openapi_url": None,
        },
    )  # fmt: skip
    page.desk.keep_tidy()
    print(*settings.told(page.local_url, page.share_url if settings.share else None), sep="\n", flush=True)
    if settings.api and not mcp:
        print(f"MCP is not offered. {missing_package('mcp')}", flush=True)
    if warm:
        warm_up(page.desk, settings.lang or "en")
    if wait:
        try:
            page.block_thread()
        finally:
            page.desk.close()
    return page


def main(arguments: list[str] | None = None) -> int:
    """The command line of `app.py`; gives the exit status, and raises what `launch` raises."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the visitors' files are deleted then too
    launch(Settings.from_arguments(arguments))
    return 0
