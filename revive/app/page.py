"""The page: its head, its tabs in order, and what happens when it is opened, erased and closed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from revive.app.api import add_endpoints
from revive.app.jobs.lasting_folder import LastingFolder
from revive.app.jobs.queue import JobQueue
from revive.app.jobs.warm_up import warm_up
from revive.app.parts.brief_form import BriefForm
from revive.app.parts.drafts import Drafts
from revive.app.parts.event_options import IMMEDIATE, QUEUED
from revive.app.parts.html import note, prose
from revive.app.parts.page_context import PageContext, visitor_of
from revive.app.parts.people_lists import PeopleLists
from revive.app.server.events import pass_file_paths, refuse_unreadable_values
from revive.app.server.handover import Handovers
from revive.app.server.settings import Limits
from revive.app.tabs import about as about_tab
from revive.app.tabs import act as act_tab
from revive.app.tabs import clip as clip_tab
from revive.app.tabs import film as film_tab
from revive.app.tabs import make as make_tab
from revive.app.tabs import motion as motion_tab
from revive.app.tabs import portrait as portrait_tab
from revive.app.tabs import teach as teach_tab
from revive.app.tabs import voice as voice_tab
from revive.app.tabs import words as words_tab
from revive.app.texts import COOKIE, browser_tag, gradio_labels, html_tag, i18n, language_of, say
from revive.core.localisation import Message, in_context, languages

if TYPE_CHECKING:
    from revive.app.jobs.elsewhere import Elsewhere


class PageBlocks(gr.Blocks):
    """The page as Gradio has it, with what whoever launches it needs."""

    jobs: JobQueue
    words: gr.I18n


def build_page(
    root: Path | None = None, *, warm: bool = False, at_home: bool = True, limits: Limits | None = None,
    api: bool = False, login: bool = False, handovers: Handovers | None = None, lasting: LastingFolder | None = None,
    elsewhere: Elsewhere | None = None,
) -> PageBlocks:  # fmt: skip
    """The whole page, ready to be launched; its job queue is `page.jobs`, its translations `page.words`.

    Parameters
    ----------
    root : private folder for everything the visitors bring and make; made when not given, deleted at the end
    warm : load what a clip in the visitor's language needs when the page is opened
    at_home : nobody but the family can open the page; else nothing of people is stored, used or shown
    limits : how much is taken on
    api : offer the endpoints for programs too
    login : a password is asked for, so that one can log out
    handovers : where a telephone can reach the page
    lasting : the folder for the visitors' files where they are kept when the page ends, instead of `root`
    elsewhere : the cluster that makes the clips
    """
    jobs = JobQueue(root, limits, lasting=lasting, elsewhere=elsewhere)
    os.environ["GRADIO_TEMP_DIR"] = str(jobs.sessions.root)  # uploads too go there, and nothing else is served
    words = i18n()
    with PageBlocks(title="Revive", analytics_enabled=False, delete_cache=None) as blocks:
        people = PeopleLists(at_home=at_home)
        context = PageContext(jobs, BriefForm(words, people.names), words, people, at_home, handovers)
        gr.HTML(
            _HEADER.format(
                skip=prose("skip_to_make", "span"),
                tagline=prose("tagline", "p"),
                label=" · ".join(Message("Language").in_every_language().values()),
                languages=_language_links(),
                logout=_LOGOUT.format(prose("logout", "span")) * login,
            ),
            elem_id="header",
        )
        acted = context.form.control(
            "driver", render=False, show_label=False, height=380, elem_id="driver"
        )  # drawn later
        with gr.Tabs(elem_id="tabs", overflow_behavior="wrap") as tabs:
            with gr.Tab(words("tab_make"), id="make"):
                made = make_tab.build(context)
            with gr.Tab(words("tab_portrait"), id="portrait"):
                restoring = portrait_tab.build(context, made)
            with gr.Tab(words("tab_words"), id="words"):
                words_tab.build(context)
            with gr.Tab(words("tab_voice"), id="voice"):
                voice_tab.build(context)
            with gr.Tab(words("tab_act"), id="act"):
                act = act_tab.build(context, made, acted)
            with gr.Tab(words("tab_motion"), id="motion"):
                motion_tab.build(context)
            with gr.Tab(words("tab_clip"), id="clip"):
                remake = clip_tab.build(context, made)
            with gr.Tab(words("tab_film"), id="film") as film_opened:
                film = film_tab.build(context, made.result.shelf)
            with gr.Tab(words("tab_teach"), id="teach"):
                teach_tab.build(context)
            with gr.Tab(words("tab_about"), id="about"):
                about_tab.build(at_home=at_home)
        made.result.shelf.draw()
        erase, erased = _draw_erasing(context)
        gr.HTML(_CONNECTION.format(prose("connection_lost", "p"), lost="yes" if jobs.keep_days is None else "no"))

        made.result.wire(made.result.make, act, remake)  # every control is drawn by now
        for button in (act, remake):
            button.click(lambda: gr.Tabs(selected="make"), outputs=tabs, **IMMEDIATE)
        made.restore_offer.click(
            lambda: (gr.Tabs(selected="portrait"), gr.Accordion(open=True)), outputs=[tabs, restoring], **IMMEDIATE
        )

        def delete_everything(request: gr.Request) -> str:
            """Delete the files of this visitor, and say which they were."""
            visitor = visitor_of(request)
            files = jobs.sessions.files_of(visitor)
            jobs.forget(jobs.sessions.files.browser_of(visitor))
            return note(
                say("erased", language_of(request), n=len(files), files=", ".join(dict.fromkeys(files))), "good"
            )

        def close_tab(request: gr.Request) -> None:
            jobs.close_tab(visitor_of(request))

        # said on the page as it opens again, empty
        erase.click(delete_everything, outputs=erased, **IMMEDIATE).success(
            None, erased, js="(said) => window.reviveDrafts.erase(said)", **IMMEDIATE
        )
        blocks.load(None, outputs=erased, js="() => window.reviveDrafts.erased()", **IMMEDIATE)
        blocks.unload(close_tab)

        people.wire(context.form)
        context.wire_consent()
        refuse_unreadable_values(blocks)
        pass_file_paths(blocks)
        lists = list(context.form.in_language("en"))

        def open_page(request: gr.Request) -> dict:
            jobs.sessions.get(visitor_of(request))  # the visitor is here
            if warm:
                warm_up(jobs, language_of(request))
            return context.form.in_language(language_of(request)) | people.updates(language_of(request))

        opened = blocks.load(open_page, outputs=[*lists, *people.outputs], **IMMEDIATE)
        filled = Drafts(context, blocks).wire(opened)
        made.result.find_again(filled)
        film.find_again(film_opened, filled)
        if api:
            add_endpoints(context)
    for event in blocks.fns.values():
        if event.concurrency_limit == QUEUED["concurrency_limit"]:
            # as many as may wait, and one more, who is told that the queue is full: many visitors at once are answered
            # one by one, and quick events come in between
            event.concurrency_limit = jobs.limits.waiting + 1
    blocks.jobs = jobs
    blocks.words = words
    return blocks


def _draw_erasing(context: PageContext) -> tuple[gr.Button, gr.HTML]:
    """Delete everything, which asks once; gives the button that means it, and where the answer is shown."""
    words = context.i18n
    ask = gr.Button(words("erase"), variant="secondary", size="sm", elem_id="erase")
    with gr.Column(visible=False, elem_id="erase-sure") as sure:
        gr.HTML(f'<div class="note" role="alert">{prose("erase_sure", "p")}</div>')
        with gr.Row():
            yes = gr.Button(words("erase_yes"), variant="stop", size="sm", min_width=100, elem_id="erase-yes")
            no = gr.Button(words("erase_no"), size="sm", min_width=100, elem_id="erase-no")
    erased = gr.HTML(elem_id="erased")

    def show(asked: bool) -> dict:
        return {sure: gr.update(visible=asked), ask: gr.update(visible=not asked)}

    focus = "() => setTimeout(() => document.querySelector('{}')?.focus(), 100)"
    for button, asked, then in ((ask, True, "#erase-no"), (no, False, "#erase")):
        pressed = button.click(lambda asked=asked: show(asked), None, [sure, ask], **IMMEDIATE)
        pressed.then(None, None, None, js=focus.format(then), **IMMEDIATE)
    return yes, erased


def head(language: str | None = None) -> str:
    """What settles the page's language before it is drawn: chosen here, asked for, or the browser's."""
    known = {browser_tag(code): html_tag(code) for code in languages()}
    labels = {html_tag(code): gradio_labels(code) for code in languages()}
    style = "".join(_ONE_LANGUAGE.replace("CODE", code) for code in known.values())
    script = _HEAD.replace("COOKIE", COOKIE).replace("DEFAULT", browser_tag(language) if language else "")
    script = script.replace("KNOWN", json.dumps(known)).replace("LABELS", json.dumps(labels).replace("<", r"\u003c"))
    return f"<style>{style}</style>{script}"


def _language_links() -> str:
    links = ""
    for code in languages():
        name = in_context("its own name", "English").text(code)  # of the language
        name = code if name == "English" and code != "en" else name
        links += f'<a href="?lang={browser_tag(code)}" lang="{html_tag(code)}">{name}</a>'
    return links


_HEADER = """
<a class="skip" href="#actions">{skip}</a>
<div class="masthead">
  <div><h1>Revive</h1>{tagline}</div>
  <div>
    <nav aria-label="{label}">{languages}</nav>{logout}
  </div>
</div>
"""

# prose stands in the page in every language; one of them shows
_ONE_LANGUAGE = """
html:lang(CODE) :is(h2, p, span, strong):not(:lang(CODE)),
html:lang(CODE) [class*="only-"]:not(.only-CODE) { display: none !important; }
html:lang(CODE) .masthead nav a:lang(CODE) { color: var(--link-text-color); font-weight: 600; }
"""

_CONNECTION = '<div id="connection" class="note wrong" role="alert" data-lost="{lost}" hidden>{}</div>'

_LOGOUT = '<a href="logout" class="logout">{}</a>'

_HEAD = """
<script>
(() => {
  const asked = new URLSearchParams(location.search).get("lang");
  const stored = document.cookie.match(/(?:^|; )COOKIE=([\\w-]+)/);
  const known = KNOWN;
  const language = Object.hasOwn(known, asked) ? asked : stored ? stored[1] : "DEFAULT";
  if (asked) history.replaceState(null, "", location.pathname);
  if (language) document.cookie = "COOKIE=" + language + "; path=/; SameSite=Strict";
  // one that Revive speaks; Gradio would say its own words in any other
  const wish = (language || navigator.language).toLowerCase();
  const tags = Object.keys(known);
  const near = (exactly) => tags.find((tag) => exactly(tag.toLowerCase()) || exactly(known[tag].toLowerCase()));
  const tag = near((one) => one === wish) ?? near((one) => one === wish.split("-")[0]) ?? "en";
  Object.defineProperty(navigator, "language", { get: () => tag });
  Object.defineProperty(navigator, "languages", { get: () => [tag] });
  document.documentElement.lang = known[tag];
  window.reviveLanguage = known[tag]; // Gradio writes its own name for it into the page
  window.reviveLabels = LABELS[known[tag]];
})();
</script>
"""
