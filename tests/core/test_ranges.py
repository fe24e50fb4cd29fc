"""Numbers that are none, and numbers out of their range: one sentence each, wherever they are given."""

import argparse

import pytest

from revive.__main__ import main
from revive.commands.command_line import command_line
from revive.core.errors import UserError
from revive.core.ranges import check_number
from tests.answers import FAMILY

ANSWERS = ["--relation", "me", "--basis", "agreed", "--adult"]
# what a command needs besides the number that is tried
NEEDED = {
    "make": ["{photo}", "--words", "Hello.", *ANSWERS],
    "edit": ["{photo}", "--out", "a.mp4", *ANSWERS],
    "batch": ["jobs.csv", "--out", "clips"],
    "portrait": ["--prompt", "an old man", "--out", "a.png"],
    "restore": ["{photo}", "--out", "a.png", *ANSWERS],
    "voice clean": ["{photo}", "--out", "a.wav"],
    "voice match": ["{photo}", "--name", "Ruth", *ANSWERS],
    "evaluate words": [],
    "train person": ["--from", "{photo}", "--name", "Ruth", *ANSWERS],
    "train portrait": ["--photos", "{folder}", "--name", "Ruth", *ANSWERS],
    "train manner": ["--letters", "{photo}", "--name", "Ruth", *ANSWERS],
    "words": ["--occasion", "a birthday", "--mood", "warm"],
}
WRONG = ("-5", "-0.5", "nan", "inf", "-inf", "1" + "0" * 400, "1e400", "many", "")
DECIBELS = ("--voice-volume", "--music-volume")  # which may be less than 0
NOT_ZERO = ("--n", "--steps", "--upscale", "--face", "--speaker", "--inputs", "--requests", "--pace", "--fps", "--size")


def options():
    """Every option of every command that takes a number: (command, option)."""

    def walk(parser, name):
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for part, inner in action.choices.items():
                    yield from walk(inner, f"{name} {part}".strip())
            elif action.type in (int, float) or getattr(action.type, "__module__", "") == "revive.commands.numbers":
                yield name, action.option_strings[0]

    return sorted(walk(command_line(), ""))


@pytest.mark.slow
@pytest.mark.parametrize(("command", "option"), options())
def test_a_wrong_number_on_the_command_line_is_one_sentence(command, option, hopper, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    needed = [a.format(photo=hopper, folder=tmp_path) for a in NEEDED.get(command, [])]
    wrong = WRONG[2:] if option in DECIBELS else WRONG
    for value in (*wrong, *(["0"] if option in NOT_ZERO else [])):
        try:
            status = main([*command.split(), *needed, f"{option}={value}"])
        except SystemExit as ended:  # of argparse
            status = ended.code
        told = capsys.readouterr()
        assert status == 2 and told.out == "", (value, told.out)
        assert told.err.count("\n") == 1 and len(told.err) < 720
        named = (option, f"{option[2:].replace('-', ' ')} is", f"number of {option[2:]}", "number of pictures is")
        assert any(
            one in told.err for one in (*named, "strength of colours is", "IP-Adapter scale is", "times as large")
        ), told.err
    assert not list(tmp_path.iterdir())


def test_every_command_with_numbers_is_tried():
    tried = {command for command, _ in options()}
    assert {"make", "portrait", "restore", "voice clean", "voice match", "train person", "fuzz"} <= tried
    assert ("make", "--pace") in options() and ("train motion", "--seed") in options()


def test_the_library_refuses_them_too(hopper):
    from revive.drafting import draft_words
    from revive.generator import ExternalModel, generate_portrait
    from revive.restore import restore

    for call in (
        lambda: generate_portrait("an old man", count=0), lambda: generate_portrait("an old man", seed=-2),
        lambda: ExternalModel("m", steps=0),
        lambda: generate_portrait("an old man", seed=2**31), lambda: ExternalModel("m", strength=float("nan")),
        lambda: ExternalModel("m", guidance=float("inf")), lambda: restore(hopper, times=0, consent=FAMILY),
        lambda: restore(hopper, times=-2, consent=FAMILY),
        lambda: restore(hopper, colour=float("nan"), consent=FAMILY), lambda: draft_words("a birthday", "warm", n=0),
        lambda: draft_words("a birthday", "warm", n=13),
    ):  # fmt: skip
        with pytest.raises(UserError, match=r"please|times as large") as refused:
            call()
        assert "\n" not in refused.value.sentence() and refused.value.sentence("zh").endswith("。")


def test_a_marker_is_let_through_and_nothing_near_it():
    check_number("pace", -1, 0.7, 1.4, marker=-1)
    for value in (-0.999, -1.001, float("nan"), float("-inf"), 0):
        with pytest.raises(UserError, match=r"from 0\.7 to 1\.4, or -1 to leave it to Revive"):
            check_number("pace", value, 0.7, 1.4, marker=-1)


def test_settings_of_the_page(monkeypatch):
    from revive.app.server.settings import Settings

    for value in (-1, 10**12, 10**400):
        with pytest.raises(UserError):
            Settings(idle=value).checked()
    for text in ("-1", "nan", "inf", "1e3", "²", "9" * 5000, "99999999999"):
        with pytest.raises(UserError):
            Settings.from_environment({"REVIVE_IDLE": text}).checked()
