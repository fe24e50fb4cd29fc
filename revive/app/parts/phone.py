"""A QR code that carries the finished clip to a telephone in the same house; only where the page listens to it."""

from __future__ import annotations

from html import escape

import gradio as gr

from revive.app.parts.event_options import IMMEDIATE
from revive.app.parts.page_context import PageContext
from revive.app.texts import language_of, say


class PhoneHandover:
    """The button beside the downloads, and the code below them; hidden where no telephone can reach the page."""

    def __init__(self, context: PageContext):
        self.context, self.handovers = context, context.handovers
        self.button = gr.Button(
            context.i18n("to_phone"), size="sm", min_width=100, visible=self.handovers is not None, elem_id="to-phone"
        )
        self.shown = gr.HTML(render=False, elem_id="phone-code")

    def draw_code(self) -> None:
        """Draw the place of the code."""
        self.shown.render()

    def wire(self, clip: gr.DownloadButton, player: gr.HTML) -> None:
        """Let the button show the code of `clip`, until something else is played."""

        def show(path: str | None, request: gr.Request) -> str:
            file = self.context.own_file(request, path)
            if file is None or self.handovers is None:
                return ""
            address = self.handovers.address(self.handovers.offer(file), request.headers.get("host", ""))
            return phone_code(address, language_of(request))

        self.button.click(show, clip, self.shown, **IMMEDIATE)
        player.change(lambda: "", None, self.shown, **IMMEDIATE)


def phone_code(address: str, language: str) -> str:
    """HTML of the QR code of an address, with the address and how to use it."""
    import segno

    code = segno.make_qr(address).svg_inline(scale=5, border=2, dark="#211d1a", light="#ffffff")
    return (
        f'<figure class="phone-code"><div role="img" aria-label="{escape(say("phone_code", language))}">{code}</div>'
        f"<figcaption><p>{escape(say('phone_hint', language))}</p><code>{escape(address)}</code></figcaption></figure>"
    )
