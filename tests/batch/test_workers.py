"""Worker processes: models once a worker, one that is killed costs one retry, whatever runs stops in two seconds."""

import os
import time
from concurrent.futures import CancelledError, wait
from pathlib import Path

import pytest

from revive.batch import workers as module
from revive.batch.workers import LocalWorkers, workers_here
from revive.brief import Brief
from revive.core.errors import Cancelled, UserError
from revive.work import WorkerFailure
from tests.batch.fakes import fake, lines

pytestmark = pytest.mark.slow


@pytest.fixture
def brief(tmp_path):
    """brief(words, name) -> what `fake` understands."""
    return lambda words, name="clip": Brief(photo=tmp_path / "photo.jpg", words=words, out=tmp_path / f"{name}.mp4")


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_several_clips_share_processes_that_stay_and_each_has_its_share_of_the_cores(brief, tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_CORES", "6")
    with LocalWorkers(2, fake) as workers:
        made = [workers.submit(brief("Hello.", f"clip{n}")) for n in range(6)]
        results = [one.result(60) for one in made]
    assert sorted(lines(tmp_path)) == [f"clip{n}.mp4" for n in range(6)]
    assert len({one.pid for one in results}) <= 2 and os.getpid() not in {one.pid for one in results}
    assert {one.stages["threads"] for one in results} == {3.0}


def test_errors_come_back_and_the_worker_goes_on(brief, tmp_path):
    with LocalWorkers(1, fake) as workers:
        refused, mistaken, good = (workers.submit(brief(words)) for words in ("refuse", "mistake", "Hello."))
        with pytest.raises(UserError, match="This is refused"):
            refused.result(60)
        with pytest.raises(WorkerFailure, match=r"^KeyError at tests\.batch\.fakes:\d+"):
            mistaken.result(60)
        assert good.result(60).out.read_text() == "Hello."


def test_a_worker_that_is_killed_costs_one_retry_and_one_that_always_dies_is_told(brief, tmp_path):
    with LocalWorkers(1, fake) as workers:
        assert workers.submit(brief("die once")).result(60).out.exists()
        lost = workers.submit(brief("die", "lost"))
        after = workers.submit(brief("Hello.", "after"))
        with pytest.raises(UserError, match="stopped twice"):
            lost.result(60)
        assert after.result(60).out.exists()
    assert lines(tmp_path) == ["clip.mp4", "after.mp4"]


@pytest.mark.parametrize("words", ["wait", "deaf"])
def test_what_runs_is_stopped_and_what_waits_is_dropped(brief, tmp_path, words):
    with LocalWorkers(1, fake) as workers:
        running, waiting = workers.submit(brief(words)), workers.submit(brief("Hello.", "next"))
        until((tmp_path / "begun").exists)
        workers.cancel(waiting)
        workers.cancel(running)
        with pytest.raises(Cancelled):
            running.result(10)
        assert waiting.cancelled()
        assert workers.submit(brief("Hello.", "after")).result(60).out.exists()
    assert lines(tmp_path) == ["after.mp4"]


def test_the_end_of_the_block_stops_everything(brief, tmp_path):
    with LocalWorkers(1, fake) as workers:
        running, waiting = workers.submit(brief("deaf")), workers.submit(brief("Hello.", "next"))
        until((tmp_path / "begun").exists)
    assert isinstance(running.exception(0), Cancelled)
    with pytest.raises(CancelledError):
        waiting.result(0)
    assert lines(tmp_path) == []


def test_the_listener_hears_how_far_it_is(brief):
    heard = []
    with LocalWorkers(1, fake) as workers:
        running = workers.submit(brief("wait"), heard.append)
        until(lambda: len(heard) > 2)
        workers.cancel(running)
        wait([running], 10)
    assert [report.stage for report in heard] == ["clip"] * len(heard)
    assert heard[-1].fraction > heard[0].fraction


def test_there_are_as_many_workers_as_cores_memory_and_clips_allow(monkeypatch):
    monkeypatch.setattr(module, "cores", lambda: 8)
    monkeypatch.setattr(module, "free_memory", lambda: 5 * module.MEMORY + 1)
    assert workers_here(100) == 5 and workers_here(3) == 3
    monkeypatch.setattr(module, "free_memory", lambda: 0)
    assert workers_here(100) == 1
    monkeypatch.setattr(module, "free_memory", lambda: 100 * module.MEMORY)
    assert workers_here(100) == 8


def test_a_worker_imports_nothing_heavy_before_it_knows_its_threads():
    import subprocess
    import sys

    code = "import sys, revive.batch.worker; print([m for m in ('numpy', 'cv2', 'pydantic') if m in sys.modules])"
    home = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=home, check=True)
    assert done.stdout.strip() == "[]"
