"""The report of a division of funds."""

import pandas as pd

from ...experiments.fund_allocation import NONE, PROGRAM, TODAY, FundAllocation
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
from ..resource_charts import fund_chart, fund_value_chart
from . import divided_tables as tables
from .build import FOUND, WORTH, binding_items
from .fund_frames import checks_frame, comparison_frame, plan_frame, values_frame
from .in_worlds import in_worlds_sections
from .names import aim
from .ways import answer, percent, way_name

TITLE = Words("Where {yuan} yuan a year go", "每年 {yuan} 元经费的去向")
QUESTION = Words(
    "Where do {yuan} yuan a year of the earmarks do most good in “{scenario}”, and would a rule of "
    "thumb do?",
    "“{scenario}”中每年 {yuan} 元专项经费用于何处作用最大？经验规则是否已经足够？",
)
WHERE_SAYS = Words("Money of all earmarks today and in the plan.", "各项经费合计：现状与方案。")
VALUES_SAYS = Words(
    "What {step} yuan more and less would change in each community, by the program.",
    "各社区增减 {step} 元的影响（按规划模型推算）。",
)
SAVES = Words(
    "The curves had promised {promised} ticket-days a year, {size} fewer than the same money "
    "in today's proportions. The optimism gap is {gap} % [{low}, {high}].",
    "曲线推算为每年 {promised} 件·天，比同样经费按现有比例分配少 {size}。"
    "乐观偏差为 {gap}% [{low}, {high}]。",
)
COSTS = Words(
    "The curves had promised {promised} ticket-days a year, {size} more than the same money "
    "in today's proportions. The optimism gap is {gap} % [{low}, {high}].",
    "曲线推算为每年 {promised} 件·天，比同样经费按现有比例分配多 {size}。"
    "乐观偏差为 {gap}% [{low}, {high}]。",
)
HOW = Words(
    "The program minimises {objective} over concave curves of ticket-days saved against yuan. They "
    "were measured once, on {search} simulated years, and drawn to what all communities have in "
    "common; no simulation corrects them. By these curves the plan is proven best (gap 0 %). It "
    "meets rules of thumb that divide the same money on {fresh} fresh years, paired.",
    "规划以{objective}为目标，所用“节省件·天—经费”凹曲线由 {search} 个模拟年份一次测得，"
    "并向各社区的共同规律收缩，此后不经模拟修正。按这些曲线，方案已证明最优（差距 0%）；"
    "它与分配同样经费的经验规则在 {fresh} 个新年份上配对比较。",
)
PLAN_TITLE = Words("Who gets how much of which earmark, yuan a year", "各社区各项经费（元/年）")
PLAN_NOTE = Words("The largest changes first.", "变动最大者在前。")
TOTAL = Words("{way} ({yuan} yuan)", "{way}（{yuan} 元）")
OF_YUAN = Words("yuan", "元")


def fund_report(
    found: FundAllocation,
    scenario: Scenario,
    language: Language,
    *,
    command: str,
    worlds: DecisionInWorlds | None = None,
) -> Report:
    """Write the report of a division of funds.

    Parameters
    ----------
    found : FundAllocation
    scenario : Scenario
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    worlds : DecisionInWorlds, optional
    """
    request, yuan = found.request, written(float(found.yuan.sum()), 0)
    program, rule = found.named(PROGRAM), found.best_rule
    seeds = [replication_seed(request.seed, n) for n in range(request.replications)]
    seeds += [replication_seed(request.seed + 1, n) for n in range(request.fresh)]
    return Report(
        language=language,
        title=TITLE.say(language, yuan=yuan),
        question=QUESTION.say(language, yuan=yuan, scenario=glossary.title(scenario, language)),
        answer=answer(
            program.mean,
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


def references(found: FundAllocation, language: Language) -> list[tuple[str, Interval]]:
    """What the whole plan is set against, with its total, and the program minus it."""
    program = found.named(PROGRAM)
    return [
        (
            TOTAL.say(
                language, way=way_name(name, language), yuan=written(float(way.yuan.sum()), 0)
            ),
            program.minus(way),
        )
        for name in (TODAY, NONE)
        for way in (found.named(name),)
    ]


def _plan(found: FundAllocation, scenario: Scenario, language: Language) -> Section:
    figure = fund_chart(found, scenario, language)
    rules = [line.rule for line in found.plan.binding]
    return Section(
        FOUND.say(language),
        charts=(charts.as_chart(figure, "allocation", WHERE_SAYS.say(language)),),
        tables=(_plan_table(plan_frame(found), language),),
        items=binding_items(
            [f"{rule.description}, {written(rule.number, 0)} {rule.unit}" for rule in rules],
            language,
        ),
    )


def _plan_table(frame: pd.DataFrame, language: Language) -> Table:
    order = frame["change"].abs().sort_values(ascending=False, kind="stable").index
    names = ("community", "earmark", "residents", "need_money_a_year", "today", "plan", "change")
    return Table(
        tables.PLAN.say(language),
        PLAN_TITLE.say(language),
        tables.headed(frame.loc[order], names, language),
        PLAN_NOTE.say(language),
        signed=(tables.heading("change", language),),
    )


def _worth(found: FundAllocation, scenario: Scenario, language: Language) -> Section:
    step, what = written(found.request.step, 0), OF_YUAN.say(language)
    unit = glossary.unit(found.request.objective.unit, language)
    tabled = [
        tables.comparison_table(comparison_frame(found), TODAY, NONE, language),
        tables.values_table(values_frame(found), step, what, unit, language),
    ]
    if found.checks:
        tabled.append(tables.checks_table(checks_frame(found), step, what, unit, language))
    figure = fund_value_chart(found, scenario, language)
    said = VALUES_SAYS.say(language, step=step)
    return Section(
        WORTH.say(language),
        (_promise(found, language),),
        charts=(charts.as_chart(figure, "marginal_values", said),),
        tables=tuple(tabled),
    )


def _promise(found: FundAllocation, language: Language) -> str:
    saving = found.promised_saving
    words = COSTS if saving < 0.0 else SAVES
    return words.say(
        language,
        promised=written(found.promised, decimals_of([found.promised])),
        size=written(abs(saving), decimals_of([saving])),
        **percent(found.optimism),
    )


def _how(found: FundAllocation, scenario: Scenario, language: Language) -> Section:
    request = found.request
    said = HOW.say(
        language,
        objective=aim(request.objective.name, language),
        search=request.replications,
        fresh=request.fresh,
    )
    return Section(
        method.HEADING.say(language),
        (
            method.simulated(scenario, str(request.fresh), language),
            said,
            method.CHANCE.say(language),
            method.NONE.say(language),
        ),
        items=standing_items([scenario], language, of_money=True),
    )
