"""In which mood a message is: the language model's own reading of it, and a linear head on that.

The mean of the model's last layer over a message's tokens tells moods apart better than sentence embeddings do, and in
Chinese as well; see the card for figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.weights import FOLDER, check_weights

HEAD = FOLDER / "words" / "mood.safetensors"
_TOGETHER = 8  # messages read at once


@dataclass(frozen=True)
class MoodHead:
    """A linear head.

    Attributes
    ----------
    moods : the names, in order
    mean, spread : (D,) of the readings it was taught on
    weight, bias : (D, M), (M,)
    """

    moods: tuple[str, ...]
    mean: np.ndarray
    spread: np.ndarray
    weight: np.ndarray
    bias: np.ndarray

    def read(self, readings: np.ndarray) -> np.ndarray:
        """(N, D) -> (N, M), how likely each mood is (0–1, together 1)."""
        scores = (readings - self.mean) / self.spread @ self.weight + self.bias
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        return grown / grown.sum(axis=1, keepdims=True)

    def save(self, path: Path) -> None:
        """As safetensors."""
        from safetensors.numpy import save_file

        named = {name: getattr(self, name).astype(np.float32) for name in ("mean", "spread", "weight", "bias")}
        save_file(named, path, metadata={"moods": " ".join(self.moods)})


@cached_model()
def mood_head(path: Path = HEAD) -> MoodHead:
    """The shipped head, or that of a file.

    Raises
    ------
    UserError : missing or damaged
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(check_weights(path), framework="np") as file:
            moods = tuple(file.metadata()["moods"].split())
            return MoodHead(moods, *(file.get_tensor(name) for name in ("mean", "spread", "weight", "bias")))
    except (OSError, SafetensorError, KeyError, TypeError) as error:
        raise UserError(
            "What tells the mood of a message is missing or damaged; please install Revive again."
        ) from error


def readings(model, tokenizer, texts: list[str]) -> np.ndarray:
    """(N, D) float32: the mean of the model's last layer over each text's tokens; without any adapter."""
    import contextlib

    import torch

    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    plain = model.disable_adapter() if hasattr(model, "disable_adapter") else contextlib.nullcontext()
    rows = [[tokenizer.bos_token_id, *tokenizer(text, add_special_tokens=False)["input_ids"][:200]] for text in texts]
    found = [None] * len(rows)
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    with torch.inference_mode(), plain:
        for first in range(0, len(order), _TOGETHER):
            places = order[first : first + _TOGETHER]
            longest = max(len(rows[at]) for at in places)
            ids = torch.full((len(places), longest), tokenizer.pad_token_id)
            mask = torch.zeros_like(ids)
            for row, at in enumerate(places):
                ids[row, : len(rows[at])] = torch.tensor(rows[at])
                mask[row, : len(rows[at])] = 1
            hidden = inner.model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            mask[:, 0] = 0  # the beginning sees nothing
            means = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
            for row, at in enumerate(places):
                found[at] = means[row].numpy()
    return np.array(found, np.float32)
