"""Train the resting face: the geometry by regression, then the network, first to reconstruct, then against patches.

    python -m revive train resting-face --data DIR

The work folder holds samples, a checkpoint and sheets of pictures; a stopped training resumes from its checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from revive.animator.resting_frame import SIZE, fade_window
from revive.animator.resting_geometry import resting_landmarks
from revive.teaching.common.metrics import psnr, ssim
from revive.teaching.samples.augmentation import another_print
from revive.training.common.onnx_export import export_network, halve_weights
from revive.training.common.training_loop import train
from revive.training.resting_face.geometry import fit_geometry, lips_error
from revive.training.resting_face.moments import RestPair, rest_pairs
from revive.training.resting_face.samples import RestingSample, prepare_resting_samples

STEPS, ALONE, BATCH = 2600, 1500, 12  # `ALONE` of the steps are without the discriminator
PAIRS = 0.7  # share of a batch that are pairs of real pictures
STRUCTURE, SMOOTH, WARPED = 4.0, 0.05, 0.5  # weights of similarity, of the flow's steps, and of the flow alone
MOUTH = (slice(78, 160), slice(48, 160))  # rows and columns of the frame that count threefold
EVERY = 100  # steps between checkpoints
SHEET = 24  # samples on a sheet


def train_resting_face(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, steps: int = STEPS, alone: int = ALONE,
    say: Callable[[str], None] = print,
) -> dict[str, float]:  # fmt: skip
    """Fit, train, and write `out`/resting_face.safetensors (geometry) and `out`/resting_face.onnx (network).

    Parameters
    ----------
    data : folder with talking/, faces/ and portraits/
    out : the work folder
    resume : go on from the checkpoint of a stopped run; otherwise begin anew (samples are kept)
    steps, alone : of the network; all, and those without the discriminator

    Returns
    -------
    dict : see `evaluate`; and lips_error, lips_unmoved (eye distances, of people held out: see `lips_error`)
    """
    from safetensors.numpy import save_file

    out.mkdir(parents=True, exist_ok=True)
    pairs = rest_pairs(data)
    geometry = fit_geometry([pair for pair in pairs if not pair.held_out])
    save_file({"geometry": geometry.astype(np.float16)}, out / "resting_face.safetensors")
    held = [pair for pair in pairs if pair.held_out]
    learned, kept = prepare_resting_samples(data, pairs, geometry, out / "resting-samples.npz", seed=seed, say=say)
    checkpoint = out / "resting_face.checkpoint"
    if not resume:
        checkpoint.unlink(missing_ok=True)
    net = train_network(learned, kept, out, checkpoint, seed=seed, steps=steps, alone=alone, say=say)
    export(net, out / "resting_face.onnx")
    return evaluate(net, kept) | _geometry_figures(held, geometry)


def _geometry_figures(held: list[RestPair], geometry: np.ndarray) -> dict[str, float]:
    if not held:
        return {}
    moved = [(resting_landmarks(p.expression.landmarks, p.expression.scores, geometry), p.rest.landmarks) for p in held]
    unmoved = [(p.expression.landmarks, p.rest.landmarks) for p in held]
    return {"lips_error": round(lips_error(moved), 4), "lips_unmoved": round(lips_error(unmoved), 4)}


def train_network(
    learned: list[RestingSample], kept: list[RestingSample], out: Path, checkpoint: Path, *, seed: int, steps: int,
    alone: int, say: Callable[[str], None],
):  # fmt: skip
    """The network, averaged over the steps; resumes from the checkpoint."""
    import torch
    from pytorch_msssim import ssim as similarity

    from revive.animator.generator import read_colours
    from revive.teaching.common.accelerator import autocast, channels_last, choose_accelerator, use_all_cores
    from revive.training.animator.adversary import PatchAdversary
    from revive.training.resting_face.network import RestingNetwork, applied

    use_all_cores()
    torch.manual_seed(seed)
    net = channels_last(RestingNetwork())
    adversary = PatchAdversary(choose_accelerator())
    window = torch.from_numpy(fade_window())
    weight = torch.ones(SIZE[::-1])
    weight[MOUTH] = 3.0
    weight = weight * window / (weight * window).mean()
    mouth = torch.zeros(1, 1, *SIZE[::-1])
    mouth[(..., *MOUTH)] = 1.0
    groups = [[s for s in learned if s.kind == kind] for kind in ("pair", "made")]
    say(f"resting face: {steps} steps of {BATCH}, from {len(groups[0])} samples of pairs and {len(groups[1])} made")

    def loss_at(step: int) -> torch.Tensor:
        rng = np.random.default_rng([seed, step])
        batch = {name: torch.from_numpy(value) for name, value in draw_batch(groups, rng, BATCH).items()}
        colours = read_colours(batch["source"], batch["opening"])
        mean, spread = colours[:, :3, None, None], colours[:, 3:, None, None]
        with autocast(torch.device("cpu")):
            flow, change = net(batch["warped"], batch["source"], batch["opening"])
        flow, change = flow.float(), change.float()
        moved = applied(batch["warped"], flow, torch.zeros_like(change), window)
        made = moved + window * change
        pixel, alone_moved = (
            (weight * (((x - batch["truth"]) / spread).square() + 1e-4).sqrt()).mean() for x in (made, moved)
        )
        structure = 1 - similarity(made.clamp(0, 1), batch["truth"], data_range=1.0, win_size=7)
        steps_of_flow = flow.diff(dim=2).abs().mean() + flow.diff(dim=3).abs().mean()
        loss = pixel + WARPED * alone_moved + STRUCTURE * structure + SMOOTH * steps_of_flow
        if step >= alone:
            known = {
                "truth": batch["truth"], "opening": mouth.expand(len(made), -1, -1, -1),
                "stretch": torch.zeros(len(made), 2, *SIZE[::-1]),
            }  # fmt: skip
            for term in adversary.losses(known, made, mean, spread)[1]:
                loss = loss + term
        return loss

    def look(step: int, average) -> None:
        if kept and (step % 500 == 0 or step == steps):
            say(f"held out: {evaluate(average, kept)}")
            write_sheet(average, kept, out / "sheets" / f"resting-{step:05d}.png")
            write_sheet(average, groups[0], out / "sheets" / f"resting-{step:05d}-learned.png")

    return train(
        net, loss_at, steps=steps, name="resting face", checkpoint=checkpoint, say=say, rate=1e-3, ema_decay=0.995,
        every=EVERY, others=adversary.parts, look=look,
    )  # fmt: skip


def draw_batch(groups: list[list[RestingSample]], rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """`count` samples as arrays (count, channels, h, w) float32, 0–1: warped, source, truth, opening.

    groups : pairs, and made ones
    """
    rows: dict[str, list[np.ndarray]] = {"warped": [], "source": [], "truth": [], "opening": []}
    for _ in range(count):
        group = groups[0] if not groups[1] or rng.random() < PAIRS else groups[1]
        sample = group[rng.integers(len(group))]
        pictures = np.stack([sample.warped, sample.source, sample.truth]).astype(np.float32) / 255
        pictures = another_print(pictures, rng)
        opening = sample.opening[..., None].astype(np.float32) / 255
        if rng.random() < 0.5:
            pictures, opening = pictures[:, :, ::-1], opening[:, ::-1]
        for name, picture in zip(rows, (*pictures, opening), strict=True):
            rows[name].append(np.ascontiguousarray(picture.transpose(2, 0, 1)))
    return {name: np.stack(pictures) for name, pictures in rows.items()}


def finish(net, samples: list[RestingSample]) -> np.ndarray:
    """(n, h, w, 3) uint8, what the network makes of samples."""
    import torch

    from revive.training.resting_face.network import applied

    window = torch.from_numpy(fade_window())
    done = []
    for s in samples:
        warped, source = (
            torch.from_numpy(x.transpose(2, 0, 1)[None].astype(np.float32) / 255) for x in (s.warped, s.source)
        )
        opening = torch.from_numpy(s.opening[None, None].astype(np.float32) / 255)
        with torch.inference_mode():
            flow, change = net(warped, source, opening)
            made = applied(warped, flow, change, window)
        done.append((255 * made[0].clamp(0, 1) + 0.5).to(torch.uint8).permute(1, 2, 0).numpy())
    return np.stack(done)


def evaluate(net, samples: list[RestingSample]) -> dict[str, float]:
    """Round the mouth, of samples held out: PSNR (dB) and SSIM of the mesh's picture and of the finished one, and how
    sharp both are (variance of the Laplacian over the truth's)."""
    import cv2

    rows = []
    for sample, made in zip(samples, finish(net, samples), strict=True):
        truth = sample.truth.astype(np.float64)
        row = []
        for picture in (sample.warped, made):
            alike = ssim(picture.astype(np.float64), truth)
            edges = [cv2.Laplacian(x[MOUTH].mean(axis=2), cv2.CV_64F).var() for x in (picture, truth)]
            row += [psnr(picture[MOUTH], truth[MOUTH]), alike[MOUTH].mean(), edges[0] / edges[1]]
        rows.append(row)
    names = ("warp_psnr", "warp_ssim", "warp_sharpness", "psnr", "ssim", "sharpness")
    return {name: round(float(value), 4) for name, value in zip(names, np.mean(rows, axis=0), strict=True)}


def write_sheet(net, samples: list[RestingSample], file: Path) -> None:
    """Samples evenly drawn from all as a PNG: each the picture, the mesh's, the finished one and the truth."""
    import cv2

    file.parent.mkdir(exist_ok=True)
    chosen = [samples[i] for i in np.unique(np.linspace(0, len(samples) - 1, SHEET).astype(int))]
    cells = [
        np.hstack([s.source, s.warped, made, s.truth]) for s, made in zip(chosen, finish(net, chosen), strict=True)
    ]
    cells += [np.zeros_like(cells[0])] * (len(cells) % 2)
    sheet = np.vstack([np.hstack(cells[i : i + 2]) for i in range(0, len(cells), 2)])
    cv2.imwrite(str(file), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def export(net, file: Path) -> None:
    """Write the network for onnxruntime, weights in float16: warped, source and opening -> flow and change."""
    import torch

    width, height = SIZE
    examples = [torch.rand(1, channels, height, width) for channels in (3, 3, 1)]
    export_network(net, examples, file, inputs=["warped", "source", "opening"], outputs=["flow", "change"])
    halve_weights(file)
