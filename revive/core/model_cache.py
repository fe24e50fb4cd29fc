"""A cache of loaded models: one for the process, and one for each `revive.Studio`, which can free its models.

A function that loads a model is decorated with `cached_model`. The `ModelCache` in use keeps its result: the one of
the process, except inside `with cache.in_use()`.
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
from revive.core.memory import give_back_memory

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


class ModelCache:
    """Loaded models, by the loading function and its arguments; safe to use from several threads.

    Parameters
    ----------
    device : where torch networks run: "cpu", "cuda", "mps" …
    """

    def __init__(self, device: str = "cpu"):
        self.device = device
        self._kept: dict[Callable, OrderedDict[tuple, Any]] = {}
        self._locks: dict[Callable, threading.RLock] = {}
        self._lock = threading.Lock()
        self._closed = False

    def get(self, load: Callable[..., T], arguments: tuple, named: dict, most: int | None) -> T:
        """The result of `load(*arguments, **named)`, loaded once; only the `most` last used results are kept."""
        if self._closed:  # work that began before it was closed
            return load(*arguments, **named)
        with self._lock:
            kept = self._kept.setdefault(load, OrderedDict())
            lock = self._locks.setdefault(load, threading.RLock())
        key = (arguments, tuple(sorted(named.items())))
        with lock:  # other threads wait, so a model is not loaded twice
            if key not in kept:
                telemetry.switch_off()
                log.debug("loading: %s.%s", load.__module__, load.__name__)
                kept[key] = load(*arguments, **named)
                give_back_memory()  # what was only needed to load it: files as they were read, tables being built
                while most is not None and len(kept) > most:
                    kept.popitem(last=False)
            kept.move_to_end(key)
            return kept[key]

    def forget(self, load: Callable) -> None:
        """Drop the models that this function loaded."""
        with self._lock:
            self._kept.pop(load, None)

    def close(self) -> None:
        """Drop all models and refuse to be used again. Running work keeps the models that it already holds."""
        with self._lock:
            self._closed = True
            for kept in self._kept.values():  # itself, since a library may hold on to the frame that it was loaded from
                kept.clear()
            self._kept.clear()
        gc.collect()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Inside the `with` block, this thread loads and reads models in this cache.

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
    """The device on which torch networks run."""
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
        """Drop the models that it loaded into the cache in use."""
        _in_use.get().forget(self._load)


def cached_model(most: int | None = None) -> Callable[[Callable[P, T]], CachedModel[P, T]]:
    """Decorate a function that loads a model: each set of arguments is loaded once.

    Parameters
    ----------
    most : keep only so many results, the last used; None keeps all
    """

    def decorate(load: Callable[P, T]) -> CachedModel[P, T]:
        return CachedModel(load, most)

    return decorate
