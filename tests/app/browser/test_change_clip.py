"""A real Chromium: a finished clip is cut and gets other captions; the clip as it was stays on the shelf."""

import os
from pathlib import Path

import pytest

from tests.app.browser.steps import fill_in_the_example, press, says, see, set_size, shows, write

pytestmark = pytest.mark.slow


def test_a_clip_is_shortened_and_gets_a_translation(page, browser):
    from selenium.webdriver.common.keys import Keys

    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, my dear Tom. I am well.")
    press(browser, "#make")
    says(browser, "#status", "Done in", within=60)
    press(browser, "#change > button")
    assert see(browser, "#change-said textarea").get_attribute("value").splitlines() == [
        "Hello, my dear Tom.", "I am well.",
    ]  # fmt: skip
    end = see(browser, "#change-end input")
    end.send_keys(Keys.CONTROL, "a")
    end.send_keys("2", Keys.TAB)
    see(browser, "#change-last img")
    write(browser, "#change-words textarea", "你好，亲爱的汤姆。")
    press(browser, "#change-make")
    says(browser, "#change-status", "has 2 sentences, but the text has 1 lines")
    write(browser, "#change-words textarea", "你好，亲爱的汤姆。\n我很好。")
    if folder := os.environ.get("REVIVE_SCREENSHOTS"):
        browser.save_screenshot(str(Path(folder) / "change.png"))
    press(browser, "#change-make")
    says(browser, "#change-status", "Done.", within=60)
    says(browser, "#shelf", "(2)")
    shows(browser, "#change-words textarea", "")
    words = see(browser, "#change-said textarea").get_attribute("value")
    assert words.splitlines()[0] == "你好，亲爱的汤姆。"
    (changed,) = page.jobs.sessions.root.rglob("grace hopper*(2).srt")
    assert "你好" in changed.read_text("utf-8")
    assert len([*page.jobs.sessions.root.rglob("grace hopper*.mp4")]) == 2
