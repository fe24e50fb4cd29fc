"""Train the animator's generators against discriminators: one for the mouth, one for the eyes.

Each learns first to reconstruct, then also to deceive its discriminator; its weights are a mean of both, as in Wang et
al. 2018 (ESRGAN): between what errs least and what is sharpest. The work folder holds samples, a checkpoint, the log
and sheets of pictures; a stopped training resumes from its checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from revive.animator.network import load_generator
from revive.animator.region import Region
from revive.teaching.common.metrics import psnr, ssim
from revive.teaching.face.generator_training import (
    REGION_OF,
    RegionDataset,
    TrainingConfig,
    save_generators,
    train_generator,
)
from revive.teaching.face.inference import finish, finish_all
from revive.teaching.samples.region_samples import RegionSample
from revive.training.animator.clip_samples import prepare_samples

if TYPE_CHECKING:
    import torch
    from torch import nn

CONFIGS = {
    "mouth": TrainingConfig(5000, 2000, runs=4, singles=8),
    "eye": TrainingConfig(1500, 0, runs=6, singles=4, learning_rate=5e-4),
}
SHARP = 0.5  # share of the weights that learned to deceive; the rest are those that reconstruct
SHEET_ROWS = 8


def train_animator(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, adversarial: bool = True,
    configs: dict[str, TrainingConfig] | None = None, say: Callable[[str], None] = print,
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Draw the samples, train both generators, and write `out`/animator.safetensors (float16).

    Parameters
    ----------
    data : folder with talking/, and also portraits/ and faces/
    out : the work folder
    resume : go on from the checkpoint of a stopped run; otherwise start again (samples are kept)
    adversarial : False trains as long by reconstruction alone: the ablation
    configs : of "mouth" and "eye", in place of CONFIGS

    Returns
    -------
    dict : for each generator PSNR (dB) and SSIM on the samples held out, of the warp and of the finished pictures
    """
    from revive.training.animator.adversary import PatchAdversary

    configs = {name: replace(config, seed=seed) for name, config in (configs or CONFIGS).items()}
    out.mkdir(parents=True, exist_ok=True)
    prepare_samples(data, out / "lessons", seed=seed, say=say)
    generators, figures = {}, {}
    for name, config in configs.items():
        region = REGION_OF[name]
        checkpoint = out / f"{name}.checkpoint"
        if not resume:
            checkpoint.unlink(missing_ok=True)
        dataset = RegionDataset.load(out / "lessons", name)

        def look(step: int, net: nn.Module, name: str = name, dataset: RegionDataset = dataset) -> dict[str, float]:
            write_sheets(out / "sheets", f"{name}-{step:05d}", net, REGION_OF[name], dataset, seed)
            return validate(net, REGION_OF[name], dataset.held_out)

        reconstructing = out / f"{name}-reconstructing.safetensors"

        def keep(
            step: int, net: nn.Module, name: str = name, config: TrainingConfig = config, file: Path = reconstructing
        ) -> None:
            if step == config.steps:
                save_generators(file, {name: net})

        net = train_generator(
            name, dataset, config, folder=out, checkpoint=checkpoint,
            adversary=PatchAdversary if adversarial else None, validate=look, say=say, on_step=keep,
        )  # fmt: skip
        if adversarial and config.adversarial_steps:
            net.load_state_dict(_mean(load_generator(reconstructing, region), net, SHARP))
        figures[name] = validate(net, region, dataset.held_out)
        generators[name] = net
    settings = json.dumps({name: asdict(config) for name, config in configs.items()})
    save_generators(out / "animator.safetensors", generators, metadata={"configs": settings})
    return figures


def _mean(first: nn.Module, second: nn.Module, share: float) -> dict[str, torch.Tensor]:
    """Weights between those of two networks; `share` of the second."""
    other = second.state_dict()
    return {name: weight.lerp(other[name].to(weight.dtype), share) for name, weight in first.state_dict().items()}


def validate(net: nn.Module, region: Region, held_out: list[RegionSample]) -> dict[str, float]:
    """PSNR (dB) and SSIM of warp and finished pictures against the truth, over whole frames of a region, held out."""
    rows = []
    for batch, finished in finish_all(net, region, held_out):
        for warp, made, truth in zip(batch["picture"], finished, batch["truth"], strict=True):
            warp, made, truth = (255 * picture.transpose(1, 2, 0) for picture in (warp, made, truth))
            rows.append((psnr(warp, truth), psnr(made, truth), ssim(warp, truth).mean(), ssim(made, truth).mean()))
    if not rows:
        return {}
    names = ("warp_psnr", "psnr", "warp_ssim", "ssim")
    return {name: round(float(value), 4) for name, value in zip(names, np.mean(rows, axis=0), strict=True)}


def write_sheets(folder: Path, name: str, net: nn.Module, region: Region, dataset: RegionDataset, seed: int) -> None:
    """Samples as PNG: in each row the photograph, the warp, the finished picture, the mask and the truth."""
    import cv2

    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(seed)
    known = [sample for of_person in dataset.clips.values() for sample in of_person]
    groups = {"learn": known, "portrait": dataset.portraits, "face": dataset.faces, "validate": dataset.held_out}
    for group, samples in groups.items():
        if not samples:
            continue
        rows = []
        for _ in range(SHEET_ROWS):
            sample = samples[rng.integers(len(samples))]
            run = int(sample.run)
            batch, finished, mask = finish(net, region, [(sample, run * int(rng.integers(len(sample.picture) // run)))])
            cells = [
                batch["rest"][0],
                batch["picture"][0],
                finished[0],
                np.repeat(mask[0], 3, axis=0),
                batch["truth"][0],
            ]
            rows.append(np.concatenate([cell.transpose(1, 2, 0) for cell in cells], axis=1))
        middle = len(rows) // 2
        sheet = np.hstack([np.vstack(rows[:middle]), np.vstack(rows[middle:])])
        sheet = cv2.resize((255 * sheet).astype(np.uint8), None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(folder / f"{name}-{group}.png"), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
