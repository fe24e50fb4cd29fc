"""A server for a client that does not start at once is waited for; one that never does is told of."""

import pytest

from revive.cluster import connection


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(connection, "PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.parametrize("failures", range(5))
def test_it_is_tried_again_and_in_the_end_given_up(failures):
    tried = []

    def begin():
        tried.append(len(tried))
        if len(tried) <= failures:
            raise ConnectionAbortedError

    if failures > 3:
        with pytest.raises(ConnectionAbortedError):
            connection._begin(begin)
    else:
        connection._begin(begin)
    assert len(tried) == min(failures + 1, 4)


def test_another_fault_is_told_at_once():
    tried = []

    def begin():
        tried.append(1)
        raise RuntimeError("another version")

    with pytest.raises(RuntimeError):
        connection._begin(begin)
    assert len(tried) == 1
