"""Read a photograph as it is meant to be seen: of several pages the one with a face, and turned until it is upright."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from revive.core.localisation import Message
from revive.face.detection import find_faces
from revive.face.face import Face
from revive.face.mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS, UPPER_LIP_MIDDLE
from revive.media.photo import count_pages, read_photo

MOST_PAGES = 8  # of a file, in which a face is looked for
TURNED = {
    1: Message("The photograph lay on its side and was turned upright."),
    2: Message("The photograph was upside down and was turned upright."),
    3: Message("The photograph lay on its side and was turned upright."),
}  # quarters of a turn to the left -> what the user is told
SMOOTHED = (9, 13, 5)  # pixels of a median filter on a picture of SMOOTHED_AT pixels, which takes scratches away
SMOOTHED_AT = 600  # of the longest side
DAMAGED = Message(
    "Scratches or a fold cross the face and would move with it; please restore the photograph first, on the page's"
    " tab “Portrait” or by “revive restore --clean”."
)
OTHER_PAGE = Message("The file has several pictures; the one with a face was taken.")

Finder = Callable[[np.ndarray], tuple[Face, ...]]


@dataclass(frozen=True)
class Photograph:
    """A photograph and its faces.

    Attributes
    ----------
    image : (H, W, 3) uint8 RGB, upright
    faces : the largest first; empty where none was found
    quarters : of a turn to the left, by which it was turned; 0 where it was upright, or where no face was found
    page : 0 is the largest of the file
    smoothed : `image` without its scratches, where the face was found only in this
    """

    image: np.ndarray
    faces: tuple[Face, ...]
    quarters: int = 0
    page: int = 0
    smoothed: np.ndarray | None = None

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the user is told of how it was read."""
        turned = (TURNED[self.quarters],) if self.quarters else ()
        return (OTHER_PAGE,) * bool(self.page) + turned + (DAMAGED,) * (self.smoothed is not None)


def read_photograph(path: Path, *, size: int, finder: Finder = find_faces) -> Photograph:
    """The first page, of the largest ones, that shows a face; the largest where none does.

    A face that is found only when scratches are taken away counts where there is no other. `size` as of `read_photo`.

    Raises
    ------
    UserError : not a usable picture
    """
    first = upright(read_photo(path, size=size), finder)
    if first.faces:
        return first
    for page in range(1, min(count_pages(path), MOST_PAGES)):
        other = upright(read_photo(path, size=size, page=page), finder)
        if other.faces:
            return dataclasses.replace(other, page=page)
    return _through_damage(first.image, finder) or first


def _through_damage(image: np.ndarray, finder: Finder) -> Photograph | None:
    """The photograph of a scratched print whose face is found where a median filter has taken the scratches away."""
    import cv2

    scale = max(image.shape) / SMOOTHED_AT
    for pixels in SMOOTHED:
        found = upright(cv2.medianBlur(image, max(int(pixels * scale / 2), 1) * 2 + 1), finder)
        if found.faces:
            turned = np.ascontiguousarray(np.rot90(image, found.quarters))
            return dataclasses.replace(found, image=turned, smoothed=found.image)
    return None


def upright(image: np.ndarray, finder: Finder = find_faces) -> Photograph:
    """The picture rotated by quarter turns until a face is upright; unchanged if none is found."""
    first: tuple[Face, ...] = ()
    for quarters in (0, 1, 3, 2):
        turned = np.ascontiguousarray(np.rot90(image, quarters))
        faces = finder(turned)
        if any(_upright(face) for face in faces):
            return Photograph(turned, faces, quarters)
        first = faces if quarters == 0 else first
    return Photograph(image, first)


def _upright(face: Face) -> bool:
    """Whether the eyes are above the mouth and side by side."""
    outer_corners = [RIGHT_EYE_CORNERS[0], LEFT_EYE_CORNERS[0]]
    eyes, mouth = face.landmarks[outer_corners, :2], face.landmarks[UPPER_LIP_MIDDLE, :2]
    across = eyes[1] - eyes[0]
    return bool(abs(across[1]) < abs(across[0]) and across[0] > 0 and mouth[1] > eyes[:, 1].mean())
