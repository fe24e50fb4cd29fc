"""A picture of the faces that were found, boxed and numbered, for the user to choose from."""

from __future__ import annotations

import numpy as np

from revive.portrait.portrait import Portrait

CHOSEN = (224, 122, 63)  # the accent colour of the page
OTHER = (255, 255, 255)


def number_faces(portrait: Portrait) -> np.ndarray:
    """The portrait's image, (H, W, 3) uint8 RGB, every face boxed and numbered from 1, the chosen one in colour."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.fromarray(portrait.image)
    draw = ImageDraw.Draw(picture)
    stroke = max(2, max(picture.size) // 250)
    for number, face in enumerate(portrait.faces, start=1):
        colour = CHOSEN if number - 1 == portrait.chosen else OTHER
        left, top, right, bottom = face.box
        draw.rounded_rectangle((left, top, right, bottom), radius=4 * stroke, outline=colour, width=stroke)
        if len(portrait.faces) > 1:
            size = max(14, (bottom - top) // 5)
            draw.text(
                (left + stroke * 2, top + stroke), str(number), fill=colour, font=ImageFont.load_default(size),
                stroke_width=max(1, size // 14), stroke_fill=(40, 30, 25),
            )  # fmt: skip
    return np.asarray(picture)
