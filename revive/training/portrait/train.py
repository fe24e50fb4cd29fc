"""Train the portrait generator: bases and codes, the decoder that makes textures whole, the denoiser that words direct.

Every stage keeps a checkpoint in the work folder; a stopped training resumes from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.generator.decoder import BACKGROUND
from revive.generator.encode import MOST, coarse, face_weight, head_mask
from revive.generator.frame import Frame, aside
from revive.teaching.portrait.captions import Attributes, caption
from revive.training.common.portraits import Portraits, read_portraits, textures_of
from revive.training.portrait.attributes import read_attributes
from revive.training.portrait.bases import (
    Basis,
    backgrounds,
    fit_basis,
    flipped,
    mean_shape,
    mirror_order,
    mirrored_shapes,
    strangers,
)

COUNTS = {"shape": 40, "head": 112, "body": 56, "background": BACKGROUND}  # numbers of a code, in a row
TURNED = 6.0  # pixels aside (see `frame.aside`), from which a face is left out: one in seven
DRAWN = 4000  # codes of people who never were, for the decoder to learn from


@dataclass(frozen=True)
class PortraitDataset:
    """What the portraits have in common, and what each is in those terms.

    Attributes
    ----------
    portraits : as they were read
    textures : (N, 4, HEIGHT, WIDTH) uint8, in the frame of the mean shape
    linear : (N, D) float32, coarse textures as bases have them that never saw the person
    bases : of each of COUNTS
    mean : (POINTS, 2), the mean shape
    codes : (2 N, …) float32, the parts of COUNTS in a row; the second half are mirrored
    learn : (N,) bool, the portraits in colour that are not held out
    """

    portraits: Portraits
    textures: np.ndarray
    linear: np.ndarray
    bases: dict[str, Basis]
    mean: np.ndarray
    codes: np.ndarray
    learn: np.ndarray

    @classmethod
    def load(cls, data: Path, out: Path, say: Callable[[str], None]) -> PortraitDataset:
        portraits = read_portraits(data, out / "portraits.npz", say=say)
        mean = mean_shape(portraits.shapes[~portraits.held_out()])
        frame = Frame(mean)
        order = mirror_order(mean)
        textures = textures_of(portraits, frame)
        learn = ~portraits.grey() & ~portraits.held_out()
        known, mask, weight = coarse(textures), head_mask(frame), face_weight(frame)
        behind = backgrounds(portraits)
        parts = {
            "shape": (portraits.shapes, mirrored_shapes(portraits.shapes, order), None),
            "head": (known * mask, flipped(known * mask), weight),
            "body": (known * (1 - mask), flipped(known * (1 - mask)), None),
            "background": (behind, behind * np.tile([1, -1, 1], 3), None),
        }
        bases, codes, linear = {}, [], np.zeros_like(known)
        for name, (plain, mirrored, counted) in parts.items():
            plain, mirrored = (part.reshape(len(part), -1).astype(np.float32) for part in (plain, mirrored))
            of = ~portraits.held_out() if name == "shape" else learn
            bases[name] = fit_basis(np.concatenate([plain[of], mirrored[of]]), COUNTS[name], counted)
            codes.append(bases[name].encode(np.concatenate([plain, mirrored])).clip(-MOST, MOST))
            if name in ("head", "body"):
                linear += strangers(plain, learn, COUNTS[name], counted, mirrored)
        return cls(portraits, textures, linear, bases, mean, np.concatenate(codes, axis=1).astype(np.float32), learn)

    def learned(self) -> tuple[np.ndarray, list[Attributes]]:
        """Codes (2 n, …) of those to learn from who face us, mirrored ones last, and what they show.

        Mixed of one who looks left and one who looks right, a face would have ears in two places.
        """
        shown = read_attributes(self.portraits, self.textures)
        known = np.flatnonzero(self.learn & (aside(self.portraits.shapes) < TURNED))
        return self.codes[np.concatenate([known, known + len(self.learn)])], [shown[i] for i in known]


def train_portrait(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, say: Callable[[str], None] = print
) -> None:
    """Train everything and write the folder `out`/portrait, as `DiffusionPipeline.from_pretrained` reads it.

    Parameters
    ----------
    data : folder with portraits/
    out : the work folder
    resume : go on from the checkpoints of a run that was stopped; otherwise begin anew (what was found is kept)
    """
    import torch

    from revive.training.portrait.decoder import train_decoder
    from revive.training.portrait.denoiser import train_denoiser

    out.mkdir(parents=True, exist_ok=True)
    if not resume:
        for name in ("decoder", "denoiser"):
            (out / f"{name}.checkpoint").unlink(missing_ok=True)
    dataset = PortraitDataset.load(data, out, say)
    codes, shown = dataset.learned()
    denoiser = train_denoiser(codes, shown, COUNTS, folder=out, seed=seed, say=say)
    pipeline = assembled(dataset, denoiser)
    drawn = draw_codes(pipeline, shown, seed=seed)

    def invented(draw: np.random.Generator, count: int) -> np.ndarray:
        chosen = torch.from_numpy(drawn[draw.integers(0, len(drawn), count)])
        with torch.no_grad():
            return pipeline.decoder.parts(chosen)[1].flatten(1).numpy()

    linear, truth = dataset.linear[dataset.learn], dataset.textures[dataset.learn]
    finisher = train_decoder(linear, truth, invented, folder=out, seed=seed, say=say)
    whole = assembled(dataset, denoiser, finisher).to(dtype=torch.float16)
    whole.save_pretrained(out / "portrait", safe_serialization=True)


def draw_codes(pipeline, shown: list[Attributes], *, seed: int, count: int = DRAWN) -> np.ndarray:
    """(count, …) float32, codes of people who never were, as the denoiser draws them for captions of its own kind."""
    import torch

    from revive.generator.pipeline import embedded

    draw = np.random.default_rng([seed, 2])
    generator = torch.Generator().manual_seed(seed)
    men = np.array([one.man for one in shown])
    found = []
    for _ in range(0, count, 500):
        of = [draw.choice(np.flatnonzero(men == (draw.random() < 0.6))) for _ in range(500)]
        words = torch.from_numpy(embedded([caption(shown[i], draw) for i in of]))
        with torch.inference_mode():
            found.append(pipeline.draw(words, generator=generator).numpy())
    return np.concatenate(found)[:count]


def assembled(dataset: PortraitDataset, denoiser, finisher=None):
    """The generator as a pipeline in float32; without a finisher it can draw codes but no good pictures."""
    import torch

    from revive.generator.decoder import PortraitDecoder
    from revive.generator.pipeline import PortraitPipeline
    from revive.teaching.common.denoising import make_sampler

    decoder = PortraitDecoder(shapes=COUNTS["shape"], heads=COUNTS["head"], bodies=COUNTS["body"])
    for name, basis in dataset.bases.items():
        for part, value in (("mean", basis.mean), ("basis", basis.rows), ("spread", basis.spread)):
            getattr(decoder, f"{name}_{part}").copy_(torch.from_numpy(np.asarray(value, np.float32)))
    decoder.shape_mean.copy_(torch.from_numpy(dataset.mean.ravel().astype(np.float32)))
    if finisher is not None:
        decoder.finisher.load_state_dict(finisher.state_dict())
    return PortraitPipeline(denoiser.eval(), decoder.eval(), make_sampler())
