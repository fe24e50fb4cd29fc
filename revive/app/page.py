"""The page: its head, its tabs in the order of the way, and what happens when it is opened, erased and closed."""

from __future__ import annotations

import os
from pathlib import Path

import gradio as gr

from revive.app.api import offer
from revive.app.jobs.queue import Desk
from revive.app.jobs.warm_up import warm_up
from revive.app.locale import COOKIE, i18n, language_of, say
from revive.app.parts.brief_form import Sheet
from revive.app.parts.html import both, note
from revive.app.parts.page_context import LINE, QUICK, Page
from revive.app.parts.people_lists import Known
from revive.app.server.events import read_carefully, take_paths_alone
from revive.app.server.settings import Limits
from revive.app.tabs import about as about_tab
from revive.app.tabs import act as act_tab
from revive.app.tabs import clip as clip_tab
from revive.app.tabs import make as make_tab
from revive.app.tabs import motion as motion_tab
from revive.app.tabs import portrait as portrait_tab
from revive.app.tabs import teach as teach_tab
from revive.app.tabs import voice as voice_tab
from revive.app.tabs import words as words_tab


def build_page(
    root: Path | None = None, *, warm: bool = False, at_home: bool = True, limits: Limits | None = None,
    api: bool = False, login: bool = False,
) -> gr.Blocks:  # fmt: skip
    """The whole page, ready to be launched; its desk is `page.desk`.

    Parameters
    ----------
    root : private folder for everything the visitors bring and make; made when not given, deleted at the end
    warm : load what a clip in the visitor's language needs when the page is opened
    at_home : nobody but the family can open the page; else nothing of people is stored, used or shown
    limits : how much it takes on
    api : offer the endpoints for programs too
    login : a password is asked for, so that one can log out
    """
    desk = Desk(root, limits)
    os.environ["GRADIO_TEMP_DIR"] = str(desk.root)  # uploads too go there, and nothing else is served
    words = i18n()
    with gr.Blocks(title="Revive", analytics_enabled=False, delete_cache=None) as blocks:
        known = Known(at_home=at_home)
        page = Page(desk, Sheet(words, known.names), words, at_home, known)
        gr.HTML(
            _HEADER.format(tagline=both("tagline", "p"), logout=_LOGOUT.format(both("logout", "span")) * login),
            elem_id="header",
        )
        film = page.sheet.control("driver", render=False, show_label=False, height=380, elem_id="driver")  # drawn later
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab(words("tab_make"), id="make"):
                made = make_tab.build(page)
            with gr.Tab(words("tab_portrait"), id="portrait"):
                portrait_tab.build(page, made)
            with gr.Tab(words("tab_words"), id="words"):
                words_tab.build(page)
            with gr.Tab(words("tab_voice"), id="voice"):
                voice_tab.build(page)
            with gr.Tab(words("tab_act"), id="act"):
                act = act_tab.build(page, made, film)
            with gr.Tab(words("tab_motion"), id="motion"):
                motion_tab.build(page)
            with gr.Tab(words("tab_clip"), id="clip"):
                remake = clip_tab.build(page, made)
            with gr.Tab(words("tab_teach"), id="teach"):
                teach_tab.build(page)
            with gr.Tab(words("tab_about"), id="about"):
                about_tab.build(at_home=at_home)
        erase = gr.Button(words("erase"), variant="secondary", size="sm", elem_id="erase")
        erased = gr.HTML(elem_id="erased")

        made.result.wire(made.result.make, act, remake)  # every control is drawn by now
        for elsewhere in (act, remake):
            elsewhere.click(lambda: gr.Tabs(selected="make"), outputs=tabs, **QUICK)

        def leave(request: gr.Request) -> None:
            desk.leave(request.session_hash)

        def let_go(request: gr.Request) -> str:
            """Everything of this visit, and what it was."""
            files = desk.belongings(request.session_hash)
            leave(request)
            return note(say("erased", language_of(request), n=len(files), files=", ".join(files)), "good")

        # said on the page as it opens again, empty
        keep = "(said) => { sessionStorage.setItem('revive_erased', said); window.location.reload(); }"
        erase.click(let_go, outputs=erased, **QUICK).then(None, erased, js=keep, **QUICK)
        tell = (
            "() => { const said = sessionStorage.getItem('revive_erased') || ''; sessionStorage.clear(); return said; }"
        )
        blocks.load(None, outputs=erased, js=tell, **QUICK)
        blocks.unload(leave)

        known.wire(page.sheet)
        page.wire_answers()
        read_carefully(blocks)
        take_paths_alone(blocks)
        lists = list(page.sheet.in_language("en"))

        def speak(request: gr.Request) -> dict:
            desk.room(request.session_hash)  # from now on another tab that is closed leaves this one's uploads alone
            if warm:
                warm_up(desk, language_of(request))
            return page.sheet.in_language(language_of(request)) | known.shown(language_of(request))

        blocks.load(speak, outputs=[*lists, *known.outputs], **QUICK)
        if api:
            offer(page)
    for event in blocks.fns.values():
        if event.concurrency_limit == LINE["concurrency_limit"]:
            # all that may wait, and one who is told that the line is full: a crowd is answered one by one, and whoever
            # asks something light comes in between
            event.concurrency_limit = desk.limits.waiting + 1
    blocks.desk = desk
    blocks.words = words
    return blocks


def head(language: str | None = None) -> str:
    """The script that settles the page's language before it is drawn: chosen here, asked for, or the browser's."""
    return _HEAD.replace("COOKIE", COOKIE).replace("DEFAULT", language or "")


_HEADER = """
<div class="masthead">
  <div><h1>Revive</h1>{tagline}</div>
  <div>
    <nav aria-label="Language · 语言"><a href="?lang=en">English</a><a href="?lang=zh-CN">中文</a></nav>{logout}
  </div>
</div>
"""

_LOGOUT = '<a href="logout" class="logout">{}</a>'

_HEAD = """
<script>
(() => {
  const asked = new URLSearchParams(location.search).get("lang");
  const stored = document.cookie.match(/(?:^|; )COOKIE=([\\w-]+)/);
  const language = /^(en|zh-CN)$/.test(asked || "") ? asked : stored ? stored[1] : "DEFAULT";
  if (asked) history.replaceState(null, "", location.pathname);
  if (language) {
    document.cookie = "COOKIE=" + language + "; path=/; SameSite=Strict";
    Object.defineProperty(navigator, "language", { get: () => language });
    Object.defineProperty(navigator, "languages", { get: () => [language] });
  }
  document.documentElement.lang = navigator.language.startsWith("zh") ? "zh" : "en";
})();
</script>
"""
