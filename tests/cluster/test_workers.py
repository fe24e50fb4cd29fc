"""Clips made by a Ray cluster, for a program and for the page: signed here, whole or not at all, once each.

What the page does besides stays as it is: its queue, its shelf and its sentences.
"""

import dataclasses
import os
import time
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from revive.app.jobs import shelf
from revive.app.jobs.clips import start_clip
from revive.app.jobs.health import readiness
from revive.app.jobs.queue import JobQueue
from revive.brief import Brief
from revive.cluster import RayWorkers
from revive.core.errors import Cancelled, UserError
from revive.core.home import home
from revive.provenance import verify
from tests.answers import FAMILY

pytestmark = pytest.mark.slow


@pytest.fixture
def workers(elsewhere):
    return elsewhere.workers()


@pytest.fixture
def brief_of(hopper, tmp_path):
    """A short, small clip, as `name`.mp4."""

    def brief(name: str = "clip", words: str = "Hello.", **settings) -> Brief:
        small = {"photo": hopper, "size": 256, "fps": 5.0, "refine": False, "captions": False, "head_motion": 0.0}
        return Brief(words=words, out=tmp_path / f"{name}.mp4", **dataclasses.asdict(FAMILY), **{**small, **settings})

    return brief


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


def left_behind() -> list[Path]:
    """Files of clips in the folders of this computer's workers."""
    return [path for path in (home() / "temporary").rglob("*") if path.suffix in (".mp4", ".jpg", ".wav", ".npy")]


def test_a_clip_is_made_elsewhere_and_signed_here(workers, brief_of, tmp_path):
    reports = []
    made = workers.submit(brief_of(), reports.append).result(timeout=300)
    assert made.pid != os.getpid() and made.peak_rss_mb > 100 and made.seconds > 0
    assert made.out == tmp_path / "clip.mp4" and made.job == tmp_path / "clip.job.json"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "clip.job.json", "clip.mp4", "clip.srt", "clip.vtt",
    ]  # fmt: skip
    manifest = verify(made.out).manifest
    assert manifest.state == "valid" and manifest.ours and not manifest.changed
    assert Brief.load(made.job) == made.brief and made.brief.seed is not None
    assert len({report.stage for report in reports}) > 1
    assert [report.done for report in reports] == sorted(report.done for report in reports)
    assert left_behind() == []


def test_what_is_said_and_who_is_seen_stands_in_no_log_of_the_cluster(workers, cluster, hopper, tmp_path, brief_of):
    photo, told = tmp_path / "Quillfeather.jpg", "I miss you, Quillfeather."
    photo.write_bytes(hopper.read_bytes())
    assert workers.submit(brief_of(words=told, photo=photo, title="Quillfeather")).result(timeout=300)
    refused = workers.submit(brief_of("refused", words=told, photo=photo, voice="Quillfeather"))
    assert "Quillfeather" in str(refused.exception(timeout=300))
    logs = [path for path in Path(cluster.head_node.get_session_dir_path()).rglob("*") if path.is_file()]
    assert len(logs) > 10 and not [path for path in logs if b"Quillfeather" in path.read_bytes()]


def test_what_is_wrong_is_said_and_the_next_clip_is_made(workers, brief_of, tmp_path):
    damaged = tmp_path / "damaged.jpg"
    damaged.write_bytes(b"no picture")
    wrong = workers.submit(brief_of("wrong", photo=damaged))
    right = workers.submit(brief_of("right"))
    assert "not a picture" in str(wrong.exception(timeout=300)) and isinstance(wrong.exception(), UserError)
    assert right.result(timeout=300).out.is_file() and not (tmp_path / "wrong.mp4").exists()


def test_what_is_refused_reaches_no_other_machine(workers, brief_of):
    future = workers.submit(dataclasses.replace(brief_of(), adult=False))
    assert future.done() and "adult" in str(future.exception())


def test_a_running_clip_stops_at_once_and_one_that_waits_never_begins(workers, brief_of, tmp_path):
    begun = []
    running = workers.submit(brief_of("running", "A ship in port is safe. " * 20, fps=60.0), begun.append)
    waiting = workers.submit(brief_of("waiting"))
    while not begun:
        time.sleep(0.05)
    workers.cancel(waiting)
    workers.cancel(running)
    assert isinstance(running.exception(timeout=60), Cancelled)
    with pytest.raises(CancelledError):
        waiting.result(timeout=60)
    assert workers.submit(brief_of("next")).result(timeout=300).out.is_file()
    assert sorted(path.name for path in tmp_path.glob("*.mp4")) == ["next.mp4"] and left_behind() == []


def test_a_clip_of_the_page_comes_from_the_cluster_and_one_that_is_cancelled_leaves_nothing(page):
    job = page("Hello.")
    assert any(report and report.done > 0 for report in job.reports())
    made = job.outcome()
    (entry,) = shelf.shelf(page.folder).values()
    assert entry.title.startswith("Grace") and entry.took == round(made.seconds, 1)
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


@pytest.mark.parametrize("address", ["127.0.0.1:9", "ray://127.0.0.1:9", "nobody.invalid:6379", "no address", "::"])
def test_a_cluster_that_is_not_there_is_said_in_one_sentence(address):
    pytest.importorskip("ray", reason="Ray is not installed: pip install -r requirements-ray.txt")
    with pytest.raises(UserError, match="No Ray cluster answers at"):
        RayWorkers(address).__enter__()
