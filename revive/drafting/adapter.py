"""Low-rank adapters of the language model (LoRA, Hu et al. 2021), in peft's own two files."""

from __future__ import annotations

import warnings
from pathlib import Path

from revive.core.errors import UserError
from revive.core.weights import check_weights

RANK = 16
LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
FILES = ("adapter_model.safetensors", "adapter_config.json")


def add_adapter(model, *, rank: int = RANK, seed: int = 0):
    """A `PeftModel` with an adapter that does nothing yet."""
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(seed)
    settings = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=LAYERS, task_type="CAUSAL_LM")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers for a name that is going out of use
        return get_peft_model(model, settings)


def with_adapter(model, folder: Path):
    """The model with the adapter of a folder, free to learn on; the file's settings are not read but known.

    Raises
    ------
    UserError : the folder holds no adapter, or one of another model
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = folder / FILES[0]
    if not path.is_file():
        raise UserError("There is no adapter of the language model in “{folder}”.", folder=folder.name)
    try:
        tensors = {name: tensor.float() for name, tensor in load_file(check_weights(path)).items()}
        rank = next(tensor.shape[0] for name, tensor in tensors.items() if name.endswith("lora_A.weight"))
        adapted = add_adapter(model, rank=rank)
        if {name: t.shape for name, t in adapter_state(adapted).items()} != {n: t.shape for n, t in tensors.items()}:
            raise ValueError("other layers")
        load_adapter_state(adapted, tensors)
        return adapted.eval()
    except (SafetensorError, OSError, ValueError, KeyError, RuntimeError, StopIteration, IndexError) as error:
        raise UserError(
            "The language model's adapter in “{folder}” is damaged or of another model; please teach it again.",
            folder=folder.name,
        ) from error


def adapter_state(model) -> dict:
    """A copy of the adapter's tensors."""
    from peft import get_peft_model_state_dict

    return {name: tensor.detach().clone() for name, tensor in get_peft_model_state_dict(model).items()}


def load_adapter_state(model, state: dict) -> None:
    """Set the adapter to what `adapter_state` gave."""
    from peft import set_peft_model_state_dict

    set_peft_model_state_dict(model, state)


def save_adapter(model, folder: Path) -> None:
    """Write the adapter in float16, with no path of this computer in its settings."""
    import json

    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.half().contiguous() for name, tensor in adapter_state(model).items()}
    save_file(tensors, folder / FILES[0], metadata={"format": "pt"})
    model.peft_config["default"].save_pretrained(folder)
    settings = json.loads((folder / FILES[1]).read_text(encoding="utf-8"))
    settings |= {"base_model_name_or_path": "google/gemma-3-270m", "target_modules": LAYERS}
    (folder / FILES[1]).write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n", encoding="utf-8")
