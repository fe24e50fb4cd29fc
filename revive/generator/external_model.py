"""Larger generators: any text-to-image or image-to-image model of diffusers, by its name on the hub or its folder.

Low-rank adapters (LoRA, Hu et al. 2021) and a reference photograph (IP-Adapter, Ye et al. 2023) may be added. Only
safetensors are read; nothing is fetched unless that was asked for; a model's own safety checker stays on.
"""

from __future__ import annotations

import contextlib
import math
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
from revive.generator.ip_adapter import add_ip_adapter
from revive.media import check_model, check_tensors

STEPS, GUIDANCE = 30, 7.0
STRENGTH, LEAST_STRENGTH = 0.45, 0.01  # of what image-to-image changes of the photograph; gentle
MOST_STEPS, MOST_GUIDANCE = 1000, 100.0  # a sampler has no more steps than its model had in training
IP_ADAPTER_SCALE = 0.6  # of the photograph beside the words; at 1 it hardly leaves them a say
SIDE = 512  # pixels of the longest side of a photograph that a model is given, or what it was trained on, if larger
ROOMY, TIGHT = 10.0, 5.0  # GB of a GPU's memory: all of the model stays there; only the part that works


@dataclass(frozen=True)
class ExternalModel:
    """Which model, and what is added to it.

    Attributes
    ----------
    model : a folder, or a name on the hub such as "runwayml/stable-diffusion-v1-5"
    loras : files of adapters, .safetensors
    ip_adapter : a file of an IP-Adapter, .safetensors; its image encoder is in the folder image_encoder beside it, in
        the place of the public collection, or in the model
    strength : 0.01–1, how much of the photograph may change where it is drawn over
    steps, guidance : of the sampler; turbo models want 1 to 4 steps and 0
    download : fetch from the hub what is not on this computer yet
    ip_adapter_scale : 0–1, how much the photograph counts beside the words where an IP-Adapter shows it

    Raises
    ------
    UserError : strength, steps, guidance or the adapter's scale out of its range
    """

    model: str
    loras: tuple[Path, ...] = ()
    ip_adapter: Path | None = None
    strength: float = STRENGTH
    steps: int = STEPS
    guidance: float = GUIDANCE
    download: bool = False
    ip_adapter_scale: float = IP_ADAPTER_SCALE

    def __post_init__(self):
        check_number(Message("strength"), self.strength, LEAST_STRENGTH, 1)
        check_number(Message("number of steps of the sampler"), self.steps, 1, MOST_STEPS)
        check_number(Message("guidance"), self.guidance, 0, MOST_GUIDANCE)
        check_number(Message("IP-Adapter scale"), self.ip_adapter_scale, 0, 1)


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
    UserError : the model is not here, is no such model, an adapter does not fit it, or an IP-Adapter has no photograph
    Cancelled : the visitor cancelled
    """
    import torch
    from PIL import Image

    if engine.ip_adapter and photo is None:
        raise UserError("An IP-Adapter shows the model whom to draw; please give a photograph too.")
    pipeline = load_external_model(engine, reference=photo is not None)
    settings = {"prompt": prompt, "num_inference_steps": engine.steps, "guidance_scale": engine.guidance}
    taken = engine.steps
    if photo is not None:
        picture = Image.fromarray(photo)
        picture.thumbnail((side := _side(pipeline), side))
        if engine.ip_adapter:
            settings["ip_adapter_image"] = picture
        else:
            whole = (picture.width // 8 * 8, picture.height // 8 * 8)
            steps = _steps(engine)
            settings |= {"image": picture.resize(whole), "strength": engine.strength, "num_inference_steps": steps}
            taken = int(steps * engine.strength)
    made = []
    for number, seed in enumerate(seeds):

        def tick(pipeline, step: int, time, values: dict, number: int = number) -> dict:
            if progress:
                progress.update(min((number + (step + 1) / taken) / len(seeds), 1.0))
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
            add_ip_adapter(pipeline, engine.ip_adapter, engine.ip_adapter_scale, model=engine.model)
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


def _steps(engine: ExternalModel) -> int:
    """Of the sampler that draws a photograph over: it takes a share of them, the strength; one is taken at least."""
    enough = int(engine.steps * engine.strength) > 0
    return engine.steps if enough else math.floor(1 / engine.strength) + 1


def _side(pipeline) -> int:
    """Pixels of the longest side of a photograph that this model is given."""
    network = getattr(pipeline, "unet", None) or getattr(pipeline, "transformer", None)
    latent = getattr(getattr(network, "config", None), "sample_size", None)
    return max(SIDE, latent * pipeline.vae_scale_factor) if isinstance(latent, int) else SIDE


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
