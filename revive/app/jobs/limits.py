"""What the page does not take on, each with a calm sentence: too many jobs, too often, too long."""

from __future__ import annotations

import math

from revive.app.server.settings import Limits
from revive.consent import Permit, check_words
from revive.core.errors import UserError


def queue_full(waiting: int, seconds: float | None) -> UserError:
    """The queue is full."""
    when = "in a few minutes" if seconds is None else f"in about {_minutes(seconds)}"
    when_zh = "几分钟后" if seconds is None else f"大约 {_count(seconds)} 分钟后"
    return UserError(
        f"{waiting} clips are waiting already, and this computer cannot take on more; please try again {when}."
        " Nothing of yours is lost.",
        f"已有 {waiting} 段短片在排队，达到了这台电脑的上限，请{when_zh}再试。您的内容没有丢失。",
    )


def too_many_jobs(most: int) -> UserError:
    """The visitor has as many jobs as they may."""
    if most == 1:
        return UserError("You have one job running already; please wait until it is done, or cancel it.")
    return UserError("You have {most} jobs running already; please wait until one is done, or cancel it.", most=most)


def hourly_limit_reached(most: int, seconds: float) -> UserError:
    """The visitor had as many jobs within the hour as they may."""
    return UserError(
        f"This demo makes {most} clips an hour for each visitor; please come back in about {_minutes(seconds)}.",
        f"此演示每位访客每小时可制作 {most} 段短片，请大约 {_count(seconds)} 分钟后再来。",
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


def _count(seconds: float) -> int:
    return max(math.ceil(seconds / 60), 1)


def _minutes(seconds: float) -> str:
    return "a minute" if _count(seconds) == 1 else f"{_count(seconds)} minutes"
