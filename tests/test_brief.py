"""The brief: checked before any work, saved and loaded without loss."""

import dataclasses
from pathlib import Path

import pytest

from revive.brief import Brief
from revive.consent.limits import MAX_WORDS, count_words
from revive.core.errors import UserError

GOOD = Brief(photo=Path("gran.jpg"), words="Hello.", consent="her grandson", basis="family", adult=True)


def test_a_seed_is_drawn_once():
    checked = GOOD.checked()
    assert checked.seed >= 0 and checked.checked() == checked
    assert dataclasses.replace(GOOD, seed=7).checked().seed == 7


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"photo": None}, "photograph"),
        ({"consent": "  "}, "who you are to this person"),
        ({"basis": ""}, "by what right"),
        ({"basis": "nothing"}, "by what right"),
        ({"adult": False}, "adult"),
        ({"words": " \n "}, "nothing to say"),
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
        ({"pace": 0.0}, "pace is 0; please choose a number from 0.7 to 1.4, or -1"),
        ({"pace": -0.5}, "pace is -0.5"),
        ({"strength": -0.5}, "strength is -0.5; please choose a number from 0 to 1, or -1"),
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
    assert "\n" not in refused.value.en and refused.value.zh.endswith("。")


NUMBERS = [option for option in dataclasses.fields(Brief) if isinstance(option.default, float | int)]
NUMBERS = [option for option in NUMBERS if not isinstance(option.default, bool)]


@pytest.mark.parametrize("option", NUMBERS, ids=lambda option: option.name)
def test_every_number_is_held_to_its_range(option):
    (lowest, highest), marker = option.metadata["within"], option.metadata["marker"]
    for value in [lowest, highest, *([] if marker is None else [marker])]:
        seen = getattr(dataclasses.replace(GOOD, **{option.name: value}).checked(), option.name)
        assert seen == value or (option.name, value) == ("seed", -1)  # which draws one
    wrong = [lowest - 0.5, highest + 0.5, -1, -2, -0.5, -1e-9, 1e300, 10**400, *map(float, ("nan", "inf", "-inf"))]
    for value in wrong:
        if value == marker or lowest <= value <= highest:
            continue
        with pytest.raises(UserError, match=f"The {option.name.replace('_', ' ')} is ") as refused:
            dataclasses.replace(GOOD, **{option.name: value}).checked()
        assert len(refused.value.en) < 200 and "\n" not in refused.value.en


@pytest.mark.parametrize("settings", [{"manner": "soft"}, {"": 1}, {"a\nb" * 500: 1}])
def test_an_unknown_setting_is_named(settings):
    from revive.pipeline import make_clip

    for call in (lambda: Brief.from_settings(settings), lambda: make_clip(**settings)):
        with pytest.raises(UserError, match="no setting called “") as refused:
            call()
        assert next(iter(settings))[:1] in refused.value.en and len(refused.value.en) < 200


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
    assert Brief.load(tmp_path / "a.job.json") == found


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
    assert "\n" not in refused.value.en and refused.value.zh.endswith("。")


def test_chinese_is_counted_by_characters():
    assert count_words("I love you 我爱你") == 6
    assert count_words("") == 0
