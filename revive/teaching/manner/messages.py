"""Messages to learn from, with what was asked for; they are split by a hash of the occasion."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.errors import UserError
from revive.drafting.request import Request

MESSAGES = Path(__file__).with_name("messages")
HELD, STOPPED = 0.12, 0.05  # shares: never learned from; only to know when to stop
LONGEST = 220  # tokens of a message
IGNORED = -100  # in labels: not counted


@dataclass(frozen=True)
class WrittenMessage:
    """A message that was written, and for what."""

    request: Request
    text: str


@dataclass(frozen=True)
class EncodedMessage:
    """A message in token ids; the first `prompt` of them are the prompt."""

    ids: tuple[int, ...]
    prompt: int


def read_messages(folder: Path | None = None) -> list[WrittenMessage]:
    """Every line of the folder's .jsonl files: occasion, mood, about, text; the language is the file's name's start.

    Raises
    ------
    UserError : no such folder, or a line that says something else
    """
    files = sorted((folder or MESSAGES).glob("*.jsonl"))
    messages = []
    for path in files:
        language = path.stem[:2]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                request = Request(row["occasion"].strip(), row["mood"], row["about"].strip(), language)
                assert request.prompt and row["text"].strip()
                messages.append(WrittenMessage(request, row["text"].strip()))
            except (ValueError, KeyError, AttributeError, AssertionError) as error:
                raise UserError(
                    "Line {number} of {file} is no message with occasion, mood, about and text.",
                    number=number,
                    file=path.name,
                ) from error
    if not messages:
        raise UserError("There are no messages (.jsonl) in this folder.")
    return messages


def part_of(occasion: str) -> str:
    """ "learned", "stopped" or "held" by a hash of the occasion, so that one occasion is never in two parts."""
    place = int.from_bytes(hashlib.sha256(occasion.casefold().encode()).digest()[:4]) / 2**32
    return "held" if place < HELD else "stopped" if place < HELD + (1 - HELD) * STOPPED else "learned"


def parts(messages: list[WrittenMessage]) -> dict[str, list[WrittenMessage]]:
    """The messages by `part_of`."""
    found: dict[str, list[WrittenMessage]] = {"learned": [], "stopped": [], "held": []}
    for message in messages:
        found[part_of(message.request.occasion)].append(message)
    return found


def encoded(messages: list[WrittenMessage], tokenizer) -> list[EncodedMessage]:
    """Prompt, text and the end, in ids."""
    rows = []
    for message in messages:
        told = [tokenizer.bos_token_id, *tokenizer(message.request.prompt, add_special_tokens=False)["input_ids"]]
        text = tokenizer(message.request.answer(message.text), add_special_tokens=False)["input_ids"]
        rows.append(EncodedMessage(tuple([*told, *text, tokenizer.eos_token_id][:LONGEST]), len(told)))
    return rows


def batches(rows: list[EncodedMessage], size: int, seed: int, epoch: int) -> list[list[EncodedMessage]]:
    """The epoch's batches: messages of about the same length together, in a drawn order."""
    draw = np.random.default_rng([seed, epoch])
    lengths = np.array([len(row.ids) for row in rows]) + draw.uniform(-6, 6, len(rows))
    order = np.argsort(lengths)
    found = [[rows[at] for at in order[first : first + size]] for first in range(0, len(rows), size)]
    return [found[at] for at in draw.permutation(len(found))]


def tensors(batch: list[EncodedMessage], *, pad: int):
    """ids (N, L) int64, mask (N, L) int64 and labels (N, L), IGNORED where it is prompt or filling."""
    import torch

    longest = max(len(row.ids) for row in batch)
    ids = torch.full((len(batch), longest), pad)
    labels = torch.full((len(batch), longest), IGNORED)
    mask = torch.zeros((len(batch), longest), dtype=torch.int64)
    for at, row in enumerate(batch):
        ids[at, : len(row.ids)] = torch.tensor(row.ids)
        labels[at, row.prompt : len(row.ids)] = torch.tensor(row.ids[row.prompt :])
        mask[at, : len(row.ids)] = 1
    return ids, mask, labels
