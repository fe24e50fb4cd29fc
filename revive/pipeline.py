"""The story of one clip, from the photograph to the file."""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import dataclass, field
from pathlib import Path

from revive.animator import WEIGHTS, animate
from revive.brief import (
    Brief,
    answered,
)
from revive.clip import Clip, check_output, compose_clip
from revive.consent import (
    check_lengths,
    keep_consent,
)
from revive.core.disk import disk_watched
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.direction import Direction, read_direction
from revive.media.film import check_film
from revive.motion import Feeling, Motion, make_motion, read_feelings, read_performance
from revive.people import (
    find_person,
    style_of,
    weights_of,
)
from revive.portrait import Portrait, make_portrait
from revive.provenance import check_keys
from revive.speech import Sentence, make_speech, read_pronunciations
from revive.speech.kept_pronunciations import (
    pronunciations_of,
)

PIXELS_A_SECOND = 60 * 3 * 512 * 512  # drawn and encoded on two ordinary cores, until the clip's own pace is known


@dataclass(frozen=True)
class Result:
    """A finished clip and how it came about. `as_json()` is what the command line prints with --json."""

    clip: Clip
    brief: Brief
    portrait: Portrait
    direction: Direction
    job: Path
    seconds: dict[str, float]
    motion: Motion = field(repr=False)
    sentences: tuple[Sentence, ...] = ()
    feelings: tuple[Feeling, ...] = ()

    def as_json(self) -> dict:
        """Plain values: out, width, height, fps, frames, duration_s, … (see the README)."""
        face = self.portrait.face
        return {
            "out": str(self.clip.out),
            "width": self.clip.width,
            "height": self.clip.height,
            "fps": self.clip.fps,
            "frames": self.clip.frames,
            "duration_s": round(self.clip.duration_s, 3),
            "audio_duration_s": round(self.clip.audio_duration_s, 3),
            "seed": self.brief.seed,
            "face": {"box": list(face.box), "found": len(self.portrait.faces), "turn": round(face.turn, 1)},
            "direction": dataclasses.asdict(self.direction),
            "feelings": [dataclasses.asdict(feeling) for feeling in self.feelings],
            "captions": [str(path) for path in self.clip.captions],
            "job": str(self.job),
            "seconds": {stage: round(s, 3) for stage, s in self.seconds.items()},
            "peak_rss_mb": round(peak_rss_mb()),
        }


@disk_watched()
def make_clip(brief: Brief | None = None, *, progress: Progress | None = None, **settings) -> Result:
    """Make one clip.

    Parameters
    ----------
    brief : what to make; or give its fields as keyword arguments
    progress : told how far the work is; may cancel it

    Returns
    -------
    Result : the clip, the seed that was drawn, what was understood and how long each stage took

    Raises
    ------
    UserError : something in the brief cannot be used; the sentence says what and what to do
    Cancelled : `progress.cancel()` was called; nothing is left behind
    """
    brief = answered(brief or Brief.from_settings(settings)).checked()
    if brief.person.strip():
        keep_consent(find_person(brief.person).name, brief.stated)
    check_output(brief.out)
    check_keys()
    if brief.driver is not None:
        check_film(brief.driver)
    weights, said = weights_for(brief), voice_for(brief)
    progress = progress or Progress()
    with scratch_folder() as scratch:
        with progress.stage("direction"):
            direction = direct(brief)
        with progress.stage("portrait"):
            portrait = make_portrait(
                brief.photo, face=brief.face, size=brief.size, direction=direction, finder=brief.finder
            )
        with progress.stage("speech"):
            speech = make_speech(
                words=brief.words, recording=brief.recording, voice=brief.voice, language=brief.language,
                direction=direction, folder=scratch, seed=brief.seed, driver=brief.driver,
                sentence_feelings=brief.sentence_feelings, **said, progress=progress,
            )  # fmt: skip
        progress.expected["clip"] = speech.duration * brief.fps * portrait.image.size / PIXELS_A_SECOND
        performance = None
        if brief.driver is not None:
            with progress.stage("performance"):
                performance = read_performance(brief.driver, seconds=speech.duration, progress=progress)
        with progress.stage("motion"):
            feelings = read_feelings(speech, direction) if brief.sentence_feelings else ()
            motion = make_motion(
                speech, direction, fps=brief.fps, seed=brief.seed, lips=brief.lips, head_motion=brief.head_motion,
                blink=brief.blink, expression=brief.expression, performance=performance, acted=brief.acted,
                style=style_of(brief.person) if brief.person.strip() else None, feelings=feelings, progress=progress,
            )  # fmt: skip
        with progress.stage("clip"):
            frames = animate(portrait, motion, weights=weights)
            clip = compose_clip(
                frames, speech, fps=brief.fps, frames=len(motion), title=brief.title, captions=brief.captions,
                music=brief.music, out=brief.out, avoid=portrait.face.box, photo=brief.photo,
                consent=brief.stated.summary, seed=brief.seed, folder=scratch, progress=progress,
            )  # fmt: skip
    job = brief.out.with_suffix(".job.json")
    brief.save(job)
    return Result(clip, brief, portrait, direction, job, progress.seconds, motion, speech.sentences, feelings)


def weights_for(brief: Brief) -> Path | None:
    """The generator's weights: those of the person it was taught, or the shipped ones; None where it is left out.

    Raises
    ------
    UserError : the person is not known, or what was learned is damaged
    """
    if not brief.finish:
        return None
    return weights_of(brief.person) if brief.person.strip() else WEIGHTS


def voice_for(brief: Brief) -> dict:
    """What is known of how the words are to be said: the person's own likeness of a voice, and how names are said.

    Raises
    ------
    UserError : the kept voice is damaged, or a pronunciation cannot be used
    """
    names = read_pronunciations(brief.pronounce)
    if not brief.person.strip():
        return {"pronunciations": names}
    from revive.voice.store import kept_voice

    kept = kept_voice(brief.person) if brief.voice == "auto" else None
    return {"pronunciations": pronunciations_of(brief.person) | names, "own": kept.voice if kept else None}


def direct(brief: Brief) -> Direction:
    """What the prompt asks for, with whatever the user chose otherwise.

    Raises
    ------
    UserError : the prompt is too long
    """
    check_lengths(prompt=brief.prompt)
    read = read_direction(brief.prompt)
    chosen = {
        part.name: value
        for part in dataclasses.fields(Direction)
        if (value := getattr(brief, part.name, "auto")) not in ("auto", -1)
    }
    if chosen.get("emotion", read.emotion) != read.emotion:
        chosen["manner"] = ""  # the prompt's words speak of another feeling
    return dataclasses.replace(read, **chosen)


def peak_rss_mb() -> float:
    """The most memory this process ever held, in MB (the encoder's own process not counted)."""
    if sys.platform == "win32":  # which has no `resource`
        import psutil

        return psutil.Process().memory_info().peak_wset / 1024**2
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
