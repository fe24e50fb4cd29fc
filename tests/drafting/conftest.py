"""A tiny language model, for every test here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drafting.tiny import make_tiny


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    return make_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def writer(tiny):
    """A `Writer` of the tiny model."""
    from revive.drafting.gemma import load_model
    from revive.drafting.writer import Writer

    return Writer(*load_model(tiny))
