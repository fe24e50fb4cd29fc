"""IP-Adapters (Ye et al. 2023, "IP-Adapter: text compatible image prompt adapter"): a photograph beside the words.

An adapter reads the output of one image encoder: the projected output, or, as “plus” and “full” adapters do, that of
each patch. The public adapters (h94/IP-Adapter on the hub) share two encoders, OpenCLIP's ViT-H and ViT-bigG; those for
Stable Diffusion XL lie beside the one, and some of them want the other. So the encoder is chosen by the width that the
adapter's weights expect.
"""

from __future__ import annotations

from pathlib import Path

from revive.core.errors import UserError
from revive.media import check_model

# beside the adapter, or where the public collection has its two: ViT-H in models/, ViT-bigG in sdxl_models/
ENCODERS = ("image_encoder", "../models/image_encoder", "../sdxl_models/image_encoder")
# a weight that only this kind has, the weight that reads the encoder's output, the encoder's setting for its width
KINDS = (
    ("image_proj.proj.weight", "image_proj.proj.weight", "projection_dim"),
    ("image_proj.proj_in.weight", "image_proj.proj_in.weight", "hidden_size"),  # “plus”
    ("image_proj.proj.3.weight", "image_proj.proj.0.weight", "hidden_size"),  # “full”
)


def add_ip_adapter(pipeline, adapter: Path, scale: float, *, model: str) -> None:
    """Load an IP-Adapter, and the image encoder that it was made for, into a pipeline of diffusers.

    Parameters
    ----------
    adapter : .safetensors in the public layout: tensors named image_proj.* and ip_adapter.*
    scale : 0–1, how much the photograph counts beside the words
    model : what the pipeline is called, for errors

    Raises
    ------
    UserError : no IP-Adapter, one that reads no pictures, no encoder for it, or made for another kind of model
    """
    from diffusers.loaders.ip_adapter import IPAdapterMixin

    setting, width = _encoder_of(adapter)
    misfit = UserError(
        "The IP-Adapter “{file}” does not fit “{model}”; please choose one that was made for this kind of model.",
        file=adapter.name,
        model=model,
    )
    if not isinstance(pipeline, IPAdapterMixin):
        raise misfit
    _add_encoder(pipeline, adapter, setting, width)
    try:
        pipeline.load_ip_adapter(
            str(adapter.parent), subfolder="", weight_name=adapter.name, local_files_only=True,
            image_encoder_folder=None,
        )  # fmt: skip
    except (KeyError, RuntimeError, ValueError) as error:  # a weight is missing, or has another shape
        raise misfit from error
    pipeline.set_ip_adapter_scale(scale)


def _encoder_of(adapter: Path) -> tuple[str, int]:
    """The setting of an image encoder that tells whether it suits an adapter, and what it must be."""
    from safetensors import safe_open

    with safe_open(adapter, framework="np") as tensors:
        names = set(tensors.keys())
        whole = all(any(name.startswith(part) for name in names) for part in ("image_proj.", "ip_adapter."))
        for own, reading, setting in KINDS:
            if whole and {own, reading} <= names:
                return setting, tensors.get_slice(reading).get_shape()[-1]
    if whole:
        raise UserError(
            "“{file}” reads a description of a face and no picture, as adapters called FaceID do; please choose an"
            " IP-Adapter that reads a picture.",
            file=adapter.name,
        )
    raise UserError(
        "“{file}” is no IP-Adapter, for it has no weights named image_proj and ip_adapter; please choose another file.",
        file=adapter.name,
    )


def _add_encoder(pipeline, adapter: Path, setting: str, width: int) -> None:
    """Give the pipeline the image encoder of this width: from a folder near the adapter, else the model's own."""
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    for folder in (adapter.parent / place for place in ENCODERS):
        if not (folder / "config.json").is_file():
            continue
        if getattr(CLIPVisionConfig.from_pretrained(folder, local_files_only=True), setting) == width:
            check_model(folder)
            encoder = CLIPVisionModelWithProjection.from_pretrained(
                folder, use_safetensors=True, local_files_only=True, dtype=pipeline.dtype
            )
            pipeline.register_modules(image_encoder=encoder.to(pipeline.device))
            return
    own = getattr(pipeline, "image_encoder", None)
    if own is None or getattr(own.config, setting) != width:
        raise UserError(
            "There is no image encoder of width {width} beside “{file}”; please put the folder “image_encoder” there"
            " with which it was published.",
            width=width,
            file=adapter.name,
        )
