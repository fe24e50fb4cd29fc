"""Train the animator's generators against discriminators: one for the mouth, one for the eyes.

Each learns first to reconstruct, then also to deceive. The work folder holds the lessons, a checkpoint, the log and
sample sheets; a training that was stopped goes on from its checkpoint, and the same seed gives the same steps.
"""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from revive.animator.region import MOUTH, RIGHT_EYE, Region
from revive.teaching.common.checkpoint import follow, half, keep, load_checkpoint
from revive.teaching.samples.region_samples import RUN, Lesson, lessons, prepare_lessons
from revive.teaching.samples.augmentation import draw_batch

CHECKPOINT_EVERY, VALIDATE_EVERY = 100, 500  # steps
KEPT = 0.995  # of the running mean of the weights, at every step: what is shipped trembles less
ROUND = 24  # pictures finished at once when measuring


@dataclass(frozen=True)
class Course:
    """How one generator is trained.

    Attributes
    ----------
    steps : of reconstruction alone
    contest : further steps against the discriminator
    runs, singles : in a batch, runs of three frames from clips and single portraits
    rate : the highest learning rate of the generator; a fifth of it in the contest
    adversary, features : weights of the adversarial and the feature-matching term; 0 leaves the discriminator out
    seed : draws first weights, batches and augmentation
    warm : steps in which the learning rate rises
    kept : of the running mean of the weights, at every step
    """

    steps: int
    contest: int
    runs: int
    singles: int
    rate: float = 1e-3
    adversary: float = 0.3
    features: float = 2.0
    seed: int = 7
    warm: int = 100
    kept: float = KEPT


COURSES = {"mouth": Course(2200, 500, runs=4, singles=8), "eye": Course(1000, 400, runs=6, singles=0, rate=5e-4)}
REGION_OF = {"mouth": MOUTH, "eye": RIGHT_EYE}


def train_animator(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, adversarial: bool = True,
    courses: dict[str, Course] | None = None, say: Callable[[str], None] = print,
) -> dict:  # fmt: skip
    """Draw the lessons, train both generators, and write `out`/animator.safetensors (float16).

    Parameters
    ----------
    data : folder with talking/ and portraits/
    out : the work folder
    resume : go on from the checkpoint of a run that was stopped; otherwise begin anew (lessons are kept)
    adversarial : False trains as long by reconstruction alone: the ablation
    courses : "mouth" and "eye"; others than `COURSES` for a trial

    Returns
    -------
    dict : for each generator PSNR and SSIM on the validation lessons, of the warp and of the finished pictures
    """
    courses = {name: replace(course, seed=seed) for name, course in (courses or COURSES).items()}
    if not adversarial:
        courses = {name: replace(course, adversary=0, features=0) for name, course in courses.items()}
    out.mkdir(parents=True, exist_ok=True)
    prepare_lessons(data, out / "lessons", seed=seed, say=say)
    nets, figures = {}, {}
    for name, course in courses.items():
        checkpoint = out / f"{name}.checkpoint"
        if not resume:
            checkpoint.unlink(missing_ok=True)
        school = School.open(out / "lessons", name)
        net = fit(name, school, course, folder=out, checkpoint=checkpoint, say=say)
        figures[name] = validate(net, REGION_OF[name], school.held_out)
        nets[name] = net
    told = json.dumps({name: asdict(course) for name, course in courses.items()})
    save_generators(out / "animator.safetensors", nets, metadata={"courses": told})
    return figures


def save_generators(path: Path, nets: dict, *, metadata: dict[str, str] | None = None) -> None:
    """Write the generators by name ("mouth", "eye") as one file in float16, as `network.load_generator` reads it."""
    from safetensors.torch import save_file

    tensors = {f"{name}.{key}": value for name, net in nets.items() for key, value in half(net).items()}
    save_file(tensors, path, metadata=metadata)


@dataclass(frozen=True)
class School:
    """The lessons of one kind of region: clips by person, single portraits, and clips held out."""

    clips: dict[str, list[Lesson]]
    portraits: list[Lesson]
    held_out: list[Lesson]

    @classmethod
    def open(cls, folder: Path, region: str) -> School:
        clips: dict[str, list[Lesson]] = {}
        portraits = []
        for name, lesson in lessons(folder, region):
            if int(lesson.run) == 1:
                portraits.append(lesson)
            else:
                clips.setdefault(name.split("-")[0], []).append(lesson)
        held_out = [lesson for _, lesson in lessons(folder, region, validate=True)]
        return cls(clips, portraits, held_out)

    def draw(self, course: Course, rng: np.random.Generator) -> list[tuple[Lesson, int]]:
        """A batch: every person as often, runs first."""
        names = list(self.clips)
        chosen = []
        for _ in range(course.runs):
            of_person = self.clips[names[rng.integers(len(names))]]
            lesson = of_person[rng.integers(len(of_person))]
            chosen.append((lesson, RUN * int(rng.integers(len(lesson.picture) // RUN))))
        if self.portraits:
            chosen += [(self.portraits[rng.integers(len(self.portraits))], 0) for _ in range(course.singles)]
        return chosen


def fit(
    name: str, school: School, course: Course, *, folder: Path, checkpoint: Path, start: dict | None = None,
    say: Callable[[str], None] = print, tick: Callable[[int, object], None] = lambda done, mean: None,
    every: int | None = None,
):  # fmt: skip
    """Train one generator ("mouth" or "eye"); goes on from `checkpoint` where there is one.

    `start` is a state to begin from instead of fresh weights. `tick` is told after each step how many are done, with
    the running mean of the generator, and may raise to stop; a checkpoint is written `every` so many steps,
    `CHECKPOINT_EVERY` unless told. Gives back the running mean of its weights.
    """
    import torch

    from revive.animator.generator import Generator
    from revive.training.common.discriminator import Discriminator
    from revive.teaching.common.accelerator import choose_accelerator

    region = REGION_OF[name]
    accelerator = choose_accelerator()
    torch.manual_seed(course.seed)
    generator, discriminator = Generator(4 * len(region.shape)), Discriminator()
    if start is not None:
        generator.load_state_dict(start)
    mean = copy.deepcopy(generator).to(accelerator.device)
    generator, discriminator = (
        net.to(memory_format=torch.channels_last) for net in (generator, discriminator)
    )  # fmt: skip
    g_steps = torch.optim.Adam(generator.parameters(), betas=(0.5, 0.99))
    d_steps = torch.optim.Adam(discriminator.parameters(), lr=6e-4, betas=(0.5, 0.99))
    generator, discriminator, g_steps, d_steps = accelerator.prepare(generator, discriminator, g_steps, d_steps)
    kept = {"generator": accelerator.unwrap_model(generator), "discriminator": accelerator.unwrap_model(discriminator),
            "mean": mean, "g_steps": g_steps, "d_steps": d_steps}  # fmt: skip
    first = load_checkpoint(checkpoint, kept)
    steps = course.steps + course.contest
    say(f"{name}: {_count(generator)} parameters, {steps} steps{f', going on from step {first}' if first else ''}")
    log = (folder / f"{name}.log.jsonl").open("a" if first else "w", encoding="utf-8")
    started = time.perf_counter()
    with log:
        for step in range(first, steps):
            rng = np.random.default_rng([course.seed, step, accelerator.process_index])
            batch = {
                key: _laid_out(torch.from_numpy(value).to(accelerator.device))
                for key, value in draw_batch(region, school.draw(course, rng), rng).items()
            }
            for group in g_steps.param_groups:
                group["lr"] = _rate(step, course)
            contest = step >= course.steps and course.adversary > 0
            losses = _step(generator, discriminator, g_steps, d_steps, batch, course, accelerator, contest=contest)
            follow(mean, accelerator.unwrap_model(generator), course.kept)
            done = step + 1
            if done % (every or CHECKPOINT_EVERY) == 0 or done == steps:
                row = {"step": done, **{key: round(float(value), 5) for key, value in losses.items()}}
                if accelerator.is_main_process:
                    keep(checkpoint, kept, done)
                    if done % VALIDATE_EVERY == 0 or done == steps:
                        row |= validate(mean, region, school.held_out)
                        _sheets(folder, name, done, mean, region, school, course.seed)
                    log.write(json.dumps(row) + "\n")
                    log.flush()
                    left = (time.perf_counter() - started) / (done - first) * (steps - done)
                    say(f"{name}: step {done} of {steps}: " + ", ".join(
                        f"{key} {value:.3f}" for key, value in row.items() if key != "step"
                    ) + f", {left / 60:.0f} minutes left")  # fmt: skip
            tick(done, mean)
    return mean.cpu().eval()


def _step(generator, discriminator, g_steps, d_steps, batch, course, accelerator, *, contest: bool) -> dict:
    """One step of the generator, and one of the discriminator in the contest; gives the losses."""
    import torch

    from revive.animator.generator import read_colours, white_balance
    from revive.training.common.discriminator import deceive_loss, feature_loss, judge_loss, matter
    from revive.teaching.face.losses import reconstruction_loss

    colours = read_colours(batch["rest"], batch["rest_opening"])
    mean, spread = colours[:, :3, None, None], colours[:, 3:, None, None]
    seen = (batch["opening"], batch["stretch"])
    with accelerator.autocast():
        finished, mask = generator(batch["picture"], *seen, batch["shape"], colours, batch["share"])
    finished, mask = finished.float(), mask.float()
    losses = reconstruction_loss(finished, mask, batch["truth"], batch["opening"], spread, course.runs * RUN)
    if contest:
        weight = matter(*seen)
        light = white_balance(mean)
        real, made = (light * (picture - mean) / spread for picture in (batch["truth"], finished))
        with accelerator.autocast():
            judged = judge_loss(discriminator(real, *seen), discriminator(made.detach(), *seen), weight)
        d_steps.zero_grad()
        accelerator.backward(judged)
        d_steps.step()
        for parameter in discriminator.parameters():
            parameter.requires_grad_(False)
        with accelerator.autocast(), torch.no_grad():
            of_real = discriminator(real, *seen)
        with accelerator.autocast():
            of_made = discriminator(made, *seen)
        deceived, matched = deceive_loss(of_made, weight), feature_loss(of_real, of_made)
        losses |= {"judge": judged, "deceive": deceived, "features": matched}
        losses["total"] = losses["total"] + course.adversary * deceived + course.features * matched
    g_steps.zero_grad()
    accelerator.backward(losses["total"])
    accelerator.clip_grad_norm_(generator.parameters(), 1.0)
    g_steps.step()
    if contest:
        for parameter in discriminator.parameters():
            parameter.requires_grad_(True)
    return {key: value.detach() for key, value in losses.items()}


def finish(
    net, region: Region, chosen: list[tuple[Lesson, int]]
) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """The runs as they are, with what the generator makes of them: batch, finished (n, 3, h, w), mask (n, 1, h, w)."""
    import torch

    from revive.animator.generator import read_colours

    batch = draw_batch(region, chosen, np.random.default_rng(0), augment=False)
    device = next(net.parameters()).device
    t = {key: torch.from_numpy(value).to(device) for key, value in batch.items()}
    with torch.inference_mode():
        colours = read_colours(t["rest"], t["rest_opening"])
        finished, mask = net(t["picture"], t["opening"], t["stretch"], t["shape"], colours, t["share"])
    return batch, finished.clamp(0, 1).cpu().numpy(), mask.cpu().numpy()


def finished_rounds(
    net, region: Region, of_lessons: list[Lesson]
) -> Iterator[tuple[dict[str, np.ndarray], np.ndarray]]:  # fmt: skip
    """Every frame of the lessons, a few at once: the batch, and what the generator makes of it."""
    for lesson in of_lessons:
        run = int(lesson.run)
        firsts = range(0, len(lesson.picture), run)
        for at in range(0, len(firsts), ROUND // run):
            batch, finished, _ = finish(net, region, [(lesson, first) for first in firsts[at : at + ROUND // run]])
            yield batch, finished


def validate(net, region: Region, held_out: list[Lesson]) -> dict[str, float]:
    """PSNR and SSIM of warp and finished pictures against the truth, over whole region frames of held-out clips."""
    from revive.teaching.common.metrics import psnr, ssim

    rows = []
    for batch, finished in finished_rounds(net, region, held_out):
        for warp, made, truth in zip(batch["picture"], finished, batch["truth"], strict=True):
            warp, made, truth = (255 * picture.transpose(1, 2, 0) for picture in (warp, made, truth))
            rows.append((psnr(warp, truth), psnr(made, truth), ssim(warp, truth).mean(), ssim(made, truth).mean()))
    if not rows:
        return {}
    names = ("warp_psnr", "psnr", "warp_ssim", "ssim")
    return {name: round(float(value), 4) for name, value in zip(names, np.mean(rows, axis=0), strict=True)}


def _sheets(folder: Path, name: str, step: int, net, region: Region, school: School, seed: int) -> None:
    """Samples as PNG: in each row the photograph, the warp, the finished picture, the mask and the truth."""
    import cv2

    rng = np.random.default_rng(seed)
    known = [lesson for of_person in school.clips.values() for lesson in of_person]
    groups = {"learn": known, "portrait": school.portraits, "validate": school.held_out}
    for group, of_group in groups.items():
        if not of_group:
            continue
        rows = []
        for _ in range(8):
            lesson = of_group[rng.integers(len(of_group))]
            run = int(lesson.run)
            batch, finished, mask = finish(net, region, [(lesson, run * int(rng.integers(len(lesson.picture) // run)))])
            cells = [
                batch["rest"][0],
                batch["picture"][0],
                finished[0],
                np.repeat(mask[0], 3, axis=0),
                batch["truth"][0],
            ]
            rows.append(np.concatenate([cell.transpose(1, 2, 0) for cell in cells], axis=1))
        half = len(rows) // 2
        sheet = np.hstack([np.vstack(rows[:half]), np.vstack(rows[half:])])
        sheet = cv2.resize((255 * sheet).astype(np.uint8), None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
        (folder / "sheets").mkdir(exist_ok=True)
        cv2.imwrite(str(folder / "sheets" / f"{name}-{step:05d}-{group}.png"), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def _rate(step: int, course: Course) -> float:
    """Up over the first steps, down along a cosine; the contest goes on at a fifth and also down."""
    if step < course.steps:
        return course.rate * min((step + 1) / course.warm, 0.55 + 0.45 * math.cos(math.pi * step / course.steps))
    return 0.2 * course.rate * (0.55 + 0.45 * math.cos(math.pi * (step - course.steps) / max(course.contest, 1)))


def _laid_out(tensor):
    """Channels last: on the processor convolutions are quicker so."""
    import torch

    return tensor.to(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor


def _count(net) -> str:
    return f"{sum(parameter.numel() for parameter in net.parameters()):,}"
