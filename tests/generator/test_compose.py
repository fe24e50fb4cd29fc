"""Whom the words for a person do not name as a man or a woman is told so by their head, where it is clear."""

import re
from types import SimpleNamespace

import pytest
import torch

from revive.generator.compose import _sex
from revive.generator.wish import TOLD_SEX

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("fit", "said"), [((0.6, 0.1), "a man"), ((-0.2, 0.3), "a woman"), ((0.3, 0.25), "")])
def test_the_sex_is_told_where_it_is_clear(fit, said):
    seen = []

    def ranker(code, words):
        seen.append(code)
        return torch.tensor(fit)

    known = torch.tensor([1.0, torch.nan])
    assert _sex(SimpleNamespace(ranker=ranker), known) == said
    assert seen[0].tolist() == [[1.0, 0.0], [1.0, 0.0]]
    assert _sex(SimpleNamespace(ranker=None), known) == ""


def test_words_that_tell_it_are_left_to_tell_it():
    told = ("a young woman", "my grandmother in a red dress", "him at fifty", "as an old man", "great-grandpa")
    assert all(re.search(TOLD_SEX, words) for words in told)
    untold = ("smiling, in a red jacket", "at home in the garden", "this theme", "in a mango shirt")
    assert not any(re.search(TOLD_SEX, words) for words in untold)
