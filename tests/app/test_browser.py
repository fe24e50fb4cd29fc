"""A real Chromium: from the example to a playable clip, a cancelled job, a photograph without a face."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from revive.core.home import folder_of
from revive.media.photo import read_mask
from revive.speech.kept_pronunciations import pronunciations_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium with its chromedriver on this computer"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page, served from this process; its visitors' files lie in `page.jobs.sessions.root`."""
    from revive.app import launch

    page = launch(wait=False, warm=False, root=tmp_path_factory.mktemp("visitors"))
    yield page
    page.close()


@pytest.fixture
def browser(page, tmp_path):
    """A fresh browser at the page; at the end it is checked that it asked nobody else for anything."""
    from selenium import webdriver

    with_browser: Any = webdriver.ChromeOptions()  # its setters are not in its types
    with_browser.binary_location = CHROMIUM
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--window-size=1280,1000", "--lang=en-US",
        "--disable-dev-shm-usage", f"--user-data-dir={tmp_path / 'browser'}",
    ):  # fmt: skip
        with_browser.add_argument(flag)
    with_browser.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    browser = webdriver.Chrome(options=with_browser, service=webdriver.ChromeService(DRIVER))
    browser.get(page.local_url)
    yield browser
    asked = requests(browser)
    browser.quit()
    assert asked and not [url for url in asked if not url.startswith(page.local_url)]


def requests(browser) -> set[str]:
    """Every address on a network that the browser asked for."""
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    urls = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    return {url for url in urls if not url.startswith(("chrome:", "data:", "blob:", "about:"))}


def see(browser, selector: str, *, within: float = 20) -> Any:
    """The element at `selector`, as soon as it is seen."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    def seen(browser):
        return next((e for e in browser.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed()), None)

    return WebDriverWait(browser, within, poll_frequency=0.05).until(seen, f"{selector} was not seen")


def press(browser, selector: str) -> None:
    button = see(browser, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()


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
        video = see(browser, "#clip video")
        state = browser.execute_script(
            "const v = arguments[0];"
            "return {finished: v.src.includes('gradio_api/file='),"
            " ready: v.readyState, seconds: v.duration, width: v.videoWidth, height: v.videoHeight,"
            " plays: !v.paused, error: v.error && v.error.message}",
            video,
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
    says(browser, "#found-note", "Please answer the three questions of step 1")
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
    see(browser, "[role=tab]")
    browser.execute_script(
        "[...document.querySelectorAll('[role=tab]')].find(e => e.innerText.trim() == arguments[0]).click()", name
    )


def set_size(browser, pixels: int) -> None:
    press(browser, "#more > button")
    write(browser, "#size input[type=number]", str(pixels))
    browser.execute_script("document.activeElement.blur()")


def test_from_the_example_to_a_clip_that_plays_is_downloaded_verified_and_let_go(page, browser, tmp_path):
    from revive.provenance import verify

    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, Tom.")
    press(browser, "#make")
    says(browser, "#status", "Done in", within=60)
    state = loaded_clip(browser)
    assert state["ready"] >= 2 and state["error"] is None
    assert 0.5 < state["seconds"] < 8
    assert max(state["width"], state["height"]) == 256
    assert state["plays"] is False  # nobody is startled by a voice
    # what was understood of the description is shown
    shows(browser, "#emotion input", "Proud")
    for download in ("#save-clip", "#save-captions", "#save-job"):
        assert see(browser, download)
    job = next(page.jobs.sessions.root.rglob("*.job.json"))
    told = json.loads(job.read_text(encoding="utf-8"))
    assert told["words"] == "Hello, Tom." and told["seed"] > 0  # it was left empty, so one was drawn
    # the file is saved
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    press(browser, "#save-clip")
    deadline = time.monotonic() + 20
    while not (files := list(tmp_path.glob("*.mp4"))) and time.monotonic() < deadline:
        time.sleep(0.1)
    told = verify(files[0]).as_json()
    assert told["manifest"]["state"] == "valid" and told["manifest"]["ours"] and told["watermark"]["found"]
    assert told["aigc"]["Label"] == "1" and "public domain" in told["manifest"]["facts"]["consent"]
    # the page finds the same
    open_tab(browser, "Clip")
    press(browser, "#verify > button")
    there(browser, "#verify-file input[type=file]").send_keys(str(files[0]))
    says(browser, "#verify-said", "nothing was changed", within=30)
    # and lets go of it all, and says of what
    press(browser, "#erase")
    press(browser, "#erase-yes")
    says(browser, "#erased", ".mp4")
    assert not list(page.jobs.sessions.root.rglob("*.mp4")) and not list(page.jobs.sessions.root.rglob("*.jpg"))


def test_three_takes_and_the_chosen_one_is_used(page, browser):
    fill_in_the_example(browser)
    write(browser, "#words textarea", "Hello, Tom.")
    open_tab(browser, "Motion")
    press(browser, "#preview")
    says(browser, "#preview-status", "Here are three versions", within=120)
    assert all(see(browser, f"#take-{number} video") for number in (1, 2, 3))
    lines = browser.execute_script(
        "return [...document.querySelectorAll('#curves-1 polyline')].map(e => e.getAttribute('points'))"
    )
    assert len(lines) == 7 and len(set(lines)) > 4  # mouth, three of the head, two of the gaze, lids
    assert see(browser, "#curves-1 .said span").text.strip()
    press(browser, "#use-2")
    says(browser, "#preview-status", "The clip will move like version 2")
    assert see(browser, "#curves-2 svg")
    jobs = [json.loads(path.read_text(encoding="utf-8")) for path in page.jobs.sessions.root.rglob("take-*.job.json")]
    assert len({job["seed"] for job in jobs}) == 3


def test_a_film_of_somebody_acting_leads_the_clip(page, browser, acted):
    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", " ")
    tab = next(tab for tab in browser.find_elements("css selector", "[role=tab]") if tab.text == "Act it yourself")
    tab.click()
    see(browser, "#driver [data-testid=upload-text]")
    browser.find_element("css selector", "#driver input[type=file]").send_keys(str(acted.path))
    says(browser, "#driver-note", "The clip has the film's voice")
    press(browser, "#act-make")
    says(browser, "#status", "Done in", within=60)
    assert loaded_clip(browser)["seconds"] == pytest.approx(len(acted.motion) / 25, abs=0.05)


def test_cancelling_stops_in_the_middle_and_leaves_nothing(page, browser):
    fill_in_the_example(browser)
    write(browser, "#words textarea", "Hello, Tom. I am so proud of you. " * 8)
    before = set(page.jobs.sessions.root.rglob("*"))
    press(browser, "#make")
    see(browser, "#status .track", within=30)
    (job,) = [job for job in page.jobs._queued if not job.done()]
    press(browser, "#cancel")
    says(browser, "#status", "Stopped. Nothing was stored.")
    see(browser, "#make")
    assert job.future.done() and job.latest.fraction < 0.9  # half a minute of speech was not made to its end
    deadline = time.monotonic() + 10
    while (left := set(page.jobs.sessions.root.rglob("*")) - before) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left
    assert not page.jobs.busy()


def test_a_photograph_without_a_face_is_answered_at_once(browser, tmp_path):
    from PIL import Image

    meadow = Path(tmp_path / "meadow.png")
    Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(meadow)
    see(browser, "#photo [data-testid=upload-text]")
    browser.find_element("css selector", "#photo input[type=file]").send_keys(str(meadow))
    says(browser, "#found-note", "Please answer the three questions of step 1 first")
    # what is missing is said where it is missing, when Make is pressed
    press(browser, "#make")
    says(browser, "#words", "There is nothing to say yet")
    says(browser, "#relation", "Please say who you are to this person")
    browser.find_element("css selector", "#relation textarea, #relation input").send_keys("her grandson")
    choose(browser, "#basis", "They have died, and I am their close family")
    press(browser, "#adult input")
    says(browser, "#found-note", "No face was found in this photograph")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(("width", "height", "mobile"), [(1280, 900, False), (390, 844, True)], ids=["laptop", "phone"])
def test_a_message_stands_below_its_field_and_leaves_it_free(page, browser, width, height, mobile, language):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    fields = {
        "#relation": "textarea, input", "#basis": "input", "#adult": "input", "#photo": ".image-container button",
        "#words": "textarea", "#prompt": "textarea", "#title": "textarea, input",
    }  # fmt: skip
    browser.get(f"{page.local_url}?lang={language}")
    write(browser, "#prompt textarea", "x" * 1001)
    press(browser, "#more > button")
    write(browser, "#title :is(textarea, input)", "x" * 121)
    press(browser, "#make")
    for field, control in fields.items():
        see(browser, f"{field} div.validation-error")
        box = see(browser, f"{field} :is({control})")
        overlap, hit = browser.execute_script(
            "const [box, field] = arguments; box.scrollIntoView({block: 'center'});"
            "const at = box.getBoundingClientRect();"
            "const message = field.querySelector('div.validation-error').getBoundingClientRect();"
            "const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);"
            "return [at.bottom - message.top, box.contains(top) || top.contains(box)]",
            box, browser.find_element("css selector", field),
        )  # fmt: skip
        assert overlap <= 1 and hit, field  # pixels: below it, and not over it
        seen = browser.find_element("css selector", f"{field} div.validation-error")
        assert seen.rect["height"] >= 20 and seen.rect["width"] >= 100
    # and after the example, whose only question is this one, the box can be ticked
    browser.get("about:blank")
    browser.get(page.local_url)
    press(browser, "#example")
    see(browser, "#photo img")
    press(browser, "#make")
    see(browser, "#adult div.validation-error")
    press(browser, "#adult input")
    assert browser.find_element("css selector", "#adult input").is_selected()
    see(browser, "#found img")


def test_the_page_speaks_chinese_when_asked(page, browser):
    browser.get(page.local_url + "?lang=zh-CN")
    see(browser, "#make")
    says(browser, "#make", "制作短片")
    says(browser, "#header", "一切都在这台电脑上完成")
    press(browser, "#make")
    says(browser, "#status", "请说明您与照片中人的关系")


def test_a_taught_person_is_shown_and_deleted_only_when_sure(page, browser, tmp_path, monkeypatch):
    from revive import people

    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    folder_of("Ruth").mkdir(parents=True)
    for name in ("weights", "sheet"):
        (tmp_path / name).write_bytes(b"0" * 1000)
    person = people.Person("Ruth", "2026-01-02T03:04:05+00:00", 20, 5, 400, 60.0, {}, {}, "0")
    people.keep_person(person, tmp_path / "weights", tmp_path / "sheet")
    browser.get(page.local_url)
    open_tab(browser, "Teach")
    assert str(tmp_path / "home" / "people") in says(browser, "#people", "Ruth")
    press(browser, "#teach-look")
    says(browser, "#teach-seen", "Please choose photographs or films")
    press(browser, "#people-delete")
    says(browser, "#people-sure", "Delete everything that is stored about “Ruth”?")
    assert people.people()
    press(browser, "#people-sure-yes")
    says(browser, "#people", "Revive knows nobody yet")
    assert people.people() == [] and not list((tmp_path / "home" / "people").iterdir())


def test_names_kept_on_one_tab_make_the_person_known_on_the_others(browser):
    from selenium.webdriver.common.keys import Keys

    write(browser, "#relation textarea", "her niece")
    choose(browser, "#basis", "close family")
    press(browser, "#adult input")
    open_tab(browser, "Voice")
    write(browser, "#names textarea", "Siobhan = shiv-awn")
    see(browser, "#names-whose input").send_keys("Aunt Mei", Keys.ENTER)
    press(browser, "#names-keep")
    says(browser, "#names-kept", "Stored for “Aunt Mei”: 1.")
    assert pronunciations_of("Aunt Mei") == {"Siobhan": "shiv-awn"}
    open_tab(browser, "Teach")
    says(browser, "#people", "names and how they are pronounced: 1")
    press(browser, "#teach-person input")
    says(browser, "#teach-person", "Aunt Mei")
    browser.execute_script("document.activeElement.blur()")
    press(browser, "#people-delete")
    press(browser, "#people-sure-yes")
    says(browser, "#people", "Revive knows nobody yet")


def test_another_look_becomes_the_photograph(browser):
    fill_in_the_example(browser)
    open_tab(browser, "Portrait")
    press(browser, "#imagine button")
    write(browser, "#imagine-words textarea", "smiling happily, black and white")
    for kept in browser.find_elements("css selector", "#imagine-keep input"):
        if not kept.is_selected():
            kept.click()
    press(browser, "#imagine-draw")
    says(browser, "#imagine-status", "same person", within=90)
    see(browser, "#imagined img")
    assert "alike" in see(browser, "#imagined").text
    press(browser, "#imagine-use")
    says(browser, "#imagine-status", "The clip now uses this photograph")
    says(browser, "#faces-note", "One face was found")


def test_an_old_photograph_is_restored_and_used(page, browser):
    fill_in_the_example(browser)
    open_tab(browser, "Portrait")
    press(browser, "#restore button")
    press(browser, "#restore-marks button")
    press(browser, "#marks-show")
    paint(browser, see(browser, "#marks canvas", within=60))
    press(browser, "#restore-start")
    said = says(browser, "#restore-status", "same person", within=120)
    assert "is restored" in said
    marks = next(
        page.jobs.sessions.root.rglob("marks.png")
    )  # one picture of what was painted, with the photograph's own size
    assert 0.0005 < read_mask(marks, (512, 600)).mean() < 0.05
    see(browser, "#restored img")
    press(browser, "#restore-use")
    says(browser, "#restore-status", "The clip now uses this photograph")
    says(browser, "#faces-note", "One face was found")
