"""Work of several threads comes in order, is bounded, and stops when nobody takes it any more."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

import pytest

from revive.core.parallel import AHEAD, all_done, begun, in_order


def test_results_come_in_order_although_the_first_takes_longest():
    def work(task: int) -> int:
        time.sleep(0.02 / (task + 1))
        return task * task

    assert list(in_order(work, range(20), threads=4)) == [task * task for task in range(20)]


def test_several_are_worked_out_at_once():
    together = threading.Barrier(3)  # would never open for one after another
    assert list(in_order(lambda _: together.wait(10) >= 0, range(3), threads=3)) == [True] * 3


def test_no_more_are_begun_than_there_is_room_for():
    begun = []
    results = in_order(begun.append, iter(range(1000)), threads=2)
    for taken in range(10):
        next(results)
        assert len(begun) <= taken + 2 + AHEAD + 1
    results.close()
    assert len(begun) < 20


def test_one_at_a_time_and_nothing_ahead_is_done_when_it_is_asked_for():
    begun = []
    results = in_order(begun.append, range(3), threads=1, ahead=0)
    next(results)
    assert begun == [0]


def test_an_error_is_raised_in_its_place_and_ends_the_work():
    done = []

    def work(task: int) -> int:
        if task == 3:
            raise ValueError("the third")
        done.append(task)
        return task

    results = in_order(work, range(100), threads=2)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="the third"):
        next(results)
    assert len(done) < 10


def test_the_work_sees_the_context_of_whoever_asks_for_it():
    visitor = ContextVar("visitor", default="nobody")
    visitor.set("Tom")
    assert list(in_order(lambda _: visitor.get(), range(4), threads=2)) == ["Tom"] * 4


def test_what_was_begun_goes_on_while_other_work_is_done():
    visitor, go = ContextVar("visitor", default="nobody"), threading.Event()
    visitor.set("Tom")
    future = begun(lambda greeting: go.wait(10) and f"{greeting}, {visitor.get()}", "Hello")
    assert not future.done()  # it waits for what comes after it
    go.set()
    assert future.result(10) == "Hello, Tom"


def test_its_error_is_raised_where_it_is_needed():
    with pytest.raises(ZeroDivisionError):
        begun(lambda: 1 / 0).result(10)


def test_what_was_cancelled_in_line_is_not_waited_for():
    let_go = threading.Event()
    pool = ThreadPoolExecutor(1)
    running, waiting = pool.submit(let_go.wait, 60), pool.submit(int)
    pool.shutdown(wait=False, cancel_futures=True)
    started = time.monotonic()
    assert all_done(waiting, timeout=30) and time.monotonic() - started < 5
    assert not all_done(running, waiting, timeout=0.05)
    let_go.set()
    assert all_done(running, waiting, timeout=30)
