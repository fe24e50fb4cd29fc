"""The messages' model learns: loss falls, it goes on from where it was stopped, and what was held out stays so."""

import itertools
from pathlib import Path

import pytest
import torch

from revive.core.progress import Progress
from revive.drafting.adapter import FILES, adapter_state, add_adapter, save_adapter, with_adapter
from revive.drafting.gemma import load_model
from revive.teaching.manner import adapter_training
from revive.teaching.manner.adapter_training import mean_loss, train_adapter
from revive.teaching.manner.messages import IGNORED, encoded, parts, read_messages, tensors
from tests.drafting.tiny import make_tiny, write_messages

pytestmark = pytest.mark.slow


class Stop(Exception):
    """Thrown to stop a training in its middle."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return make_tiny(tmp_path_factory.mktemp("tiny"))


def quiet(line: str) -> None:
    pass


@pytest.fixture
def messages(tmp_path) -> Path:
    return write_messages(tmp_path / "messages")


@pytest.fixture
def encoded_messages(messages, tiny):
    _, tokenizer = load_model(tiny)
    return {part: encoded(found, tokenizer) for part, found in parts(read_messages(messages)).items()}


def begin(tiny):
    model, _ = load_model(tiny)
    return add_adapter(model, seed=3)


def test_the_shipped_messages_are_sound():
    split = parts(read_messages())
    assert {one.request.language for one in split["learned"]} == {"en", "zh"}
    occasions = {part: {one.request.occasion.casefold() for one in found} for part, found in split.items()}
    assert not occasions["held"] & (occasions["learned"] | occasions["stopped"])
    share = len(split["held"]) / sum(map(len, split.values()))
    assert 0.07 < share < 0.17


def test_only_the_text_is_learned(encoded_messages):
    rows = encoded_messages["learned"][:3]
    ids, mask, labels = tensors(rows, pad=0)
    for row, told, known, counted in zip(rows, ids, mask, labels, strict=True):
        assert (counted[: row.prompt] == IGNORED).all() and (counted[known == 0] == IGNORED).all()
        assert (counted[row.prompt : len(row.ids)] == told[row.prompt : len(row.ids)]).all()
        assert told[len(row.ids) - 1] == 1  # the end is learned, too


def test_the_loss_falls(tiny, encoded_messages, tmp_path):
    model = begin(tiny)
    before = mean_loss(model, encoded_messages["held"], pad=0)
    steps = train_adapter(
        model, encoded_messages["learned"], encoded_messages["stopped"], checkpoint=tmp_path / "a.checkpoint", seed=1,
        epochs=8, rate=1e-2, say=quiet,
    )  # fmt: skip
    assert steps >= 5
    assert mean_loss(model, encoded_messages["held"], pad=0) < 0.9 * before


def test_stopped_and_resumed_is_the_same(tiny, encoded_messages, tmp_path, monkeypatch):
    monkeypatch.setattr(adapter_training, "EVERY", 2)
    told = {"seed": 1, "epochs": 2, "rate": 1e-2, "say": quiet}
    whole = begin(tiny)
    train_adapter(
        whole, encoded_messages["learned"], encoded_messages["stopped"], checkpoint=tmp_path / "a.checkpoint", **told
    )

    count = itertools.count(1)

    def stop(report) -> None:
        if next(count) == 7:
            raise Stop

    halted = tmp_path / "b.checkpoint"
    with pytest.raises(Stop):
        train_adapter(
            begin(tiny),
            encoded_messages["learned"],
            encoded_messages["stopped"],
            checkpoint=halted,
            progress=Progress(stop),
            **told,
        )
    resumed = begin(tiny)
    train_adapter(resumed, encoded_messages["learned"], encoded_messages["stopped"], checkpoint=halted, **told)
    for name, tensor in adapter_state(whole).items():
        assert torch.equal(tensor, adapter_state(resumed)[name]), name


def test_an_adapter_comes_back_and_another_models_is_refused(tiny, tmp_path):
    from revive.core.errors import UserError

    model = begin(tiny)
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.1)
    save_adapter(model, tmp_path)
    again = with_adapter(load_model(tiny)[0], tmp_path)
    for name, tensor in adapter_state(model).items():
        assert torch.allclose(tensor, adapter_state(again)[name], atol=1e-3)
    (tmp_path / FILES[0]).write_bytes(b"nonsense")
    with pytest.raises(UserError, match="damaged"):
        with_adapter(load_model(tiny)[0], tmp_path)
