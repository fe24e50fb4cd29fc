"""jieba, which splits Chinese text into words and tags them, with its dictionary loaded.

By default jieba caches the dictionary under a known name in the shared folder for temporary files and trusts what it
finds there; this loads it without that cache.
"""

from __future__ import annotations

import functools
import logging
import warnings


@functools.cache
def jieba():
    """The module, ready."""
    with _quietly():
        import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
    jieba.dt.initialized = True
    return jieba


@functools.cache
def tagger():
    """jieba.posseg, ready."""
    jieba()
    with _quietly():
        from jieba import posseg

    return posseg


def _quietly() -> warnings.catch_warnings:
    """From Python 3.12 on compiling jieba warns of its regular expressions."""
    return warnings.catch_warnings(action="ignore", category=SyntaxWarning)
