"""hibari's rules of English pronunciation with its dictionary, loaded once for all who ask."""

from __future__ import annotations

from revive.core import telemetry
from revive.core.model_cache import cached_model


@cached_model()
def english_rules():
    """A callable: English in words -> phonemes in misaki's alphabet; its `lexicon` is the dictionary."""
    telemetry.switch_off()
    from hibari.g2p import G2P

    return G2P(british=False)


def english_context():
    """What the dictionary is told of a word's neighbours: nothing."""
    telemetry.switch_off()
    from hibari.g2p import Context

    return Context()
