"""The page: a photograph, words and a description become a clip in the browser.

`launch` starts it, `build_page` gives the Gradio Blocks.
"""

from revive.app.launch import launch, main
from revive.app.page import build_page

__all__ = ["build_page", "launch", "main"]
