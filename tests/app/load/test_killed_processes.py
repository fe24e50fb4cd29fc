"""Killed at any moment: no half clip is taken for a whole one, and nothing stays of what was being made."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from revive.app.jobs import shelf
from revive.app.jobs.lasting_folder import hold_lasting_folder
from revive.app.jobs.queue import JobQueue
from revive.core.scratch import hold_folder, scratch_folder, sweep
from tests.app.load.killed_processes import Place, frames_of, kill

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are a Unix feature"),
]

# what a job does from its first frame on, without the models: compose, encode, sign, move into place
COMPOSE = """
import sys
from pathlib import Path
from revive.clip import compose_clip
from revive.core.scratch import scratch_folder
from tests.clip.material import grey, say, tone
out = Path(sys.argv[1])
with scratch_folder() as folder:
    speech = say(folder, tone(2), ("Hello there.", 0.0, 1.0))
    print("begun", flush=True)
    compose_clip(grey(50, 128, 128), speech, out, fps=25, frames=50, folder=folder)
print("done", flush=True)
"""
WAIT = """
import time
from revive.app.jobs.queue import JobQueue
jobs = JobQueue()
jobs.sessions.new_folder("a")
print(jobs.sessions.root, flush=True)
time.sleep(60)
"""


def line_of(process: subprocess.Popen) -> str:
    """The next line that the process prints."""
    assert process.stdout
    return process.stdout.readline()


def test_six_kills_leave_a_whole_clip_or_none(tmp_path):
    place, draw = Place(tmp_path).lay_out(), random.Random(1)
    command = ["-c", COMPOSE, place.out]
    first = place.start(command)
    line_of(first)
    begun = time.perf_counter()
    first.communicate()
    seconds = time.perf_counter() - begun
    assert frames_of(place.out) == 50 and not place.left()
    for number in range(6):
        place.out.unlink(missing_ok=True)
        process = place.start(command)
        assert line_of(process) == "begun\n"
        time.sleep(draw.uniform(0, seconds))
        kill(process, group=number % 2 == 0)
        assert process.stdout
        process.stdout.close()
        assert not place.out.exists() or frames_of(place.out) == 50
        assert len(place.left()) <= 2  # of this run alone: the sound's folder, and the hidden one beside the clip
    process = place.start(command)
    process.communicate()
    assert frames_of(place.out) == 50 and not place.left()
    assert sorted(path.name for path in place.out.parent.iterdir()) == ["clip.mp4", "clip.srt", "clip.vtt"]


def test_the_folder_of_a_killed_page_goes_when_the_next_one_starts(tmp_path, monkeypatch):
    place = Place(tmp_path).lay_out()
    process = place.start(["-c", WAIT])
    killed = Path(line_of(process).strip())
    kill(process, group=True)
    assert place.left() == [killed.name]
    monkeypatch.setenv("REVIVE_HOME", str(place.temporary.parent))
    jobs = JobQueue()
    assert place.left() == [jobs.sessions.root.name] and jobs.sessions.root != killed
    jobs.close()
    assert not place.left()


MAKE = """
import time
from revive.app.jobs.clips import start_clip
from revive.app.jobs.lasting_folder import hold_lasting_folder
from revive.app.jobs.queue import JobQueue
from revive.brief import Brief
jobs = JobQueue(lasting=hold_lasting_folder(7))
visitor = f"{jobs.sessions.files.browser('x' * 40)}-tab"
photo = jobs.sessions.new_folder(visitor) / "Ruth.jpg"
photo.write_bytes(b"a photograph")
brief = Brief(photo=photo, words="Hello, Tom.", relation="her grandson", basis="agreed", adult=True, seed=7)

def half(brief, progress):
    brief.out.write_bytes(b"half a clip")
    print("begun", flush=True)
    time.sleep(60)

start_clip(jobs, visitor, brief, jobs.sessions.new_folder(visitor), brief.permit, called="Portrait", make=half)
time.sleep(60)
"""


def test_a_clip_of_a_killed_page_is_offered_by_the_next_one_and_to_its_browser_alone(tmp_path, monkeypatch):
    place = Place(tmp_path).lay_out()
    process = place.start(["-c", MAKE])
    assert line_of(process) == "begun\n"
    kill(process, group=True)
    monkeypatch.setenv("REVIVE_HOME", str(place.temporary.parent))
    jobs = JobQueue(lasting=hold_lasting_folder(7))
    browser, other = (jobs.sessions.files.browser(letter * 40) for letter in "xy")
    (folder,) = shelf.unfinished(jobs.sessions.files.folder(browser))
    assert jobs.sessions.root.stat().st_mode & 0o077 == 0 and (folder / shelf.UNFINISHED).stat().st_mode & 0o077 == 0
    assert shelf.unfinished(jobs.sessions.files.folder(other)) == []
    brief = shelf.unfinished_brief(folder)
    assert (brief.words, brief.seed, brief.relation) == ("Hello, Tom.", 7, "her grandson")
    assert brief.photo and brief.photo.read_bytes() == b"a photograph"
    assert shelf.shelf(jobs.sessions.files.folder(browser)) == {}  # half a clip is none
    jobs.forget(browser)
    assert not folder.exists()
    jobs.close()


def test_a_folder_in_use_is_left_alone_and_a_strangers_too(tmp_path):
    stranger = tmp_path / ".revive-somebody-elses"
    stranger.mkdir()
    (stranger / "notes.txt").write_text("mine")
    with scratch_folder(tmp_path) as folder:
        (folder / "half.mp4").write_bytes(b"half")
        sweep(tmp_path)
        assert (folder / "half.mp4").exists() and folder.stat().st_mode & 0o777 == 0o700
        with scratch_folder(tmp_path) as other:
            assert other != folder
    assert [path.name for path in tmp_path.iterdir()] == [stranger.name]


def test_a_held_folder_goes_when_it_is_closed(tmp_path):
    held = hold_folder(tmp_path, name="page-")
    (held.folder / "a").mkdir()
    (held.folder / "a" / "b.json").write_text(json.dumps({}))
    held.close()
    assert not held.folder.exists() and not list(tmp_path.iterdir())
