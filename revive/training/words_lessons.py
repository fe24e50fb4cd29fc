"""Lessons for the messages' model: written messages with what was asked for, told apart by a hash of the occasion."""

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
LONGEST = 220  # tokens of a lesson
IGNORED = -100  # in labels: not counted


@dataclass(frozen=True)
class Lesson:
    """A message that was written, and for what."""

    request: Request
    text: str


@dataclass(frozen=True)
class Encoded:
    """A lesson in ids; `told` is how many of them are the prompt."""

    ids: tuple[int, ...]
    told: int


def read_lessons(folder: Path | None = None) -> list[Lesson]:
    """Every line of the folder's .jsonl files: occasion, mood, about, text; the language is the file's name's start.

    Raises
    ------
    UserError : no such folder, or a line that says something else
    """
    files = sorted((folder or MESSAGES).glob("*.jsonl"))
    lessons = []
    for path in files:
        language = path.stem[:2]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                request = Request(row["occasion"].strip(), row["mood"], row["about"].strip(), language)
                assert request.prompt and row["text"].strip()
                lessons.append(Lesson(request, row["text"].strip()))
            except (ValueError, KeyError, AttributeError, AssertionError) as error:
                raise UserError(
                    f"Line {number} of {path.name} is no message with occasion, mood, about and text.",
                    f"{path.name} 第 {number} 行不是包含 occasion、mood、about 和 text 的留言。",
                ) from error
    if not lessons:
        raise UserError("There are no messages (.jsonl) in this folder.", "文件夹中没有可学习的留言（.jsonl）。")
    return lessons


def part_of(occasion: str) -> str:
    """ "learned", "stopped" or "held" by a hash of the occasion, so that one occasion is never in two parts."""
    place = int.from_bytes(hashlib.sha256(occasion.casefold().encode()).digest()[:4]) / 2**32
    return "held" if place < HELD else "stopped" if place < HELD + (1 - HELD) * STOPPED else "learned"


def parts(lessons: list[Lesson]) -> dict[str, list[Lesson]]:
    """The lessons by `part_of`."""
    found: dict[str, list[Lesson]] = {"learned": [], "stopped": [], "held": []}
    for lesson in lessons:
        found[part_of(lesson.request.occasion)].append(lesson)
    return found


def encoded(lessons: list[Lesson], tokenizer) -> list[Encoded]:
    """Prompt, text and the end, in ids."""
    rows = []
    for lesson in lessons:
        told = [tokenizer.bos_token_id, *tokenizer(lesson.request.prompt, add_special_tokens=False)["input_ids"]]
        text = tokenizer(lesson.request.answer(lesson.text), add_special_tokens=False)["input_ids"]
        rows.append(Encoded(tuple([*told, *text, tokenizer.eos_token_id][:LONGEST]), len(told)))
    return rows


def batches(rows: list[Encoded], size: int, seed: int, epoch: int) -> list[list[Encoded]]:
    """The epoch's batches: lessons of about the same length together, in a drawn order."""
    draw = np.random.default_rng([seed, epoch])
    lengths = np.array([len(row.ids) for row in rows]) + draw.uniform(-6, 6, len(rows))
    order = np.argsort(lengths)
    found = [[rows[at] for at in order[first : first + size]] for first in range(0, len(rows), size)]
    return [found[at] for at in draw.permutation(len(found))]


def tensors(batch: list[Encoded], *, pad: int):
    """ids (N, L) int64, mask (N, L) int64 and labels (N, L), IGNORED where it is prompt or filling."""
    import torch

    longest = max(len(row.ids) for row in batch)
    ids = torch.full((len(batch), longest), pad)
    labels = torch.full((len(batch), longest), IGNORED)
    mask = torch.zeros((len(batch), longest), dtype=torch.int64)
    for at, row in enumerate(batch):
        ids[at, : len(row.ids)] = torch.tensor(row.ids)
        labels[at, row.told : len(row.ids)] = torch.tensor(row.ids[row.told :])
        mask[at, : len(row.ids)] = 1
    return ids, mask, labels
