"""The parser of the command line: what is wrong in one sentence, in the user's language, and a usage of one line."""

from __future__ import annotations

import argparse
import re
import typing
from collections.abc import Callable

from revive.commands.terminal import language
from revive.core.errors import UserError

# what argparse says -> what we say, with its parts in order; {prog} is the command
_SENTENCES = (
    (
        r"unrecognized arguments: (.*)",
        "There is no option {0}; see: {prog} --help", "没有 {0} 这个选项，见：{prog} --help",
    ),
    (
        r"the following arguments are required: (.*)",
        "Please give {0} too; see: {prog} --help", "还需要给出 {0}，见：{prog} --help",
    ),
    (
        r"argument (.*?): expected (?:one|at least one|\d+) arguments?",
        "Please give a value after {0}; see: {prog} --help", "{0} 后面需要写一个值，见：{prog} --help",
    ),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        "{1} is not one of the choices for {0}: {2}; see: {prog} --help",
        "{0} 不能为 {1}，可选：{2}，见：{prog} --help",
    ),
    (
        r"argument (.*?): not allowed with argument (.*)",
        "{0} and {1} cannot be given together; see: {prog} --help", "{0} 与 {1} 不能同时使用，见：{prog} --help",
    ),
    (
        r"argument (.*?): invalid \w+ value: (.*)",
        "{1} cannot be used for {0}; see: {prog} --help", "{0} 不能为 {1}，见：{prog} --help",
    ),
    (
        r"ambiguous option: (.*?) could match (.*)",
        "{0} is short for several options: {1}; see: {prog} --help", "{0} 可能指多个选项：{1}，见：{prog} --help",
    ),
    (
        r"argument (.*?): ignored explicit argument (.*)",
        "{0} takes no value, but {1} was given; see: {prog} --help", "{0} 不带值，却写了 {1}，见：{prog} --help",
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
    for pattern, en, zh in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return UserError(en.format(*found.groups(), prog=prog), zh.format(*found.groups(), prog=prog))
    return UserError(f"{message[:1].upper()}{message[1:]}; see: {prog} --help", f"{message}，见：{prog} --help")
