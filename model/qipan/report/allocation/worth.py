"""The report of what resources are worth beside each other, and its tables."""

import math
from typing import Any

from ...runs.runs import replication_seed
from ...statistics.estimate import Estimate
from ...studies.allocation.paperwork import Paperwork
from ...studies.worth import FIRST_SENT, Value, Worth
from ...words import Language, Words
from .. import glossary
from ..document import Report, Section
from ..numbers import decimals_of, written
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from ..table import Ends, Table, columns
from .in_draws import in_draws_sections, in_draws_tables
from .in_worlds import in_worlds_sections, in_worlds_tables

HEADS = {
    "resource": Words("resource"),
    "community": Words("where"),
    "step": Words("step"),
    "unit": Words("unit"),
    "ticket_days": Words("change, ticket-days a year"),
    "low": Words("change, low"),
    "high": Words("change, high"),
}
INTERVAL = Words("95 % interval")
SHEET = Words("worth")
TABLE = Words("Change of open ticket-days a year, paired over {years} years")
NOTE = Words(
    "Part of a cadre is that part of what one cadre changes. City-wide, every community gets "
    "the step at once, and the change is divided by their number."
)
RESOURCES = {
    "cadres": Words("cadres more"),
    "volunteer_hours": Words("volunteer hours more"),
    "paperwork": Words("less paperwork"),
    "cadres in every community": Words("cadres more in every community"),
}
FUND = Words("money of {earmark} more")
ALL = Words("each community, on average")
UNITS = {
    "cadres": Words("cadres", "unit"),
    "yuan": Words("yuan"),
    "hours": Words("hours"),
    "points less": Words("points less"),
    "cadres each": Words("cadres each"),
}
TITLE = Words("What more of each resource is worth")
QUESTION = Words(
    "What are cadres, money, volunteer hours and less paperwork worth beside each other in "
    "“{scenario}”?"
)
HEADING = Words("What a step of each changes")
HELPS = Words(
    "For each community, {resource} (by {step}) means {size} open ticket-days a year fewer "
    "({interval})."
)
HURTS = Words(
    "For each community, {resource} (by {step}) means {size} open ticket-days a year more "
    "({interval})."
)
UNTOLD = Words(
    "For each community, {resource} (by {step}) cannot be told from nothing (change {size} "
    "open ticket-days a year, {interval})."
)
BOUNDS = Words("95 % interval {low} to {high}")
PAPERWORK = Words(
    "Paperwork at community desks from {before} to {after} % of the time: {size} ticket-days "
    "a year ({interval})."
)
AS_MANY = Words(
    "As much as {each} cadres more in every community ({interval}), {total} in all. Of these "
    "cadres only what they do where they come to; senders are as they are."
)
NOT_EVEN = Words(
    "Not even {most} cadres more in every community do as much. Less paperwork makes "
    "everybody faster; more people only shorten queues."
)
NOBODY_SENT = Words("policy.sent_down is off: cadres are valued as the first to be sent.")
LEFT_OUT = Words("Left out: {reason}")
HOW = Words(
    "Each step is simulated on the same {years} years as the scenario without it, and "
    "differences are taken year by year."
)


def worth_tables(found: Worth) -> dict[str, Table]:
    """Tables by name: worth, and those of worlds and draws."""
    en, zh = (TABLE.say(language, years=found.asked.replications) for language in ("en", "zh"))
    table = Table(
        "worth",
        found.frame(),
        columns(
            HEADS,
            signed=("ticket_days", "low"),
            resource=_resource,
            community=lambda name, language: ALL.say(language) if name == "all" else name,
            unit=lambda name, language: UNITS[name].say(language),
        ),
        Words.of(en, zh),
        NOTE,
        SHEET,
        (Ends("low", "high", INTERVAL),),
        by_row=True,
    )
    return {"worth": table} | in_worlds_tables(found.worlds) | in_draws_tables(found.ensemble)


def worth_report(found: Worth, language: Language, command: str) -> Report:
    """Write the report of what resources are worth.

    Parameters
    ----------
    found : Worth
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    scenario, asked = found.scenario, found.asked
    seeds = [replication_seed(asked.seed, n) for n in range(asked.replications)]
    city = [_sentence(value, language) for value in found.values if value.community is None]
    return Report(
        language=language,
        title=TITLE.say(language),
        question=QUESTION.say(language, scenario=glossary.title(scenario, language)),
        answer=(" " if language == "en" else "").join(city),
        sections=(
            _values(found, language),
            *in_worlds_sections(found.worlds, scenario, asked.replications, language),
            *in_draws_sections(found.ensemble, scenario, asked.replications, language),
            _how(found, language),
            provenance_section([scenario], language),
            reproduction_section([Seeded(scenario, seeds)], language),
        ),
        command=command,
    )


def _values(found: Worth, language: Language) -> Section:
    said = [] if found.paperwork is None else _paperwork(found.paperwork, language)
    notes = [NOBODY_SENT.say(language) if note == FIRST_SENT else note for note in found.notes]
    notes += [LEFT_OUT.say(language, reason=reason) for reason in found.left_out]
    section = Section(
        HEADING.say(language),
        tuple(said),
        tables=(found.tables["worth"].said(language),),
        items=tuple(notes),
    )
    return section.briefly()


def _how(found: Worth, language: Language) -> Section:
    years = found.asked.replications
    section = Section(
        method.HEADING.say(language),
        (
            method.simulated(found.scenario, str(years), language),
            HOW.say(language, years=years),
            method.CHANCE.say(language),
            method.NONE.say(language),
        ),
        items=standing_items([found.scenario], language, of_money=True),
    )
    return section.briefly(heading="", paragraphs=())


def _sentence(value: Value, language: Language) -> str:
    """What a step in every community changes, on average."""
    change = value.change
    tied = not (change.proven_below_0 or change.proven_above_0)
    words = UNTOLD if tied else HELPS if change.proven_below_0 else HURTS
    shown = Estimate(-change.mean, -change.high, -change.low) if words is HELPS else change
    return words.say(
        language,
        step=f"{value.step:,.4g} {UNITS[value.unit].say(language)}",
        resource=_resource(value.resource, language),
        **_sized(shown, language, signed=tied),
    )


def _paperwork(found: Paperwork, language: Language) -> list[str]:
    """Say how much less paperwork, what it changes, and how many cadres do as much."""
    first = PAPERWORK.say(
        language,
        before=f"{100 * found.before:.0f}",
        after=f"{100 * found.after:.0f}",
        **_sized(found.change, language, signed=True),
    )
    each = found.cadres_each
    if math.isnan(each.mean):
        return [first, NOT_EVEN.say(language, most=found.saved_by_cadres[-1][0])]
    fields: dict[str, Any] = _sized(each, language, signed=False)
    total = written(each.mean * found.communities, decimals_of([each.mean * found.communities]))
    fields["each"] = fields.pop("size")
    return [first, AS_MANY.say(language, total=total, **fields)]


def _sized(estimate: Estimate, language: Language, *, signed: bool) -> dict[str, str]:
    ends = [abs(end) for end in (estimate.mean, estimate.low, estimate.high) if math.isfinite(end)]
    decimals = min(2, decimals_of(ends or [0.0]))
    low, high = (
        written(end, decimals, signed=signed) if math.isfinite(end) else "–"
        for end in (estimate.low, estimate.high)
    )
    return {
        "size": written(estimate.mean, decimals, signed=signed),
        "interval": BOUNDS.say(language, low=low, high=high),
    }


def _resource(name: str, language: Language) -> str:
    """Name of a resource, an earmark of money among them."""
    if name.startswith("fund."):
        return FUND.say(language, earmark=name.removeprefix("fund."))
    return RESOURCES[name].say(language)
