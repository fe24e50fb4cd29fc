"""One page and one Chromium for each file of tests, and for each test a browser that remembers nothing."""

import json
import shutil
from typing import Any

import pytest

from tests.app.browser.steps import open_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page, served from this process; its visitors' files lie in `page.jobs.sessions.root`."""
    from revive.app import launch

    page = launch(wait=False, warm=False, root=tmp_path_factory.mktemp("visitors"))
    yield page
    page.close()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """A Chromium without a window, 1280 x 1000 pixels."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("no Chromium with its chromedriver on this computer")
    from selenium import webdriver

    with_browser: Any = webdriver.ChromeOptions()  # its setters are not in its types
    with_browser.binary_location = CHROMIUM
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--window-size=1280,1000", "--lang=en-US",
        "--disable-dev-shm-usage", f"--user-data-dir={tmp_path_factory.mktemp('browser')}",
    ):  # fmt: skip
        with_browser.add_argument(flag)
    with_browser.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    chromium = webdriver.Chrome(options=with_browser, service=webdriver.ChromeService(DRIVER))
    yield chromium
    chromium.quit()


@pytest.fixture
def browser(page, chromium):
    """A browser at the page, as if new; at the end it is checked that it asked nobody else for anything."""
    open_page(chromium, page.local_url)
    yield chromium
    asked = requests(chromium)
    forget(chromium, page.local_url)
    assert asked and not [url for url in asked if not url.startswith(page.local_url)]


def forget(browser, url: str) -> None:
    """Leave the page, and forget its cookies, what it stored, and the size and colours that a test gave the browser."""
    for window in browser.window_handles[1:]:
        browser.switch_to.window(window)
        browser.close()
    browser.switch_to.window(browser.window_handles[0])
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": url.rstrip("/"), "storageTypes": "all"})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "default"})
    requests(browser)


def requests(browser) -> set[str]:
    """Every address on a network that the browser asked for since this was last called."""
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    urls = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    return {url for url in urls if not url.startswith(("chrome:", "data:", "blob:", "about:"))}
