"""Compose the finished clip from a stream of frames and a Speech.

The frames go to the encoder as `frames` draws them. Everything is written into a hidden folder beside `out`, signed
there, and moved into place at the very end.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path

import numpy as np

from revive.clip.captions import Cue, write_captions
from revive.clip.clip import BESIDE, Clip
from revive.clip.encoder import encoder
from revive.clip.frames import ClipOptions, Layout, laid_out
from revive.clip.live import LiveClip
from revive.clip.moving_picture import picture_encoder
from revive.clip.sound import RATE, mix_sound
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.outputs import check_writable
from revive.core.parallel import begun
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.media.moving_picture import PICTURES
from revive.provenance import Ingredient, Provenance, aigc_arguments, sign
from revive.provenance.moving_pictures import tag_picture
from revive.provenance.tags import xmp_packet
from revive.speech.speech import Speech

ROOM = 30_000_000  # bytes that have to be free before a clip is begun; a minute at full size takes about as much


@disk_watched()
def compose_clip(
    stream: Iterable[np.ndarray], speech: Speech, out: Path, *, fps: float, frames: int, folder: Path,
    options: ClipOptions | None = None, progress: Progress | None = None, live: LiveClip | None = None,
    join: Callable[[Layout], None] | None = None,
) -> Clip:  # fmt: skip
    """Write the clip, and its captions as .srt and .vtt beside it if the words are known.

    Parameters
    ----------
    stream : `frames` arrays (H, W, 3) uint8 RGB, H and W even; each is read before the next is asked for
    out : the .mp4; or a .gif or .webp, which has neither sound nor captions beside it
    fps : 5–60, also fractional
    folder : for temporary files; the caller deletes it
    options : title, captions, music and data for the manifest
    progress : receives every frame
    live : shown the frames that it has not shown yet
    join : called when `live` has the sound, before it is shown the frames; shows how its opening passes into these

    Raises
    ------
    UserError : `out` cannot be written, the music cannot be read, the disk is full
    Cancelled : `progress.cancel()` was called; nothing is left behind
    """
    out, options, progress = check_output(out), options or ClipOptions(), progress or Progress()
    photo = begun(Ingredient.of, options.photo)  # a program of its own reads it meanwhile
    layout, body = laid_out(stream, speech, fps=fps, frames=frames, options=options)
    if out.suffix.lower() in PICTURES:
        return _compose_picture(layout, body, out, photo, progress)
    total, cues = layout.total, layout.cues
    samples = round(total / fps * RATE)
    sound = mix_sound(
        speech, lead=layout.lead, samples=samples, music=options.music, folder=folder, progress=progress,
        voice_volume=options.voice_volume, music_volume=options.music_volume,
        loop=options.loop,
    )  # fmt: skip
    if live is not None:
        live.hear(sound)
        if join is not None:
            join(layout)
    made = _provenance(layout, synthetic_voice=speech.synthetic, silent=speech.silent)

    def encode(whole: Path) -> None:
        with encoder(
            whole, width=layout.width, height=layout.height, fps=fps, sound=sound, tags={"comment": made.credit},
            labels=aigc_arguments(made),
        ) as write:  # fmt: skip
            for i, picture in enumerate(layout.planes(body)):
                write(picture)
                if live is not None and i >= live.frames:
                    live.show(picture)
                progress.update((i + 1) / total)
            if live is not None:
                live.close()

    beside = put_in_place(out, encode, lambda whole: sign(whole, made, ingredient=photo.result()), cues)
    return Clip(out, layout.width, layout.height, fps, total, total / fps, samples / RATE, beside)


def put_in_place(
    out: Path, encode: Callable[[Path], None], seal: Callable[[Path], None], cues: list[Cue]
) -> tuple[Path, ...]:  # fmt: skip
    """Write a clip into a hidden folder beside `out`, and move it into place when it is whole.

    encode, seal : write the mp4 at a path; sign it there

    Returns
    -------
    tuple of Path : its captions, as .srt and .vtt; empty where there are no cues
    """
    with scratch_folder(out.parent) as hidden:
        whole = hidden / out.name
        encode(whole)
        seal(whole)
        files = [whole]
        if cues:
            files += [whole.with_suffix(".srt"), whole.with_suffix(".vtt")]
            write_captions(cues, *files[1:])
        for file in files:
            file.replace(out.with_name(file.name))
    return tuple(out.with_name(file.name) for file in files[1:])


def _compose_picture(
    layout: Layout, body: Iterable[np.ndarray], out: Path, photo: Future[Ingredient | None], progress: Progress
) -> Clip:
    """Write a GIF or an animated WebP, marked as far as it can be; see `compose_clip`."""
    made = _provenance(layout, silent=True)

    def encode(whole: Path) -> None:
        drawn = layout.draw(body)
        first = next(drawn)
        with picture_encoder(whole, first, fps=layout.fps) as write:
            for i, frame in enumerate(itertools.chain([first], drawn)):
                write(frame)
                progress.update((i + 1) / layout.total)
        tag_picture(whole, xmp_packet(made))

    put_in_place(out, encode, lambda whole: sign(whole, made, ingredient=photo.result()), [])
    return Clip(out, layout.width, layout.height, layout.fps, layout.total, layout.total / layout.fps, 0.0)


def _provenance(layout: Layout, *, silent: bool, synthetic_voice: bool = False) -> Provenance:
    options = layout.options
    return Provenance(
        "living photograph" if silent else "clip", layout.language, synthetic_voice=synthetic_voice,
        consent=options.consent, seed=options.seed,
    )  # fmt: skip


def check_output(out: Path, made_from: Iterable[Path | None] = ()) -> Path:
    """Return `out` if a clip can be written there, with its captions and its job file.

    Raises
    ------
    UserError : neither an .mp4 nor one of PICTURES, or one of `made_from`; see `check_writable`
    """
    out = Path(out)
    if out.name and out.suffix.lower() not in (".mp4", *PICTURES):
        raise UserError(
            "A clip cannot be written as “{file}”; please end the name with .mp4, or without words with .gif or .webp.",
            file=out.name,
        )
    beside = [out.with_suffix(ending) for ending in BESIDE] if out.name else []
    check_writable(out, beside=beside, made_from=made_from, room=ROOM)
    return out
