"""A real Chromium: a clip plays before it is done, and then the finished file stands in its place."""

import time

import pytest

from tests.app.browser.steps import fill_in_the_example, press, says, set_size, write

pytestmark = pytest.mark.slow

STATE = """const v = document.querySelector("#clip video"), bar = document.querySelector("#clip .player-bar");
if (!v || !document.querySelector("#status")) return null;  // the page is being opened
const picture = v.getBoundingClientRect();
return {address: v.currentSrc, at: v.currentTime, ready: v.readyState, paused: v.paused, muted: v.muted,
  error: v.error && v.error.message, poster: v.poster, captions: v.textTracks[0]?.mode,
  cues: v.textTracks[0]?.activeCues?.length ?? 0, below: bar.getBoundingClientRect().top >= picture.bottom,
  start: !document.querySelector("#clip .player-start").hidden,
  done: document.querySelector("#status").innerText.includes("Done in")}"""


def until(driver, found, *, within: float = 60) -> dict:
    """The player's state as soon as it is as `found` says."""
    deadline = time.monotonic() + within
    state = {}
    while time.monotonic() < deadline:
        state = driver.execute_script(STATE)
        if state and found(state):
            return state
        time.sleep(0.05)
    raise AssertionError(f"the player did not come to that: {state}")


def is_finished(state: dict) -> bool:
    return "gradio_api/file=" in state["address"] and state["ready"] >= 2


def test_a_clip_plays_while_it_is_made_and_the_finished_one_takes_its_place(page, browser):
    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, Tom. I am so proud of you. I think of you every day.")
    press(browser, "#make")
    live = until(browser, lambda state: state["at"] > 0 and state["ready"] >= 2)
    assert live["address"].startswith("blob:") and not live["done"]
    assert live["below"] and not live["start"] and live["poster"]
    says(browser, "#status", "Done in", within=60)
    # it is played to its end, where the finished file stands still at the same place
    finished = until(browser, is_finished)
    assert finished["at"] > live["at"] and finished["paused"] and not finished["error"]
    # captions are off, as the words are in the picture, and can be switched on by the keyboard
    assert finished["captions"] == "disabled"
    browser.execute_script('document.querySelector("#clip video").currentTime = 0.8')
    browser.execute_script('document.querySelector("#clip .player-captions").focus()')
    browser.switch_to.active_element.send_keys(" ")
    until(browser, lambda state: state["captions"] == "showing" and state["cues"] == 1, within=10)
    # after a reload it is there and does not play by itself; the large button plays it
    browser.refresh()
    again = until(browser, is_finished)
    assert again["paused"] and again["at"] == 0 and again["start"] and "picture.jpg" in again["poster"]
    press(browser, "#clip .player-start")
    until(browser, lambda state: state["at"] > 0 and not state["start"], within=10)
