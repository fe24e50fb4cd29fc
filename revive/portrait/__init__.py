"""Photo -> Portrait: the upright photograph, its faces, the one that will speak, in the requested light.

`make_portrait` is the public function.
"""

from revive.face.face import Face
from revive.portrait.portrait import Portrait
from revive.portrait.make import grade_portrait, make_portrait
from revive.portrait.preview import number_faces

__all__ = ["Face", "Portrait", "grade_portrait", "make_portrait", "number_faces"]
