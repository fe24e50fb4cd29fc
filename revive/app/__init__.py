"""The page: a photograph, words and a description become a clip in the browser.

`launch` starts it, `build_page` gives the Gradio Blocks.
"""

from revive.core import telemetry

telemetry.switch_off()  # before Gradio is imported

from revive.app.launch import launch, main  # noqa: E402
from revive.app.page import build_page  # noqa: E402

__all__ = ["build_page", "launch", "main"]
