"""Train one of the animator's generators, "mouth" or "eye", from fresh weights or from shipped ones.

It learns to reconstruct; the workshop passes an `Adversary` that joins in after that. The work folder holds a
checkpoint and a log; a stopped training resumes from its checkpoint, and the same seed gives the same steps.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from revive.animator.region import MOUTH, RIGHT_EYE
from revive.teaching.common.checkpoint import Stateful, half_precision, load_checkpoint, save_checkpoint
from revive.teaching.samples.augmentation import draw_batch
from revive.teaching.samples.region_samples import FACE, RUN, RegionSample, load_samples

if TYPE_CHECKING:
    import torch
    from accelerate import Accelerator

    from revive.animator.generator import Generator

CHECKPOINT_EVERY, VALIDATE_EVERY = 100, 500  # steps
REGION_OF = {"mouth": MOUTH, "eye": RIGHT_EYE}


@dataclass(frozen=True)
class TrainingConfig:
    """How one generator is trained.

    Attributes
    ----------
    steps : of reconstruction alone
    adversarial_steps : further steps, with the adversary where there is one, at a fifth of the learning rate
    runs, singles : in a batch, runs of three frames of clips, and single photographs
    learning_rate : the highest one of the generator
    seed : of first weights, batches and augmentation
    warmup : steps in which the learning rate rises
    ema_decay : of the average of the weights, at every step
    """

    steps: int
    adversarial_steps: int
    runs: int
    singles: int
    learning_rate: float = 1e-3
    seed: int = 7
    warmup: int = 100
    ema_decay: float = 0.995

    @property
    def total(self) -> int:
        """All steps."""
        return self.steps + self.adversarial_steps


@dataclass(frozen=True)
class RegionDataset:
    """The samples of one kind of region: clips by person, single photographs, and samples held out.

    `faces` are of people who were photographed twice, neutral and smiling.
    """

    clips: dict[str, list[RegionSample]]
    portraits: list[RegionSample]
    held_out: list[RegionSample]
    faces: list[RegionSample] = field(default_factory=list)

    @classmethod
    def load(cls, folder: Path, region: str) -> RegionDataset:
        """Read what `save_samples` wrote to `folder` of "mouth" or "eye"."""
        clips: dict[str, list[RegionSample]] = {}
        portraits, faces = [], []
        for name, sample in load_samples(folder, region):
            if int(sample.run) == 1:
                (faces if name.startswith(f"{FACE}-") else portraits).append(sample)
            else:
                clips.setdefault(name.split("-")[0], []).append(sample)
        held_out = [sample for _, sample in load_samples(folder, region, validate=True)]
        return cls(clips, portraits, held_out, faces)

    def draw(self, config: TrainingConfig, rng: np.random.Generator) -> list[tuple[RegionSample, int]]:
        """A batch, as samples with the first frame of a run in each: every person as often, clips first."""
        names = list(self.clips)
        chosen = []
        for _ in range(config.runs):
            of_person = self.clips[names[rng.integers(len(names))]]
            sample = of_person[rng.integers(len(of_person))]
            chosen.append((sample, RUN * int(rng.integers(len(sample.picture) // RUN))))
        kinds = [singles for singles in (self.portraits, self.faces) if singles]
        for n in range(config.singles if kinds else 0):
            singles = kinds[n % len(kinds)]
            chosen.append((singles[rng.integers(len(singles))], 0))
        return chosen


class Adversary(Protocol):
    """What joins a generator's training in its adversarial phase."""

    @property
    def parts(self) -> Mapping[str, Stateful]:
        """What a checkpoint holds of it."""
        ...

    def losses(
        self, batch: dict[str, torch.Tensor], finished: torch.Tensor, mean: torch.Tensor, spread: torch.Tensor
    ) -> tuple[dict[str, torch.Tensor], list[torch.Tensor]]:
        """Learn from a batch; gives losses by name, for the log, and the weighted terms that the generator adds."""
        ...


def save_generators(
    path: Path, generators: Mapping[str, torch.nn.Module], *, metadata: dict[str, str] | None = None
) -> None:
    """Write the generators by name ("mouth", "eye") as one file in float16, as `network.load_generator` reads it."""
    from safetensors.torch import save_file

    tensors = {f"{name}.{key}": value for name, net in generators.items() for key, value in half_precision(net).items()}
    save_file(tensors, path, metadata=metadata)


def train_generator(
    name: str, dataset: RegionDataset, config: TrainingConfig, *, folder: Path, checkpoint: Path,
    start: dict[str, torch.Tensor] | None = None, adversary: Callable[[Accelerator], Adversary] | None = None,
    validate: Callable[[int, torch.nn.Module], dict[str, float]] | None = None, say: Callable[[str], None] = print,
    on_step: Callable[[int, torch.nn.Module], None] | None = None, checkpoint_every: int | None = None,
) -> Generator:  # fmt: skip
    """Train one generator ("mouth" or "eye"); resumes from `checkpoint` where there is one.

    Parameters
    ----------
    folder : where the log goes
    start : weights to begin from instead of fresh ones
    adversary : makes what joins in the adversarial phase, once the generator has its first weights
    validate : told the step and the averaged generator, every VALIDATE_EVERY steps; its figures go to the log
    on_step : told after each step how many are done, with the averaged generator; may raise to stop
    checkpoint_every : steps; CHECKPOINT_EVERY where it is not given

    Returns
    -------
    Generator : the exponential moving average of its weights, in evaluation mode, on the processor
    """
    import torch

    from revive.animator.generator import Generator
    from revive.teaching.common.accelerator import channels_last, choose_accelerator, use_all_cores
    from revive.teaching.common.ema import averaged
    from revive.teaching.common.learning_rate import scheduler

    region = REGION_OF[name]
    use_all_cores()
    accelerator = choose_accelerator()
    torch.manual_seed(config.seed)
    generator = Generator(4 * len(region.shape))
    opponent = adversary(accelerator) if adversary else None
    if start is not None:
        generator.load_state_dict(start)
    average = averaged(generator, config.ema_decay).to(accelerator.device)
    generator = channels_last(generator)
    optimizer = torch.optim.Adam(generator.parameters(), lr=config.learning_rate, betas=(0.5, 0.99))
    rates = scheduler(optimizer, lambda step: _rate(step, config))
    generator, optimizer = accelerator.prepare(generator, optimizer)
    parts: dict[str, Stateful] = {
        "generator": accelerator.unwrap_model(generator), "average": average, "optimizer": optimizer,
        "scheduler": rates, **(opponent.parts if opponent else {}),
    }  # fmt: skip
    first = load_checkpoint(checkpoint, parts)
    say(f"{name}: {_count(generator)} parameters, {config.total} steps{f', resuming at step {first}' if first else ''}")
    log = (folder / f"{name}.log.jsonl").open("a" if first else "w", encoding="utf-8")
    started = time.perf_counter()
    with log:
        for step in range(first, config.total):
            rng = np.random.default_rng([config.seed, step, accelerator.process_index])
            batch = {
                key: _batch_channels_last(torch.from_numpy(value).to(accelerator.device))
                for key, value in draw_batch(region, dataset.draw(config, rng), rng).items()
            }
            active = opponent if step >= config.steps else None
            losses = _step(generator, optimizer, batch, config, accelerator, active)
            rates.step()
            average.update_parameters(accelerator.unwrap_model(generator))
            done = step + 1
            if done % (checkpoint_every or CHECKPOINT_EVERY) == 0 or done == config.total:
                row: dict[str, Any] = {"step": done}
                row |= {key: round(float(value), 5) for key, value in losses.items()}
                if accelerator.is_main_process:
                    save_checkpoint(checkpoint, parts, done)
                    if validate and (done % VALIDATE_EVERY == 0 or done == config.total):
                        row |= validate(done, average.module)
                    log.write(json.dumps(row) + "\n")
                    log.flush()
                    left = (time.perf_counter() - started) / (done - first) * (config.total - done)
                    figures = ", ".join(f"{key} {value:.3f}" for key, value in row.items() if key != "step")
                    say(f"{name}: step {done} of {config.total}: {figures}, {left / 60:.0f} minutes left")
            if on_step:
                on_step(done, average.module)
    return cast("Generator", average.module.cpu().eval())


def _step(
    generator, optimizer, batch: dict[str, torch.Tensor], config: TrainingConfig, accelerator: Accelerator,
    adversary: Adversary | None,
) -> dict[str, torch.Tensor]:  # fmt: skip
    """One step of the generator, and of the adversary where there is one; gives the losses."""
    from revive.animator.generator import read_colours
    from revive.teaching.common.accelerator import autocast
    from revive.teaching.face.losses import reconstruction_loss

    colours = read_colours(batch["rest"], batch["rest_opening"])
    mean, spread = colours[:, :3, None, None], colours[:, 3:, None, None]
    with autocast(accelerator.device):
        finished, mask = generator(
            batch["picture"], batch["opening"], batch["stretch"], batch["shape"], colours, batch["share"]
        )
    finished, mask = finished.float(), mask.float()
    losses = reconstruction_loss(finished, mask, batch["truth"], batch["opening"], spread, config.runs * RUN)
    if adversary:
        named, terms = adversary.losses(batch, finished, mean, spread)
        losses |= named
        for term in terms:
            losses["total"] = losses["total"] + term
    optimizer.zero_grad()
    accelerator.backward(losses["total"])
    accelerator.clip_grad_norm_(generator.parameters(), 1.0)
    optimizer.step()
    return {key: value.detach() for key, value in losses.items()}


def _rate(step: int, config: TrainingConfig) -> float:
    """Share of the highest rate: up, then down along a cosine; a fifth of that, and down again, in the second phase."""
    from revive.teaching.common.learning_rate import warmup_cosine

    if step < config.steps:
        return warmup_cosine(config.steps, config.warmup, floor=0.1)(step)
    return 0.2 * warmup_cosine(max(config.adversarial_steps, 1), 0, floor=0.1)(step - config.steps)


def _batch_channels_last(tensor: torch.Tensor) -> torch.Tensor:
    """On the processor convolutions are faster so."""
    import torch

    return tensor.to(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor


def _count(net: torch.nn.Module) -> str:
    return f"{sum(parameter.numel() for parameter in net.parameters()):,}"
