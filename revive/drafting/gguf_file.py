"""A model's GGUF file read in about a second: gguf's own reader makes two objects for each of 262 144 tokens.

https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from gguf import GGUFReader, GGUFValueType, dequantize


class _QuickReader(GGUFReader):
    """gguf's reader, with each array of the header as one piece of the file."""

    def _get_field_parts(self, orig_offs: int, raw_type: int):
        if raw_type != GGUFValueType.ARRAY:
            return super()._get_field_parts(orig_offs, raw_type)
        kind = GGUFValueType(int(self._get(orig_offs, np.uint32)[0]))
        count = int(self._get(orig_offs + 4, np.uint64)[0])
        start = orig_offs + 12
        if kind == GGUFValueType.STRING:
            end, octets = start, self.data.data  # as bytes, from which `struct` reads
            for _ in range(count):
                end += 8 + struct.unpack_from("<Q", octets, end)[0]
        else:
            end = start + count * np.dtype(self.gguf_scalar_to_np[kind]).itemsize
        return end - orig_offs, [self.data[start:end]], [0], [GGUFValueType.ARRAY, kind]


@dataclass(frozen=True)
class GgufFile:
    """What a GGUF file holds.

    Attributes
    ----------
    path : the file, little-endian

    Raises
    ------
    ValueError : no GGUF file
    """

    path: Path

    @cached_property
    def _reader(self) -> _QuickReader:
        return _QuickReader(self.path)

    def number(self, key: str) -> float:
        """A number of the header."""
        return self._reader.fields[key].contents()

    @cached_property
    def tokens(self) -> list[str]:
        """The vocabulary, in the order of ids."""
        field = self._reader.fields["tokenizer.ggml.tokens"]
        raw, at, tokens = bytes(field.parts[field.data[0]]), 0, []
        while at < len(raw):
            (length,) = struct.unpack_from("<Q", raw, at)
            tokens.append(raw[at + 8 : at + 8 + length].decode("utf-8"))
            at += 8 + length
        return tokens

    @property
    def scores(self) -> np.ndarray:
        """(V,) float32: the higher, the sooner a token is put together."""
        return self._numbers("tokenizer.ggml.scores", np.float32)

    @property
    def kinds(self) -> np.ndarray:
        """(V,) int32: 1 ordinary, 2 unknown, 3 control, 4 of the user, 5 unused, 6 a byte."""
        return self._numbers("tokenizer.ggml.token_type", np.int32)

    @property
    def names(self) -> list[str]:
        """The tensors' names."""
        return [tensor.name for tensor in self._reader.tensors]

    def tensor(self, name: str, rows: np.ndarray | None = None) -> np.ndarray:
        """The tensor, or rows of it, as float32."""
        (found,) = (tensor for tensor in self._reader.tensors if tensor.name == name)
        data = found.data if rows is None else found.data[rows]
        return dequantize(data, found.tensor_type).astype(np.float32, copy=False)

    def _numbers(self, key: str, kind: type) -> np.ndarray:
        field = self._reader.fields[key]
        return field.parts[field.data[0]].view(kind)
