"""Costs of policies that are said to cost the same."""

from ...studies.comparison.comparison import Comparison
from ...studies.comparison.costs import Costs, costs_of, yuan_of
from ...words import LANGUAGES, Language, Words, filled
from ..document import Section
from ..numbers import written
from ..table import Ends, Table, columns
from .stated_costs import placed_said
from .titles import titles

HEADING = Words("What the policies cost")
COLUMNS = {
    "scenario": Words("policy"),
    "cadre_hours_per_year": Words("cadres sent, hours"),
    "patrol_hours_per_year": Words("patrols, hours"),
    "counter_hours_per_year": Words("counters, hours"),
    "fund_yuan_per_year": Words("fund, yuan"),
    "paid_hours_per_year": Words("paid hours in all"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "yuan_year": Words("yuan a year"),
    "of_budget": Words("of the budget, %"),
}
INTERVAL = Words("95 % interval")
TITLE = Words("Paid hours a year")
NOTE = Words(
    "Hours of cadres sent down, of patrols and of clerks at service centres that are not the "
    "community's own staff, and money of the fund at {rate} yuan an hour. The first is the "
    "budget. Staff who are there anyway, volunteers, units and floor space are not counted."
)
EQUAL = Words("Costs are equal within {tolerance} %: {low} to {high} paid hours a year.")
UNEQUAL = Words(
    "Costs are not equal within {tolerance} %: {which}. Differences between these policies "
    "are those of money too."
)
SHARE = Words("“{name}” has {share} % of the budget")
NO_BUDGET = Words("“{name}” costs nothing, so that there is no budget")
UNCHECKED = Words(
    "The title or question speaks of equal costs, and nothing checks it: give compare.equal_cost."
)

DIFFER = Words(
    "The policies do not cost the same: from ¥{low} a year (“{least}”) to ¥{high} (“{most}”). "
    "Differences between them are those of money too."
)
SAME = 0.02  # what yuan may differ by before it is said


def cost_sentence(found: Comparison, language: Language) -> str | None:
    """Whether costs are equal, or unchecked where the title says so; None if none is said."""
    costs = costs_of(found)
    if costs is None:
        differ = _differ(found, language)
        return differ or (UNCHECKED.say(language) if found.claims_equal_cost else None)
    tolerance = f"{100.0 * costs.asked.tolerance_share:g}"
    if not costs.unequal:
        means = [row.paid_hours.mean for row in costs.rows]
        ends = {"low": written(min(means), 0), "high": written(max(means), 0)}
        return EQUAL.say(language, tolerance=tolerance, **ends)
    comma = ", " if language == "en" else "、"
    which = comma.join(_shares(found, costs, language))
    return UNEQUAL.say(language, tolerance=tolerance, which=which)


def _differ(found: Comparison, language: Language) -> str | None:
    """Say that policies with prices cost different sums; None if they do not, or have none."""
    yuan = yuan_of(found)
    if yuan is None:
        return None
    least, most = min(yuan, key=yuan.__getitem__), max(yuan, key=yuan.__getitem__)
    if yuan[most] - yuan[least] <= SAME * yuan[most]:
        return None
    names = titles(found, language)
    said = {"least": names[least], "most": names[most]}
    ends = {"low": written(yuan[least], 0), "high": written(yuan[most], 0)}
    return DIFFER.say(language, **said, **ends)


def _shares(found: Comparison, costs: Costs, language: Language) -> list[str]:
    names = titles(found, language)
    if not costs.rows[0].paid_hours.mean:
        return [NO_BUDGET.say(language, name=names[costs.rows[0].scenario])]
    return [
        SHARE.say(language, name=names[row.scenario], share=written(100.0 * row.of_budget, 1))
        for row in costs.unequal
    ]


def costs_section(found: Comparison, language: Language) -> Section | None:
    """Return the section on costs, where an experiment states them or says that they are equal."""
    costs, said = costs_of(found), cost_sentence(found, language)
    if said is None and found.stated_costs is None:
        return None
    names = ("stated_costs", "costs")
    tabled = tuple(found.tables[name].said(language) for name in names if name in found.tables)
    told = () if said is None else (said,)
    paragraphs = (*told, *placed_said(found, language))
    section = Section(HEADING.say(language), paragraphs, tables=tabled)
    if said is None or (costs is not None and not costs.unequal):
        return section.briefly()
    return section.briefly(paragraphs=(), items=(said,))


def costs_table(found: Comparison, costs: Costs) -> Table:
    """Return the costs of the policies that are to cost the same."""
    named = {language: titles(found, language) for language in LANGUAGES}
    return Table(
        "costs",
        costs.frame(),
        columns(
            COLUMNS,
            scenario=lambda name, language: named[language][name],
            of_budget=lambda share, _: 100.0 * share,
        ),
        title=TITLE,
        note=filled(NOTE, rate=f"{costs.asked.yuan_per_hour:g}"),
        sheet=HEADING,
        intervals=(Ends("low", "high", INTERVAL),),
        most_rows=None,
    )
