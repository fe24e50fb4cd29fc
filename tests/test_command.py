"""The command line as a person meets it; where the process itself matters, in one of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from revive.__main__ import main
from revive.brief import Brief
from revive.core.errors import UserError

HOME = Path(__file__).parents[1]
OURSELVES = ("--basis", "agreed", "--adult")


def revive(*arguments, folder) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "revive", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=_environment())


def _environment():
    return {**os.environ, "PYTHONPATH": str(HOME), "LANG": "C.UTF-8"}


def test_importing_is_light():
    heavy = ["torch", "gradio", "mediapipe", "cv2", "pydantic", "librosa", "transformers", "scipy", "numpy"]
    code = (
        "import os, sys; before = dict(os.environ)\nimport revive\n"
        f"print([m for m in {heavy} if m in sys.modules], dict(os.environ) == before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME, check=True)
    assert done.stdout.strip() == "[] True"  # how long it takes: `python -m revive bench`


@pytest.mark.slow
def test_make_prints_one_json_object(hopper, tmp_path):
    done = revive(
        "make", hopper, "--prompt", "Grandma, warm and proud, soft morning light", "--words", "Happy birthday, Tom.",
        "--relation", "her grandson", "--basis", "family", "--adult", "--out", "clip.mp4",
        "--size", "256", "--seed", "4", "--json", folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert {"out", "width", "height", "fps", "frames", "duration_s", "audio_duration_s", "seed", "face", "direction",
            "seconds", "peak_rss_mb"} <= set(facts)  # fmt: skip
    assert max(facts["width"], facts["height"]) == 256
    assert facts["direction"]["light"] == "morning light"
    assert facts["direction"]["emotion"] in ("warm", "proud")
    names = {"clip.mp4", "clip.job.json", "clip.srt", "clip.vtt", "clip.take"}
    assert {p.name for p in tmp_path.iterdir()} == names
    if os.name == "posix":  # what somebody saves is not closed to others as what Revive keeps is
        os.umask(umask := os.umask(0))
        modes = {p.name: p.stat().st_mode & 0o777 for p in tmp_path.iterdir()}
        assert modes.pop("clip.take") == 0o600 and set(modes.values()) == {0o666 & ~umask}
    assert not done.stderr


@pytest.mark.slow
def test_a_job_file_makes_the_clip_again_and_options_change_it(hopper, tmp_path):
    Brief(photo=hopper, words="Hello.", relation="me", basis="agreed", adult=True, size=256, seed=9).save(
        tmp_path / "a.job.json"
    )
    done = revive("make", "--job", "a.job.json", "--blink", "0", "--out", "b.mp4", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["seed"] == 9
    again = Brief.load(tmp_path / "b.job.json")
    assert (again.photo, again.blink, again.words, again.out) == (hopper, 0.0, "Hello.", Path("b.mp4"))


@pytest.mark.slow
def test_a_recording_is_written_down_and_its_language_is_told(hopper, speak, tmp_path):
    recording = speak("Happy birthday, Tom. I am so proud of you.").path
    answers = ["--relation", "me", *OURSELVES]
    done = revive("transcribe", recording, *answers, "--json", folder=tmp_path)
    told = json.loads(done.stdout)
    assert done.returncode == 0 and done.stderr.startswith("English was heard and written down;")
    assert (told["language"], told["sure"]) == ("en", True) and told["passages"][0]["words"][0]["word"] == "Happy"
    done = revive(
        "make", hopper, "--recording", recording, *answers, "--size", "224", "--out", "a.mp4", "--json",
        folder=tmp_path,
    )  # fmt: skip
    facts = json.loads(done.stdout)
    assert facts["language"] == facts["transcript"]["language"] == "en" and facts["transcript"]["certainty"] > 0.9
    assert done.stderr.startswith("English was heard and written down;")
    captions = (tmp_path / "a.srt").read_text(encoding="utf-8")
    assert "I am so proud of you." in captions


@pytest.mark.slow
def test_make_with_a_film_is_as_long_as_the_film(hopper, acted, tmp_path):
    done = revive(
        "make", hopper, "--driver", acted.path, "--relation", "me", *OURSELVES, "--size", "224",
        "--out", "a.mp4", "--json",
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    assert facts["frames"] == len(acted.motion) and facts["captions"] == []
    assert facts["duration_s"] == pytest.approx(len(acted.motion) / 25, abs=0.001)
    assert facts["audio_duration_s"] == pytest.approx(facts["duration_s"], abs=0.01)
    assert "performance" in facts["seconds"] and done.stderr.startswith("No words were heard")
    assert facts["language"] == "" and facts["transcript"]["sure"] is False
    assert {p.name for p in tmp_path.iterdir()} == {"a.mp4", "a.job.json", "a.take"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "photograph"),
        (["{hopper}", "--words", "Hello."], "who you are"),
        (["missing.jpg", "--words", "Hello.", "--relation", "me", *OURSELVES], "could not be found"),
        (["letter.txt", "--words", "Hello.", "--relation", "me", *OURSELVES], "not a picture"),
        (["{hopper}", "--relation", "me", *OURSELVES], "nothing to say"),
        (["{hopper}", "--words", "Hello.", "--relation", "me", *OURSELVES, "--language", "klingon"], "klingon"),
        (["{hopper}", "--words", "Hello.", "--relation", "me", *OURSELVES, "--voice", "nobody"], "nobody"),
        (["{hopper}", "--words", "Hello.", "--relation", "me", *OURSELVES, "--out", "no/such/clip.mp4"], "folder"),
        (["{hopper}", "--words", "Hello.", "--relation", "me", *OURSELVES, "--fps", "many"], "fps"),
        (["{hopper}", "--relation", "me", *OURSELVES, "--recording", "letter.txt"], "sound"),
        (["{hopper}", "--relation", "me", *OURSELVES, "--driver", "letter.txt"], "could not be read as a film"),
        (["{hopper}", "--relation", "me", *OURSELVES, "--driver", "gone.mp4"], "no film called"),
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
    done = revive("make", hopper, "--relation", "me", *OURSELVES, "--recording", "letter.txt", folder=tmp_path)
    assert done.returncode == 2
    assert "sound" in done.stderr and len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr
    assert not done.stdout
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.slow
def test_training_names_what_it_lacks(tmp_path):
    done = revive("train", "basis", "--data", tmp_path, folder=tmp_path)
    assert done.returncode == 2
    assert "index.json" in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("language", "says"), [("C.UTF-8", "is called --relation now"), ("zh_CN.UTF-8", "现名 --relation")]
)
def test_old_options_work_with_a_note_of_one_line(monkeypatch, capsys, language, says):
    from revive import pipeline
    from revive.__main__ import main

    seen = []
    monkeypatch.setenv("LANG", language)

    def stop(brief, **_):
        seen.append(brief)
        raise UserError("Enough.")

    monkeypatch.setattr(pipeline, "make_clip", stop)
    told = ["--consent", "her son", "--no-finish", "--finder", "face-alignment", "--seed", "-1", "--voice", "auto"]
    assert main(["make", "gran.jpg", *told]) == 2
    (brief,) = seen
    assert (brief.relation, brief.refine, brief.face_detector) == ("her son", False, "face-alignment")
    assert brief.seed is None and brief.voice is None
    notes = capsys.readouterr().err.splitlines()
    assert says in notes[0] and len(notes) == 6  # five notes, and the sentence at the end


def test_every_field_of_a_brief_is_an_option_under_one_heading_and_old_names_are_not_shown(capsys):
    from revive.brief import OPTIONS
    from revive.commands.command_line import command_line
    from revive.commands.make import GROUPS

    named = [name for names in GROUPS.values() for name in names]
    assert sorted([*named, "photo"]) == sorted(OPTIONS)
    with pytest.raises(SystemExit):
        command_line().parse_args(["make", "--help"])
    shown = capsys.readouterr().out
    assert all(heading in shown for heading in GROUPS) and shown.startswith("usage:")
    assert shown.splitlines()[1] == ""  # a usage of one line
    assert not any(old in shown for old in ("--consent", "--finder", "finish"))


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        ("make --nope", "There is no option --nope", "没有 --nope 这个选项"),
        ("restore a.jpg", "Please give --out too", "还需要给出 --out"),
        ("restor", "restor is not one of the choices for COMMAND: app, make", "COMMAND 不能为 restor"),
        ("make --size", "Please give a value after --size", "--size 后面需要写一个值"),
        ("make a.jpg --json=1", "--json takes no value, but 1 was given", "--json 不带值，却写了 1"),
        ("people --delete A --export B", "--export and --delete cannot be", "--export 与 --delete 不能同时使用"),
        ("make a.jpg --size big", "The size is “big”, but it has to be a whole number", "size 为“big”，但应为整数"),
    ],
)
def test_what_is_wrong_with_a_command_is_one_sentence_in_the_users_language(monkeypatch, capsys, arguments, en, zh):
    from revive.__main__ import main

    for language, says in (("C.UTF-8", en), ("zh_CN.UTF-8", zh)):
        monkeypatch.setenv("LANG", language)
        try:
            status = main(arguments.split())
        except SystemExit as ended:
            status = ended.code
        told = capsys.readouterr()
        assert status == 2 and says in told.err and told.err.count("\n") == 1 and not told.out


def test_every_command_that_asks_who_you_are_takes_the_old_name(capsys):
    from revive.__main__ import main

    for command in ("restore gran.jpg --out a.png", "words --occasion x --mood warm --person Ada"):
        assert main([*command.split(), "--consent", "her son"]) == 2
        notes = capsys.readouterr().err.splitlines()
        assert notes[0].startswith("--consent is called --relation now") and "why you may use" in notes[1]


def test_what_the_package_offers_is_visible_to_a_type_checker():
    import ast

    import revive as package

    tree = ast.parse(Path(package.__file__).read_text("utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    assert len(imports) == len(block.body)
    seen = {alias.name: node.module for node in imports for alias in node.names}
    assert set(seen) == set(package.__all__) == set(package._HOME)
    assert all(seen[name] == f"revive.{home}" for name, home in package._HOME.items())
    assert all(hasattr(package, name) for name in package.__all__)


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
