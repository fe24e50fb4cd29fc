"""English dates and times of day in words."""

from __future__ import annotations

import re

from revive.speech.normalisation.english_tables import MONTHS, SHORT_MONTHS
from revive.speech.normalisation.locale import MONTH_FIRST, country
from revive.speech.normalisation.numbers import cardinal, ordinal, year


def dated(day: int, month: int, of_year: str, locale: str, *, first: str = "") -> str | None:
    """A date in the order of the country: `first` is "day" or "month" where it was typed in words."""
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    name = MONTHS[month - 1]
    years = f" {short_year(of_year, locale)}" if of_year else ""
    by_month = first == "month" or (not first and country(locale) in MONTH_FIRST)
    if by_month:
        return f"{name} {ordinal(day, locale)}{years and ',' + years}"
    return f"the {ordinal(day, locale)} of {name}{years}"


def short_year(text: str, locale: str) -> str:
    if len(text) == 2:
        text = ("19" if int(text) > 30 else "20") + text
    return year(int(text), locale)


def date_in_figures(match: re.Match[str], locale: str) -> str | None:
    a, b = int(match[2]), int(match[4])
    if match[3] == "." and match[5] and len(match[5]) == 2 and b > 12:
        return None
    day, month = (b, a) if country(locale) in MONTH_FIRST and match[3] != "." else (a, b)
    if month > 12:
        day, month = month, day
    date = dated(day, month, match[5] or "", locale)
    return date and after_the(match[1] or "", date)


def after_the(before: str, date: str) -> str:
    """Without a second "the"."""
    if before.strip().lower() in ("the", "on the"):
        return before + date.removeprefix("the ")
    return before + date


def iso_date(match: re.Match[str], locale: str) -> str | None:
    return dated(int(match[3]), int(match[2]), match[1], locale)


def month_number(name: str) -> int:
    name = name.rstrip(".")
    return MONTHS.index(SHORT_MONTHS.get(name, name)) + 1


def month_day(match: re.Match[str], locale: str) -> str | None:
    return dated(int(match[2]), month_number(match[1]), match[3] or "", locale, first="month")


def day_month(match: re.Match[str], locale: str) -> str | None:
    date = dated(int(match[2]), month_number(match[3]), match[4] or "", locale, first="day")
    return date and after_the(match[1] or "", date)


def days_month(match: re.Match[str], locale: str) -> str:
    """3–5 June, 3rd to 5th June."""
    a, b, name = int(match[1]), int(match[2]), MONTHS[month_number(match[3]) - 1]
    return f"the {ordinal(a, locale)} to the {ordinal(b, locale)} of {name}"


def month_days(match: re.Match[str], locale: str) -> str:
    name = MONTHS[month_number(match[1]) - 1]
    return f"{name} {ordinal(int(match[2]), locale)} to {ordinal(int(match[3]), locale)}"


def clock(hour: str, minute: str | None, locale: str, *, bare: bool) -> str | None:
    """A time of day; `bare` where nothing but the figures tells that it is one."""
    hours, minutes = int(hour), int(minute or 0)
    if hours > 24 or minutes > 59:
        return None
    said = cardinal(hours, locale) if hours or not bare else "zero"
    if minutes:
        return f"{said} {'oh ' if minutes < 10 else ''}{cardinal(minutes, locale)}"
    if bare and hour.startswith("0") and len(hour) == 2 and hours == 0:
        return "midnight"
    if bare and 1 <= hours <= 12:
        return f"{said} o'clock"
    return f"{said} hundred hours" if bare and hours else said


def am_or_pm(match: re.Match[str]) -> str:
    end = "." if match.group().endswith(".") and not match.string[match.end() :].strip() else ""
    return f" {match['half'].upper()}M{end}"


def time_of_day(match: re.Match[str], locale: str) -> str | None:
    said = clock(match["hour"], match["minute"], locale, bare=False)
    return said and said + am_or_pm(match)


def time_range(match: re.Match[str], locale: str) -> str | None:
    first = clock(match["hour"], match["minute"], locale, bare=False)
    second = clock(match["hour2"], match["minute2"], locale, bare=False)
    if not first or not second:
        return None
    early = match["first"]
    return f"{first}{f' {early[0].upper()}M' if early else ''} to {second}{am_or_pm(match)}"


def bare_time(match: re.Match[str], locale: str) -> str | None:
    said = clock(match[1], match[2], locale, bare=True)
    seconds = match[3]
    if said and seconds:
        said = said.removesuffix(" o'clock").removesuffix(" hundred hours")
        return f"{said} and {cardinal(int(seconds), locale)} second{'' if int(seconds) == 1 else 's'}"
    return said


def bare_time_range(match: re.Match[str], locale: str) -> str | None:
    first = clock(match[1], match[2], locale, bare=False)
    second = clock(match[3], match[4], locale, bare=True)
    return first and second and f"{first} to {second}"


def spoken_part_of_day(match: re.Match[str], locale: str) -> str | None:
    said = clock(match[1], match[2], locale, bare=False)
    return said and f"{said} {match[3]}"


def decade(match: re.Match[str], locale: str) -> str:
    text = match[1]
    said = (
        cardinal(2000, locale)
        if text == "2000"
        else year(int(text), locale)
        if len(text) == 4
        else cardinal(int(text), locale)
    )
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


TIME_OF_DAY = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?"
