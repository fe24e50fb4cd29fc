"""IP-Adapters and image encoders of the public layout with random weights, for tiny models."""

from __future__ import annotations

from pathlib import Path

TOKENS = 4  # that the photograph becomes, beside those of the words


def write_adapter(model: str, file: Path, width: int, *, plus: bool = False) -> Path:
    """An adapter for the UNet in a model's folder, which reads an encoder's output of this width."""
    import torch
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from safetensors.torch import save_file

    draw = torch.Generator().manual_seed(1)
    unet = UNet2DConditionModel.from_pretrained(model, subfolder="unet")
    inner, weights = unet.config["cross_attention_dim"], unet.state_dict()

    def drawn(*shape: int):
        return torch.randn(shape, generator=draw)

    tensors = {
        f"image_proj.{name}": tensor for name, tensor in (_plus if plus else _plain)(drawn, width, inner).items()
    }
    across = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
    for number, name in enumerate(across):
        hidden = len(weights[name.removesuffix("processor") + "to_k.weight"])
        for part in ("to_k_ip", "to_v_ip"):
            tensors[f"ip_adapter.{2 * number + 1}.{part}.weight"] = drawn(hidden, inner)
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, file)
    return file


def write_encoder(folder: Path, projection_dim: int, hidden_size: int = 32) -> None:
    """An image encoder with these widths of its output: projected, and of each patch."""
    import torch
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(1)
    CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=hidden_size, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2, patch_size=8,
        image_size=32, projection_dim=projection_dim,
    )).save_pretrained(folder)  # fmt: skip


def _plain(drawn, width: int, inner: int) -> dict:
    """What makes tokens of the projected output."""
    return {
        "proj.weight": drawn(TOKENS * inner, width), "proj.bias": drawn(TOKENS * inner),
        "norm.weight": drawn(inner), "norm.bias": drawn(inner),
    }  # fmt: skip


def _plus(drawn, width: int, inner: int) -> dict:
    """The resampler that makes tokens of the output of each patch: four layers, one head."""
    size, head = 16, 64  # diffusers tells the number of heads by 64 channels each
    tensors = {
        "latents": drawn(1, TOKENS, size), "proj_in.weight": drawn(size, width), "proj_in.bias": drawn(size),
        "proj_out.weight": drawn(inner, size), "proj_out.bias": drawn(inner), "norm_out.weight": drawn(inner),
        "norm_out.bias": drawn(inner),
    }  # fmt: skip
    for layer in range(4):
        attention, forward = f"layers.{layer}.0", f"layers.{layer}.1"
        tensors |= {
            f"{attention}.to_q.weight": drawn(head, size), f"{attention}.to_kv.weight": drawn(2 * head, size),
            f"{attention}.to_out.weight": drawn(size, head), f"{forward}.1.weight": drawn(4 * size, size),
            f"{forward}.3.weight": drawn(size, 4 * size),
        }  # fmt: skip
        for norm in (f"{attention}.norm1", f"{attention}.norm2", f"{forward}.0"):
            tensors |= {f"{norm}.weight": drawn(size), f"{norm}.bias": drawn(size)}
    return tensors
