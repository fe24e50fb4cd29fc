"""A photograph that says nothing is brought to life with one press after photo and consent."""

import json
import time

import pytest

from tests.app.browser.steps import fill_in_the_example, press, says, see, set_size, write

pytestmark = pytest.mark.slow


def test_a_photograph_is_brought_to_life_shown_and_saved(page, browser, tmp_path):
    from revive.provenance import verify

    fill_in_the_example(browser)  # its words are not said
    set_size(browser, 256)
    press(browser, "#living-more button")
    press(browser, "#moments label:nth-of-type(3) input")
    deadline = time.monotonic() + 20
    while see(browser, "#moment textarea, #moment input").get_attribute("value") != "nod":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    write(browser, "#seconds textarea, #seconds input", "5")
    press(browser, "#format label:nth-of-type(2) input")  # GIF
    press(browser, "#bring-to-life")
    says(browser, "#status", "Done in", within=90)
    picture = see(browser, "#clip-source img.moving")
    assert browser.execute_script("return arguments[0].decode().then(() => arguments[0].naturalHeight)", picture) == 256
    assert see(browser, "#save-clip") and not browser.find_element("css selector", "#clip .player").is_displayed()
    job = json.loads(next(page.jobs.sessions.root.rglob("*.job.json")).read_text(encoding="utf-8"))
    assert (job["moment"], job["seconds"], job["words"], job["size"]) == ("nod", 5.0, "", 256)
    made = list(page.jobs.sessions.root.rglob("*.gif"))
    assert len(made) == 1 and (verify(made[0]).manifest.facts or {})["kind"] == "living photograph"
