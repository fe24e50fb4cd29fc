"""The photograph is turned, cut and taken back; other tabs take one too; several messages; a clip for a telephone."""

import urllib.error
import urllib.request

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from tests.app.browser.steps import fill_in_the_example, open_tab, press, says, see, set_size, there, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page where a telephone can reach it: it listens to the network, and asks for no password in this test."""
    from revive.app import launch
    from revive.app.server.settings import Settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Settings, "checked", lambda settings: settings)  # which would ask for a password
        page = launch(Settings(host="0.0.0.0", browser=False), wait=False, warm=False,
                      root=tmp_path_factory.mktemp("visitors"))  # fmt: skip
    page.local_url = str(page.local_url).replace("0.0.0.0", "127.0.0.1")
    yield page
    page.close()


def size_of(browser, selector: str, width: int, height: int) -> None:
    """Wait until the picture at `selector` has this size."""
    script = "const i = document.querySelector(arguments[0]); return i && [i.naturalWidth, i.naturalHeight]"
    WebDriverWait(browser, 10).until(lambda browser: browser.execute_script(script, selector) == [width, height])


def test_a_photograph_is_turned_cut_and_taken_back_and_the_same_on_every_tab(browser):
    from selenium.webdriver.common.keys import Keys

    fill_in_the_example(browser)
    size_of(browser, "#photo img", 512, 600)
    press(browser, "#turn-left")
    size_of(browser, "#photo img", 600, 512)
    press(browser, "#crop")
    see(browser, ".crop img")
    edge = there(browser, ".crop [data-side=left]")
    edge.send_keys(Keys.ARROW_RIGHT * 10)
    assert edge.get_attribute("aria-valuenow") == "20" and edge.get_attribute("aria-label") == "Left edge"
    press(browser, "#crop-cut")
    size_of(browser, "#photo img", 480, 512)
    says(browser, "#found-note", "One face was found")
    open_tab(browser, "Portrait")
    size_of(browser, "#portrait-photo img", 480, 512)
    open_tab(browser, "Make a clip")
    press(browser, "#photo-undo")
    size_of(browser, "#photo img", 600, 512)
    press(browser, "#photo-undo")
    size_of(browser, "#photo img", 512, 600)
    assert not [one for one in browser.find_elements("css selector", "#photo-undo") if one.is_displayed()]


def test_the_motion_tab_takes_a_photograph_and_words_itself(browser, hopper):
    open_tab(browser, "Motion")
    there(browser, "#motion-photo input[type=file]").send_keys(str(hopper))
    size_of(browser, "#motion-photo img", 512, 600)
    write(browser, "#motion-words textarea", "Hello, Tom.")
    open_tab(browser, "Make a clip")
    size_of(browser, "#photo img", 512, 600)
    assert see(browser, "#words textarea").get_attribute("value") == "Hello, Tom."


def test_a_picture_of_a_phone_is_shown_although_the_browser_cannot_read_it(browser, hopper, tmp_path):
    import numpy as np
    from PIL import Image

    from revive.fuzz.heic import write_heic

    pixels = np.asarray(Image.open(hopper).convert("RGB").resize((320, 376)))
    (tmp_path / "IMG_0001.HEIC").write_bytes(write_heic([pixels]))
    open_tab(browser, "Motion")
    there(browser, "#motion-photo input[type=file]").send_keys(str(tmp_path / "IMG_0001.HEIC"))
    size_of(browser, "#motion-photo img", 320, 376)


def test_two_messages_become_two_clips_the_browser_tells_and_a_telephone_fetches_one(page, browser):
    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", "Hello, Tom.")
    press(browser, "#another-message")
    write(browser, "#message-2 textarea", "Sleep well.")
    browser.execute_script(  # a browser that was asked and agreed, and a page that is out of sight
        "window.told = []; window.Notification = class { constructor(title, more) { told.push(more.body) }"
        " static permission = 'granted' }; document.hasFocus = () => false"
    )
    press(browser, "#make")
    press(browser, "#notify")
    says(browser, "#status", "Clip 2 of 2", within=60)
    says(browser, "#status", "Done in", within=60)
    clips = [path for path in page.jobs.sessions.root.rglob("*.mp4") if not path.name.startswith("live-")]
    assert len(clips) == 2
    WebDriverWait(browser, 10).until(lambda browser: browser.execute_script("return told.length"))
    assert browser.execute_script("return told") == ["Your clip is ready"]
    assert browser.execute_script("return document.title").startswith("Your clip is ready")
    press(browser, "#to-phone")
    address = see(browser, "#phone-code code").text
    assert see(browser, "#phone-code svg")
    with urllib.request.urlopen(address) as answer:  # without the browser's cookie
        assert answer.headers["content-type"] == "video/mp4" and answer.read() in [clip.read_bytes() for clip in clips]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address[:-2])
