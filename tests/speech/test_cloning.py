"""The larger voice engine: refusals without it, and a tiny model of its public format going through the real way."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from revive.core.errors import Cancelled, UserError
from revive.speech.cloning import SAMPLE_RATE, Cloned, load_cloner
from revive.speech.delivery import Delivery
from revive.speech.engines import SAMPLE_RATES, say
from revive.speech.voices import Voice

WORDS = "Good morning, dear."


def a_voice(seconds: float = 3.0) -> np.ndarray:
    """A hum that swells twice a second."""
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * 140 * times) * np.abs(np.sin(2 * np.pi * times))).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    pytest.importorskip("pocket_tts", reason="the extra pocket-tts is not installed")
    from tests.speech.tiny_cloner import write_model

    return write_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def voice(folder) -> Voice:
    cloner = load_cloner(str(folder))
    own = Cloned(model=cloner.name, weights=cloner.weights, state=cloner.hear(a_voice()))
    return Voice("pocket-tts", "Odile", ("en",), "female", "pocket", "NOASSERTION", own)


def said(voice, words=WORDS, *, speed=1.0, seed=1, tick=lambda: None, **more) -> np.ndarray:
    return np.concatenate(list(say(voice, words, language="en", speed=speed, seed=seed, tick=tick, **more)))


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install pocket-tts==4\.0\.1"):
        load_cloner()


def test_nothing_is_fetched_before_it_is_asked_for(monkeypatch, tmp_path):
    pytest.importorskip("pocket_tts", reason="the extra pocket-tts is not installed")
    import huggingface_hub

    asked = []

    def hub(repository, path, *, revision=None, local_files_only=False):
        asked.append(local_files_only)
        raise huggingface_hub.errors.LocalEntryNotFoundError("not here")

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", hub)
    with pytest.raises(UserError, match=r"220 MB .*CC-BY-4\.0") as refusal:
        load_cloner()
    assert "--download" in str(refusal.value) and asked == [True]
    with pytest.raises(UserError, match="670 MB"):
        load_cloner("french_24l")
    with pytest.raises(UserError, match="could not be fetched"):
        load_cloner(download=True)
    assert asked[-1] is False


def test_terms_that_were_not_accepted_are_named(monkeypatch):
    pytest.importorskip("pocket_tts", reason="the extra pocket-tts is not installed")
    import huggingface_hub

    def hub(repository, path, *, revision=None, local_files_only=False):
        if local_files_only:
            raise huggingface_hub.errors.LocalEntryNotFoundError("not here")
        answer = SimpleNamespace(headers={}, request=None)
        raise huggingface_hub.errors.GatedRepoError("gated", response=answer)

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", hub)
    with pytest.raises(UserError, match="accepted its terms"):
        load_cloner(download=True)


@pytest.mark.slow
def test_it_speaks_the_same_for_the_same_seed_and_leaves_torch_as_it_was(voice):
    threads, before = torch.get_num_threads(), torch.random.get_rng_state()
    first = said(voice)
    assert first.dtype == np.float32 and len(first) > 0.3 * SAMPLE_RATES["pocket"] and np.abs(first).max() > 0
    assert torch.get_num_threads() == threads and torch.equal(torch.random.get_rng_state(), before)
    torch.rand(3)
    assert np.array_equal(said(voice), first)
    assert not np.array_equal(said(voice, seed=2), first)


@pytest.mark.slow
def test_another_voice_sounds_different(folder, voice):
    other = load_cloner(str(folder)).hear(a_voice()[::2])
    changed = dataclasses.replace(voice, likeness=dataclasses.replace(voice.likeness, state=other))
    assert not np.array_equal(said(changed), said(voice))


@pytest.mark.slow
def test_pace_and_manner_are_heard(voice):
    plain = said(voice)
    assert len(said(voice, speed=2.0)) == pytest.approx(len(plain) / 2, rel=0.1)
    assert not np.array_equal(said(voice, manner=Delivery(semitones=3)), plain)


@pytest.mark.slow
def test_cancelling_stops_it_and_it_speaks_again(voice):
    ticks = []

    def tick():
        ticks.append(0)
        if len(ticks) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        said(voice, tick=tick)
    assert len(ticks) == 3 and len(said(voice))


def test_what_cannot_be_spoken_makes_no_sound(voice):
    assert list(say(voice, "—", language="en", speed=1.0, seed=1, tick=lambda: None)) == []


@pytest.mark.slow
def test_names_in_signs_are_said_as_written(voice):
    assert np.array_equal(said(voice, "Dear [Siobhan](/ʃɪˈvɔːn/)."), said(voice, "Dear Siobhan."))


def test_a_voice_of_other_weights_is_refused(voice):
    for wrong in ({"weights": "0" * 64}, {"state": {}}):
        with pytest.raises(UserError, match="other weights"):
            said(dataclasses.replace(voice, likeness=dataclasses.replace(voice.likeness, **wrong)))


def test_weights_that_cannot_hear_are_refused(tmp_path):
    pytest.importorskip("pocket_tts", reason="the extra pocket-tts is not installed")
    from tests.speech.tiny_cloner import write_model

    with pytest.raises(UserError, match="listens to a voice"):
        load_cloner(str(write_model(tmp_path / "deaf", hears=False)))


@pytest.mark.parametrize(
    ("address", "said"),
    [("../model.safetensors", "own folder"), ("/etc/model.safetensors", "own folder"),
     ("C:\\model.safetensors", "own folder"), ("https://example.org/model.safetensors", "own folder"),
     ("model.pt", "not a safetensors"), ("none.safetensors", "no file")],
)  # fmt: skip
def test_files_from_elsewhere_are_refused(folder, tmp_path, address, said):
    settings = json.loads((folder / "english.yaml").read_text(encoding="utf-8"))
    (tmp_path / "english.yaml").write_text(json.dumps(settings | {"weights_path": address}), encoding="utf-8")
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    with pytest.raises(UserError, match=said):
        load_cloner(str(tmp_path))


def test_no_model_in_the_folder_is_said(folder, tmp_path):
    with pytest.raises(UserError, match="There are 0"):
        load_cloner(str(tmp_path))
    with pytest.raises(UserError, match="no folder"):
        load_cloner(str(tmp_path / "nowhere"))
    (tmp_path / "english.yaml").write_text("weights_path: [1", encoding="utf-8")
    with pytest.raises(UserError, match="could not be loaded"):
        load_cloner(str(tmp_path))
