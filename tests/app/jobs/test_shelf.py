"""What was made is found again with its name and settings, and nothing outside the visitor's folder is ever meant."""

import dataclasses
import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from revive.app.jobs import shelf
from revive.app.jobs.clips import start_clip
from revive.app.jobs.queue import JobQueue
from revive.brief import Brief
from revive.core.errors import Cancelled, UserError

DAY = datetime(2026, 11, 27)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A browser's folder, with a photograph."""
    (tmp_path / "uploads" / "a").mkdir(parents=True)
    (tmp_path / "uploads" / "a" / "奶奶.jpg").write_bytes(b"a photograph")
    return tmp_path


def brief_in(folder: Path, **settings) -> Brief:
    answers = {"relation": "her grandson", "basis": "agreed", "adult": True}
    return Brief(photo=folder / "uploads" / "a" / "奶奶.jpg", words="Hello, Tom.", **answers, **settings)


def made_in(folder: Path, name: str, **about) -> Path:
    job = folder / name
    job.mkdir()
    for file in ("clip.mp4", "picture.jpg"):
        (job / file).write_bytes(b"x")
    made = shelf.Made(shelf.CLIP, name, "2026-01-01", "clip.mp4", "picture.jpg")
    shelf.note_made(job, dataclasses.replace(made, **about))
    return job


@pytest.mark.parametrize(
    ("names", "title"),
    [
        (("Ruth", "IMG_1"), "Ruth 2026-11-27"),
        (("", "奶奶"), "奶奶 2026-11-27"),
        (("", ""), "Portrait 2026-11-27"),
        (("../../etc/passwd",), "etcpasswd 2026-11-27"),
        (('<a "b">: 100%?',), "a b 100 2026-11-27"),
        (("...",), "Portrait 2026-11-27"),
        (("x" * 300,), "x" * 80 + " 2026-11-27"),
        (("奶" * 300,), "奶" * 53 + " 2026-11-27"),  # Linux has 255 bytes for a name with “ (2).job.json”
        (("👵" * 300,), "👵" * 40 + " 2026-11-27"),
        (("a\udcffb",), "ab 2026-11-27"),
    ],
)
def test_what_is_made_is_called_after_the_person_and_the_day(names, title):
    assert shelf.title_of(*names, called="Portrait", day=DAY) == title
    assert shelf.free_title(title, {title, f"{title} (2)"}) == f"{title} (3)"


def test_the_newest_stands_first_and_what_is_damaged_is_left_out(folder):
    made_in(folder, "job-a", created="2026-01-01T10:00")
    made_in(folder, "job-b", created="2026-01-02T10:00")
    (made_in(folder, "job-c") / "clip.mp4").unlink()
    (made_in(folder, "job-d") / shelf.MADE).write_text("{")
    (made_in(folder, "job-e") / shelf.MADE).write_text('{"kind": 1, "unknown": 2}')
    assert list(shelf.shelf(folder)) == ["job-b", "job-a"]
    shelf.remove(folder / "job-b")
    assert list(shelf.shelf(folder)) == ["job-a"]


@pytest.mark.parametrize("name", ["..", "job-a/..", "../job-a", "", None, 3, "job-", "uploads", "job-b"])
def test_only_a_folder_of_a_job_can_be_named(folder, name):
    made_in(folder, "job-a")
    assert shelf.entry_folder(folder, "job-a") == folder / "job-a"
    assert shelf.entry_folder(folder, name) is None


def test_a_brief_is_written_down_and_read_again_without_foreign_files(folder, tmp_path_factory):
    job = folder / "job-a"
    job.mkdir()
    foreign = tmp_path_factory.mktemp("other") / "theirs.wav"
    foreign.write_bytes(b"x")
    brief = brief_in(folder, seed=3, size=256, recording=foreign)
    shelf.note_unfinished(job, brief)
    assert str(folder) not in (job / shelf.UNFINISHED).read_text()  # the folder may be moved
    again = shelf.unfinished_brief(job)
    assert again.photo == brief.photo and again.recording is None
    assert (again.words, again.seed, again.size, again.adult) == (brief.words, 3, 256, True)
    note = json.loads((job / shelf.UNFINISHED).read_text())
    (job / shelf.UNFINISHED).write_text(json.dumps({**note, "photo": "../../../etc/passwd", "music": str(foreign)}))
    again = shelf.unfinished_brief(job)
    assert again.photo is None and again.music is None
    (job / shelf.UNFINISHED).write_text("[]")
    with pytest.raises(UserError, match="cannot be read any more"):
        shelf.unfinished_brief(job)


def test_a_portrait_stands_there_with_a_small_picture(folder):
    Image.new("RGBA", (900, 600), "white").save(folder / "portrait-1.png")
    (folder / "job-p").mkdir()
    shelf.note_portrait(folder / "portrait-1.png", folder / "job-p", "Portrait 2026-11-27")
    made = shelf.shelf(folder)["job-p"]
    assert (made.kind, made.file) == (shelf.PORTRAIT, "Portrait 2026-11-27.png")
    with Image.open(folder / "job-p" / made.picture) as small:
        assert small.size == (480, 320)


def test_what_is_cancelled_or_fails_is_not_offered_again_and_what_the_end_stops_is(tmp_path):
    def stopped(_, progress) -> Any:
        with progress.stage("clip"):
            for step in range(400):
                progress.update(step / 400)
                time.sleep(0.02)

    def refuse(*_) -> Any:
        raise UserError("No face was found.")

    for end, offered in (("cancel", 0), ("fail", 0), ("close", 1)):
        jobs = JobQueue(tmp_path / end)
        (tmp_path / end).mkdir(exist_ok=True)
        jobs.keep_days = 7  # the folder stays
        visitor = f"{jobs.sessions.files.browser('x' * 40)}-tab"
        folder = jobs.sessions.folder(visitor)
        (folder / "uploads" / "a").mkdir(parents=True)
        (folder / "uploads" / "a" / "奶奶.jpg").write_bytes(b"a photograph")
        brief, job_folder = brief_in(folder), jobs.sessions.new_folder(visitor)
        make = refuse if end == "fail" else stopped
        job = start_clip(jobs, visitor, brief, job_folder, brief.permit, called="Portrait", make=make)
        assert end == "fail" or shelf.unfinished(folder) == [job_folder]
        if end == "cancel":
            jobs.cancel(visitor)
        if end == "close":
            jobs.close()
        list(job.reports())
        with pytest.raises(UserError if end == "fail" else Cancelled):
            job.outcome()
        assert len(shelf.unfinished(folder)) == offered and job_folder.exists() == bool(offered)
