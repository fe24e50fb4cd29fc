"""A real Chromium: neither a reload, the other language nor a killed server loses what was typed, brought or made."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.app.browser.steps import fill_in_the_example, press, says, see, set_size, shows, write
from tests.app.load.concurrent_visitors import ROOT, free_port, ready

pytestmark = [pytest.mark.slow, pytest.mark.long]

WORDS = "Hello, Tom. 你好！"
LONG = "Hello, Tom. I am so proud of you. " * 8  # half a minute of speech


class Served:
    """The page as the family starts it, in a process of its own that can be killed; `local_url` as of a page."""

    def __init__(self, home: Path):
        self.home, self.port = home, free_port()
        self.local_url = f"http://127.0.0.1:{self.port}/"
        self.process = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {**os.environ, "REVIVE_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "app.py", "--no-browser", "--port", str(self.port)], cwd=ROOT, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        ready(self.local_url.rstrip("/"))

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page at home, whose folder lasts."""
    served = Served(tmp_path_factory.mktemp("home"))
    served.start()
    yield served
    served.kill()


def value(driver, selector: str) -> str:
    return driver.execute_script("return document.querySelector(arguments[0])?.value", selector)


def entries(driver) -> list[str]:
    return [one.text for one in driver.find_elements("css selector", "#shelf .shelf-name")]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are a Unix feature")
def test_neither_reload_nor_language_nor_a_killed_server_loses_anything(page, browser):
    browser.get(page.local_url + "?lang=en")
    fill_in_the_example(browser)
    set_size(browser, 256)
    write(browser, "#words textarea", WORDS)
    browser.execute_script("document.activeElement.blur()")
    # the other language has what was typed and brought
    browser.find_element("css selector", ".masthead nav a[lang=zh]").click()
    says(browser, "#make", "制作短片")
    shows(browser, "#words textarea", WORDS)
    assert "US Navy" in value(browser, "#relation textarea") and see(browser, "#photo img")
    press(browser, "#more > button")
    see(browser, "#size input[type=number]")
    shows(browser, "#size input[type=number]", "256")
    assert browser.execute_script("return document.querySelector('#adult input').checked")
    browser.find_element("css selector", ".masthead nav a[lang=en]").click()
    # a reload in the middle of a clip: it goes on, and is shown
    shows(browser, "#words textarea", WORDS)
    see(browser, "#found img")
    press(browser, "#make")
    see(browser, "#cancel")
    browser.refresh()
    see(browser, "#cancel")
    says(browser, "#status", "Done in", within=90)
    see(browser, "#clip video")
    assert len(entries(browser)) == 1 and "grace hopper 20" in entries(browser)[0]
    # and is there after the next one
    browser.refresh()
    see(browser, "#clip video")
    assert see(browser, "#save-clip") and len(entries(browser)) == 1
    # another browser sees none of it
    made = browser.execute_script("return document.querySelector('#shelf [data-file]').dataset.file")
    assert httpx.get(page.local_url + made).status_code == 404
    # nothing would be lost by leaving: nobody is asked
    leaving = "const e = new Event('beforeunload', {cancelable: true}); dispatchEvent(e); return e.defaultPrevented"
    assert browser.execute_script(leaving) is False
    # the server is killed in the middle of a clip
    write(browser, "#words textarea", LONG)
    press(browser, "#make")
    see(browser, "#status .track", within=30)
    time.sleep(0.3)  # the draft is written
    page.kill()
    see(browser, "#connection")
    assert "by itself" in says(browser, "#connection", "does not answer just now")
    assert not [toast for toast in browser.find_elements("css selector", ".toast-wrap") if toast.is_displayed()]
    page.start()
    see(browser, "#unfinished", within=60)
    says(browser, "#unfinished", "Hello, Tom.")
    shows(browser, "#words textarea", LONG)
    assert len(entries(browser)) == 1
    press(browser, "#finish-it")
    see(browser, "#cancel")
    says(browser, "#status", "Done in", within=120)
    assert len(entries(browser)) == 2
    assert not [one for one in browser.find_elements("css selector", "#unfinished") if one.is_displayed()]
    # everything is deleted when that is meant, and said where it was pressed
    visits = page.home / "visits"
    press(browser, "#erase")
    says(browser, "#erase-sure", "Delete your photographs")
    press(browser, "#erase-no")
    assert len(entries(browser)) == 2 and list(visits.rglob("*.mp4"))
    press(browser, "#erase")
    press(browser, "#erase-yes")
    says(browser, "#erased", ".mp4")
    shows(browser, "#words textarea", "")
    assert not entries(browser) and not [path for path in visits.glob("*/*") if path.is_file() or list(path.iterdir())]
    assert json.loads(browser.execute_script("return sessionStorage.revive_drafts ?? '{}'")).get("words", "") == ""
    place = "const box = document.querySelector('#erased').getBoundingClientRect(); return box.top < innerHeight"
    deadline = time.monotonic() + 5
    while not browser.execute_script(place) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert browser.execute_script(place + " && document.activeElement.id === 'erased'")
