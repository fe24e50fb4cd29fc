"""The parser of the command line: what is wrong in one sentence, in the user's language, and a usage of one line."""

from __future__ import annotations

import argparse
import re
import typing
from collections.abc import Callable

from revive.commands.terminal import language
from revive.core.errors import UserError
from revive.core.localisation import Message

# what argparse says -> what we say with its parts; {prog} is the command
_SENTENCES = (
    (
        r"unrecognized arguments: (?P<options>.*)",
        Message("There is no option {options}; see: {prog} --help"),
    ),
    (
        r"the following arguments are required: (?P<options>.*)",
        Message("Please give {options} too; see: {prog} --help"),
    ),
    (
        r"argument (?P<option>.*?): expected (?:one|at least one|\d+) arguments?",
        Message("Please give a value after {option}; see: {prog} --help"),
    ),
    (
        r"argument (?P<option>.*?): invalid choice: (?P<value>.*?) \(choose from (?P<choices>.*)\)",
        Message("{value} is not one of the choices for {option}: {choices}; see: {prog} --help"),
    ),
    (
        r"argument (?P<option>.*?): not allowed with argument (?P<other>.*)",
        Message("{option} and {other} cannot be given together; see: {prog} --help"),
    ),
    (
        r"argument (?P<option>.*?): invalid \w+ value: (?P<value>.*)",
        Message("{value} cannot be used for {option}; see: {prog} --help"),
    ),
    (
        r"ambiguous option: (?P<option>.*?) could match (?P<options>.*)",
        Message("{option} is short for several options: {options}; see: {prog} --help"),
    ),
    (
        r"argument (?P<option>.*?): ignored explicit argument (?P<value>.*)",
        Message("{option} takes no value, but {value} was given; see: {prog} --help"),
    ),
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence and ends with status 2; its usage names no single option.

    Attributes
    ----------
    later : adds options whose module is slow to import, once this command is the one that was asked for
    """

    later: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args=None, namespace=None):  # pyright: ignore[reportIncompatibleMethodOverride]
        """As argparse does it (whose stub has an overload for each way to call it), with the options of `later`."""
        if self.later is not None:
            later, self.later = self.later, None
            later(self)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> typing.NoReturn:
        self.exit(2, sentence_of(message, self.prog).sentence(language()) + "\n")

    def format_help(self) -> str:
        if self.usage is None:
            self.usage = self._short_usage()
        return super().format_help()

    def _short_usage(self) -> str:
        named = [action for action in self._actions if not action.option_strings]
        needed = [action for action in self._actions if action.option_strings and action.required]
        parts = [f"{action.option_strings[0]} {action.metavar or action.dest.upper()}" for action in needed]
        parts += ["[OPTIONS]"] if len(self._actions) > len(named) + len(needed) + 1 else []
        parts += [str(action.metavar or action.dest.upper()) for action in named]
        return " ".join(["%(prog)s", *parts])


def sentence_of(message: str, prog: str) -> UserError:
    """Our sentence for what argparse found wrong; its own where there is none."""
    message = message.replace("'", "")
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return UserError(sentence.filled(**found.groupdict(), prog=prog))
    message = f"{message[:1].upper()}{message[1:]}"
    return UserError("{message}; see: {prog} --help", message=message, prog=prog)
