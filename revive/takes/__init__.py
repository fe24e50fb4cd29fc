"""Takes: what was performed in a clip, kept beside it, so that it can be changed without being made again.

A take is one zip file: the settings, the voice as FLAC, its sentences, and the movement as plain numbers. It has no
pictures and no music; it knows where photograph and music lay, and their SHA-256. It has the words and the voice of
somebody, so only its owner may read it, and it is deleted with its clip.

    take      the Take, and how it is cut
    writing   a take becomes a file
    reading   a file, which may be anybody's, becomes a take
    sources   files that a take refers to, found again
"""

from revive.takes.take import Performance, Take, cues_of_take, shortened
from revive.takes.reading import read_sentences, read_take
from revive.takes.writing import write_take

__all__ = ["Performance", "Take", "cues_of_take", "read_sentences", "read_take", "shortened", "write_take"]
