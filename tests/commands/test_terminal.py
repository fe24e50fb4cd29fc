"""The progress bar of a command: one bar a stage, with the time left, and nothing left on the line at the end."""

import argparse
import io

from revive.commands import terminal
from revive.core.progress import Report


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch, reports, json=False) -> str:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    if show := terminal.listener(argparse.Namespace(json=json)):
        show = terminal.ProgressBar(interval=0)
        for report in reports:
            show(report)
    return screen.getvalue()


def test_each_stage_has_a_bar_with_the_time_left(monkeypatch):
    text = shown(monkeypatch, [Report("speech", 0.5, None), Report("clip", 0.25, 30.0), Report("clip", 0.5, 12.0)])
    assert (
        text.index("speech:  50%")
        < text.index("clip:  25%, about 30 s left")
        < text.index("clip:  50%, about 12 s left")
    )


def test_the_line_is_empty_when_a_stage_is_done(monkeypatch):
    text = shown(monkeypatch, [Report("clip", 0.5, 12.0), Report("clip", 1.0, 0.0)])
    assert "clip: 100%" in text
    assert not text.split("\r")[-1].strip() and not text.split("\r")[-2].strip()


def test_nothing_is_shown_where_json_is_wanted(monkeypatch):
    assert shown(monkeypatch, [Report("clip", 0.5, 1.0)], json=True) == ""
