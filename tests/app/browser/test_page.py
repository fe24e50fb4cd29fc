"""A real Chromium: from the example to a playable clip, a cancelled job, a photograph without a face."""

import json
import time
from pathlib import Path

import pytest

from revive.core.home import folder_of
from revive.media.photo import read_mask
from revive.speech.kept_pronunciations import pronunciations_of
from tests.app.browser.steps import (
    choose,
    fill_in_the_example,
    loaded_clip,
    open_page,
    open_tab,
    paint,
    press,
    says,
    see,
    set_size,
    shows,
    there,
    write,
)

pytestmark = pytest.mark.slow


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
    from selenium.webdriver import ActionChains

    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, Tom. I am so proud of you. " * 8)
    before = set(page.jobs.sessions.root.rglob("*"))
    press(browser, "#make")
    see(browser, "#status .track", within=30)
    (job,) = [job for job in page.jobs._queued if not job.done()]
    press(browser, "#cancel")
    says(browser, "#status", "Stopped. Nothing was stored.")
    see(browser, "#make")
    deadline = time.monotonic() + 20
    while not job.future.done() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert job.future.done() and job.latest.fraction < 0.9  # half a minute of speech was not made to its end
    while (left := set(page.jobs.sessions.root.rglob("*")) - before) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left
    assert not page.jobs.busy()
    # made anew at once, while the first is coming to its end; a double click makes one
    write(browser, "#words textarea", "Hello, Tom.")
    make = see(browser, "#make")
    ActionChains(browser).double_click(make).perform()
    says(browser, "#status", "Done in", within=60)
    assert len([path for path in set(page.jobs.sessions.root.rglob("*.mp4")) - before if "live" not in path.name]) == 1


def test_a_photograph_without_a_face_is_answered_at_once(browser, tmp_path):
    from PIL import Image

    meadow = Path(tmp_path / "meadow.png")
    Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(meadow)
    see(browser, "#photo [data-testid=upload-text]")
    browser.find_element("css selector", "#photo input[type=file]").send_keys(str(meadow))
    says(browser, "#found-note", "three questions of step 3")
    # what is missing is said where it is missing, when Make is pressed
    press(browser, "#make")
    says(browser, "#words", "There is nothing to say yet")
    says(browser, "#relation", "Please say who you are to this person")
    there(browser, "#words :focus")  # the page has gone to the first of them
    browser.find_element("css selector", "#relation textarea, #relation input").send_keys("her grandson")
    choose(browser, "#basis", "They have died, and I am their close family")
    press(browser, "#adult input")
    says(browser, "#found-note", "No face was found in this photograph")


def test_the_page_speaks_chinese_when_asked(page, browser):
    open_page(browser, page.local_url + "?lang=zh-CN")
    says(browser, "#make", "制作短片")
    says(browser, "#header", "一切都在这台电脑上完成")
    press(browser, "#make")
    says(browser, "#relation", "请说明您与照片中人的关系")


def test_a_taught_person_is_shown_and_deleted_only_when_sure(page, browser, tmp_path, monkeypatch):
    from revive import people

    monkeypatch.setenv("REVIVE_HOME", str(tmp_path / "home"))
    folder_of("Ruth").mkdir(parents=True)
    for name in ("weights", "sheet"):
        (tmp_path / name).write_bytes(b"0" * 1000)
    person = people.Person("Ruth", "2026-01-02T03:04:05+00:00", 20, 5, 400, 60.0, {}, {}, "0")
    people.keep_person(person, tmp_path / "weights", tmp_path / "sheet")
    open_page(browser, page.local_url)
    open_tab(browser, "Teach")
    assert str(tmp_path / "home" / "people") in says(browser, "#people", "Ruth")
    press(browser, "#teach-look")
    says(browser, "#teach-files", "Please choose photographs or films")
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
