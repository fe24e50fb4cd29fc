"""A batch makes what was not made from the same content, reports every row, and goes on after anything that ends it."""

import csv
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from revive.__main__ import main
from revive.batch import content, index, make
from revive.batch.make import check_clips, make_clips
from revive.batch.workers import LocalWorkers
from revive.brief import Brief
from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from tests.answers import FAMILY
from tests.batch.fakes import LOG, lines

HOME = Path(__file__).parents[2]


def states(report) -> list[str]:
    return [outcome.state for outcome in report.rows]


def test_one_bad_row_stops_nothing_and_the_report_says_all(table, tmp_path, immediate):
    jobs = table("Hello.", "refuse", "mistake", "word " * 2500, "Good night.")
    told = []
    report = make_clips(jobs, tmp_path / "clips", workers=immediate, told=told.append)
    assert states(report) == ["made", "failed", "failed", "failed", "made"]
    says = [outcome.error.sentence() if outcome.error else "" for outcome in report.rows]
    assert says[1] == "This is refused." and "KeyError" in says[2] and "2,500 words" in says[3]
    assert sorted(outcome.row for outcome in told) == ["2", "3", "4", "5", "6"]
    assert lines(tmp_path) == ["1.mp4", "5.mp4"]
    told = json.loads((tmp_path / "clips" / "report.json").read_text("utf-8"))
    assert told["rows"] == report.as_json()["rows"] and (told["made"], told["failed"], told["waiting"]) == (2, 3, 0)
    with (tmp_path / "clips" / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == states(report) and [row["sentence"] for row in rows] == says
    assert (
        rows[0]["out"] == "1.mp4" and rows[0]["seed"] and rows[0]["where"] == "here" and rows[0]["duration_s"] == "1.0"
    )
    if os.name == "posix":  # the report is the user's, as the clips are
        os.umask(umask := os.umask(0))
        assert (tmp_path / "clips" / "report.csv").stat().st_mode & 0o777 == 0o666 & ~umask


def test_what_is_made_is_skipped_and_what_changed_is_made_again(table, tmp_path, immediate, monkeypatch):
    clips = tmp_path / "clips"

    def made(*words) -> list[str]:
        """What a batch of these words makes now."""
        (tmp_path / LOG).unlink(missing_ok=True)
        report = make_clips(table(*words), clips, workers=immediate)
        assert {"made", "skipped"} >= set(states(report)) and all(outcome.seed is not None for outcome in report.rows)
        return lines(tmp_path)

    assert made("a", "b", "c") == ["1.mp4", "2.mp4", "3.mp4"]
    assert made("a", "b", "c") == []
    assert made("a", "B", "c", "d") == ["2.mp4", "4.mp4"]
    (clips / "1.mp4").unlink()
    (clips / "3.mp4").write_text("x")  # as long as before
    os.utime(clips / "2.mp4", (1, 1))  # copied to another disk and back
    assert made("a", "B", "c", "d") == ["1.mp4", "3.mp4"]
    (clips / index.FOLDER / "lock").touch()
    damaged = noted(clips)[0]
    damaged.write_text("{")
    assert len(made("a", "B", "c", "d")) == 1
    monkeypatch.setattr(content, "__version__", "another")
    assert len(made("a", "B", "c", "d")) == 4


def test_the_content_of_files_decides_and_not_their_names(tmp_path, hopper, smiling):
    contents = content.Contents()
    photo, other = tmp_path / "a.jpg", tmp_path / "b.jpg"
    for path in (photo, other):
        path.write_bytes(hopper.read_bytes())
    brief = Brief(photo=photo, words="Hi.", music=photo)
    first = contents.of(brief)
    assert contents.of(dataclasses.replace(brief, photo=other, out=Path("elsewhere.mp4"))) == first
    assert contents.of(dataclasses.replace(brief, music=None)) != first
    assert contents.of(dataclasses.replace(brief, seed=1)) != first
    photo.write_bytes(smiling.read_bytes())
    assert contents.of(brief) != first


def test_what_was_learned_of_a_person_is_content(tmp_path, hopper, monkeypatch):
    from revive.core.home import keep_name
    from revive.core.layout import CONSENT, PRONUNCIATIONS

    monkeypatch.setenv("REVIVE_HOME", str(tmp_path))
    folder, contents = keep_name("Ruth"), content.Contents()
    brief = Brief(photo=hopper, words="Hi.", person="Ruth")
    first = contents.of(brief)
    (folder / CONSENT).write_text("{}")  # written with every clip
    assert contents.of(brief) == first
    (folder / PRONUNCIATIONS).write_text("{}")
    assert contents.of(brief) != first


def test_a_clip_that_was_finished_but_not_noted_is_not_made_again(table, tmp_path, immediate, monkeypatch):
    """Killed between the two: only the job file beside the clip tells that it is this one."""
    clips, jobs = tmp_path / "clips", table("a", "b")
    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(index.Index, "keep", lambda *_: (_ for _ in ()).throw(MemoryError))
        make_clips(jobs, clips, workers=immediate)
    first = (clips / "1.mp4").stat()
    report = make_clips(jobs, clips, workers=immediate)
    assert states(report)[0] == "skipped" and report.rows[0].seed is not None
    assert (clips / "1.mp4").stat() == first and states(make_clips(jobs, clips, workers=immediate)) == ["skipped"] * 2
    for path in noted(clips):  # begun again with other words, and killed before the clip was there
        known = json.loads(path.read_text())
        path.write_text(json.dumps({"out": known["out"], "content": known["content"], "brief": "another"}))
    os.utime(clips / "1.mp4", ns=(2**62, 2**62))
    assert states(make_clips(jobs, clips, workers=immediate)) == ["made", "made"]


def test_a_limit_and_the_rest_later(table, tmp_path, immediate):
    jobs = table("a", "b", "c")
    assert states(make_clips(jobs, tmp_path / "clips", workers=immediate, limit=2)) == ["made", "made", "waiting"]
    assert states(make_clips(jobs, tmp_path / "clips", workers=immediate, limit=2)) == ["skipped", "skipped", "made"]


def test_a_check_makes_and_writes_nothing(table, tmp_path):
    report, seconds = check_clips(table("a", "word " * 2500, "c"), tmp_path / "clips")
    assert states(report) == ["waiting", "failed", "waiting"] and seconds > 0
    assert not (tmp_path / "clips").exists()


def test_briefs_of_a_program_are_made_too(tmp_path, hopper, immediate):
    (tmp_path / "gran.jpg").write_bytes(hopper.read_bytes())
    briefs = [Brief(photo=tmp_path / "gran.jpg", words=words, out=Path(f"new/{words}.mp4")) for words in ("a", "b")]
    report = make_clips(briefs, tmp_path / "clips", consent=FAMILY, workers=immediate)
    assert states(report) == ["made", "made"] and (tmp_path / "clips" / "new" / "b.mp4").read_text() == "b"


def test_progress_tells_of_all_clips_and_cancels(table, tmp_path, immediate):
    reports = []
    make_clips(table("a", "b", "c"), tmp_path / "clips", workers=immediate, progress=Progress(reports.append))
    shares = [report.fraction for report in reports if report.stage == "clips"]
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1) and reports[0].stage == "jobs"
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        make_clips(table("d", "e"), tmp_path / "clips", workers=immediate, progress=progress)
    assert len(lines(tmp_path)) == 3


def test_no_folder_no_batch(table, tmp_path, immediate):
    with pytest.raises(UserError, match="not a folder"):
        make_clips(table("a"), tmp_path / "jobs.csv", workers=immediate)


@pytest.fixture
def command(monkeypatch, immediate, capsys, tmp_path):
    """command(arguments) -> (status, stdout, stderr) of `batch` with workers that make each clip at once."""
    monkeypatch.setattr(make, "_workers", lambda *_: immediate)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def run(*arguments) -> tuple[int, str, str]:
        status = main(["batch", *map(str, arguments), "--out", str(tmp_path / "clips")])
        return status, *capsys.readouterr()

    return run


def test_the_command_tells_what_it_made_and_its_status_whether_all(table, command, tmp_path):
    jobs = table("a", "refuse")
    status, out, said = command(jobs)
    assert status == 1 and "1 made, 1 failed" in out and "failed 3  2.mp4  This is refused." in said
    status, out, said = command(table("a"))
    assert status == 0 and "0 made, 1 skipped" in out and not said
    status, out, _ = command(table("a", "b"), "--json")
    assert status == 0 and json.loads(out)["rows"][1]["state"] == "made"
    status, out, _ = command(table("a", "b", "c", "word " * 2500), "--dry-run")
    assert status == 1 and out.startswith("1 to make, 2 made before, 1 cannot be made; about ")
    status, out, said = command(jobs, "--shared", "folder")
    assert status == 2 and not out and "--ray too" in said
    status, out, said = command(tmp_path / "none.csv")
    assert status == 2 and not out and "no file called" in said


def test_consent_may_be_given_once_for_all_rows(command, tmp_path, hopper):
    (tmp_path / "gran.jpg").write_bytes(hopper.read_bytes())
    (tmp_path / "jobs.csv").write_text("photo;words\ngran.jpg;Hello\n")
    status, _, said = command(tmp_path / "jobs.csv")
    assert status == 1 and "who you are" in said
    answers = ("--relation", FAMILY.relation, "--basis", FAMILY.basis, "--adult")
    assert command(tmp_path / "jobs.csv", *answers)[0] == 0


def begun(jobs: Path, out: Path, *more: str) -> subprocess.Popen:
    """A batch in a process of its own, whose workers are processes that do what `fake` does."""
    environment = {**os.environ, "PYTHONPATH": str(HOME), "LANG": "C.UTF-8", "REVIVE_CORES": "2"}
    told = [sys.executable, "-m", "tests.batch.program", "batch", str(jobs), "--out", str(out), "--workers", "2", *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(told, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=HOME)


def until(condition, batch: subprocess.Popen | None = None) -> None:
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end and (batch is None or batch.poll() is None)
        time.sleep(0.02)


def noted(clips: Path) -> list[Path]:
    """The notes on clips that were made, in the index of a folder."""
    return [note for note in (clips / index.FOLDER).glob("*.json") if "sha256" in note.read_text()]


@pytest.mark.slow
def test_a_batch_that_is_killed_goes_on_where_it_was(table, tmp_path):
    import psutil

    first = begun(table("a", "b", "wait", "c", "d", "wait"), tmp_path / "clips")
    until(lambda: len(noted(tmp_path / "clips")) == 4, first)
    workers = psutil.Process(first.pid).children(recursive=True)
    assert len(workers) >= 2
    first.kill()
    first.communicate()
    until(lambda: not any(worker.is_running() and worker.status() != "zombie" for worker in workers))
    again = begun(table("a", "b", "e", "c", "d", "f"), tmp_path / "clips")
    out, _ = again.communicate()
    assert again.returncode == 0 and "2 made, 4 skipped" in out
    assert sorted(lines(tmp_path)) == [f"{n}.mp4" for n in range(1, 7)]
    assert sorted(path.name for path in (tmp_path / "clips").glob("*.mp4")) == sorted(lines(tmp_path))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C of a terminal is sent otherwise there")
def test_ctrl_c_stops_a_batch_and_says_how_to_go_on(table, tmp_path):
    batch = begun(table("a", "wait", "wait", "wait"), tmp_path / "clips")
    until(lambda: len(noted(tmp_path / "clips")) == 1, batch)
    batch.send_signal(signal.SIGINT)
    out, said = batch.communicate()
    assert batch.returncode == 130 and not out and "the same command goes on" in said and "Traceback" not in said
    told = json.loads((tmp_path / "clips" / "report.json").read_text("utf-8"))
    assert (told["made"], told["waiting"]) == (1, 3)


@pytest.mark.slow
def test_two_batches_in_one_folder_make_nothing_twice(table, tmp_path):
    jobs = table(*"abcdef")
    both = [begun(jobs, tmp_path / "clips") for _ in range(2)]
    for batch in both:
        batch.communicate()
    assert [batch.returncode for batch in both] == [0, 0]
    assert sorted(lines(tmp_path)) == [f"{n}.mp4" for n in range(1, 7)]


@pytest.mark.slow
def test_three_rows_of_which_one_is_bad_become_two_signed_clips(table, tmp_path):
    from revive.provenance import verify

    jobs, clips = table("Hello.", "word " * 2500, "Good night.", size="224"), tmp_path / "clips"
    with LocalWorkers(1) as workers:
        assert states(make_clips(jobs, clips, workers=workers)) == ["made", "failed", "made"]
        for name in ("1", "3"):
            assert verify(clips / f"{name}.mp4").manifest.state == "valid"
            assert (clips / f"{name}.job.json").exists() and (clips / f"{name}.srt").exists()
        (clips / "3.mp4").unlink()
        before = (clips / "1.mp4").read_bytes()
        assert states(make_clips(jobs, clips, workers=workers)) == ["skipped", "failed", "made"]
    assert (clips / "1.mp4").read_bytes() == before
    assert not [path for path in clips.iterdir() if path.name.startswith(".") and path.name != index.FOLDER]
