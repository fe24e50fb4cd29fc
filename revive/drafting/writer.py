"""The embedded model with what it learned, writing drafts and reading them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from revive.core.model_cache import cached_model
from revive.core.progress import Progress
from revive.core.weights import FOLDER
from revive.drafting.adapter import with_adapter
from revive.drafting.gemma import load_model, model_folder
from revive.drafting.mood import readings
from revive.drafting.request import Request

ADAPTER = FOLDER / "words"
TEMPERATURE, NUCLEUS = 0.5, 0.9  # warmer, so small a model loses its thread
LONGEST = {"en": 115, "zh": 125}  # tokens of a draft
LONGEST_BEFORE = 700  # tokens of letters that are put before the prompt


class Writer:
    """A causal language model of transformers that goes on from a `Request`'s prompt.

    Parameters
    ----------
    model, tokenizer : of transformers; the model may have an adapter of peft
    """

    def __init__(self, model, tokenizer) -> None:
        self.model, self.tokenizer = model.eval(), tokenizer

    def draw(
        self, request: Request, count: int, seed: int, *, before: str = "", progress: Progress | None = None
    ) -> list[str]:
        """`count` texts, of which nothing was checked; the same seed gives the same on one machine.

        Parameters
        ----------
        before : text that is put before the prompt
        """
        import torch
        from transformers import StoppingCriteria, StoppingCriteriaList

        longest = LONGEST[request.language]
        told = self.tokenizer(request.prompt, add_special_tokens=False)["input_ids"]
        first = self.tokenizer(before, add_special_tokens=False)["input_ids"][-LONGEST_BEFORE:] if before else []
        ids = torch.tensor([[self.tokenizer.bos_token_id, *first, *told]], device=self.model.device)

        class Heard(StoppingCriteria):
            def __call__(self, input_ids, scores, **more):
                if progress:
                    progress.update((input_ids.shape[1] - ids.shape[1]) / longest)
                return torch.zeros(len(input_ids), dtype=torch.bool, device=input_ids.device)

        ends = [self.tokenizer.eos_token_id, *self._newlines()]
        with torch.random.fork_rng(), torch.inference_mode():
            torch.manual_seed(seed)
            made = self.model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=True, temperature=TEMPERATURE,
                top_p=NUCLEUS, top_k=0, num_return_sequences=count, max_new_tokens=longest, eos_token_id=ends,
                pad_token_id=self.tokenizer.pad_token_id, stopping_criteria=StoppingCriteriaList([Heard()]),
            )  # fmt: skip
        texts = self.tokenizer.batch_decode(made[:, ids.shape[1] :], skip_special_tokens=True)
        return [" ".join(text.split()) for text in texts]

    def likelihood(self, request: Request, texts: list[str]) -> np.ndarray:
        """(N,), how much the model expects each text after the prompt: mean log-likelihood a token."""
        import torch

        told = [self.tokenizer.bos_token_id, *self.tokenizer(request.prompt, add_special_tokens=False)["input_ids"]]
        found = []
        with torch.inference_mode():
            for text in texts:
                said = self.tokenizer(request.answer(text), add_special_tokens=False)["input_ids"]
                ids = torch.tensor([[*told, *said, self.tokenizer.eos_token_id]], device=self.model.device)
                hidden = self._inner.model(input_ids=ids).last_hidden_state[0, len(told) - 1 : -1]
                sure = self._inner.lm_head(hidden).float().log_softmax(-1)
                found.append(sure.gather(1, ids[0, len(told) :, None]).mean().item())
        return np.array(found, np.float32)

    @property
    def _inner(self):
        return self.model.get_base_model() if hasattr(self.model, "get_base_model") else self.model

    def read(self, texts: list[str]) -> np.ndarray:
        """(N, D), see `mood.readings`."""
        return readings(self.model, self.tokenizer, texts)

    def _newlines(self) -> list[int]:
        found = self.tokenizer.convert_tokens_to_ids("\n")
        return [found] if found is not None and found != self.tokenizer.unk_token_id else []


def load_writer(adapter: Path | None = None, *, sha256: str = "", progress: Progress | None = None) -> Writer:
    """The embedded model with the shipped adapter, or that of a folder; the last one is kept.

    sha256 : of the adapter's file, which tells a newer one apart

    Raises
    ------
    UserError : see `model_folder`, `with_adapter`
    """
    return _load(model_folder(progress), adapter or ADAPTER, sha256)


@cached_model(most=1)
def _load(folder: Path, adapter: Path, sha256: str) -> Writer:
    model, tokenizer = load_model(folder)
    return Writer(with_adapter(model, adapter), tokenizer)
