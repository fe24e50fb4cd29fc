"""Killing Revive at any moment, and what is left of it.

    python -m tests.app.load.killed_processes --kills 20 [--seed 1]

makes small clips on the command line and kills each at a random moment, every other one together with its encoder; then
kills `python app.py`. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.app.load.concurrent_visitors import ROOT, face, free_port, ready


@dataclass(frozen=True)
class Place:
    """Where the runs work: the clip, and Revive's own folder."""

    folder: Path

    @property
    def out(self) -> Path:
        """The clip."""
        return self.folder / "clips" / "clip.mp4"

    @property
    def temporary(self) -> Path:
        """Where working files lie."""
        return self.folder / "home" / "temporary"

    def lay_out(self) -> Place:
        """Make the folders."""
        self.out.parent.mkdir(parents=True)
        self.temporary.mkdir(parents=True)
        return self

    def start(self, command: list) -> subprocess.Popen:
        """Start a program there, as the first of a group of its own."""
        environment = {**os.environ, "REVIVE_HOME": str(self.temporary.parent), "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [sys.executable, *map(str, command)], cwd=ROOT, env=environment, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def left(self) -> list[str]:
        """Names of working folders that are there now."""
        return sorted(p.name for at in (self.temporary, self.out.parent) for p in at.glob("*revive-*"))


def kill(process: subprocess.Popen, *, group: bool) -> None:
    """End it as a power cut would; its children too where `group`."""
    if group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def frames_of(clip: Path) -> int:
    """How many frames ffmpeg can decode; -1 where it complains."""
    from imageio_ffmpeg import get_ffmpeg_exe

    done = subprocess.run(
        [get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(clip), "-map", "0:v", "-f", "framemd5", "-"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode or done.stderr.strip():
        return -1
    return sum(not line.startswith("#") for line in done.stdout.splitlines() if line.strip())


def clip_command(photo: Path, place: Place) -> list:
    """A small clip on the command line."""
    return [
        "-m", "revive", "make", photo, "--words", "Hello, Tom.", "--relation", "a test", "--basis", "public", "--adult",
        "--size", "160", "--seed", "1", "--out", place.out, "--json",
    ]  # fmt: skip


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Kill Revive at random moments.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder)).lay_out()
        photo = Path(folder, "photo.png")
        photo.write_bytes(face())
        figures = kills(clip_command(photo, place), place, options.kills, options.seed)
        print(json.dumps({**figures, **server(place)}, indent=2))


def kills(command: list, place: Place, count: int, seed: int) -> dict:
    """Run `command` to its end, then kill it `count` times, then run it again."""
    draw = random.Random(seed)
    started = time.perf_counter()
    first = place.start(command)
    frames = json.loads(first.communicate()[0])["frames"]
    seconds = time.perf_counter() - started
    whole = absent = broken = most_left = 0
    for number in range(count):
        place.out.unlink(missing_ok=True)
        process = place.start(command)
        time.sleep(draw.uniform(0, 1.05 * seconds))
        kill(process, group=number % 2 == 0)
        if not place.out.exists():
            absent += 1
        elif frames_of(place.out) == frames:
            whole += 1
        else:
            broken += 1
        most_left = max(most_left, len(place.left()))
    place.start(command).communicate()
    return {
        "kills": count, "absent": absent, "whole": whole, "broken": broken, "folders_left_at_most": most_left,
        "left_after_the_next": place.left(), "last_is_whole": frames_of(place.out) == frames,
        "seconds": round(seconds, 1),
    }  # fmt: skip


def server(place: Place) -> dict:
    """Kill the page where others can open it, start it again: only the new one's folder is there."""
    folders = []
    for group in (True, True):
        port = free_port()
        process = place.start(["app.py", "--no-browser", "--port", port, "--public-demo", "--hosts", "demo.example"])
        ready(f"http://127.0.0.1:{port}")
        folders.append([name for name in place.left() if name.startswith("revive-page-")])
        kill(process, group=group)
    before, after = folders
    return {"page_folders": [len(before), len(after)], "swept": not set(before) & set(after)}


if __name__ == "__main__":
    main()
