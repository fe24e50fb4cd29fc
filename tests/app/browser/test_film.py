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
    press(browser, "#add-letter")
    says(browser, "#scene-heading", "3 · Letter")
    write(browser, "#scene-words textarea", "Thank you, Tom.")
    press(browser, "#scene-sound > button")
    choose(browser, "#scene-voice", "Joe")
    press(browser, "#scene-keep")
    says(browser, "#story [data-scene='2']", "Thank you, Tom.")
    press(browser, "#film-more > button")
    choose(browser, "#film-size", "360p")
    write(browser, "#film-title :is(textarea, input)", "Ruth")
    if folder := os.environ.get("REVIVE_SCREENSHOTS"):
        browser.save_screenshot(str(Path(folder) / "film.png"))
    press(browser, "#film-make")
    see(browser, "#film-status .track")
    # the film goes on, and the story is there again, in another language
    open_page(browser, f"{page.local_url}?lang=zh-CN")
    open_tab(browser, "影片")
    says(browser, "#story [data-scene='1']", "2 · 照片")
    assert scenes(browser) == ["1958 lake", "1931 house", "Thank you, Tom."]
    says(browser, "#shelf", "Ruth", within=90)
    see(browser, "#film video")
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    press(browser, "#film-captions")
    WebDriverWait(browser, 10).until(lambda _: list(tmp_path.glob("Ruth *.srt")), "no captions came")
    assert "Thank you, Tom." in next(tmp_path.glob("Ruth *.srt")).read_text("utf-8")
    (film,) = page.jobs.sessions.root.rglob("Ruth *.mp4")
    assert (verify(film).manifest.facts or {})["kind"] == "film"


def scenes(browser, where: str = "#story") -> list[str]:
    """What the scenes of a list show, in their order."""
    found = browser.find_elements("css selector", f"{where} [data-scene] p")
    return [re.sub(r"^.*\n", "", one.text) for one in found]
