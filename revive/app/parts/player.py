"""The player of the clip: it plays while the clip is made, and then the finished file.

Two growing files, see `revive.clip.live`, are read through the page's ordinary addresses for files, so each belongs to
its visitor like any other, and are played by Media Source Extensions (assets/player.js). Gradio's own streaming would
hold every second in memory, asks for ffprobe, and needs addresses of its own. Where a browser has no such extensions,
the finished file is shown alone.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import gradio as gr

from revive.app.jobs.shelf import PICTURE, Made
from revive.app.parts.html import prose
from revive.app.parts.page_context import PageContext
from revive.media.moving_picture import PICTURES


class ClipPlayer:
    """The player; it stands where it is built. Handlers update `source`."""

    def __init__(self, context: PageContext):
        self._files = context.jobs.sessions.files
        gr.HTML(_player(), elem_id="clip")
        self.source = gr.HTML(elem_id="clip-source", js_on_load="window.revivePlayer()")

    def live(self, folder: Path | None) -> dict:
        """Updates that play the clip that is being made in `folder`, as soon as something of it is there."""
        from revive.clip import live

        if folder is None:
            return {}
        files = {"live_picture": folder / live.PICTURE, "live_sound": folder / live.SOUND}
        there = all(path.exists() and path.stat().st_size for path in files.values())
        return {self.source: self._data(files)} if there else {}

    def finished(self, folder: Path, made: Made) -> dict:
        """Updates that show the finished clip of `folder`."""
        file = folder / made.file
        if file.suffix.lower() in PICTURES:
            return {self.source: f'<img class="moving" alt="" src="{escape(self._files.address(file))}">'}
        track = file.with_suffix(".vtt")
        drawn = "yes" if made.settings.get("captions", True) else "no"
        files = {"file": file, "poster": folder / PICTURE, **({"track": track} if track.is_file() else {})}
        again = " data-loop" if made.settings.get("loop") else ""
        return {self.source: self._data(files, drawn, again)}

    def nothing(self) -> dict:
        """Updates that put the clip away."""
        return {self.source: ""}

    def _data(self, files: dict[str, Path], drawn: str = "yes", more: str = "") -> str:
        """The addresses, as attributes, and `more`; `drawn` says whether the words are drawn into the picture."""
        names = "".join(
            f' data-{name.replace("_", "-")}="{escape(self._files.address(path))}"' for name, path in files.items()
        )
        return f'<div hidden data-drawn="{drawn}"{names}{more}></div>'


def _player() -> str:
    def button(name: str, *keys: str, attributes: str = "") -> str:
        said = "".join(f'<span data-say="{key}">{prose(f"player_{key}", "span")}</span>' for key in keys)
        return f'<button type="button" class="player-{name}" {attributes}><i aria-hidden="true"></i>{said}</button>'

    place = prose("player_place", "span")
    return (
        '<div class="player" hidden><div class="player-picture"><video playsinline></video>'
        f'{button("start", "play")}<p class="player-making" hidden>{prose("player_making", "span")}</p></div>'
        f'<div class="player-bar">{button("play", "play", "pause")}'
        f'<label><span class="player-said">{place}</span>'
        '<input type="range" min="0" max="1" step="any" value="0"></label><output></output>'
        f"{button('captions', 'captions', attributes='aria-pressed=false hidden')}"
        f"{button('mute', 'mute', attributes='aria-pressed=false')}{button('full', 'full')}</div></div>"
    )
