"""Examine how a file was made: its manifest, the watermarks in picture and voice, the labels in its metadata.

The file is not trusted: its type is recognised by its bytes, ffmpeg and Pillow open it only as that type, the manifest
is read in a separate process, and nothing is downloaded.
"""

from __future__ import annotations

from pathlib import Path

from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.media import ffmpeg
from revive.media.files import shown_name
from revive.provenance.keys import known_keys
from revive.provenance.media_types import PICTURES, media_type
from revive.provenance.provenance import label_of
from revive.provenance.reading import read_manifest
from revive.provenance.tags import read_labels
from revive.provenance.verdict import Manifest, Mark, Verdict

LONGEST_SIDE = 4096  # pixels; larger pictures are reduced before the search
FILM_SIDE = 1280  # pixels, of a film
LOOKED_AT = 60.0  # seconds of film and sound in which the mark is looked for
FRAMES = 48  # of a film that are searched
RATE = 48_000  # Hz
LEAST = 1e-9  # probability of a false detection; a smaller one would claim more than was measured
_CHANGED = {"assertion.dataHash.mismatch", "assertion.bmffHash.mismatch", "assertion.boxesHash.mismatch"}
_TAMPERED = {"claimSignature.mismatch", "assertion.hashedURI.mismatch", "claimSignature.missing"}


@disk_watched()
def verify(path: Path, *, progress: Progress | None = None) -> Verdict:
    """Examine a file.

    Parameters
    ----------
    path : MP4, MOV, JPEG, PNG, WebP, GIF, WAV, MP3 or M4A
    progress : receives the progress; may cancel the work

    Raises
    ------
    UserError : no such file, of another kind, too large, or damaged so that it cannot be opened
    """
    path, progress = Path(path), progress or Progress()
    kind = _check(path)
    with progress.stage("verify"):
        manifest = _manifest(path, kind)
        progress.update(0.2)
        if kind in PICTURES:
            watermark, voice = _picture_mark(path), None
        else:
            watermark, voice = _film_marks(path, progress)
        aigc, xmp = read_labels(path, kind)
        return Verdict(kind, manifest, watermark, voice, aigc, xmp)


def _check(path: Path) -> str:
    kind = media_type(path)
    if kind is None:
        raise UserError(
            "“{file}” is of a kind that cannot be examined; please choose an MP4, MOV, JPEG, PNG, WebP, GIF, WAV, MP3"
            " or M4A.",
            file=shown_name(path),
        )
    return kind


def _manifest(path: Path, kind: str) -> Manifest:
    known = known_keys()
    told = read_manifest(path, kind, "".join(keys.root for keys in known))
    if told["state"] not in ("Valid", "Trusted", "Invalid"):
        return Manifest("none" if told["state"] == "none" else "unreadable")
    valid, failures = told["state"] != "Invalid", set(told["failures"])
    return Manifest(
        "valid" if valid else "invalid",
        changed=not valid and bool(failures & _CHANGED) and not failures & _TAMPERED,
        # issued by a known root, and the very certificate: an authority issues certificates to others too
        ours=told["state"] == "Trusted" and told["serial"] in {keys.serial for keys in known},
        by=told["by"], when=told["when"], tool=told["tool"], made=label_of(told["sources"]), facts=told["made"],
    )  # fmt: skip


def _picture_mark(path: Path) -> Mark:
    from revive.media.photo import read_photo
    from revive.provenance.pixels import find_in_picture

    return _mark(find_in_picture(read_photo(path, size=LONGEST_SIDE)))


def _film_marks(path: Path, progress: Progress) -> tuple[Mark | None, Mark | None]:
    """The marks in the picture and in the sound; None for what is not in the file."""
    header = ffmpeg.header(path, lambda: progress.update(0.2))
    if header is None or not (header.picture or header.sound):
        raise UserError(
            "“{file}” is damaged or incomplete and cannot be opened; please copy it once more.", file=shown_name(path)
        )
    picture = _in_frames(path, header.seconds or LOOKED_AT, progress) if header.picture else None
    progress.update(0.7)
    return picture, _in_sound(path, progress) if header.sound else None


def _in_frames(path: Path, seconds: float, progress: Progress) -> Mark:
    from revive.media.film import read_frames
    from revive.provenance.pixels import find_in_frames

    seconds = min(seconds, LOOKED_AT)

    def looked_at():
        for number, frame in enumerate(read_frames(path, rate=FRAMES / seconds, side=FILM_SIDE, seconds=seconds)):
            progress.update(0.2 + 0.5 * min(number / FRAMES, 1))
            yield frame

    return _mark(find_in_frames(looked_at()))


def _in_sound(path: Path, progress: Progress) -> Mark | None:
    import soundfile

    from revive.provenance.voice import find_in_voice

    with scratch_folder() as folder:
        raw = Path(folder, "sound.wav")
        form = ["-map", "0:a:0", "-t", str(LOOKED_AT), "-ac", "1", "-ar", str(RATE), "-c:a", "pcm_f32le", str(raw)]
        ffmpeg.run([*ffmpeg.source(path), *form], lambda: progress.update(0.7))
        if not raw.is_file():
            return None
        samples, rate = soundfile.read(raw, dtype="float32")
    return _mark(find_in_voice(samples, rate)) if len(samples) else None


def _mark(found) -> Mark:
    return Mark(bool(found.found), float(f"{max(found.by_accident, LEAST):.2g}"))
