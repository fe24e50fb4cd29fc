"""Train the portrait generator: bases and codes, the denoiser that words direct, the ranker that chooses among what it
draws, the decoder that makes textures whole.

The small portraits and the large faces are learned from together: bases, denoiser and finisher from both at scale 1,
the upsampler from the faces at scale 2. Every stage keeps a checkpoint in the work folder; a stopped training resumes
from there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.generator.decoder import BACKGROUND, TIMES
from revive.generator.encode import MOST, coarse, face_weight, head_mask
from revive.generator.frame import Frame, aside
from revive.teaching.portrait.captions import Attributes
from revive.training.common.portraits import Portraits, read_faces, read_portraits, textures_of
from revive.training.portrait.attributes import read_attributes, read_labels
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
from revive.training.portrait.denoiser_samples import DenoiserSamples, make_samples

COUNTS = {"shape": 40, "head": 112, "body": 96, "background": BACKGROUND}  # numbers of a code, in a row
TURNED = 6.0  # pixels aside (see `frame.aside`), from which a face is left out: one in seven
DRAWN = 1500  # people who never were, for the finisher to learn from


@dataclass(frozen=True)
class PortraitDataset:
    """What the portraits have in common, and what each is in those terms.

    Attributes
    ----------
    portraits : as they were read, those of portraits/ and then the people of faces/, at scale 1
    textures : (N, 4, HEIGHT, WIDTH) uint8, in the frame of the mean shape
    fine : (n, 4, TIMES HEIGHT, TIMES WIDTH) uint8, the faces that are not held out
    linear : (N, D) float32, coarse textures as bases have them that never saw the person
    bases : of each of COUNTS
    mean : (POINTS, 2), the mean shape
    codes : (2 N, …) float32, the parts of COUNTS in a row; the second half are mirrored
    learn : (N,) bool, the portraits in colour that are not held out
    """

    portraits: Portraits
    textures: np.ndarray
    fine: np.ndarray
    linear: np.ndarray
    bases: dict[str, Basis]
    mean: np.ndarray
    codes: np.ndarray
    learn: np.ndarray

    @classmethod
    def load(cls, data: Path, out: Path, say: Callable[[str], None]) -> PortraitDataset:
        faces = read_faces(data, out / "faces.npz", say=say)
        portraits = read_portraits(data, out / "portraits.npz", say=say).joined(faces.reduced())
        mean = mean_shape(portraits.shapes[~portraits.held_out()])
        frame = Frame(mean)
        order = mirror_order(mean)
        textures = textures_of(portraits, frame)
        fine = textures_of(faces, frame)[~faces.held_out()]
        labels = read_labels()
        left_out = np.array([labels.get(name, {}).get("left_out") == "1" for name in portraits.names])
        learn = ~portraits.grey() & ~portraits.held_out() & ~left_out
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
        all_codes = np.concatenate(codes, axis=1).astype(np.float32)
        return cls(portraits, textures, fine, linear, bases, mean, all_codes, learn)

    def learned(self) -> tuple[np.ndarray, list[Attributes], list[str]]:
        """Codes (2 n, …) of those to learn from who face us, mirrored ones last, what they show, and who is who.

        Mixed of one who looks left and one who looks right, a face would have ears in two places.
        """
        shown = read_attributes(self.portraits, self.textures)
        known = np.flatnonzero(self.learn & (aside(self.portraits.shapes) < TURNED))
        people = [self.portraits.told[i].get("person", self.portraits.names[i]) for i in known]
        return self.codes[np.concatenate([known, known + len(self.learn)])], [shown[i] for i in known], people


def train_portrait(
    data: Path, out: Path, *, resume: bool = False, seed: int = 7, say: Callable[[str], None] = print
) -> None:
    """Train everything and write the folder `out`/portrait, as `DiffusionPipeline.from_pretrained` reads it.

    Parameters
    ----------
    data : folder with portraits/ and faces/
    out : the work folder
    resume : go on from the checkpoints of a run that was stopped; otherwise begin anew (what was found is kept)
    """
    from revive.generator.loading import load_fresh
    from revive.generator.pipeline import embedded
    from revive.training.portrait.decoder import train_decoder
    from revive.training.portrait.denoiser import train_denoiser
    from revive.training.portrait.ranker import train_ranker
    from revive.training.portrait.upsampler import train_upsampler

    out.mkdir(parents=True, exist_ok=True)
    if not resume:
        for name in ("decoder", "denoiser", "ranker", "upsampler"):
            (out / f"{name}.checkpoint").unlink(missing_ok=True)
    dataset = PortraitDataset.load(data, out, say)
    codes, shown, people = dataset.learned()
    samples = make_samples(codes, shown, COUNTS, embedded, np.random.default_rng([seed, 0]), people)
    denoiser = train_denoiser(samples, folder=out, seed=seed, say=say)
    ranker = train_ranker(samples, folder=out, seed=seed, say=say)
    textures = mixed_textures(dataset, samples, seed=seed)

    def invented(draw: np.random.Generator, count: int) -> np.ndarray:
        return textures[draw.integers(0, len(textures), count)].astype(np.float32)

    linear, truth = dataset.linear[dataset.learn], dataset.textures[dataset.learn]
    before = load_fresh().decoder.finisher
    finisher = train_decoder(linear, truth, invented, start=before, folder=out, seed=seed, say=say)
    upsampler = train_upsampler(dataset.fine, folder=out, seed=seed, say=say)
    save(assembled(dataset, denoiser, ranker, finisher, upsampler), out / "portrait")


def save(pipeline, folder: Path) -> None:
    """Write a pipeline as `DiffusionPipeline.from_pretrained` reads it, in float16."""
    import torch

    pipeline.to(dtype=torch.float16).save_pretrained(folder, safe_serialization=True)


def mixed_textures(dataset: PortraitDataset, samples: DenoiserSamples, *, seed: int) -> np.ndarray:
    """(DRAWN, D) float16, coarse textures of people who never were: such as the denoiser learns to draw."""
    mixed = samples.batch(DRAWN, np.random.default_rng([seed, 2]))[0].numpy().clip(-MOST, MOST)
    _, head, body, *_ = np.split(mixed, np.cumsum(list(COUNTS.values())), axis=1)
    textures = dataset.bases["head"].decode(head) + dataset.bases["body"].decode(body)
    return textures.clip(0, 1).astype(np.float16)


def assembled(dataset: PortraitDataset, denoiser, ranker, finisher, upsampler):
    """The generator as a pipeline in float32."""
    import torch

    from revive.generator.decoder import PortraitDecoder
    from revive.generator.pipeline import PortraitPipeline
    from revive.teaching.common.denoising import make_sampler

    first = COUNTS["shape"] + COUNTS["head"]
    outfits = torch.from_numpy(dataset.learned()[0][:, first : first + COUNTS["body"]])
    decoder = PortraitDecoder(
        shapes=COUNTS["shape"], heads=COUNTS["head"], bodies=COUNTS["body"], scale=TIMES, outfits=len(outfits)
    )
    for name, basis in dataset.bases.items():
        for part, value in (("mean", basis.mean), ("basis", basis.rows), ("spread", basis.spread)):
            getattr(decoder, f"{name}_{part}").copy_(torch.from_numpy(np.asarray(value, np.float32)))
    decoder.shape_mean.copy_(torch.from_numpy(dataset.mean.ravel().astype(np.float32)))
    decoder.wardrobe.copy_(outfits)
    for own, learned in ((decoder.finisher, finisher), (decoder.upsampler, upsampler)):
        own.load_state_dict(learned.state_dict())
    return PortraitPipeline(denoiser.eval(), decoder.eval(), make_sampler(), ranker.eval())
