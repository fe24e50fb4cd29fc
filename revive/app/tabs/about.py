"""The About tab: what Revive is and is not, where its files are, and the licences of the voices."""

from __future__ import annotations

import gradio as gr

from revive.app.texts import html_tag, text_in
from revive.core.home import home
from revive.core.installation import asset
from revive.core.localisation import Message, languages
from revive.speech.voices import VOICES


def build(*, at_home: bool) -> None:
    """Draw the tab. at_home : whether the visitor may know where the files lie."""
    folder = str(home()) if at_home else ".revive"
    with gr.Column(elem_classes="about"):
        for language in languages():
            written = asset(f"about.{language}.md")
            text = (written if written.is_file() else asset("about.en.md")).read_text(encoding="utf-8")
            rows = "\n".join(f"| {text_in(voice.title, language)} | {voice.licence} |" for voice in VOICES.values())
            heading = Message("Voice | Licence").text(language)
            gr.Markdown(
                f"{text.replace('FOLDER', folder)}\n\n| {heading} |\n|---|---|\n{rows}",
                elem_classes=f"only-{html_tag(language)}",
            )
