"""Teach the language model one person's manner, from what they wrote: a few minutes more of the same adapter.

Messages are mixed in, so that it does not forget what a message is. Whole letters that were held back tell whether it
is kept at all: only where their perplexity falls by a fifth, and that of messages hardly rises.
"""

from __future__ import annotations

import json
import math
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from revive.consent import Consent, Permit, keep_consent
from revive.core.errors import UserError
from revive.core.home import clean_name, manner_folder, people_closed
from revive.core.json_files import digest
from revive.core.layout import PLAN, WORK
from revive.core.localisation import Message
from revive.core.permissions import private_folder
from revive.core.progress import Progress
from revive.drafting.adapter import FILES, save_adapter, with_adapter
from revive.drafting.gemma import load_model, model_folder
from revive.drafting.letters import letters_of, passages, read_letters
from revive.drafting.manner import MODEL, Manner, keep_manner
from revive.drafting.private_words import PrivateWords
from revive.drafting.writer import ADAPTER
from revive.teaching.manner.adapter_training import mean_loss, train_adapter
from revive.teaching.manner.messages import EncodedMessage, encoded, parts, read_messages

STEPS, BATCH, RATE = 60, 4, 2e-4
HELD = 0.15  # of the letters
LEAST = 10  # letters
BESIDE = 1 / 3  # messages beside the passages
JUDGED = 24  # messages by which forgetting is measured
BETTER, WORSE = 0.8, 1.15  # perplexity after, of before: of letters at most, of messages at most


@dataclass(frozen=True)
class MannerOutcome:
    """What came of it; `learned` is None where nothing was kept. `sentence` says it."""

    learned: Manner | None
    figures: dict
    sentence: Message


@people_closed()
def teach_manner(
    letters: Path, name: str, *, consent: Consent | None = None, resume: bool = False, seed: int = 7,
    steps: int | None = None, base: tuple[Path, Path] | None = None, progress: Progress | None = None,
    say: Callable[[str], None] = print,
) -> MannerOutcome:  # fmt: skip
    """Read the letters, learn, judge, and keep what expects the person's words better.

    Parameters
    ----------
    letters : see `read_letters`
    consent : the three answers; not needed where they were given for this person before
    resume : go on from the checkpoint of a teaching that was stopped, where it had the same file and settings
    steps : in place of STEPS
    base : folders of another model and its adapter

    Raises
    ------
    UserError : no name, no consent, no letters or too few
    Cancelled : the checkpoint stays for `resume`
    """
    name, progress, steps = clean_name(name), progress or Progress(), steps or STEPS
    answers = Permit("taught manner", consent or Consent(), name).answers
    assert answers is not None  # a teaching always asks for them
    started = time.perf_counter()
    text = read_letters(letters)
    found = letters_of(text)
    if len(found) < LEAST:
        raise UserError(
            "These are too few letters to learn from ({count} were found, at least {least} are needed). Put each after"
            " an empty line or a line of dashes.",
            count=len(found),
            least=LEAST,
        )
    work = _work(name, {"letters": digest(letters), "seed": seed, "steps": steps, "model": MODEL}, resume=resume)
    folder, adapter = base or (model_folder(progress), ADAPTER)
    model, tokenizer = load_model(folder)
    model = with_adapter(model, adapter)
    held, learned = ([piece for one in part for piece in passages(one)] for part in split(found, seed))
    rows = {"held": in_ids(held, tokenizer), "learned": in_ids(learned, tokenizer)}
    messages = parts(read_messages())
    draw = np.random.default_rng(seed)
    beside = draw.permutation(len(messages["learned"]))[: math.ceil(BESIDE * len(learned))]
    judged = encoded(messages["stopped"][:JUDGED], tokenizer)
    mixed = rows["learned"] + encoded([messages["learned"][at] for at in beside], tokenizer)
    before_file = work / "before.json"
    if not before_file.is_file():
        before_file.write_text(json.dumps(_perplexities(model, rows["held"], judged)))
    figures = {"before": json.loads(before_file.read_text())}
    with progress.stage("teach_manner"):
        epochs = max(round(steps * BATCH / len(mixed)), 1)
        train_adapter(
            model, mixed, [], checkpoint=work / "manner.checkpoint", seed=seed, epochs=epochs, rate=RATE,
            batch_size=BATCH, say=say, progress=progress,
        )  # fmt: skip
    figures["after"] = _perplexities(model, rows["held"], judged)
    before, after = figures["before"], figures["after"]
    kept = after["letters"] <= BETTER * before["letters"] and after["messages"] <= WORSE * before["messages"]
    sentence = _said(name, figures, kept=kept)
    if not kept:
        shutil.rmtree(work)
        _drop_empty(name)
        return MannerOutcome(None, figures, sentence)
    save_adapter(model, work)
    known = Manner(
        name=name, taught=datetime.now(UTC).isoformat(timespec="seconds"), passages=len(learned),
        characters=sum(map(len, learned)), seconds=round(time.perf_counter() - started, 1), figures=figures,
        model=MODEL, sha256=digest(work / FILES[0]), consent=answers.relation,
        private=PrivateWords.of(text).digests,
    )  # fmt: skip
    keep_manner(known, work)
    keep_consent(name, answers)
    shutil.rmtree(work)
    return MannerOutcome(known, figures, sentence)


def split(found: list[str], seed: int) -> tuple[list[str], list[str]]:
    """(held back, learned from), in the order they were written."""
    count = max(round(HELD * len(found)), 1)
    held = set(np.random.default_rng(seed).permutation(len(found))[:count].tolist())
    return [one for at, one in enumerate(found) if at in held], [one for at, one in enumerate(found) if at not in held]


def in_ids(found: list[str], tokenizer) -> list[EncodedMessage]:
    """Passages in ids; all but the beginning is learned."""
    rows = []
    for one in found:
        ids = tokenizer(one, add_special_tokens=False)["input_ids"][:250]
        rows.append(EncodedMessage((tokenizer.bos_token_id, *ids, tokenizer.eos_token_id), 1))
    return rows


def _perplexities(model, letters: list[EncodedMessage], messages: list[EncodedMessage]) -> dict[str, float]:
    pad = model.config.pad_token_id or 0
    rows = {"letters": letters, "messages": messages}
    return {name: round(math.exp(mean_loss(model, some, pad=pad)), 3) for name, some in rows.items()}


def _work(name: str, plan: dict, *, resume: bool) -> Path:
    """The work folder: as it was left when that had the same plan, else empty."""
    work = manner_folder(name) / WORK
    told = json.dumps(plan, sort_keys=True)
    if not resume or not (work / PLAN).is_file() or (work / PLAN).read_text() != told:
        shutil.rmtree(work, ignore_errors=True)
        private_folder(work)
        (work / PLAN).write_text(told)
    return work


def _drop_empty(name: str) -> None:
    folder = manner_folder(name)
    for one in (folder, folder.parent):
        if one.is_dir() and not any(one.iterdir()):
            one.rmdir()


def _said(name: str, figures: dict, *, kept: bool) -> Message:
    before, after = figures["before"]["letters"], figures["after"]["letters"]
    if not kept:
        return Message(
            "The letters did not help (perplexity of the passages kept for the test: {before:.1f} before, "
            "{after:.1f} after); nothing was stored.",
            before=before,
            after=after,
        )
    return Message(
        "Drafts for “{name}” are closer to the letters now: perplexity of the passages kept for the test "
        "{after:.1f}, {before:.1f} before.",
        name=name,
        after=after,
        before=before,
    )
