"""Reads the dates that feeds write. The only file that knows dateutil; dates are not written here."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_LIMIT = 100
_FIRST_YEAR = 1990
_LAST_YEAR = 9998  # at the end of the one after it, a zone leads beyond what Python can tell
_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
_NO_YEAR = datetime.min.replace(tzinfo=UTC)

# Year 1, which Hugo writes for a missing date; strict readers and dateutil alike take it for 2001.
_UNSET = re.compile(r"(?:^|[A-Za-z.] |\d[./]|\d-\d\d-)0\d{3}(?!\d)")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{13})")
_RFC822 = re.compile(r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{2,4} [\d:]+ (?:[+-]\d{4}|GMT|UTC?|Z)")
_LEAP_SECOND = re.compile(r"(\d\d:\d\d):60(?!\d)")
_END_OF_DAY = re.compile(r"(?<=[T\s])24:00(:00(?:\.0+)?)?(?![\d:])")
_REMARK = re.compile(r"\([^()]*\)|\b(?:gmt|utc)(?=[+-]\d)")
_CLOCK = re.compile(r"(?:\b(?:kl|klokken|klokka|ore|alle|às|as|um|om|à)\.?|(?<=\d{4}),?) (\d{1,2})[.h](\d\d)\b")
_HOURS = re.compile(r"\b(\d{1,2})h(\d\d)\b")
_YEAR_FIRST = re.compile(r"\d{4}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-feira)?\.?")

# English, Norwegian (bokmål and nynorsk), Danish, Swedish, German, French, Spanish, Portuguese, Italian.
_MONTHS = {
    "Jan": "jan january januar januari januarja jänner janvier janv enero ene janeiro gennaio gen",
    "Feb": "feb february februar februari février fevrier févr fevr fév febrero fevereiro fev febbraio",
    "Mar": "mar march mars marts märz mrz marzo março marco",
    "Apr": "apr april avril avr abril abr aprile",
    "May": "may mai maj mayo maio maggio mag",
    "Jun": "jun june juni juin junio junho giugno giu",
    "Jul": "jul july juli juillet juil julio julho luglio lug",
    "Aug": "aug august augusti août aout agosto ago",
    "Sep": "sep sept september septembre septiembre setembro set settembre",
    "Oct": "oct october oktober okt octobre octubre outubro out ottobre ott",
    "Nov": "nov november novembre noviembre novembro",
    "Dec": "dec december desember des dezember dez décembre decembre déc diciembre dic dezembro dicembre",
}
_DROPPED = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " mandag tirsdag onsdag torsdag fredag lørdag søndag man tir tirs ons tor tors fre lør søn"
    " måndag tysdag laurdag sundag mån tys tis lau laur tisdag lördag söndag lör sön"
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so"
    " lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim"
    " lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié mie jue vie sáb sab dom"
    " segunda-feira terça-feira terca-feira quarta-feira quinta-feira sexta-feira"
    " segunda terça terca quarta quinta sexta seg ter qua qui sex"
    " lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi venerdì venerdi domenica gio"
    " den the on at of de del el le la il da das às as kl klokken klokka um om uhr à ore alle h"
)
_WORDS = {word: month for month, words in _MONTHS.items() for word in words.split()} | dict.fromkeys(
    _DROPPED.split(), ""
)

# The zones at so many hours from UTC; of a name with several meanings, the one that most people live in.
_PLACES = {
    -10: "HST",
    -9: "AKST",
    -8: "PST AKDT",
    -7: "MST PDT",
    -6: "CST MDT",
    -5: "EST CDT",
    -4: "AST EDT",
    -3.5: "NST",
    -3: "ADT BRT",
    -2.5: "NDT",
    -2: "BRST",
    0: "UTC UT GMT Z WET",
    1: "CET MET MEZ WEST BST",
    2: "CEST MEST MESZ EET",
    3: "EEST MSK",
    5.5: "IST",
    9: "JST KST",
    10: "AEST",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
}
_ZONES = {zone: timedelta(hours=hours) for hours, zones in _PLACES.items() for zone in zones.split()}
# What the strict readers and dateutil may raise on spite; dateutil says only ValueError and OverflowError.
_UNREADABLE = (ValueError, OverflowError, ArithmeticError, TypeError, LookupError, AttributeError)


def read_date(raw: str) -> datetime | None:
    """The moment a feed's date means, aware and in UTC; `None` when it cannot be read or lies before 1990 or in 9999.

    RFC 822, ISO 8601, seconds or milliseconds since 1970, and dates as people write them in ten languages,
    day before month. No zone means UTC. Blogs are younger than 1990: an earlier year is one nobody set.
    """
    text = " ".join(raw.split()) if len(raw) <= _LIMIT else ""
    if not text or _UNSET.search(text) or any(char.isnumeric() and not char.isascii() for char in text):
        return None
    text, later = _END_OF_DAY.subn(r"00:00\1", _LEAP_SECOND.sub(r"\1:59", text))
    for read in (_epoch, datetime.fromisoformat, _rfc822, _written):
        moment = _utc(read, text, timedelta(days=later))
        if moment:
            return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
    return None


def _utc(read: Callable[[str], datetime | None], text: str, later: timedelta) -> datetime | None:
    try:
        moment = read(text)
        if moment is None:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC) + later
    except _UNREADABLE:
        return None


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    if not found:
        return None
    since = timedelta(seconds=int(found[1])) if found[1] else timedelta(milliseconds=int(found[2]))
    return _UNIX + since


def _rfc822(text: str) -> datetime | None:
    if not _RFC822.fullmatch(text):
        return None
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(text)


def _written(text: str) -> datetime:
    """A date in words. What is not there is taken from year 1, so that a missing year is an early one."""
    plain = _HOURS.sub(r"\1:\2", _CLOCK.sub(r" \1:\2", _REMARK.sub("", text.lower())))
    from dateutil import parser  # loads much, and few dates need it

    moment = parser.parse(_in_english(plain), dayfirst=not _YEAR_FIRST.match(plain), default=_NO_YEAR, tzinfos=_zone)
    years = _YEAR.findall(plain)
    if years and str(moment.year) not in years:
        raise ValueError("the year was taken for something else")
    return moment


def _in_english(text: str) -> str:
    """The text with English months and without days of the week; of two months the last is meant.

    ("mar" is March, and also the Tuesday of Spanish, French and Italian.)
    """
    names = [_WORDS.get(word.rstrip("."), word.upper()) for word in _WORD.findall(text)]
    months = [place for place, name in enumerate(names) if name in _MONTHS]
    for place in months[:-1]:
        names[place] = ""
    rest = iter(names)
    return _WORD.sub(lambda _: f" {next(rest)} ", text).strip(" ,.")


def _zone(name: str | None, seconds: int | None) -> tzinfo:
    return timezone(_ZONES.get(name or "", timedelta(0)) if seconds is None else timedelta(seconds=seconds))
