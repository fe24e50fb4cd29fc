"""How long a film takes: ten photographs, two clips, a title and music, about two minutes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import get_args

from revive.bench.material import SENTENCES, processor_seconds, square_photo
from revive.brief import Brief
from revive.core.memory import peak_rss_mb
from revive.core.progress import Progress, Report
from revive.film import Person, Photograph, Story, Talking, Title, make_film
from revive.film.scenes import Movement
from revive.film.story import Size

PHOTOGRAPHS, CLIPS = 10, 2
SECONDS = 9.0  # of each photograph


def film(*, size: Size = "1080p", seconds: float = SECONDS) -> dict[str, float]:
    """The figures of one film in a fresh process: its length, time, processor time, and the most memory.

    `told_s` is the time left that is told when the first frame is begun.
    """
    with tempfile.TemporaryDirectory(prefix="revive-bench-") as scratch:
        folder = Path(scratch)
        story, before, begun = _story(folder, size, seconds), processor_seconds(), time.perf_counter()
        told: list[float | None] = []

        def listen(report: Report) -> None:
            if report.stage == "film" and not told:
                told.append(report.seconds_left)

        made = make_film(story, folder / "film.mp4", Progress(listen))
        return {
            "film_s": round(made.duration_s, 1),
            "wall_s": round(time.perf_counter() - begun, 1),
            "told_s": round(told[0] or 0.0, 1),
            "processor_s": round(processor_seconds() - before, 1),
            "peak_rss_mb": round(peak_rss_mb()),
        }


def _story(folder: Path, size: Size, seconds: float) -> Story:
    import numpy as np
    import soundfile

    photo, music = square_photo(folder / "photo.png", 1280), folder / "music.wav"
    t = np.arange(20 * 48000) / 48000
    soundfile.write(music, 0.2 * np.sin(2 * np.pi * 220 * t) * np.sin(np.pi * t / 4) ** 2, 48000)
    movements = get_args(Movement)
    shown = [Photograph(photo=photo, seconds=seconds, movement=movements[i % 4]) for i in range(PHOTOGRAPHS)]
    said = [Talking(clip=Brief(photo=photo, words=SENTENCES))] * CLIPS
    return Story(
        size=size, seed=1, music=music, persons=(Person("Grace", "a measurement", "public", True),),
        scenes=(Title(text="Grace", dates="1906–1992"), *shown[:5], said[0], *shown[5:], said[1]),
    )  # fmt: skip
