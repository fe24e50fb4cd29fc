"""Export the listener: the first layers of the encoder of Whisper base, in 8-bit integers, for onnxruntime.

    python -m revive train listener

The middle of the encoder knows best what a mouth does; the upper layers know words. What is left is a seventh of the
model, loads in a moment, and needs neither CTranslate2 nor what faster-whisper brings.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

from revive.core.onnx_session import import_onnxruntime
from revive.core.packages import need
from revive.core.scratch import scratch_folder
from revive.listening.listener import BANDS, ENCODED, LAYERS
from revive.listening.whisper import write_whisper
from revive.training.common.onnx_export import export_network, halve_weights
from revive.training.listener.ctranslate2_file import read_weights

HEADS = 8


class EncoderLayer(nn.Module):
    """One layer of Whisper's encoder, (1, steps, ENCODED) -> the same."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.attention_norm, self.norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.into = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        parts = self.into(self.attention_norm(x)).chunk(3, dim=-1)
        query, key, value = (part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)
        alike = (query @ key.transpose(-1, -2)) * query.shape[-1] ** -0.5
        x = x + self.out((alike.softmax(-1) @ value).transpose(1, 2).flatten(2))
        return x + self.down(nn.functional.gelu(self.up(self.norm(x))))


class Encoder(nn.Module):
    """The first `layers` layers: mel spectrogram (1, BANDS, 2 steps) -> (1, steps, ENCODED)."""

    def __init__(
        self, layers: int = LAYERS, *, bands: int = BANDS, width: int = ENCODED, heads: int = HEADS, most: int = 1500
    ):
        super().__init__()
        self.first = nn.Conv1d(bands, width, 3, padding=1)
        self.second = nn.Conv1d(width, width, 3, stride=2, padding=1)
        self.places = nn.Parameter(torch.zeros(most, width))
        self.layers = nn.ModuleList(EncoderLayer(width, heads) for _ in range(layers))

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        x = nn.functional.gelu(self.second(nn.functional.gelu(self.first(mel)))).transpose(1, 2)
        x = x + self.places[: x.shape[1]]
        for layer in self.layers:
            x = layer(x)
        return x


def with_whisper_weights(encoder: Encoder, weights: dict[str, np.ndarray]) -> Encoder:
    """The encoder with the weights of a Whisper model as `read_weights` gives them."""

    def named(name: str) -> torch.Tensor:
        return torch.from_numpy(weights[f"encoder/{name}"].astype(np.float32))

    def pair(into: str, name: str, weight: str = "weight", bias: str = "bias") -> dict[str, torch.Tensor]:
        return {f"{into}.weight": named(f"{name}/{weight}"), f"{into}.bias": named(f"{name}/{bias}")}

    state = {"places": named("position_encodings/encodings")} | pair("first", "conv1") | pair("second", "conv2")
    for number in range(len(encoder.layers)):
        ours, theirs = f"layers.{number}", f"layer_{number}"
        state |= pair(f"{ours}.attention_norm", f"{theirs}/self_attention/layer_norm", "gamma", "beta")
        state |= pair(f"{ours}.into", f"{theirs}/self_attention/linear_0")
        state |= pair(f"{ours}.out", f"{theirs}/self_attention/linear_1")
        state |= pair(f"{ours}.norm", f"{theirs}/ffn/layer_norm", "gamma", "beta")
        state |= pair(f"{ours}.up", f"{theirs}/ffn/linear_0")
        state |= pair(f"{ours}.down", f"{theirs}/ffn/linear_1")
    encoder.load_state_dict(state)
    return encoder.eval()


def whisper_encoder() -> Encoder:
    """The first layers of the installed Whisper base."""
    with scratch_folder() as folder:
        write_whisper(folder)
        return with_whisper_weights(Encoder(), read_weights((folder / "model.bin").read_bytes()))


def export_listener(out: Path) -> Path:
    """Write `out`/listener.onnx from the weights of the installed Whisper base, in a few seconds.

    Raises
    ------
    UserError : the package onnx is not installed
    """
    need("onnx")
    out.mkdir(parents=True, exist_ok=True)
    encoder = whisper_encoder()
    with scratch_folder() as folder:
        whole = Path(folder) / "whole.onnx"
        write_graph(encoder, whole)
        return quantise(whole, out / "listener.onnx")


def write_graph(encoder: Encoder, file: Path) -> None:
    """Export an encoder in 32-bit numbers, for sounds of any length that it has places for."""
    export_network(
        encoder, (torch.zeros(1, encoder.first.in_channels, 200),), file, inputs=["mel"], outputs=["heard"],
        dynamic_axes={"mel": {2: "frames"}, "heard": {1: "steps"}},
    )  # fmt: skip


def quantise(whole: Path, out: Path) -> Path:
    """Matrices in unsigned 8-bit integers, all other weights in 16-bit numbers; gives `out`.

    Signed integers would overflow in processors without VNNI.
    """
    import_onnxruntime()  # whose telemetry is off then
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(whole, out, op_types_to_quantize=["MatMul"], weight_type=QuantType.QUInt8, per_channel=True)
    halve_weights(out)
    return out
