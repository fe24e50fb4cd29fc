"""Look through what the family brought of one person, draw samples, and plan the teaching."""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from revive.animator.network import WEIGHTS
from revive.consent import Consent, Permit, keep_consent
from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.home import clean_name, people_closed, work_folder
from revive.core.json_files import digest
from revive.core.layout import PLAN
from revive.core.permissions import private_folder
from revive.core.progress import Progress
from revive.core.scratch import scratch_folder
from revive.people import drop_work
from revive.teaching.face.generator_training import RegionDataset, train_generator
from revive.teaching.face.person_samples import draw_person_samples
from revive.teaching.face.plan import SAMPLES, STEPS, Plan, config_of, datasets_of
from revive.teaching.face.style import style_of_films
from revive.teaching.samples.collect import collect
from revive.teaching.samples.moments import Moment

TIMED = 4  # steps, to tell how long the rest takes
LEAST_LEARNED, LEAST_HELD = {True: 8, False: 2}, {True: 2, False: 1}  # moments of films, or photographs


@dataclass(frozen=True)
class Looked:
    """What was seen: every moment, and the plan, or why there is none."""

    moments: list[Moment]
    plan: Plan | None
    trouble: UserError | None


@disk_watched()
@people_closed()
def look_through(
    files: list[Path], name: str, *, photo: Path | None = None, consent: Consent | None = None,
    steps: int | None = None, seed: int = 7, progress: Progress | None = None, thumbs: Path | None = None,
) -> Looked:  # fmt: skip
    """Collect and sort, hold some back, draw the samples, and time a few steps.

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
    assert answers is not None  # a teaching always asks for them
    if not files:
        raise UserError("Please choose photographs or films of the person first.")
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
                draw_person_samples(moments, work / SAMPLES, seed=seed, tell=progress.update)
                datasets = datasets_of(work)
                if "mouth" not in datasets:  # the sizes of the faces differ too much
                    drop_work(name)
                    return Looked(moments, None, _sentence_too_little(moments))
            for moment in moments:
                for picture in moment.pictures:
                    picture.unlink()
            wanted = {part: most if steps is None else max(round(steps * most / STEPS["mouth"]), 1)
                      for part, most in STEPS.items()}  # fmt: skip
            with progress.stage("timing"):
                seconds = sum(
                    wanted[part] * _seconds_a_step(part, dataset, seed, progress) for part, dataset in datasets.items()
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
        "That is too little to learn from: {photos} photographs and {films} moments of film can be used; please bring"
        " at least three different photographs, or ten seconds of film with the face clearly seen.",
        photos=photos,
        films=films,
    )


def _seconds_a_step(part: str, dataset: RegionDataset, seed: int, progress: Progress) -> float:
    """Measured with real samples; the weights that come of it are thrown away."""
    times: list[float] = []

    def on_step(done: int, average) -> None:
        times.append(time.perf_counter())
        progress.update((done + (TIMED if part == "eye" else 0)) / (2 * TIMED))

    with scratch_folder() as scratch:
        train_generator(
            part, dataset, config_of(dataset, TIMED, seed), folder=Path(scratch), checkpoint_every=TIMED + 1,
            checkpoint=Path(scratch) / "checkpoint", say=lambda line: None, on_step=on_step,
        )  # fmt: skip
    steps = [later - earlier for earlier, later in itertools.pairwise(times[:-1])]  # the last one also draws
    return sorted(steps)[len(steps) // 2]
