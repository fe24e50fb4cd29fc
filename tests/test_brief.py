"""The brief: checked before any work, saved and loaded without loss."""

import dataclasses
from pathlib import Path

import pytest

from revive.brief import Brief
from revive.consent.limits import MAX_WORDS, count_words
from revive.errors import UserError

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
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(change, says):
    with pytest.raises(UserError, match=says) as refused:
        dataclasses.replace(GOOD, **change).checked()
    assert "\n" not in refused.value.en and refused.value.zh.endswith("。")


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
    ["", "[]", "{}", "not json", "null", "\xff", '{"revive_job": 99}', '{"revive_job": 1, "unknown": 2}',
     '{"revive_job": 1, "fps": "x"}', '{"revive_job": 1, "seed": true}'],
)  # fmt: skip
def test_other_files_are_not_jobs(tmp_path, text):
    (tmp_path / "a.json").write_text(text, encoding="latin-1")
    with pytest.raises(UserError, match=r"not a Revive job|is empty"):
        Brief.load(tmp_path / "a.json")
    with pytest.raises(UserError):
        Brief.load(tmp_path / "missing.json")


def test_chinese_is_counted_by_characters():
    assert count_words("I love you 我爱你") == 6
    assert count_words("") == 0
