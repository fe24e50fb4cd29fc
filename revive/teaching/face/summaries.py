"""What a teaching says to the family: of what is set aside, of the plan, of what came of it."""

from __future__ import annotations

from pathlib import Path

from revive.core.localisation import Message, Plural
from revive.teaching.samples.moments import REASONS, Moment

LISTED = 8  # times of a film named in one line
PARTS = {"mouth": Message("the mouth"), "eye": Message("the eyes")}


def set_aside_lines(moments: list[Moment], files: list[Path]) -> list[Message]:
    """A line for every file and reason for which moments of it were set aside."""
    groups: dict[tuple[int, str], list[Moment]] = {}
    for moment in moments:
        if moment.reason:
            groups.setdefault((moment.source, moment.reason), []).append(moment)
    lines = []
    for (source, reason), of_group in groups.items():
        values = {"file": files[source].name, "reason": REASONS[reason]}
        if not of_group[0].film:
            lines.append(Message("Set aside: {file}, {reason}", **values))
            continue
        when = ", ".join(map(_clock, of_group[:LISTED])) + (" …" if len(of_group) > LISTED else "")
        lines.append(
            Message("Set aside: {file}, {reason}: {count} at {when}", count=len(of_group), when=when, **values)
        )
    return lines


def _clock(moment: Moment) -> str:
    return f"{int(moment.seconds) // 60}:{moment.seconds % 60:04.1f}"


def plan_summary(plan) -> Message:
    """What is going to be done and how long it takes, said before it begins; `plan` is a `person.Plan`."""
    return Plural(
        "{learned} moments to learn from, {held_back} held back to judge by, {aside} set aside. {steps} steps, about"
        " {count} minute on this computer.",
        "{learned} moments to learn from, {held_back} kept for the test, {aside} not used. {steps} steps, "
        "about {count} minutes on this computer.",
        learned=plan.learned, held_back=plan.held_back, aside=sum(plan.set_aside.values()),
        steps=sum(plan.steps.values()), count=max(round(plan.seconds / 60), 1),
    )  # fmt: skip


def outcome_summary(name: str, figures: dict) -> Message:
    """What came of a teaching; `figures` are of `verdict.compare`, by part."""
    change = {part: 100 * (f["after"]["loss"] / f["before"]["loss"] - 1) for part, f in figures.items()}
    kept = [part for part, figure in figures.items() if figure["kept"]]
    if kept:
        parts = [Message("{part} {change:.0f} %", part=PARTS[part], change=-change[part]) for part in kept]
        return Message(
            "Stored: on frames of “{name}” that were kept for the test, the result is closer to the real "
            "pictures than before ({parts} closer).",
            name=name,
            parts=parts,
        )
    parts = [Message("{part} {change:+.1f} %", part=PARTS[part], change=value) for part, value in change.items()]
    if any(value > 0 for value in change.values()):
        return Message(
            "Nothing was stored: on the frames that were kept for the test, the result was worse than before "
            "(difference from the real pictures: {parts}).",
            parts=parts,
        )
    return Message(
        "Nothing was stored: on the frames that were kept for the test, the result was not clearly better "
        "than before (difference from the real pictures: {parts}).",
        parts=parts,
    )
