"""Progress: the time left is known from the beginning, follows the stage's own speed, and the bar never goes back."""

import threading

import pytest

from revive.core import progress as module
from revive.core.pace import Pace
from revive.core.progress import Progress


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass when the test says so."""

    class Clock:
        now = 100.0

        def perf_counter(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def warm() -> Pace:
    """A pace that was learned: speech takes twice as long as usual, drawing as long."""
    pace = Pace()
    for _ in range(9):
        pace.learn("speech", 2.0)
        pace.learn("clip", 1.0)
    return pace


def test_the_time_left_is_known_from_the_beginning_and_is_right(clock):
    reports = []
    progress = Progress(reports.append)
    progress.expect({"speech": 2.0, "clip": 6.0}, warm())
    with progress.stage("speech"):
        clock.now += 4.0
        progress.update(1.0)
    with progress.stage("clip"):
        for tenth in range(1, 11):
            clock.now += 0.6
            progress.update(tenth / 10)
    assert [r.seconds_left for r in reports[:3]] == pytest.approx([10.0, 6.0, 6.0])
    assert [r.seconds_left for r in reports[3:]] == pytest.approx([5.4 - 0.6 * i for i in range(10)])
    assert [r.done for r in reports] == pytest.approx([0.0, *[0.4] * 2, *(0.46 + 0.06 * i for i in range(10))])


def test_a_slower_machine_is_believed_and_the_bar_does_not_go_back(clock):
    reports = []
    progress = Progress(reports.append)
    progress.expect({"clip": 6.0}, warm())
    with progress.stage("clip"):
        for tenth in range(1, 11):
            clock.now += 3.0
            progress.update(tenth / 10)
    left = [r.seconds_left for r in reports]
    assert left[7:] == pytest.approx([12.0, 9.0, 6.0, 3.0, 0.0][-len(left[7:]) :])
    assert [r.done for r in reports] == sorted(r.done for r in reports)


def test_a_stage_that_says_nothing_until_its_end_counts_down(clock):
    reports = []
    progress = Progress(reports.append)
    progress.expect({"speech": 2.0, "clip": 6.0}, warm())
    with progress.stage("speech"):
        clock.now += 1.0
        progress.update(0.0)
        clock.now += 9.0
        progress.update(0.0)
    assert [r.seconds_left for r in reports] == pytest.approx([10.0, 9.0, 6.0])


def test_without_an_expectation_the_time_left_is_told_once_it_can_be_seen(clock):
    reports = []
    progress = Progress(reports.append)
    with progress.stage("mixture"):
        clock.now += 1.0
        progress.update(0.05)
        clock.now += 1.0
        progress.update(0.5)
    assert [r.seconds_left for r in reports] == [None, None, 2.0]
    assert [r.done for r in reports] == [0.0, 0.05, 0.5]


def test_what_a_stage_took_is_learned(clock):
    pace = warm()
    progress = Progress()
    for _ in range(9):
        progress.expect({"speech": 2.0}, pace)
        with progress.stage("speech"):
            clock.now += 6.0
    assert pace.times("speech") == 3.0


def test_a_stage_beside_others_is_timed_and_its_error_is_raised_at_the_next_update():
    go = threading.Event()

    def look(photo: str) -> str:
        go.wait(10)
        if photo == "sky":
            raise ValueError("no face")
        return photo

    progress = Progress()
    with progress.stage("speech"):
        face = progress.beside("portrait", look, "face")
        assert not face.done()
        go.set()
        assert face.result(10) == "face" and progress.seconds["portrait"] > 0
        progress.update(0.5)
        with pytest.raises(ValueError, match="no face"):
            progress.beside("portrait", look, "sky").result(10)
        with pytest.raises(ValueError, match="no face"):
            progress.update(0.6)
