"""Larger engines: a tiny Llama of the public format with a chat template, made here, goes through the real way."""

import shutil
from pathlib import Path

import pytest

from revive.core.errors import UserError
from revive.drafting.external_model import ExternalModel, draft_externally, load_external_model
from revive.drafting.request import ask

TEMPLATE = "{% for m in messages %}<bos>{{ m['content'] }}\n{% endfor %}"


@pytest.fixture(scope="module")
def chatty(tiny, tmp_path_factory) -> Path:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("chatty")
    tokenizer = PreTrainedTokenizerFast.from_pretrained(tiny)
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    LlamaForCausalLM(LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=4096, pad_token_id=0, bos_token_id=2, eos_token_id=1,
    )).save_pretrained(folder)  # fmt: skip
    return folder


@pytest.mark.slow
def test_it_draws_by_the_seed(chatty):
    request = ask("Tom's birthday", "warm", "apple pies")
    first = draft_externally(ExternalModel(str(chatty)), request, 2, 1, letters="Dear Tom.")
    assert len(first) == 2 and first[0] != first[1] and all(isinstance(one, str) for one in first)
    assert draft_externally(ExternalModel(str(chatty)), request, 1, 2, letters="Dear Tom.")[0] == first[1]


def test_models_that_cannot_be_used(chatty, tiny, tmp_path):
    with pytest.raises(UserError, match="--download"):
        load_external_model(ExternalModel("nobody/no-such-model"))
    with pytest.raises(UserError, match="chat template"):
        load_external_model(ExternalModel(str(tiny)))
    shutil.copytree(chatty, tmp_path / "pickled")
    (tmp_path / "pickled" / "model.safetensors").rename(tmp_path / "pickled" / "pytorch_model.bin")
    with pytest.raises(UserError, match="safetensors"):
        load_external_model(ExternalModel(str(tmp_path / "pickled")))
