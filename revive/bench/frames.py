"""Drawing and encoding alone: no speech, no models to load, the same frames each time."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from revive.bench.material import processor_seconds, speech, square_photo

TAKES = 5


def frames_a_second(folder: Path) -> dict[str, float]:
    """Animator and encoder together, without the generators, and the encoder alone, by turns in one warm process.

    Frames a second are the best of the takes; ratios are the medians of those that were taken side by side, so that a
    computer with other work to do changes them little.
    """
    from revive.animator import WEIGHTS, animate, build_rig
    from revive.clip import compose_clip, finished_frames
    from revive.direction import Direction
    from revive.motion import MotionOptions, make_motion
    from revive.portrait import make_portrait

    portrait, spoken = make_portrait(square_photo(folder / "frames.png")), speech(folder)
    motion = make_motion(spoken, Direction(), MotionOptions(fps=25, seed=1))
    rig, count = build_rig(portrait), len(motion)

    def draw(weights: Path | None):
        return animate(portrait, motion, weights=weights, rig=rig)

    def clip(weights: Path | None) -> None:
        compose_clip(draw(weights), spoken, folder / "fps.mp4", fps=25, frames=count, folder=folder)

    frames = list(finished_frames(draw(WEIGHTS), spoken, fps=25, frames=count))
    whole, plain, alone, used = [], [], [], []
    for _ in range(TAKES):
        before, started = processor_seconds(), time.perf_counter()
        whole.append(_milliseconds(count, lambda: clip(WEIGHTS)))
        used.append((processor_seconds() - before) / (time.perf_counter() - started))
        plain.append(_milliseconds(count, lambda: clip(None)))
        alone.append(_milliseconds(count, lambda: _encode(frames, spoken.path, folder)))
    return {
        "animator_and_encoder_fps_512": round(1000 / min(whole), 1),
        "without_generator_fps_512": round(1000 / min(plain), 1),
        "encoder_alone_fps_512": round(1000 / min(alone), 1),
        "share_of_encoder": _ratio(alone, whole),
        "generator_ms_per_frame_512": round(min(whole) - min(plain), 2),
        "generator_share_of_frame": round(1 - _ratio(plain, whole), 3),
        "cores_used": round(statistics.median(used), 2),
    }


def _encode(frames: list, sound: Path, folder: Path) -> None:
    """Encode finished frames as `compose_clip` does."""
    from revive.clip.encoder import encoder
    from revive.clip.yuv import yuv420

    height, width = frames[0].shape[:2]
    with encoder(folder / "alone.mp4", width=width, height=height, fps=25, sound=sound, tags={}) as write:
        for frame in frames:
            write(yuv420(frame))


def _milliseconds(count: int, work) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started) / count


def _ratio(first: list[float], second: list[float]) -> float:
    return round(statistics.median(a / b for a, b in zip(first, second, strict=True)), 3)
