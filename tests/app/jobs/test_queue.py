"""The job queue: one job at a time, stopped when asked; sessions that leave nothing behind."""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import gradio as gr
import numpy as np
import psutil
import pytest

from revive.app.jobs.health import readiness
from revive.app.jobs.job import UnexpectedFailure
from revive.app.jobs.lasting_folder import hold_lasting_folder
from revive.app.jobs.queue import QUESTIONS, QUESTIONS_EACH, JobQueue
from revive.app.jobs.sessions import DAY
from revive.app.parts.brief_form import BriefForm
from revive.app.parts.html import waiting_note
from revive.app.parts.page_context import PageContext
from revive.app.parts.people_lists import PeopleLists
from revive.app.server.checked_request import PROGRAMS
from revive.app.server.settings import Limits
from revive.app.texts import i18n
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress, Report
from tests.answers import looking
from tests.clip.material import grey, say, tone

if TYPE_CHECKING:
    from revive.app.jobs.elsewhere import Elsewhere


@pytest.fixture
def queue(tmp_path):
    return JobQueue(tmp_path)


def slowly(progress: Progress) -> str:
    """Work of four seconds, unless it is stopped."""
    with progress.stage("clip"):
        for step in range(200):
            progress.update(step / 200)
            time.sleep(0.02)
    return "finished"


def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes true while somebody would wait for it."""
    deadline = time.monotonic() + 20
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def test_jobs_are_done_one_after_the_other(queue):
    running, most = 0, 0
    lock = threading.Lock()

    def work(progress):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05)
        with lock:
            running -= 1
        return "finished"

    jobs = [queue.start(visitor, work, permit=looking()) for visitor in ("a", "b", "a")]
    assert queue.busy() and queue.jobs_before(jobs[2]) == 2
    for job in jobs:
        list(job.reports())
        assert job.outcome() == "finished"
    assert most == 1 and not queue.busy()


def test_news_tells_the_stage_and_stops_after_cancelling(queue):
    job = queue.start("a", slowly, permit=looking())
    news = job.reports()
    while not (report := next(news)):
        pass
    assert report.stage == "clip"
    queue.cancel("a", patience=60)
    assert job.future.done() and job.latest.fraction < 0.9  # it did not go on to its end
    assert list(news) == []
    with pytest.raises(Cancelled):
        job.outcome()


def test_whoever_watches_a_job_in_line_is_let_go_when_it_is_cancelled_or_the_program_ends(queue):
    queue.start("a", slowly, permit=looking())
    second, third = (queue.start(visitor, lambda progress: 1, permit=looking()) for visitor in ("b", "c"))
    started = time.monotonic()
    queue.cancel("b", patience=30)
    assert time.monotonic() - started < 5  # nothing of it runs, so that there is nothing to wait for
    queue.close()
    for job in (second, third):
        assert len(list(job.reports())) == 1
        with pytest.raises(Cancelled):
            job.outcome()


def test_a_job_cancelled_in_line_never_begins(queue):
    first = queue.start("a", slowly, permit=looking())
    begun = threading.Event()
    second = queue.start("b", lambda progress: begun.set(), permit=looking())
    queue.cancel("b")
    queue.cancel("a", patience=2)
    list(first.reports())
    with pytest.raises(Cancelled):
        second.outcome()
    assert not begun.is_set()


def test_a_visitors_job_stops_the_warming_up(queue):
    ended = []

    def warm(progress):
        ended.append(slowly(progress))

    queue.warm_up("en", warm)
    job = queue.start("a", lambda progress: "finished", permit=looking())
    list(job.reports())
    assert job.outcome() == "finished" and not ended


def test_what_gives_way_stops_for_anything_else_of_its_visitor_and_is_not_counted(tmp_path):
    queue = JobQueue(tmp_path, Limits(each=1, hourly=1))
    first = queue.start("a", slowly, permit=looking(), gives_way=True)
    others = queue.start("b", slowly, permit=looking(), gives_way=True)
    again = queue.start("a", slowly, permit=looking(), gives_way=True)  # another recording was chosen
    clip = queue.start("a", lambda progress: "finished", permit=looking())
    assert clip.outcome() == "finished" and others.outcome() == "finished"
    for stopped in (first, again):
        with pytest.raises(Cancelled):
            stopped.outcome()
    with pytest.raises(UserError, match="1 clips an hour"):
        queue.start("a", slowly, permit=looking())


def test_a_sentence_comes_through_and_a_surprise_goes_to_the_log(queue, caplog):
    def refuse():
        raise UserError("No face was found.")

    def break_down():
        raise ZeroDivisionError("unseen")

    with pytest.raises(UserError, match="No face"):
        queue.run_now(refuse, visitor="a")
    with caplog.at_level(logging.ERROR, logger="revive.app"), pytest.raises(UnexpectedFailure):
        queue.run_now(break_down, visitor="a")
    assert "ZeroDivisionError" in caplog.text and "unseen" not in caplog.text  # which may be words of theirs


def brought(queue: JobQueue, browser: str, name: str) -> Path:
    """A file that the browser has uploaded."""
    path = queue.sessions.files.folder(browser) / "uploads" / name.partition(".")[0] / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"picture")
    return path


def test_deleting_takes_all_of_one_browser_and_nothing_else(queue, tmp_path):
    one, two = (queue.sessions.files.browser(letter * 40) for letter in "xy")
    mine, theirs = brought(queue, one, "mine.jpg"), brought(queue, two, "theirs.jpg")
    (tmp_path / ".lock").write_bytes(b"")
    outside = tmp_path.parent / "outside.jpg"
    outside.write_bytes(b"picture")
    made = queue.sessions.new_folder(f"{one}-a") / "clip.mp4"
    made.write_bytes(b"clip")
    queue.sessions.remember_uploads(f"{one}-a", mine, theirs, outside, tmp_path / ".lock", tmp_path, None)
    assert queue.sessions.brought(f"{one}-b") == {mine}  # another tab of the same browser
    job, _ = held(queue, f"{one}-b")
    other, go = held(queue, f"{two}-c")
    assert queue.sessions.files_of(f"{one}-b") == ["clip.mp4", "mine.jpg"]
    queue.forget(one)
    assert job.stopped and not other.stopped
    assert not made.exists() and not mine.exists() and not (tmp_path / one).exists()
    assert all(path.exists() for path in (theirs, outside, tmp_path / ".lock"))
    queue.forget("nobody")
    go.set()


def test_a_closed_tab_stops_what_only_it_could_show_and_a_clip_goes_on(queue):
    one = queue.sessions.files.browser("x" * 40)
    mine, folder = brought(queue, one, "mine.jpg"), queue.sessions.new_folder(f"{one}-a")
    go = threading.Event()
    clip = queue.start(f"{one}-a", lambda progress: go.wait(5), permit=looking(), folder=folder, makes="clip")
    preview = queue.start(f"{one}-a", slowly, permit=looking())
    queue.close_tab(f"{one}-a")
    assert preview.stopped and not clip.stopped and mine.exists()
    assert (
        queue.take_up(f"{one}-b", "film") is None and queue.take_up(f"{one}-b", "clip") is clip
    )  # the page was loaded again
    assert queue.take_up(f"{queue.sessions.files.browser('y' * 40)}-c", "clip") is None
    queue.cancel(f"{one}-b")
    assert clip.stopped and queue.take_up(f"{one}-b", "clip") in (None, clip)
    go.set()
    queue.close_tab("nobody")


def asked(session: str = "a") -> gr.Request:
    """A visitor's request."""
    return gr.Request(session_hash=session, headers={"accept-language": "en"}, cookies={})


def followed(queue: JobQueue, work, *, folder: Path):
    with gr.Blocks(analytics_enabled=False):
        page, status = PageContext(queue, BriefForm(i18n()), i18n(), PeopleLists()), gr.HTML()
    updates = page.follow_job(asked(), folder, work, status, lambda result: {status: result}, permit=looking)
    return status, updates


def test_following_a_job_ends_with_its_result(queue):
    status, updates = followed(queue, lambda progress: "the clip", folder=queue.sessions.new_folder("a"))
    assert list(updates)[-1] == {status: "the clip"}


def test_a_job_whose_page_goes_away_stops_and_leaves_nothing(queue):
    folder = queue.sessions.new_folder("a")
    (folder / "half.mp4").write_bytes(b"half")
    _, updates = followed(queue, slowly, folder=folder)
    next(updates)
    job = queue.sessions.get("a").jobs[-1]
    assert isinstance(updates, Generator)
    updates.close()
    with pytest.raises(Cancelled):
        list(job.reports())
        job.outcome()
    assert until(lambda: not folder.exists())


def test_a_job_that_fails_says_one_sentence(queue):
    def refuse(progress):
        raise UserError("The recording is silent.")

    status, updates = followed(queue, refuse, folder=queue.sessions.new_folder("a"))
    assert "The recording is silent." in list(updates)[-1][status]


def held(queue: JobQueue, visitor: str):
    """A job that goes on until it is let go: (job, let go)."""
    go = threading.Event()
    return queue.start(visitor, lambda progress: go.wait(5), permit=looking()), go


def test_a_full_line_is_said_with_how_long_it_is(tmp_path):
    queue = JobQueue(tmp_path, Limits(waiting=2, each=2))
    list(queue.start("a", lambda progress: time.sleep(0.05), permit=looking()).reports())
    jobs = [held(queue, visitor) for visitor in ("a", "b")]
    with pytest.raises(UserError, match=r"2 clips are waiting already.* in about a minute") as refused:
        queue.start("c", slowly, permit=looking())
    assert "已有 2 段短片在排队" in refused.value.sentence("zh")
    for job, go in jobs:
        go.set()
        list(job.reports())
    list(queue.start("c", lambda progress: None, permit=looking()).reports())


def test_one_visitor_has_so_many_jobs_whichever_tab_they_come_from(tmp_path):
    queue = JobQueue(tmp_path, Limits(each=1))
    one, two = (queue.sessions.files.browser(letter * 40) for letter in "xy")
    job, go = held(queue, f"{one}-1")
    with pytest.raises(UserError, match="You have one job running"):
        queue.start(f"{one}-2", slowly, permit=looking())
    other, _ = held(queue, f"{two}-3")
    other.stop()
    go.set()
    list(job.reports())
    list(queue.start(f"{one}-2", lambda progress: None, permit=looking()).reports())


def test_an_hour_has_so_many_jobs(tmp_path):
    queue = JobQueue(tmp_path, Limits(hourly=2))
    for _ in range(2):
        list(queue.start("a", lambda progress: None, permit=looking()).reports())
    with pytest.raises(UserError, match=r"2 clips an hour.* in about 60 minutes"):
        queue.start("a", slowly, permit=looking())
    list(queue.start("b", lambda progress: None, permit=looking()).reports())
    queue._start_times[queue.sessions.files.source("a")][0] -= 3601
    list(queue.start("a", lambda progress: None, permit=looking()).reports())


def test_a_job_that_takes_too_long_is_stopped_with_a_sentence(tmp_path):
    job = JobQueue(tmp_path, Limits(longest=0.1)).start("a", slowly, permit=looking())
    list(job.reports())
    with pytest.raises(UserError, match="longer than is allowed"):
        job.outcome()
    assert job.latest and job.latest.fraction < 0.9  # of work that would have gone on


def test_the_wait_is_told_by_how_long_the_last_jobs_took(queue):
    list(queue.start("a", lambda progress: time.sleep(0.2), permit=looking()).reports())
    queue._durations[0] = 60.0
    jobs = [held(queue, visitor) for visitor in ("a", "b", "c")]
    assert queue.seconds_before(jobs[0][0]) is None
    assert queue.seconds_before(jobs[2][0]) == pytest.approx(120, abs=2)
    said = waiting_note(queue.jobs_before(jobs[2][0]), "en", queue.seconds_before(jobs[2][0]))
    assert "2 others are being made first" in said and "about 2 minutes left" in said
    assert "前面还有 2 项正在制作" in (zh := waiting_note(2, "zh", 120.0)) and "2 分钟" in zh
    for _, go in jobs:
        go.set()


def test_the_wait_for_a_cluster_counts_how_many_clips_it_makes_at_a_time(tmp_path):
    class Cluster:
        places, alive = 2, True

        def close(self):
            """Nothing is open."""

    queue, go = JobQueue(tmp_path, elsewhere=cast("Elsewhere", Cluster())), threading.Event()

    def work(progress):
        progress.relay(Report("speech", 0.5, None))
        go.wait(20)

    here, _ = held(queue, "here")
    clips = [queue.start(visitor, work, permit=looking(), elsewhere=True) for visitor in "abcd"]
    assert until(lambda: all(job.started for job in clips))  # none waits for the job of this computer, or another
    assert [queue.jobs_before(job) for job in clips] == [0, 0, 1, 2] and queue.jobs_before(here) == 0
    queue._durations.append(60.0)
    assert queue.seconds_before(clips[3]) == pytest.approx(60, abs=2)  # two before it, two at a time
    state = readiness(queue)
    assert (state["cluster"], state["places"], state["jobs"], state["seconds_a_job"]) == (True, 2, 5, 60.0)
    go.set()
    queue.close()


@pytest.mark.slow
def test_a_refusal_is_shown_and_leaves_nothing(tmp_path):
    queue = JobQueue(tmp_path, Limits(waiting=1))
    job, go = held(queue, "b")
    folder = queue.sessions.new_folder("a")
    status, updates = followed(queue, slowly, folder=folder)
    assert "are waiting already" in list(updates)[-1][status] and not folder.exists()
    go.set()
    list(job.reports())


def test_too_many_questions_at_once_are_refused_and_one_visitor_has_a_part_of_them(queue):
    go, threads, ended = threading.Event(), [], []

    def ask(visitor):
        try:
            ended.append(queue.run_now(go.wait, 5, visitor=visitor))
        except UserError as error:
            ended.append(str(error))

    def refused(count):
        until(lambda: len(ended) >= count)
        return sum("Many people are using" in str(end) for end in ended)

    def let(visitor, times):
        for _ in range(times):
            threads.append(threading.Thread(target=ask, args=[visitor]))
            threads[-1].start()

    let("a", QUESTIONS_EACH + 2)
    assert refused(2) == 2
    for visitor in "bcde":
        let(visitor, QUESTIONS_EACH)
    assert refused(2 + QUESTIONS_EACH) == 2 + QUESTIONS_EACH  # of all there are no more than ANSWERS
    go.set()
    for thread in threads:
        thread.join()
    assert ended.count(True) == QUESTIONS


def test_who_is_idle_is_forgotten_and_who_watches_a_job_stays(queue, tmp_path):
    idle, busy, gone = (queue.sessions.new_folder(visitor) for visitor in "abc")
    sent = brought(queue, queue.sessions.files.browser("x" * 40), "photo.jpg")  # and the tab crashed before it said so
    job, go = held(queue, "b")
    left = queue.start("c", slowly, permit=looking(), folder=gone)
    queue.close_tab("c")
    queue.delete_idle(time.monotonic() + 3500)
    assert idle.exists() and sent.exists() and not left.stopped
    queue.delete_idle(time.monotonic() + 3700)
    assert not idle.exists() and busy.exists()
    assert left.stopped and not gone.exists()  # nobody waits for it any more
    long_ago = time.time() - 3700
    os.utime(queue.sessions.files.root / queue.sessions.files.browser("x" * 40), (long_ago, long_ago))
    queue.delete_idle()
    assert not sent.exists() and busy.exists()
    go.set()
    list(job.reports())


def test_what_lasts_is_found_by_the_next_page_until_its_days_are_over(tmp_path, monkeypatch):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path))
    first = JobQueue(lasting=hold_lasting_folder(7))
    assert hold_lasting_folder(7) is None  # one page at a time
    one = first.sessions.files.browser("x" * 40)
    mine, made = brought(first, one, "mine.jpg"), first.sessions.new_folder(f"{one}-a")
    assert first.sessions.root.stat().st_mode & 0o077 == 0
    for_programs = first.sessions.new_folder(f"{first.sessions.files.browser(PROGRAMS)}-program-1")
    first.delete_idle(time.monotonic() + 1e6)
    assert not for_programs.exists()  # nobody could find it again
    first.close()
    second = JobQueue(lasting=hold_lasting_folder(7))
    assert second.sessions.files.browser("x" * 40) == one and mine.exists() and made.exists()
    job = second.start(f"{one}-b", slowly, permit=looking(), folder=made)
    old = time.time() - 8 * DAY
    for path in (mine.parent, made):
        os.utime(path, (old, old))
    second.sessions.remember_uploads(f"{one}-b", mine)  # it is used again
    second.delete_idle()
    assert mine.exists() and made.exists()
    job.stop()
    second.close_tab(f"{one}-b")
    assert until(job.done)
    os.utime(mine.parent, (old, old))
    second.delete_idle()
    assert not mine.exists() and not made.exists()
    second.close()


CAUSES = [
    (OSError(28, "No space left on device", "/home/ruth/clip.mp4"), "The disk is full"),
    (RuntimeError("ffmpeg ended with status -9: "), "stopped in the middle"),
    (MemoryError(), "not enough memory"),
]


@pytest.mark.parametrize(("error", "sentence"), CAUSES)
def test_a_failure_with_a_name_is_said_and_the_next_job_works(queue, error, sentence):
    def fail(progress):
        raise error

    job = queue.start("a", fail, permit=looking())
    list(job.reports())
    with pytest.raises(UserError, match=sentence) as said:
        job.outcome()
    assert "ruth" not in str(said.value) and "status" not in str(said.value)
    job = queue.start("a", lambda progress: "finished", permit=looking())
    list(job.reports())
    assert job.outcome() == "finished"


def test_a_damaged_model_is_said_and_the_next_job_works(queue, tmp_path, caplog):
    from safetensors.numpy import load_file, save_file

    broken, whole = tmp_path / "broken.safetensors", tmp_path / "whole.safetensors"
    save_file({"a": np.zeros(3, np.float32)}, whole)
    broken.write_bytes(whole.read_bytes()[:20] + b"xx")
    job = queue.start("a", lambda progress: load_file(broken), permit=looking())
    list(job.reports())
    with pytest.raises(UserError, match="belongs to Revive is damaged"):
        job.outcome()
    assert "broken.safetensors" not in caplog.text
    job = queue.start("a", lambda progress: load_file(whole), permit=looking())
    list(job.reports())
    assert job.outcome()["a"].shape == (3,)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are a Unix feature")
def test_an_encoder_that_is_killed_is_said_and_nothing_stays(queue, tmp_path):
    from revive.clip import compose_clip

    def make(progress, *, deadly: bool):
        folder = queue.sessions.new_folder("a")
        (folder / "work").mkdir()
        speech = say(folder / "work", tone(2))

        def frames():
            for number, frame in enumerate(grey(50, 128, 128)):
                if deadly and number == 20:
                    for child in psutil.Process().children():
                        if "ffmpeg" in child.name():
                            child.kill()
                yield frame

        out = folder / "clip.mp4"
        compose_clip(frames(), speech, out, fps=25, frames=50, folder=folder / "work")
        return out

    job = queue.start("a", lambda progress: make(progress, deadly=True), permit=looking())
    list(job.reports())
    with pytest.raises(UserError, match="stopped in the middle"):
        job.outcome()
    assert not list(tmp_path.rglob("clip.*"))
    job = queue.start("a", lambda progress: make(progress, deadly=False), permit=looking())
    list(job.reports())
    assert job.outcome().exists()
