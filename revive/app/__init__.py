"""The page: a photograph, words and a description become a clip in the browser.

`launch` starts it, `build_page` gives the Gradio Blocks. The rooms, lowest first; none uses what is above it:

locale    every text in English and in Chinese
server    serving the page safely: security middleware, login, routes, file access, uploads, settings
jobs      the job queue, the visitors' sessions, limits, warm-up, health, the log
parts     the form, the consent form and the other pieces that the tabs are made of
tabs      one file for each tab
page.py   the whole page; api.py, the endpoints for programs; launch.py, which serves them
fuzz      trying the page with requests that are almost valid
"""

from revive.core import telemetry

telemetry.switch_off()  # before Gradio is imported

from revive.app.launch import launch, main  # noqa: E402
from revive.app.page import build_page  # noqa: E402

__all__ = ["build_page", "launch", "main"]
