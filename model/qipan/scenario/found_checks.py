"""Checks of tables found in a ledger: names, doubled rows, and what is missing from them."""

import datetime
from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault, listing
from .names import check_name
from .references import check_area, check_community, number_of_places


def check_levels(document: ScenarioDocument) -> Iterator[Fault]:
    """Check names in the levels of births, and that each series has every simulated month once."""
    levels = document.issues.levels
    if levels is None:
        return
    seen: dict[tuple[str, str], set[str]] = {}
    for row, (month, _, kind, area) in enumerate(levels.rows()):
        if kind:
            key = f"issues.levels.kind[{row}]"
            yield from check_name(key, kind, Phrase("kind"), document.issues.kinds)
        if area:
            yield from check_area(f"issues.levels.area[{row}]", area, document.city)
        months = seen.setdefault((kind, area), set())
        if month in months:
            found = Phrase(
                "a second row for {month}, {series}", month=month, series=_series(kind, area)
            )
            yield Fault(
                key=f"issues.levels.month[{row}]", found=found, allowed=Phrase("one of them")
            )
        months.add(month)
    simulated = _months(document)
    for (kind, area), months in seen.items():
        if missing := [month for month in simulated if month not in months]:
            yield Fault(
                key="issues.levels",
                found=Phrase(
                    "no row for {missing}, {series}",
                    missing=listing(missing, 6),
                    series=_series(kind, area),
                ),
                allowed=Phrase(
                    "every month that is simulated, {simulated} to {simulated2}, needs one",
                    simulated=simulated[0],
                    simulated2=simulated[-1],
                ),
            )


def _series(kind: str, area: str) -> str:
    return Phrase(
        "{part} in {part2}",
        part=kind or Phrase("every kind"),
        part2=area or Phrase("the whole city"),
    )


def _months(document: ScenarioDocument) -> list[str]:
    """Months of which a day at least is simulated."""
    horizon = document.horizon
    last = horizon.end - datetime.timedelta(days=1)
    first_of = horizon.first_day.year * 12 + horizon.first_day.month - 1
    count = last.year * 12 + last.month - first_of
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(first_of, first_of + count)]


def check_community_births(document: ScenarioDocument) -> Iterator[Fault]:
    """Check names in the table of births, and that none is doubled or, if yearly, missing."""
    births = document.issues.community_births
    if births is None:
        return
    first: set[tuple[str, str]] = set()
    for row, (community, kind) in enumerate(zip(births.community, births.kind, strict=True)):
        key = f"issues.community_births.community[{row}]"
        yield from check_community(key, community, document.city)
        yield from check_name(
            f"issues.community_births.kind[{row}]", kind, Phrase("kind"), document.issues.kinds
        )
        if (community, kind) in first:
            yield Fault(
                key=key,
                found=Phrase(
                    "a second row for {kind} in {community}", kind=kind, community=community
                ),
            )
        first.add((community, kind))
    if not births.births_per_year:
        return
    kinds, places = document.issues.kinds, number_of_places(document.city)
    for community in dict.fromkeys(births.community):
        if missing := [kind for kind in kinds if (community, kind) not in first]:
            yield Fault(
                key="issues.community_births",
                found=Phrase(
                    "no row for {missing} in {community}",
                    missing=listing(missing, 6),
                    community=community,
                ),
                allowed=Phrase(
                    "births a year need every community and kind; write 0 where none arises"
                ),
            )
    if (found := len(set(births.community))) < places:
        yield Fault(
            key="issues.community_births",
            found=Phrase("births a year of {found} communities", found=found),
            allowed=Phrase("this city has {places}; write 0 where none arises", places=places),
        )


def check_trace(document: ScenarioDocument) -> Iterator[Fault]:
    """Check names and dates of recorded arrivals."""
    trace = document.issues.trace
    if trace is None:
        return
    first, end = document.horizon.first_day, document.horizon.end
    for row, (on, community, kind) in enumerate(
        zip(trace.on, trace.community, trace.kind, strict=True)
    ):
        yield from check_community(f"issues.trace.community[{row}]", community, document.city)
        yield from check_name(
            f"issues.trace.kind[{row}]", kind, Phrase("kind"), document.issues.kinds
        )
        if not first <= on < end:
            yield Fault(
                key=f"issues.trace.on[{row}]",
                found=Phrase("found {on}, outside the horizon", on=on),
                allowed=Phrase("must be from {first} to before {end}", first=first, end=end),
                hint=Phrase("cut the file to the days that are simulated"),
            )


def check_open_tickets(document: ScenarioDocument) -> Iterator[Fault]:
    """Check names in the table of tickets that are open when the simulation begins."""
    tickets = document.horizon.open_tickets
    if tickets is None:
        return
    for row, (community, kind) in enumerate(zip(tickets.community, tickets.kind, strict=True)):
        key = f"horizon.open_tickets.community[{row}]"
        yield from check_community(key, community, document.city)
        key = f"horizon.open_tickets.kind[{row}]"
        yield from check_name(key, kind, Phrase("kind"), document.issues.kinds)
