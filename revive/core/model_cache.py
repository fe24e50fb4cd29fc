"""Models are loaded once and kept: by the process, or by a `revive.Studio`, which can let them go again.

A function that loads a model is decorated with `cached_model`. What it gives is kept by the `ModelCache` in use:
that of the process, unless work runs inside `with cache.in_use()`.
"""

from __future__ import annotations

import atexit
import functools
import gc
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, ParamSpec, TypeVar

from revive.core import telemetry

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class ModelCache:
    """What was loaded, by the function that loads it and its arguments; safe in several threads.

    Parameters
    ----------
    device : where networks of torch run: "cpu", "cuda", "mps" …
    """

    def __init__(self, device: str = "cpu"):
        self.device = device
        self._kept: dict[Callable, OrderedDict[tuple, Any]] = {}
        self._locks: dict[Callable, threading.RLock] = {}
        self._lock = threading.Lock()
        self._closed = False

    def get(self, load: Callable[..., T], arguments: tuple, named: dict, most: int | None) -> T:
        """`load(*arguments, **named)`, from the second time on what it gave before; the `most` last ones are kept."""
        if self._closed:  # work that was begun before and goes on
            return load(*arguments, **named)
        with self._lock:
            kept = self._kept.setdefault(load, OrderedDict())
            lock = self._locks.setdefault(load, threading.RLock())
        key = (arguments, tuple(sorted(named.items())))
        with lock:  # others wait for it, so that nothing is loaded twice
            if key not in kept:
                telemetry.switch_off()
                log.debug("loading: %s.%s", load.__module__, load.__name__)
                kept[key] = load(*arguments, **named)
                while most is not None and len(kept) > most:
                    kept.popitem(last=False)
            kept.move_to_end(key)
            return kept[key]

    def forget(self, load: Callable) -> None:
        """Let go of what this function loaded."""
        with self._lock:
            self._kept.pop(load, None)

    def close(self) -> None:
        """Let go of everything; nothing can be loaded any more. Work that goes on keeps what it has in hand."""
        with self._lock:
            self._closed = True
            for kept in self._kept.values():  # itself, since a library may hold on to the frame that it was loaded from
                kept.clear()
            self._kept.clear()
        gc.collect()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Models are taken from here and loaded into here, in this thread, inside the `with` block.

        Raises
        ------
        RuntimeError : it was closed
        """
        if self._closed:
            raise RuntimeError("this studio was closed; open another one with revive.load()")
        before = _in_use.set(self)
        try:
            yield
        finally:
            _in_use.reset(before)


_process = ModelCache()
_in_use: ContextVar[ModelCache] = ContextVar("model_cache", default=_process)
atexit.register(_process.close)  # MediaPipe's models cannot be freed once Python takes its modules down


def model_device() -> str:
    """Where networks of torch are to be run."""
    return _in_use.get().device


class CachedModel(Generic[P, T]):
    """A function that loads a model, as `cached_model` makes it; `__wrapped__` is the function itself."""

    __wrapped__: Callable[P, T]

    def __init__(self, load: Callable[P, T], most: int | None):
        functools.update_wrapper(self, load)
        self._load, self._most = load, most

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        return _in_use.get().get(self._load, args, kwargs, self._most)

    def cache_clear(self) -> None:
        """Let go of what it loaded into the cache in use."""
        _in_use.get().forget(self._load)


def cached_model(most: int | None = None) -> Callable[[Callable[P, T]], CachedModel[P, T]]:
    """Decorates a function that loads a model: it is loaded once for every set of arguments.

    Parameters
    ----------
    most : how many are kept, the last ones used; None keeps all
    """

    def decorate(load: Callable[P, T]) -> CachedModel[P, T]:
        return CachedModel(load, most)

    return decorate
