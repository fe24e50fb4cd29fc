"""Drafting: what is drawn is checked and ranked, and prepared messages stand in, and say so."""

import numpy as np
import pytest

from revive.core.errors import Cancelled, UserError
from revive.core.progress import Progress
from revive.drafting import draft
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


def test_good_drafts_are_shown_and_invented_ones_are_not(stub):
    stub([BAD, *GOOD, GOOD[0]])
    *drafts, last = draft.draft_words("Tom's 30th birthday", "warm", "apple pies, the lake", n=3)
    assert last.source == "fill-in"
    assert {one.text for one in drafts} == set(GOOD)
    assert [one.likelihood for one in drafts] == pytest.approx(
        sorted((-len(t) / 1000 for t in GOOD), reverse=True), abs=0.001
    )
    assert all((one.mood, one.source) == ("warm", "model") and one.confidence > 0.9 for one in drafts)


def test_prepared_messages_stand_in_and_say_so(stub):
    made = stub([BAD, GOOD[0]])
    drafts = draft.draft_words("Tom's 30th birthday", "warm", "apple pies, the lake", n=3, seed=5)
    assert [one.source for one in drafts] == ["model", "fill-in", "fill-in"]
    assert made.drawn == [5, 1005]  # it tried again first
    for one in drafts[1:]:
        assert "prepared message" in str(one.notes[0]) and "预先写好" in one.notes[0].text("zh")
        assert "Tom" in one.text and "apple pies" in one.text


def test_what_the_model_hardly_expects_itself_is_not_shown(stub, monkeypatch):
    stub(GOOD)
    monkeypatch.setitem(draft.LIKELIEST, "en", -0.0001)
    drafts = draft.draft_words("Tom's 30th birthday", "warm", "apple pies, the lake", n=2)
    assert [one.source for one in drafts] == ["fill-in", "fill-in"]


def test_a_draft_in_another_mood_is_not_shown(stub):
    stub(GOOD)
    drafts = draft.draft_words("Tom's 30th birthday", "playful", "apple pies, the lake", n=1)
    assert drafts[0].source == "fill-in"


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
    with pytest.raises(UserError, match="Nobody called"):
        draft.draft_words("Tom's birthday", "warm", person="Nobody", consent=FAMILY)


def test_cancel(stub):
    stub(GOOD)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        draft.draft_words("Tom's birthday", "warm", progress=progress)


def test_the_prompt_in_both_languages():
    assert ask("Tom's birthday", "Warm", "pies").prompt == "Occasion: Tom's birthday\nMood: warm\nAbout: pies\nMessage:"
    assert ask("生日", "温暖").prompt == "场合：生日\n语气：温暖\n提到：无\n留言："


def test_the_writer_draws_by_the_seed_and_reads(writer):
    request = ask("Tom's birthday", "warm")
    first, second = (writer.draw(request, 3, seed) for seed in (1, 2))
    assert len(first) == 3 and first == writer.draw(request, 3, 1) and first != second
    rows = writer.read(["Happy birthday, Tom.", "Sleep well.", "Happy birthday, Tom."])
    assert rows.shape == (3, 32) and np.allclose(rows[0], rows[2], atol=1e-5) and not np.allclose(rows[0], rows[1])
