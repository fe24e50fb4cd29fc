"""The previews of the Portrait tab: what is shown, and that one of each kind is kept."""

import shutil

import pytest

from tests.answers import FAMILY


@pytest.fixture
def look(page_at, handlers, part_of, asked, hopper):
    """look(tab) -> the picture of the faces, as a tab of the browser shows it when a photograph is brought."""
    page = page_at("home")
    folder = page.jobs.sessions.new_folder("a")
    shutil.copy(hopper, folder)
    (handler,) = handlers(page, "build.<locals>.look_at_new_photo")
    given = {"photo": str(folder / hopper.name), "relation": FAMILY.relation, "basis": FAMILY.basis, "adult": True}
    values = {one: getattr(one, "value", None) for fn in page.fns.values() for one in fn.inputs}
    values |= {part_of(page, name): value for name, value in given.items()}

    def look(tab: str):
        request = asked()
        request.session_hash = f"{folder.parent.name}-{tab}"
        return handler(values, request)[part_of(page, "faces")]

    yield look
    page.jobs.sessions.delete(folder.parent.name)


@pytest.mark.slow
def test_of_the_numbered_faces_each_tab_keeps_the_newest(look, page_at):
    jobs = page_at("home").jobs
    shown = [look("1"), look("2"), look("1"), look("1")]
    assert [picture.is_file() for picture in shown] == [False, True, False, True]
    (first,) = {visitor for visitor in jobs.sessions.visitors() if visitor.endswith("-1")}
    jobs.close_tab(first)
    assert list(jobs.sessions.root.rglob("faces.jpg")) == [shown[1]]
