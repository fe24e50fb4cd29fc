"""Larger generators: any text-to-image or image-to-image model of diffusers, by its name on the hub or its folder.

Low-rank adapters (LoRA, Hu et al. 2021) and a reference photograph (IP-Adapter, Ye et al. 2023) may be added. Only
safetensors are read; nothing is fetched unless that was asked for; a model's own safety checker stays on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core import telemetry
from revive.core.errors import UserError
from revive.core.localisation import Message
from revive.core.model_cache import cached_model
from revive.core.progress import Progress
from revive.core.ranges import check_number
from revive.media import check_model, check_tensors

STEPS, GUIDANCE = 30, 7.0
STRENGTH = 0.45  # of what image-to-image changes of the photograph; gentle
MOST_STEPS, MOST_GUIDANCE = 1000, 100.0  # a sampler has no more steps than its model had in training
SIDE = 512  # pixels of the longest side of a photograph that a model is given
ROOMY, TIGHT = 10.0, 5.0  # GB of a GPU's memory: all of the model stays there; only the part that works


@dataclass(frozen=True)
class ExternalModel:
    """Which model, and what is added to it.

    Attributes
    ----------
    model : a folder, or a name on the hub such as "runwayml/stable-diffusion-v1-5"
    loras : files of adapters, .safetensors
    ip_adapter : a file of an IP-Adapter, .safetensors, whose image encoder is in the model or in the folder beside it
    strength : 0–1, how much of the photograph may change
    steps, guidance : of the sampler; turbo models want 1 to 4 steps and 0
    download : fetch from the hub what is not on this computer yet

    Raises
    ------
    UserError : strength, steps or guidance out of its range
    """

    model: str
    loras: tuple[Path, ...] = ()
    ip_adapter: Path | None = None
    strength: float = STRENGTH
    steps: int = STEPS
    guidance: float = GUIDANCE
    download: bool = False

    def __post_init__(self):
        check_number(Message("strength"), self.strength, 0, 1)
        check_number(Message("number of steps of the sampler"), self.steps, 1, MOST_STEPS)
        check_number(Message("guidance"), self.guidance, 0, MOST_GUIDANCE)


def generate_externally(
    engine: ExternalModel,
    prompt: str,
    seeds: list[int],
    *,
    photo: np.ndarray | None = None,
    progress: Progress | None = None,
) -> list[np.ndarray]:
    """One picture (H, W, 3) uint8 for each seed; from the photograph (H, W, 3) uint8 where there is one.

    With an IP-Adapter the photograph shows whom to draw, and the picture begins from noise; without one the
    photograph itself is drawn over.

    Raises
    ------
    UserError : the model is not here, is no such model, or an adapter does not fit it
    Cancelled : the visitor cancelled
    """
    import torch
    from PIL import Image

    pipeline = load_external_model(engine, reference=photo is not None)
    settings = {"prompt": prompt, "num_inference_steps": engine.steps, "guidance_scale": engine.guidance}
    if photo is not None:
        picture = Image.fromarray(photo)
        picture.thumbnail((SIDE, SIDE))
        if engine.ip_adapter:
            settings["ip_adapter_image"] = picture
        else:
            whole = (picture.width // 8 * 8, picture.height // 8 * 8)
            settings |= {"image": picture.resize(whole), "strength": engine.strength}
    made = []
    for number, seed in enumerate(seeds):

        def tick(pipeline, step: int, time, values: dict, number: int = number) -> dict:
            if progress:
                progress.update(min((number + (step + 1) / engine.steps) / len(seeds), 1.0))
            return values

        generator = torch.Generator().manual_seed(seed)
        found = pipeline(**settings, generator=generator, callback_on_step_end=tick)
        if any(getattr(found, "nsfw_content_detected", None) or ()):
            raise UserError("The model's own safety checker held this picture back; please describe it differently.")
        made.append(np.asarray(found.images[0].convert("RGB")))
    return made


@cached_model(most=1)
def load_external_model(engine: ExternalModel, *, reference: bool = False):
    """The pipeline of an engine, placed where this computer has memory for it; the last one is kept."""
    import torch
    from diffusers.pipelines.auto_pipeline import AutoPipelineForImage2Image, AutoPipelineForText2Image

    _check_folder(engine)
    for lora in engine.loras:
        _check_file(lora)
    if engine.ip_adapter:
        _check_file(engine.ip_adapter)
    redrawn = reference and not engine.ip_adapter
    kind = AutoPipelineForImage2Image if redrawn else AutoPipelineForText2Image
    mode = memory_mode()
    with _plainly(engine):
        pipeline = kind.from_pretrained(
            engine.model, dtype=torch.float16 if mode.startswith("gpu") else torch.float32, use_safetensors=True,
            local_files_only=not engine.download,
        )  # fmt: skip
        for number, lora in enumerate(engine.loras):
            pipeline.load_lora_weights(
                str(lora.parent), weight_name=lora.name, adapter_name=f"adapter{number}", local_files_only=True,
                use_safetensors=True,
            )  # fmt: skip
        if engine.ip_adapter:
            encoder = engine.ip_adapter.parent / "image_encoder"
            pipeline.load_ip_adapter(
                str(engine.ip_adapter.parent), subfolder="", weight_name=engine.ip_adapter.name, local_files_only=True,
                image_encoder_folder=str(encoder) if encoder.is_dir() else None,
            )  # fmt: skip
    pipeline.set_progress_bar_config(disable=True)
    return settled(pipeline, mode)


def load_plain(engine: ExternalModel):
    """An engine's text-to-image pipeline, entirely on one device in float32, for training.

    Raises
    ------
    UserError : the model is not here, or is no such model
    """
    telemetry.switch_off()
    import torch
    from diffusers.pipelines.auto_pipeline import AutoPipelineForText2Image

    _check_folder(engine)
    with _plainly(engine):
        pipeline = AutoPipelineForText2Image.from_pretrained(
            engine.model, dtype=torch.float32, use_safetensors=True, local_files_only=not engine.download
        )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to("cuda" if torch.cuda.is_available() else "cpu")


def memory_mode() -> str:
    """Where a large model runs: "gpu", "gpu, part by part", "gpu, layer by layer" or "processor"."""
    import torch

    if not torch.cuda.is_available():
        return "processor"
    room = torch.cuda.get_device_properties(0).total_memory / 1024**3
    return "gpu" if room >= ROOMY else "gpu, part by part" if room >= TIGHT else "gpu, layer by layer"


def settled(pipeline, mode: str):
    """The pipeline on the device of this mode."""
    if mode == "gpu":
        return pipeline.to("cuda")
    if mode == "gpu, part by part":
        pipeline.enable_model_cpu_offload()
    elif mode == "gpu, layer by layer":
        pipeline.enable_sequential_cpu_offload()
    elif getattr(pipeline, "vae", None) is not None:
        pipeline.vae.enable_slicing()  # one picture at a time, where memory is the computer's own
    return pipeline


def _check_file(path: Path) -> None:
    if path.suffix != ".safetensors":
        raise UserError(
            "“{file}” is not a .safetensors file; other kinds can hide programs and are not read.", file=path.name
        )
    check_tensors(path)


def _check_folder(engine: ExternalModel) -> None:
    if (folder := Path(engine.model)).is_dir():
        check_model(folder)


@contextlib.contextmanager
def _plainly(engine: ExternalModel) -> Iterator[None]:
    """Turn errors of loading into one UserError."""
    from safetensors import SafetensorError

    try:
        yield
    except (SafetensorError, OSError, ValueError, KeyError, RuntimeError, AttributeError, TypeError) as error:
        folder = Path(engine.model)
        if not folder.exists() and not engine.download:
            raise UserError(
                "The model “{model}” is not on this computer; --download fetches it from the hub, or name a folder"
                " that holds it.",
                model=engine.model,
            ) from error
        raise UserError(
            "“{model}” with what was added to it could not be loaded as a picture generator of diffusers in"
            " safetensors: {reason}",
            model=engine.model,
            reason=_first_line(error),
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
