"""The chapters of a film, which players show as a list to jump to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from revive.film.scenes import Title
from revive.film.story import Story
from revive.media.lettering import plain


def chapter_marks(story: Story, starts: Sequence[float]) -> list[tuple[float, str]]:
    """(second, name) of every chapter: where a scene says so, and else at every title.

    The first begins with the film, and has its title where no other name is given.
    """
    named = [(start, plain(scene.chapter)) for start, scene in zip(starts, story.scenes, strict=True)]
    if not any(name for _, name in named):
        titles = (getattr(scene, "text", "") if isinstance(scene, Title) else "" for scene in story.scenes)
        named = [(start, plain(text)) for start, text in zip(starts, titles, strict=True)]
    marks = [(start, name) for start, name in named if name]
    if not marks or marks[0][0] > 0:
        marks.insert(0, (0.0, plain(story.title) or "1"))
    return marks


def write_chapters(marks: list[tuple[float, str]], seconds: float, path: Path) -> Path:
    """Write them as ffmpeg's metadata file; `seconds` is the length of the film."""
    ends = [*(start for start, _ in marks[1:]), seconds]
    parts = [";FFMETADATA1"]
    for (start, name), end in zip(marks, ends, strict=True):
        parts += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={round(start * 1000)}", f"END={round(end * 1000)}"]
        parts.append("title=" + re.sub(r"([=;#\\\n])", r"\\\1", name))
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return path
