"""Photo -> Portrait: the upright photograph, its faces, the one that will speak, in the requested light.

`make_portrait` is the public function.
"""

from revive.face.face import Face
from revive.portrait.portrait import Portrait
from revive.portrait.make import count_faces, grade_portrait, make_portrait, make_portraits
from revive.portrait.preview import number_faces

__all__ = [
    "Face", "Portrait", "count_faces", "grade_portrait", "make_portrait", "make_portraits", "number_faces",
]  # fmt: skip
