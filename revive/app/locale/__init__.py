"""Every text of the page in English and in Chinese, a file for each tab or two.

Labels, buttons and hints go to the browser as `gr.I18n`, which shows those of its language. What Python says while it
works is taken from the same tables by `say`, in the language of the request.
"""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from revive.app.locale import clip, make, people, portrait, progress, teach, voice, words
from revive.app.locale.fields import CHOICES_ZH, FIELDS
from revive.brief import OPTIONS
from revive.consent import BASES
from revive.core.options import Option
from revive.speech.language import LANGUAGES
from revive.speech.voices import VOICES
from revive.core.localisation import Message

__all__ = [
    "CHOICES_ZH", "COOKIE", "FIELDS", "TABLES", "TEXT", "choices", "field_help", "field_label", "i18n", "language_of",
    "say",
]  # fmt: skip

COOKIE = "revive_language"  # set by the page's own language links; read again with every request
TABLES = tuple(part.TEXT for part in (make, portrait, words, voice, clip, teach, people, progress))

# key -> (English, Chinese)
TEXT = {key: pair for table in TABLES for key, pair in table.items()}


def field_help(option: Option) -> str:
    """The help of a field as it is declared, as a sentence begins."""
    return option.help[:1].upper() + option.help[1:]


def field_label(option: Option) -> str:
    """The label of a field that has none in `FIELDS` yet: its help, or its name."""
    return field_help(option) or option.words.capitalize()


def i18n() -> gr.I18n:
    """The tables for the browser; the keys of a field are `label_<field>` and `help_<field>`."""
    en = {key: pair[0] for key, pair in TEXT.items()}
    zh = {key: pair[1] for key, pair in TEXT.items()}
    for name, (label_en, label_zh, help_zh) in FIELDS.items():
        en |= {f"label_{name}": label_en, f"help_{name}": field_help(OPTIONS[name])}
        zh |= {f"label_{name}": label_zh, f"help_{name}": help_zh}
    return gr.I18n(**{"en": en, "zh": zh, "zh-CN": zh, "zh-TW": zh})


def say(key: str, language: str, **values) -> str:
    """The text `key` in `language` ("zh…" gives Chinese, everything else English), its places filled."""
    return TEXT[key][language.startswith("zh")].format(**values)


def choices(name: str, values: Sequence[str], language: str) -> list[tuple[str, str]]:
    """(what is shown, its value) for every choice of the field `name`."""
    zh = language.startswith("zh")
    if name == "voice":
        names = {voice: (about.en, about.zh) for voice, about in VOICES.items()}
    elif name == "language":
        names = LANGUAGES
    elif name == "person":
        names = {v: (v, v) for v in values if v} | {"": Message("Nobody: use what came with Revive")}
    elif name == "basis":
        names = {"": Message("Please choose")}
        names |= {basis: (english[0].upper() + english[1:], chinese) for basis, (english, chinese, _) in BASES.items()}
    else:
        names = {}
    return [(names[v][zh] if v in names else CHOICES_ZH.get(v, v) if zh else v.capitalize(), v) for v in values]


def language_of(request: gr.Request | None) -> str:
    """The language to answer in: the one chosen on the page, else the browser's first."""
    if request is None:
        return "en"
    chosen = request.cookies.get(COOKIE)
    return chosen or request.headers.get("accept-language", "en").split(",")[0].strip().lower() or "en"
