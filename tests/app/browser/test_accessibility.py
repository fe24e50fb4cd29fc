"""A real Chromium: nothing that axe-core finds, everything by keyboard, and no word of another language."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image

from revive.app.texts import TEXT, browser_tag, html_tag
from revive.core.localisation import FOLDER, languages
from tests.app.browser.steps import (
    at_size,
    every_tab,
    fill_in_the_example,
    in_mode,
    open_page,
    press,
    says,
    see,
    set_size,
    there,
    write,
)

pytestmark = [pytest.mark.slow, pytest.mark.long]

LAPTOP, PHONE = (1366, 768, False), (390, 844, True)  # pixels; a finger instead of a mouse
# names, and what is the same in every language
NAMES = re.compile(
    r"Revive|English|Language|Espa\w+|Gradio|FFmpeg|MediaPipe|mediapipe|SFace|MiniLM|YuNet|Siobhan|shiv-awn|Nguyen|"
    r"Heart|Joe|Alpha|Gongitsune|Nezumi|Tebukuro|Kumo|[Mm]cp|Apache|MIT|CC0|BY|GPL|OFL|SECURITY\.md|visits|"
    r"--\w+|MP4|SRT|JSON|GIF|WebP|PNG|JPEG|PDF|WAV|MP3|zip|txt|yu[eè]|https?://\S+|(/[\w.-]+){2,}|\.?\w+\.(jpg|png|mp4|zip|json)"
)
SEEN = """
const seen = new Set();
const put = (text) => text?.trim() && seen.add(text.trim().replace(/\\s+/g, ' '));
for (const e of document.body.querySelectorAll('*')) {
  if (e.closest('script, style, .masthead nav') || !e.checkVisibility({checkVisibilityCSS: true})) continue;
  for (const node of e.childNodes) if (node.nodeType === 3) put(node.data);
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description']) put(e.getAttribute(name));
  if (e.matches('input[role=listbox], input[role=combobox], .wrap-inner input')) put(e.value);
}
return [...seen];
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core, which a package of Python brings along."""
    package = find_spec("axe_playwright_python")
    assert package and package.origin, "axe-playwright-python is in requirements-dev.txt"
    return (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def faults(browser, axe):
    """faults() -> what axe-core finds on the page as it is, best practices and targets of 24 pixels too."""

    # colours are looked at when they have arrived
    wish = {"media": "", "features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)

    def look() -> list[str]:
        browser.execute_script("if (!window.axe) { const s = arguments[0]; (0, eval)(s); }", axe)
        found = browser.execute_async_script(
            "const done = arguments[0];"
            "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
            ".then((r) => done(r.violations), (error) => done([{id: String(error), nodes: []}]))"
        )
        return [
            f"{fault['id']}: {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
            for fault in found
            for node in fault["nodes"] or [{"target": "", "html": ""}]
        ]

    return look


def test_axe_finds_what_is_wrong(browser, faults):
    see(browser, "#make")
    browser.execute_script(
        "const head = document.querySelector('.masthead h1');"
        "head.style.color = '#ddd'; head.insertAdjacentHTML('afterend', '<img src=\"icon.png\">');"
        "document.querySelector('#make').innerHTML = ''"
    )
    found = " ".join(faults())
    assert "button-name" in found and "image-alt" in found and "color-contrast" in found


@pytest.mark.parametrize(
    ("language", "size", "mode"), [("en", LAPTOP, "light"), ("en", PHONE, "dark"), ("zh-CN", PHONE, "light")],
    ids=["laptop, light", "phone, dark", "Chinese"],
)  # fmt: skip
def test_axe_finds_nothing_on_any_tab(page, browser, faults, language, size, mode):
    at_size(browser, size[0], size[1], phone=size[2])
    open_page(browser, f"{page.local_url}?lang={language}")
    in_mode(browser, mode)
    tabs = [(tab, faults()) for tab in every_tab(browser)]
    assert len(tabs) == 10 and [fault for fault in tabs if fault[1]] == []


def test_axe_finds_nothing_while_a_clip_is_made(browser, faults, tmp_path):
    states = []

    def look(state: str) -> None:
        for size, mode in ((LAPTOP, "light"), (LAPTOP, "dark"), (PHONE, "light"), (PHONE, "dark")):
            at_size(browser, size[0], size[1], phone=size[2])
            in_mode(browser, mode)
            assert faults() == [], (state, size, mode)
        at_size(browser, LAPTOP[0], LAPTOP[1])
        states.append(state)

    press(browser, "#make")
    see(browser, "#words .fault")
    look("faults")
    fill_in_the_example(browser)
    look("photograph")
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, Tom. I am so proud of you. " * 6)
    press(browser, "#make")
    see(browser, "#status .track", within=30)
    look("running")
    press(browser, "#cancel")
    says(browser, "#status", "Stopped")
    look("stopped")
    write(browser, "#words textarea", "Hello, Tom.")
    press(browser, "#make")
    says(browser, "#status", "Done in", within=60)
    see(browser, "#clip video")
    look("finished")
    meadow = tmp_path / "meadow.png"
    Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(meadow)
    press(browser, "#photo button[aria-label='Take this photograph out'], #photo button[aria-label='Empty the field']")
    there(browser, "#photo input[type=file]").send_keys(str(meadow))
    says(browser, "#found-note", "No face was found")
    look("error")
    assert len(states) == 6


def test_everything_is_reached_by_keyboard(browser):
    from selenium.webdriver import ActionChains, Keys

    def type_key(key: str) -> str:
        ActionChains(browser).send_keys(key).perform()
        browser.execute_async_script("const done = arguments[0]; setTimeout(done, 150)")
        return browser.execute_script("return document.activeElement.id || document.activeElement.className")

    see(browser, "#make")
    browser.execute_script("document.activeElement.blur(); scrollTo(0, 0)")
    # the first stop leads to Make, from any tab
    browser.execute_script("document.querySelector('[data-tab-id=voice]').click(); document.activeElement.blur()")
    stops = [type_key(Keys.TAB)]
    assert stops == ["skip"] and see(browser, ".skip").rect["y"] >= 0  # it is seen once it has the focus
    assert type_key(Keys.ENTER) == "make" and see(browser, "#make").is_displayed()
    # a row of tabs is one stop, and the arrow keys go through it
    for row in ("#tabs > .tab-wrapper > [role=tablist]", ".inner [role=tablist]:not(.visually-hidden)"):
        tabs = browser.find_elements("css selector", f"{row} > [role=tab]")
        assert [tab.get_attribute("tabindex") for tab in tabs].count("0") == 1
        browser.execute_script("arguments[0].click(); arguments[0].focus()", tabs[0])
        assert type_key(Keys.ARROW_RIGHT) == tabs[1].get_attribute("id")
        assert tabs[1].get_attribute("aria-selected") == "true" and tabs[1].get_attribute("tabindex") == "0"
        panel = browser.find_element("id", tabs[1].get_attribute("aria-controls"))
        assert panel.is_displayed() and panel.get_attribute("aria-labelledby") == tabs[1].get_attribute("id")
        assert type_key(Keys.END) == tabs[-1].get_attribute("id")
        assert type_key(Keys.ARROW_RIGHT) == tabs[0].get_attribute("id")
        assert type_key(Keys.HOME) == tabs[0].get_attribute("id")
    # what has the focus is seen: a ring of three pixels
    ring = "const s = getComputedStyle(document.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth)]"
    assert browser.execute_script(ring) == ["solid", 3]


def test_fields_are_seen_and_nothing_moves_for_those_who_want_that(browser):
    contrast = """
    const light = (colour) => {
      const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
        .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (e) => {
      const colour = getComputedStyle(e).backgroundColor;
      return /, 0\\)$/.test(colour) ? ground(e.parentElement) : colour;
    };
    const [a, b] = [light(getComputedStyle(arguments[0]).borderTopColor), light(ground(arguments[0].parentElement))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    """
    see(browser, "#make")
    for mode in ("light", "dark"):
        in_mode(browser, mode)
        for field in ("#relation :is(textarea, input)", "#basis .wrap:has(> .wrap-inner)", "#adult input", "#photo"):
            assert browser.execute_script(contrast, see(browser, field)) >= 3, (mode, field)
    wish = {"media": "", "features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)
    moving = (
        "return [...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).animationName !== 'none').length"
    )
    assert browser.execute_script(moving) == 0


def seen_in(browser, url: str, code: str) -> set[str]:
    """Every text, name and hint seen on any tab, and the messages when Make is pressed with nothing filled in."""
    open_page(browser, f"{url}?lang={browser_tag(code)}")
    chosen = "return [window.reviveLanguage, document.documentElement.lang.split('-')[0]]"
    assert browser.execute_script(chosen) == [html_tag(code), code.split("_")[0]]
    press(browser, "#make")
    see(browser, "#words .fault")
    seen = set()
    for _ in every_tab(browser):
        inner = browser.find_elements("css selector", ".inner [role=tab]")
        for tab in [tab for tab in inner if tab.is_displayed()] or [None]:
            if tab:
                browser.execute_script("arguments[0].click()", tab)
                browser.execute_async_script("const done = arguments[0]; setTimeout(done, 200)")
            seen |= set(browser.execute_script(SEEN))
    return seen


@pytest.fixture(scope="module")
def english(page, chromium) -> set[str]:
    return seen_in(chromium, page.local_url, "en")


@pytest.mark.parametrize("code", [code for code in languages() if code != "en"])
def test_a_language_is_complete(page, browser, english, code):
    """No Latin word beyond names where the language has other letters; else nothing that stands on the English page."""
    seen = seen_in(browser, page.local_url, code)
    assert len(seen) > 150
    if not re.search(r"[A-Za-z]", TEXT["tab_make"].text(code)):
        foreign = {text: NAMES.sub("", text) for text in seen}
        assert {text for text, rest in foreign.items() if re.search(r"[A-Za-z]{2}", rest)} == set()
    same = as_in_english(code)
    assert {
        text
        for text in seen & english
        if re.search(r"[A-Za-z]{2}", NAMES.sub("", text)) and text.casefold() not in same
    } == set()


def as_in_english(code: str) -> set[str]:
    """What the catalog translates by the same words: "Total" or "No"."""
    from babel.messages.pofile import read_po

    with (FOLDER / code / "LC_MESSAGES" / "revive.po").open("rb") as file:
        return {str(message.id).casefold() for message in read_po(file) if message.id and message.string == message.id}
