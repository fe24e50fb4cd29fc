"""The page's settings: one dataclass gives the options of `app.py`, the environment variables and their defaults.

A field's help is written once, here; docs/hosting.md has the table of all of them.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from revive.core.errors import UserError
from revive.core.localisation import Message, languages

LOCAL = "127.0.0.1"
LOOPBACK = (LOCAL, "localhost", "::1")  # addresses that only this computer reaches
EVERYWHERE = "0.0.0.0"
SHORTEST_PASSWORD = 8  # characters
MOST_WAITING = 16  # fewer than Gradio lets through at once, so that who comes after them is told at once
MB = 1024**2  # bytes
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


@dataclass(frozen=True)
class Limits:
    """How much the page takes on; None where there is no limit.

    Attributes
    ----------
    waiting : jobs running and in the queue, of everybody
    each : of these, one visitor's
    hourly : jobs that one visitor may start within an hour
    longest : seconds that one job may take
    idle : seconds after which the files of a visitor who does nothing are deleted
    words, seconds, size : of one clip: words typed, seconds of recording or film, pixels of its longest side
    film : seconds of a film for the day
    upload : bytes of one uploaded file
    stored, files : bytes and number of the files that one visitor may have brought at a time
    """

    waiting: int = 12
    each: int = 6
    hourly: int | None = None
    longest: float | None = None
    idle: float = 3600.0
    words: int | None = None
    seconds: float | None = None
    size: int | None = None
    film: float | None = None
    upload: int = 1000 * MB  # an hour of uncompressed stereo sound is 600 MB
    stored: int = 8000 * MB
    files: int = 500


DEMO = Limits(
    waiting=6,
    each=1,
    hourly=6,
    longest=180.0,
    idle=900.0,
    words=60,
    seconds=20.0,
    size=512,
    film=60.0,
    upload=20 * MB,
    stored=100 * MB,
    files=40,
)


def _setting(default, help: str, *, flag: str = "", only: str = ""):
    """A field with its help; `flag` where the option has another name, `only` the limit that the field sets."""
    return field(default=default, metadata={"help": help, "flag": flag, "limit": only})


@dataclass(frozen=True)
class Settings:
    """How the page is served. `REVIVE_<FIELD>` in the environment sets a field, the command line overrides it.

    A limit of 0 is the usual one: `Limits()`, and `DEMO` for the public demo.
    """

    host: str = _setting(
        LOCAL, "address to listen on; with --listen alone every address of this computer", flag="listen"
    )
    port: int = _setting(0, "port of the page; 0 takes a free one from 7860 on")
    lang: str = _setting("", f"language of the page: {', '.join(languages())}; when empty, the browser's")
    share: bool = _setting(False, "open a public address through Gradio's servers")
    auth: str = _setting("", "USER:PASSWORD that the page asks for; in the environment others cannot read it")
    auth_file: str = _setting("", "a file whose first line is USER:PASSWORD")
    hosts: str = _setting("", "names by which others reach the page, as a proxy has them, with commas between")
    proxies: int = _setting(0, "how many proxies of your own stand before the page and write X-Forwarded-For")
    public_demo: bool = _setting(False, "open to strangers: short clips, strict limits, nothing of anybody is kept")
    api: bool = _setting(False, "offer the endpoints for programs and MCP, see docs/api.md")
    browser: bool = _setting(True, "open the page in a browser")
    keep_days: int = _setting(
        7, "days without use after which the page deletes clips and uploads at home; 0 when it ends"
    )
    ray: str = _setting("", "a Ray cluster that makes the clips: ray://HOST:10001, or auto for one on this computer")
    shared: str = _setting("", "a folder that page and cluster reach by the same name, in which files travel")
    waiting: int = _setting(0, "most jobs running and waiting", only="waiting")
    each: int = _setting(0, "of these, most of one visitor", only="each")
    hourly: int = _setting(0, "most jobs that one visitor may begin within an hour", only="hourly")
    longest: int = _setting(0, "most seconds that one job may take", only="longest")
    idle: int = _setting(0, "seconds after which the files of an idle visitor are deleted", only="idle")
    words: int = _setting(0, "most words of one clip", only="words")
    seconds: int = _setting(0, "most seconds of a recording or film", only="seconds")
    size: int = _setting(0, "most pixels of a clip's longest side", only="size")
    film: int = _setting(0, "most seconds of a film for the day", only="film")
    upload_mb: int = _setting(0, "most megabytes of one uploaded file", only="upload")
    stored_mb: int = _setting(0, "most megabytes of all files that one visitor has brought", only="stored")

    @property
    def limits(self) -> Limits:
        """The limits that hold."""
        asked = {f.metadata["limit"]: getattr(self, f.name) for f in dataclasses.fields(self) if f.metadata["limit"]}
        asked |= {name: asked[name] * MB for name in ("upload", "stored")}
        return dataclasses.replace(DEMO if self.public_demo else Limits(), **{k: v for k, v in asked.items() if v})

    @property
    def open_to_others(self) -> bool:
        """Whether anybody but this computer's user can reach the page; a Space of Hugging Face is open to everyone.

        A proxy on this computer lets others in although the page listens to this computer alone; whoever sets one up
        says so by its names or its number, and without either what comes through it is turned away.
        """
        return self.share or self.host not in LOOPBACK or bool(self.names() or self.proxies) or "SPACE_ID" in os.environ

    @property
    def at_home(self) -> bool:
        """Whether only the family can: then what was learned of people is shown and kept."""
        return not self.open_to_others and not self.public_demo

    @property
    def keeps_files(self) -> bool:
        """Whether the visitors' files stay when the page ends."""
        return self.at_home and self.keep_days > 0

    def names(self) -> list[str]:
        """The names by which others reach the page."""
        return [name.strip() for name in self.hosts.split(",") if name.strip()]

    def login(self) -> tuple[str, str] | None:
        """User and password, if they are asked for.

        Raises
        ------
        UserError : no USER:PASSWORD, a short password, a file that cannot be read
        """
        text = self.auth
        if self.auth_file and not text:
            try:
                text = Path(self.auth_file).read_text(encoding="utf-8").splitlines()[0]
            except (OSError, ValueError, IndexError) as error:
                raise UserError(
                    "The file with USER:PASSWORD cannot be read; please check --auth-file or REVIVE_AUTH_FILE."
                ) from error
        if not text:
            return None
        user, colon, password = text.strip().partition(":")
        if not (user and colon) or len(password) < SHORTEST_PASSWORD:
            raise UserError(
                "A login is USER:PASSWORD, the password of {least} characters or more; please give one.",
                least=SHORTEST_PASSWORD,
            )
        return user, password

    def checked(self) -> Settings:
        """These settings, if they may be served so.

        Raises
        ------
        UserError : others could reach the page without a password and it is not the public demo; a value out of range
        """
        for f in dataclasses.fields(self):
            value = getattr(self, f.name)
            if f.type == "int" and not 0 <= value <= (65535 if f.name == "port" else 10**9):
                raise UserError("{value} cannot be used for {option}.", value=value, option=option(f))
        if self.limits.waiting > MOST_WAITING:
            raise UserError(
                "At most {most} jobs can wait in line; please give a smaller number for --waiting.", most=MOST_WAITING
            )
        if self.lang not in ("", *languages()):
            raise UserError(
                "The page speaks {languages}; please choose one of them.", languages=languages()
            )  # fmt: skip
        if self.login() is None and self.open_to_others and not self.public_demo:
            raise UserError(
                "Others could open this page, so it needs a password: add --auth USER:PASSWORD, or --public-demo to"
                " open it to strangers within strict limits.",
            )
        return self

    def announcement(self, url: str, share_url: str | None) -> list[str]:
        """What becomes reachable, and for whom: lines for the terminal."""
        lines = [f"Revive is ready: {url}"]
        who = "and the password" if self.login() else "(there is no password)"
        what = "the page and its programs' endpoints" if self.api else "the page"
        if self.host not in LOOPBACK:
            lines.append(f"Listening on {self.host}: anyone in this network {who} can open {what} and make clips.")
        if share_url:
            lines.append(
                f"Shared: {share_url}\nAnyone with this address {who} can open {what} while this window is open, and"
                " what they and you send passes through Gradio's servers."
            )
        if self.open_to_others:
            lines.append("What was learned of people is neither shown nor used, and nobody sees another's files.")
        if self.public_demo:
            lines.append(f"Public demo: {limits_in_words(self.limits)}.")
        return lines

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the environment asks for; what it does not name has its default.

        Raises
        ------
        UserError : a value that is no number, or neither yes nor no
        """
        given: dict[str, Any] = {
            f.name: _read(f, environ[variable(f)]) for f in dataclasses.fields(cls) if variable(f) in environ
        }
        if "SPACE_ID" in environ:  # of Hugging Face: nobody sits at it, and its proxy comes from outside
            alone = not (given.get("auth") or given.get("auth_file"))
            given = {
                "host": EVERYWHERE, "browser": False, "public_demo": alone, "proxies": 1,
                "hosts": environ.get("SPACE_HOST", ""), **given,
            }  # fmt: skip
        return cls(**given)

    @classmethod
    def from_arguments(cls, arguments: list[str] | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the command line, then of the environment."""
        return cls.from_options(parser().parse_args(arguments), environ)

    @classmethod
    def from_options(cls, options: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings that a parser with `add_options` has read, then of the environment."""
        given = {f.name: getattr(options, f.name) for f in dataclasses.fields(cls) if f.name in options}
        return dataclasses.replace(cls.from_environment(environ), **given)


def limits_in_words(limits: Limits) -> str:
    """The limits of a demo in words."""
    return (
        f"clips of up to {limits.words} words, {limits.seconds:g} seconds and {limits.size} pixels, {limits.each} at a"
        f" time and {limits.hourly} an hour for each visitor, {limits.waiting} in line"
    )


def variable(setting: dataclasses.Field) -> str:
    """The environment variable of a field."""
    return f"REVIVE_{setting.name.upper()}"


def option(setting: dataclasses.Field) -> str:
    """The command line's option of a field."""
    return "--" + (setting.metadata["flag"] or setting.name).replace("_", "-")


def parser() -> argparse.ArgumentParser:
    """The command line of `app.py`."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="Revive: a photograph and words become a talking clip, on this computer."
    )
    add_options(parser)
    return parser


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser one option for each setting; what is not given is left out of what it reads."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "Every option can be set in the environment too, by the name in brackets. REVIVE_HOME is Revive's own\n"
        "folder (~/.revive): what is learned of people, keys, laid-out models, working files."
    )
    for f in dataclasses.fields(Settings):
        kind, help = typing.get_type_hints(Settings)[f.name], f"{f.metadata['help']} [{variable(f)}]"
        more: dict[str, Any] = {"dest": f.name, "default": argparse.SUPPRESS, "help": help}
        if f.name == "host":
            parser.add_argument("--listen", "--host", nargs="?", const=EVERYWHERE, metavar="ADDRESS", **more)
        elif f.name == "lang":
            parser.add_argument("--lang", choices=languages(), **more)
        elif kind is bool:
            parser.add_argument(option(f), action=argparse.BooleanOptionalAction, **more)
        else:
            parser.add_argument(option(f), type=kind, metavar="N" if kind is int else f.name.upper(), **more)


def _read(setting: dataclasses.Field, text: str):
    kind, text = typing.get_type_hints(Settings)[setting.name], text.strip()
    if kind is bool and text.lower() in YES + NO:
        return text.lower() in YES
    if kind is int and text.isdecimal() and len(text) <= 10:
        return int(text)
    if kind is str:
        return text
    raise UserError(
        "“{text}” cannot be used for {setting}; please give {kind}.",
        text=text,
        setting=variable(setting),
        kind=Message("yes or no") if kind is bool else Message("a number"),
    )
