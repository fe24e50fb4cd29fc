"""A film as a job: it goes on without its tab, is kept, and leaves nothing behind when it fails or is cancelled."""

import threading
from types import SimpleNamespace

import pytest

from revive.app.jobs import shelf
from revive.app.jobs.films import start_film
from revive.app.jobs.queue import JobQueue
from revive.core.errors import Cancelled, UserError
from revive.film import Story, Title
from tests.answers import looking

STORY = Story(title="Ruth", size="360p", scenes=(Title(text="Ruth"),))


@pytest.fixture
def begin(tmp_path, monkeypatch):
    """begin(work) -> (queue, visitor, the job of a film that `work` makes, its folder)."""
    queue = JobQueue(tmp_path)
    visitor = f"{queue.sessions.files.browser('x' * 40)}-a"
    monkeypatch.setattr("revive.app.jobs.films.draw_picture", lambda film, out, seconds: out.write_bytes(b"drawn"))

    def begin(work):
        def make_film(story, out, progress):
            work(progress)
            out.write_bytes(b"film")
            return SimpleNamespace(out=out, duration_s=4.0, captions=())

        monkeypatch.setattr("revive.app.jobs.films.make_film", make_film)
        folder = queue.sessions.new_folder(visitor)
        return queue, visitor, start_film(queue, visitor, STORY, folder, looking, called="Film"), folder

    return begin


def test_a_film_goes_on_when_its_tab_is_closed_and_stands_on_the_shelf(begin):
    go = threading.Event()
    queue, visitor, job, folder = begin(lambda progress: go.wait(5))
    queue.close_tab(visitor)
    other = visitor.replace("-a", "-b")
    assert queue.take_up(other, shelf.CLIP) is None and queue.take_up(other, shelf.FILM) is job
    go.set()
    job.outcome()
    (made,) = shelf.shelf(folder.parent).values()
    assert (made.kind, made.title[:4], made.length) == (shelf.FILM, "Ruth", 4.0)


def test_what_fails_or_is_cancelled_leaves_nothing(begin):
    def fail(progress):
        raise UserError("It cannot be made.")

    *_, job, folder = begin(fail)
    with pytest.raises(UserError):
        job.outcome()
    assert not folder.exists()
    started = threading.Event()

    def wait(progress):
        started.set()
        while True:
            progress.update(0.0)

    queue, visitor, job, folder = begin(wait)
    assert started.wait(5)
    queue.cancel(visitor, patience=5)
    with pytest.raises(Cancelled):
        job.outcome()
    assert not folder.exists()
