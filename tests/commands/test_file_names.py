"""Every option of every command that takes a file or folder, with names that cannot be used: one sentence, status 2."""

from __future__ import annotations

import argparse
import functools
import os
import sys
import wave
from collections.abc import Iterator

import pytest

from revive.__main__ import main
from revive.commands.command_line import command_line
from revive.commands.file_names import file_name
from tests.answers import ANSWERS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes, devices and bytes in names are of Unix"),
]
# what each command is given besides the option that is tried; {photo}, {voice} and {clip} are good files
GIVEN = {
    "make": ["{photo}", "--words", "Hi.", *ANSWERS],
    "edit": ["{clip}", "--cut", "-0.8", *ANSWERS],
    "film": ["story.yaml"],
    "batch": ["letter.txt", "--out", "clips", *ANSWERS],
    "portrait": ["--prompt", "Grandma", "--out", "p.png", *ANSWERS],
    "restore": ["{photo}", "--out", "p.png", "--crop", *ANSWERS],
    "voice features": ["{voice}", *ANSWERS],
    "voice clean": ["{voice}", "--out", "v.wav", *ANSWERS],
    "voice match": ["{voice}", "--name", "Ada", *ANSWERS],
    "say": ["--words", "Hi."],
    "transcribe": ["{voice}", *ANSWERS],
    "words": ["--occasion", "Tom's birthday", "--mood", "warm", *ANSWERS],
    "people": ANSWERS,
    "verify": ["{voice}"],
    "fuzz": ["--inputs", "1", "--reader", "job"],
    "evaluate clip": ["{voice}"],
    "evaluate photographs": ["--photos", "folder"],
    "train person": ["--name", "Ada", *ANSWERS],
    "train portrait": ["--name", "Ada", "--photos", "folder", *ANSWERS],
    "train manner": ["--name", "Ada", *ANSWERS],
}
WRITTEN = {
    "out": (".mp4", ".png", ".wav", ".zip", ".json"),
    "before": (".png",),
    "sheet": (".png",),
    "plot": (".png",),
    "listen": ("",),
}
TRAINED = (
    "animator",
    "listener",
    "graphs",
    "motion",
    "portrait",
    "colouriser",
    "scratches",
    "eigenfaces",
    "occlusion",
    "creases",
    "resting-face",
    "words",
)
FOLDERS = {"batch out", "fuzz out", "voice match listen", *(f"train {model} out" for model in TRAINED)}
ENDINGS = {
    "make out": ".mp4", "edit out": ".mp4", "film out": ".mp4", "portrait out": ".png", "restore out": ".png",
    "portrait before": ".png",
    "voice features out": ".json",
    "voice features plot": ".png", "say out": ".wav",
    "voice clean out": ".wav", "people out": ".zip", "train voices out": ".safetensors",
    "evaluate animator sheet": ".png", "evaluate faces sheet": ".png",
    "evaluate photographs sheet": ".png", "evaluate portrait sheet": ".png", "evaluate identity sheet": ".png",
    "train portrait sheet": ".png",
}  # fmt: skip
# not opened before minutes of other work, or read by a model that is not at hand here
LATER = {"evaluate clip photo", "evaluate animator weights", "evaluate gesture weights", "evaluate photographs weights"}


def leaves(
    parser: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that does something, with its parser."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield " ".join(path), parser
    for action in inner:
        for name, one in {id(one): (name, one) for name, one in reversed(action.choices.items())}.values():
            yield from leaves(one, (*path, name))


@functools.cache
def options() -> dict[str, tuple[str, argparse.ArgumentParser, argparse.Action]]:
    """“make photo” -> the command, its parser and the option, of all that take files or folders."""
    return {
        f"{command} {action.dest}": (command, parser, action)
        for command, parser in leaves(command_line()) for action in parser._actions if action.type is file_name
    }  # fmt: skip


@pytest.fixture
def place(tmp_path, hopper, signed_clip, monkeypatch):
    """A folder with everything that is no ordinary file; the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C.UTF-8")
    (tmp_path / "photo.jpg").write_bytes(hopper.read_bytes())
    (tmp_path / "clip.mp4").write_bytes(signed_clip.read_bytes())
    with wave.open("voice.wav", "wb") as sound:
        sound.setparams((1, 2, 16000, 0, "NONE", ""))
        sound.writeframes(bytes(32000))
    for ending in {"", *ENDINGS.values()}:
        (tmp_path / f"folder{ending}").mkdir()
        (tmp_path / f"loop{ending}").symlink_to(f"loop{ending}")
        (tmp_path / f"broken{ending}").symlink_to("nowhere/at-all")
        os.mkfifo(tmp_path / f"pipe{ending}")
    (tmp_path / "letter.txt").write_text("Dear all")
    (tmp_path / "story.yaml").write_text("revive_story: 1\nscenes:\n- kind: photograph\n  photo: photo.jpg\n")
    (tmp_path / "nothing").touch()
    return tmp_path


def arguments(name: str, value: str) -> list[str]:
    """The command line on which the option `name` has the value, and all else is good."""
    command, parser, action = options()[name]
    given = [word.format(photo="photo.jpg", voice="voice.wav", clip="clip.mp4") for word in GIVEN.get(command, ())]
    if action.option_strings:
        option = max(action.option_strings, key=len)
        if option in given:
            del given[given.index(option) : given.index(option) + 2]
        given.append(f"{option}={value}")
    else:
        given = [*given[1:], "--", value]
    for other in parser._actions:
        if other.required and other.option_strings and other is not action and other.option_strings[0] not in given:
            given = [other.option_strings[0], "x", *given]
    if name == "people out":
        given = ["--export", "Ada", *given]
    return [*command.split(), *given]


def said(name: str, value: str, capfd) -> str:
    """The last line of stderr of a command that ends with status 2 and prints nothing."""
    try:
        status = main(arguments(name, value))
    except SystemExit as end:  # of argparse
        status = end.code
    out, told = capfd.readouterr()
    lines = [line for line in told.strip().splitlines() if not line.startswith(("W0000", "I0000", "INFO"))]
    assert status == 2 and not out and lines, f"{name}={value!r}: {status}, {out}, {told}"
    assert "Traceback" not in told and len(lines[-1]) > 20, f"{name}={value!r}: {told}"
    return lines[-1]


def test_the_list_of_outputs_is_complete():
    named = {name for name, (_, _, action) in options().items() if action.dest in ("out", "sheet", "plot", "listen")}
    assert named == ENDINGS.keys() | FOLDERS
    assert options().keys() >= LATER and len(options()) > 40


READ = sorted(name for name in options() if name not in ENDINGS.keys() | FOLDERS | LATER)
STRANGE = (
    "x" * 300, "奶" * 100, "👵" * 70, "d/" * 2500, "a\0b", "a\nb", "-x", "a\udcff\udcfe", "", "folder", "broken",
    "loop", "pipe", "/dev/null", "letter.txt/x", "nothing", "missing", "..", "/proc/self/mem", "http://127.0.0.1:9/x",
)  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_cannot_be_read_is_said_in_one_sentence(place, capfd, name):
    before = sorted(place.rglob("*"))
    for value in STRANGE:
        said(name, value, capfd)
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_what_cannot_be_written_is_said_before_the_work(place, capfd, name):
    ending, before = ENDINGS[name], sorted(place.rglob("*"))
    for stem in ("x" * 300, "x" * 247, "奶" * 84, "👵" * 62, "a\0b", "d/" * 2500 + "x"):
        sentence = said(name, stem + ending, capfd)
        assert "is too long" in sentence or "cannot have" in sentence, f"{name} {stem[:5]}"
    for stem, sentence in {
        "folder": "is a folder", "pipe": "is a device or a pipe", "missing/x": "no folder", "letter.txt/x": "no folder",
        "/proc/x": "Nothing can be written",
    }.items():  # fmt: skip
        assert sentence in said(name, stem + ending, capfd)
    for value in ("", ".", "..", "/", f"a{ending}/.."):
        said(name, value, capfd)
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_a_folder_that_cannot_be_written_to_is_said_before_the_work(place, capfd, name):
    for value in ("x" * 300, "奶" * 100, "a\0b", "d/" * 2500, "pipe", "letter.txt", "letter.txt/x", "/dev/null",
                  "broken", "loop"):  # fmt: skip
        said(name, value, capfd)


@pytest.mark.parametrize(
    "command",
    ["restore photo.jpg --crop --out photo.jpg", "restore photo.jpg --crop --out ./photo.jpg",
     "portrait --prompt Grandma --photo photo.jpg --out photo.jpg",
     "portrait --prompt Grandma --photo photo-2.jpg --n 2 --out photo.jpg",
     "voice clean voice.wav --out voice.wav", "voice clean voice.wav --out linked.wav",
     "voice features photo.png --plot photo.png",
     "make photo.jpg --driver film.mp4 --out film.mp4", "make photo.jpg --recording film.mp4 --out film.mp4",
     "make photo.jpg --words Hi. --music film.mp4 --out film.mp4"],
)  # fmt: skip
def test_what_is_read_is_not_written_over(place, capfd, command):
    for name in ("film.mp4", "photo.png", "photo-2.jpg"):
        (place / name).write_bytes((place / "photo.jpg").read_bytes())
    (place / "linked.wav").hardlink_to(place / "voice.wav")
    before = {path: path.read_bytes() for path in place.iterdir() if path.suffix in (".jpg", ".wav", ".mp4", ".png")
              and path.is_file()}  # fmt: skip
    assert main([*command.split(), *ANSWERS]) == 2
    assert "is what this is made from" in capfd.readouterr().err
    assert {path: path.read_bytes() for path in before} == before


def test_a_name_that_is_no_utf_8_is_used_and_noted(place, capfd):
    """A photograph from an old disk: its name is in Latin-1. The job file names it so that it is found again."""
    from revive.brief import Brief

    photo = place / "Großmutter.jpg".encode("latin-1").decode("utf-8", "surrogateescape")
    photo.write_bytes((place / "photo.jpg").read_bytes())
    Brief(photo=photo, words="Hi.", relation="me", basis="agreed", adult=True).save(place / "a.job.json")
    assert Brief.load(place / "a.job.json").photo == photo
    out = f"{photo.stem}.png"
    assert main(["restore", str(photo), "--crop", "--out", out, "--json", *ANSWERS]) == 0
    assert (place / out).is_file() and "\\udcdf" in capfd.readouterr().out
