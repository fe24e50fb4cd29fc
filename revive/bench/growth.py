"""How cost grows: seconds and memory against a clip's length, its size, and the cores it may use."""

from __future__ import annotations

import tempfile
from pathlib import Path

from revive.bench.material import recording, settings, square_photo
from revive.bench.processes import clip
from revive.core.cores import cores

LENGTHS = (10, 60, 600)  # seconds, at 256 pixels
SIZES = (256, 512, 768, 1024, 1280)  # pixels, ten seconds long


def growth(*, lengths: tuple[int, ...] = LENGTHS, sizes: tuple[int, ...] = SIZES) -> list[dict]:
    """One row a clip: its seconds, size and cores, how long it took warm, processor time, and the most memory."""
    with tempfile.TemporaryDirectory(prefix="revive-bench-") as scratch:
        folder = Path(scratch)
        photo = square_photo(folder / "photo.png", max(sizes))
        wanted = [(seconds, 256, cores()) for seconds in lengths]
        wanted += [(min(lengths), size, cores()) for size in sizes]
        wanted += [(min(lengths), 512, count) for count in range(1, cores() + 1)]
        return [_row(photo, folder, *each) for each in dict.fromkeys(wanted)]


def _row(photo: Path, folder: Path, seconds: int, size: int, count: int) -> dict:
    measured = clip(
        settings(photo, folder, recording=str(recording(folder, seconds)), size=size, transcribe=False),
        runs=2, cores=count,
    )  # fmt: skip
    return {
        "clip_s": seconds,
        "size": size,
        "cores": count,
        "wall_s": measured["wall_s"],
        "processor_s": measured["processor_s"],
        "drawing_fps": round(measured["frames"] / measured["seconds"]["clip"], 1),
        "peak_rss_mb": measured["peak_rss_mb"],
    }
