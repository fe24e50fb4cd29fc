"""The pictures of one file: pages of a TIFF, both views of a stereo camera, pictures of a phone, moments of a film.

The largest page is the photograph; a smaller one is a thumbnail or a depth map. All moments of an animation are of the
same size, so a few that are spread over it follow its first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image as Pillow

MOST_PAGES = 16  # of a file; further ones are not looked at
MOST_MOMENTS = 5  # of an animation
MOST_PLAYED = 60_000_000  # pixels of an animation that are decoded to reach a moment
_MASK = 4  # bit of a TIFF's NewSubfileType: the page says where another one is transparent
_SUBFILE_TYPE = 254


def pages(picture: Pillow.Image, *, most: int) -> list[int]:
    """The numbers of a file's pages, the best first.

    There is at least one, and none but the first has more than `most` pixels. The picture is left at any of them.
    """
    if picture.format in ("TIFF", "MPO", "HEIF"):
        return _by_size(picture, most)
    if picture.format in ("GIF", "WEBP", "PNG", "AVIF"):
        return _moments(picture)
    return [0]


def largest(picture: Pillow.Image, *, most: int) -> int:
    """The number of the best page, without counting the moments of an animation."""
    return pages(picture, most=most)[0] if picture.format in ("TIFF", "MPO", "HEIF") else 0


def _by_size(picture: Pillow.Image, most: int) -> list[int]:
    first = picture.tell()  # of a HEIC, the one that the phone shows
    sizes = {first: picture.width * picture.height}
    for number in range(MOST_PAGES):
        try:
            picture.seek(number)
        except Exception:  # noqa: BLE001 - the end, or a damaged page, of which any reader says something else
            break
        if _is_mask(picture) and number != first:
            continue
        pixels = picture.width * picture.height
        if pixels <= most or number == first:
            sizes[number] = pixels
    return sorted(sizes, key=lambda number: (-sizes[number], number != first, number))


def _is_mask(picture: Pillow.Image) -> bool:
    kind = getattr(picture, "tag_v2", {}).get(_SUBFILE_TYPE, 0)
    return isinstance(kind, int) and bool(kind & _MASK)


def _moments(picture: Pillow.Image) -> list[int]:
    count = min(getattr(picture, "n_frames", 1), 1 + MOST_PLAYED // max(picture.width * picture.height, 1))
    wanted = min(count, MOST_MOMENTS)
    return sorted({round(i * (count - 1) / max(wanted - 1, 1)) for i in range(wanted)})
