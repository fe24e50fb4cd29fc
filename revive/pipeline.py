"""All steps of one clip, from the photograph to the file."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from revive.animator import Performer, Rig, animate, animate_together, bring_all_to_rest, bring_to_rest, build_rig
from revive.brief import Brief, answered
from revive.clip import Clip, ClipOptions, LiveClip, check_music, check_output, compose_clip, finished_frames
from revive.consent import Consent, answers_for, keep_consent
from revive.conversation import move_together, say_turns, turns_of
from revive.core.disk import disk_watched
from revive.core.localisation import Message
from revive.core.pace import pace_here
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.direction import Direction
from revive.listening.transcription import Transcript, missing
from revive.media.film import check_film
from revive.motion import Motion, SentenceEmotion, read_performance
from revive.opening import Opening
from revive.portrait import Portrait, make_portraits
from revive.provenance import check_keys
from revive.roles import Role, brief_of_face, direct, moved, roles_of, weights_for
from revive.speech import Sentence, Speech, check_recording, make_speech, silent_speech
from revive.speech.transcript import note_of
from revive.takes import Performance as TakenPerformance
from revive.takes import Take, write_take
from revive.takes.take import ENDING
from revive.usual_times import living_seconds, once_spoken, usual_times
from revive.voice.heard_voices import count_voices, voices_note

SPOKEN = 0.95  # share of the stage in which a recording becomes speech; in the rest its voices are told apart


@dataclass(frozen=True)
class Result:
    """A finished clip and how it was made. The command line prints `as_json()` with --json.

    `language` is that of the words, "" where it is not known; `heard` is what was written down of a recording, None
    where nothing was; `voices` is how many people say a good part of it, 0 where nobody is heard.
    """

    clip: Clip
    brief: Brief
    portrait: Portrait
    direction: Direction
    job: Path
    seconds: dict[str, float]
    motion: Motion = field(repr=False)
    sentences: tuple[Sentence, ...] = ()
    feelings: tuple[SentenceEmotion, ...] = ()
    language: str = ""
    heard: Transcript | None = None
    voices: int = 1

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the user is told: of the photograph, of words that were heard (`note`), of several voices."""
        heard = (note for note in (self.note, voices_note(self.voices)) if note is not None)
        return (*self.portrait.notes, *heard)

    @property
    def note(self) -> Message | None:
        """What the user is told of the words of a recording or film, which nobody typed; None for other clips."""
        brief = self.brief
        if brief.words.strip() or not brief.transcribe or not (brief.recording or brief.acted):
            return None
        if self.heard is not None:
            return note_of(self.heard)
        return error.message if (error := missing()) else None

    def as_json(self) -> dict:
        """Plain values: out, width, height, fps, frames, duration_s, … (see docs/python.md)."""
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
            "notes": [note.text() for note in self.notes],
            "language": self.language,
            "transcript": self.heard.as_json() if self.heard else None,
            "voices": self.voices,
            "feelings": [dataclasses.asdict(feeling) for feeling in self.feelings],
            "captions": [str(path) for path in self.clip.captions],
            "job": str(self.job),
            "seconds": {stage: round(s, 3) for stage, s in self.seconds.items()},
            "peak_rss_mb": round(peak_rss_mb()),
        }


@dataclass(frozen=True, eq=False)
class Plan:
    """Everything of a clip except its frames: `prepare` makes it, and `render` can draw it any number of times.

    Attributes
    ----------
    brief : checked, its seed drawn
    direction : what was understood from the prompt, and what was chosen otherwise
    performers : every face that speaks or listens: its portrait, in its light, and what it does, frame by frame
    faces : their numbers in the photograph
    speech : the sound, in a file that is deleted with the plan, and its sentences
    feelings : of sentences that have one of their own
    seconds : dict of stage name -> seconds it took
    opening : what was shown meanwhile; None where nobody watches
    voices : how many people are heard, see `count_voices`
    """

    brief: Brief
    direction: Direction
    performers: tuple[Performer, ...] = field(repr=False)
    faces: tuple[int, ...]
    speech: Speech
    feelings: tuple[SentenceEmotion, ...]
    seconds: dict[str, float]
    _folder: ExitStack = field(repr=False)
    opening: Opening | None = None
    voices: int = 1

    def __post_init__(self):
        weakref.finalize(self, self._folder.close)  # a plan that nobody closed; its folder goes with it

    @property
    def portrait(self) -> Portrait:
        """That of the first face."""
        return self.performers[0].portrait

    @property
    def motion(self) -> Motion:
        """That of the first face."""
        return self.performers[0].motion

    @property
    def clip_options(self) -> ClipOptions:
        """What the clip has beside frames and speech."""
        return _clip_options(self.brief, self.portrait)

    def close(self) -> None:
        """Delete its working files."""
        self._folder.close()

    def __enter__(self) -> Plan:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def make_clip(
    brief: Brief | None = None, *, progress: Progress | None = None, live: LiveClip | None = None, **settings
) -> Result:  # fmt: skip
    """Make one clip.

    Parameters
    ----------
    brief : what to make; or give its fields as keyword arguments
    progress : told how far the work is; may cancel it
    live : shown the clip while it is made, and closed at the end; the finished clip is the same

    Returns
    -------
    Result : the clip, the seed that was drawn, what was understood and how long each stage took

    Raises
    ------
    UserError : something in the brief cannot be used; the message says what, and what to do
    Cancelled : `progress.cancel()` was called; nothing is left behind
    """
    progress = progress or Progress()
    brief = brief or Brief.from_settings(settings)
    with live or contextlib.nullcontext(), prepare(brief, progress, live) as plan:
        return render(plan, progress, live)


def check_brief(brief: Brief) -> Brief:
    """The brief with its answers and seed, once it and the files that it names are looked at; nothing is made.

    Raises
    ------
    UserError : see `make_clip`; where the clip is written is not looked at, see `check_output`
    """
    brief = answered(brief).checked()
    for one in brief.speakers:
        if one.recording is not None:
            check_recording(one.recording)
    if brief.driver is not None:
        check_film(brief.driver)
    if brief.recording is not None:
        check_recording(brief.recording)
    if brief.music is not None:
        check_music(brief.music)
    return brief


@disk_watched()
def prepare(brief: Brief, progress: Progress, live: LiveClip | None = None) -> Plan:
    """From the brief to the motion: everything but the frames, and `live` shown the opening. Raises as `make_clip`."""
    brief = check_brief(brief)
    check_output(brief.out, brief.files.values())
    check_keys()
    turns = turns_of(brief)
    with ExitStack() as folder:
        scratch = folder.enter_context(scratch_folder())
        with progress.stage("direction"):
            roles = roles_of(brief, turns)
            direction = direct(brief) if turns else roles[0].direction
        progress.expect(usual_times(brief, direction, roles[0].voice), pace_here())
        faces = [role.face for role in roles]
        prepared = progress.beside("portrait", _prepared, brief, direction, faces)  # while the words are said
        with progress.stage("speech"):
            if turns:
                opening, voices = None, 1
                said = say_turns(turns, roles, scratch, progress)
                speech = said.speech
            else:
                speech, opening, voices = _spoken(roles[0], scratch, prepared.result, progress, live)
            portraits = prepared.result()
        height, width = portraits[0][0].image.shape[:2]
        progress.expect(
            once_spoken(speech.duration, fps=brief.fps, pixels=width * height, faces=len(faces)), pace_here()
        )
        performance = None
        if brief.driver is not None:
            with progress.stage("performance"):
                performance = read_performance(brief.driver, seconds=speech.duration, progress=progress)
        with progress.stage("motion"):
            if turns:
                motions, feelings = move_together(roles, said, [portrait for portrait, _ in portraits], progress)
            else:
                motion, feelings = moved(roles[0], speech, progress, performance)
                motions = (motion,)
        for role in roles:  # everything that was brought could be used
            if role.known and role.brief.person == brief.person:
                keep_consent(role.known, brief.stated)
        performers = tuple(
            Performer(portrait, motion, role.weights, rig)
            for (portrait, rig), motion, role in zip(portraits, motions, roles, strict=True)
        )
        return Plan(
            brief, direction, performers, tuple(faces), speech, feelings, dict(progress.seconds), folder.pop_all(),
            opening, voices,
        )  # fmt: skip


def _spoken(
    role: Role, folder: Path, prepared: Callable[[], list[tuple[Portrait, Rig]]], progress: Progress,
    live: LiveClip | None,
) -> tuple[Speech, Opening | None, int]:  # fmt: skip
    """The speech of one face, what `live` was shown of it meanwhile, and how many voices are in it."""
    brief, direction, said = role.brief, role.direction, role.voice
    opening, sounds = None, {}
    if brief.silent:
        return silent_speech(folder, round(living_seconds(brief) * brief.fps), brief.fps), None, 1
    if live is not None and brief.driver is None:
        opening = Opening(
            live, lambda: prepared()[0], partial(_clip_options, brief), role.weights, move=partial(moved, role),
            folder=folder, progress=progress,
        )  # fmt: skip
        if brief.recording is None:
            sounds = opening.show_words(brief.words, direction, said)
        else:
            opening.show_recording(brief.recording, direction, said)
    recorded = brief.acted or brief.recording is not None
    with progress.share(0, SPOKEN if recorded else 1):
        speech = make_speech(
            direction, folder, words=brief.words, recording=brief.recording, driver=brief.driver, options=said,
            progress=progress, said=sounds,
        )  # fmt: skip
    with progress.share(SPOKEN, 1):
        return speech, opening, count_voices(speech, progress.update) if recorded else 1


@disk_watched()
def render(plan: Plan, progress: Progress, live: LiveClip | None = None) -> Result:
    """From a plan to the clip, with its captions and its job file beside it; see `make_clip`."""
    brief, motion, speech = plan.brief, plan.motion, plan.speech
    with scratch_folder() as scratch, progress.stage("clip"):
        clip = compose_clip(
            drawn_frames(plan), speech, brief.out, fps=brief.fps, frames=len(motion), folder=scratch,
            options=plan.clip_options, progress=progress, live=live,
            join=plan.opening and partial(plan.opening.join, motion=motion),
        )  # fmt: skip
    job = brief.out.with_suffix(".job.json")
    brief.save(job)
    kept = brief.out.with_suffix(ENDING)
    if brief.keep_take and brief.picture is None:
        write_take(take_of(plan), kept)
    else:
        kept.unlink(missing_ok=True)  # that of a clip which this one replaces
    seconds = plan.seconds | progress.seconds
    return Result(
        clip, brief, plan.portrait, plan.direction, job, seconds, motion, speech.sentences, plan.feelings,
        speech.language, speech.heard, plan.voices,
    )  # fmt: skip


def take_of(plan: Plan) -> Take:
    """What is kept of a plan, to draw its clip again."""
    height, width = plan.portrait.image.shape[:2]
    performances = tuple(
        TakenPerformance(face, one.motion) for face, one in zip(plan.faces, plan.performers, strict=True)
    )
    return Take(plan.brief, plan.direction, plan.speech, performances, width, height, plan.feelings)


def restaged(take: Take, brief: Brief) -> tuple[Plan, ClipOptions]:
    """The plan of a take, whose files are those of `brief`, and what its clip has besides; close the plan.

    The photograph is prepared again; nothing is said, recognised or drawn by lot. The take's sound is not deleted.

    Raises
    ------
    UserError : the photograph cannot be used any more; the person that the clip was made with is not known any more
    """
    faces = [one.face for one in take.performances]
    settings = [brief_of_face(brief, face) for face in faces] if len(faces) > 1 else [brief]
    performers = tuple(
        Performer(portrait, performance.motion, weights_for(own), rig)
        for (portrait, rig), performance, own in zip(
            _prepared(brief, take.direction, faces), take.performances, settings, strict=True
        )
    )
    plan = Plan(brief, take.direction, performers, tuple(faces), take.speech, take.feelings, {}, ExitStack())
    return plan, dataclasses.replace(plan.clip_options, cut=take.cut, fades=take.fades)


def _prepared(brief: Brief, direction: Direction, faces: Sequence[int]) -> list[tuple[Portrait, Rig]]:
    """The portraits of these faces, and what moves each."""
    portraits = make_portraits(
        brief.needed_photo(), faces, size=brief.size, direction=direction, detector=brief.face_detector,
        shape=brief.shape,
    )  # fmt: skip
    if brief.resting_face:
        portraits = bring_all_to_rest(portraits) if len(faces) > 1 else (bring_to_rest(portraits[0]),)
    return [(portrait, build_rig(portrait)) for portrait in portraits]


def _clip_options(brief: Brief, portrait: Portrait) -> ClipOptions:
    return ClipOptions(
        title=brief.title, captions=brief.captions, caption_style=brief.caption_style, music=brief.music,
        voice_volume=brief.voice_volume, music_volume=brief.music_volume,
        avoid=tuple(face.box for face in portrait.faces), photo=brief.photo,
        consent=_consent_of(brief), seed=brief.seed, loop=brief.loops,
    )  # fmt: skip


def _consent_of(brief: Brief) -> str:
    """What was said by the user of everybody in the clip, for its manifest."""
    stated = [answers_for(name, Consent()) for name in brief.people if name != brief.person]
    return " ".join(dict.fromkeys(one.summary for one in (brief.stated, *stated)))


def frames_of(plan: Plan) -> Iterator[np.ndarray]:
    """The frames that `render` writes, each an array (H, W, 3) uint8 RGB of its own."""
    return finished_frames(
        drawn_frames(plan), plan.speech, fps=plan.brief.fps, frames=len(plan.motion), options=plan.clip_options
    )  # fmt: skip


def drawn_frames(plan: Plan) -> Iterator[np.ndarray]:
    """The frames of a plan as they are drawn, before label, captions and mark; see `animate`."""
    first, *others = plan.performers
    if others:
        return animate_together(plan.performers)
    return animate(first.portrait, first.motion, weights=first.weights, rig=first.rig)


def peak_rss_mb() -> float:
    """The most memory this process ever held, in MB (the encoder's own process not counted)."""
    if sys.platform == "win32":  # which has no `resource`
        import psutil

        return psutil.Process().memory_info().peak_wset / 1024**2
    if sys.platform == "linux":  # where `resource` tells of the process that started this one, too
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
