"""Maps of a plan: what each place gets more or fewer of, and how its waiting changes."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...city.places import build_places
from ...outcomes.catalogue import Better
from ...planning.answer import sites_opened
from ...planning.levers.of_plan import SITES
from ...planning.problem import levers_among
from ...runs.cautions import assumed_of
from ...words import Language, Words
from ..document import Chart
from .page import DAYS, lever, title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...planning.planned import Planned

MAP, WAITS = "map_", "map_of_waiting"
PEOPLE = Words("Full-time people, against today")
MORE_OF = Words("{lever}, against today")
WAITING = Words("{days} a year, plan minus today")
WHAT = Words("{what}\n{plan}")
ORIGIN = Words(
    "Simulated on {years} fresh years; {doubtful} of {numbers} input numbers are assumed."
)


def plan_maps(planned: "Planned", language: Language) -> tuple[Chart, ...]:
    """Maps of posts and hours as people, of every option that is used, and of waiting."""
    found = planned.found
    people = found.heads - found.heads_today
    drawn: list[tuple[str, str, NDArray[np.float64], Better]] = [
        (f"{MAP}people", PEOPLE.say(language), people, None)
    ]
    for name, rows in levers_among(found.given.options).items():
        units = found.units[rows].sum(axis=0)
        if units.any():
            named = lever(planned.file, name, language)
            drawn.append((f"{MAP}{name}", MORE_OF.say(language, lever=named), units, None))
    opened: dict[str, list[str]] = {}
    for site, place in sites_opened(found.given, found.plan):
        opened.setdefault(place, []).append(site)

    def sites(name: str) -> dict[str, list[str]]:
        return opened if name == f"{MAP}{SITES}" else {}

    counted = DAYS[planned.file.document.waiting].say(language)
    change = (found.simulated - found.today).mean(axis=0)
    drawn.append((WAITS, WAITING.say(language, days=counted), change, "lower"))
    return tuple(
        Chart(name, label, partial(_map, planned, language, label, values, better, sites(name)))
        for name, label, values, better in drawn
        if np.any(values)
    )


def _map(
    planned: "Planned",
    language: Language,
    label: str,
    values: "NDArray[np.float64]",
    better: "Better",
    sites: dict[str, list[str]],
) -> "Figure":
    from ... import charts

    scenario = planned.file.scenario
    document = scenario.regimes[0].document
    where = build_places(document.city, document.residents.reporting.heterogeneity_ratio)
    doubtful, numbers = assumed_of(scenario)
    years = len(planned.found.simulated)
    return charts.allocation_map(
        where.x_km,
        where.y_km,
        where.residents,
        values,
        names=[" ".join((*sites.get(place, ()), place)) for place in where.ids],
        change=True,
        better=better,
        label=label,
        title=WHAT.say(language, what=label, plan=title(planned.file, language)),
        note=ORIGIN.say(language, years=years, doubtful=doubtful, numbers=numbers),
        language=language,
    )
