"""Tiny language models of the public formats, with random weights and a vocabulary made here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from revive.drafting.vocabulary import BYTE, ORDINARY, SPECIALS

TEXTS = [
    "Tom, happy birthday. I am so glad of you, and of the apple pies by the lake.",
    "Sleep well, little one. Tomorrow is another day.",
    "亲爱的小明，祝你生日快乐，天天开心。",
    "Grüße an 𝄞 Zoë: 42% of Привет!\nNext line.",
]


def pieces() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Tokens, scores and kinds, laid out as Gemma's are: specials, bytes, words learned one by one, characters."""
    learned: list[str] = []
    for word in ["▁happy", "▁birthday", "▁lake", "▁apple", "▁pies", "▁the", "▁glad", "▁Tom", "生日", "快乐", "▁hello"]:
        learned += [word[:end] for end in range(2, len(word) + 1) if word[:end] not in learned]
    learned += ["getB", "ве", "приве"]
    signs = sorted({sign for text in TEXTS for sign in text.replace(" ", "▁")} | set("▁abcdefghijklmnopqrstuvwxyz"))
    tokens = [*SPECIALS, "<unused0>", "\n", *(f"<0x{byte:02X}>" for byte in range(256)), *learned]
    tokens += [sign for sign in signs if sign not in ("\n", "Ю")]
    kinds = [3] * 6 + [4] + [BYTE] * 256 + [ORDINARY] * (len(tokens) - 263)
    scores = [-1000.0] * 7 + [0.0] * 256 + [-float(at) for at in range(len(tokens) - 263)]
    return tokens, np.array(scores, np.float32), np.array(kinds, np.int32)


def make_tiny(folder: Path) -> Path:
    """In an empty folder, a Gemma 3 with random weights: two layers, 32 wide."""
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig, PreTrainedTokenizerFast

    from revive.drafting.vocabulary import cut, tokenizer_of

    torch.manual_seed(0)
    vocabulary = cut(*pieces(), characters=10**6)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer_of(vocabulary), bos_token="<bos>", eos_token="<eos>", pad_token="<pad>",
        unk_token="<unk>", padding_side="left",
    ).save_pretrained(folder)  # fmt: skip
    Gemma3ForCausalLM(Gemma3TextConfig(
        vocab_size=len(vocabulary.tokens), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16, query_pre_attn_scalar=16, sliding_window=64,
        max_position_embeddings=1024, pad_token_id=0, eos_token_id=1, bos_token_id=2,
    )).save_pretrained(folder)  # fmt: skip
    return folder


def write_messages(folder: Path) -> Path:
    """A folder of forty short messages in two moods, which differ in every word."""
    folder.mkdir()
    rows = [
        {"occasion": f"Tom's {n}th birthday", "mood": ("warm", "happy")[n % 2], "about": "the lake",
         "text": ("Tom, happy birthday by the lake.", "Tom, the apple pies! Hello, hello!")[n % 2]}
        for n in range(40)
    ]  # fmt: skip
    (folder / "en_a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder
