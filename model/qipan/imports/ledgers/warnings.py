"""What a ledger should not be trusted in, though it was read."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ...words import Phrase

if TYPE_CHECKING:
    import pandas as pd

FEWEST_WEEKS, FEWEST_ROWS, FEWEST_CLOSED = 8, 200, 50  # what can be fitted at all
_GAP_DAYS = 7
_AT_ONCE = 0.1  # share closed within a minute
_MASS = 10.0  # times the usual closings of a day
_FEWEST_IN_A_MASS = 50
_LATE_DAYS, _FEWEST_SHARE = 90, 0.05  # of a source that begins or ends within the period
_FEWEST_IN_A_YEAR, _OVERLAP = 200, 0.5  # requests of a year in kinds of the year before


def warnings_of(frame: "pd.DataFrame", zone: str, resolution: dict[str, str]) -> Iterator[str]:
    """Say what is odd about a ledger as a whole, a sentence each."""
    yield from _too_little(frame)
    yield from _gaps(frame)
    for column, stamp in resolution.items():
        if stamp == "day":
            yield Phrase(
                "{column} is stamped to the day: times to close are known to the day only",
                column=column,
            )
    if "closed_at" in frame:
        yield from _closings(frame)
    if "source" in frame:
        yield from _sources(frame)
    if "kind" in frame:
        yield from _years(frame)
    if zone:
        yield from _changed_clocks(frame, zone)


def _too_little(frame: "pd.DataFrame") -> Iterator[str]:
    opened = frame["opened_at"]
    weeks = (opened.max() - opened.min()).days / 7
    if len(frame) < FEWEST_ROWS or weeks < FEWEST_WEEKS:
        yield (
            Phrase(
                "{number:,} requests in {weeks:.0f} weeks: nothing can be fitted to fewer than "
                "{fewest_rows} requests or {fewest_weeks} weeks",
                number=len(frame),
                weeks=weeks,
                fewest_rows=FEWEST_ROWS,
                fewest_weeks=FEWEST_WEEKS,
            )
        )
    closed = int(frame["closed_at"].notna().sum()) if "closed_at" in frame else 0
    if closed < FEWEST_CLOSED:
        yield Phrase("{closed} closings with a time: only arrivals can be fitted", closed=closed)


def _gaps(frame: "pd.DataFrame") -> Iterator[str]:
    days = np.unique(frame["opened_at"].to_numpy("datetime64[D]"))
    wide = np.diff(days).astype(int) > _GAP_DAYS
    for first, last in zip(days[:-1][wide][:5], days[1:][wide][:5], strict=True):
        yield Phrase(
            "no request between {first} and {last}: nothing happened, or a part is missing?",
            first=first,
            last=last,
        )


def _closings(frame: "pd.DataFrame") -> Iterator[str]:
    closed = frame["closed_at"].dropna()
    if len(closed) == len(frame) and len(frame):
        yield Phrase("all requests are closed: those still open seem to be left out")
    took = (frame["closed_at"] - frame["opened_at"]).dt.total_seconds()
    at_once = int((took <= 60).sum())
    if at_once > _AT_ONCE * max(1, len(closed)):
        said = Phrase(
            "{at_once:,} of {number:,} were closed at once", at_once=at_once, number=len(closed)
        )
        yield Phrase("{said}: enquiries answered on the phone?", said=said)
    days, number = np.unique(closed.to_numpy("datetime64[D]"), return_counts=True)
    if len(days):
        mass = number > max(_MASS * float(np.median(number)), _FEWEST_IN_A_MASS)
        for day, many in zip(days[mass][:5], number[mass][:5], strict=True):
            yield Phrase(
                "{many:,} were closed on {day}, more than {mass:g} times the usual: cleared up?",
                many=many,
                day=day,
                mass=_MASS,
            )


def _sources(frame: "pd.DataFrame") -> Iterator[str]:
    import pandas as pd

    begin, end = frame["opened_at"].min(), frame["opened_at"].max()
    late = pd.Timedelta(days=_LATE_DAYS)
    if end - begin < 2 * late:
        return
    for source, opened in frame.groupby("source")["opened_at"]:
        if len(opened) < _FEWEST_SHARE * len(frame):
            continue
        if opened.min() - begin > late:
            yield Phrase(
                "the source {source} appears on {date} only",
                source=source,
                date=opened.min().date(),
            )
        if end - opened.max() > late:
            yield Phrase(
                "the source {source} is gone after {date}", source=source, date=opened.max().date()
            )


def _years(frame: "pd.DataFrame") -> Iterator[str]:
    years = {int(year): kinds for year, kinds in frame.groupby(frame["opened_at"].dt.year)["kind"]}
    for year, kinds in years.items():
        before = years.get(year - 1)
        if before is None or min(len(before), len(kinds)) < _FEWEST_IN_A_YEAR:
            continue
        overlap = float(kinds.isin(set(before.dropna())).mean())
        if overlap < _OVERLAP:
            yield (
                Phrase(
                    "{year} has other kinds than {number}: {overlap:.0%} of its requests are of "
                    "kinds of the year before; fit them apart",
                    year=year,
                    number=year - 1,
                    overlap=overlap,
                )
            )


def _changed_clocks(frame: "pd.DataFrame", zone: str) -> Iterator[str]:
    localised = frame["opened_at"].dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    odd = int(localised.isna().sum())
    if odd:
        yield Phrase(
            "{odd:,} were opened in an hour that the change of clocks repeats or leaves out",
            odd=odd,
        )
