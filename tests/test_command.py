"""The command line as a person meets it; where the process itself matters, in one of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from revive.__main__ import main
from revive.brief import Brief

HOME = Path(__file__).parents[1]
OURSELVES = ("--basis", "agreed", "--adult")


def revive(*arguments, folder) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "revive", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=_environment())


def _environment():
    return {**os.environ, "PYTHONPATH": str(HOME), "LANG": "C.UTF-8"}


def test_importing_is_light():
    heavy = ["torch", "gradio", "mediapipe", "cv2", "librosa", "transformers", "scipy", "numpy"]
    code = f"import sys, revive; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME, check=True)
    assert done.stdout.strip() == "[]"  # how long it takes: `python -m revive bench`


@pytest.mark.slow
def test_make_prints_one_json_object(hopper, tmp_path):
    done = revive(
        "make", hopper, "--prompt", "Grandma, warm and proud, soft morning light", "--words", "Happy birthday, Tom.",
        "--consent", "her grandson", "--basis", "family", "--adult", "--out", "clip.mp4",
        "--size", "256", "--seed", "4", "--json", folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert {"out", "width", "height", "fps", "frames", "duration_s", "audio_duration_s", "seed", "face", "direction",
            "seconds", "peak_rss_mb"} <= set(facts)  # fmt: skip
    assert max(facts["width"], facts["height"]) == 256
    assert facts["direction"]["light"] == "morning light"
    assert facts["direction"]["emotion"] in ("warm", "proud")
    assert {p.name for p in tmp_path.iterdir()} == {"clip.mp4", "clip.job.json", "clip.srt", "clip.vtt"}
    if os.name == "posix":  # what somebody saves is not closed to others as what Revive keeps is
        os.umask(umask := os.umask(0))
        assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir()} == {0o666 & ~umask}
    assert not done.stderr


@pytest.mark.slow
def test_a_job_file_makes_the_clip_again_and_options_change_it(hopper, tmp_path):
    Brief(photo=hopper, words="Hello.", consent="me", basis="agreed", adult=True, size=256, seed=9).save(
        tmp_path / "a.job.json"
    )
    done = revive("make", "--job", "a.job.json", "--blink", "0", "--out", "b.mp4", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["seed"] == 9
    again = Brief.load(tmp_path / "b.job.json")
    assert (again.photo, again.blink, again.words, again.out) == (hopper, 0.0, "Hello.", Path("b.mp4"))


@pytest.mark.slow
def test_make_with_a_film_is_as_long_as_the_film(hopper, acted, tmp_path):
    done = revive(
        "make", hopper, "--driver", acted.path, "--consent", "me", *OURSELVES, "--size", "224",
        "--out", "a.mp4", "--json",
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["frames"] == len(acted.motion) and facts["captions"] == []
    assert facts["duration_s"] == pytest.approx(len(acted.motion) / 25, abs=0.001)
    assert facts["audio_duration_s"] == pytest.approx(facts["duration_s"], abs=0.01)
    assert "performance" in facts["seconds"] and not done.stderr
    assert {p.name for p in tmp_path.iterdir()} == {"a.mp4", "a.job.json"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "photograph"),
        (["{hopper}", "--words", "Hello."], "who you are"),
        (["missing.jpg", "--words", "Hello.", "--consent", "me", *OURSELVES], "could not be found"),
        (["letter.txt", "--words", "Hello.", "--consent", "me", *OURSELVES], "not a picture"),
        (["{hopper}", "--consent", "me", *OURSELVES], "nothing to say"),
        (["{hopper}", "--words", "Hello.", "--consent", "me", *OURSELVES, "--language", "klingon"], "klingon"),
        (["{hopper}", "--words", "Hello.", "--consent", "me", *OURSELVES, "--voice", "nobody"], "nobody"),
        (["{hopper}", "--words", "Hello.", "--consent", "me", *OURSELVES, "--out", "no/such/clip.mp4"], "folder"),
        (["{hopper}", "--words", "Hello.", "--consent", "me", *OURSELVES, "--fps", "many"], "fps"),
        (["{hopper}", "--consent", "me", *OURSELVES, "--recording", "letter.txt"], "sound"),
        (["{hopper}", "--consent", "me", *OURSELVES, "--driver", "letter.txt"], "could not be read as a film"),
        (["{hopper}", "--consent", "me", *OURSELVES, "--driver", "gone.mp4"], "no film called"),
        (["--job", "letter.txt"], "not a Revive job"),
    ],
)
def test_bad_input_ends_with_status_2_and_one_sentence(hopper, tmp_path, monkeypatch, capfd, arguments, says):
    """In this process: that the status is that of the process, the next test says."""
    (tmp_path / "letter.txt").write_text("Dear all")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    try:
        status = main(["make", *(str(hopper) if a == "{hopper}" else a for a in arguments)])
    except SystemExit as end:  # of argparse
        status = end.code
    out, told = capfd.readouterr()
    assert status == 2
    assert says in told and len(told.strip().splitlines()) == 1 and "Traceback" not in told
    assert not out
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.slow
def test_bad_input_in_a_process_of_its_own(hopper, tmp_path):
    """After the photograph, with everything loaded that a clip needs, and before there is a clip."""
    (tmp_path / "letter.txt").write_text("Dear all")
    done = revive("make", hopper, "--consent", "me", *OURSELVES, "--recording", "letter.txt", folder=tmp_path)
    assert done.returncode == 2
    assert "sound" in done.stderr and len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert not done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_training_names_what_it_lacks(tmp_path):
    done = revive("train", "basis", "--data", tmp_path, folder=tmp_path)
    assert done.returncode == 2
    assert "index.json" in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(RuntimeError("ffmpeg ended with status -9: "), "stopped in the middle"), (MemoryError(), "not enough memory")],
)
def test_a_failure_with_a_name_is_one_sentence(monkeypatch, capsys, error, sentence):
    from revive import pipeline

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(pipeline, "make_clip", fail)
    assert main(["make", "gran.jpg"]) == 2
    told = capsys.readouterr().err
    assert sentence in told and "Traceback" not in told


def test_a_failure_that_nobody_foresaw_is_not_hidden(monkeypatch):
    from revive import pipeline

    def fail(*_, **__):
        raise RuntimeError("something else")

    monkeypatch.setattr(pipeline, "make_clip", fail)
    with pytest.raises(RuntimeError, match="something else"):
        main(["make", "gran.jpg"])
