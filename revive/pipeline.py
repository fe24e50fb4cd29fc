"""All steps of one clip, from the photograph to the file."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np

from revive.animator import Performer, Rig, animate, animate_together, bring_all_to_rest, bring_to_rest, build_rig
from revive.brief import Brief, answered
from revive.clip import ClipOptions, LiveClip, check_music, check_output, compose_clip, finished_frames
from revive.consent import keep_consent
from revive.conversation import move_together, say_turns, turns_of
from revive.core.disk import disk_watched
from revive.core.pace import pace_here
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.direction import Direction
from revive.everyone import MOST, everyone_of, move_everyone
from revive.media.film import check_film
from revive.motion import read_performance
from revive.opening import Opening
from revive.plan import Plan, clip_options
from revive.portrait import Portrait, make_portraits
from revive.provenance import check_keys
from revive.result import Result
from revive.roles import Role, brief_of_face, direct, moved, roles_of, weights_for
from revive.speech import Speech, check_recording, make_speech, silent_speech
from revive.takes import Performance as TakenPerformance
from revive.takes import Take, write_take
from revive.takes.take import ENDING
from revive.usual_times import living_seconds, once_spoken, usual_times
from revive.voice.heard_voices import count_voices

SPOKEN = 0.95  # share of the stage in which a recording becomes speech; in the rest its voices are told apart


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
        most = MOST if brief.silent and brief.everyone else 0
        prepared = progress.beside("portrait", _prepared, brief, direction, faces, most)  # while the words are said
        with progress.stage("speech"):
            if turns:
                opening, voices = None, 1
                said = say_turns(turns, roles, scratch, progress)
                speech = said.speech
            else:
                speech, opening, voices = _spoken(roles[0], scratch, prepared.result, progress, live)
            portraits = prepared.result()
        if len(portraits) > len(roles):  # nobody speaks, and there are others
            roles = everyone_of(brief, roles[0], [portrait for portrait, _ in portraits])
            faces = [role.face for role in roles]
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
            elif roles[1:]:
                motions, feelings = move_everyone(roles, speech, progress), ()
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
            live, lambda: prepared()[0], partial(clip_options, brief), role.weights, move=partial(moved, role),
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


def _prepared(brief: Brief, direction: Direction, faces: Sequence[int], most: int = 0) -> list[tuple[Portrait, Rig]]:
    """The portraits of these faces, and what moves each; with others, up to `most` in all."""
    portraits = make_portraits(
        brief.needed_photo(), faces, size=brief.size, direction=direction, detector=brief.face_detector,
        shape=brief.shape, most=most,
    )  # fmt: skip
    if brief.resting_face:
        portraits = bring_all_to_rest(portraits) if portraits[1:] else (bring_to_rest(portraits[0]),)
    return [(portrait, build_rig(portrait)) for portrait in portraits]


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
