"""Train the language model on the form of a message, and the head that reads moods; measured on held-out occasions."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from pathlib import Path

from revive.drafting.adapter import RANK, add_adapter, save_adapter
from revive.teaching.manner.adapter_training import mean_loss, train_adapter
from revive.teaching.manner.messages import WrittenMessage, encoded, parts, read_messages

EPOCHS = 3


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
    from revive.training.words.moods import train_mood

    messages = read_messages(data)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "words.checkpoint"
    if not resume:
        for path in (checkpoint, checkpoint.with_suffix(".json")):
            path.unlink(missing_ok=True)
    model, tokenizer = load_model(folder or model_folder())
    split = parts(messages)
    rows = {part: encoded(found, tokenizer) for part, found in split.items()}
    say("words: " + ", ".join(f"{len(found)} messages {part}" for part, found in split.items()))
    before_file = out / "before.json"
    if not resume or not before_file.is_file():
        before_file.write_text(json.dumps(held_figures(model, split["held"], tokenizer)))
    figures = {"before": json.loads(before_file.read_text())}
    say(f"words: held-out perplexity before: {figures['before']}")
    started = time.perf_counter()
    model = add_adapter(model, rank=RANK, seed=seed)
    figures["steps"] = train_adapter(
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


def held_figures(model, held: list[WrittenMessage], tokenizer) -> dict[str, float]:
    """Perplexity a token of the text: "all", and each language there is."""
    pad, told = model.config.pad_token_id or 0, {}
    for language in ("all", *sorted({one.request.language for one in held})):
        rows = encoded([one for one in held if language in ("all", one.request.language)], tokenizer)
        told[language] = round(math.exp(mean_loss(model, rows, pad=pad)), 3) if rows else math.nan
    return told
