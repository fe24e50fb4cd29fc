"""The configuration of a writing-style adapter, reduced to a plain LoRA that makes peft load nothing else.

peft imports what `auto_mapping` names, downloads what `base_model_name_or_path` and `revision` name, and treats
`target_modules` and the keys of the patterns as regular expressions. None of these is taken from a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable

MOST_NAMES, LONGEST = 500, 200  # of modules, characters of one
MOST_RANK = 1024
MODULE = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
TASKS = ("CAUSAL_LM", "SEQ_2_SEQ_LM", "FEATURE_EXTRACTION", None)
# Written by peft and dropped: we choose the model, the rest is about the training or the version.
DROPPED = frozenset(
    ["auto_mapping", "base_model_name_or_path", "revision", "inference_mode", "peft_version", "megatron_core",
     "qalora_group_size"]
)  # fmt: skip


def plain_adapter(config: dict) -> dict:
    """The configuration with only its known, harmless fields.

    Raises
    ------
    ValueError : not a LoRA, a value out of range, or an unknown feature switched on
    """
    plain = {}
    for name, value in config.items():
        if name in _FITS:
            if not _FITS[name](value):
                raise ValueError(f"{name} cannot be used")
            plain[name] = value
        elif name not in DROPPED and value and (name, value) != ("init_lora_weights", True):
            raise ValueError(f"{name[:LONGEST]} is not known")
    if not {"peft_type", "r", "target_modules"} <= plain.keys():
        raise ValueError("no LoRA")
    return plain


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_module(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST and MODULE.fullmatch(value) is not None


def _is_number(value: object, most: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= most


def _is_rank(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_RANK


def _are_modules(value: object) -> bool:
    if isinstance(value, list):
        return 0 < len(value) <= MOST_NAMES and all(map(_is_module, value))
    return value == "all-linear"


def _are_layers(value: object) -> bool:
    layers = value if isinstance(value, list) else []
    return value is None or (0 < len(layers) <= MOST_NAMES and all(_is_rank(layer) or layer == 0 for layer in layers))


def _is_pattern(value: object, fits: Callable[[object], bool]) -> bool:
    return isinstance(value, dict) and len(value) <= MOST_NAMES and all(
        _is_module(name) and fits(one) for name, one in value.items()
    )  # fmt: skip


_FITS: dict[str, Callable[[object], bool]] = {
    "peft_type": lambda value: value == "LORA",
    "task_type": lambda value: value is None or value in TASKS,
    "r": _is_rank,
    "lora_alpha": lambda value: _is_number(value, 100 * MOST_RANK),
    "lora_dropout": lambda value: _is_number(value, 1),
    "bias": lambda value: value in ("none", "all", "lora_only"),
    "fan_in_fan_out": _is_flag,
    "use_rslora": _is_flag,
    "use_dora": _is_flag,
    "target_modules": _are_modules,
    "layers_to_transform": _are_layers,
    "rank_pattern": lambda value: _is_pattern(value, _is_rank),
    "alpha_pattern": lambda value: _is_pattern(value, lambda one: _is_number(one, 100 * MOST_RANK)),
}
