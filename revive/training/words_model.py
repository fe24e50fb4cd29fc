"""Teach the language model the form of a message: low-rank adapters on attention and MLP (LoRA, Hu et al. 2021).

Only the text is learned, not the prompt. Messages that were set aside tell when to stop; those of held-out occasions
are looked at once before and once after.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path

from revive.core.progress import Progress
from revive.drafting.adapter import RANK, adapter_state, add_adapter, load_adapter_state, save_adapter
from revive.training.keeping import keep, load_checkpoint, set_rate
from revive.training.words_lessons import Encoded, batches, encoded, parts, read_lessons, tensors

EPOCHS, BATCH, RATE = 3, 8, 4e-4
WARM_UP = 12  # steps
BORNE = 1.1  # how much the loss may rise above its least: drafts still read better while single words are less expected
TIMED = 3  # steps timed before it says how long the rest takes
EVERY = 20  # steps between lines of the log and checkpoints


def train_words(
    data: Path | None, out: Path, *, resume: bool = False, seed: int = 7, epochs: int = EPOCHS,
    folder: Path | None = None, say: Callable[[str], None] = print,
) -> dict:  # fmt: skip
    """Train, measure on held-out occasions, and write the adapter (float16) and the head of moods to `out`.

    Parameters
    ----------
    data : folder of messages (.jsonl); None takes the shipped ones
    out : the work folder
    resume : go on from the checkpoint of a run that was stopped
    folder : another model than the embedded one

    Returns
    -------
    dict : perplexity "before" and "after" on held-out messages, in all and by language, a token of the text each; the
        counts; steps, seconds; accuracy of the moods
    """
    from revive.drafting.gemma import load_model, model_folder
    from revive.training.words_mood import train_mood

    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "words.checkpoint"
    if not resume:
        for path in (checkpoint, checkpoint.with_suffix(".json")):
            path.unlink(missing_ok=True)
    lessons = read_lessons(data)
    model, tokenizer = load_model(folder or model_folder())
    split = parts(lessons)
    rows = {part: encoded(found, tokenizer) for part, found in split.items()}
    say("words: " + ", ".join(f"{len(found)} messages {part}" for part, found in split.items()))
    before_file = out / "before.json"
    if not resume or not before_file.is_file():
        before_file.write_text(json.dumps(held_figures(model, split["held"], tokenizer)))
    figures = {"before": json.loads(before_file.read_text())}
    say(f"words: held-out perplexity before: {figures['before']}")
    started = time.perf_counter()
    model = add_adapter(model, rank=RANK, seed=seed)
    figures["steps"] = fit(
        model, rows["learned"], rows["stopped"], checkpoint=checkpoint, seed=seed, epochs=epochs, say=say
    )
    figures["seconds"] = round(time.perf_counter() - started)
    figures["after"] = held_figures(model, split["held"], tokenizer)
    say(f"words: held-out perplexity after: {figures['after']}")
    save_adapter(model, out)
    figures["messages"] = {part: len(found) for part, found in split.items()}
    figures["moods"] = train_mood(split, out / "mood.safetensors", model, tokenizer, say=say)
    (out / "figures.json").write_text(json.dumps(figures, indent=2))
    return figures


def fit(
    model, learned: list[Encoded], stopped: list[Encoded], *, checkpoint: Path, seed: int, epochs: int,
    rate: float = RATE, batch_size: int = BATCH, say: Callable[[str], None] = print, progress: Progress | None = None,
) -> int:  # fmt: skip
    """Bring the loss on `learned` down; stops where that on `stopped` is more than `BORNE` of its least.

    The adapter is left as it was after the last epoch that did not; gives the step of that.
    """
    import torch
    from accelerate import Accelerator

    accelerator = Accelerator(cpu=not torch.cuda.is_available())
    adapters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(adapters, weight_decay=0.01)
    history = _History(checkpoint.with_suffix(".json"))
    best = _State(adapter_state(model))
    kept = {"net": _Adapters(model), "best": best, "optimizer": optimizer}
    first = load_checkpoint(checkpoint, kept)
    history.until(first)
    model, optimizer = accelerator.prepare(model, optimizer)
    pad = model.config.pad_token_id or 0
    a_round = math.ceil(len(learned) / batch_size)
    total = a_round * epochs
    if not history.losses:
        history.add(0, mean_loss(model, stopped, pad=pad))
    started, smooth, plan = time.perf_counter(), None, []
    for step in range(first, total):
        epoch, place = divmod(step, a_round)
        if history.ended:
            break
        if place == 0 or not plan:
            plan = batches(learned, batch_size, seed, epoch)
        model.train()
        torch.manual_seed(seed * 100_003 + step)  # what dropout leaves out
        ids, mask, labels = (part.to(accelerator.device) for part in tensors(plan[place], pad=pad))
        loss = text_loss(model, ids, mask, labels)
        optimizer.zero_grad()
        accelerator.backward(loss)
        accelerator.clip_grad_norm_(adapters, 1.0)
        set_rate(optimizer, rate * min((step + 1) / WARM_UP, 0.52 + 0.48 * math.cos(math.pi * step / total)))
        optimizer.step()
        smooth = loss.item() if smooth is None else 0.9 * smooth + 0.1 * loss.item()
        done = step + 1
        if progress:
            progress.update(done / total)
        pace = (time.perf_counter() - started) / (done - first)
        if done - first == TIMED:
            say(f"words: {total} steps of {batch_size} messages, about {pace * (total - done) / 60:.0f} minutes")
        if done % a_round == 0:
            history.add(done, mean_loss(model, stopped, pad=pad))
            if not history.ended:
                best.value = adapter_state(model)
            say(f"words: epoch {epoch + 1}: loss {history.losses[-1][1]:.4f} on messages set aside")
        if done % EVERY == 0 or done == total or done % a_round == 0:
            say(f"words: step {done} of {total}: loss {smooth:.4f}, {pace * (total - done) / 60:.1f} minutes left")
            history.write()
            keep(checkpoint, kept, done)
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


def mean_loss(model, rows: list[Encoded], *, pad: int, batch_size: int = BATCH) -> float:
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


def held_figures(model, held: list, tokenizer) -> dict[str, float]:
    """Perplexity a token of the text: "all", and each language there is."""
    pad, told = model.config.pad_token_id or 0, {}
    for language in ("all", *sorted({lesson.request.language for lesson in held})):
        rows = encoded([one for one in held if language in ("all", one.request.language)], tokenizer)
        told[language] = round(math.exp(mean_loss(model, rows, pad=pad)), 3) if rows else math.nan
    return told


class _Adapters:
    """Only the adapter of a model, for a checkpoint."""

    def __init__(self, model) -> None:
        self._model = model

    def state_dict(self) -> dict:
        return adapter_state(self._model)

    def load_state_dict(self, state: dict) -> None:
        load_adapter_state(self._model, state)


class _State:
    """A state that is kept beside the one that goes on."""

    def __init__(self, value: dict) -> None:
        self.value = value

    def state_dict(self) -> dict:
        return self.value

    def load_state_dict(self, state: dict) -> None:
        self.value = state


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
        return self.losses[-1][1] > BORNE * min(loss for _, loss in self.losses)

    @property
    def last(self) -> int:
        """The step after the last epoch that was not too much."""
        least = min(loss for _, loss in self.losses)
        return max(step for step, loss in self.losses if loss <= BORNE * least)

    def write(self) -> None:
        self._path.write_text(json.dumps(self.losses))
