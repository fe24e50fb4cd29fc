"""Drafting: prepared messages come first; what a model draws is checked and ranked, and nothing private is said."""

import numpy as np
import pytest

from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from revive.drafting import draft
from revive.drafting.external_model import ExternalModel
from revive.drafting.mood import MoodHead
from revive.drafting.request import MOODS, ask
from tests.answers import FAMILY

pytestmark = pytest.mark.slow

GOOD = [
    "Thirty, Tom, and just as dear to me as ever. Whenever I think of apple pies or the lake, I think of you. Have a"
    " lovely day.",
    "Happy birthday, Tom. I hope there are apple pies today, and a walk by the lake. I am so glad of you.",
]
BAD = "Happy birthday, Tom. I remember your red boat at the lake, and apple pies, and Susan, and all of the dogs."


class Stub:
    """Draws what it was told to; reads the number of letters as the mood."""

    def __init__(self, texts: list[str]) -> None:
        self.texts, self.drawn = texts, []

    def draw(self, request, count, seed, *, progress, before="") -> list[str]:
        self.drawn.append(seed)
        progress.update(0.5)
        return self.texts[:count]

    def likelihood(self, request, texts: list[str]) -> np.ndarray:
        return -np.array([len(text) / 1000 for text in texts], np.float32)

    def read(self, texts: list[str]) -> np.ndarray:
        return np.array([[float(text in GOOD)] for text in texts], np.float32)


@pytest.fixture
def stub(monkeypatch):
    """stub(texts): the writer draws these; texts of GOOD are warm, everything else is solemn."""

    def put(texts: list[str]) -> Stub:
        made = Stub(texts)
        weight = np.zeros((1, len(MOODS)), np.float32)
        weight[0, list(MOODS).index("warm")] = 9.0
        bias = np.zeros(len(MOODS), np.float32)
        bias[list(MOODS).index("solemn")] = 3.0
        head = MoodHead(tuple(MOODS), np.zeros(1), np.ones(1), weight, bias)
        monkeypatch.setattr(draft, "load_writer", lambda *_, **__: made)
        monkeypatch.setattr(draft, "mood_head", lambda: head)
        return made

    return put


@pytest.fixture
def letters(tmp_path):
    """What somebody wrote; it names people and places that no request here does."""
    path = tmp_path / "letters.txt"
    path.write_text(
        "Dear Tom, we took the red boat out on the lake again. Susan had her operation in Bristol. The dogs are well.\n"
        * 4,
        encoding="utf-8",
    )
    return path


def test_prepared_messages_need_no_model_and_say_what_they_are(stub):
    made = stub(GOOD)
    drafts = draft.draft_words("Tom's 30th birthday", "warm", "apple pies, the lake", n=3)
    assert made.drawn == [] and [one.source for one in drafts] == ["prepared"] * 3
    assert all((one.mood, one.confidence) == ("warm", 1.0) and "Tom" in one.text for one in drafts)
    assert all("apple pies" in one.text and "the lake" in one.text and not one.notes for one in drafts)


def test_what_has_no_place_in_a_message_is_said(stub, monkeypatch):
    monkeypatch.setattr(
        draft, "prepare", lambda *_: ["Happy birthday, Tom, and many of them, all as good as this one."]
    )
    (one,) = draft.draft_words("Tom's birthday", "warm", "apple pies", n=1)
    assert "apple pies" in one.notes[0].text("en")


def test_with_letters_the_model_writes_the_last_third(stub, letters):
    made = stub([BAD, *GOOD, GOOD[0]])
    drafts = draft.draft_words(
        "Tom's 30th birthday", "warm", "apple pies, the lake", n=3, letters=letters, consent=FAMILY
    )
    assert [one.source for one in drafts] == ["prepared", "prepared", "model"] and made.drawn == [0]
    assert drafts[-1].text == GOOD[1] and drafts[-1].confidence > 0.9
    drafts = draft.draft_words(
        "Tom's 30th birthday", "warm", "apple pies, the lake", n=6, letters=letters, consent=FAMILY
    )
    assert {one.text for one in drafts if one.source == "model"} == set(GOOD)


def test_what_the_model_hardly_expects_itself_or_in_another_mood_is_not_shown(stub, letters, monkeypatch):
    made = stub(GOOD)
    asked = {"letters": letters, "consent": FAMILY, "n": 2, "seed": 5}
    drafts = draft.draft_words("Tom's 30th birthday", "playful", "apple pies, the lake", **asked)
    assert [one.source for one in drafts] == ["prepared", "prepared"] and made.drawn == [5, 1005]  # it tried again
    monkeypatch.setitem(draft.LIKELIEST, "en", -0.0001)
    drafts = draft.draft_words("Tom's 30th birthday", "warm", "apple pies, the lake", **asked)
    assert [one.source for one in drafts] == ["prepared", "prepared"]


def test_what_letters_tell_is_said_only_where_the_request_touches_it(stub, letters):
    boat = "Happy birthday, Tom. Whenever the lake comes to my mind, I think of the red boat. I am so glad of you."
    stub([boat])
    GOOD.append(boat)
    try:
        asked = {"letters": letters, "consent": FAMILY, "n": 3}
        said = draft.draft_words("Tom's 30th birthday", "warm", "the lake", **asked)
        assert boat in {one.text for one in said}
        said = draft.draft_words("Tom's 30th birthday", "warm", **asked)
        assert boat not in {one.text for one in said}
    finally:
        GOOD.remove(boat)


def test_a_larger_model_comes_first(stub, monkeypatch):
    stub([])
    monkeypatch.setattr(draft, "draft_externally", lambda *_, **__: [BAD, *GOOD])
    drafts = draft.draft_words("Tom's 30th birthday", "warm", "apple pies, the lake", n=3, engine=ExternalModel("x"))
    assert [one.source for one in drafts] == ["model", "model", "prepared"]


def test_spanish_is_prepared_only(stub, letters):
    stub(GOOD)
    drafts = draft.draft_words("Cumpleaños de Tomás", "warm", "el lago", n=3)
    assert len(drafts) == 3 and all("Tomás" in one.text and "lago" in one.text for one in drafts)
    with pytest.raises(UserError, match="In Spanish"):
        draft.draft_words("Cumpleaños de Tomás", "warm", letters=letters, consent=FAMILY)


def test_bad_requests(stub):
    stub([])
    for said, given in {
        "no mood": ("Tom's birthday", "angry", "", "auto"),
        "what the message is for": (" ", "warm", "", "auto"),
        "at most": ("x" * 400, "warm", "", "auto"),
        "English": ("Tom's birthday", "warm", "", "fr"),
    }.items():
        with pytest.raises(UserError, match=said):
            draft.draft_words(*given[:3], language=given[3])
    with pytest.raises(UserError, match="nobody who can speak"):
        draft.draft_words("Tom's birthday", "warm", speaker="neighbour")
    with pytest.raises(UserError, match="Nobody called"):
        draft.draft_words("Tom's birthday", "warm", person="Nobody", consent=FAMILY)


def test_cancel(stub, letters):
    stub(GOOD)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        draft.draft_words("Tom's birthday", "warm", letters=letters, consent=FAMILY, progress=progress)


def test_the_prompt_in_both_languages():
    assert ask("Tom's birthday", "Warm", "pies").prompt == "Occasion: Tom's birthday\nMood: warm\nAbout: pies\nMessage:"
    assert ask("生日", "温暖").prompt == "场合：生日\n语气：温暖\n提到：无\n留言："


def test_the_writer_draws_by_the_seed_and_reads(writer):
    request = ask("Tom's birthday", "warm")
    first, second = (writer.draw(request, 3, seed) for seed in (1, 2))
    assert len(first) == 3 and first == writer.draw(request, 3, 1) and first != second
    rows = writer.read(["Happy birthday, Tom.", "Sleep well.", "Happy birthday, Tom."])
    assert rows.shape == (3, 32) and np.allclose(rows[0], rows[2], atol=1e-5) and not np.allclose(rows[0], rows[1])
