"""All figures of docs/speed.md.

Every cold figure is a fresh process; every warm one is the second run in one process.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from revive.bench.frames import frames_a_second
from revive.bench.material import square_photo
from revive.bench.processes import (
    import_seconds,
    living_clip,
    page_seconds,
    recording_peak,
    sentences_clip,
    transcript_seconds,
)
from revive.bench.watched import cancel_seconds, first_picture
from revive.core.cores import cores


def measure_speed(*, long: bool = False) -> dict:
    """All figures, in seconds, frames a second and MB; `long` adds a ten-minute recording's memory."""
    with tempfile.TemporaryDirectory(prefix="revive-bench-") as scratch:
        folder = Path(scratch)
        photo = square_photo(folder / "photo.png")
        figures = {"cores": cores(), "import_s": import_seconds(), "page_s": page_seconds()}
        figures |= frames_a_second(folder)
        cold, warm = (sentences_clip(photo, folder, runs=runs) for runs in (1, 2))
        kokoro = sentences_clip(photo, folder, runs=2, voice="jf_alpha")
        figures |= {
            "clip_s": cold["duration_s"],
            "english_cold_s": cold["wall_s"],
            "english_warm_s": warm["wall_s"],
            "english_warm_processor_s": warm["processor_s"],
            "english_warm_stages_s": warm["seconds"],
            "english_warm_shares": {
                stage: round(seconds / warm["wall_s"], 3) for stage, seconds in warm["seconds"].items()
            },
            "english_peak_rss_mb": cold["peak_rss_mb"],
            "kokoro_warm_s": kokoro["wall_s"],
            "living_warm_s": living_clip(photo, folder)["wall_s"],
            "cancel_s": cancel_seconds(photo, folder),
            **first_picture(photo, folder),
            **transcript_seconds(folder, 10),
            **transcript_seconds(folder, 60),
            "peak_rss_mb_10_s": recording_peak(photo, folder, seconds=10),
        }
        if long:
            figures["peak_rss_mb_600_s"] = recording_peak(photo, folder, seconds=600)
    return figures
