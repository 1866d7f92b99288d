"""Checks of growth: areas that exist, years that are simulated."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .horizon import measured_years
from .references import check_area

KEYS = ("population_shares", "demand_shares")


def check_growth(document: ScenarioDocument) -> Iterator[Fault]:
    """Refuse growth of places that do not exist, of years that are not simulated, of a trace."""
    growth = document.growth
    if growth is None:
        return
    years = len(measured_years(document.horizon))
    blocks = {"growth": growth, **{f"growth.areas.{n}": a for n, a in growth.areas.items()}}
    for area in growth.areas:
        yield from check_area(f"growth.areas.{area}", area, document.city)
    for key, block in blocks.items():
        for name in KEYS:
            shares = getattr(block, name) or ()
            if len(shares) > years:
                yield Fault(
                    key=f"{key}.{name}",
                    found=Phrase("found {number} years", number=len(shares)),
                    allowed=Phrase("must be at most those of the horizon, {years}", years=years),
                )
    if document.issues.trace is not None:
        yield Fault(
            key="growth",
            found=Phrase("given beside issues.trace, whose arrivals are as they were recorded"),
            allowed=Phrase("one of the two"),
        )
