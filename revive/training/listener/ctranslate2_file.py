"""Read the weights in a model file of CTranslate2, which itself only runs whole models."""

from __future__ import annotations

import io
import struct

import numpy as np

TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)  # by the number that the file has for each


def read_weights(data: bytes) -> dict[str, np.ndarray]:
    """Every weight of a `model.bin` by its name; scalars have no dimensions.

    Raises
    ------
    ValueError : not a model file of CTranslate2, or of a type of number unknown here
    """
    file = io.BytesIO(data)

    def number(form: str) -> int:
        size = struct.calcsize(form)
        return struct.unpack("<" + form, file.read(size))[0]

    def text() -> str:
        return file.read(number("H"))[:-1].decode()  # ends in a zero

    weights = {}
    try:
        number("I")  # version of the format
        text()  # kind of model
        number("I")  # its version
        for _ in range(number("I")):
            name = text()
            shape = [number("I") for _ in range(number("B"))]
            kind = TYPES[number("B")]
            weights[name] = np.frombuffer(file.read(number("I")), kind).reshape(shape)
    except (struct.error, IndexError, ValueError) as error:
        raise ValueError("this is no model file of CTranslate2 that can be read here") from error
    return weights
