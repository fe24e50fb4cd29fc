"""Small ICC profiles, put together as ICC.1:2001-04 has it."""

import struct

# XYZ of the primaries, adapted to the white of D50
SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
DISPLAY_P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
PROPHOTO = ((0.7977, 0.2880, 0.0), (0.1352, 0.7119, 0.0), (0.0313, 0.0001, 0.8249))
D50 = (0.9642, 1.0, 0.8249)


def rgb_profile(primaries=SRGB, gamma: float = 2.2) -> bytes:
    """Of three colours with one gamma."""
    named = zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    return _profile(b"RGB ", {name: _xyz(value) for name, value in named} | _curves(gamma, b"rTRC", b"gTRC", b"bTRC"))


def grey_profile(gamma: float) -> bytes:
    """Of grey with a gamma."""
    return _profile(b"GRAY", _curves(gamma, b"kTRC"))


def cmyk_profile(lightness_of_black: float = 0.0) -> bytes:
    """Of four inks: each corner of the lattice has the lightness (0–100) that is left by its inks, and no colour."""
    grid = bytearray()
    for corner in range(16):
        inks = sum(corner >> ink & 1 for ink in range(4))
        lightness = 100 - (100 - lightness_of_black) * inks / 4
        grid += bytes([round(lightness * 2.55), 128, 128])
    ramp = bytes(range(256))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + struct.pack(">9i", *(65536 * (i % 4 == 0) for i in range(9)))
    return _profile(b"CMYK", {b"A2B0": table + ramp * 4 + bytes(grid) + ramp * 3}, kind=b"prtr", between=b"Lab ")


def _curves(gamma: float, *names: bytes) -> dict[bytes, bytes]:
    return {name: b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) for name in names}


def _xyz(value) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(part * 65536) for part in value))


def _profile(space: bytes, tags: dict[bytes, bytes], kind: bytes = b"mntr", between: bytes = b"XYZ ") -> bytes:
    tags = {b"wtpt": _xyz(D50), b"cprt": b"text" + bytes(4) + b"CC0\0"} | tags
    place, table, contents = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", place + len(contents), len(data))
        contents += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", place + len(contents), b"lcms", 0x02400000, kind, space, between)
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", *(round(part * 65536) for part in D50))
    return head.ljust(128, b"\0") + table + contents
