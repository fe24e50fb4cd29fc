"""A real Chromium: the clips of a visit are played beside each other, made again, changed, saved and removed."""

import time

import pytest

from tests.app.browser.steps import fill_in_the_example, press, says, see, set_size, shows, write

pytestmark = pytest.mark.slow

CARD = "#shelf li:nth-child({})"
PLAYING = """return [...document.querySelectorAll(".shelf-viewer video")].map(
    (video) => ({ready: video.readyState, error: video.error && video.error.message, title: video.ariaLabel,
                 tracks: video.querySelectorAll("track").length}))"""


def cards(driver, count: int, *, within: float = 60) -> None:
    """Wait until so many stand on the shelf."""
    deadline = time.monotonic() + within
    while (found := len(driver.find_elements("css selector", "#shelf li"))) != count and time.monotonic() < deadline:
        time.sleep(0.05)
    assert found == count


def playing(driver, count: int) -> list[dict]:
    """What is played, once the browser could play so many."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = driver.execute_script(PLAYING)
        if len(found) == count and all(one["ready"] >= 2 for one in found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"{found} is played, not {count}")


def test_two_clips_stand_on_the_shelf_and_are_compared_made_again_changed_saved_and_removed(page, browser, tmp_path):
    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, Tom.")
    press(browser, "#make")
    says(browser, "#status", "Done in", within=60)
    cards(browser, 1)
    # made again with the same seed
    press(browser, CARD.format(1) + " [data-event=retry]")
    cards(browser, 2)
    clips = [path.read_bytes() for path in page.jobs.sessions.root.rglob("grace hopper *.mp4")]
    seeds = {text for text in (path.read_text() for path in page.jobs.sessions.root.rglob("*.job.json"))}
    assert len(clips) == 2 and len({one.split('"seed": ')[1].split(",")[0] for one in seeds}) == 1
    # by keyboard alone: one is played, the other beside it
    from selenium.webdriver.common.keys import Keys

    first = see(browser, CARD.format(1) + " .shelf-play")
    first.send_keys(Keys.ENTER)
    assert playing(browser, 1)[0]["error"] is None
    assert first.get_attribute("aria-pressed") == "true" and first.get_attribute("aria-label").startswith("Play: grace")
    see(browser, CARD.format(2) + " [data-event=beside]").send_keys(Keys.ENTER)
    both = playing(browser, 2)
    assert len({one["title"] for one in both}) == 2 and all(one["tracks"] == 1 for one in both)
    sides = browser.execute_script(
        "return [...document.querySelectorAll('.shelf-viewer video')].map((video) => video.getBoundingClientRect().top)"
    )
    assert sides[0] == sides[1]  # beside each other
    see(browser, ".shelf-both").send_keys(Keys.ENTER)
    see(browser, ".shelf-viewer figcaption button").send_keys(Keys.ENTER)
    playing(browser, 1)
    # where the files do not last, leaving with a clip that was not saved is asked about
    leaving = "const e = new Event('beforeunload', {cancelable: true}); dispatchEvent(e); return e.defaultPrevented"
    assert browser.execute_script(leaving) is True
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    for number in (1, 2):
        press(browser, CARD.format(number) + " [data-event=download]")
        see(browser, CARD.format(number) + "[data-saved=yes]")
    deadline = time.monotonic() + 20
    while len(saved := list(tmp_path.glob("grace hopper *.mp4"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(saved) == 2 and browser.execute_script(leaving) is False
    # the words of one are changed
    write(browser, "#words textarea", "Something else.")
    press(browser, CARD.format(1) + " [data-event=edit]")
    shows(browser, "#words textarea", "Hello, Tom.")
    # another photograph puts the clip away; the shelf still has it
    assert see(browser, "#clip video")
    from PIL import Image

    Image.new("RGB", (300, 300), "grey").save(tmp_path / "another.png")
    press(browser, "#photo button[aria-label]")
    browser.find_element("css selector", "#photo input[type=file]").send_keys(str(tmp_path / "another.png"))
    deadline = time.monotonic() + 20
    while browser.find_element("css selector", "#clip video").is_displayed() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not browser.find_element("css selector", "#clip video").is_displayed()
    assert "Done in" not in browser.find_element("css selector", "#status").text
    # one is removed, which is asked about once
    button = see(browser, CARD.format(2) + " [data-event=delete]")
    button.send_keys(Keys.ENTER)
    assert button.text == "Really remove?"
    cards(browser, 2)
    button.send_keys(Keys.ENTER)
    cards(browser, 1)
    says(browser, "#shelf-status", "was removed")
    assert len(list(page.jobs.sessions.root.rglob("grace hopper *.mp4"))) == 1
