"""What a browser says of its draft is checked value by value, and no file of anybody else's is taken from it."""

import gradio as gr
import pytest

from revive.app.parts.drafts import checked_value
from revive.app.server.file_access import ALIAS

OWN = {"b/uploads/a/ruth.jpg": "/visits/b/uploads/a/ruth.jpg"}


@pytest.mark.parametrize(
    ("control", "value", "put"),
    [
        (gr.Textbox(), "Hello", "Hello"),
        (gr.Textbox(max_length=3), "Hello", "Hel"),
        (gr.Textbox(), 3, None),
        (gr.Checkbox(), True, True),
        (gr.Checkbox(), "yes", None),
        (gr.Slider(128, 1280), 256, 256),
        (gr.Slider(128, 1280), 1e9, None),
        (gr.Slider(128, 1280), True, None),
        (gr.Number(minimum=1), 0, None),
        (gr.Dropdown([("Sad", "sad")], value="sad"), "sad", "sad"),
        (gr.Dropdown([("Sad", "sad")], value="sad"), "glad", None),
        (gr.Dropdown([("Sad", "sad")], value="sad"), {"a": 1}, None),
        (gr.Dropdown([("Nobody", "")], value=""), "Ruth", "Ruth"),
        (gr.Image(), {"file": "b/uploads/a/ruth.jpg"}, "/visits/b/uploads/a/ruth.jpg"),
        (gr.Image(), {"file": "c/uploads/a/theirs.jpg"}, None),
        (gr.Image(), {"file": 3}, None),
        (gr.Image(), "b/uploads/a/ruth.jpg", None),
        (gr.Image(), None, None),
        (gr.File(file_count="multiple"), [{"file": "b/uploads/a/ruth.jpg"}, {"file": "x"}], [*OWN.values()]),
    ],
)
def test_a_value_is_put_back_only_into_a_control_that_can_have_it(control, value, put):
    fits, found = checked_value(control, value, OWN.get, ["", "Ruth"])
    assert fits == (put is not None) and (found == put or not fits)


@pytest.mark.slow
def test_a_draft_fills_the_form_again_and_names_no_file_of_another_browser(page_at, handlers, part_of, asked):
    page = page_at("home")
    files = page.jobs.sessions.files
    mine, theirs = files.browser_of("a"), files.browser("y" * 40)
    for browser, name in ((mine, "ruth.jpg"), (theirs, "theirs.jpg")):
        folder = files.folder(browser) / "uploads" / name
        folder.mkdir(parents=True)
        (folder / name).write_bytes(b"x")
    (restore,) = handlers(page, "Drafts._restore")

    def place(browser: str, name: str) -> str:
        return files.public_name(files.folder(browser) / "uploads" / name / name).removeprefix(f"{ALIAS}/")

    draft = {
        "photo": {"file": place(mine, "ruth.jpg")}, "recording": {"file": place(theirs, "theirs.jpg")},
        "words": "Hello, Tom.", "adult": True, "relation": "her grandson", "prompt": "warm", "emotion": "sad",
        "size": 10**9, "unknown": "x",
    }  # fmt: skip
    updates = {getattr(part, "elem_id", None): value for part, value in restore(draft, asked()).items()}
    assert updates["words"]["value"] == "Hello, Tom." and updates["adult"]["value"] is True
    assert updates["photo"]["value"] == str(files.folder(mine) / "uploads" / "ruth.jpg" / "ruth.jpg")
    assert "recording" not in updates and "size" not in updates
    assert files.folder(mine) / "uploads" / "ruth.jpg" / "ruth.jpg" in page.jobs.sessions.brought("a")
    for nonsense in (None, [], "x", {"photo": {"file": "../../etc/passwd"}}, {"photo": {"file": f"{mine}/.made.json"}}):
        assert part_of(page, "photo") not in restore(nonsense, asked())
