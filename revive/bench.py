"""How fast this machine is: the figures of docs/speed.md, measured afresh.

    python -m revive bench [--long] [--json]

Every cold figure is a fresh process; every warm one is the second run in one process.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from revive.core.installation import BESIDE

SENTENCES = (  # about ten seconds of English
    "Happy birthday, Tom. I am so proud of you, and I think of you every day. Remember the apple pies by the lake,"
    " and how we laughed until the stars came out."
)
PAGE_LIMIT = 60  # seconds to wait for the page


def measure_speed(*, long: bool = False) -> dict:
    """All figures, in seconds, frames a second and MB; `long` adds a ten-minute recording's memory."""
    with tempfile.TemporaryDirectory(prefix="revive-bench-") as scratch:
        folder = Path(scratch)
        photo = _square_photo(folder / "photo.png")
        figures = {
            "cores": os.cpu_count(),
            "import_s": _seconds([sys.executable, "-c", "import revive"]),
            "page_s": _page_seconds(),
        }
        figures |= _frames_a_second(photo, folder)
        cold = _job(photo, folder, "hibari", runs=1)
        warm = _job(photo, folder, "hibari", runs=2)
        kokoro = _job(photo, folder, "kokoro", runs=2)
        figures |= {
            "clip_s": cold["duration_s"],
            "english_cold_s": cold["wall_s"],
            "english_warm_s": warm["wall_s"],
            "english_warm_stages_s": warm["seconds"],
            "kokoro_warm_s": kokoro["wall_s"],
            "cancel_s": _cancel_seconds(photo, folder),
            **_first_picture(photo, folder),
            **_transcript_seconds(folder, 10),
            **_transcript_seconds(folder, 60),
            "peak_rss_mb_10_s": _recording_peak(photo, folder, seconds=10),
        }
        if long:
            figures["peak_rss_mb_600_s"] = _recording_peak(photo, folder, seconds=600)
    return figures


def table(figures: dict) -> str:
    """The figures as lines of a Markdown table."""
    rows = [(name, value) for name, value in figures.items() if not isinstance(value, dict)]
    return "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def _square_photo(path: Path) -> Path:
    """Grace Hopper's portrait (US Navy, public domain) cut to 512x512."""
    from matplotlib import cbook
    from PIL import Image

    with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False), formats=["JPEG"]) as picture:
        picture.crop((0, 20, 512, 532)).save(path)
    return path


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return round(time.perf_counter() - started, 2)


def _page_seconds() -> float:
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


def _speech(folder: Path):
    from revive.direction import Direction
    from revive.speech import SpeechOptions, make_speech

    return make_speech(Direction(), folder, words=SENTENCES, options=SpeechOptions(language="en", seed=1))


def _frames_a_second(photo: Path, folder: Path) -> dict:
    """Animator and encoder together, sound and models left out: the best of three takes of one warm process.

    With the generator and without it by turns; the difference is what the generator costs a frame.
    """
    from revive.animator import WEIGHTS, animate
    from revive.clip import compose_clip
    from revive.direction import Direction
    from revive.motion import MotionOptions, make_motion
    from revive.portrait import make_portrait

    portrait = make_portrait(photo)
    speech = _speech(folder)
    motion = make_motion(speech, Direction(), MotionOptions(fps=25, seed=1))
    best: dict[Path | None, float] = {}  # milliseconds a frame
    for _ in range(3):
        for weights in (WEIGHTS, None):
            started = time.perf_counter()
            compose_clip(
                animate(portrait, motion, weights=weights), speech, folder / "fps.mp4", fps=25,
                frames=len(motion), folder=folder,
            )  # fmt: skip
            taken = 1000 * (time.perf_counter() - started) / len(motion)
            best[weights] = min(best.get(weights, taken), taken)
    generator = best[WEIGHTS] - best[None]
    return {
        "animator_and_encoder_fps_512": round(1000 / best[WEIGHTS], 1),
        "without_generator_fps_512": round(1000 / best[None], 1),
        "generator_ms_per_frame_512": round(generator, 2),
        "generator_share_of_frame": round(generator / best[WEIGHTS], 3),
    }


# run in a process of its own; the wall time is that of the last run, the first one counts the imports
_JOB = """
import json, sys, time
started = time.perf_counter()
from revive import make_clip
settings, engine, runs = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if engine != "hibari":
    settings["voice"] = {"kokoro": "jf_alpha"}[engine]
for _ in range(runs):
    result = make_clip(**settings)
    wall, started = time.perf_counter() - started, time.perf_counter()
print(json.dumps({**result.as_json(), "wall_s": round(wall, 2)}))
"""


def _run(settings: dict, engine: str = "hibari", runs: int = 1) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", _JOB, json.dumps(settings), engine, str(runs)],
        check=True, capture_output=True, text=True, cwd=BESIDE,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _job(photo: Path, folder: Path, engine: str, *, runs: int) -> dict:
    return _run(_settings(photo, folder) | {"words": SENTENCES}, engine, runs)


def _settings(photo: Path, folder: Path) -> dict:
    return {
        "photo": str(photo),
        "relation": "a measurement",
        "basis": "public",
        "adult": True,
        "seed": 1,
        "out": str(folder / "clip.mp4"),
    }


def _cancel_seconds(photo: Path, folder: Path) -> float:
    """From telling a job to stop, at its first frames, to its end."""
    from revive import Cancelled, Progress, make_clip

    told: list[float] = []

    def listen(report) -> None:
        if report.stage == "clip" and report.fraction > 0 and not told:
            told.append(time.perf_counter())
            progress.cancel()

    progress = Progress(listen)
    with contextlib.suppress(Cancelled):
        make_clip(**_settings(photo, folder), words=SENTENCES, progress=progress)
    return round(time.perf_counter() - told[0], 2)


# run in a process of its own with loaded models
_WATCH = """
import json, resource, sys, time
from pathlib import Path
from revive import make_clip
from revive.clip import LiveClip

class Watched(LiveClip):
    first, least = None, 0.0
    def show(self, frame):
        super().show(frame)
        if self.frames == round(self.fps):
            self.first = time.perf_counter()
        if self.first:
            self.least = min(self.least, self.ahead())

def spent():
    return sum(sum(resource.getrusage(of)[:2]) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

settings, figures, costs = json.loads(sys.argv[1]), {}, []
make_clip(**{**settings, "words": "Hello, Tom."})
for live in (None, Watched(Path(settings["out"]).parent, 25.0)):
    started, before = time.perf_counter(), spent()
    make_clip(**settings, live=live)
    costs.append(spent() - before)
print(json.dumps({"first_s": live.first - started, "waits_s": -live.least, "cost": costs[1] / costs[0]}))
"""


def _first_picture(photo: Path, folder: Path) -> dict[str, float]:
    """Of a clip that is watched while it is made, with loaded models, for about 10 and 60 seconds of words.

    Seconds until its first second is there, seconds that a player has to wait afterwards, and its processor time
    relative to that of a clip that nobody watches.
    """
    figures = {}
    for seconds in (10, 60):
        settings = _settings(photo, folder) | {"words": " ".join([SENTENCES] * (seconds // 10))}
        done = subprocess.run(
            [sys.executable, "-c", _WATCH, json.dumps(settings)], check=True, capture_output=True, text=True, cwd=BESIDE
        )
        measured = json.loads(done.stdout.splitlines()[-1])
        figures |= {f"watched_{seconds}_s_{name}": round(value, 2) for name, value in measured.items()}
    return figures


def _recording_peak(photo: Path, folder: Path, *, seconds: int) -> int:
    """The most memory that a recording of this length needs."""
    recording = str(_recording(folder, seconds))
    return _run(_settings(photo, folder) | {"recording": recording, "size": 256})["peak_rss_mb"]


def _recording(folder: Path, seconds: int) -> Path:
    """A spoken sentence said over and over."""
    import numpy as np
    import soundfile

    recording = folder / f"{seconds}.wav"
    if recording.exists():  # of the measurement before
        return recording
    spoken = _speech(folder)
    sound, rate = soundfile.read(spoken.path, dtype="float32")
    soundfile.write(recording, np.resize(sound, seconds * rate), rate)
    return recording


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


def _transcript_seconds(folder: Path, seconds: int) -> dict[str, float]:
    """How long the words of a recording take to be written down, in a fresh process and with loaded models."""
    command = [sys.executable, "-c", _HEAR, str(_recording(folder, seconds))]
    cold, warm = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, cwd=BESIDE).stdout)
    return {f"transcript_{seconds}_s_cold_s": cold, f"transcript_{seconds}_s_warm_s": warm}
