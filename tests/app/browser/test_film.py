"""A real Chromium: photographs become a story, which is put in another order and made into a film."""

import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.app.browser.steps import choose, open_page, open_tab, press, says, see, there, write

pytestmark = pytest.mark.slow


def test_photographs_become_a_film(page, browser, tmp_path):
    from selenium.webdriver.support.ui import WebDriverWait

    from revive.provenance import verify

    for name, colour in (("1958 lake.jpg", "navy"), ("1931 house.jpg", "olive")):
        Image.new("RGB", (320, 240), colour).save(tmp_path / name)
    open_tab(browser, "Film")
    see(browser, "#film-make")
    bring = there(browser, "#film-files input[type=file]")
    bring.send_keys("\n".join(str(path) for path in sorted(tmp_path.glob("*.jpg"), reverse=True)))
    says(browser, "#story-note", "as soon as you have answered")
    write(browser, "#film-relation :is(textarea, input)", "her grandson")
    choose(browser, "#film-basis", "family")
    press(browser, "#film-adult input")
    says(browser, "#story-note", "The story has begun", within=60)  # faces are looked for the first time
    assert scenes(browser) == ["1931 house", "1958 lake"]  # by their dates
    press(browser, "#story [data-scene='1'] [data-action=up]")
    says(browser, "#story [data-scene='0']", "1958 lake")
    assert scenes(browser) == ["1958 lake", "1931 house"]
    focused = "return document.activeElement.closest('[data-scene]')?.dataset.scene === '0'"
    WebDriverWait(browser, 5).until(lambda browser: browser.execute_script(focused))
    press(browser, "#story [data-scene='0'] [data-action=edit]")
    says(browser, "#scene-heading", "1 · Photograph")
    assert scenes(browser) == ["1958 lake"] and scenes(browser, "#story-rest") == ["1931 house"]  # it opens in between
    write(browser, "#scene-seconds :is(textarea, input)", "1")
    press(browser, "#scene-keep")
    says(browser, "#story [data-scene='0']", "1 s")
    assert scenes(browser) == ["1958 lake", "1931 house"]
    press(browser, "#film-more > button")
    choose(browser, "#film-size", "360p")
    write(browser, "#film-title :is(textarea, input)", "Ruth")
    if folder := os.environ.get("REVIVE_SCREENSHOTS"):
        browser.save_screenshot(str(Path(folder) / "film.png"))
    press(browser, "#film-make")
    see(browser, "#film-status .track")
    open_page(browser, page.local_url)  # the film goes on, and the story is there again
    open_tab(browser, "Film")
    says(browser, "#story [data-scene='1']", "1931 house")
    says(browser, "#shelf", "Ruth", within=90)
    see(browser, "#film video")
    (film,) = page.jobs.sessions.root.rglob("Ruth *.mp4")
    assert (verify(film).manifest.facts or {})["kind"] == "film"


def scenes(browser, where: str = "#story") -> list[str]:
    """What the scenes of a list show, in their order."""
    found = browser.find_elements("css selector", f"{where} [data-scene] p")
    return [re.sub(r"^.*\n", "", one.text) for one in found]
