"""What a teaching says to the family, in English and Chinese: of what is set aside, of the plan, of what came of it."""

from __future__ import annotations

from pathlib import Path

from revive.core.localisation import Message
from revive.teaching.samples.moments import REASONS, Moment

LISTED = 8  # times of a film named in one line
PARTS = {"mouth": Message("the mouth"), "eye": Message("the eyes")}


def set_aside_lines(moments: list[Moment], files: list[Path]) -> list[tuple[str, str]]:
    """A line for every file and reason for which moments of it were set aside."""
    groups: dict[tuple[int, str], list[Moment]] = {}
    for moment in moments:
        if moment.reason:
            groups.setdefault((moment.source, moment.reason), []).append(moment)
    lines = []
    for (source, reason), of_group in groups.items():
        when = ", ".join(map(_clock, of_group[:LISTED])) + (" …" if len(of_group) > LISTED else "")
        en, zh = REASONS[reason]
        films = of_group[0].film
        lines.append((
            f"Set aside: {files[source].name}, {en}" + (f": {len(of_group)} at {when}" if films else ""),
            f"不用：{files[source].name}，{zh}" + (f"：{len(of_group)} 处，{when}" if films else ""),
        ))  # fmt: skip
    return lines


def _clock(moment: Moment) -> str:
    return f"{int(moment.seconds) // 60}:{moment.seconds % 60:04.1f}"


def plan_summary(plan) -> tuple[str, str]:
    """What is going to be done and how long it takes, said before it begins; `plan` is a `person.Plan`."""
    minutes, steps = max(round(plan.seconds / 60), 1), sum(plan.steps.values())
    aside = sum(plan.set_aside.values())
    return (
        f"{plan.learned} moments to learn from, {plan.held_back} held back to judge by, {aside} set aside."
        f" {steps} steps, about {minutes} {'minute' if minutes == 1 else 'minutes'} on this computer.",
        f"{plan.learned} 个片刻用于学习，{plan.held_back} 个留作检验，{aside} 个不用。"
        f"共 {steps} 步，在这台电脑上大约需要 {minutes} 分钟。",
    )


def outcome_summary(name: str, figures: dict) -> tuple[str, str]:
    """What came of a teaching; `figures` are of `verdict.compare`, by part."""
    change = {part: 100 * (f["after"]["loss"] / f["before"]["loss"] - 1) for part, f in figures.items()}
    kept = [part for part, figure in figures.items() if figure["kept"]]
    if kept:
        en = " and ".join(f"{PARTS[part][0]} {-change[part]:.0f} %" for part in kept)
        zh = "，".join(f"{PARTS[part][1]}近了 {-change[part]:.0f}%" for part in kept)
        return (
            f"Kept: on frames of “{name}” that it had never seen, it now comes nearer to the truth than before"
            f" ({en} nearer).",
            f"已保存：在从未见过的“{name}”的画面上，现在比之前更接近真实（{zh}）。",
        )
    worse = any(value > 0 for value in change.values())
    en = ", ".join(f"{PARTS[part][0]} {value:+.1f} %" for part, value in change.items())
    zh = "，".join(f"{PARTS[part][1]} {value:+.1f}%" for part, value in change.items())
    return (
        f"Nothing was kept: on the frames that were held back it was {'worse' if worse else 'not clearly better'} than"
        f" before (distance from the truth: {en}).",
        f"没有保存：在留作检验的画面上，学习后{'反而更差' if worse else '没有明显更好'}（与真实的差距：{zh}）。",
    )
