"""Checks of storms and epidemics."""

from collections.abc import Iterator

from .document import ScenarioDocument
from .faults import Fault
from .names import check_name, check_names


def check_shocks(document: ScenarioDocument) -> Iterator[Fault]:
    """Check the kinds a shock multiplies, and that some of its days are simulated."""
    first, end = document.horizon.first_day, document.horizon.end
    for index, shock in enumerate(document.shocks):
        key = f"shocks[{index}]"
        for name in shock.factors:
            yield from check_name(f"{key}.factors.{name}", name, "kind", document.issues.kinds)
        if shock.start >= end or (first - shock.start).days >= shock.days:
            number = "1 day" if shock.days == 1 else f"{shock.days} days"
            yield Fault(
                key=f"{key}.start",
                found=f"{number} from {shock.start}, outside the horizon",
                allowed=f"one day at least must be from {first} to before {end}",
            )
        if (shock.reports_held_days or 0) > shock.days:
            yield Fault(
                key=f"{key}.reports_held_days",
                found=f"found {shock.reports_held_days}",
                allowed=f"must be at most its days, {shock.days}",
            )
    for sort, random in document.random_shocks.items():
        key = f"random_shocks.{sort}.kinds"
        yield from check_names(key, random.kinds, "kind", document.issues.kinds)
