"""A real Chromium: Make, its progress and the result are in view at every place of the page, on any screen."""

import pytest

from tests.app.browser.steps import (
    at_size,
    every_tab,
    fill_in_the_example,
    loaded_clip,
    open_page,
    press,
    says,
    see,
    set_size,
    write,
)

pytestmark = pytest.mark.slow

PLACES = """
const [selectors, done] = arguments;
const box = (selector) => {
  const there = (e) => e.checkVisibility() && e.getBoundingClientRect().height;
  const at = [...document.querySelectorAll(selector)].find(there)?.getBoundingClientRect();
  return at ? [at.top, at.bottom] : null;
};
const settled = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 30))));
(async () => {
  const places = [];
  for (const part of [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1]) {
    scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight));
    await settled();
    places.push(Object.fromEntries(selectors.map((selector) => [selector, box(selector)])));
  }
  scrollTo(0, 0);
  await settled();
  done(places);
})();
"""


def in_view(browser, *selectors: str) -> None:
    """Each of these is there and wholly in the window, wherever the page is scrolled to."""
    height = browser.execute_script("return innerHeight")
    for place in browser.execute_async_script(PLACES, selectors):
        for selector, box in place.items():
            assert box and box[0] >= -0.5 and box[1] <= height + 0.5, (selector, box, height)


def make_a_clip(browser, look) -> None:
    """From the empty page to a clip; `look(state, *selectors)` is called on the way, with what must be in view."""
    look("empty", "#make")
    press(browser, "#make")
    see(browser, "#words .fault")
    look("faults", "#make")
    fill_in_the_example(browser)
    look("photograph", "#make")
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, Tom.")
    press(browser, "#make")
    see(browser, "#status .track", within=30)
    look("running", "#cancel", "#status")
    says(browser, "#status", "Done in", within=60)
    loaded_clip(browser)
    look("finished", "#make", "#status")


def test_on_a_laptop_make_and_progress_are_in_view_wherever_one_is(browser):
    at_size(browser, 1366, 768)
    states = []

    def look(state: str, *selectors: str) -> None:
        in_view(browser, *selectors)
        if state == "photograph":
            assert see(browser, "#found img").rect["height"] <= 768 / 3
        states.append(state)

    make_a_clip(browser, look)
    assert len(states) == 5
    # the clip is whole beside the top of the form, and nothing lies over it
    top, bottom, hit = browser.execute_script(
        "const v = [...document.querySelectorAll('#clip video')].find((e) => e.checkVisibility());"
        "const at = v.getBoundingClientRect(), e = document.elementFromPoint(at.x + at.width / 2, at.bottom - 12);"
        "return [at.top, at.bottom, !!e.closest('#clip')]"
    )
    assert 0 <= top < bottom <= 768 and hit


def test_on_a_phone_a_bar_at_the_bottom_has_make_and_progress(page, browser):
    at_size(browser, 390, 844, phone=True)
    open_page(browser, page.local_url)
    see(browser, "#understood > button:not(.open)")
    assert not browser.find_elements("css selector", "#understood > button.open, #more > button.open")  # folded

    def look(state: str, *selectors: str) -> None:
        in_view(browser, *selectors)
        covered = browser.execute_script(
            "const bar = document.querySelector('.actions').getBoundingClientRect();"
            "return [bar.bottom, innerHeight, innerWidth, bar.top / innerHeight]"
        )
        assert covered[0] == covered[1] and covered[2] == 390, state  # at the bottom; the page is not wider
        assert covered[3] > 0.55, state  # more than half of the window is left

    make_a_clip(browser, look)
    # no field is hidden behind the bar when it gets the focus
    for field in ("#words textarea", "#prompt textarea", "#relation :is(textarea, input)"):
        under = browser.execute_script(
            "const e = document.querySelector(arguments[0]); scrollTo(0, 0); e.focus({preventScroll: true});"
            "e.scrollIntoView({block: 'end'});"
            "return e.getBoundingClientRect().bottom - document.querySelector('.actions').getBoundingClientRect().top",
            field,
        )
        assert under <= 0, field
    # and the end of the page is above it
    browser.execute_script("scrollTo(0, document.documentElement.scrollHeight)")
    last = see(browser, "#erase").rect
    bar = see(browser, ".actions").rect
    assert last["y"] + last["height"] <= bar["y"]


def test_no_tab_is_wider_than_a_narrow_window(page, browser):
    width = 320  # pixels: also a window of 1280 that is enlarged four times
    at_size(browser, width, 640, phone=True)
    open_page(browser, page.local_url)
    for tab in every_tab(browser):
        wide = browser.execute_script(
            "const out = [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility()"
            " && !e.closest('[role=tablist], .shelf, .overflow-menu')"
            " && e.getBoundingClientRect().right > arguments[0] + 1 && e.getBoundingClientRect().width > 1);"
            "return [innerWidth, out.slice(0, 3).map((e) => e.outerHTML.slice(0, 120))]",
            width,
        )
        assert wide == [width, []], tab
    # each tab can be reached in its row
    names = browser.find_elements("css selector", "#tabs > .tab-wrapper > [role=tablist] > [role=tab]")
    assert len(names) == 10
    browser.execute_script("arguments[0].click()", names[-1])
    browser.execute_async_script("const done = arguments[0]; setTimeout(done, 300)")
    at = names[-1].rect
    assert at["x"] >= 0 and at["x"] + at["width"] <= width and at["height"] >= 44
