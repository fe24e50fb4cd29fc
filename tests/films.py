"""Films made of frames, for tests."""

import subprocess
from pathlib import Path

import numpy as np

from revive.media import ffmpeg


def write_film(path: Path, frames: list[np.ndarray], rate: float, codec: str, *options: str) -> Path:
    """The frames (H, W, 3) as a film without sound; gives its path."""
    height, width = frames[0].shape[:2]
    command = [
        ffmpeg.binary(), "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}",
        "-r", str(rate), "-i", "pipe:0", "-c:v", codec, *options, str(path),
    ]  # fmt: skip
    subprocess.run(command, input=b"".join(frame.tobytes() for frame in frames), check=True)
    return path
