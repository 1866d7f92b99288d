"""Checks of the service circle."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .names import check_names


def check_service_circle(document: ScenarioDocument) -> Iterator[Fault]:
    """Check the kinds that are settled at the counter, and ask for some where any are."""
    circle = document.policy.service_circle
    key = "policy.service_circle.kinds"
    yield from check_names(key, circle.kinds, Phrase("kind"), document.issues.kinds)
    shares = circle.turned_away_call_share + circle.turned_away_return_share
    if shares > 1.0 + 1e-9:
        yield Fault(
            key="policy.service_circle.turned_away_return_share",
            found=Phrase("{shares:g} with turned_away_call_share", shares=shares),
            allowed=Phrase("the two must be at most 1 together; the rest give up"),
        )
    if circle.points_km and circle.facilities:
        yield Fault(
            key="policy.service_circle.points_km",
            found=Phrase("given with facilities {number}", number=circle.facilities),
            allowed=Phrase("must be one of the two; set facilities: 0"),
        )
    if circle.on and circle.absorbed_share > 0 and not circle.kinds:
        yield Fault(
            key=key,
            found=Phrase(
                "no kinds, with absorbed_share {absorbed_share:g}",
                absorbed_share=circle.absorbed_share,
            ),
            allowed=Phrase("name the kinds settled at the counter, or set absorbed_share: 0"),
        )
