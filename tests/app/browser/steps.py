"""What a visitor does in a real Chromium, and what they see: press, write, choose, wait for a sentence."""

import time
from typing import Any


def see(browser, selector: str, *, within: float = 20) -> Any:
    """The element at `selector`, as soon as it is seen."""
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    def seen(browser):
        return next((e for e in browser.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed()), None)

    wait = WebDriverWait(browser, within, poll_frequency=0.05, ignored_exceptions=[StaleElementReferenceException])
    return wait.until(seen, f"{selector} was not seen")


def open_page(browser, url: str) -> None:
    """Open the page, and wait until it listens: what is pressed before is lost."""
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(url)
    ready = "return window.reviveDrafts?.ready === true"
    WebDriverWait(browser, 30, poll_frequency=0.05).until(lambda browser: browser.execute_script(ready), url)


def press(browser, selector: str) -> None:
    from selenium.common.exceptions import StaleElementReferenceException

    for _ in range(5):  # Gradio may draw it anew in between
        try:
            button = see(browser, selector)
            browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
            button.click()
            return
        except StaleElementReferenceException:
            continue
    raise AssertionError(f"{selector} did not stay")


def write(browser, selector: str, text: str) -> None:
    box = see(browser, selector)
    box.clear()
    box.send_keys(text)


def says(browser, selector: str, sentence: str, *, within: float = 20) -> str:
    """What stands at `selector` once it contains `sentence`."""
    deadline, text = time.monotonic() + within, ""
    while time.monotonic() < deadline:
        text = browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)
        if sentence in text:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{selector} says {text!r}, not {sentence!r}")


def loaded_clip(browser) -> dict:
    """What the browser says of the finished clip, once it has read so much that it could play.

    It takes the place of what was shown while it was made, when that has come to its end.
    """
    deadline = time.monotonic() + 20
    state: dict = {}
    while not (state.get("finished") and state["ready"] >= 2) and time.monotonic() < deadline:
        see(browser, "#clip video")
        state = browser.execute_script(
            "const v = document.querySelector('#clip video');"  # it may be drawn anew in between
            "return v ? {finished: v.src.includes('gradio_api/file='),"
            " ready: v.readyState, seconds: v.duration, width: v.videoWidth, height: v.videoHeight,"
            " plays: !v.paused, error: v.error && v.error.message} : {}"
        )
        time.sleep(0.1)
    return state


def shows(browser, selector: str, value: str) -> None:
    """Wait until a control has this value."""
    from selenium.webdriver.support.ui import WebDriverWait

    script = "return document.querySelector(arguments[0])?.value"
    WebDriverWait(browser, 10).until(
        lambda browser: browser.execute_script(script, selector) == value, f"{selector} has not become {value}"
    )


def choose(browser, selector: str, choice: str) -> None:
    """Choose from a list that opens when it has the focus."""
    from selenium.webdriver.support.ui import WebDriverWait

    browser.execute_script("arguments[0].focus()", see(browser, f"{selector} input"))
    WebDriverWait(browser, 10).until(
        lambda browser: browser.execute_script(
            "const o = [...document.querySelectorAll('[role=option]')].find(e => e.innerText.includes(arguments[0]));"
            "o?.dispatchEvent(new MouseEvent('mousedown', {bubbles: true})); return !!o",
            choice,
        ),
        f"{choice} was not offered",
    )


def fill_in_the_example(browser) -> None:
    press(browser, "#example")
    says(browser, "#found-note", "three questions of step 3")
    press(browser, "#adult input")
    see(browser, "#found img")
    says(browser, "#found-note", "One face was found")


def paint(browser, canvas) -> None:
    """Draw a stroke across a canvas."""
    from selenium.webdriver import ActionChains

    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", canvas)
    time.sleep(0.5)
    begin = ActionChains(browser).move_to_element_with_offset(canvas, -200, -200).click_and_hold()
    begin.move_by_offset(60, 20).move_by_offset(40, -30).release().perform()


def there(browser, selector: str):
    """The element at `selector`, as soon as there is one, seen or not."""
    from selenium.webdriver.support.ui import WebDriverWait

    found = WebDriverWait(browser, 10).until(lambda browser: browser.find_elements("css selector", selector), selector)
    return found[0]


def open_tab(browser, name: str) -> None:
    """Choose a tab, as soon as there is one of this name: a page in another language is drawn in English first."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 20).until(
        lambda browser: browser.execute_script(
            "const tab = [...document.querySelectorAll('[role=tab]')].find(e => e.innerText.trim() == arguments[0]);"
            "tab?.click(); return !!tab",
            name,
        ),
        f"no tab {name}",
    )


def set_size(browser, pixels: int) -> None:
    press(browser, "#more > button")
    write(browser, "#size input[type=number]", str(pixels))
    browser.execute_script("document.activeElement.blur()")


def at_size(browser, width: int, height: int, *, phone: bool = False) -> None:
    """Give the window this size, in pixels of the page."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def in_mode(browser, mode: str) -> None:
    """Show the page "light" or "dark", as the computer's setting would."""
    browser.execute_script(
        "document.body.classList.toggle('dark', arguments[0]); document.body.classList.toggle('light', !arguments[0])",
        mode == "dark",
    )


def every_tab(browser):
    """Open each tab in turn, and everything that is folded in it; yields the tab's name in the page's language."""
    see(browser, "#tabs > .tab-wrapper [role=tab]")
    for tab in browser.find_elements("css selector", "#tabs > .tab-wrapper [role=tab]"):
        browser.execute_script("arguments[0].click()", tab)
        unfold(browser)
        yield tab.get_attribute("data-tab-id")


def unfold(browser) -> None:
    """Open everything that is folded in the tab that is shown, until nothing is."""
    folded = (
        "const all = [...document.querySelectorAll('button.label-wrap:not(.open)')];"
        "const folded = all.filter(e => e.checkVisibility());"
        "folded.forEach(e => e.click()); return folded.length"
    )
    deadline = time.monotonic() + 10
    quiet = 0
    while quiet < 3 and time.monotonic() < deadline:
        quiet = 0 if browser.execute_script(folded) else quiet + 1
        time.sleep(0.1)
