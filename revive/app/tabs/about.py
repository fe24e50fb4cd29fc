"""The About tab: what Revive is and is not, where its files are, and the licences of the voices."""

from __future__ import annotations

import gradio as gr

from revive.core.home import home
from revive.core.installation import asset
from revive.speech.voices import VOICES


def build(*, at_home: bool) -> None:
    """Draw the tab. at_home : whether the visitor may know where the files lie."""
    folder = str(home()) if at_home else ".revive"
    with gr.Column(elem_classes="about"):
        for language, heading in (("en", "Voice | Licence"), ("zh", "声音 | 许可证")):
            text = asset(f"about.{language}.md").read_text(encoding="utf-8").replace("FOLDER", folder)
            rows = "\n".join(f"| {getattr(voice, language)} | {voice.licence} |" for voice in VOICES.values())
            gr.Markdown(f"{text}\n\n| {heading} |\n|---|---|\n{rows}", elem_classes=f"only-{language}")
