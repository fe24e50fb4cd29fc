"""What clips cost: core seconds, memory and bytes of one, and from them of a thousand and of a million.

    python -m tests.batch.cost [--clips 6] [--size 512] [--seconds 10] [--workers 1]

Clips of a public photograph are made by the worker processes of a batch, with the share of cores that they have there.
The first clip of a worker, which loads the models, is counted apart. Prices are set by hand, below.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

CORE_HOUR, GB_MONTH = 0.04, 0.02  # US dollars, of a rented core with its memory, and of storage
SENTENCE = "Happy birthday, my dear. I am so proud of you, and I think of you every day."  # about five seconds


def main() -> None:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clips", type=int, default=6, help="for each worker, beside its first")
    parser.add_argument("--size", type=int, default=512, help="longest side in pixels")
    parser.add_argument("--seconds", type=int, default=10, help="about so long is each clip")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="revive-cost-") as folder:
        figures = measure(Path(folder), options)
    print(
        json.dumps(figures | {"reckoned": {f"{n:,} clips": reckoned(figures, n) for n in (1000, 1_000_000)}}, indent=2)
    )


def measure(folder: Path, options: argparse.Namespace) -> dict:
    """The figures of one clip, medians over all but the first of each worker."""
    import psutil
    from matplotlib import cbook
    from PIL import Image

    from revive.batch.workers import LocalWorkers
    from revive.brief import Brief

    photo = folder / "photo.jpg"
    with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)) as picture:
        scale = options.size / max(picture.size)
        picture.resize([round(side * scale) for side in picture.size], Image.Resampling.LANCZOS).save(photo, quality=95)
    words = " ".join([SENTENCE] * max(1, round(options.seconds / 5)))
    told = {"words": words, "relation": "a measurement", "basis": "public", "adult": True, "size": options.size}
    first, core_seconds, spent, memory, clips = [], [], {}, 0.0, []
    begun = time.perf_counter()
    with LocalWorkers(options.workers) as workers:
        for turn in range(options.clips + 1):
            futures = [
                workers.submit(Brief(photo=photo, seed=n, out=folder / f"{turn}-{n}.mp4", **told))
                for n in range(options.workers)
            ]
            for made in [future.result() for future in futures]:
                times = psutil.Process(made.pid).cpu_times()
                total = times.user + times.system + times.children_user + times.children_system
                (core_seconds if made.pid in spent else first).append(total - spent.get(made.pid, 0.0))
                spent[made.pid] = total
                memory = max(memory, made.peak_rss_mb)
                clips.append(made)
            if turn == 0:
                begun = time.perf_counter()
        wall = time.perf_counter() - begun
    last = clips[-1]
    beside = sum(path.stat().st_size for path in folder.glob(f"{last.out.stem}.*"))
    return {
        "pixels": [last.clip.width, last.clip.height], "duration_s": round(last.clip.duration_s, 2),
        "workers": options.workers, "first_core_seconds": round(statistics.median(first), 1),
        "core_seconds": round(statistics.median(core_seconds), 2),
        "wall_seconds_a_clip": round(wall / (options.clips * options.workers), 2),
        "peak_memory_mb": round(memory), "bytes": beside,
    }  # fmt: skip


def reckoned(figures: dict, clips: int) -> dict:
    """What so many clips take, once the models are loaded: core hours, gigabytes, dollars."""
    hours, gigabytes = clips * figures["core_seconds"] / 3600, clips * figures["bytes"] / 1e9
    return {
        "core_hours": round(hours, 1), "gigabytes": round(gigabytes, 2), "dollars": round(hours * CORE_HOUR, 2),
        "dollars_a_month_of_storage": round(gigabytes * GB_MONTH, 2),
    }  # fmt: skip


if __name__ == "__main__":
    main()
