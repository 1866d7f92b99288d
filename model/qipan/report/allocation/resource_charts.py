"""Charts of allocations of funds and of hours: today and the plan, and what more would change."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ... import charts
from ...charts import Marginal
from ...scenario import Scenario
from ...studies.allocation.divided import PROGRAM, TODAY
from ...studies.allocation.funds import FundAllocation
from ...studies.allocation.hours import HoursAllocation, planner_objective
from ...words import Language, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MONEY = Words("yuan a year, all earmarks")
WHERE_MONEY = Words("Where {yuan:,.0f} yuan go (today {today:,.0f}): {scenario}")
BY_NEED = Words("Communities from the most tickets that need money to the fewest. Simulated.")
MORE_MONEY = Words("What {step:,.0f} yuan more or less would change: {scenario}")
LEGEND = Words(
    "Round: so much more; square: so much less{intervals}. – : not as much can be taken away."
)
HEAD = Words("more / less")
TICKET_DAYS = Words("ticket-days a year")
PER_1000 = Words("ticket-days a year per 1,000 residents")
OF_OBJECTIVE = Words("change in the objective: {unit}")
BY_CURVES = Words("By the program.")
DONE = Words("orders done a year")
WHERE_HOURS = Words("Orders done, today and as planned: {scenario}")
BY_DONE = Words(
    "Today: the scenario as it stands. Mean over fresh seeds, communities by orders done "
    "today. Simulated."
)
MORE_HOURS = Words("What {step:,.0f} volunteer hours more or fewer would change: {scenario}")


def fund_chart(found: FundAllocation, scenario: Scenario, language: Language = "en") -> "Figure":
    """Money today and in the plan."""
    order = _by_need(found)
    places = found.curves.budgets.city.places.ids
    return charts.placed_chart(
        found.curves.budgets.today.sum(axis=1)[order],
        found.yuan.sum(axis=1)[order],
        [places[n] for n in order],
        title=WHERE_MONEY.say(
            language,
            yuan=found.yuan.sum(),
            today=found.curves.budgets.today.sum(),
            scenario=_title(scenario, language),
        ),
        note=BY_NEED.say(language),
        language=language,
        label=MONEY.say(language),
    )


def fund_value_chart(
    found: FundAllocation, scenario: Scenario, language: Language = "en"
) -> "Figure":
    """What some money more and less changes in each community and earmark, by the program."""
    unit = TICKET_DAYS if found.request.objective.unit == TICKET_DAYS.en else PER_1000
    several = len(found.curves.budgets.earmarks) > 1
    values = [
        Marginal(f"{v.community} {v.earmark}" if several else v.community, v.more, v.less)
        for v in found.valued
    ]
    return charts.marginal_values(
        values,
        unit=OF_OBJECTIVE.say(language, unit=unit.say(language)),
        title=MORE_MONEY.say(
            language, step=found.request.one_step, scenario=_title(scenario, language)
        ),
        note=BY_CURVES.say(language),
        language=language,
        legend=LEGEND,
        head=HEAD,
    )


def hours_chart(found: HoursAllocation, scenario: Scenario, language: Language = "en") -> "Figure":
    """Orders done by community, today and planned."""
    today, plan = found.named(TODAY).given, found.named(PROGRAM).given
    order = np.argsort(-today, kind="stable")
    places = found.city.places.ids
    return charts.placed_chart(
        today[order],
        plan[order],
        [places[n] for n in order],
        title=WHERE_HOURS.say(language, scenario=_title(scenario, language)),
        note=BY_DONE.say(language),
        language=language,
        label=DONE.say(language),
    )


def hours_value_chart(
    found: HoursAllocation, scenario: Scenario, language: Language = "en"
) -> "Figure":
    """What some hours more and fewer change in each community, by the program."""
    unit = TICKET_DAYS
    if planner_objective(found.request.objective) == "worst":
        unit = Words("ticket-days per resident, the worst off")
    return charts.marginal_values(
        [Marginal(value.community, value.more, value.less) for value in found.valued],
        unit=OF_OBJECTIVE.say(language, unit=unit.say(language)),
        title=MORE_HOURS.say(
            language, step=found.request.one_step, scenario=_title(scenario, language)
        ),
        note=BY_CURVES.say(language),
        language=language,
        legend=LEGEND,
        head=HEAD,
    )


def _by_need(found: FundAllocation) -> NDArray[np.intp]:
    return np.argsort(-found.curves.asked, kind="stable")


def _title(scenario: Scenario, language: Language) -> str:
    title: str = getattr(scenario.document.title, language)
    return title
