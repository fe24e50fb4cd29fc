"""jieba, which cuts Chinese text into words, with its dictionary already read.

By itself jieba keeps the dictionary in a file of a known name in the folder for temporary files, which all users of a
computer share, and trusts whatever lies there.
"""

from __future__ import annotations

import functools
import logging


@functools.cache
def jieba():
    """The module, ready."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
    jieba.dt.initialized = True
    return jieba
