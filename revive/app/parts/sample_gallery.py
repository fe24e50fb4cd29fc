"""The moments that were looked at, as the page shows them: pictures in groups, the reason over each group."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from revive.app.locale import say

SHOWN = 24  # pictures of a group, spread over it


def sample_gallery(moments: list, files: list[Path], language: str) -> str:
    """What is learned from, what is held back, and what is set aside for which reason; see `teaching.samples`.

    The pictures stand in the page itself, so that none of them is a file that could be asked for.
    """
    from revive.teaching.samples.moments import REASONS

    zh = language.startswith("zh")
    groups: dict[str, list] = {key: [] for key in (*REASONS, "teach_held", "teach_learned")}  # what to look at first
    for moment in moments:
        groups[moment.reason or ("teach_held" if moment.held else "teach_learned")].append(moment)
    shown = ""
    for key, group in groups.items():
        if group:
            title = say("teach_aside", language, reason=REASONS[key][zh]) if key in REASONS else say(key, language)
            step = max(-(-len(group) // SHOWN), 1)
            pictures = "".join(_figure(moment, files, title) for moment in group[::step])
            shown += f"<section><h3>{escape(title)} · {len(group)}</h3><div>{pictures}</div></section>"
    return f'<div class="moments">{shown}</div>'


def _figure(moment, files: list[Path], title: str) -> str:
    where = f"{int(moment.seconds) // 60}:{moment.seconds % 60:04.1f}" if moment.film else files[moment.source].name
    picture = base64.b64encode(moment.thumb.read_bytes()).decode()
    return (
        f'<figure><img src="data:image/jpeg;base64,{picture}" alt="{escape(title)}"><figcaption>{escape(where)}'
        "</figcaption></figure>"
    )
