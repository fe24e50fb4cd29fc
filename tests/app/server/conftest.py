"""Pages served from this process, and browsers that ask them."""

import httpx
import pytest

PASSWORD = "a long password"


@pytest.fixture(scope="session")
def pages(tmp_path_factory):
    """pages("home" | "login" | "demo") -> a page served from this process, started once."""
    from revive.app import launch
    from revive.app.server.settings import Settings

    settings = {
        "home": Settings(browser=False, api=True),
        "login": Settings(browser=False, api=True, auth=f"ruth:{PASSWORD}", hosts="family.example"),
        "demo": Settings(browser=False, public_demo=True, hosts="demo.example", proxies=1),
    }
    started = {}

    def page(which: str):
        if which not in started:
            root = tmp_path_factory.mktemp(which)
            started[which] = launch(settings[which], wait=False, warm=False, root=root)
        return started[which]

    yield page
    for one in started.values():
        one.close()
        one.jobs.close()


@pytest.fixture
def browser(pages):
    """browser("home") -> an HTTP client that keeps cookies and asks as a browser does, from the page itself."""
    opened = []

    def browser(which: str, **headers) -> httpx.Client:
        said = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "accept-language": "en", **headers}
        opened.append(httpx.Client(base_url=pages(which).local_url, headers=said, timeout=60))
        return opened[-1]

    yield browser
    for one in opened:
        one.close()
