"""The rows of a ledger that a fit reads: when, of what kind, where, and how each ended."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

OTHER = "other"
NO_DEPARTMENT = "department"  # of a ledger that names none
# What stands where a kind or area is not known.
BLANK = {"", "none", "(none)", "n/a", "na", "unknown", "null", "-", "无", "未知", "不详", "空"}
HOURS = 24
DAY = np.timedelta64(1, "D")

# How a request ended: still open, closed, or in a way that competes with closing.
OPEN, CLOSED, CANCELLED, DUPLICATE, TRANSFERRED, ADMINISTRATIVE = range(6)
ENDINGS = ("open", "closed", "cancelled", "duplicate", "transferred", "administrative")


@dataclass(frozen=True)
class Requests:
    """Rows of a ledger, in an order that does not depend on that of the file.

    Attributes
    ----------
    day : array of int
        Day of opening, counted from `first`.
    hour : array of float
        Time of day of opening, in hours; NaN where the stamp is a date only.
    days_open : array of float
        Days from opening to the end; of what is open, to `seen_until`; 0 of what ended at a time
        that is not told, and then it counts as open.
    ending : array of int
        `OPEN`, `CLOSED` or one of the endings that compete with it.
    kind, area : array of int
        Places in `kinds` and `areas`.
    kinds, areas : tuple of str
        Names, the most frequent first and `other` last.
    first : datetime64[D]
        First day of the window in which requests were opened.
    days : int
        Days of that window.
    seen_until : float
        Days from `first` to the moment until which endings are known.
    department : tuple of str
        Department that handles most requests of each kind.
    """

    day: Integers
    hour: Floats
    days_open: Floats
    ending: Integers
    kind: Integers
    area: Integers
    kinds: tuple[str, ...]
    areas: tuple[str, ...]
    first: np.datetime64
    days: int
    seen_until: float
    department: tuple[str, ...]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.day)

    @property
    def opened(self) -> Floats:
        """Moment of opening in days from `first`; noon where only the date is known."""
        return self.day + np.where(np.isnan(self.hour), 12.0, self.hour) / HOURS

    def until(self, day: int) -> "Requests":
        """What was known at the beginning of a day: later rows gone, later endings unknown."""
        kept = self.day < day
        left = day - self.opened[kept]
        ended = (self.ending[kept] != OPEN) & (self.days_open[kept] <= left)
        ended |= (self.ending[kept] == OPEN) & (self.days_open[kept] == 0.0)  # nobody knows when
        return replace(
            self.rows(kept),
            days_open=np.where(ended, self.days_open[kept], left),
            ending=np.where(ended, self.ending[kept], OPEN),
            days=day,
            seen_until=float(day),
        )

    def since(self, day: int) -> "Requests":
        """Rows opened on a day or later; days are counted from there."""
        later = self.rows(self.day >= day)
        return replace(
            later,
            day=later.day - day,
            first=self.first + day * DAY,
            days=self.days - day,
            seen_until=self.seen_until - day,
        )

    def counts(self, of: Integers, groups: int) -> Floats:
        """Requests opened on each day in each group; shape (days, groups)."""
        table = np.bincount(self.day * groups + of, minlength=self.days * groups)
        return table.reshape(self.days, groups).astype(float)

    def rows(self, kept: Flags) -> "Requests":
        """Some of the rows."""
        return replace(
            self,
            day=self.day[kept],
            hour=self.hour[kept],
            days_open=self.days_open[kept],
            ending=self.ending[kept],
            kind=self.kind[kept],
            area=self.area[kept],
        )


def requests_of(
    frame: pd.DataFrame,
    most_kinds: int = 12,
    most_areas: int = 40,
    until: np.datetime64 | None = None,
    names: tuple[tuple[str, ...], tuple[str, ...]] | None = None,
) -> Requests:
    """Take from a checked ledger what a fit reads.

    Parameters
    ----------
    frame : DataFrame
        Columns of an imported ledger: `opened_at`, `kind`, and if there are any `closed_at`,
        `ended_at`, `ending`, `area` and `department`. An ending without a time tells nothing of
        how long it took.
    most_kinds, most_areas : int
        So many of the most frequent are kept; the others become `other`.
    until : datetime64, optional
        First day that is not read; by default the day after the last opening.
    names : pair of tuples of str, optional
        Kinds and areas as an earlier ledger had them; what has another name is `other`, or left
        out if there is none.
    """
    if names is not None:
        frame = frame[named_alike(frame, names)]
    opened = pd.to_datetime(frame["opened_at"])
    last = until if until is not None else opened.max().to_datetime64().astype("M8[D]") + DAY
    frame = frame[opened < pd.Timestamp(last)]
    opened = opened[opened < pd.Timestamp(last)]
    ended, ending = ends_of(frame)
    first = opened.min().to_datetime64().astype("M8[D]")
    midnight = opened.dt.normalize()
    hour = ((opened - midnight) / pd.Timedelta(hours=1)).to_numpy(float)
    if not np.any(hour):
        hour = np.full(len(hour), np.nan)
    day = ((midnight - pd.Timestamp(first)) / pd.Timedelta(days=1)).to_numpy().astype(np.int64)
    at = day + np.where(np.isnan(hour), 12.0, hour) / HOURS
    end = ((ended - pd.Timestamp(first)) / pd.Timedelta(days=1)).to_numpy(float)
    seen_until = float(np.nanmax(np.append(end, (last - first) / DAY)))
    timeless = (ending != OPEN) & np.isnan(end)
    ending = np.where(timeless, OPEN, ending)
    if names is None:
        kinds, kind = most_frequent(_column(frame, "kind"), most_kinds)
        areas, area = most_frequent(_column(frame, "area"), most_areas)
    else:
        (kinds, areas) = names
        kind = _places(_words(_column(frame, "kind")), kinds)
        area = _places(_words(_column(frame, "area")), areas)
    length = np.where(ending == OPEN, seen_until - at, np.maximum(end - at, 0.0))
    length = np.where(timeless, 0.0, length)
    order = np.lexsort((length, ending, area, kind, at))
    return Requests(
        day[order],
        np.asarray(hour[order], np.float64),
        np.asarray(length[order], np.float64),
        ending[order],
        kind[order],
        area[order],
        kinds,
        areas,
        first,
        int((last - first) / DAY),
        seen_until,
        _departments(frame, kind, len(kinds)),
    )


def places_of(frame: pd.DataFrame, column: str, names: tuple[str, ...]) -> Integers:
    """Place in `names` of each row's kind or area."""
    return _places(_words(_column(frame, column)), names)


def ends_of(frame: pd.DataFrame) -> tuple["pd.Series[pd.Timestamp]", Integers]:
    """Return when each request ended, and how; a closing time without a word is a closing."""
    none = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns]")
    closed = pd.to_datetime(frame["closed_at"]) if "closed_at" in frame else none
    otherwise = pd.to_datetime(frame["ended_at"]) if "ended_at" in frame else none
    codes = {name: code for code, name in enumerate(ENDINGS)}
    how = np.full(len(frame), OPEN)
    if "ending" in frame:
        how = frame["ending"].map(codes).fillna(OPEN).to_numpy(np.int64)
    ended = otherwise.where((how != CLOSED) & otherwise.notna(), closed)
    how = np.where((how == OPEN) & closed.notna().to_numpy(), CLOSED, how)
    return ended, how.astype(np.int64)


def most_frequent(given: pd.Series, most: int) -> tuple[tuple[str, ...], Integers]:
    """Names by falling frequency, all beyond `most` of them (and the blank) as `other`, last.

    Returns
    -------
    names : tuple of str
    places : array of int
        Place in `names` of each row.
    """
    words = _words(given)
    counted = words[words != OTHER].value_counts()
    ranked = sorted(counted.items(), key=lambda pair: (-int(pair[1]), str(pair[0])))
    names = [str(name) for name, _ in ranked]
    if len(names) > most or bool((words == OTHER).any()):
        names = [*names[: most if len(names) > most else len(names)], OTHER]
    return tuple(names), _places(words, tuple(names))


def named_alike(frame: pd.DataFrame, names: tuple[tuple[str, ...], tuple[str, ...]]) -> Flags:
    """Rows whose kind and area have a place among those of an earlier ledger."""
    kept = np.ones(len(frame), bool)
    for column, known in zip(("kind", "area"), names, strict=True):
        if OTHER not in known:
            kept &= np.asarray(_words(_column(frame, column)).isin(known), bool)
    return kept


def _column(frame: pd.DataFrame, name: str) -> "pd.Series[str]":
    return frame[name] if name in frame else pd.Series(OTHER, index=frame.index)


def _words(given: "pd.Series[str]") -> "pd.Series[str]":
    words = given.astype("string").str.strip().fillna("")
    return words.mask(words.str.lower().isin(BLANK), OTHER)


def _places(words: "pd.Series[str]", names: tuple[str, ...]) -> Integers:
    place = {name: n for n, name in enumerate(names)}
    return np.asarray(words.map(place).fillna(place.get(OTHER, len(names) - 1)), np.int64)


def _departments(frame: pd.DataFrame, kind: Integers, kinds: int) -> tuple[str, ...]:
    if "department" not in frame or not frame["department"].notna().any():
        return (NO_DEPARTMENT,) * kinds
    words = frame["department"].astype("string").str.strip().fillna(NO_DEPARTMENT).to_numpy()
    found = []
    for k in range(kinds):
        names, counted = np.unique(words[kind == k].astype(str), return_counts=True)
        found.append(str(names[np.argmax(counted)]) if len(names) else NO_DEPARTMENT)
    return tuple(found)
