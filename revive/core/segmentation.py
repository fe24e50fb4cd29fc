"""jieba, which cuts Chinese text into words and names their kinds, with its dictionary already read.

By itself jieba keeps the dictionary in a file of a known name in the folder for temporary files, which all users of a
computer share, and trusts whatever lies there.
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
