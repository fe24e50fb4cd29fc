"""The gallery of training samples: pictures in groups, each with the reason why they are used or not."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from revive.app.texts import say

SHOWN = 24  # pictures of a group, spread over it


def sample_gallery(samples: list, files: list[Path], language: str) -> str:
    """HTML of all samples (the moments of `teaching.samples`): used, kept for the test, or not used and why.

    The pictures are part of the page itself, so that none of them is a file that others could ask for.
    """
    from revive.teaching.samples.moments import REASONS

    groups: dict[str, list] = {key: [] for key in (*REASONS, "teach_held", "teach_learned")}  # what to look at first
    for sample in samples:
        groups[sample.reason or ("teach_held" if sample.held else "teach_learned")].append(sample)
    shown = ""
    for key, group in groups.items():
        if group:
            title = say("teach_aside", language, reason=REASONS[key]) if key in REASONS else say(key, language)
            step = max(-(-len(group) // SHOWN), 1)
            pictures = "".join(_figure(sample, files, title) for sample in group[::step])
            shown += f"<section><h3>{escape(title)} · {len(group)}</h3><div>{pictures}</div></section>"
    return f'<div class="moments">{shown}</div>'


def _figure(sample, files: list[Path], title: str) -> str:
    where = f"{int(sample.seconds) // 60}:{sample.seconds % 60:04.1f}" if sample.film else files[sample.source].name
    picture = base64.b64encode(sample.thumb.read_bytes()).decode()
    return (
        f'<figure><img src="data:image/jpeg;base64,{picture}" alt="{escape(title)}"><figcaption>{escape(where)}'
        "</figcaption></figure>"
    )
