"""The report of a plan of helpers' hours."""

import pandas as pd

from ...experiments.hours_allocation import NOBODY, PROGRAM, TODAY, HoursAllocation
from ...experiments.intervals import Interval
from ...experiments.replications import replication_seed
from ...experiments.uncertainty.decisions import DecisionInWorlds
from ...scenario import Scenario
from .. import charts, glossary
from ..language import Language, Words
from ..numbers import decimals_of, written
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from ..report import Report, Section, Table
from ..resource_charts import hours_chart, hours_value_chart
from . import divided_tables as tables
from .build import FOUND, WORTH, binding_items
from .hours_frames import checks_frame, comparison_frame, plan_frame, values_frame
from .in_worlds import in_worlds_sections
from .ways import answer, between, percent, way_name

TITLE = Words("Hours of volunteers and units, planned", "志愿者与共建单位时间的统筹安排")
QUESTION = Words(
    "What does planning the hours of volunteers and units save in “{scenario}”, and would a rule "
    "of thumb do?",
    "“{scenario}”中统筹安排志愿者与共建单位的时间能节省多少？经验规则是否已经足够？",
)
WHERE_SAYS = Words(
    "Orders done a year in each community, today and as planned.",
    "各社区全年完成的订单：现状与统筹安排。",
)
VALUES_SAYS = Words(
    "What {step} volunteer hours a year more and fewer would change in each community, by the "
    "program.",
    "各社区每年增减 {step} 志愿服务小时的影响（按规划模型推算）。",
)
PROMISE = Words(
    "The plans had promised {promised} volunteers' hours a year, and {worked} were worked: an "
    "optimism gap of {gap} % [{low}, {high}].",
    "各期方案推算全年志愿服务 {promised} 小时，实际完成 {worked} 小时，"
    "乐观偏差为 {gap}% [{low}, {high}]。",
)
SAVED = Words(
    "Ticket-days a year that all help by these plans saves against “{nobody}”, simulated: {saved} "
    "({interval}); by the plans' own weights it is {weighed}.",
    "按这些方案安排的全部帮助与“{nobody}”相比，模拟每年节省 {saved} 件·天（{interval}）；"
    "按方案自身权重为 {weighed}。",
)
HOW = Words(
    "A planner within the simulation divides the hours anew every period, by a linear program that "
    "is solved to the end (gap 0 %). Values of hours are the program's, over {search} simulated "
    "years. The ways to divide meet on {fresh} fresh years, paired.",
    "模拟中的统筹者每期以线性规划重新分配时间，并求解至最优（差距 0%）。"
    "时间的价值由规划在 {search} 个模拟年份上得出；各分配方式在 {fresh} 个新年份上配对比较。",
)
PLAN_TITLE = Words("The plan of one period, {date}", "一期方案：{date}")
PLAN_NOTE = Words(
    "The last of the first simulated year; it is planned anew each period. Most hours first.",
    "首个模拟年份的最后一期；每期重新安排。小时数多者在前。",
)
WORK = {
    "desk": Words("{kind}, with a desk", "{kind}（协助办理台）"),
    "order": Words("{kind}, by order", "{kind}（订单）"),
}
OF_HOURS = Words("volunteer hours", "志愿服务小时")
UNITS = {
    "total": Words("ticket-days a year", "件·天/年"),
    "worst": Words(
        "ticket-days a year per resident of the worst-off community", "最差社区人均件·天/年"
    ),
}


def hours_report(
    found: HoursAllocation,
    scenario: Scenario,
    language: Language,
    *,
    command: str,
    worlds: DecisionInWorlds | None = None,
) -> Report:
    """Write the report of a plan of hours.

    Parameters
    ----------
    found : HoursAllocation
    scenario : Scenario
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    worlds : DecisionInWorlds, optional
    """
    request = found.request
    program, rule = found.named(PROGRAM), found.best_rule
    seeds = [replication_seed(request.seed, n) for n in range(request.replications)]
    seeds += [replication_seed(request.seed + 1, n) for n in range(request.fresh)]
    return Report(
        language=language,
        title=TITLE.say(language),
        question=QUESTION.say(language, scenario=glossary.title(scenario, language)),
        answer=answer(
            program.mean("ticket_days"),
            references(found, language),
            None if found.all_alike else (rule.name, program.minus(rule)),
            language,
        ),
        sections=(
            _plan(found, scenario, language),
            _worth(found, scenario, language),
            *in_worlds_sections(worlds, scenario, request.fresh, language),
            _how(found, scenario, language),
            provenance_section([scenario], language),
            reproduction_section([Seeded(scenario, seeds)], language),
        ),
        command=command,
    )


def references(found: HoursAllocation, language: Language) -> list[tuple[str, Interval]]:
    """What the whole plan is set against, and the program minus it."""
    program = found.named(PROGRAM)
    return [
        (way_name(name, language), program.minus(found.named(name))) for name in (TODAY, NOBODY)
    ]


def _plan(found: HoursAllocation, scenario: Scenario, language: Language) -> Section:
    figure = hours_chart(found, scenario, language)
    binding = [f"{line.rule.name}, {line.rule.description}" for line in found.plan.binding]
    return Section(
        FOUND.say(language),
        charts=(charts.as_chart(figure, "allocation", WHERE_SAYS.say(language)),),
        tables=(_plan_table(plan_frame(found), found, scenario, language),),
        items=binding_items(binding, language),
    )


def _plan_table(
    frame: pd.DataFrame, found: HoursAllocation, scenario: Scenario, language: Language
) -> Table:
    frame = frame.assign(kind=[_kind(scenario, name, language) for name in frame["kind"]])
    frame = frame.sort_values("hours", ascending=False, kind="stable")
    return Table(
        tables.PLAN.say(language),
        PLAN_TITLE.say(language, date=found.date),
        tables.headed(frame, ("source", "community", "kind", "hours"), language),
        PLAN_NOTE.say(language),
    )


def _kind(scenario: Scenario, name: str, language: Language) -> str:
    """Name a kind of work: a kind of issues, and whether at a desk or by order."""
    kind, _, how = name.partition(".")
    words = WORK.get(how)
    said = glossary.kind(scenario, kind, language)
    return words.say(language, kind=said) if words is not None else said


def _worth(found: HoursAllocation, scenario: Scenario, language: Language) -> Section:
    step, what = written(found.request.step, 0), OF_HOURS.say(language)
    unit = UNITS[found.request.objective].say(language)
    tabled = [
        tables.comparison_table(comparison_frame(found), TODAY, NOBODY, language),
        tables.values_table(values_frame(found), step, what, unit, language),
    ]
    if found.checks:
        tabled.append(tables.checks_table(checks_frame(found), step, what, unit, language))
    figure = hours_value_chart(found, scenario, language)
    said = VALUES_SAYS.say(language, step=step)
    return Section(
        WORTH.say(language),
        _promise(found, language),
        charts=(charts.as_chart(figure, "marginal_values", said),),
        tables=tuple(tabled),
    )


def _promise(found: HoursAllocation, language: Language) -> tuple[str, str]:
    """Say what the plans promised, of hours and of ticket-days, and what came of it."""
    measured, saved = found.named(PROGRAM).measured, found.saved
    names = ("promised_hours", "worked_hours", "promised_saving")
    promised, worked, weighed = (float(measured[name].mean()) for name in names)
    hours = decimals_of([promised, worked])
    days = decimals_of([*saved[:3], weighed])
    return (
        PROMISE.say(
            language,
            promised=written(promised, hours),
            worked=written(worked, hours),
            **percent(found.optimism_of_hours),
        ),
        SAVED.say(
            language,
            nobody=way_name(NOBODY, language),
            saved=written(saved.mean, days),
            interval=between(saved.low, saved.high, language, days),
            weighed=written(weighed, days),
        ),
    )


def _how(found: HoursAllocation, scenario: Scenario, language: Language) -> Section:
    request = found.request
    return Section(
        method.HEADING.say(language),
        (
            method.simulated(scenario, str(request.fresh), language),
            HOW.say(language, search=request.replications, fresh=request.fresh),
            method.CHANCE.say(language),
            method.NONE.say(language),
        ),
        items=standing_items([scenario], language),
    )
