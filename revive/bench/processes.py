"""Clips, transcripts and the page in processes of their own, as a user has them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from revive.bench.material import SENTENCES, recording, settings
from revive.core.installation import BESIDE

PAGE_LIMIT = 60  # seconds to wait for the page

# the wall time is that of the last run, the first one counts the imports
_JOB = """
import json, os, sys, time
started = time.perf_counter()
settings, cores, runs = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
if cores and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
from revive import make_clip
def spent():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
before = 0.0
for _ in range(runs):
    result = make_clip(**settings)
    wall, started = time.perf_counter() - started, time.perf_counter()
    used, before = spent() - before, spent()
print(json.dumps({**result.as_json(), "wall_s": round(wall, 2), "processor_s": round(used, 2)}))
"""


def run(program: str, *arguments: str, tree: Path = BESIDE) -> dict | list:
    """What a Python program prints as JSON in its last line, run with the Revive of `tree`."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        check=True, capture_output=True, text=True, cwd=tree, env=os.environ | {"PYTHONPATH": str(tree)},
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def clip(wanted: dict, *, runs: int = 1, cores: int = 0, tree: Path = BESIDE) -> dict:
    """The last of so many runs of one clip in a fresh process: `Result.as_json`, `wall_s` and `processor_s`.

    wanted : its settings, see `material.settings`
    cores : how many it may use; 0 for all
    """
    measured = run(_JOB, json.dumps(wanted), str(cores), str(runs), tree=tree)
    assert isinstance(measured, dict)
    return measured


def sentences_clip(photo: Path, folder: Path, *, runs: int, **more) -> dict:
    """A clip of about ten seconds of words, see `clip`."""
    return clip(settings(photo, folder, words=SENTENCES, **more), runs=runs)


def living_clip(photo: Path, folder: Path) -> dict:
    """A photograph that looks round and smiles for eight seconds, models loaded, see `clip`."""
    return clip(settings(photo, folder, moment="look-around, smile", seconds=8.0, loop=True), runs=2)


def recording_peak(photo: Path, folder: Path, *, seconds: int) -> int:
    """The most memory in MB that a recording of this length needs."""
    return clip(settings(photo, folder, recording=str(recording(folder, seconds)), size=256))["peak_rss_mb"]


def import_seconds() -> float:
    """How long `import revive` takes in a fresh process."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import revive"], check=True, cwd=BESIDE)
    return round(time.perf_counter() - started, 2)


def page_seconds() -> float:
    """From `revive app` to the page being served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "revive", "app", "--port", str(port), "--no-browser"],
        cwd=BESIDE,
        stdout=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - started < PAGE_LIMIT:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    return round(time.perf_counter() - started, 2)
            except urllib.error.URLError:
                time.sleep(0.05)
        raise TimeoutError(f"the page did not come up within {PAGE_LIMIT} s")
    finally:
        server.terminate()
        server.wait()


# run in a process of its own; the first time counts the imports
_HEAR = """
import json, sys, time
from pathlib import Path
taken, started = [], time.perf_counter()
from revive.speech.recording import hear
for _ in range(2):
    hear(Path(sys.argv[1]), Path(sys.argv[1]).parent, language=None, tick=lambda fraction: None)
    taken.append(round(time.perf_counter() - started, 2))
    started = time.perf_counter()
print(json.dumps(taken))
"""


def transcript_seconds(folder: Path, seconds: int) -> dict[str, float]:
    """How long the words of a recording take to be written down, in a fresh process and with loaded models."""
    cold, warm = run(_HEAR, str(recording(folder, seconds)))
    return {f"transcript_{seconds}_s_cold_s": cold, f"transcript_{seconds}_s_warm_s": warm}
