"""Charts of allocations of funds and of hours: today and the plan, and what more would change."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..experiments.divided import PROGRAM, TODAY
from ..experiments.fund_allocation import FundAllocation
from ..experiments.hours_allocation import HoursAllocation, planner_objective
from ..scenario import Scenario
from . import charts
from .charts import Marginal
from .language import Language, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MONEY = Words("yuan a year, all earmarks", "年经费（元，各项合计）")
WHERE_MONEY = Words(
    "Where {yuan:,.0f} yuan go (today {today:,.0f}): {scenario}",
    "{yuan:,.0f} 元经费的去向（现有 {today:,.0f} 元）：{scenario}",
)
BY_NEED = Words(
    "Communities from the most tickets that need money to the fewest. Simulated.",
    "社区按需要经费的工单数由多到少排列。模拟结果。",
)
MORE_MONEY = Words(
    "What {step:,.0f} yuan more or less would change: {scenario}",
    "增减 {step:,.0f} 元的影响：{scenario}",
)
LEGEND = Words(
    "Round: so much more; square: so much less{intervals}. – : not as much can be taken away.",
    "圆点：增加；方块：减少{intervals}。“–”：没有这么多可减。",
)
HEAD = Words("more / less", "增加 / 减少")
TICKET_DAYS = Words("ticket-days a year", "工单·天/年")
PER_1000 = Words("ticket-days a year per 1,000 residents", "每千人工单·天/年")
OF_OBJECTIVE = Words("change in the objective: {unit}", "目标值的变化：{unit}")
BY_CURVES = Words("By the program.", "按规划模型推算。")
DONE = Words("orders done a year", "全年完成的订单数")
WHERE_HOURS = Words(
    "Orders done, today and as planned: {scenario}",
    "完成的订单：现状与统筹安排：{scenario}",
)
BY_DONE = Words(
    "Today: the scenario as it stands. Mean over fresh seeds, communities by orders done today. "
    "Simulated.",
    "现状：情景原样。新种子均值，社区按现状完成数排列。模拟结果。",
)
MORE_HOURS = Words(
    "What {step:,.0f} volunteer hours more or fewer would change: {scenario}",
    "增减 {step:,.0f} 志愿服务小时的影响：{scenario}",
)


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
        unit = Words("ticket-days per resident, the worst off", "最差社区人均工单·天")
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
