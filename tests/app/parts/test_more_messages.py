"""Several messages for one photograph: a brief for each, spoken, and never more than a visitor may have."""

import dataclasses
from pathlib import Path

import gradio as gr
import pytest

from revive.app.jobs.queue import JobQueue
from revive.app.parts.brief_form import BriefForm
from revive.app.parts.more_messages import MOST, MoreMessages
from revive.app.parts.page_context import PageContext
from revive.app.parts.people_lists import PeopleLists
from revive.app.server.settings import DEMO, Limits
from revive.app.texts import i18n
from revive.brief import Brief


@pytest.fixture
def more(tmp_path):
    """Makes the boxes of a page with these limits."""

    def make(limits: Limits) -> MoreMessages:
        words = i18n()
        with gr.Blocks():
            people = PeopleLists()
            return MoreMessages(PageContext(JobQueue(tmp_path, limits), BriefForm(words), words, people))

    return make


def test_each_message_is_a_clip_of_its_own_and_empty_ones_are_left_out(more):
    boxes = more(Limits())
    first = Brief(photo=Path("ruth.jpg"), words="Happy birthday.", recording=Path("tape.mp3"), prompt="warm", seed=7)
    texts = ["Merry Christmas.", " ", "", "Sleep well."]
    briefs = boxes.briefs(first, dict(zip(boxes.boxes, texts, strict=False)))
    assert briefs[0] == first and [brief.words for brief in briefs[1:]] == ["Merry Christmas.", "Sleep well."]
    assert all(brief == dataclasses.replace(first, words=brief.words, recording=None) for brief in briefs[1:])


def test_a_visitor_who_may_have_one_job_has_one_message(more):
    demo = more(DEMO)
    assert demo.boxes == [] and demo.button.visible is False
    home = more(Limits())
    assert len(home.boxes) == MOST and home.button.visible is True and not any(box.visible for box in home.boxes)
