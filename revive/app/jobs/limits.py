"""What the page does not take on, each with a calm sentence: too many jobs, too often, too long."""

from __future__ import annotations

import math

from revive.app.server.settings import Limits
from revive.consent import Permit, check_words
from revive.core.errors import UserError
from revive.core.localisation import Message, Plural


def queue_full(waiting: int, seconds: float | None) -> UserError:
    """The queue is full."""
    when = Message("in a few minutes")
    if seconds is not None:
        when = Message("in about {minutes}", minutes=_minutes(seconds))
    return UserError(
        "{waiting} clips are waiting already, and this computer cannot take on more; please try again {when}. Nothing"
        " of yours is lost.",
        waiting=waiting,
        when=when,
    )


def too_many_jobs(most: int) -> UserError:
    """The visitor has as many jobs as they may."""
    if most == 1:
        return UserError("You have one job running already; please wait until it is done, or cancel it.")
    return UserError("You have {most} jobs running already; please wait until one is done, or cancel it.", most=most)


def hourly_limit_reached(most: int, seconds: float) -> UserError:
    """The visitor had as many jobs within the hour as they may."""
    return UserError(
        "This demo makes {most} clips an hour for each visitor; please come back in about {minutes}.",
        most=most,
        minutes=_minutes(seconds),
    )


def too_busy() -> UserError:
    """There are more quick questions than can be answered soon."""
    return UserError("Many people are using this page just now; please try again in a moment.")


def took_too_long() -> UserError:
    """The job took longer than a job may."""
    return UserError(
        "This took longer than is allowed here, so it was stopped; please try a shorter message or a smaller picture."
    )


def not_your_file() -> UserError:
    """The named file is not the visitor's."""
    return UserError("This file is not yours; please choose your own again.")


def only_at_home() -> UserError:
    """It is about stored people, and others can open the page."""
    return UserError(
        "What Revive learns and stores about people is available only where nobody else can open this page."
    )


def check_limits(permit: Permit, limits: Limits) -> None:
    """Refuse what is longer or larger than is allowed here.

    Raises
    ------
    UserError : too many words, or they take too long to say; too large a picture; too long a recording or film, or one
        that cannot be read
    """
    if limits.words is not None:
        check_words(permit.words, limits.words)
    if limits.size is not None and permit.size > limits.size:
        raise UserError(
            "{size} pixels are more than is allowed here; please choose at most {most}.",
            size=permit.size,
            most=limits.size,
        )
    if limits.seconds is None:
        return
    from revive.uploads import check_upload

    for name, use in (("recording", "recording"), ("driver", "film")):
        path = permit.files.get(name)
        seconds = check_upload(path, use).seconds if path is not None else None
        if seconds is not None and seconds > limits.seconds:
            raise UserError(
                "This lasts {seconds:.0f} seconds, and at most {most:.0f} are allowed here; please choose a shorter"
                " piece.",
                seconds=seconds,
                most=limits.seconds,
            )


def _minutes(seconds: float) -> Plural:
    return Plural("a minute", "{count} minutes", count=max(math.ceil(seconds / 60), 1))
