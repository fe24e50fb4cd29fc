"""Load the embedded portrait generator once."""

from __future__ import annotations

from pathlib import Path

from revive.core import telemetry
from revive.core.errors import UserError
from revive.core.json_files import digest
from revive.core.model_cache import cached_model
from revive.core.weights import FOLDER, check_weights

WEIGHTS = FOLDER / "portrait"


def generator_of(folder: Path | None) -> str:
    """The identity of the embedded generator, or of another with its form: the SHA-256 of its denoiser.

    Raises
    ------
    UserError : the folder does not hold one
    """
    path = (folder or WEIGHTS) / "denoiser" / "diffusion_pytorch_model.safetensors"
    if not path.is_file():
        load_fresh(folder)  # says what is wrong
    return digest(path)


@cached_model()
def load_pipeline(folder: Path | None = None):
    """The embedded generator, once; see `load_fresh`."""
    return load_fresh(folder)


def load_fresh(folder: Path | None = None):
    """A new instance of the embedded generator, or of another with its form, for the caller alone.

    Raises
    ------
    UserError : the folder does not hold one
    """
    telemetry.switch_off()
    import torch
    from diffusers.utils.logging import disable_progress_bar

    from revive.generator.pipeline import PortraitPipeline

    folder = Path(folder or WEIGHTS)
    if not (folder / "model_index.json").is_file():
        raise UserError(
            "There is no portrait generator in “{folder}”; please reinstall Revive or choose another folder.",
            folder=folder.name,
        )
    for file in sorted(folder.rglob("*.safetensors")):
        check_weights(file)
    disable_progress_bar()
    pipeline = PortraitPipeline.from_pretrained(
        str(folder), dtype=torch.float32, local_files_only=True, use_safetensors=True
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
