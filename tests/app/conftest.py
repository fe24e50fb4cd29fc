"""What tests of the page use: the page itself, built once, and a visitor."""

import gradio as gr
import pytest


@pytest.fixture(scope="session")
def page_at(tmp_path_factory):
    """page_at("home") -> the page as the family opens it; page_at("away") -> where others can open it."""
    from revive.app.page import build_page

    built: dict[str, gr.Blocks] = {}

    def page_at(where: str) -> gr.Blocks:
        if where not in built:
            built[where] = build_page(tmp_path_factory.mktemp(where), at_home=where == "home")
        return built[where]

    return page_at


@pytest.fixture
def asked():
    """asked(accept) -> a visitor's request, from a browser of that language."""

    class Asked:
        session_hash, cookies = "a", {}

        def __init__(self, accept: str = "en"):
            self.headers = {"accept-language": accept}

    return Asked


@pytest.fixture
def part_of():
    """part_of(page, elem_id) -> the component of that id."""

    def find(page: gr.Blocks, elem_id: str) -> gr.blocks.Block:
        (found,) = [block for block in page.blocks.values() if getattr(block, "elem_id", None) == elem_id]
        return found

    return find


@pytest.fixture
def handlers():
    """handlers(page, end) -> its functions whose qualified name ends so; each may update nothing but its outputs."""

    def checked(block_fn):
        def call(*arguments) -> dict:
            updates = block_fn.fn(*arguments)
            assert set(updates) <= set(block_fn.outputs)
            return updates

        return call

    def find(page: gr.Blocks, end: str) -> list:
        return [checked(fn) for fn in page.fns.values() if fn.fn and fn.fn.__qualname__.endswith(end)]

    return find


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The page with its endpoints for programs, served from this process; no more than two jobs in line."""
    from revive.app import launch
    from revive.app.server.settings import Settings

    page = launch(
        Settings(browser=False, api=True, waiting=2, each=2), wait=False, warm=False,
        root=tmp_path_factory.mktemp("served"),
    )  # fmt: skip
    yield page
    page.close()
    page.jobs.close()
