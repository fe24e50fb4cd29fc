"""Recordings that hold a person's voice -> one recording of that voice alone: found, cleaned, joined, levelled.

Each file is decoded, heard and cleaned by itself, and only what is said in it stays on disk; then all that is said is
shared out among the speakers, whichever file it is from. Sound is read in blocks throughout.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.outputs import check_writable, part_of
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.listening import speaker as voices
from revive.listening.levels import HOP
from revive.listening.voice_activity import detect_voice
from revive.speech.recording import SAMPLE_RATE, decode
from revive.voice.denoise import Denoiser, Tape, clean_recording
from revive.voice.level import LOUDNESS, join
from revive.voice.speakers import Speaker, Turn, tell_apart

LEAST, SOME, PLENTY = 5.0, 30.0, 120.0  # seconds of a voice
LIKE = 0.6  # similarity to the voice asked for, under which a speaker is rather someone else


@dataclass(frozen=True)
class FileReport:
    """What became of one recording, in seconds: `kept`, and what was dropped; they add up to `seconds`.

    Attributes
    ----------
    others : said by somebody else
    noisy : said in too much noise
    snr_before_db, snr_after_db : of the speech, before and after cleaning (`signal_to_noise`); None: no speech in it
    """

    name: str
    seconds: float
    kept: float
    music: float
    silence: float
    others: float
    noisy: float
    snr_before_db: float | None
    snr_after_db: float | None


@dataclass(frozen=True)
class Collection:
    """A recording of one voice: 48 kHz mono 16-bit WAV at LOUDNESS.

    Attributes
    ----------
    seconds : of the voice in it, without the gaps between the pieces
    chosen : the numbers of the speakers whose voice it is, more than one where one person was taken for several
    """

    out: Path
    seconds: float
    loudness_lufs: float
    chosen: tuple[int, ...]
    files: tuple[FileReport, ...]
    speakers: tuple[Speaker, ...]

    @property
    def enough(self) -> Message:
        """Whether more recordings would help."""
        if self.seconds < SOME:
            return Message("Another half a minute of the voice would help.")
        if self.seconds < PLENTY:
            return Message("This is enough; a minute or two more would make it better.")
        return Message("This is plenty.")

    def as_json(self) -> dict:
        """Numbers and words only; embeddings are left out."""
        speakers = [{k: v for k, v in vars(speaker).items() if k != "embedding"} for speaker in self.speakers]
        return {
            "out": str(self.out), "seconds": self.seconds, "loudness_lufs": self.loudness_lufs,
            "chosen": list(self.chosen), "enough": self.enough.in_every_language(),
            "files": [asdict(report) for report in self.files], "speakers": speakers,
        }  # fmt: skip


def collect_voice(
    files: list[Path], out: Path, *, speaker: int | Sequence[int] = 1, like: np.ndarray | None = None,
    clean: bool = True, least: float = LEAST, consent: Consent | None = None, progress: Progress | None = None,
) -> Collection:  # fmt: skip
    """Write what one person says in `files` to `out`, cleaned and levelled.

    Parameters
    ----------
    files : recordings of any format, or films with sound, up to half an hour each
    speaker : which of those heard, 1 is the one heard longest; several numbers where they are the same person
    like : (256,) embedding of the voice that is meant, as `speaker.embed` gives it; then `speaker` is not looked at
    clean : take the noise away
    least : seconds of the voice under which nothing is written
    consent : the three answers of who asks for it

    Raises
    ------
    UserError : no consent, a file that cannot be read (see `recording.decode`), no speech, only music, too much noise,
        too little of the voice, no such speaker, `out` cannot be written or is one of the files
    """
    Permit("recording", consent or Consent())
    out = Path(out)
    _check_out(out, files)
    progress = progress or Progress()
    with scratch_folder() as name:
        folder, tapes = Path(name), []
        for i, path in enumerate(map(Path, files)):
            raw = folder / "raw.wav"
            with progress.stage("listen"):
                levels = decode(path, raw, lambda fraction: progress.update(0.5 * fraction))
                heard = detect_voice(raw, levels, lambda fraction: progress.update(0.5 + 0.5 * fraction))
            # one a recording: it remembers, and what was heard before must not matter
            with progress.stage("clean"), Denoiser() as denoiser:
                tapes.append(clean_recording(raw, heard, folder / f"{i}.wav", name=path.name, denoiser=denoiser,
                                             clean=clean, tick=progress.update))  # fmt: skip
            raw.unlink()
        with progress.stage("tell apart"):
            said, speakers = tell_apart(tapes, progress.update)
        if not speakers:
            raise _nobody(tapes)
        chosen = _choose(speakers, speaker, like)
        kept = [turn for turn in said if turn.who in chosen]
        seconds = round(sum(turn.end - turn.start for turn in kept) * HOP, 2)
        if seconds < least:
            raise _too_little(seconds, least)
        with progress.stage("join"):
            levelled = folder / "levelled.wav"
            pieces = _pieces(tapes, kept, progress.update)
            loudness = join(
                pieces, folder / "joined.wav", levelled, sample_rate=SAMPLE_RATE, tick=lambda: progress.update(0.5)
            )
            _move(levelled, out)
    reports = tuple(_report(tape, [t for t in said if t.tape == i], chosen) for i, tape in enumerate(tapes))
    return Collection(out, seconds, loudness, chosen, reports, speakers)


def _choose(speakers: tuple[Speaker, ...], speaker: int | Sequence[int], like: np.ndarray | None) -> tuple[int, ...]:
    """The numbers of those who are kept."""
    if like is not None:
        likeness = [voices.similarity(one.embedding, like) for one in speakers]
        if max(likeness) < LIKE:
            raise UserError(
                "Nobody in these recordings sounds like the voice that was chosen; please choose other recordings."
            )
        return tuple(i for i, alike in enumerate(likeness, 1) if alike == max(likeness) or alike > voices.SAME)
    numbers = (speaker,) if isinstance(speaker, int) else tuple(speaker)
    for number in numbers:
        if not 1 <= number <= len(speakers):
            raise UserError(
                "There is no speaker {number} in these recordings: {count} can be told apart; please choose from 1 to"
                " {count}.",
                number=number,
                count=len(speakers),
            )
    return numbers


def _pieces(tapes: list[Tape], kept: list[Turn], tick: Callable[[float], None]) -> Iterator[np.ndarray]:
    """What is kept, that of every recording equally loud."""
    power = {i: [] for i in range(len(tapes))}
    for turn in kept:
        sound = tapes[turn.tape].sound(turn.start, turn.end)
        power[turn.tape].append(float(np.mean(np.square(sound, dtype=np.float64))))
    for n, turn in enumerate(kept):
        tick(0.5 * n / len(kept))
        loud = max(float(np.mean(power[turn.tape])), 1e-10)
        yield tapes[turn.tape].sound(turn.start, turn.end) * np.float32(10 ** (LOUDNESS / 20) / np.sqrt(loud))


def _report(tape: Tape, said: list[Turn], chosen: tuple[int, ...]) -> FileReport:
    uttered = np.zeros(len(tape.heard.speech), bool)
    for start, end in tape.heard.utterances():
        uttered[start:end] = True
    kept = sum(turn.end - turn.start for turn in said if turn.who in chosen)
    others = sum(turn.end - turn.start for turn in said) - kept
    noisy = int(uttered.sum()) - kept - others
    music, silence = int((tape.heard.music & ~uttered).sum()), int((~tape.heard.music & ~uttered).sum())
    seconds = [round(steps * HOP, 2) for steps in (len(uttered), kept, music, silence, others, noisy)]
    snr = [None if snr is None else round(snr, 1) for snr in (tape.before, tape.after)]
    return FileReport(tape.name, *seconds, *snr)


def _move(levelled: Path, out: Path) -> None:
    part = part_of(out)
    try:
        shutil.copyfile(levelled, part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _check_out(out: Path, recordings: Sequence[Path]) -> None:
    if out.suffix.lower() != ".wav":
        raise UserError("The voice cannot be written as “{file}”; please let its name end in .wav.", file=out.name)
    check_writable(out, made_from=recordings)


def _nobody(tapes: list[Tape]) -> UserError:
    """What is wrong where nothing that is said can be kept."""
    if any(tape.heard.speech.any() for tape in tapes):
        return UserError(
            "Somebody speaks in the recording, but the noise is louder than the voice; please choose a clearer one."
        )
    if any(tape.heard.music.mean() > 0.2 for tape in tapes if len(tape.heard.music)):
        return UserError(
            "Only music or singing can be heard, nobody speaks; please choose a recording in which the person speaks."
        )
    return UserError("Nobody can be heard speaking; please choose a recording in which the person speaks.")


def _too_little(seconds: float, least: float) -> UserError:
    return UserError(
        "Only {seconds:.1f} seconds of the voice could be found and {least:.0f} are needed; please add recordings.",
        seconds=seconds,
        least=least,
    )
