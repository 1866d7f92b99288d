"""An allocation as a report."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...allocation.frontier import FrontierPoint
from ...allocation.marginal import MarginalValue
from ...allocation.objectives import Objective
from ...experiments.allocation import Allocation
from ...experiments.marginals import Check
from ...experiments.robust import RobustResult
from ...experiments.uncertainty.decisions import DecisionInWorlds
from ...scenario import Scenario
from .. import charts, glossary
from ..allocation_charts import allocation_chart, allocation_map, frontier_chart, marginal_chart
from ..language import Language, Words
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from ..report import Chart, Report, Section, Table
from . import tables
from .answer import answer
from .in_worlds import in_worlds_sections
from .names import aim

TITLE = Words("Where {total} cadres go", "{total} 名干部派往何处")
QUESTION = Words(
    "Where do {total} full-time cadres do most good in “{scenario}”, and would a rule of thumb do?",
    "“{scenario}”中 {total} 名专职下沉干部派往何处作用最大？经验规则是否已经足够？",
)
FOUND = Words("The plan", "方案")
WORTH = Words("What it is worth", "方案的价值")
BINDING = Words("What the plan uses up: {rule}", "方案用尽的约束：{rule}")
MOST_BINDING = 6
MORE_BINDING = Words("And {n} more limits.", "另有 {n} 项约束已用尽，未列出。")
WHERE_SAYS = Words(
    "Full-time cadres today and in the plan, the most loaded communities first.",
    "现有与方案中的专职下沉干部，负荷最高的社区在前。",
)
MAP_SAYS = Words(
    "Full-time cadres by community, on the plane of the synthetic city.",
    "各社区专职下沉干部，绘于合成城市平面。",
)
VALUES_SAYS = Words(
    "What one cadre more and one less would change in each community, at the plan.",
    "在方案处，各社区增减一名干部的影响。",
)
FRONTIER_SAYS = Words(
    "Plans between two objectives, by the curves; less is better in both.",
    "两个目标之间的方案（按曲线推算）；两者均以低为好。",
)
HOW = Words(
    "The program minimises {objective} over convex curves of ticket-days against cadres that were "
    "measured on {search} simulated years; each plan is simulated and the curves are corrected "
    "({rounds} rounds). In the end the best plans meet the rules of thumb on {fresh} fresh years, "
    "paired; the choice goes by {target}.",
    "规划以{objective}为目标，所用件日—干部数凸曲线由 {search} 个模拟年份测得；"
    "各方案经模拟后修正曲线（{rounds} 轮）。"
    "最后，最好的方案与经验规则在 {fresh} 个新年份上配对比较，按{target}取舍。",
)
HOW_WITHOUT = Words(
    "The program minimises {objective} over convex curves of ticket-days against cadres that were "
    "measured on {search} simulated years. The plan was not simulated.",
    "规划以{objective}为目标，所用件日—干部数凸曲线由 {search} 个模拟年份测得。方案本身未经模拟。",
)


@dataclass(frozen=True)
class AllocationResults:
    """All that was found when cadres were allocated.

    Attributes
    ----------
    scenario : Scenario
    found : Allocation
    values : sequence of MarginalValue
    checks : sequence of Check
        Marginal values that were simulated.
    frontier : sequence of FrontierPoint
    second : Objective or None
        The frontier's other objective.
    robust : RobustResult or None
    worlds : DecisionInWorlds or None
    """

    scenario: Scenario
    found: Allocation
    values: Sequence[MarginalValue]
    checks: Sequence[Check] = ()
    frontier: Sequence[FrontierPoint] = field(default=())
    second: Objective | None = None
    robust: RobustResult | None = None
    worlds: DecisionInWorlds | None = None


def allocation_report(results: AllocationResults, language: Language, *, command: str) -> Report:
    """Write the report of an allocation of cadres.

    Parameters
    ----------
    results : AllocationResults
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    found, scenario = results.found, results.scenario
    total = int(found.plan.sum())
    seeds = [*found.search_seeds, *(found.fresh_seeds if found.loop is not None else [])]
    return Report(
        language=language,
        title=TITLE.say(language, total=total),
        question=QUESTION.say(language, total=total, scenario=glossary.title(scenario, language)),
        answer=answer(found, language),
        sections=(
            the_plan(results, language),
            the_worth(results, language),
            *in_worlds_sections(results.worlds, scenario, found.request.fresh, language),
            how(results, language),
            provenance_section([scenario], language),
            reproduction_section([Seeded(scenario, seeds)], language),
        ),
        command=command,
    )


def binding_items(rules: Sequence[str], language: Language) -> tuple[str, ...]:
    """Say what a plan uses up: the first rules, and how many more there are."""
    said = [BINDING.say(language, rule=rule) for rule in rules[:MOST_BINDING]]
    left = len(rules) - len(said)
    return (*said, *([MORE_BINDING.say(language, n=left)] if left else []))


def the_plan(results: AllocationResults, language: Language) -> Section:
    """Return who gets how many, drawn and tabulated."""
    found, scenario = results.found, results.scenario
    drawn = charts.as_chart(
        allocation_chart(found, scenario, language), "allocation", WHERE_SAYS.say(language)
    )
    binding = binding_items([str(rule) for rule in found.planned.binding], language)
    mapped = charts.as_chart(
        allocation_map(found, scenario, language), "allocation_map", MAP_SAYS.say(language)
    )
    return Section(
        FOUND.say(language),
        charts=(drawn, mapped),
        tables=(tables.plan_table(found, results.values, language),),
        items=binding,
    )


def the_worth(results: AllocationResults, language: Language) -> Section:
    """Return the plan beside its rivals, marginal values, frontier, robustness."""
    found, scenario = results.found, results.scenario
    drawn: list[Chart] = [
        charts.as_chart(
            marginal_chart(found, scenario, language), "marginal_values", VALUES_SAYS.say(language)
        )
    ]
    tabled: list[Table] = []
    if found.loop is not None:
        tabled.append(tables.candidates(found, language))
    tabled.append(tables.marginal_table(found, results.values, language))
    if results.checks:
        tabled.append(tables.checks_table(results.checks, language))
    if results.second is not None:
        first, points = found.request.objective, results.frontier
        figure = frontier_chart(points, first, results.second, scenario, language)
        drawn.append(charts.as_chart(figure, "frontier", FRONTIER_SAYS.say(language)))
        tabled.append(tables.frontier_table(points, first, results.second, language))
    if results.robust is not None:
        tabled.append(tables.robust_table(results.robust, language))
    return Section(WORTH.say(language), charts=tuple(drawn), tables=tuple(tabled))


def how(results: AllocationResults, language: Language) -> Section:
    """Return the section on method."""
    found, loop = results.found, results.found.loop
    fields: dict[str, object] = {
        "objective": aim(found.request.objective.name, language),
        "search": found.request.replications,
    }
    if loop is None:
        said = HOW_WITHOUT.say(language, **fields)
    else:
        fields |= {
            "rounds": len(loop.rounds),
            "fresh": found.request.fresh,
            "target": aim(loop.target.name, language),
        }
        said = HOW.say(language, **fields)
    count = str(found.request.replications)
    return Section(
        method.HEADING.say(language),
        (
            method.simulated(results.scenario, count, language),
            said,
            method.CHANCE.say(language),
            method.NONE.say(language),
        ),
        items=standing_items([results.scenario], language),
    )
