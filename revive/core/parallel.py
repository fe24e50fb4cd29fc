"""Work done beside other work: by several threads at once, its results in order; or begun now and waited for later."""

from __future__ import annotations

import contextvars
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import ParamSpec, TypeVar

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")

AHEAD = 2  # results that may be there before they are asked for, so that no thread waits for whoever takes them


def in_order(
    work: Callable[[T], R], tasks: Iterable[T], *, threads: int, ahead: int = AHEAD
) -> Generator[R, None, None]:  # fmt: skip
    """`work(task)` of every task, in the order of the tasks.

    At most `threads + ahead` tasks are begun and not yet handed over, however many there are; one thread and nothing
    ahead is the caller's own, which works when it is asked. An error of `work` is raised in the place of its result.
    Closing the generator drops what was not begun, and waits for the rest.
    """
    if threads == 1 and not ahead:
        yield from map(work, tasks)
        return
    begun: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="in-order") as pool:
        try:
            for task in tasks:
                begun.append(pool.submit(contextvars.copy_context().run, work, task))
                if len(begun) == threads + ahead:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()
        finally:
            for future in begun:
                future.cancel()


def begun(work: Callable[P, R], *args: P.args, **named: P.kwargs) -> Future[R]:
    """Begin `work` in a thread of its own."""
    with_context = contextvars.copy_context().run
    pool = ThreadPoolExecutor(1, thread_name_prefix="begun")
    future = pool.submit(with_context, work, *args, **named)
    pool.shutdown(wait=False)  # when it is done
    return future


def all_done(*futures: Future, timeout: float) -> bool:
    """Whether all have ended, in whatever way, after waiting up to `timeout` seconds for those that have not.

    `wait` alone overlooks what was cancelled until a worker comes across it, which may be never.
    """
    wait([future for future in futures if not future.done()], timeout)
    return all(future.done() for future in futures)
