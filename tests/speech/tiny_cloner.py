"""A model of Pocket TTS's public format with random weights and a few hundred thousand of them."""

from __future__ import annotations

import json
from pathlib import Path

SIGNS = " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,;:!?'-"


def write_model(folder: Path, *, name: str = "english", seed: int = 0, hears: bool = True) -> Path:
    """`folder`, with NAME.yaml, model.safetensors and tokenizer.json in it; `hears`: whether it can copy a voice."""
    import torch
    from pocket_tts import TTSModel
    from safetensors.torch import save_file
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

    folder.mkdir(parents=True, exist_ok=True)
    words = Tokenizer(models.WordLevel({sign: i for i, sign in enumerate(["<unk>", *SIGNS])}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    words.decoder = decoders.Fuse()
    words.save(str(folder / "tokenizer.json"))
    settings = _settings(len(SIGNS) + 1)
    config = folder / f"{name}.yaml"
    settings["flow_lm"]["lookup_table"]["tokenizer_path"] = str(folder / "tokenizer.json")
    config.write_text(json.dumps(settings), encoding="utf-8")
    threads = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = TTSModel.load_model(config=config)
        torch.nn.init.normal_(model.flow_lm.speaker_proj_weight, std=1.0 if hears else 0.0)
    torch.set_num_threads(threads)
    save_file({key: value.contiguous() for key, value in model.state_dict().items()}, folder / "model.safetensors")
    settings["flow_lm"]["lookup_table"]["tokenizer_path"] = "tokenizer.json"
    config.write_text(json.dumps(settings | {"weights_path": "model.safetensors"}), encoding="utf-8")
    return folder


def _settings(signs: int) -> dict:
    return {
        "flow_lm": {
            "insert_bos_before_voice": True, "dtype": "float32", "flow": {"depth": 1, "dim": 16},
            "transformer": {"d_model": 32, "hidden_scale": 1, "max_period": 10000, "num_heads": 2, "num_layers": 2},
            "lookup_table": {"dim": 32, "n_bins": signs, "tokenizer": "tokenizers", "tokenizer_path": ""},
        },
        "mimi": {
            "dtype": "float32", "sample_rate": 24000, "inner_dim": 8, "outer_dim": 16, "channels": 1,
            "frame_rate": 12.5,
            "seanet": {
                "dimension": 16, "channels": 1, "n_filters": 4, "n_residual_layers": 1, "ratios": [6, 5, 4],
                "kernel_size": 7, "residual_kernel_size": 3, "last_kernel_size": 3, "dilation_base": 2,
                "pad_mode": "constant", "compress": 2,
            },
            "transformer": {
                "d_model": 16, "num_heads": 2, "num_layers": 1, "layer_scale": 0.01, "context": 50,
                "dim_feedforward": 32, "input_dimension": 16, "output_dimensions": [16],
            },
            "quantizer": {"dimension": 8, "output_dimension": 16},
        },
    }  # fmt: skip
