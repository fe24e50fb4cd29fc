"""The form in a real Chromium: faults below their fields, the order of the steps, a voice to hear, plain words."""

import json
import re
from typing import Any

import pytest

from revive.provenance import verify
from tests.app.browser.steps import open_page, press, says, see, write

pytestmark = pytest.mark.slow

SIZES = {"laptop": (1366, 768, False), "phone": (390, 844, True)}
BUTTONS = (  # number of the tab, its button, and the field with the first fault
    (0, "#make", "photo"), (1, "#compare", "portrait-photo"), (2, "#suggest", "occasion"),
    (3, "#listen", "voice-words"), (3, "#own-look", "own-files"), (3, "#names-listen", "names"),
    (3, "#names-keep", "names-whose"), (5, "#preview", "motion-photo"), (4, "#act-make", "photo"),
    (6, "#remake", "photo"), (8, "#teach-look", "teach-files"),
)  # fmt: skip
FOCUSED = """
const control = document.activeElement, block = control.closest('.block');
const message = document.getElementById(control.getAttribute('aria-describedby'));
if (control.getAttribute('aria-invalid') !== 'true' || !message) return null;
const box = control.getBoundingClientRect(), said = message.getBoundingClientRect();
const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
return {
  field: block.id, says: message.innerText.trim(), role: message.getAttribute('role'),
  below: said.top >= box.bottom - 1, seen: box.top >= 0 && said.bottom <= innerHeight,
  free: !!top && (control.contains(top) || top.contains(control)),
};
"""


def wait(browser, until, message: str = ""):
    """What `until(browser)` gives, as soon as it is true."""
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 10, poll_frequency=0.1).until(until, message)


def set_screen(browser, name: str) -> None:
    width, height, mobile = SIZES[name]
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def open_tab_number(browser, number: int) -> None:
    see(browser, "#tabs [role=tab]")
    browser.execute_script("document.querySelectorAll('#tabs > .tab-wrapper [role=tab]')[arguments[0]].click()", number)


def focused_fault(browser, field: str) -> Any:
    """What the browser says of the fault whose control has the focus, once it is that of `field` and came to rest."""

    def there(browser):
        found = browser.execute_script(FOCUSED)
        return found if found and found["field"] == field and found["seen"] else None

    return wait(browser, there, f"{field} has not got the focus: {browser.execute_script(FOCUSED)}")


@pytest.mark.parametrize(("screen", "language"), [("laptop", "en"), ("phone", "zh-CN")])
def test_on_every_tab_the_first_fault_is_below_its_field_focused_and_in_view(page, browser, screen, language):
    open_page(browser, f"{page.local_url}?lang={language}")
    for number, button, field in BUTTONS:
        set_screen(browser, "laptop")  # where no tab is hidden
        open_tab_number(browser, number)
        see(browser, button)
        set_screen(browser, screen)
        press(browser, button)
        fault = focused_fault(browser, field)
        assert fault["below"] and fault["free"] and fault["role"] == "alert", (button, fault)
        assert 5 < len(fault["says"]) < 100 and not re.search(r"[;(] ?\w+ \(|\w+ \([a-z]+ ", fault["says"]), fault
        assert ("一" <= fault["says"][0] <= "鿿") == (language == "zh-CN"), (button, fault["says"])


def test_a_fault_goes_away_as_soon_as_its_field_is_changed(browser):
    press(browser, "#make")
    focused_fault(browser, "photo")
    for field, control in (("words", "textarea"), ("relation", "textarea"), ("adult", "input")):
        selector = f"#{field} {control}"
        assert see(browser, f"#{field} .fault")
        assert see(browser, selector).get_attribute("aria-invalid") == "true"
        if field == "adult":
            press(browser, selector)
        else:
            write(browser, selector, "her niece")
        gone = "return !document.querySelector(arguments[0])?.offsetParent"
        wait(
            browser,
            lambda browser, gone=gone, field=field: browser.execute_script(gone, f"#{field} .fault"),
        )
        assert see(browser, selector).get_attribute("aria-invalid") is None
        assert see(browser, selector).get_attribute("aria-describedby") is None
    assert see(browser, "#basis .fault") and see(browser, "#photo .fault")


@pytest.mark.parametrize(("screen", "language"), [("laptop", "en"), ("phone", "zh-CN")])
def test_after_the_example_the_box_that_is_left_has_the_focus_and_three_actions_begin_a_clip(
    page, browser, screen, language
):
    set_screen(browser, screen)
    open_page(browser, f"{page.local_url}?lang={language}")
    see(browser, "#make")
    order = "return [...document.querySelectorAll('#photo, #words, #relation, #prompt')].map(e => e.id)"
    assert browser.execute_script(order) == ["photo", "words", "relation", "prompt"]
    press(browser, "#example")  # the first action
    left = (
        "const e = document.querySelector('#adult input'), box = e.getBoundingClientRect();"
        "return document.activeElement === e && box.top >= 0 && box.bottom <= innerHeight && !e.checked"
    )
    wait(browser, lambda browser: browser.execute_script(left), "the box is not in view")
    says(browser, "#found-note", "第 3 步" if language == "zh-CN" else "three questions of step 3")
    press(browser, "#adult input")  # the second
    press(browser, "#make")  # the third
    press(browser, "#cancel")
    see(browser, "#make")


def test_a_voice_is_heard_beside_the_list_and_its_sound_is_marked(page, browser):
    before = set(page.jobs.sessions.root.rglob("*.wav"))
    open_tab_number(browser, 3)
    press(browser, "#voice-hear")
    see(browser, "#voice-hear-player", within=60)
    (sound,) = set(page.jobs.sessions.root.rglob("*.wav")) - before
    told = verify(sound).as_json()
    assert told["aigc"]["Label"] == "1", json.dumps(told)[:400]
    press(browser, "#voice-hear")  # it is kept for this visit
    assert set(page.jobs.sessions.root.rglob("*.wav")) - before == {sound}
    # how words will be read is written out, without their sound
    write(browser, "#voice-words textarea", "I ❤️ you, Tom. See you at 6.30pm.")
    press(browser, "#voice-read")
    read = says(browser, "#voice-status", "See you at six thirty PM.")
    assert "I love you, Tom." in read and "6.30pm" in read
    assert set(page.jobs.sessions.root.rglob("*.wav")) - before == {sound}


def test_no_label_needs_knowledge_of_computers(browser):
    see(browser, "#make")
    for number in range(8):
        open_tab_number(browser, number)
    press_all = "document.querySelectorAll('#tabs button.label-wrap').forEach(e => e.click())"
    browser.execute_script(press_all)
    told = browser.execute_script(
        "return [...document.querySelectorAll('#tabs :is(label, button, h2, p, .info-text, [data-testid=block-info])')]"
        ".filter(e => !e.closest('#about')).map(e => e.textContent).concat("
        "[...document.querySelectorAll('#tabs input')].map(e => e.value)).join('\\n')"
    )
    assert "Version number" in told and "What they called you" in told
    for word in ("by what right", "bare warp", "mediapipe", "seed", "trained generator", "left out"):
        assert word not in told.lower(), word
