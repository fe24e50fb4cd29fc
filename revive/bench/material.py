"""What is measured with: a photograph, ten seconds of words, a recording of any length."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

SENTENCES = (  # about ten seconds of English
    "Happy birthday, Tom. I am so proud of you, and I think of you every day. Remember the apple pies by the lake,"
    " and how we laughed until the stars came out."
)


def square_photo(path: Path, side: int = 512) -> Path:
    """Grace Hopper's portrait (US Navy, public domain) cut to a square of so many pixels."""
    from matplotlib import cbook
    from PIL import Image

    with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False), formats=["JPEG"]) as picture:
        picture.crop((0, 20, 512, 532)).resize((side, side), Image.Resampling.LANCZOS).save(path)
    return path


def processor_seconds() -> float:
    """Of this process and of the programs it has started and waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def speech(folder: Path):
    """The sentences, spoken."""
    from revive.direction import Direction
    from revive.speech import SpeechOptions, make_speech

    return make_speech(Direction(), folder, words=SENTENCES, options=SpeechOptions(language="en", seed=1))


def settings(photo: Path, folder: Path, **more) -> dict[str, Any]:
    """The settings of a clip that is measured, as JSON can carry them."""
    return {
        "photo": str(photo),
        "relation": "a measurement",
        "basis": "public",
        "adult": True,
        "seed": 1,
        "out": str(folder / "clip.mp4"),
        **more,
    }


def recording(folder: Path, seconds: int) -> Path:
    """A spoken sentence said over and over."""
    import numpy as np
    import soundfile

    path = folder / f"{seconds}.wav"
    if path.exists():  # of the measurement before
        return path
    spoken = speech(folder)
    sound, rate = soundfile.read(spoken.path, dtype="float32")
    soundfile.write(path, np.resize(sound, seconds * rate), rate)
    return path
