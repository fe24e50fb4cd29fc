"""How long each stage of a clip usually takes, on the computer of docs/speed.md: what the time left begins with.

`core.pace` knows how much longer or shorter it takes here. All times are in seconds, models loaded, on two cores.
"""

from __future__ import annotations

from revive.brief import Brief
from revive.core.errors import UserError
from revive.direction import Direction
from revive.face.framing import ASPECTS, crop_box
from revive.media.film import check_film
from revive.media.photo import measure_photo
from revive.motion.moments import needed_seconds
from revive.roles import moments_of
from revive.speech import SpeechOptions, check_recording
from revive.speech.make import film_speaks, read_words
from revive.speech.synthesise import expected_duration

PORTRAIT = 0.5  # with what moves it, beside the speech
SPOKEN = {"kokoro": (0.1, 0.65)}  # by engine, for any length and for each second of speech
SPOKEN_BY_OTHERS = (0.1, 0.08)
RECORDED = (0.2, 0.01)
WRITTEN_DOWN = (1.6, 0.09)
PERFORMANCE = 0.9  # for each second of speech
MOTION = (0.08, 0.02)
CLIP = (0.2, 0.1, 0.36)  # for each second at 25 frames a second: at any size, and for a million pixels


def usual_times(brief: Brief, direction: Direction, options: SpeechOptions) -> dict[str, float]:
    """Stage -> seconds, for a brief that was checked; nothing is made for it yet.

    Raises
    ------
    UserError : the photograph, the recording or the film cannot be read
    """
    seconds, speaking = usual_speech(brief, direction, options)
    acted = {} if brief.driver is None else {"performance": PERFORMANCE * seconds}
    _, width, height = measure_photo(brief.needed_photo())
    if brief.shape != "photo":
        left, top, right, bottom = crop_box(width, height, ASPECTS[brief.shape])
        width, height = right - left, bottom - top
    pixels = width * height * min(1.0, brief.size / max(width, height)) ** 2
    return {"portrait": PORTRAIT, "speech": speaking} | acted | once_spoken(seconds, fps=brief.fps, pixels=pixels)


def once_spoken(seconds: float, *, fps: float, pixels: float, faces: int = 1) -> dict[str, float]:
    """Stage -> seconds of what follows a speech of so many `seconds`; `pixels` are those of one frame."""
    whole, any_size, drawn = CLIP
    length = seconds * fps / 25
    return {
        "motion": faces * (MOTION[0] + MOTION[1] * seconds),
        "clip": whole + length * (any_size + drawn * pixels / 1e6),
    }


def living_seconds(brief: Brief) -> float:
    """How long a brief without words lasts."""
    return brief.seconds or needed_seconds(moments_of(brief))


def usual_speech(brief: Brief, direction: Direction, options: SpeechOptions) -> tuple[float, float]:
    """How many seconds the speech will last, and how many it takes to make it.

    Raises
    ------
    UserError : the recording or the film cannot be read
    """
    file = brief.driver if film_speaks(brief.words, brief.recording, brief.driver) else brief.recording
    if brief.silent:
        return living_seconds(brief), 0.0
    if file is None:
        recordings = [one.recording for one in brief.speakers if one.recording is not None]
        seconds = expected_duration(brief.words, pace=direction.pace) + sum(map(check_recording, recordings))
        fixed, each = SPOKEN.get(_engine(brief, options), SPOKEN_BY_OTHERS)
        return seconds, fixed + each * seconds
    seconds = check_film(file).seconds if file == brief.driver else check_recording(file)
    fixed, each = (a + b * brief.transcribe for a, b in zip(RECORDED, WRITTEN_DOWN, strict=True))
    return seconds, fixed + each * seconds


def _engine(brief: Brief, options: SpeechOptions) -> str:
    try:
        return read_words(brief.words, options)[0].engine
    except UserError:  # it is told when the words are to be spoken
        return ""
