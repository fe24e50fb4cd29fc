"""The trial: many bent inputs for every reader, each of which must end with a value or a `UserError`, and in time."""

from __future__ import annotations

import contextlib
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from revive.core.errors import UserError
from revive.fuzz.readers import READERS, Reader
from revive.fuzz.sandbox import Sandbox, sandbox

LONGEST = 10.0  # seconds of one input
_UNREAL = 3.0  # times LONGEST at which an input is given up
_SENTENCE = 700  # characters


@dataclass(frozen=True)
class Finding:
    """An input that ended otherwise: the reader, which input of it, what happened, and the file, where one was kept."""

    reader: str
    number: int
    what: str
    saved: Path | None = None


@dataclass
class Tally:
    """What became of a reader's inputs."""

    inputs: int = 0
    refused: int = 0
    read: int = 0
    slowest: float = 0.0
    findings: list[Finding] = field(default_factory=list)


class _TooLong(BaseException):
    """Raised into a reader that does not come back."""


def fuzz(
    inputs: int,
    *,
    seed: int = 0,
    reader: str | None = None,
    out: Path | None = None,
    tell: Callable[[str, int, int], None] | None = None,
) -> dict[str, Tally]:
    """Try the readers.

    Parameters
    ----------
    inputs : of all readers together, shared out so that the quick ones have more; the same inputs for the same `seed`
    reader : one of READERS, to have them all
    out : folder where inputs that are findings are kept
    tell : told the reader, how many of its inputs are done, and how many there are

    Raises
    ------
    UserError : no such reader
    """
    if reader is not None and reader not in READERS:
        raise UserError(
            "There is no reader “{reader}”; please choose one of: {readers}.", reader=reader, readers=list(READERS)
        )
    out = out.absolute() if out else None
    chosen = [READERS[reader]] if reader else list(READERS.values())
    whole = sum(one.share for one in chosen)
    tallies = {}
    for one in chosen:
        count = max(round(inputs * one.share / whole), 1)
        with sandbox() as place:
            tallies[one.name] = _try(one, count, f"{seed}:{one.name}", place, out, tell)
    return tallies


def table(tallies: dict[str, Tally]) -> str:
    """What became of the inputs, a row for each reader."""
    rows = [f"{'reader':<16}{'inputs':>8}{'refused':>9}{'read':>7}{'slowest':>10}{'findings':>10}"]
    for name, one in tallies.items():
        rows.append(
            f"{name:<16}{one.inputs:>8}{one.refused:>9}{one.read:>7}{one.slowest:>8.2f} s{len(one.findings):>10}"
        )
    total = [sum(getattr(one, name) for one in tallies.values()) for name in ("inputs", "refused", "read")]
    slowest = max((one.slowest for one in tallies.values()), default=0.0)
    findings = sum(len(one.findings) for one in tallies.values())
    rows.append(f"{'all':<16}{total[0]:>8}{total[1]:>9}{total[2]:>7}{slowest:>8.2f} s{findings:>10}")
    return "\n".join(rows)


def _try(reader: Reader, count: int, seed: str, place: Sandbox, out: Path | None, tell: Callable | None) -> Tally:
    tally, draw = Tally(), random.Random(seed)
    valid = reader.seeds()
    for data in valid:  # whatever is loaded at the first time is loaded now
        path = place.work / reader.names[0]
        path.write_bytes(data)
        with contextlib.suppress(UserError):
            reader.read(path)
        path.unlink()
    shutil.rmtree(place.root / "home", ignore_errors=True)
    (place.root / "home" / "people").mkdir(parents=True)
    before = place.listing()
    for number in range(count):
        data = reader.bend(draw, draw.choice(valid), valid)
        path = place.work / draw.choice(reader.names)
        path.write_bytes(data)
        started = time.perf_counter()
        what = _outcome(reader, path, place, tally)
        took = time.perf_counter() - started
        tally.slowest = max(tally.slowest, took)
        path.unlink(missing_ok=True)
        what = what or (f"took {took:.1f} s" if took > LONGEST else "") or _left(place, before)
        if what:
            tally.findings.append(Finding(reader.name, number, what, _keep(out, reader, number, path.suffix, data)))
        if tell:
            tell(reader.name, number + 1, count)
    return tally


def _outcome(reader: Reader, path: Path, place: Sandbox, tally: Tally) -> str:
    """Counts it; gives what is wrong, or nothing."""
    tally.inputs += 1
    place.wrong.clear()
    try:
        with _clock(LONGEST * _UNREAL):
            place.strict = True
            reader.read(path)
        tally.read += 1
    except UserError as error:
        tally.refused += 1
        return "; ".join(place.wrong) or (_unplain(error) if len(reader.names) > 1 else "")
    except _TooLong:
        return f"was given up after {LONGEST * _UNREAL:.0f} s"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}"[:300]
    finally:
        place.strict = False
    return "; ".join(place.wrong)


def _unplain(error: UserError) -> str:
    for sentence in (error.sentence(), error.sentence("zh")):
        if not sentence.isprintable() or len(sentence) > _SENTENCE:
            return f"a sentence that is none: {sentence[:200]!r}"
    return ""


def _left(place: Sandbox, before: dict[str, int]) -> str:
    """What the input has left behind; it is taken away."""
    after = place.listing()
    if after == before:
        return ""
    changed = sorted(name for name in after.keys() | before.keys() if after.get(name) != before.get(name))
    for name in changed:
        left = place.root / name
        if name not in before:
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
    return f"left behind {', '.join(changed)[:200]}"


def _keep(out: Path | None, reader: Reader, number: int, suffix: str, data: bytes) -> Path | None:
    if out is None:
        return None
    out.mkdir(parents=True, exist_ok=True)
    saved = out / f"{reader.name}-{number}{suffix if suffix.isascii() and len(suffix) < 6 else ''}"
    saved.write_bytes(data)
    return saved


@contextlib.contextmanager
def _clock(seconds: float) -> Iterator[None]:
    """Raise `_TooLong` after so many seconds, where the system can."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
