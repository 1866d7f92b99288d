"""Charts of an allocation: who gets how many, and what one more is worth."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ... import charts
from ...charts import Marginal, Trade
from ...charts.letters import joined
from ...city.places import build_places
from ...runs.cautions import assumed_of
from ...scenario import Scenario
from ...words import Language, Words
from .. import glossary

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...programs.cadres.frontier import FrontierPoint
    from ...programs.objectives import Objective
    from ...studies.allocation.cadres import CadreAllocation

TRADE = Words("What one objective costs in the other\n{scenario}")
PROMISED = Words("As promised by the curves measured by simulation.")
WHERE = Words("Where {n} cadres go (today {before})\n{scenario}")
ORDER = Words("Communities from the most loaded desk to the least.")
ORIGIN = Words("Simulated; {doubtful} of {numbers} input numbers are assumed.")
CHANGE = Words("cadres more or fewer")
ONE_MORE = Words("What one cadre more or less would change\n{scenario}")
TICKET_DAYS = Words("change in ticket-days a year")
AT_THE_PLAN = Words("At the plan, by the curves as corrected last.")
FULL_TIME_CADRES = Words("full-time cadres")


def frontier_chart(
    points: "Sequence[FrontierPoint]",
    first: "Objective",
    second: "Objective",
    scenario: Scenario,
    language: Language = "en",
) -> "Figure":
    """Two objectives against each other."""
    return charts.frontier_chart(
        [Trade(point.second, point.first) for point in points],
        x_label=_objective(second, language),
        y_label=_objective(first, language),
        title=TRADE.say(language, scenario=glossary.title(scenario, language)),
        note=joined(language, PROMISED.say(language), _origin(scenario, language)),
        language=language,
    )


def _objective(objective: "Objective", language: Language) -> str:
    name = glossary.term(glossary.AIMS, objective.name, language)
    unit = glossary.unit(objective.unit, language)
    return f"{name}: {unit}" if language == "en" else f"{name}：{unit}"


def allocation_chart(
    found: "CadreAllocation", scenario: Scenario, language: Language = "en"
) -> "Figure":
    """Cadres today and in the plan, communities in the order of their load."""
    order = _by_load(found)
    return charts.placed_chart(
        found.facts.today[order],
        found.placed[order],
        [found.facts.communities[n] for n in order],
        title=_where(found, scenario, language),
        note=joined(language, ORDER.say(language), _origin(scenario, language)),
        language=language,
        label=FULL_TIME_CADRES.say(language),
    )


def _where(found: "CadreAllocation", scenario: Scenario, language: Language) -> str:
    return WHERE.say(
        language,
        n=int(found.placed.sum()),
        before=int(found.facts.today.sum()),
        scenario=glossary.title(scenario, language),
    )


def allocation_map(
    found: "CadreAllocation", scenario: Scenario, language: Language = "en"
) -> "Figure":
    """Cadres added and taken, communities at their places in the synthetic city."""
    document = scenario.regimes[0].document
    where = build_places(document.city, document.residents.reporting.heterogeneity_ratio)
    return charts.allocation_map(
        where.x_km,
        where.y_km,
        where.residents,
        found.placed - found.facts.today,
        names=where.ids,
        change=True,
        label=CHANGE.say(language),
        title=_where(found, scenario, language),
        note=_origin(scenario, language),
        language=language,
    )


def marginal_chart(
    found: "CadreAllocation", scenario: Scenario, language: Language = "en"
) -> "Figure":
    """What one cadre more and one less change in each community, at the plan."""
    given, plan = found.problem, found.placed
    low, high = found.bounds

    def days(cadres: NDArray[np.int64]) -> NDArray[np.float64]:
        return given.ticket_days(np.clip(cadres, low, high))

    here = days(plan)
    more = np.where(plan < high, days(plan + 1) - here, np.nan)
    less = np.where(plan > low, days(plan - 1) - here, np.nan)
    return charts.marginal_values(
        [
            Marginal(found.facts.communities[n], float(more[n]), float(less[n]))
            for n in _by_load(found)
        ],
        unit=TICKET_DAYS.say(language),
        title=ONE_MORE.say(language, scenario=glossary.title(scenario, language)),
        note=joined(
            language,
            ORDER.say(language),
            AT_THE_PLAN.say(language),
            _origin(scenario, language),
        ),
        language=language,
    )


def _by_load(found: "CadreAllocation") -> NDArray[np.intp]:
    return np.argsort(-found.facts.load_today, kind="stable")


def _origin(scenario: Scenario, language: Language) -> str:
    doubtful, numbers = assumed_of(scenario)
    return ORIGIN.say(language, doubtful=doubtful, numbers=numbers)
