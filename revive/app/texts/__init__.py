"""Every text of the page, a file for each tab or two; the catalogs translate them.

Labels, buttons and hints go to the browser as `gr.I18n`, which shows those of its language. What Python says while it
works is taken from the same tables by `say`, in the language of the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import gradio as gr

from revive.app.texts import clip, film, make, people, player, portrait, progress, teach, voice, words
from revive.app.texts.fields import CHOICES, DETECTORS, FIELDS, HELP, MOMENT_NAMES
from revive.app.texts.film import FILM_CHOICES
from revive.app.texts.gradio_labels import LABELS
from revive.app.texts.words import WORDS_CHOICES
from revive.brief import OPTIONS
from revive.consent import BASES
from revive.core.options import Option
from revive.speech.language import LANGUAGES
from revive.speech.normalisation.locale import LOCALES, name_of
from revive.speech.voices import VOICES
from revive.core.localisation import Message, languages, translate

__all__ = [
    "CHOICES", "COOKIE", "FIELDS", "TABLES", "TEXT", "browser_tag", "capital", "choices", "field_label",
    "gradio_labels", "html_tag", "i18n", "language_of", "say",
]  # fmt: skip

COOKIE = "revive_language"  # set by the page's own language links; read again with every request
TABLES = tuple(part.TEXT for part in (make, portrait, words, voice, clip, film, teach, people, player, progress))

TEXT: dict[str, Message] = {key: message for table in TABLES for key, message in table.items()}


def capital(text: str) -> str:
    """`text` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def browser_tag(language: str) -> str:
    """How browsers and Gradio call one of `languages()`."""
    return {"zh": "zh-CN"}.get(language, html_tag(language))


def html_tag(language: str) -> str:
    """How the page's `lang` attributes call one of `languages()`."""
    return language.replace("_", "-")


def field_label(option: Option) -> str:
    """The label of a field that has none in `FIELDS` yet: its help, or its name."""
    return capital(option.help) or option.words.capitalize()


def i18n() -> gr.I18n:
    """The texts for the browser, of every language; the keys of a field are `label_<field>` and `help_<field>`."""
    return gr.I18n(**{tag: _table(language) for language in languages() for tag in _tags(language)})


def gradio_labels(language: str) -> dict[str, str]:
    """What is said instead of what Gradio says in English."""
    return {english: label.text(language) for english, label in LABELS.items()}


def _tags(language: str) -> set[str]:
    return {html_tag(language), browser_tag(language)}


def _table(language: str) -> dict[str, str]:
    table = {key: message.text(language) for key, message in TEXT.items()}
    for name, label in FIELDS.items():
        told = HELP[name].text(language) if name in HELP else capital(translate(OPTIONS[name].help, language))
        table |= {f"label_{name}": label.text(language), f"help_{name}": told}
    return table


def say(key: str, language: str, **values) -> str:
    """The text `key` in `language`, its places filled."""
    return TEXT[key].filled(**values).text(language)


def text_in(text: Message | str, language: str) -> str:
    """A message in a language; a name as it is."""
    return text.text(language) if isinstance(text, Message) else text


def choices(name: str, values: Sequence[str], language: str) -> list[tuple[str, str]]:
    """(what is shown, its value) for every choice of the field `name`."""
    names: Mapping[str, Message | str] = {}
    if name == "voice":
        names = {voice: about.title for voice, about in VOICES.items()}
    elif name == "language":
        names = LANGUAGES
    elif name == "locale":
        names = {locale: name_of(locale, language) for locale in values if locale in LOCALES}
    elif name == "person":
        names = {"": Message("Nobody: use what came with Revive")}
    elif name == "face_detector":
        names = DETECTORS
    elif name == "moment":
        names = MOMENT_NAMES
    elif name in FILM_CHOICES:
        names = FILM_CHOICES[name]
    elif name in WORDS_CHOICES:
        names = WORDS_CHOICES[name]
    elif name == "basis":
        names = {"": Message("Please choose")} | {basis: meaning for basis, (meaning, _) in BASES.items()}
    if name != "person":
        names = {**CHOICES, **names}
    return [(capital(text_in(names[value], language)) if value in names else value, value) for value in values]


def language_of(request: gr.Request | None) -> str:
    """The language to answer in: the one chosen on the page, else the browser's first."""
    if request is None:
        return "en"
    chosen = request.cookies.get(COOKIE)
    return chosen or request.headers.get("accept-language", "en").split(",")[0].strip().lower() or "en"
