"""Many clips on several machines of which one is killed: `python -m tests.cluster.many_clips --clips 60`.

The machines are Ray nodes on this computer, each with one core. Prints how long it took and what a clip cost; ends with
1 where a clip is missing, was made twice, is not signed, or anything of a clip is left elsewhere.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import as_completed
from pathlib import Path

from revive.brief import Brief
from revive.cluster import RayWorkers
from revive.core.home import home
from revive.provenance import verify
from revive.work import Made
from tests.cluster.conftest import add_machine, start

WORDS = "Happy birthday, number {number}. I am so proud of you, and I think of you every day."


def main(arguments: list[str] | None = None) -> int:
    """Make the clips; gives the exit status."""
    parser = argparse.ArgumentParser(prog="tests.cluster.many_clips")
    parser.add_argument("--clips", type=int, default=60)
    parser.add_argument("--machines", type=int, default=3)
    parser.add_argument("--size", type=int, default=256)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REVIVE_HOME"] = str(Path(folder, "home"))
        out = Path(folder, "out")
        out.mkdir()
        started = time.perf_counter()
        made = _make(options, out)
        took = time.perf_counter() - started
        return _told(made, out, options.clips, took)


def _make(options: argparse.Namespace, out: Path) -> list[Made]:
    from matplotlib.cbook import get_sample_data

    photo = Path(str(get_sample_data("grace_hopper.jpg", asfileobj=False)))
    cluster, made = start(), []
    machines = [add_machine(cluster) for _ in range(options.machines)]
    with RayWorkers(cluster.clients) as workers:
        briefs = [
            Brief(photo=photo, words=WORDS.format(number=number), size=options.size, out=out / f"{number}.mp4",
                  relation="no relation", basis="public", adult=True)
            for number in range(options.clips)
        ]  # fmt: skip
        for future in as_completed([workers.submit(brief) for brief in briefs]):
            made.append(future.result())
            if len(made) == options.clips // 2:
                print(f"{len(made)} clips are made, and a machine is killed", flush=True)
                cluster.remove_node(machines[0], allow_graceful=False)
    cluster.shutdown()
    return made


def _told(made: list[Made], out: Path, clips: int, took: float) -> int:
    signed = [one for one in made if (told := verify(one.out).manifest).ours and told.state == "valid"]
    left = [path for path in (home() / "temporary").rglob("*.mp4")]
    warm = sorted(one.seconds for one in made)[: max(len(made) * 4 // 5, 1)]  # the first of each process load models
    print(
        f"{len(made)} of {clips} clips, {len({one.out for one in made})} of them different, {len(signed)} signed, by"
        f" {len({one.pid for one in made})} processes; {len(list(out.glob('*.mp4')))} files, {len(left)} left behind\n"
        f"{took:.0f} s in all; a clip of {made[0].clip.duration_s:.1f} s took {statistics.median(warm):.1f} s and at"
        f" most {max(one.peak_rss_mb for one in made):.0f} MB"
    )
    whole = len({one.out for one in made}) == len(signed) == len(list(out.glob("*.mp4"))) == clips and not left
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
