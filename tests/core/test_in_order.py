"""Several items are worked on at once, and their results come in order."""

import threading
from contextlib import closing
from contextvars import ContextVar

import pytest

from revive.core.in_order import in_order

PLACE: ContextVar[str] = ContextVar("place", default="nowhere")


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_results_come_in_order(at_once):
    assert list(in_order(lambda item: item * item, range(7), at_once=at_once)) == [0, 1, 4, 9, 16, 25, 36]


def test_two_are_worked_on_at_the_same_time():
    together = threading.Barrier(2, timeout=20)  # broken, and so an error, where each waits for the other to begin
    assert list(in_order(lambda item: together.wait() >= 0, range(4), at_once=2)) == [True] * 4


def test_one_at_a_time_is_done_when_it_is_asked_for():
    begun = []
    results = in_order(begun.append, range(3), at_once=1)
    next(results)
    assert begun == [0]


def test_an_error_is_raised_in_its_place():
    results = in_order(lambda item: 1 / item, [2, 1, 0, 4], at_once=2)
    assert [next(results), next(results)] == [0.5, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_what_has_not_begun_is_left_when_it_is_closed():
    begun = []
    with closing(in_order(begun.append, range(100), at_once=2)) as results:
        next(results)
    assert len(begun) <= 3


def test_threads_know_what_the_caller_knows():
    PLACE.set("here")
    assert list(in_order(lambda _: PLACE.get(), range(3), at_once=2)) == ["here"] * 3
