"""The desk: one job at a time, stopped when asked, rooms that leave nothing behind."""

import logging
import threading
import time
from pathlib import Path

import gradio as gr
import pytest

from revive.app.controls import Sheet
from revive.app.desk import Desk, Unforeseen
from revive.app.flow import Page
from revive.app.translations import i18n
from revive.errors import Cancelled, UserError
from revive.progress import Progress


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def slowly(progress: Progress) -> str:
    with progress.stage("clip"):
        for step in range(200):
            progress.update(step / 200)
            time.sleep(0.02)
    return "finished"


def test_jobs_are_done_one_after_the_other(desk):
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

    jobs = [desk.start(visitor, work) for visitor in ("a", "b", "a")]
    assert desk.busy() and desk.ahead(jobs[2]) == 2
    for job in jobs:
        list(job.news())
        assert job.outcome() == "finished"
    assert most == 1 and not desk.busy()


def test_news_tells_the_stage_and_stops_after_cancelling(desk):
    job = desk.start("a", slowly)
    news = job.news()
    while not (report := next(news)):
        pass
    assert report.stage == "clip"
    asked = time.monotonic()
    desk.cancel("a", patience=2)
    assert time.monotonic() - asked < 1 and job.future.done()
    assert list(news) == []
    with pytest.raises(Cancelled):
        job.outcome()


def test_a_job_cancelled_in_line_never_begins(desk):
    first = desk.start("a", slowly)
    begun = threading.Event()
    second = desk.start("b", lambda progress: begun.set())
    desk.cancel("b")
    desk.cancel("a", patience=2)
    list(first.news())
    with pytest.raises(Cancelled):
        second.outcome()
    assert not begun.is_set()


def test_a_visitors_job_stops_the_warming_up(desk):
    desk.warm_up("en", slowly)
    started = time.monotonic()
    job = desk.start("a", lambda progress: "finished")
    list(job.news())
    assert job.outcome() == "finished" and time.monotonic() - started < 2


def test_a_sentence_comes_through_and_a_surprise_goes_to_the_log(desk, caplog):
    def refuse():
        raise UserError("No face was found.", "没有找到人脸。")

    def break_down():
        raise ZeroDivisionError("unseen")

    with pytest.raises(UserError, match="No face"):
        desk.answer(refuse)
    with caplog.at_level(logging.ERROR, logger="revive.app"), pytest.raises(Unforeseen):
        desk.answer(break_down)
    assert "ZeroDivisionError" in caplog.text


def test_leaving_deletes_the_room_and_the_uploads_nobody_else_has(desk, tmp_path):
    mine, ours, outside = tmp_path / "1" / "mine.jpg", tmp_path / "2" / "ours.jpg", tmp_path.parent / "outside.jpg"
    for path in (mine, ours, outside):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"picture")
    made = desk.new_folder("a") / "clip.mp4"
    made.write_bytes(b"clip")
    desk.remember("a", mine, ours, outside, None)
    desk.remember("b", ours)
    desk.leave("a")
    assert not made.exists() and not mine.exists()
    assert ours.exists() and outside.exists()
    desk.leave("b")
    assert not ours.exists()


class _Asked:
    session_hash, headers, cookies = "a", {"accept-language": "en"}, {}


def followed(desk: Desk, work, *, folder: Path):
    with gr.Blocks(analytics_enabled=False):
        page, status = Page(desk, Sheet(i18n()), i18n()), gr.HTML()
    updates = page.follow(_Asked(), folder, work, status, lambda result: {status: result})
    return status, updates


def test_following_a_job_ends_with_its_result(desk):
    status, updates = followed(desk, lambda progress: "the clip", folder=desk.new_folder("a"))
    assert list(updates)[-1] == {status: "the clip"}


def test_a_job_whose_page_goes_away_stops_and_leaves_nothing(desk):
    folder = desk.new_folder("a")
    (folder / "half.mp4").write_bytes(b"half")
    _, updates = followed(desk, slowly, folder=folder)
    next(updates)
    job = desk.room("a").jobs[-1]
    updates.close()
    with pytest.raises(Cancelled):
        list(job.news())
        job.outcome()
    deadline = time.monotonic() + 1
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not folder.exists()


def test_a_job_that_fails_says_one_sentence(desk):
    def refuse(progress):
        raise UserError("The recording is silent.", "录音没有声音。")

    status, updates = followed(desk, refuse, folder=desk.new_folder("a"))
    assert "The recording is silent." in list(updates)[-1][status]
