"""The loss curve of a fine-tuning, step by step, as a small SVG in the page."""

from __future__ import annotations

from html import escape

from revive.app.texts import say

WIDTH, HEIGHT = 480, 150  # of the drawing's own units


def loss_curve(losses: dict[str, list[tuple[int, float]]], language: str) -> str:
    """A figure with a line for each part ("mouth", "eye") of (step, loss); empty before the second point.

    Each line is drawn against its own first point: both parts begin at the same height.
    """
    lines = {part: [loss / points[0][1] for _, loss in points] for part, points in losses.items() if len(points) > 1}
    if not lines:
        return ""
    low = min(0.8, *(min(values) for values in lines.values()))
    high = max(1.1, *(max(values) for values in lines.values()))
    drawn, legend = "", ""
    for part, values in lines.items():
        last = max(step for step, _ in losses[part])
        points = " ".join(
            f"{WIDTH * step / last:.1f},{HEIGHT * (high - value) / (high - low):.1f}"
            for (step, _), value in zip(losses[part], values, strict=True)
        )
        drawn += f'<polyline class="{part}" points="{points}"/>'
        legend += f'<span class="{part}">{escape(say(f"part_{part}", language))} {100 * (values[-1] - 1):+.0f} %</span>'
    title = escape(say("teach_curve", language))
    return (
        f'<figure class="curve"><figcaption>{title}</figcaption><svg viewBox="-4 -4 {WIDTH + 8} {HEIGHT + 8}"'
        f' role="img" aria-label="{title}" preserveAspectRatio="none"><line x1="0" x2="{WIDTH}"'
        f' y1="{HEIGHT * (high - 1) / (high - low):.1f}" y2="{HEIGHT * (high - 1) / (high - low):.1f}"/>{drawn}</svg>'
        f"<p>{legend}</p></figure>"
    )
