"""Low-rank adapters (LoRA, Hu et al. 2021) for one person; the embedded generator itself is unchanged.

One safetensors file holds those of the denoiser (whom a name means) and of the decoder's finisher (what the face has
that its code cannot say).
"""

from __future__ import annotations

from pathlib import Path

from revive.core.errors import UserError

ADAPTER = "person"
RANKS = {"denoiser": 8, "finisher": 8}
LAYERS = {
    "denoiser": ["enter", "told", "first", "second", "leave"],
    "finisher": ["enter", "first", "second", "fine", "last", "leave"],
}


def add_adapters(pipeline) -> dict:
    """Add untrained adapters to a `PortraitPipeline`; return the two networks that have them, by name."""
    from peft import LoraConfig, inject_adapter_in_model

    nets = {"denoiser": pipeline.denoiser, "finisher": pipeline.decoder.finisher}
    for name, net in nets.items():
        rank = RANKS[name]
        settings = LoraConfig(r=rank, lora_alpha=rank, target_modules=LAYERS[name])
        inject_adapter_in_model(settings, net, adapter_name=ADAPTER)
    return nets


def save_adapters(nets: dict, path: Path) -> None:
    """Save the weights of the adapters of `add_adapters`, in float16."""
    from peft import get_peft_model_state_dict
    from safetensors.torch import save_file

    tensors = {}
    for name, net in nets.items():
        learned = get_peft_model_state_dict(net, adapter_name=ADAPTER)
        tensors |= {f"{name}.{key}": tensor.half().contiguous() for key, tensor in learned.items()}
    save_file(tensors, path)


def load_adapters(pipeline, path: Path) -> None:
    """Load saved adapters into a fresh `PortraitPipeline`.

    Raises
    ------
    UserError : the file is damaged, or belongs to another generator
    """
    from peft import set_peft_model_state_dict
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors = load_file(path)
        for name, net in add_adapters(pipeline).items():
            learned = {
                key.removeprefix(f"{name}."): tensor.float()
                for key, tensor in tensors.items()
                if key.startswith(f"{name}.")
            }
            result = set_peft_model_state_dict(net, learned, adapter_name=ADAPTER)
            if result.unexpected_keys or any(ADAPTER in key for key in result.missing_keys):
                raise ValueError("other layers")
    except (SafetensorError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise UserError(
            "What the portrait generator learned of this person is damaged or from another version of Revive; please"
            " teach it again.",
        ) from error
    for net in (pipeline.denoiser, pipeline.decoder):
        net.eval()
