"""Times as offices write them, to seconds."""

import datetime
import re
import unicodedata
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from ...errors import InputError
from ..tabular.grid import Cell

NEVER: Final = -(2**63)  # of a time that is missing, as numpy has it
DAY: Final = 86_400
_EPOCH: Final = datetime.date(1970, 1, 1).toordinal()
_EXCEL: Final = datetime.date(1899, 12, 30).toordinal() - _EPOCH  # day 0 of serial numbers
_SERIALS: Final = (20_000, 80_000)  # days: 1954 to 2119
_MISSING: Final = {"", "-", "--", "—", "/", "无", "null", "none", "nan", "n/a", "nat", "\\n"}

_CLOCK = (
    r"(?P<half>上午|下午|AM|PM)?\s*(?P<h>\d{1,2})\s*[:时点]\s*(?P<m>\d{1,2})"
    r"(?:\s*[:分]\s*(?:(?P<s>\d{1,2})(?:[.,]\d+)?)?)?\s*秒?\s*(?P<half2>AM|PM)?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_DATED = re.compile(
    r"(?P<Y>\d{4})\s*[-/.年]\s*(?P<M>\d{1,2})\s*[-/.月]\s*(?P<D>\d{1,2})\s*日?"
    rf"(?:[T\s]*{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    rf"(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-](?P<Y>\d{{4}})(?:[T\s]+{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[T\s]*(\d\d):?(\d\d):?(\d\d)?)?")
_TIME_ALONE = re.compile(_CLOCK, re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

Order = Literal["day_first", "month_first"]


class UnreadableTimeError(InputError, ValueError):
    """A cell holds no time that is known."""


@dataclass
class Stamps:
    """A column of times while it is read.

    Attributes
    ----------
    seconds : array of int
        Local seconds since 1970; `NEVER` where there is none.
    utc : array of int
        Rows whose seconds are of universal time.
    turned : list of tuple
        Rows of which day and month may be either way round, and the other reading.
    day_first, month_first : int
        Rows that can be read in one order only.
    """

    seconds: "array[int]" = field(default_factory=lambda: array("q"))
    utc: "array[int]" = field(default_factory=lambda: array("q"))
    turned: list[tuple[int, int]] = field(default_factory=list)
    day_first: int = 0
    month_first: int = 0

    def add(self, cell: Cell, clock: Cell = "") -> None:
        """Read a cell; with `clock`, a date and the time of its day.

        Raises
        ------
        UnreadableTimeError
            If they hold something else; the time is then missing.
        """
        self.seconds.append(NEVER)
        if is_missing(cell):
            return
        if not is_missing(clock):
            at = _time_of_day(clock)
            if at is None:
                self._read(clock)
                return
            self._read(cell)
            start = self.seconds[-1]
            self.seconds[-1] = start - start % DAY + at
            if self.turned and self.turned[-1][0] == len(self.seconds) - 1:
                row, other = self.turned[-1]
                self.turned[-1] = (row, other - other % DAY + at)
            return
        self._read(cell)

    def _read(self, cell: Cell) -> None:
        if not isinstance(cell, str):
            self._value(cell)
            return
        text = cell.strip()
        if not text.isascii():
            text = unicodedata.normalize("NFKC", text)
        if found := _DATED.fullmatch(text):
            self._set(_day(found["Y"], found["M"], found["D"]), found)
        elif found := _SLASHED.fullmatch(text):
            self._slashed(found)
        elif compact := _COMPACT.fullmatch(text):
            year, month, day, hour, minute, second = compact.groups()
            clock = _clock(int(hour or 0), int(minute or 0), int(second or 0))
            self.seconds[-1] = _day(year, month, day) * DAY + clock
        elif _NUMBER.fullmatch(text):
            self._number(float(text))
        else:
            raise UnreadableTimeError

    def _value(self, cell: object) -> None:
        if isinstance(cell, datetime.datetime):
            day = cell.toordinal() - _EPOCH
            rounded = cell.second + (cell.microsecond >= 500_000)
            self.seconds[-1] = day * DAY + cell.hour * 3600 + cell.minute * 60 + rounded
            offset = cell.utcoffset()
            if offset is not None:
                self._universal(int(offset.total_seconds()))
        elif isinstance(cell, datetime.date):
            self.seconds[-1] = (cell.toordinal() - _EPOCH) * DAY
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            text = str(int(cell))
            if _COMPACT.fullmatch(text) and cell == int(cell):
                self._read(text)
            else:
                self._number(float(cell))
        else:
            raise UnreadableTimeError

    def _number(self, number: float) -> None:
        """Read a serial number of Excel, or seconds or milliseconds of universal time."""
        if _SERIALS[0] <= number <= _SERIALS[1]:
            self.seconds[-1] = _EXCEL * DAY + round(number * DAY)
        elif 5e8 <= number < 4.2e9 or 5e11 <= number < 4.2e12:
            self.seconds[-1] = int(number if number < 1e10 else number / 1000)
            self.utc.append(len(self.seconds) - 1)
        else:
            raise UnreadableTimeError

    def _set(self, day: int, found: "re.Match[str]") -> None:
        self.seconds[-1] = day * DAY + _clock_of(found)
        zone = found["zone"]
        if zone:
            hours = zone.replace(":", "")
            offset = 0
            if hours[0] in "+-":
                offset = int(hours[1:3]) * 3600 + int(hours[3:]) * 60
                offset = -offset if hours[0] == "-" else offset
            self._universal(offset)

    def _universal(self, offset: int) -> None:
        self.seconds[-1] -= offset
        self.utc.append(len(self.seconds) - 1)

    def _slashed(self, found: "re.Match[str]") -> None:
        """Read what may be month/day/year or day/month/year; months go first until all is read."""
        first, second = int(found["a"]), int(found["b"])
        if first > 12:
            self.day_first += 1
            self._set(_day(found["Y"], found["b"], found["a"]), found)
            return
        if second > 12:
            self.month_first += 1
        self._set(_day(found["Y"], found["a"], found["b"]), found)
        if second <= 12 and first != second:
            shift = _day(found["Y"], found["b"], found["a"]) - _day(
                found["Y"], found["a"], found["b"]
            )
            self.turned.append((len(self.seconds) - 1, self.seconds[-1] + shift * DAY))

    def order(self, told: Order | None) -> bool:
        """Put days and months in their order; whether it is certain.

        Parameters
        ----------
        told : 'day_first', 'month_first' or None
        """
        if self.day_first and self.month_first:
            return False
        if told is None and self.turned and not (self.day_first or self.month_first):
            return False
        if self.day_first or (told == "day_first" and not self.month_first):
            for row, other in self.turned:
                self.seconds[row] = other
        return True


def is_missing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing."""
    if not isinstance(cell, str):
        return cell is None or cell != cell
    said = cell.strip().casefold()
    return said in _MISSING or said.startswith(("0000-00-00", "1900-01-00"))


def _time_of_day(cell: Cell) -> int | None:
    """Return the seconds of a day; None if the cell holds more than a time of day."""
    if isinstance(cell, datetime.time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, datetime.timedelta):
        return round(cell.total_seconds())
    if isinstance(cell, float) and 0.0 <= cell < 1.0:
        return round(cell * DAY)
    if isinstance(cell, datetime.datetime) and cell.year < 1905:  # a time alone, in some workbooks
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, str):
        found = _TIME_ALONE.fullmatch(unicodedata.normalize("NFKC", cell).strip())
        return _clock_of(found) if found else None
    return None


def _clock_of(found: "re.Match[str]") -> int:
    if found["h"] is None:
        return 0
    hour = int(found["h"])
    half = (found["half"] or found["half2"] or "").upper()
    if half in ("下午", "PM") and hour < 12:
        hour += 12
    elif half in ("上午", "AM") and hour == 12:
        hour = 0
    return _clock(hour, int(found["m"]), int(found["s"] or 0))


def _clock(hour: int, minute: int, second: int) -> int:
    """Return the seconds of a day; 24:00 is the beginning of the next."""
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
        raise UnreadableTimeError
    return hour * 3600 + minute * 60 + second


@lru_cache(100_000)
def _day(year: str, month: str, day: str) -> int:
    try:
        return datetime.date(int(year), int(month), int(day)).toordinal() - _EPOCH
    except ValueError:
        raise UnreadableTimeError from None
