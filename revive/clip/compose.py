"""A stream of frames and a Speech become the finished clip.

The card comes first, then the frames, faded at both ends. Each is pulled once, in order, gets the label, its caption
and the mark that nobody sees, and goes to the encoder. Nothing is kept, so length does not cost memory. All is written
into a hidden folder beside `out`, signed there, and moved into place at the very end.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue, cues_of, write_captions
from revive.clip.clip import Clip
from revive.clip.encoder import encoder
from revive.clip.sound import RATE, mix_sound
from revive.clip.title import TITLE_SECONDS, dimmed, title_card
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.media.lettering import looks_chinese, plain
from revive.media.overlay import (
    Box,
    Overlay,
    caption,
    caption_lettering,
    caption_width,
    label,
)
from revive.provenance import Made, aigc_arguments, sign
from revive.provenance.pixels import PixelMark
from revive.speech.speech import Speech

FADE_IN, FADE_OUT = 0.5, 0.7  # seconds, less in very short clips
FIRST_LIGHT = 0.8  # brightness from which a clip without a title card fades in


@disk_watched()
def compose_clip(
    stream: Iterator[np.ndarray], speech: Speech, *, fps: float, frames: int, out: Path, folder: Path, title: str = "",
    captions: bool = True, music: Path | None = None, avoid: Box | None = None, photo: Path | None = None,
    consent: str = "", seed: int | None = None, progress: Progress | None = None,
) -> Clip:  # fmt: skip
    """Write the clip, and its captions as .srt and .vtt beside it where the words are known.

    Parameters
    ----------
    stream : `frames` arrays (H, W, 3) uint8 RGB, H and W even; each is read before the next is asked for
    fps : 5–60, also fractional
    out : the .mp4
    folder : for working files; emptied by whoever made it
    title : words of a card before the clip; none if empty
    captions : draw the words into the picture
    music : any sound file, played softly under the voice
    avoid : the face, which the label leaves free if it can
    photo : that was made to speak; the manifest tells its checksum
    consent, seed : for the manifest, see `marking.Made`
    progress : told of every frame

    Raises
    ------
    UserError : `out` cannot be written, the music cannot be read, the disk is full
    Cancelled : `progress.cancel()` was called; nothing is left behind
    """
    out, progress = check_output(out), progress or Progress()
    first = next(stream)
    height, width = first.shape[:2]
    title = plain(title)
    lead_frames = round(TITLE_SECONDS * fps) if title else 0
    total, lead = lead_frames + frames, lead_frames / fps
    samples = round(total / fps * RATE)
    language = _language(speech, title)
    cues = cues_of(
        speech.sentences, lettering=caption_lettering(width, height, language), width=caption_width(width, height),
        offset=lead, end=total / fps,
    )  # fmt: skip
    mark = label(width, height, language, avoid=avoid, captions=captions and bool(cues))
    body = itertools.chain([first], stream)
    if title:
        card = title_card(first, title, language)
        picture = itertools.chain(itertools.repeat(card, lead_frames), _faded(body, frames, fps, card))
    else:
        picture = _faded(body, frames, fps, dimmed(first, FIRST_LIGHT))
    sound = mix_sound(speech, lead=lead, samples=samples, music=music, folder=folder, progress=progress)
    made = Made("clip", language, synthetic_voice=speech.synthetic, consent=consent, seed=seed)
    unseen = PixelMark(width, height)
    with scratch_folder(out.parent) as hidden:
        whole = hidden / out.name
        with encoder(
            whole, width=width, height=height, fps=fps, sound=sound, tags={"comment": made.credit},
            labels=aigc_arguments(made),
        ) as write:  # fmt: skip
            spoken = _Captions(cues if captions else [], width, height, language)
            canvas = np.empty((height, width, 3), np.uint8)
            for i, frame in enumerate(picture):
                middle = (i + 0.5) / fps
                np.copyto(canvas, frame, casting="unsafe")
                mark.draw(canvas)
                spoken.draw(canvas, middle)
                unseen.draw(canvas)
                write(canvas)
                progress.update((i + 1) / total)
        sign(whole, made, ingredient=photo)
        files = [whole]
        if cues:
            files += [whole.with_suffix(".srt"), whole.with_suffix(".vtt")]
            write_captions(cues, *files[1:])
        for file in files:
            file.replace(out.with_name(file.name))
    beside = tuple(out.with_name(file.name) for file in files[1:])
    return Clip(out, width, height, fps, total, total / fps, samples / RATE, beside)


def check_output(out: Path) -> Path:
    """`out` itself, if a clip can be written there.

    Raises
    ------
    UserError : not an .mp4, a folder, or in a folder that is missing or cannot be written to
    """
    out = Path(out)
    if out.is_dir():
        raise UserError(
            f"“{out.name}” is a folder; please give the clip a file name such as clip.mp4.",
            f"“{out.name}”是一个文件夹，请为视频指定文件名，例如 clip.mp4。",
        )
    if out.suffix.lower() != ".mp4":
        raise UserError(
            f"The clip is an MP4 video, but its name is “{out.name}”; please end the name with .mp4.",
            f"视频为 MP4 格式，但文件名是“{out.name}”，请以 .mp4 结尾。",
        )
    if not out.parent.is_dir():
        raise UserError(
            f"The folder “{out.parent.name}” for the clip does not exist; please create it or choose another.",
            f"保存视频的文件夹“{out.parent.name}”不存在，请先创建或另选一个。",
        )
    folder = out.parent.resolve().name
    try:
        with tempfile.TemporaryFile(dir=out.parent):
            pass
    except OSError as error:
        raise UserError(
            f"Nothing can be written into the folder “{folder}”; please choose another for the clip.",
            f"无法写入文件夹“{folder}”，请为视频另选一个位置。",
        ) from error
    return out


def _faded(stream: Iterator[np.ndarray], frames: int, fps: float, card: np.ndarray) -> Iterator[np.ndarray]:
    """`frames` frames of `stream`, faded in out of `card` and at the end into black; uint8, or float while fading."""
    seconds = frames / fps
    fade_in, fade_out = min(FADE_IN, seconds / 3), min(FADE_OUT, seconds / 3)
    for i in range(frames):
        frame = next(stream, None)
        if frame is None:
            raise ValueError(f"the stream of frames ended after {i}")
        t = (i + 0.5) / fps
        if t < fade_in:
            frame = frame * (t / fade_in) + card * (1 - t / fade_in)
        if seconds - t < fade_out:
            frame = frame * ((seconds - t) / fade_out)
        yield frame


def _language(speech: Speech, title: str) -> str:
    """The language of the speech, or Chinese where the words look it."""
    words = title + "".join(sentence.text for sentence in speech.sentences)
    return speech.language or ("zh" if looks_chinese(words) else "")


class _Captions:
    """The captions, each drawn while its words are said; one picture is kept at a time."""

    def __init__(self, cues: list[Cue], width: int, height: int, language: str):
        self._cues, self._size, self._language = iter(cues), (width, height), language
        self._cue: Cue | None = None
        self._overlay: Overlay | None = None
        self._next()

    def draw(self, frame: np.ndarray, t: float) -> None:
        while self._cue and t >= self._cue.end:
            self._next()
        if self._cue and t >= self._cue.start:
            self._overlay = self._overlay or caption(list(self._cue.lines), *self._size, self._language)
            self._overlay.draw(frame)

    def _next(self) -> None:
        self._cue, self._overlay = next(self._cues, None), None
