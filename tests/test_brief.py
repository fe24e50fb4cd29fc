"""The brief: checked before any work, saved and loaded without loss."""

import dataclasses
import json
import warnings
from pathlib import Path

import numpy as np
import pytest

from revive.brief import OPTIONS, Brief
from revive.consent import BASES
from revive.consent.limits import MAX_WORDS, count_words
from revive.core.errors import UserError
from revive.job_file import JOB_VERSION
from revive.old_settings import NOT_CHOSEN, RENAMED, OldSettingWarning

GOOD = Brief(photo=Path("gran.jpg"), words="Hello.", relation="her grandson", basis="family", adult=True)


def test_a_seed_is_drawn_once():
    assert GOOD.seed is None
    checked = GOOD.checked()
    assert checked.seed is not None and checked.seed >= 0 and checked.checked() == checked
    assert dataclasses.replace(GOOD, seed=7).checked().seed == 7


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"photo": None}, "photograph"),
        ({"relation": "  "}, "who you are to this person"),
        ({"basis": ""}, "why you may use"),
        ({"basis": "nothing"}, "why you may use"),
        ({"adult": False}, "adult"),
        ({"words": "", "moment": "dances in the rain"}, "No moment was understood in “dances in the rain”"),
        ({"moment": "smile"}, "“moment” is for a photograph without words"),
        ({"seconds": 8.0}, "“seconds” is for a photograph without words"),
        ({"loop": True}, "“loop” is for a photograph without words"),
        ({"words": "", "seconds": 60.0}, "seconds is 60; please choose a number from 5 to 15, or leave it out"),
        ({"words": "", "loop": True, "title": "Ruth"}, "has no title"),
        ({"out": Path("clip.gif")}, "A GIF has no sound, and somebody speaks"),
        ({"words": "", "out": Path("clip.webp"), "music": Path("a.mp3")}, "A WebP has no sound; please leave out the"),
        ({"shape": "round"}, "photo, square, upright"),
        ({"words": "word " * 4000}, "4,000 words"),
        ({"words": "说" * (MAX_WORDS + 1)}, "2,001 words"),
        ({"prompt": "x" * 10_000}, "10,000 characters"),
        ({"title": "x" * 500}, "title"),
        ({"fps": 0}, "fps"),
        ({"fps": float("nan")}, "fps"),
        ({"size": 20_000}, "size"),
        ({"blink": -1}, "blink"),
        ({"lips": 2.5}, "lips"),
        ({"emotion": "furious"}, "neutral, warm"),
        ({"face": 0}, "face"),
        ({"seed": 2**40}, "seed"),
        ({"pace": 0.0}, "pace is 0; please choose a number from 0.7 to 1.4, or leave it out"),
        ({"pace": -0.5}, "pace is -0.5"),
        ({"strength": -0.5}, "strength is -0.5; please choose a number from 0 to 1, or leave it out"),
        ({"photo": 5}, "photo is “5”, but it has to be the name of a file"),
        ({"adult": "yes"}, "adult is “yes”, but it has to be true or false"),
        ({"fps": "x"}, "fps is “x”, but it has to be a number"),
        ({"seed": True}, "seed is “True”, but it has to be a whole number"),
        ({"face": 1.5}, "face is “1.5”, but it has to be a whole number"),
        ({"words": None}, "words is “None”, but it has to be text"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(change, says):
    with pytest.raises(UserError, match=says) as refused:
        dataclasses.replace(GOOD, **change).checked()
    assert "\n" not in refused.value.sentence() and refused.value.sentence("zh").endswith("。")


NUMBERS = [option for option in OPTIONS.values() if option.kind in (int, float)]


@pytest.mark.parametrize("option", NUMBERS, ids=lambda option: option.name)
def test_every_number_is_held_to_its_range(option):
    lowest, highest = option.bounds
    good = dataclasses.replace(GOOD, words="") if option.name == "seconds" else GOOD  # of silence
    for value in (lowest, highest):
        assert getattr(dataclasses.replace(good, **{option.name: value}).checked(), option.name) == value
    wrong = [lowest - 0.5, highest + 0.5, -1, -2, -0.5, -1e-9, 1e300, 10**400, *map(float, ("nan", "inf", "-inf"))]
    for value in wrong:
        if NOT_CHOSEN.get(option.name) == value or lowest <= value <= highest:
            continue
        with pytest.raises(UserError, match=f"The {option.name.replace('_', ' ')} is ") as refused:
            dataclasses.replace(GOOD, **{option.name: value}).checked()
        assert len(refused.value.sentence()) < 200 and "\n" not in refused.value.sentence()


@pytest.mark.parametrize("settings", [{"manner": "soft"}, {"": 1}, {"a\nb" * 500: 1}])
def test_an_unknown_setting_is_named(settings):
    from revive.pipeline import make_clip

    for call in (lambda: Brief.from_settings(settings), lambda: make_clip(**settings)):
        with pytest.raises(UserError, match="no setting called “") as refused:
            call()
        assert next(iter(settings))[:1] in refused.value.sentence() and len(refused.value.sentence()) < 200


def test_numbers_of_numpy_are_numbers():
    brief = Brief.from_settings({"seed": np.int64(7), "fps": np.float32(30), "face": np.uint8(2)})
    assert (brief.seed, brief.fps, brief.face) == (7, 30.0, 2) and type(brief.seed) is int


def test_the_schema_tells_kinds_bounds_and_choices():
    fields = Brief.schema()["properties"]
    assert set(fields) == set(OPTIONS) == {option.name for option in dataclasses.fields(Brief)}
    assert (fields["size"]["minimum"], fields["size"]["maximum"]) == (128, 1280)
    assert {"maximum": 1.4, "minimum": 0.7, "type": "number"} in fields["pace"]["anyOf"]
    assert "sepia" in fields["light"]["anyOf"][0]["enum"] and fields["light"]["default"] is None
    assert all(field["description"] for field in fields.values())
    assert set(fields["basis"]["enum"]) == {"", *BASES}


@pytest.mark.parametrize("name", OPTIONS)
def test_nothing_is_left_to_revive_by_a_number_or_a_word(name):
    assert OPTIONS[name].default not in (-1, "auto") and OPTIONS[name].help


@pytest.mark.parametrize(("old", "value"), [("consent", "her son"), ("finish", False), ("finder", "face-alignment")])
def test_old_names_still_work_with_a_note(old, value):
    for made in (Brief.from_settings, lambda settings: Brief(**settings)):
        with pytest.warns(OldSettingWarning, match=f"“{old}” is called “{RENAMED[old]}” now") as noted:
            assert getattr(made({old: value}), RENAMED[old]) == value
        note = noted[0].message
        assert isinstance(note, OldSettingWarning) and len(noted) == 1
        assert "\n" not in str(note) and RENAMED[old] in note.sentence("zh")
    with pytest.raises(UserError, match="no setting called"), pytest.warns(OldSettingWarning):
        Brief(**{old: value, RENAMED[old]: value})  # both


@pytest.mark.parametrize(("name", "value"), NOT_CHOSEN.items())
def test_old_ways_to_leave_a_choice_to_revive_still_work_with_a_note(name, value):
    with pytest.warns(OldSettingWarning, match=f"“{name}” is left to Revive"):
        assert getattr(Brief(**{name: value}), name) is None


def test_a_recording_or_a_film_needs_no_words():
    assert dataclasses.replace(GOOD, words="", recording=Path("a.wav")).checked()
    film = dataclasses.replace(GOOD, words=" ", driver=Path("a.mp4"))
    assert film.checked().acted
    assert not dataclasses.replace(film, words="Hello.").acted
    assert not dataclasses.replace(film, recording=Path("a.wav")).acted


def test_job_file_round_trip(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    brief = dataclasses.replace(
        GOOD, title="给汤姆", seed=5, music=Path("a b.mp3"), captions=False, fps=29.97, lips=1.2
    )
    brief.save(tmp_path / "a.job.json")
    monkeypatch.chdir("/")  # it is found again from anywhere
    found = dataclasses.replace(brief, photo=tmp_path / "gran.jpg", music=tmp_path / "a b.mp3")
    with warnings.catch_warnings(action="error"):
        assert Brief.load(tmp_path / "a.job.json") == found
    assert json.loads((tmp_path / "a.job.json").read_text(encoding="utf-8"))["revive_job"] == JOB_VERSION == 2


OLD_JOB = {
    "revive_job": 1, "photo": "/gran.jpg", "prompt": "", "words": "Hello.", "recording": None, "driver": None,
    "consent": "her son", "basis": "family", "adult": True, "voice": "auto", "pronounce": "", "language": "auto",
    "face": 1, "size": 512, "fps": 25.0, "seed": -1, "lips": 1.0, "head_motion": 1.0, "blink": 0.5, "expression": 1.0,
    "emotion": "auto", "sentence_feelings": True, "strength": -1.0, "pace": -1.0, "light": "auto",
    "background": "auto", "title": "", "captions": True, "music": None, "finish": False, "person": "",
    "finder": "mediapipe", "out": "clip.mp4",
}  # fmt: skip


def test_a_job_file_of_version_1_is_read_as_it_was_meant_with_one_note(tmp_path):
    (tmp_path / "old.job.json").write_text(json.dumps(OLD_JOB))
    with pytest.warns(OldSettingWarning) as noted:
        old = Brief.load(tmp_path / "old.job.json")
    assert len(noted) == 1 and "earlier version" in str(noted[0].message)
    assert old == Brief(
        photo=Path("/gran.jpg"), words="Hello.", relation="her son", basis="family", adult=True, size=512, blink=0.5,
        refine=False,
    )  # fmt: skip
    old.save(tmp_path / "new.job.json")
    told = json.loads((tmp_path / "new.job.json").read_text())
    assert told["relation"] == "her son" and told["seed"] is None and not set(RENAMED) & set(told)


@pytest.mark.filterwarnings("ignore::revive.old_settings.OldSettingWarning")
def test_job_files_from_before_there_were_films_still_load(tmp_path):
    (tmp_path / "old.job.json").write_text('{"revive_job": 1, "photo": "/gran.jpg", "words": "Hello.", "blink": 0.5}')
    old = Brief.load(tmp_path / "old.job.json")
    assert (old.driver, old.lips, old.blink) == (None, 1.0, 0.5)
    dataclasses.replace(old, driver=tmp_path / "film.mp4").save(tmp_path / "new.job.json")
    assert Brief.load(tmp_path / "new.job.json").driver == tmp_path / "film.mp4"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "not json", "null", "\xff", '{"revive_job": true}', '{"revive_job": "1"}', '{"revive_job": null}'],
)
def test_other_files_are_not_jobs(tmp_path, text):
    (tmp_path / "a.json").write_text(text, encoding="latin-1")
    with pytest.raises(UserError, match=r"not a Revive job|is empty"):
        Brief.load(tmp_path / "a.json")
    with pytest.raises(UserError):
        Brief.load(tmp_path / "missing.json")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"revive_job": 99}', "another version of Revive"),
        ('{"revive_job": 0, "unknown": 2}', "another version of Revive"),
        ('{"revive_job": 1, "unknown": 2}', "no setting called “unknown”"),
        ('{"revive_job": 1, "fps": "x"}', "fps is “x”, but it has to be a number"),
        ('{"revive_job": 1, "fps": null}', "fps is “None”"),
        ('{"revive_job": 1, "seed": true}', "seed is “True”"),
        ('{"revive_job": 1, "photo": 7}', "photo is “7”"),
        ('{"revive_job": 1, "words": ["a"]}', "words is “.*”, but it has to be text"),
    ],
)
def test_what_is_wrong_with_a_job_is_said_in_one_sentence(tmp_path, text, says):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=says) as refused:
        Brief.load(tmp_path / "a.json")
    assert "\n" not in refused.value.sentence() and refused.value.sentence("zh").endswith("。")


def test_chinese_is_counted_by_characters():
    assert count_words("I love you 我爱你") == 6
    assert count_words("") == 0
