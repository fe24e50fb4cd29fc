"""Models are loaded once, kept where they belong, and let go of."""

import threading
import time
import weakref

import pytest

from revive.core.model_cache import ModelCache, cached_model, model_device


class Model:
    pass


@pytest.fixture
def loader():
    """(the decorated function, what it was called with)."""
    calls = []

    @cached_model()
    def load(name: str = "a", *, size: int = 1) -> Model:
        """Loads."""
        calls.append((name, size))
        return Model()

    return load, calls


def test_a_model_is_loaded_once_for_every_set_of_arguments(loader):
    load, calls = loader
    with ModelCache().in_use():
        assert load() is load() and load("b") is load("b") and load("b", size=2) is not load("b")
    assert calls == [("a", 1), ("b", 1), ("b", 2)] and load.__doc__ == "Loads."


def test_two_caches_share_nothing(loader):
    load, calls = loader
    first, second = ModelCache(), ModelCache()
    with first.in_use():
        one = load()
        with second.in_use():
            assert load() is not one
        assert load() is one
    assert len(calls) == 2


@pytest.mark.slow
def test_closing_frees_the_models(loader):
    load, _ = loader
    cache = ModelCache()
    with cache.in_use():
        gone = weakref.ref(load())
        assert gone() is not None
    cache.close()
    assert gone() is None
    with pytest.raises(RuntimeError, match="closed"), cache.in_use():
        pass


@pytest.mark.slow
def test_work_that_goes_on_after_closing_leaves_nothing_behind(loader):
    load, _ = loader
    cache = ModelCache()
    with cache.in_use():
        cache.close()
        gone = weakref.ref(load())
    assert gone() is None


def test_only_the_last_ones_are_kept():
    calls = []

    @cached_model(most=1)
    def load(name: str) -> Model:
        calls.append(name)
        return Model()

    with ModelCache().in_use():
        first = weakref.ref(load("a"))
        load("b")
        assert first() is None
        load("b")
    assert calls == ["a", "b"]


def test_several_threads_load_a_model_once():
    calls = []

    @cached_model()
    def load() -> Model:
        calls.append(1)
        time.sleep(0.1)
        return Model()

    cache, found = ModelCache(), []

    def work():
        with cache.in_use():
            found.append(load())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1 and len(set(map(id, found))) == 1


def test_a_model_that_could_not_be_loaded_is_tried_again():
    tries = []

    @cached_model()
    def load() -> Model:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("cut off")
        return Model()

    with ModelCache().in_use():
        with pytest.raises(OSError, match="cut off"):
            load()
        assert load() is load()


def test_the_device_is_that_of_the_cache_in_use():
    assert model_device() == "cpu"
    with ModelCache("meta").in_use():
        assert model_device() == "meta"
    assert model_device() == "cpu"


def test_forgetting_one_function_leaves_the_others(loader):
    load, calls = loader

    @cached_model()
    def other() -> Model:
        return Model()

    with ModelCache().in_use():
        kept = other()
        load()
        load.cache_clear()
        load()
        assert other() is kept and len(calls) == 2
