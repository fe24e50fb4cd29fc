"""The Words tab: drafts that are shown, changed and used; letters that are learned from."""

import gradio as gr

from revive.app.parts.writing_style import missing
from revive.app.tabs.words import draft_notes
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.drafting.draft import Draft


def test_a_draft_that_was_changed_becomes_the_words_of_the_clip(page_at, part_of, handlers, asked):
    page, end = page_at("home"), "_DraftCard.wire.<locals>.use"
    words, uses = part_of(page, "words"), handlers(page, end)
    assert len(uses) == 3
    used = uses[0]("Tom, changed by us.", asked())
    assert used[words] == "Tom, changed by us." and "now uses these words" in str(used)
    assert words not in uses[0](" \n", asked())
    # nothing is spoken and nothing is made by it
    outputs = [fn.outputs for fn in page.fns.values() if fn.fn and fn.fn.__qualname__.endswith(end)]
    assert all(isinstance(block, gr.Textbox | gr.HTML) for blocks in outputs for block in blocks)


def test_a_draft_says_how_it_reads_and_where_it_is_from():
    suggested = draft_notes(Draft("…", "tender", 0.9, "model"), "en")
    assert "It sounds tender. The language model wrote it." in suggested
    prepared = Draft("…", "warm", 0.5, "prepared", notes=(Message("does not mention: {left}", left="<lake>"),))
    en, zh = (draft_notes(prepared, language) for language in ("en", "zh"))
    assert "not from the language model." in en and "Does not mention: &lt;lake&gt;." in en
    assert "读起来：温暖。 这是预先写好的文字，不是模型写的。" in zh and "没有提到：&lt;lake&gt;。" in zh


def test_moods_and_languages_are_named_in_the_language_of_the_page(page_at, part_of, asked):
    page = page_at("home")
    mood, tongue = part_of(page, "mood"), part_of(page, "words-language")
    (load,) = [fn for fn in page.fns.values() if fn.fn and fn.fn.__name__ == "open_page" and mood in fn.outputs]
    shown = load.fn(asked("zh-CN"))
    assert shown[mood]["choices"][0] == ("温暖", "warm") and len(shown[mood]["choices"]) == 7
    assert ("中文", "zh") in shown[tongue]["choices"]


def sentence(error: UserError | None) -> str:
    """What is missing, in English."""
    assert error is not None
    return error.sentence("en")


def test_letters_a_name_and_a_right_are_asked_for():
    whose = ("her son", "family", True)
    assert "letters" in sentence(missing(None, "Ada", *whose))
    assert "name" in sentence(missing("letters.txt", " ", *whose))
    assert "why you may use" in sentence(missing("letters.txt", "Ada", "her son", None, True))
    assert missing("letters.txt", "Ada", *whose) is None
