"""Train the portrait generator: bases and codes, the decoder that makes textures whole, the denoiser that words direct.

Every stage keeps a checkpoint in the work folder; a training that was stopped goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.imagine.frame import Frame
from revive.training.portrait_bases import (
    MOST,
    Basis,
    backgrounds,
    coarse,
    face_weight,
    fit_basis,
    flipped,
    mean_shape,
    mirror_order,
    mirrored_shapes,
    strangers,
)
from revive.training.portrait_captions import look_at
from revive.training.portraits import Portraits, read_portraits, textures_of

SHAPES, TEXTURES = 40, 128  # numbers of a code


@dataclass(frozen=True)
class School:
    """What the portraits have in common, and what each is in those terms.

    Attributes
    ----------
    portraits : as they were read
    textures : (N, 4, HEIGHT, WIDTH) uint8, in the frame of the mean shape
    bases : "shape", "texture" and "background"
    codes : (2 N, …) float32 of shape, texture and background in a row; the second half are mirrored
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
    def open(cls, data: Path, out: Path, say: Callable[[str], None]) -> School:
        portraits = read_portraits(data, out / "portraits.npz", say=say)
        mean = mean_shape(portraits.shapes[~portraits.held_out()])
        frame = Frame(mean)
        order = mirror_order(mean)
        textures = textures_of(portraits, frame)
        learn = ~portraits.grey() & ~portraits.held_out()
        known = coarse(textures)
        weight = face_weight(frame)
        linear = strangers(known, learn, TEXTURES, weight, flipped(known))
        behind = backgrounds(portraits)
        parts = {
            "shape": (portraits.shapes, mirrored_shapes(portraits.shapes, order), None),
            "texture": (known, flipped(known), weight),
            "background": (behind, behind * np.tile([1, -1, 1], 3), None),
        }
        bases, codes = {}, []
        counts = {"shape": SHAPES, "texture": TEXTURES, "background": behind.shape[1]}
        for name, (plain, mirrored, counted) in parts.items():
            plain, mirrored = (part.reshape(len(part), -1).astype(np.float32) for part in (plain, mirrored))
            of = ~portraits.held_out() if name == "shape" else learn
            bases[name] = fit_basis(np.concatenate([plain[of], mirrored[of]]), counts[name], counted)
            codes.append(bases[name].code(np.concatenate([plain, mirrored])).clip(-MOST, MOST))
        return cls(portraits, textures, linear, bases, mean, np.concatenate(codes, axis=1).astype(np.float32), learn)

    def mixed(self, draw: np.random.Generator, count: int) -> np.ndarray:
        """(count, len(code)) codes between two people of one sex, as varied as theirs."""
        men = np.array([row["gender_estimate"] == "male" for row in self.portraits.told])
        rows = []
        for _ in range(count):
            of = np.flatnonzero(self.learn & (men == (draw.random() < 0.6)))
            first, second = draw.choice(of, 2, replace=False)
            share = draw.uniform(0.3, 1.0)
            sides = draw.integers(0, 2, 2) * len(men)
            rows.append(mix(self.codes[first + sides[0]], self.codes[second + sides[1]], share))
        return np.array(rows, np.float32)

    def mixed_textures(self, draw: np.random.Generator, count: int) -> np.ndarray:
        """(count, D) coarse textures of `mixed` codes."""
        texture = self.mixed(draw, count)[:, SHAPES : SHAPES + TEXTURES]
        return self.bases["texture"].said(texture)


def mix(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    """A code between two, `share` of the first: spread as they are, so that nobody becomes plainer than people are."""
    return share * first + np.sqrt(1 - share**2) * second


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
    from revive.training.portrait_decoder import train_decoder
    from revive.training.portrait_denoiser import train_denoiser

    out.mkdir(parents=True, exist_ok=True)
    if not resume:
        for name in ("decoder", "denoiser"):
            (out / f"{name}.checkpoint").unlink(missing_ok=True)
    school = School.open(data, out, say)
    learn = school.learn
    finisher = train_decoder(
        school.linear[learn], school.textures[learn], school.mixed_textures, folder=out, seed=seed, say=say
    )
    shown = look_at(school.portraits, school.textures)
    known = np.flatnonzero(learn)
    codes = school.codes[np.concatenate([known, known + len(learn)])]
    denoiser = train_denoiser(codes, [shown[i] for i in known], folder=out, seed=seed, say=say)
    save_pipeline(out / "portrait", school, finisher, denoiser)


def save_pipeline(folder: Path, school: School, finisher, denoiser) -> None:
    """Write the generator as a folder of diffusers' form, in float16."""
    import torch

    from revive.imagine.decoder import PortraitDecoder
    from revive.imagine.pipeline import PortraitPipeline
    from revive.motion.diffusion import make_scheduler

    decoder = PortraitDecoder(shapes=SHAPES, textures=TEXTURES)
    for name, basis in school.bases.items():
        for part, value in (("mean", basis.mean), ("basis", basis.rows), ("spread", basis.spread)):
            getattr(decoder, f"{name}_{part}").copy_(torch.from_numpy(np.asarray(value, np.float32)))
    decoder.shape_mean.copy_(torch.from_numpy(school.mean.ravel().astype(np.float32)))
    decoder.finisher.load_state_dict(finisher.state_dict())
    pipeline = PortraitPipeline(denoiser.half(), decoder.half(), make_scheduler())
    pipeline.save_pretrained(folder, safe_serialization=True)
