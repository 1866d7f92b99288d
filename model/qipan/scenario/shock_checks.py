"""Checks of storms and epidemics."""

from collections.abc import Iterator

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .names import check_name, check_names


def check_shocks(document: ScenarioDocument) -> Iterator[Fault]:
    """Check the kinds a shock multiplies, and that some of its days are simulated."""
    first, end = document.horizon.first_day, document.horizon.end
    for index, shock in enumerate(document.shocks):
        key = f"shocks[{index}]"
        for name in shock.factors:
            yield from check_name(
                f"{key}.factors.{name}", name, Phrase("kind"), document.issues.kinds
            )
        if shock.start >= end or (first - shock.start).days >= shock.days:
            number = Phrase("1 day") if shock.days == 1 else Phrase("{days} days", days=shock.days)
            yield Fault(
                key=f"{key}.start",
                found=Phrase(
                    "{number} from {start}, outside the horizon", number=number, start=shock.start
                ),
                allowed=Phrase(
                    "one day at least must be from {first} to before {end}", first=first, end=end
                ),
            )
        if (shock.reports_held_days or 0) > shock.days:
            yield Fault(
                key=f"{key}.reports_held_days",
                found=Phrase(
                    "found {reports_held_days}", reports_held_days=shock.reports_held_days
                ),
                allowed=Phrase("must be at most its days, {days}", days=shock.days),
            )
    for sort, random in document.random_shocks.items():
        key = f"random_shocks.{sort}.kinds"
        yield from check_names(key, random.kinds, Phrase("kind"), document.issues.kinds)
