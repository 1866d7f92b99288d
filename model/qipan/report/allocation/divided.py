"""The report of a division of funds or of hours, and its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...experiments.divided import NONE, PROGRAM, TODAY, Divided
from ...experiments.fund_allocation import FundAllocation
from ...experiments.hours_allocation import HoursAllocation
from ...experiments.intervals import Interval
from ...words import Language, Words
from .. import charts, glossary
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
    "date": Words("date"),
    "source": Words("who helps"),
    "way": Words("way to divide"),
    "community": Words("community"),
    "earmark": Words("earmark"),
    "kind": Words("with what"),
    "hours": Words("hours"),
    "residents": Words("residents"),
    "need_money_a_year": Words("tickets that need money, a year"),
    "today": Words("today, yuan"),
    "plan": Words("plan, yuan"),
    "change": Words("change, yuan"),
    "ticket_days_a_year": Words("ticket-days a year"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "against_today": Words("minus today"),
    "against_today_low": Words("minus today, low"),
    "against_today_high": Words("minus today, high"),
    "against_none": Words("minus nothing"),
    "against_none_low": Words("minus nothing, low"),
    "against_none_high": Words("minus nothing, high"),
    "yuan_a_year": Words("yuan a year"),
    "orders_a_year": Words("orders"),
    "orders_done_a_year": Words("orders done"),
    "volunteer_hours_a_year": Words("volunteers' hours"),
    "unit_hours_a_year": Words("units' hours"),
    "more": Words("more"),
    "less": Words("less"),
    "more_program": Words("more, by the program"),
    "more_simulated": Words("more, simulated"),
    "more_low": Words("more, low"),
    "more_high": Words("more, high"),
    "less_program": Words("less, by the program"),
    "less_simulated": Words("less, simulated"),
    "less_low": Words("less, low"),
    "less_high": Words("less, high"),
}
SIGNED = tuple(
    name for name in HEADS if name.startswith(("against_", "more", "less")) or name == "change"
)
INTERVAL = Words("95 % interval")
ENDS = tuple(
    Ends(f"{prefix}low", f"{prefix}high", words)
    for prefix, words in {
        "": INTERVAL,
        "against_today_": Words("minus today, 95 % interval"),
        "against_none_": Words("minus nothing, 95 % interval"),
        "more_": Words("more, 95 % interval"),
        "less_": Words("less, 95 % interval"),
    }.items()
)
SHEETS = {
    "plan": Words("plan"),
    "comparison": Words("comparison"),
    "marginal_values": Words("marginal values"),
    "marginal_check": Words("values simulated"),
}
COMPARISON_TITLE = Words("Ways to divide, on {fresh} fresh simulated years")
COMPARISON_NOTE = Words(
    "Open ticket-days of the city: less is better. Differences are paired by year. “{today}” "
    "is the scenario untouched, with its own total; it and “{none}”, which is meant by "
    "nothing, are no rivals."
)
VALUES_TITLE = Words("What {step} {what} a year more and less would change, {unit}")
VALUES_NOTE = Words(
    "By the program, in its objective; “–” where not as much can be taken away or be of use."
)
CHECKS_TITLE = Words("{step} {what} a year more and less, by the program and simulated")
CHECKS_NOTE = Words(
    "By the program in its objective ({unit}); simulated in ticket-days a year of the city."
)
SAVES = Words(
    "The curves had promised {promised} ticket-days a year, {size} fewer than the same money "
    "in today's proportions. The optimism gap is {gap} % [{low}, {high}]."
)
COSTS = Words(
    "The curves had promised {promised} ticket-days a year, {size} more than the same money "
    "in today's proportions. The optimism gap is {gap} % [{low}, {high}]."
)
PROMISE = Words(
    "The plans had promised {promised} volunteers' hours a year, and {worked} were worked: "
    "an optimism gap of {gap} % [{low}, {high}]."
)
SAVED = Words(
    "Ticket-days a year that all help by these plans saves against “{nobody}”, simulated: "
    "{saved} ({interval}); by the plans' own weights it is {weighed}."
)
WITH_TOTAL = Words("{way} ({yuan} yuan)")
WORK = {
    "desk": Words("{kind}, with a desk"),
    "order": Words("{kind}, by order"),
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
    title=Words("Where {yuan} yuan a year go"),
    question=Words(
        "Where do {yuan} yuan a year of the earmarks do most good in “{scenario}”, and would "
        "a rule of thumb do?"
    ),
    where=Words("Money of all earmarks today and in the plan."),
    values=Words("What {step} yuan more and less would change in each community, by the program."),
    how=Words(
        "The program minimises {objective} over concave curves of ticket-days saved against "
        "yuan. They were measured once, on {search} simulated years, and drawn to what all "
        "communities have in common; no simulation corrects them. By these curves the plan "
        "is proven best (gap 0 %). It meets rules of thumb that divide the same money on "
        "{fresh} fresh years, paired."
    ),
    plan_title=Words("Who gets how much of which earmark, yuan a year"),
    plan_note=Words("The largest changes first."),
    plan_columns=(
        "community",
        "earmark",
        "residents",
        "need_money_a_year",
        "today",
        "plan",
        "change",
    ),
    what=Words("yuan"),
)
HOURS = Speaking(
    title=Words("Hours of volunteers and units, planned"),
    question=Words(
        "What does planning the hours of volunteers and units save in “{scenario}”, and "
        "would a rule of thumb do?"
    ),
    where=Words("Orders done a year in each community, today and as planned."),
    values=Words(
        "What {step} volunteer hours a year more and fewer would change in each community, "
        "by the program."
    ),
    how=Words(
        "A planner within the simulation divides the hours anew every period, by a linear "
        "program that is solved to the end (gap 0 %). Values of hours are the program's, "
        "over {search} simulated years. The ways to divide meet on {fresh} fresh years, "
        "paired."
    ),
    plan_title=Words("The plan of one period, {date}"),
    plan_note=Words(
        "The last of the first simulated year; it is planned anew each period. Most hours first."
    ),
    plan_columns=("source", "community", "kind", "hours"),
    what=Words("volunteer hours"),
)


def divided_tables(found: Divided) -> dict[str, Table]:
    """Tables by name: plan, comparison, marginal values, those simulated, and worlds."""
    says = _speaking(found)
    fields = {"step": written(found.request.one_step, 0), "what": says.what}
    unit = Words.of(*(glossary.unit(found.objective_unit, one) for one in ("en", "zh")))
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
    return Words.of(en, zh)


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
    return Words.of(en, zh)
