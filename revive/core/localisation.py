"""What Revive says, in the user's language: English stands in the code, each other language in one gettext catalog.

`revive/locale/<language>/LC_MESSAGES/revive.po` is what translators edit; beside it lies the same, compiled by Babel,
which is read once, when that language is first asked for. So nothing needs to be installed to say what is missing. What
a catalog does not translate is said in English. Another language is another catalog and nothing else.
"""

from __future__ import annotations

import copy
import functools
import gettext
import re
import string
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "locale"
ENGLISH = "en"


class Message:
    """An English sentence with named places, and the values that stand in them.

    A value that is a Message itself is translated with it; a list or tuple of values is joined with the language's
    comma. Messages with the same sentence and values are equal.

    Parameters
    ----------
    english : as `str.format` reads it where there are values, as it is where there are none; also the catalog's id
    values : what stands in the places
    """

    def __init__(self, english: str, /, **values):
        self.english, self.values, self.context = english, values, ""

    def text(self, language: str = ENGLISH) -> str:
        """The sentence in `language`, its places filled."""
        template = self._template(language)
        if not self.values:
            return template
        return template.format_map({name: shown(value, language) for name, value in self.values.items()})

    def filled(self, **values) -> Message:
        """The same message with these values besides its own."""
        more = copy.copy(self)
        more.values = self.values | values
        return more

    def in_every_language(self) -> dict[str, str]:
        """The sentence by the code of the language, for programs."""
        return {language: self.text(language) for language in languages()}

    def _template(self, language: str) -> str:
        return translate(self.english, language, self.context)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.english!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash(self.english)


class Plural(Message):
    """A message whose form depends on the value `count`; every language has as many forms as its catalog says.

    Parameters
    ----------
    one, many : the English sentence for a count of 1, and for any other
    """

    def __init__(self, one: str, many: str, /, **values):
        super().__init__(one, **values)
        self.many = many

    def _template(self, language: str) -> str:
        count = self.values["count"]
        english, catalog = self.english if count == 1 else self.many, _catalog_of(language)
        if catalog is None:
            return english
        return _fitting(catalog.ngettext(self.english, self.many, count), english, self.english + self.many)


def in_context(context: str, english: str, /, **values) -> Message:
    """A message whose English has several meanings; `context` says which one it is ("tab", "button")."""
    message = Message(english, **values)
    message.context = context
    return message


def translate(english: str, language: str, context: str = "") -> str:
    """A sentence of the code in `language`, places unfilled; English where its catalog has none."""
    catalog = _catalog_of(language)
    if catalog is None or not english:
        return english
    translated = catalog.pgettext(context, english) if context else catalog.gettext(english)
    return _fitting(translated, english, english)


def languages() -> tuple[str, ...]:
    """The languages that Revive speaks: English, and each one that has a catalog, by its code ("zh", "pt_BR")."""
    return (ENGLISH, *(code for code in _catalogs(FOLDER) if code != ENGLISH))


def nearest(asked: str) -> str:
    """Which of `languages()` is meant by a locale ("zh_CN.UTF-8", "zh-TW"); English where none is."""
    name = re.split("[.@]", asked)[0].replace("-", "_").lower()
    known = {code.lower(): code for code in languages()}
    return known.get(name) or known.get(name.partition("_")[0], ENGLISH)


def places(template: str) -> set[tuple]:
    """The places of a sentence, each with its name, format and conversion."""
    return {tuple(place) for _, *place in string.Formatter().parse(template) if place[0] is not None}


def shown(value: object, language: str) -> object:
    """A value as it stands in a sentence: a Message translated, a list or tuple joined, anything else as it is."""
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, list | tuple):
        return _LIST_COMMA.text(language).join(str(shown(one, language)) for one in value)
    return value


def _catalog_of(language: str) -> gettext.NullTranslations | None:
    """The catalog for a locale; None for English."""
    code = nearest(language)
    return None if code == ENGLISH else _read(_catalogs(FOLDER)[code])


@functools.cache
def _catalogs(folder: Path) -> dict[str, Path]:
    return {path.parts[-3]: path for path in sorted(folder.glob("*/LC_MESSAGES/revive.mo"))}


@functools.cache
def _read(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _fitting(translated: str, english: str, places_of: str) -> str:
    """The translation; the English where it has places that the English has not."""
    try:
        return translated if places(translated) <= places(places_of) else english
    except ValueError:  # a brace that is not closed
        return english


_LIST_COMMA = Message(", ")
