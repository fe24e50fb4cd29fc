"""Starts the page: `python app.py [--port N] [--host ADDRESS] [--lang en|zh] [--share] [--no-browser]`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware

from revive.app.guard import Guard
from revive.app.page import build_page, head
from revive.app.theme import ICON, STYLE, theme
from revive.app.warm import warm_up

LOCAL = "127.0.0.1"
OWN = (LOCAL, "localhost", "::1")  # addresses that only this computer reaches
LARGEST_UPLOAD = "1gb"  # an hour of uncompressed stereo sound is 600 MB


def launch(
    *,
    port: int | None = None,
    host: str = LOCAL,
    language: str | None = None,
    share: bool = False,
    browser: bool = False,
    wait: bool = True,
    warm: bool = True,
    root: Path | None = None,
) -> gr.Blocks:
    """Build the page and serve it.

    Parameters
    ----------
    port : a free one from 7860 on when not given
    host : address to listen on; anything but 127.0.0.1 lets others in
    language : "en" or "zh"; when not given, the browser's
    share : open a public address through Gradio's servers
    browser : open the page in a browser
    wait : stay until interrupted; else return at once and leave the server running
    warm : load the models in the background, so that the first clip is quick
    root : folder for the visitors' files; a private temporary one when not given
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    # a Space of Hugging Face is open to everyone
    at_home = host in OWN and not share and "SPACE_ID" not in os.environ
    page = build_page(root, warm=warm, at_home=at_home)
    guard = Middleware(Guard, first=head("zh-CN" if language == "zh" else language))
    page.queue(max_size=40, api_open=False)
    page.launch(
        server_name=host, server_port=port, share=share, inbrowser=browser, prevent_thread_lock=True, quiet=True,
        theme=theme(), css_paths=STYLE, favicon_path=ICON, i18n=page.words, footer_links=[],
        run_history=False, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False, show_error=False,
        max_file_size=LARGEST_UPLOAD,
        app_kwargs={"middleware": [guard], "docs_url": None, "redoc_url": None, "openapi_url": None},
    )  # fmt: skip
    print(f"Revive is ready: {page.local_url}", flush=True)
    if host != LOCAL:
        print("Anyone who can reach this computer's network can open the page.", flush=True)
    if share:
        print(
            f"Shared: {page.share_url}\nAnyone with this address can open the page while this window is open,"
            " and what they and you send passes through Gradio's servers.",
            flush=True,
        )
    if warm:
        warm_up(page.desk, language or "en")
    if wait:
        try:
            page.block_thread()
        finally:
            page.desk.close()
    return page


def main(arguments: list[str] | None = None) -> None:
    """The command line of `app.py`."""
    parser = argparse.ArgumentParser(
        description="Revive: a photograph and words become a talking clip, on this computer."
    )
    parser.add_argument("--port", type=int, help="port of the page (default: a free one from 7860 on)")
    parser.add_argument("--host", default=LOCAL, help="address to listen on (default: this computer alone)")
    parser.add_argument("--lang", choices=("en", "zh"), help="language of the page (default: the browser's)")
    parser.add_argument("--share", action="store_true", help="open a public address through Gradio's servers")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page in a browser")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that the visitors' files are deleted then too
    launch(
        port=options.port, host=options.host, language=options.lang, share=options.share, browser=not options.no_browser
    )
