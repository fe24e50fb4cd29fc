"""The buttons of the shelf reach what the visitor has made, and nothing else."""

import gradio as gr
import pytest

from revive.app.jobs import shelf
from revive.brief import Brief

pytestmark = pytest.mark.slow

FORM = {"relation": "her grandson", "basis": "agreed", "adult": True}


@pytest.fixture
def made(page_at):
    """A clip of the visitor “a”: (page, its folder); everything of theirs goes afterwards."""
    page = page_at("home")
    photo = page.jobs.sessions.new_folder("a") / "奶奶 <b>.jpg"
    photo.write_bytes(b"x")
    folder = page.jobs.sessions.new_folder("a")
    for name in ("clip.mp4", "picture.jpg", "clip.vtt"):
        (folder / name).write_bytes(b"x")
    settings = shelf.settings_of(Brief(photo=photo, words="Hello <i>Tom</i>.", seed=7, **FORM), folder.parent)
    shelf.note_made(folder, shelf.Made(
        shelf.CLIP, "奶奶 <b> 2026-11-27", "2026-11-27", "clip.mp4", "picture.jpg", settings=settings, length=65.2
    ))  # fmt: skip
    yield page, folder
    page.jobs.forget(page.jobs.sessions.files.browser_of("a"))


def event(entry: object) -> gr.EventData:
    return gr.EventData(None, {"entry": entry})


def test_a_card_has_real_buttons_with_names_and_no_place_of_this_computer(made, handlers, part_of, asked):
    page, folder = made
    (find,) = handlers(page, "ResultPanel._find_again")
    html = find(None, asked())[part_of(page, "shelf")]
    assert str(page.jobs.sessions.root) not in html and "<b>" not in html and "<i>" not in html
    assert f'data-entry="{folder.name}"' in html and "1:05" in html and "gradio_api/file=/__files__/" in html
    for name in ("Play", "Compare", "Make again", "Change the words", "Save", "Remove"):
        assert f'aria-label="{name}: 奶奶 &lt;b&gt; 2026-11-27"' in html
    assert "<dt>Version number</dt><dd>7</dd>" in html and "Hello &lt;i&gt;Tom" in html
    assert "再做一次" in find(None, asked("zh"))[part_of(page, "shelf")]


def test_the_settings_of_a_clip_fill_the_form(made, handlers, part_of, asked):
    page, folder = made
    for fill in handlers(page, "Shelf._fill"):
        shown = {getattr(part, "elem_id", None): value for part, value in fill(event(folder.name), asked()).items()}
        assert (shown["words"], shown["seed"], shown["relation"]) == ("Hello <i>Tom</i>.", 7, "her grandson")
        assert shown["photo"].name == "奶奶 <b>.jpg"
        shown["photo"].unlink()
        said = {getattr(part, "elem_id", None): value for part, value in fill(event(folder.name), asked()).items()}
        assert said["photo"] is None and "no longer here" in said["shelf-status"]
        shown["photo"].write_bytes(b"x")


@pytest.mark.parametrize("entry", ["..", "../..", "job-nothing", None, 3, {"a": 1}, "uploads"])
def test_what_is_not_ones_own_can_be_neither_filled_in_nor_removed(made, handlers, part_of, asked, entry):
    page, folder = made
    theirs = page.jobs.sessions.new_folder("b")
    for name in ("clip.mp4", "picture.jpg"):
        (theirs / name).write_bytes(b"x")
    shelf.note_made(theirs, shelf.Made(shelf.CLIP, "theirs", "2026-11-27", "clip.mp4", "picture.jpg"))
    (remove,), fills = handlers(page, "Shelf._remove"), handlers(page, "Shelf._fill")
    for named in (entry, theirs.name, f"../{theirs.parent.name}/{theirs.name}"):
        assert "no longer on the shelf" in remove(event(named), asked())[part_of(page, "shelf-status")]
        for fill in fills:
            with pytest.raises(gr.Error, match="no longer on the shelf"):
                fill(event(named), asked())
    assert (theirs / "clip.mp4").exists() and (folder / "clip.mp4").exists()
    said = remove(event(folder.name), asked())
    assert "was removed" in said[part_of(page, "shelf-status")] and not folder.exists()
