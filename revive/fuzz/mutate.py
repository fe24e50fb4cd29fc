"""Small changes to valid files: bits, numbers, cuts, pieces of other files; and signs that break what reads words.

Checksums and lengths are set right again where a reader would refuse the file for them alone. They are ours because
Hypothesis makes values, not damaged media files, and Atheris follows the coverage of Python code in one process, while
these files are decoded by C libraries in processes of their own.
"""

from __future__ import annotations

import io
import json
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

MOST = 256 * 1024  # bytes of a mutated file
_NUMBERS = (0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**24,
            2**31 - 1, 2**31, 2**32 - 1)  # fmt: skip
STRANGE = (
    "\0", "\x1b[2J", "\x07", "\x85", "\u2028", "\u202e", "\u2066", "\u200b" * 50, "\u0301" * 80, "\ud800", "\udfff",
    "\ufeff", "\U000e0041", "\uffff", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "-->", "<!--", "]]>",
    "\n\n00:00:00.000 --> 00:00:09.000\n", "\r\n\r\n1\r\n", "{{7*7}}", "${HOME}", "%s%n", "../../../etc/passwd",
    "/dev/zero", "file:///etc/passwd", "http://127.0.0.1:9/", "C:\\nul", "[a](/b/)", "[](/)", "[x](y)(z)", "&#0;",
    "&#x110000;", "&amp;&lt;", "1" * 500, "9.9e999", "-0", "NaN", "é" * 200, "。" * 100, "a" * 3000, "👩‍👩‍👧‍👦" * 20,
    "\t" * 99, "'", '"', "“", "；", "=", "＝", "/ʃ/", "ﷺ", "\u0e33" * 40,
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1e308, -1e308, 2**63, -(2**63), 10**400, 0.1, "", "auto", "a" * 5000, "\0", "\ud800", [],
    {}, [[]], {"": {}}, "../../x", "/dev/zero", "/proc/self/mem", "~", "\u202etxt", ["a"] * 100,
    {"a": {"b": {"c": []}}},
)  # fmt: skip


def mutate_bytes(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """`data` after one to six changes of any kind."""
    found = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        draw.choice(_CHANGES)(draw, found, others)
    return bytes(found[:MOST])


def mutate_text(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """Words (UTF-8, lone surrogates let through) with strange signs put in, cut, doubled."""
    text = data.decode("utf-8", "surrogatepass")
    for _ in range(draw.choice((1, 2, 4, 8))):
        at = draw.randint(0, len(text))
        to = min(at + draw.choice((0, 0, 1, 3, 20)), len(text))
        put = draw.choice(STRANGE) if draw.random() < 0.8 else draw.choice(others).decode("utf-8", "surrogatepass")
        text = text[:at] + put * draw.choice((1, 1, 1, 5)) + text[to:]
    if draw.random() < 0.05:
        text *= 20
    return text[:20_000].encode("utf-8", "surrogatepass")


def mutate_json(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A JSON object with values of other kinds, keys taken away, doubled or new; or bent as any file."""
    if draw.random() < 0.3:
        return mutate_bytes(draw, data, others)
    if draw.random() < 0.03:
        depth = draw.choice((20, 2000, 200_000))
        return draw.choice((b"[" * depth, b'{"a":' * depth, b"[" * depth + b"]" * depth))[:MOST]
    value = json.loads(data)
    for _ in range(draw.choice((1, 2, 4))):
        _bend_value(draw, value)
    return json.dumps(value).encode()


def mutate_png(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A PNG bent, and its sums set right, so that what is inside the chunks is read."""
    found = mutate_bytes(draw, data, others)
    if draw.random() < 0.3 or found[:8] != data[:8]:
        return found
    made, at = bytearray(found[:8]), 8
    while at + 8 <= len(found):
        length = int.from_bytes(found[at : at + 4], "big")
        body = found[at + 4 : at + 8 + length]
        if len(body) < length + 4:
            break
        made += struct.pack(">I", length) + body + struct.pack(">I", zlib.crc32(body))
        at += 12 + length
    return bytes(made)


def mutate_zip(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A zip bent from outside, or with one member bent and packed again; its manifest agrees where it can."""
    if draw.random() < 0.4:
        return mutate_bytes(draw, data, others)
    import hashlib

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    name = draw.choice(list(members))
    members[name] = (mutate_json if name.endswith(".json") else mutate_bytes)(draw, members[name], others)
    if draw.random() < 0.3:
        strange = draw.choice(
            ("../x.json", "/etc/x.json", "voice/nul.wav", "a/b.py", "voice/x.wav", "name.json", "x" * 300)
        )
        members[strange] = draw.choice(others)[:1000]
    try:
        manifest = json.loads(members["manifest.json"])
        manifest["files"] = {n: hashlib.sha256(d).hexdigest() for n, d in members.items() if n != "manifest.json"}
        members["manifest.json"] = json.dumps(manifest).encode()
    except (ValueError, TypeError, KeyError, RecursionError):
        pass  # bent beyond that
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", draw.choice((0, 8, 8, 8, 8, 12))) as packed:
        warnings.simplefilter("ignore")
        for name, body in members.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = packed.compression
            member.external_attr = draw.choice((0o120777, 0o010666)) << 16 if draw.random() < 0.02 else 0
            packed.writestr(member, body)
    return out.getvalue()


def mutate_tensors(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """A safetensors file with another header, or another length of it."""
    if draw.random() < 0.4:
        return mutate_bytes(draw, data, others)
    length = int.from_bytes(data[:8], "little")
    header = mutate_json(draw, data[8 : 8 + length], others)
    told = len(header) if draw.random() < 0.8 else draw.choice((0, 1, 2**31, 2**63, 2**64 - 1, len(header) * 2))
    return struct.pack("<Q", told) + header + data[8 + length :]


def _flip(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    for _ in range(draw.choice((1, 1, 4, 30))):
        if data:
            data[_place(draw, data)] ^= 1 << draw.randrange(8)


def _number(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    size, order = draw.choice((1, 2, 2, 4, 4, 8)), draw.choice(("little", "big"))
    at = _place(draw, data) if data else 0
    data[at : at + size] = (draw.choice(_NUMBERS) % 256**size).to_bytes(size, order)


def _cut(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    del data[draw.randint(0, len(data)) :]


def _drop(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    at = _place(draw, data) if data else 0
    del data[at : at + draw.choice((1, 2, 4, 16, 256))]


def _double(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    at = _place(draw, data) if data else 0
    piece = data[at : at + draw.choice((1, 4, 16, 256, 4096))]
    data[at:at] = piece * draw.choice((1, 1, 2, 50))
    del data[MOST:]


def _noise(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    at = _place(draw, data) if data else 0
    data[at : at + draw.choice((0, 8, 64))] = draw.randbytes(draw.choice((1, 8, 64, 512)))


def _splice(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    other = draw.choice(others)
    at, begin = _place(draw, data) if data else 0, draw.randint(0, len(other))
    data[at:] = other[begin : begin + MOST]


def _append(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    """Another file behind it: what is two files at once."""
    data += draw.choice((*others, b"%PDF-1.4\n", b"<html><script>", b"PK\5\6" + bytes(18), bytes(5000)))[:MOST]


def _before(draw: random.Random, data: bytearray, others: list[bytes]) -> None:
    data[:0] = draw.choice(
        (b"#EXTM3U\n", b"ffconcat version 1.0\n", b"<svg>", b"%PDF-1.4\n", bytes(700), b"GIF89a", b"RIFF")
    )


_CHANGES: tuple[Callable[[random.Random, bytearray, list[bytes]], None], ...] = (
    _flip, _flip, _number, _number, _number, _cut, _drop, _double, _noise, _splice, _append, _before,
)  # fmt: skip


def _place(draw: random.Random, data: bytearray) -> int:
    """Rather in the header."""
    return draw.randrange(min(len(data), 300) if draw.random() < 0.6 else len(data))


def _bend_value(draw: random.Random, value: object) -> None:
    inner = [value]
    while draw.random() < 0.5:
        below = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        deeper = [one for one in below if isinstance(one, dict | list) and one]
        if not deeper:
            break
        value = draw.choice(deeper)
        inner.append(value)
    new = json.loads(json.dumps(draw.choice(VALUES)))
    if isinstance(value, dict):
        key = draw.choice(list(value)) if value and draw.random() < 0.8 else draw.choice(STRANGE)
        if draw.random() < 0.2:
            value.pop(key, None)
        else:
            value[key] = new
    elif isinstance(value, list):
        value.insert(draw.randint(0, len(value)), new)
