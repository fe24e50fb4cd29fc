"""A failure that was foreseen is one sentence; one that nobody foresaw is raised."""

import pytest

from revive.core.errors import UserError
from revive.core.failures import sentence_for, status_of


def failing(error: BaseException):
    def work() -> int:
        raise error

    return work


def test_a_folder_that_cannot_be_used_is_named(capsys):
    assert status_of(failing(PermissionError(13, "Permission denied", "/srv/revive/temporary"))) == 2
    said = capsys.readouterr().err
    assert "“temporary”" in said and "/srv" not in said and said.count("\n") == 1


@pytest.mark.parametrize("error", [MemoryError(), OSError(28, "No space left on device"), UserError("No.")])
def test_what_was_foreseen_ends_with_status_two(error, capsys):
    assert status_of(failing(error)) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_what_nobody_foresaw_is_raised():
    assert sentence_for(KeyError("a")) is None
    with pytest.raises(KeyError):
        status_of(failing(KeyError("a")))
