"""Work on several items at once, in threads, with the results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item], *, at_once: int) -> Generator[Result, None, None]:
    """Yield `work(item)` of each item, in order; up to `at_once` are worked on at the same time.

    With 1 nothing is done before it is asked for. Items are taken in the caller's thread, and an error is raised where
    its result would be. Closing it waits for what is being worked on; what has not begun is left.
    """
    if at_once == 1:
        yield from map(work, items)
        return
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(at_once) as workers:
        try:
            for item in items:
                waiting.append(workers.submit(copy_context().run, work, item))
                if len(waiting) == at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
