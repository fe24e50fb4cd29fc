"""Teach the generator one person: look through what the family brought, learn, judge, and keep or discard.

Everything unfinished lies in the person's work folder (see `revive.people`): the lessons, the plan and a checkpoint,
so that a teaching that was stopped goes on where it was, with the same result. What is learned begins at the shipped
weights and stays near them: few steps, a small rate, reconstruction alone. A discriminator that begins with the
teaching knows nothing yet when it ends, and would only disturb.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from revive.animator.network import WEIGHTS, load_generator
from revive.consent import Consent, Permit, keep_consent
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.home import (
    clean_name,
    people_closed,
    work_folder,
)
from revive.core.json_files import (
    digest,
)
from revive.core.layout import (
    PLAN,
)
from revive.core.permissions import private_folder
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.people import (
    Person,
    drop_work,
    keep_person,
)
from revive.training.animator import REGION_OF, Course, School, fit, save_generators
from revive.training.collect import Moment, collect
from revive.training.person_lessons import draw_person_lessons
from revive.training.style import style_of_films
from revive.training.verdict import distance, judge, sample_rows, write_sheet
from revive.training.words import outcome_words

STEPS = {"mouth": 240, "eye": 160}
RATE = 3e-4
BATCH = 6  # runs of three pictures, or as many photographs
EVERY = 10  # steps between two checkpoints
TIMED = 4  # steps, to tell how long the rest takes
LEAST_LEARNED, LEAST_HELD = {True: 8, False: 2}, {True: 2, False: 1}  # moments of films, or photographs
STAGES = {"mouth": "teach_mouth", "eye": "teach_eyes"}


@dataclass(frozen=True)
class Plan:
    """What is going to be done; kept in the work folder.

    Attributes
    ----------
    name, consent : of the person, of the family
    seed : draws lessons and batches
    steps : of each part
    learned, held_back : moments
    set_aside : reason -> moments
    style : how the person moves, as their films show it; empty where none does
    seconds : that the teaching will take on this computer, as far as can be told
    shipped : SHA-256 of the weights that it begins with
    """

    name: str
    consent: str
    seed: int
    steps: dict[str, int]
    learned: int
    held_back: int
    set_aside: dict[str, int]
    seconds: float
    shipped: str
    style: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Looked:
    """What was seen: every moment, and the plan, or why there is none."""

    moments: list[Moment]
    plan: Plan | None
    trouble: UserError | None


@dataclass(frozen=True)
class Outcome:
    """What came of a teaching: the person as it is stored, or None when nothing was kept.

    `figures` are those of `verdict.judge` by part; `sentence` says it in words.
    """

    person: Person | None
    figures: dict
    sentence: tuple[str, str]


@disk_watched()
@people_closed()
def look_through(
    files: list[Path], name: str, *, photo: Path | None = None, consent: Consent | None = None,
    steps: int | None = None, seed: int = 7, progress: Progress | None = None, thumbs: Path | None = None,
) -> Looked:  # fmt: skip
    """Collect and sort, hold some back, draw the lessons, and time a few steps.

    An unfinished teaching of the same person is discarded; what was learned before stays until something better comes.

    Parameters
    ----------
    files : photographs and films
    name : of the person, any Unicode
    photo : of the person, where others are seen too
    consent : the three answers; not needed where they were given for this person before
    steps : of the mouth; the eyes take two thirds
    thumbs : where the small pictures go; in the work folder when not given

    Raises
    ------
    UserError : no name, no consent, a file is neither photograph nor film, no face
    Cancelled : nothing of it is kept
    """
    name, progress = clean_name(name), progress or Progress()
    answers = Permit("taught face", consent or Consent(), name).answers
    if not files:
        raise UserError("Please choose photographs or films of the person first.", "请先选择这个人的照片或视频。")
    drop_work(name)
    work = work_folder(name)
    try:
        with scratch_folder() as scratch:
            with progress.stage("collect"):
                moments = collect(files, thumbs or Path(scratch), photo=photo, tell=progress.update)
            trouble = _too_little(moments)
            if trouble:
                return Looked(moments, None, trouble)
            with progress.stage("style"):
                style = style_of_films(files, moments, tell=progress.update)
            with progress.stage("lessons"):
                private_folder(work)
                draw_person_lessons(moments, work / "lessons", seed=seed, tell=progress.update)
                schools = _schools(work)
                if "mouth" not in schools:  # the sizes of the faces differ too much
                    drop_work(name)
                    return Looked(moments, None, _sentence_too_little(moments))
            for moment in moments:
                for picture in moment.pictures:
                    picture.unlink()
            wanted = {part: most if steps is None else max(round(steps * most / STEPS["mouth"]), 1)
                      for part, most in STEPS.items()}  # fmt: skip
            with progress.stage("timing"):
                seconds = sum(
                    wanted[part] * _seconds_a_step(part, school, seed, progress) for part, school in schools.items()
                )
        plan = Plan(
            name=name, consent=answers.relation, seed=seed, steps=wanted,
            learned=sum(m.used and not m.held for m in moments), held_back=sum(m.used and m.held for m in moments),
            set_aside=dict(Counter(m.reason for m in moments if m.reason)), seconds=round(seconds, 1),
            shipped=digest(WEIGHTS), style=style,
        )  # fmt: skip
        keep_consent(name, answers)
        (work / PLAN).write_text(json.dumps(asdict(plan), indent=2, ensure_ascii=False), encoding="utf-8")
    except BaseException:
        drop_work(name)
        raise
    return Looked(moments, plan, None)


def load_plan(name: str) -> Plan:
    """The plan of the person's unfinished teaching.

    Raises
    ------
    UserError : there is none
    """
    try:
        return Plan(**json.loads((work_folder(name) / PLAN).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise UserError(
            f"There is no unfinished teaching of “{name}” to go on with; please begin with photographs or films.",
            f"没有未完成的“{name}”的学习，请先选择照片或视频。",
        ) from error


@disk_watched()
@people_closed()
def teach(
    name: str, *, progress: Progress | None = None, sheet: Path | None = None,
    heard: Callable[[str, int, float], None] = lambda part, step, loss: None, rate: float = RATE,
) -> Outcome:  # fmt: skip
    """Learn as the person's plan says, going on from a checkpoint; judge; keep what is better, or nothing.

    Parameters
    ----------
    sheet : where to copy the pictures of before and after to; they are stored only with what is kept
    heard : told part, step and distance from the truth on held-back frames, now and then; first of what was before
    rate : the highest learning rate

    Raises
    ------
    UserError : nothing was begun for this person, or the answers given then are gone
    Cancelled : the checkpoint stays, and the next call goes on from it
    """
    progress = progress or Progress()
    plan = load_plan(name)
    Permit("taught face", person=plan.name)
    work = work_folder(plan.name)
    if plan.shipped != digest(WEIGHTS):  # a newer Revive came between
        for part in STEPS:
            _checkpoint(work, part).unlink(missing_ok=True)
    started = time.perf_counter()
    total = sum(plan.steps.values())
    progress.expected |= {STAGES[part]: plan.seconds * count / total for part, count in plan.steps.items()}
    schools = _schools(work)
    shipped = {part: load_generator(WEIGHTS, REGION_OF[part]) for part in STEPS}
    taught = {}
    for part, school in schools.items():
        with progress.stage(STAGES[part]):
            taught[part] = _learn(part, school, shipped[part], plan, rate, progress, heard)
    with progress.stage("judge"):
        figures, rows = {}, []
        for part, school in schools.items():
            seen = (shipped[part], taught[part], REGION_OF[part], school.held_out)
            figures[part] = judge(*seen)
            rows += sample_rows(*seen)
            progress.update(0.5)
        write_sheet(work / "sheet.png", rows)
        if sheet is not None:
            shutil.copyfile(work / "sheet.png", sheet)
    sentence = outcome_words(plan.name, figures)
    kept = [part for part, figure in figures.items() if figure["kept"]]
    if not kept:
        drop_work(plan.name)
        return Outcome(None, figures, sentence)
    save_generators(work / "taught.safetensors", {part: (taught if part in kept else shipped)[part] for part in STEPS})
    person = Person(
        name=plan.name, taught=datetime.now(UTC).isoformat(timespec="seconds"), learned=plan.learned,
        held_back=plan.held_back, steps=total, seconds=round(time.perf_counter() - started, 1), figures=figures,
        curve={part: json.loads((work / f"{part}.curve.json").read_text()) for part in schools},
        sha256=digest(work / "taught.safetensors"), consent=plan.consent, style=plan.style,
    )  # fmt: skip
    keep_person(person, work / "taught.safetensors", work / "sheet.png")
    return Outcome(person, figures, sentence)


def _schools(work: Path) -> dict[str, School]:
    """The lessons of every part that can be learned and judged."""
    schools = {part: School.open(work / "lessons", part) for part in STEPS}
    return {part: school for part, school in schools.items() if school.held_out and (school.clips or school.portraits)}


def _learn(part: str, school: School, shipped, plan: Plan, rate: float, progress: Progress, heard):
    """One part's generator after its steps; goes on from its checkpoint."""
    work, region, steps = work_folder(plan.name), REGION_OF[part], plan.steps[part]
    curve = work / f"{part}.curve.json"
    if not _checkpoint(work, part).exists():
        curve.write_text(json.dumps([[0, distance(shipped, region, school.held_out)]]))
    for point in json.loads(curve.read_text()):
        heard(part, *point)

    def tick(done: int, mean) -> None:
        if done % EVERY == 0 or done == steps:
            points = [point for point in json.loads(curve.read_text()) if point[0] < done]
            points.append([done, round(distance(mean.eval(), region, school.held_out), 4)])
            curve.write_text(json.dumps(points))
            heard(part, *points[-1])
        progress.update(done / steps)

    return fit(
        part, dataclasses.replace(school, held_out=[]), _course(school, steps, plan.seed, rate), folder=work,
        checkpoint=_checkpoint(work, part), start=shipped.state_dict(), say=_nothing, tick=tick, every=EVERY,
    )  # fmt: skip


def _too_little(moments: list[Moment]) -> UserError | None:
    """Why these moments are not enough, None where they are: films alone, or photographs alone, must be."""
    for film in (True, False):
        used = [moment for moment in moments if moment.used and moment.film == film]
        learned, held = sum(not m.held for m in used), sum(m.held for m in used)
        if learned >= LEAST_LEARNED[film] and held >= LEAST_HELD[film]:
            return None
    return _sentence_too_little(moments)


def _sentence_too_little(moments: list[Moment]) -> UserError:
    photos, films = (sum(m.used and m.film == film for m in moments) for film in (False, True))
    return UserError(
        f"That is too little to learn from: {photos} photographs and {films} moments of film can be used; please bring"
        " at least three different photographs, or ten seconds of film with the face clearly seen.",
        f"可用的内容太少：{photos} 张照片、视频中 {films} 个片刻。请至少提供三张不同的照片，或十秒脸部清晰的视频。",
    )


def _course(school: School, steps: int, seed: int, rate: float = RATE) -> Course:
    """Batches of films, photographs, or both."""
    runs = 0 if not school.clips else BATCH if not school.portraits else max(2 * BATCH // 3, 1)
    singles = 0 if not school.portraits else 3 * max(BATCH - runs, 1)
    return Course(
        steps, 0, runs=runs, singles=singles, rate=rate, adversary=0, features=0, seed=seed, warm=max(steps // 10, 1),
        kept=0.98,
    )  # fmt: skip


def _seconds_a_step(part: str, school: School, seed: int, progress: Progress) -> float:
    """Measured with real lessons; what was learned by it is thrown away."""
    school = dataclasses.replace(school, held_out=[])
    times: list[float] = []

    def tick(done: int, mean) -> None:
        times.append(time.perf_counter())
        progress.update((done + (TIMED if part == "eye" else 0)) / (2 * TIMED))

    with scratch_folder() as scratch:
        fit(
            part, school, _course(school, TIMED, seed), folder=Path(scratch), every=TIMED + 1,
            checkpoint=Path(scratch) / "checkpoint", say=_nothing, tick=tick,
        )  # fmt: skip
    steps = [later - earlier for earlier, later in itertools.pairwise(times[:-1])]  # the last one also draws
    return sorted(steps)[len(steps) // 2]


def _checkpoint(work: Path, part: str) -> Path:
    return work / f"{part}.checkpoint"


def _nothing(line: str) -> None:
    """Nobody is told."""
