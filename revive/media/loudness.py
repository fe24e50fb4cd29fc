"""Normalise the loudness of speech: measured by EBU R 128, then one gain and a gentle limiter on the peaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from revive.media import ffmpeg

TARGET = -20.0  # LUFS, integrated
CEILING = -1.0  # dBFS, the highest sample
MOST_GAIN = 36.0  # dB; more would raise the room's noise, not the voice
MOST_LIMITING = 6.0  # dB that the limiter may take from the peaks; more is audible


def normalise_loudness(
    raw: Path, out: Path, *, speech: tuple[float, float], fade: float, tick: Callable[[], None], target: float = TARGET
) -> None:
    """Write `raw` (mono WAV) to `out` as 16-bit mono WAV at `target` LUFS, with silence outside `speech`.

    Parameters
    ----------
    speech : start and end in seconds; before and after is digital silence
    fade : seconds to fade in before `speech` starts and out after it ends
    """
    loudness, peak = measure_loudness(raw, tick)
    gain = min(target - loudness, MOST_GAIN, CEILING + MOST_LIMITING - peak)
    filters = [f"volume={gain:.3f}dB:precision=double"]
    if peak + gain > CEILING:
        filters.append(f"alimiter=limit={10 ** (CEILING / 20):.5f}:level=0:attack=3:release=80:latency=1")
    start, end = speech
    filters += [f"afade=t=in:st={max(start - fade, 0):.3f}:d={fade}", f"afade=t=out:st={end:.3f}:d={fade}"]
    status, said = ffmpeg.run(
        [*ffmpeg.source(raw), "-af", ",".join(filters), "-c:a", "pcm_s16le", "-bitexact", str(out)], tick
    )
    if status:
        raise RuntimeError(f"ffmpeg could not level the speech: {said[-500:]}")


def measure_loudness(raw: Path, tick: Callable[[], None]) -> tuple[float, float]:
    """Integrated loudness in LUFS and the highest sample in dBFS."""
    # padding, so that recordings shorter than the 0.4 s window of R 128 are measured
    measure = "apad=pad_dur=0.4,ebur128=peak=sample:framelog=quiet"
    status, said = ffmpeg.run([*ffmpeg.source(raw), "-af", measure, "-f", "null", "-"], tick)
    integrated = re.findall(r"\bI:\s+(-?[\d.]+) LUFS", said)
    peak = re.findall(r"\bPeak:\s+(-?[\d.]+) dBFS", said)
    if status or not integrated or not peak:
        raise RuntimeError(f"ffmpeg could not measure the speech: {said[-500:]}")
    return float(integrated[-1]), float(peak[-1])
