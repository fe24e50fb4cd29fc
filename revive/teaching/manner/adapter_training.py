"""Train low-rank adapters (LoRA, Hu et al. 2021) of the language model, on attention and MLP.

Only the text of a message is learned, not its prompt. Messages that are set aside tell when to stop.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path

from revive.core.progress import Progress
from revive.drafting.adapter import adapter_state, load_adapter_state
from revive.teaching.common.accelerator import choose_accelerator
from revive.teaching.common.checkpoint import Stateful, load_checkpoint, save_checkpoint
from revive.teaching.common.learning_rate import scheduler, warmup_cosine
from revive.teaching.manner.messages import EncodedMessage, batches, tensors

BATCH, RATE = 8, 4e-4
WARMUP = 12  # steps
TOLERANCE = (
    1.1  # how much the loss may rise above its least: drafts still read better while single words are less expected
)
TIMED = 3  # steps timed before it says how long the rest takes
EVERY = 20  # steps between lines of the log and checkpoints


def train_adapter(
    model, learned: list[EncodedMessage], stopped: list[EncodedMessage], *, checkpoint: Path, seed: int, epochs: int,
    rate: float = RATE, batch_size: int = BATCH, say: Callable[[str], None] = print, progress: Progress | None = None,
) -> int:  # fmt: skip
    """Bring the loss on `learned` down; stops where that on `stopped` is more than `TOLERANCE` of its least.

    The adapter is left as it was after the last epoch that did not; gives the step of that.
    """
    import torch

    accelerator = choose_accelerator()
    adapters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    total = math.ceil(len(learned) / batch_size) * epochs
    optimizer = torch.optim.AdamW(adapters, lr=rate, weight_decay=0.01)
    rates = scheduler(optimizer, warmup_cosine(total, WARMUP))
    history = _History(checkpoint.with_suffix(".json"))
    best = _State(adapter_state(model))
    states: dict[str, Stateful] = {
        "net": _Adapters(model), "best": best, "optimizer": optimizer, "scheduler": rates
    }  # fmt: skip
    first = load_checkpoint(checkpoint, states)
    history.until(first)
    model, optimizer = accelerator.prepare(model, optimizer)
    pad = model.config.pad_token_id or 0
    per_epoch = math.ceil(len(learned) / batch_size)
    if not history.losses:
        history.add(0, mean_loss(model, stopped, pad=pad))
    started, smooth, epoch_batches = time.perf_counter(), None, []
    for step in range(first, total):
        epoch, place = divmod(step, per_epoch)
        if history.ended:
            break
        if place == 0 or not epoch_batches:
            epoch_batches = batches(learned, batch_size, seed, epoch)
        model.train()
        torch.manual_seed(seed * 100_003 + step)  # what dropout leaves out
        ids, mask, labels = (part.to(accelerator.device) for part in tensors(epoch_batches[place], pad=pad))
        loss = text_loss(model, ids, mask, labels)
        optimizer.zero_grad()
        accelerator.backward(loss)
        accelerator.clip_grad_norm_(adapters, 1.0)
        optimizer.step()
        rates.step()
        smooth = loss.item() if smooth is None else 0.9 * smooth + 0.1 * loss.item()
        done = step + 1
        if progress:
            progress.update(done / total)
        pace = (time.perf_counter() - started) / (done - first)
        if done - first == TIMED:
            say(f"words: {total} steps of {batch_size} messages, about {pace * (total - done) / 60:.0f} minutes")
        if done % per_epoch == 0:
            history.add(done, mean_loss(model, stopped, pad=pad))
            if not history.ended:
                best.value = adapter_state(model)
            say(f"words: epoch {epoch + 1}: loss {history.losses[-1][1]:.4f} on messages set aside")
        if done % EVERY == 0 or done == total or done % per_epoch == 0:
            say(f"words: step {done} of {total}: loss {smooth:.4f}, {pace * (total - done) / 60:.1f} minutes left")
            history.write()
            save_checkpoint(checkpoint, states, done)
    load_adapter_state(model, best.value)
    model.eval()
    return history.last


def text_loss(model, ids, mask, labels):
    """Mean negative log-likelihood of the labelled ids; only where there are labels is the vocabulary gone through."""
    import torch

    inner = model.get_base_model() if hasattr(model, "get_base_model") else model
    hidden = inner.model(input_ids=ids, attention_mask=mask).last_hidden_state[:, :-1]
    counted = labels[:, 1:] != -100
    logits = inner.lm_head(hidden[counted])
    return torch.nn.functional.cross_entropy(logits.float(), labels[:, 1:][counted])


def mean_loss(model, rows: list[EncodedMessage], *, pad: int, batch_size: int = BATCH) -> float:
    """The mean over all tokens of the texts."""
    import torch

    model.eval()
    total = count = 0
    ordered = sorted(rows, key=lambda row: len(row.ids))
    with torch.inference_mode():
        for first in range(0, len(ordered), batch_size):
            ids, mask, labels = tensors(ordered[first : first + batch_size], pad=pad)
            number = int((labels[:, 1:] != -100).sum())
            ids, mask, labels = (part.to(model.device) for part in (ids, mask, labels))
            total += text_loss(model, ids, mask, labels).item() * number
            count += number
    return total / max(count, 1)


class _Adapters:
    """Only the adapter of a model, for a checkpoint."""

    def __init__(self, model) -> None:
        self._model = model

    def state_dict(self) -> dict:
        return adapter_state(self._model)

    def load_state_dict(self, state_dict: dict) -> None:
        load_adapter_state(self._model, state_dict)


class _State:
    """A state that is kept beside the one that goes on."""

    def __init__(self, value: dict) -> None:
        self.value = value

    def state_dict(self) -> dict:
        return self.value

    def load_state_dict(self, state_dict: dict) -> None:
        self.value = state_dict


class _History:
    """[step, loss on the messages set aside] after each epoch, in a file beside the checkpoint."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.losses: list[list[float]] = json.loads(path.read_text()) if path.is_file() else []

    def add(self, step: int, loss: float) -> None:
        self.losses.append([step, loss])

    def until(self, step: int) -> None:
        """Forget what came after the step."""
        self.losses = [point for point in self.losses if point[0] <= step]

    @property
    def ended(self) -> bool:
        """Whether the last epoch was too much."""
        return self.losses[-1][1] > TOLERANCE * min(loss for _, loss in self.losses)

    @property
    def last(self) -> int:
        """The step after the last epoch that was not too much."""
        least = min(loss for _, loss in self.losses)
        return max(int(step) for step, loss in self.losses if loss <= TOLERANCE * least)

    def write(self) -> None:
        self._path.write_text(json.dumps(self.losses))
