"""Options by the names they had before: they still work, with a note, and no help shows them."""

from __future__ import annotations

import argparse

from revive.old_settings import note_renamed


def add_old_name(parser: argparse._ActionsContainer, old: str, new: str, *, const: object = None) -> None:
    """Let `old` be understood where `new` is meant; with `const`, it takes no word and stands for that value.

    Give `const` the value that the option sets (`--no-finish`: False).
    """
    dest = new.removeprefix("--no-" if const is False else "--").replace("-", "_")
    action = type("_OldName", (_OldName,), {"new": new})
    more = {} if const is None else {"nargs": 0, "const": const}
    parser.add_argument(old, dest=dest, action=action, default=argparse.SUPPRESS, help=argparse.SUPPRESS, **more)


class _OldName(argparse.Action):
    new: str

    def __call__(self, parser, namespace, values, option_string=None):
        note_renamed(option_string or self.option_strings[0], self.new)
        setattr(namespace, self.dest, values if self.const is None else self.const)
