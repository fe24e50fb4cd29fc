"""A stream of frames and a Speech become the finished clip.

moviepy joins the pieces (card, frames, fades, sound); each frame is pulled once, in order, gets the label, its caption
and the mark that nobody sees, and goes to the encoder. Nothing is kept, so length does not cost memory. All is written
into a hidden folder beside `out`, signed there, and moved into place at the very end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue, cues_of, write_captions
from revive.clip.clip import Clip
from revive.clip.encoder import encoder
from revive.clip.lettering import looks_chinese, plain
from revive.clip.overlay import Box, Overlay, caption, caption_lettering, caption_width, label
from revive.clip.sound import RATE, mix_sound
from revive.clip.title import TITLE_SECONDS, dimmed, title_card
from revive.disk import disk_watched
from revive.errors import UserError
from revive.marking import Made, aigc_arguments, sign
from revive.marking.pixels import PixelMark
from revive.progress import Progress
from revive.scratch import scratch_folder
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
    picture = _picture(stream, first, fps=fps, frames=frames, lead=lead, title=title, language=language)
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
            for i in range(total):
                middle = (i + 0.5) / fps
                np.copyto(canvas, picture.get_frame(middle), casting="unsafe")
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


def _picture(stream, first: np.ndarray, *, fps: float, frames: int, lead: float, title: str, language: str):
    """A moviepy clip of the card (if there is a title) and the frames, with the fades."""
    from moviepy import ImageClip, VideoClip, concatenate_videoclips, vfx

    card = title_card(first, title, language) if title else dimmed(first, FIRST_LIGHT)
    duration = frames / fps
    body = VideoClip(_Reel(stream, first, fps), duration=duration).with_effects(
        [
            vfx.FadeIn(min(FADE_IN, duration / 3), initial_color=card),  # a cross-fade out of the card
            vfx.FadeOut(min(FADE_OUT, duration / 3)),
        ]
    )
    return concatenate_videoclips([ImageClip(card, duration=lead), body]) if title else body


def _language(speech: Speech, title: str) -> str:
    """The language of the speech, or Chinese where the words look it."""
    words = title + "".join(sentence.text for sentence in speech.sentences)
    return speech.language or ("zh" if looks_chinese(words) else "")


class _Reel:
    """The stream as a function of time: asked in order, it pulls each frame once."""

    def __init__(self, stream: Iterator[np.ndarray], first: np.ndarray, fps: float):
        self._stream, self._frame, self._index, self._fps = stream, first, 0, fps

    def __call__(self, t: float) -> np.ndarray:
        while self._index < int(t * self._fps):
            self._index += 1
            self._frame = next(self._stream, None)
            if self._frame is None:
                raise ValueError(f"the stream of frames ended after {self._index}")
        return self._frame


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
