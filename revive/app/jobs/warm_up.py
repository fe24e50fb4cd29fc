"""Warming up: a tiny clip that nobody sees, so that the models are loaded when the first visitor presses Make."""

from __future__ import annotations

from revive.app.examples import EXAMPLE, spoken
from revive.app.jobs.queue import JobQueue
from revive.core.localisation import Message, nearest
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder

GREETING = Message("Hello.")  # each language has its own voice model


def warm_up(jobs: JobQueue, language: str) -> None:
    """Load what a clip in `language` needs, while there is no job."""
    language = nearest(language)

    def first_clip(progress: Progress) -> None:
        from revive.pipeline import make_clip

        with scratch_folder() as folder:
            settings = {**EXAMPLE.settings(language), "words": spoken(GREETING, language), "size": 256, "adult": True}
            make_clip(progress=progress, out=folder / "clip.mp4", **settings)

    jobs.warm_up(language, first_clip)
