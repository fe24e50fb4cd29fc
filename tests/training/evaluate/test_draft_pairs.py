"""Requests that drafts are judged by: as many in each language, none twice, all of them well formed."""

import pytest

from revive.drafting.request import LANGUAGES
from revive.training.evaluate.draft_pairs import FRESH, REQUESTS, requests


@pytest.mark.parametrize(("file", "count"), [(REQUESTS, 40), (FRESH, 55)])
def test_every_language_has_as_many_requests(file, count):
    for language in LANGUAGES:
        found = requests(language, file)
        assert len(found) == len(set(found)) == count


def test_fresh_requests_are_others():
    assert not {one for language in LANGUAGES for one in requests(language)} & {
        one for language in LANGUAGES for one in requests(language, FRESH)
    }
