"""The report of a division of funds or of hours, and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...experiments.divided import NONE, PROGRAM, TODAY, Divided
from ...experiments.fund_allocation import FundAllocation
from ...experiments.hours_allocation import HoursAllocation
from ...experiments.intervals import Interval
from .. import charts, glossary
from ..language import Language, Words
from ..numbers import decimals_of, written
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from ..report import Report, Section
from ..resource_charts import fund_chart, fund_value_chart, hours_chart, hours_value_chart
from ..table import Ends, Table, columns
from .in_worlds import in_worlds_sections, in_worlds_tables
from .names import aim
from .plan_section import WORTH, plan_section
from .ways import answer, between, percent, way_name

HEADS = {
    "date": Words("date", "日期"),
    "source": Words("who helps", "帮助者"),
    "way": Words("way to divide", "分配方式"),
    "community": Words("community", "社区"),
    "earmark": Words("earmark", "专项"),
    "kind": Words("with what", "事项类别"),
    "hours": Words("hours", "小时"),
    "residents": Words("residents", "居民数"),
    "need_money_a_year": Words("tickets that need money, a year", "每年需要经费的件数"),
    "today": Words("today, yuan", "现状（元）"),
    "plan": Words("plan, yuan", "方案（元）"),
    "change": Words("change, yuan", "增减（元）"),
    "ticket_days_a_year": Words("ticket-days a year", "件·天/年"),
    "ci_low": Words("interval, low", "区间下限"),
    "ci_high": Words("interval, high", "区间上限"),
    "against_today": Words("minus today", "减现状"),
    "against_today_ci_low": Words("minus today, low", "减现状：下限"),
    "against_today_ci_high": Words("minus today, high", "减现状：上限"),
    "against_none": Words("minus nothing", "减“无”"),
    "against_none_ci_low": Words("minus nothing, low", "减“无”：下限"),
    "against_none_ci_high": Words("minus nothing, high", "减“无”：上限"),
    "yuan_a_year": Words("yuan a year", "元/年"),
    "orders_a_year": Words("orders", "订单"),
    "orders_done_a_year": Words("orders done", "完成订单"),
    "volunteer_hours_a_year": Words("volunteers' hours", "志愿服务小时"),
    "unit_hours_a_year": Words("units' hours", "共建单位小时"),
    "more": Words("more", "增加"),
    "less": Words("less", "减少"),
    "more_program": Words("more, by the program", "增加：规划"),
    "more_simulated": Words("more, simulated", "增加：模拟"),
    "more_ci_low": Words("more, low", "增加：下限"),
    "more_ci_high": Words("more, high", "增加：上限"),
    "less_program": Words("less, by the program", "减少：规划"),
    "less_simulated": Words("less, simulated", "减少：模拟"),
    "less_ci_low": Words("less, low", "减少：下限"),
    "less_ci_high": Words("less, high", "减少：上限"),
}
SIGNED = tuple(
    name for name in HEADS if name.startswith(("against_", "more", "less")) or name == "change"
)
INTERVAL = Words("95 % interval", "95% 区间")
ENDS = tuple(
    Ends(f"{prefix}ci_low", f"{prefix}ci_high", words)
    for prefix, words in {
        "": INTERVAL,
        "against_today_": Words("minus today, 95 % interval", "减现状：95% 区间"),
        "against_none_": Words("minus nothing, 95 % interval", "减“无”：95% 区间"),
        "more_": Words("more, 95 % interval", "增加：95% 区间"),
        "less_": Words("less, 95 % interval", "减少：95% 区间"),
    }.items()
)
SHEETS = {
    "plan": Words("plan", "方案"),
    "comparison": Words("comparison", "比较"),
    "marginal_values": Words("marginal values", "边际价值"),
    "marginal_check": Words("values simulated", "边际价值检验"),
}
COMPARISON_TITLE = Words(
    "Ways to divide, on {fresh} fresh simulated years", "各分配方式在 {fresh} 个新模拟年份上"
)
COMPARISON_NOTE = Words(
    "Open ticket-days of the city: less is better. Differences are paired by year. “{today}” is "
    "the scenario untouched, with its own total; it and “{none}”, which is meant by nothing, are "
    "no rivals.",
    "全市未办结件·天，以低为好。差值按年份配对。“{today}”即情景原样（总量也为原有）；"
    "它与“{none}”（表中的“无”）仅供对照，不参与择优。",
)
VALUES_TITLE = Words(
    "What {step} {what} a year more and less would change, {unit}",
    "每年增减 {step} {what}的影响（{unit}）",
)
VALUES_NOTE = Words(
    "By the program, in its objective; “–” where not as much can be taken away or be of use.",
    "按规划模型推算，以其目标计；“–”表示没有这么多可减或无处可用。",
)
CHECKS_TITLE = Words(
    "{step} {what} a year more and less, by the program and simulated",
    "每年增减 {step} {what}：规划与模拟",
)
CHECKS_NOTE = Words(
    "By the program in its objective ({unit}); simulated in ticket-days a year of the city.",
    "规划值以其目标计（{unit}）；模拟值为全市件·天/年。",
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
WITH_TOTAL = Words("{way} ({yuan} yuan)", "{way}（{yuan} 元）")
WORK = {
    "desk": Words("{kind}, with a desk", "{kind}（协助办理台）"),
    "order": Words("{kind}, by order", "{kind}（订单）"),
}


@dataclass(frozen=True)
class Speaking:
    """What is said of one resource."""

    title: Words
    question: Words
    where: Words
    values: Words
    how: Words
    plan_title: Words
    plan_note: Words
    plan_columns: tuple[str, ...]
    what: Words


FUNDS = Speaking(
    title=Words("Where {yuan} yuan a year go", "每年 {yuan} 元经费的去向"),
    question=Words(
        "Where do {yuan} yuan a year of the earmarks do most good in “{scenario}”, and would a "
        "rule of thumb do?",
        "“{scenario}”中每年 {yuan} 元专项经费用于何处作用最大？经验规则是否已经足够？",
    ),
    where=Words("Money of all earmarks today and in the plan.", "各项经费合计：现状与方案。"),
    values=Words(
        "What {step} yuan more and less would change in each community, by the program.",
        "各社区增减 {step} 元的影响（按规划模型推算）。",
    ),
    how=Words(
        "The program minimises {objective} over concave curves of ticket-days saved against yuan. "
        "They were measured once, on {search} simulated years, and drawn to what all communities "
        "have in common; no simulation corrects them. By these curves the plan is proven best (gap "
        "0 %). It meets rules of thumb that divide the same money on {fresh} fresh years, paired.",
        "规划以{objective}为目标，所用“节省件·天—经费”凹曲线由 {search} 个模拟年份一次测得，"
        "并向各社区的共同规律收缩，此后不经模拟修正。按这些曲线，方案已证明最优（差距 0%）；"
        "它与分配同样经费的经验规则在 {fresh} 个新年份上配对比较。",
    ),
    plan_title=Words("Who gets how much of which earmark, yuan a year", "各社区各项经费（元/年）"),
    plan_note=Words("The largest changes first.", "变动最大者在前。"),
    plan_columns=(
        "community",
        "earmark",
        "residents",
        "need_money_a_year",
        "today",
        "plan",
        "change",
    ),
    what=Words("yuan", "元"),
)
HOURS = Speaking(
    title=Words("Hours of volunteers and units, planned", "志愿者与共建单位时间的统筹安排"),
    question=Words(
        "What does planning the hours of volunteers and units save in “{scenario}”, and would a "
        "rule of thumb do?",
        "“{scenario}”中统筹安排志愿者与共建单位的时间能节省多少？经验规则是否已经足够？",
    ),
    where=Words(
        "Orders done a year in each community, today and as planned.",
        "各社区全年完成的订单：现状与统筹安排。",
    ),
    values=Words(
        "What {step} volunteer hours a year more and fewer would change in each community, by the "
        "program.",
        "各社区每年增减 {step} 志愿服务小时的影响（按规划模型推算）。",
    ),
    how=Words(
        "A planner within the simulation divides the hours anew every period, by a linear program "
        "that is solved to the end (gap 0 %). Values of hours are the program's, over {search} "
        "simulated years. The ways to divide meet on {fresh} fresh years, paired.",
        "模拟中的统筹者每期以线性规划重新分配时间，并求解至最优（差距 0%）。"
        "时间的价值由规划在 {search} 个模拟年份上得出；各分配方式在 {fresh} 个新年份上配对比较。",
    ),
    plan_title=Words("The plan of one period, {date}", "一期方案：{date}"),
    plan_note=Words(
        "The last of the first simulated year; it is planned anew each period. Most hours first.",
        "首个模拟年份的最后一期；每期重新安排。小时数多者在前。",
    ),
    plan_columns=("source", "community", "kind", "hours"),
    what=Words("volunteer hours", "志愿服务小时"),
)


def divided_tables(found: Divided) -> dict[str, Table]:
    """Tables by name: plan, comparison, marginal values, those simulated, and worlds."""
    says = _speaking(found)
    fields = {"step": written(found.request.one_step, 0), "what": says.what}
    unit = Words(*(glossary.unit(found.objective_unit, one) for one in ("en", "zh")))
    references = {name: _named(found, name) for name in (TODAY, NONE)}
    frames: dict[str, tuple[Any, Words, Words]] = {
        "plan": (found.plan_frame(), _both(says.plan_title, **_date(found)), says.plan_note),
        "comparison": (
            found.comparison_frame(),
            _both(COMPARISON_TITLE, fresh=found.request.fresh),
            _both(COMPARISON_NOTE, **references),
        ),
        "marginal_values": (
            found.values_frame(),
            _both(VALUES_TITLE, **fields, unit=unit),
            VALUES_NOTE,
        ),
        "marginal_check": (
            found.checks_frame(),
            _both(CHECKS_TITLE, **fields),
            _both(CHECKS_NOTE, unit=unit),
        ),
    }
    heads = columns(
        HEADS,
        signed=SIGNED,
        way=lambda name, language: way_name(name, language, found.request.resource),
        kind=lambda name, language: _kind(found, name, language),
    )
    made = {
        name: Table(name, frame, heads, title, note, SHEETS[name], ENDS)
        for name, (frame, title, note) in frames.items()
    }
    return made | in_worlds_tables(found.worlds)


def divided_report(found: Divided, language: Language, command: str) -> Report:
    """Write the report of a division of funds or hours.

    Parameters
    ----------
    found : Divided
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    says, request, scenario = _speaking(found), found.request, found.scenario
    fields = {"yuan": _total(found, PROGRAM), "scenario": glossary.title(scenario, language)}
    rule = found.best_rule.name
    told = None if found.all_alike else (way_name(rule, language, request.resource), rule)
    return Report(
        language=language,
        title=says.title.say(language, **fields),
        question=says.question.say(language, **fields),
        answer=answer(
            found.named(PROGRAM).mean,
            references(found, language),
            None if told is None else (told[0], found.against(told[1])),
            language,
        ),
        sections=(
            _plan(found, language),
            _worth(found, language),
            *in_worlds_sections(found.worlds, scenario, request.fresh, language),
            _how(found, language),
            provenance_section([scenario], language),
            reproduction_section(
                [Seeded(scenario, request.search_seeds + request.fresh_seeds)], language
            ),
        ),
        command=command,
    )


def references(found: Divided, language: Language) -> list[tuple[str, Interval]]:
    """What the whole plan is set against, with its total, and the program minus it."""
    named = [(_named(found, name).say(language), name) for name in (TODAY, NONE)]
    if isinstance(found, FundAllocation):
        named = [
            (WITH_TOTAL.say(language, way=said, yuan=_total(found, name)), name)
            for said, name in named
        ]
    return [(said, found.against(name)) for said, name in named]


def _plan(found: Divided, language: Language) -> Section:
    says, table = _speaking(found), found.tables["plan"]
    frame = table.frame
    if isinstance(found, FundAllocation):
        frame = frame.loc[frame["change"].abs().sort_values(ascending=False, kind="stable").index]
        binding = [str(line) for line in found.binding]
    else:
        frame = frame.sort_values("hours", ascending=False, kind="stable")
        binding = [f"{line.rule.name}, {line.rule.description}" for line in found.binding]

    def draw() -> Any:
        if isinstance(found, FundAllocation):
            return fund_chart(found, found.scenario, language)
        assert isinstance(found, HoursAllocation)
        return hours_chart(found, found.scenario, language)

    shown = table.of(*says.plan_columns, frame=frame).said(language)
    chart = charts.as_chart(draw, "allocation", says.where.say(language))
    return plan_section((chart,), shown, binding, language)


def _worth(found: Divided, language: Language) -> Section:
    tables, says = found.tables, _speaking(found)
    values = tables["marginal_values"]
    ordered = values.frame.sort_values("more", kind="stable")
    ids = [name for name in ("community", "earmark", "more", "less") if name in ordered]
    shown = [
        tables["comparison"].said(language),
        values.of(*ids, frame=ordered).said(language),
    ]
    if found.simulated:
        check = tables["marginal_check"]
        step = [name for name in HEADS if name != found.step_unit]
        shown.append(check.of(*step).said(language))

    def draw() -> Any:
        if isinstance(found, FundAllocation):
            return fund_value_chart(found, found.scenario, language)
        assert isinstance(found, HoursAllocation)
        return hours_value_chart(found, found.scenario, language)

    said = says.values.say(language, step=written(found.request.one_step, 0))
    chart = charts.as_chart(draw, "marginal_values", said)
    section = Section(
        WORTH.say(language), _promise(found, language), charts=(chart,), tables=tuple(shown)
    )
    return section.briefly()


def _promise(found: Divided, language: Language) -> tuple[str, ...]:
    """Say what was promised, and what came of it."""
    if isinstance(found, FundAllocation):
        saving = found.promised_saving
        said = (COSTS if saving < 0.0 else SAVES).say(
            language,
            promised=written(found.promised, decimals_of([found.promised])),
            size=written(abs(saving), decimals_of([saving])),
            **percent(found.optimism),
        )
        return (said,)
    assert isinstance(found, HoursAllocation)
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
            **percent(found.optimism),
        ),
        SAVED.say(
            language,
            nobody=_named(found, NONE).say(language),
            saved=written(saved.mean, days),
            interval=between(saved.low, saved.high, language, days),
            weighed=written(weighed, days),
        ),
    )


def _how(found: Divided, language: Language) -> Section:
    request, scenario = found.request, found.scenario
    said = _speaking(found).how.say(
        language,
        objective=aim(request.objective.name, language),
        search=request.replications,
        fresh=request.fresh,
    )
    items = standing_items([scenario], language, of_money=isinstance(found, FundAllocation))
    section = Section(
        method.HEADING.say(language),
        (
            method.simulated(scenario, str(request.fresh), language),
            said,
            method.CHANCE.say(language),
            method.NONE.say(language),
        ),
        items=items,
    )
    return section.briefly(heading="", paragraphs=())


def _speaking(found: Divided) -> Speaking:
    return FUNDS if isinstance(found, FundAllocation) else HOURS


def _named(found: Divided, name: str) -> Words:
    """Name of a way."""
    en, zh = (way_name(name, language, found.request.resource) for language in ("en", "zh"))
    return Words(en, zh)


def _total(found: Divided, name: str) -> str:
    """Yuan a year that a way divides."""
    return written(float(found.named(name).given.sum()), 0)


def _date(found: Divided) -> Mapping[str, object]:
    return {"date": found.date} if isinstance(found, HoursAllocation) else {}


def _kind(found: Divided, name: str, language: Language) -> str:
    """Name a kind of work: a kind of issues, and whether at a desk or by order."""
    kind, _, how = name.partition(".")
    words = WORK.get(how)
    said = glossary.kind(found.scenario, kind, language)
    return words.say(language, kind=said) if words is not None else said


def _both(words: Words, **fields: object) -> Words:
    """Fill in fields in both languages; a field may be words itself."""
    en, zh = (
        words.say(
            language,
            **{k: v.say(language) if isinstance(v, Words) else v for k, v in fields.items()},
        )
        for language in ("en", "zh")
    )
    return Words(en, zh)
