"""The shipped adapter with the real model, laid out in a new home: drafts in the mood asked for, none invented."""

import importlib.util

import pytest

from revive.drafting import draft_words, gemma
from revive.drafting.draft import may_be_shown
from revive.drafting.given import Given
from revive.drafting.request import ask
from revive.drafting.writer import ADAPTER
from tests.answers import FAMILY

pytestmark = [pytest.mark.slow, pytest.mark.long]

HERE = importlib.util.find_spec(gemma.PACKAGE) is not None


@pytest.mark.skipif(not HERE, reason="the language model's package is not installed")
def test_drafts_from_the_beginning(tmp_path, monkeypatch, open_to_others):
    monkeypatch.setenv("REVIVE_HOME", str(tmp_path))
    assert not gemma.is_prepared()
    letters = tmp_path / "letters.txt"
    letters.write_text("Dear Tom,\n\nthe apples are ripe, and I think of the lake.\n\nYours, Nana\n", encoding="utf-8")
    drafts = draft_words(
        "Tom's 30th birthday", "warm", "apple pies, the lake", n=3, seed=0, letters=letters, consent=FAMILY
    )
    assert gemma.is_prepared() and len({one.text for one in drafts}) == 3
    assert [path.name for path in (tmp_path / "models").iterdir()] == [gemma.model_folder().name]  # nothing half done
    assert not open_to_others(tmp_path / "models")
    given = Given(ask("Tom's 30th birthday", "warm", "apple pies, the lake"))
    written = [one for one in drafts if one.source == "model"]
    for one in written:
        assert one.mood == "warm" and may_be_shown(one.text, given), one
    (gemma.model_folder() / "config.json").write_text("{}", encoding="utf-8")
    gemma._whole.cache_clear()
    assert not gemma._whole(gemma._folder())  # what was changed is not taken


def test_what_is_shipped_is_small():
    files = {path.name for path in ADAPTER.iterdir()}
    assert {"adapter_model.safetensors", "adapter_config.json", "mood.safetensors", "README.md"} <= files
    assert sum(path.stat().st_size for path in ADAPTER.iterdir()) < 15e6
