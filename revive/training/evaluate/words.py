"""How often drafts may be shown: the model writes for occasions that it never saw, and the checks count."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from revive.drafting.draft import DRAWN, SURE
from revive.drafting.facts import faults, missing
from revive.drafting.given import Given
from revive.drafting.mood import mood_head
from revive.drafting.writer import Writer, load_writer
from revive.teaching.manner.messages import parts, read_messages

COUNT = 20  # occasions


def evaluate_words(
    count: int = COUNT, *, seed: int = 0, writer: Writer | None = None, say: Callable[[str], None] = print
) -> dict[str, float]:
    """Figures of `count` held-out requests, DRAWN drafts each; shares are 0–1.

    Returns
    -------
    dict : of all drafts the share "sound" (nothing invented, well formed), "whole" (everything comes in), "in mood" (as
        the head reads it) and "shown" (all three); the share of requests "answered" by at least one draft that may be
        shown; "seconds" a request; "human", the share of the written messages themselves that the checks let pass
    """
    writer = writer or load_writer()
    held = parts(read_messages())["held"]
    chosen = [held[at] for at in np.random.default_rng(seed).permutation(len(held))[:count]]
    head, rows, answered, started = mood_head(), [], [], time.perf_counter()
    for number, one in enumerate(chosen, 1):
        request = one.request
        texts = writer.draw(request, DRAWN, seed + number)
        moods = head.read(writer.read(texts))[:, head.moods.index(request.mood)] >= SURE
        found = [
            (not faults(text, Given(request)), not missing(text, request), bool(mood))
            for text, mood in zip(texts, moods, strict=True)
        ]
        rows += found
        answered.append(any(map(all, found)))
        say(f"{request.occasion}: {sum(map(all, found))} of {len(found)}")
    seconds = (time.perf_counter() - started) / len(chosen)
    table = np.array(rows, float)
    human = [not faults(one.text, Given(one.request)) for one in held]
    told = dict(zip(("sound", "whole", "in mood"), table.mean(axis=0), strict=True))
    told |= {"shown": table.all(axis=1).mean(), "answered": np.mean(answered), "human": np.mean(human)}
    return {name: round(float(share), 3) for name, share in told.items()} | {"seconds": round(seconds, 1)}
