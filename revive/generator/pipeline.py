"""The embedded generator as a diffusers pipeline: words and noise -> code -> picture.

`DiffusionPipeline.from_pretrained(folder)` gives it back from the folder that `save_pretrained` wrote, wherever this
module was imported; no code lies in the folder.
"""

from __future__ import annotations

import functools
from typing import ClassVar

import diffusers
import numpy as np
import torch
from diffusers.pipelines.pipeline_utils import DiffusionPipeline, ImagePipelineOutput
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler

from revive.generator.decoder import PortraitDecoder
from revive.generator.denoiser import PortraitDenoiser
from revive.generator.frame import Frame
from revive.generator.ranker import PortraitRanker
from revive.generator.render import render
from revive.generator.wardrobe import Wardrobe
from revive.generator.wish import asks_for_grey

STEPS, GUIDANCE = 20, 2.5
CANDIDATES = 16  # codes drawn for each picture, of which the ranker takes one
FARTHEST = 3.0  # spreads, beyond which no number of a code goes
FARTHEST_SHAPE = 1.8  # the same of an invented person's shape: mouths and outlines beyond it are caricatures


class PortraitPipeline(DiffusionPipeline):
    """Draws head-and-shoulders portraits of invented people; without a ranker the first code of each is taken."""

    _optional_components: ClassVar[list[str]] = ["ranker"]

    def __init__(
        self, denoiser: PortraitDenoiser, decoder: PortraitDecoder, scheduler: DPMSolverMultistepScheduler,
        ranker: PortraitRanker | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.register_modules(denoiser=denoiser, decoder=decoder, scheduler=scheduler, ranker=ranker)

    @functools.cached_property
    def frame(self) -> Frame:
        """The frame of the textures."""
        return Frame(self.decoder.shape_mean.reshape(-1, 2).double().cpu().numpy())

    @functools.cached_property
    def wardrobe(self) -> Wardrobe:
        """The clothes that it knows."""
        return Wardrobe(self.decoder, self.frame)

    @torch.inference_mode()
    def __call__(
        self, prompt: str | list[str] = "", *, num_images_per_prompt: int = 1, num_inference_steps: int = STEPS,
        guidance_scale: float = GUIDANCE, generator: torch.Generator | None = None, output_type: str = "pil",
        callback_on_step_end=None,
    ) -> ImagePipelineOutput:  # fmt: skip
        """Portraits for a prompt in English, `num_images_per_prompt` for each.

        Parameters
        ----------
        guidance_scale : how far what is asked for is gone beyond; 1 is not at all
        generator : the same state gives the same pictures on one machine
        output_type : "pil", or "np" for (N, height, width, 3) uint8
        callback_on_step_end : called with the pipeline, the number of the step, its time and {}
        """
        prompts = [prompt] if isinstance(prompt, str) else list(prompt)
        words = torch.from_numpy(embedded(prompts)).repeat_interleave(num_images_per_prompt, dim=0)
        code = self.draw_best(
            words, steps=num_inference_steps, guidance=guidance_scale, generator=generator,
            tick=functools.partial(callback_on_step_end, self) if callback_on_step_end else None,
        )  # fmt: skip
        for number, text in enumerate(prompts):  # which words tell more surely than their embedding
            if text.strip():
                shown = slice(number * num_images_per_prompt, (number + 1) * num_images_per_prompt)
                code[shown, -1] = -1.0 if asks_for_grey(text) else 1.0
        pictures = self.decode(code, generator=generator)
        if output_type == "np":
            return ImagePipelineOutput(images=pictures)
        return ImagePipelineOutput(images=self.numpy_to_pil(pictures.astype(np.float32) / 255))

    def draw(
        self, words: torch.Tensor, *, steps: int = STEPS, guidance: float = GUIDANCE, generator=None, tick=None,
        known: torch.Tensor | None = None,
    ) -> torch.Tensor:  # fmt: skip
        """Codes (N, size) for sentence embeddings (N, 384), zeros where nothing is asked for.

        known : (size,) of somebody, NaN where the numbers are to be drawn so that they fit the others (Lugmayr et al.
            2022, "RePaint")
        """
        self.scheduler.set_timesteps(steps)
        noise = torch.randn(len(words), self.decoder.size, generator=generator)
        code, told = noise.clone(), torch.full((self.decoder.size,), torch.nan) if known is None else known
        given = ~told.isnan()
        for number, step in enumerate(self.scheduler.timesteps):
            code[:, given] = self.scheduler.add_noise(told[given], noise[:, given], step[None])
            found = self.denoiser(
                code.repeat(2, 1), step.repeat(2 * len(words)), torch.cat([words, torch.zeros_like(words)])
            )
            asked, plain = found.chunk(2)
            code = self.scheduler.step(plain + guidance * (asked - plain), step, code).prev_sample
            if tick:
                tick(number, step, {})
        farthest = torch.full((self.decoder.size,), FARTHEST)
        if self.decoder.wardrobe is not None:
            farthest[: self.decoder.config["shapes"]] = FARTHEST_SHAPE
        code = self.wardrobe.dress(code.clamp(-farthest, farthest))
        code[:, given] = told[given].clamp(-FARTHEST, FARTHEST)
        return code

    def draw_best(self, words: torch.Tensor, **settings) -> torch.Tensor:
        """As `draw`, the best of CANDIDATES codes for each; the first one where there is no ranker."""
        candidates = 1 if self.ranker is None else CANDIDATES
        code = self.draw(words.repeat_interleave(candidates, dim=0), **settings)
        return self.best(code.unflatten(0, (len(words), candidates)), words)

    def best(self, code: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        """Of codes (N, candidates, size) for sentence embeddings (N, 384) those that fit best, (N, size)."""
        if self.ranker is None:
            return code[:, 0]
        count, candidates, _ = code.shape
        fit = self.ranker(code.flatten(0, 1), words.repeat_interleave(candidates, dim=0))
        fit = fit * words.abs().amax(dim=1).gt(0).repeat_interleave(candidates)  # nothing is said: the first one
        return code[torch.arange(count), fit.unflatten(0, (count, candidates)).argmax(dim=1)]

    def decode(self, code: torch.Tensor, *, generator=None) -> np.ndarray:
        """(N, scale HEIGHT, scale WIDTH, 3) uint8, the pictures of codes."""
        shapes, textures, backgrounds, colours = self.decoder.parts(code)
        textures = torch.cat([self.decoder(texture) for texture in textures.split(4)])
        draw = np.random.default_rng(int(torch.randint(2**31, (1,), generator=generator)))
        rows = zip(shapes.numpy(), textures.numpy(), backgrounds.numpy(), colours.tolist(), strict=True)
        return np.stack([render(self.frame, *row, draw) for row in rows])


# where `DiffusionPipeline.from_pretrained` looks a folder's class up
setattr(diffusers, PortraitPipeline.__name__, PortraitPipeline)


def embedded(prompts: list[str]) -> np.ndarray:
    """(N, 384) float32, the sentence embeddings of prompts; zeros for an empty one."""
    from revive.direction.encoder import sentence_encoder

    vectors = np.zeros((len(prompts), 384), np.float32)
    said = [i for i, prompt in enumerate(prompts) if prompt.strip()]
    if said:
        vectors[said] = sentence_encoder().encode([prompts[i].strip().lower() for i in said])
    return vectors
