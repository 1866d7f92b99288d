"""The report of a division of funds or of hours, and its tables."""

from collections.abc import Mapping
from typing import Any

from ... import charts
from ...statistics.interval import Interval
from ...studies.allocation.divided import NONE, PROGRAM, TODAY, Divided
from ...studies.allocation.funds import FundAllocation
from ...studies.allocation.hours import HoursAllocation
from ...words import Language, Words, in_language
from .. import glossary
from ..document import Report, Section
from ..numbers import decimals_of, written
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from ..table import Table, columns
from .divided_words import (
    CHECKS_NOTE,
    CHECKS_TITLE,
    COMPARISON_NOTE,
    COMPARISON_TITLE,
    COSTS,
    ENDS,
    FUNDS,
    HEADS,
    HOURS,
    PROMISE,
    SAVED,
    SAVES,
    SHEETS,
    SIGNED,
    VALUES_NOTE,
    VALUES_TITLE,
    WITH_TOTAL,
    WORK,
    Speaking,
)
from .in_draws import in_draws_sections, in_draws_tables
from .in_worlds import in_worlds_sections, in_worlds_tables
from .names import aim
from .plan_section import WORTH, plan_section
from .resource_charts import fund_chart, fund_value_chart, hours_chart, hours_value_chart
from .ways import answer, between, percent, way_name


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
    return made | in_worlds_tables(found.worlds) | in_draws_tables(found.ensemble)


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
            *in_draws_sections(found.ensemble, scenario, request.fresh, language),
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
        binding = [line.say(language) for line in found.binding]
    else:
        frame = frame.sort_values("hours", ascending=False, kind="stable")
        binding = [
            f"{line.rule.name}, {in_language(line.rule.description, language)}"
            for line in found.binding
        ]

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
