"""Figures as tables of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def table(figures: Mapping | Sequence[Mapping]) -> str:
    """Figures by name, groups of them by name, or rows of them that have the same names."""
    if not isinstance(figures, Mapping):
        return _lines(list(figures[0]), [list(row.values()) for row in figures])
    if figures and all(isinstance(value, Mapping) for value in figures.values()):
        first = next(iter(figures.values()))
        return _lines(["figure", *first], [[name, *group.values()] for name, group in figures.items()])
    rows = [
        [name if inner is None else f"{name}.{inner}", figure]
        for name, value in figures.items()
        for inner, figure in (value.items() if isinstance(value, Mapping) else [(None, value)])
    ]
    return _lines(["figure", "value"], rows)


def _lines(names: list[str], rows: list[list]) -> str:
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
