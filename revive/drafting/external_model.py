"""Larger language models: any causal model of transformers with a chat template, by its folder or its name on the hub.

Only safetensors are read, no code of others is run, and nothing is fetched unless that was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from revive.core.errors import UserError
from revive.core.model_cache import cached_model
from revive.core.progress import Progress
from revive.drafting.request import MOODS, Request
from revive.media import check_model

LONGEST = 160  # tokens of a draft
LONGEST_LETTERS = 3000  # characters of letters shown to it
_TASK = {
    "en": "Write what a person would say to their family for this occasion, in the first person, as plain spoken"
    " words, 25 to 60 of them, no greeting line, no signature. Mention only what is told here; invent no name, number,"
    " place, relative or memory. Say nothing of heaven or of watching over anybody. Give the words alone.\n"
    "Occasion: {occasion}\nMood: {mood}\nMention: {about}",
    "zh": "请写一段家人之间在这个场合会说的话，第一人称，口语，40到100字，不要称呼行和落款。"
    "只能提到这里给出的内容，不要编造姓名、数字、地点、亲属或回忆，不要提天堂或守护。只写这段话。\n场合：{occasion}\n语气：{mood}\n提到：{about}",
}  # fmt: skip
_MANNER = {"en": "\nWrite in the manner of these letters:\n{}", "zh": "\n请模仿这些信的口吻：\n{}"}


@dataclass(frozen=True)
class ExternalModel:
    """Which model: a folder, or a name on the hub such as "Qwen/Qwen2.5-1.5B-Instruct"; `download` fetches it."""

    model: str
    download: bool = False


def draft_externally(
    engine: ExternalModel,
    request: Request,
    count: int,
    seed: int,
    *,
    letters: str = "",
    progress: Progress | None = None,
) -> list[str]:
    """`count` texts, of which nothing was checked.

    Raises
    ------
    UserError : the model is not here, or is none that can chat
    Cancelled : the visitor cancelled
    """
    import torch

    model, tokenizer = load_external_model(engine)
    mood = MOODS[request.mood] if request.language == "zh" else request.mood
    nothing = "无" if request.language == "zh" else "nothing in particular"
    told = _TASK[request.language].format(occasion=request.occasion, mood=mood, about=request.about or nothing)
    if letters:
        told += _MANNER[request.language].format(letters[:LONGEST_LETTERS])
    ids = tokenizer.apply_chat_template(
        [{"role": "user", "content": told}], add_generation_prompt=True, return_tensors="pt", return_dict=True
    )["input_ids"].to(model.device)
    texts = []
    with torch.random.fork_rng(), torch.inference_mode():
        for number in range(count):  # one at a time: a large model leaves little memory
            torch.manual_seed(seed + number)
            made = model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=True, temperature=0.8, top_p=0.9,
                max_new_tokens=LONGEST, pad_token_id=tokenizer.pad_token_id or tokenizer.eos_token_id,
            )  # fmt: skip
            text = tokenizer.decode(made[0, ids.shape[1] :], skip_special_tokens=True)
            texts.append(" ".join(text.split()).strip('“”" '))
            if progress:
                progress.update((number + 1) / count)
    return texts


@cached_model(most=1)
def load_external_model(engine: ExternalModel):
    """Model and tokenizer, on a GPU where there is one; the last one is kept."""
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    if (folder := Path(engine.model)).is_dir():
        check_model(folder)
    local = {"local_files_only": not engine.download, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(engine.model, **local)
        model: Any = AutoModelForCausalLM.from_pretrained(  # a class of its own for every kind of model
            engine.model, dtype=torch.bfloat16 if torch.cuda.is_available() else torch.float32, use_safetensors=True,
            **local,
        )  # fmt: skip
    except (SafetensorError, OSError, ValueError, KeyError, RuntimeError, AttributeError, TypeError) as error:
        if not Path(engine.model).exists() and not engine.download:
            raise UserError(
                "The model “{model}” is not on this computer; --download fetches it from the hub, or name a folder"
                " that holds it.",
                model=engine.model,
            ) from error
        first = (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
        raise UserError(
            "“{model}” could not be loaded as a language model of transformers in safetensors: {first}",
            model=engine.model,
            first=first,
        ) from error
    if not getattr(tokenizer, "chat_template", None):
        raise UserError(
            "“{model}” cannot chat: it has no chat template; please choose one that was made for instructions.",
            model=engine.model,
        )
    return model.to("cuda" if torch.cuda.is_available() else "cpu").eval(), tokenizer
