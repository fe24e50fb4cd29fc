"""The page's clips are made by a cluster; its queue, its shelf and its sentences stay as they are."""

import dataclasses
import time

import pytest

from revive.app.jobs import shelf
from revive.app.jobs.clips import start_clip
from revive.app.jobs.health import readiness
from revive.app.jobs.queue import JobQueue
from revive.brief import Brief
from revive.core.errors import Cancelled
from revive.provenance import verify
from tests.answers import FAMILY

pytestmark = pytest.mark.slow


@pytest.fixture
def page(elsewhere, hopper, tmp_path):
    """start(words, …) -> a clip in the page's queue; its `queue` and `folder`."""
    queue = JobQueue(tmp_path, elsewhere=elsewhere)
    visitor = f"{queue.sessions.files.browser('x' * 40)}-tab"
    photo = queue.sessions.new_folder(visitor) / "Grace.jpg"
    photo.write_bytes(hopper.read_bytes())

    def start(words: str, **settings):
        small = {"size": 256, "fps": 5.0, "refine": False, "captions": False, **settings}
        brief = Brief(photo=photo, words=words, **dataclasses.asdict(FAMILY), **small)
        return start_clip(queue, visitor, brief, queue.sessions.new_folder(visitor), brief.permit, called="Portrait")

    start.queue, start.folder, start.visitor = queue, queue.sessions.folder(visitor), visitor
    yield start
    queue.elsewhere = None  # it goes on for other tests
    queue.close()


def test_a_clip_of_the_page_comes_from_the_cluster_and_one_that_is_cancelled_leaves_nothing(page):
    job = page("Hello.")
    stages = {report.stage for report in job.reports() if report}
    made = job.outcome()
    (entry,) = shelf.shelf(page.folder).values()
    assert entry.title.startswith("Grace") and entry.took == round(made.seconds, 1) and "clip" in stages
    assert verify(made.out).manifest.ours and not list(made.out.parent.glob("live*"))
    assert made.as_json()["out"] == str(made.out) and made.as_json()["seed"] == made.brief.seed
    assert readiness(page.queue)["cluster"] and page.queue.seconds_each()

    stopped = page("A ship in port is safe. " * 20, fps=60.0)
    while not stopped.latest:
        time.sleep(0.05)
    page.queue.cancel(page.visitor)
    list(stopped.reports())
    with pytest.raises(Cancelled):
        stopped.outcome()
    assert len(shelf.shelf(page.folder)) == 1 and shelf.unfinished(page.folder) == []
