"""An attribution as a report."""

from ...runs.runs import replication_seed
from ...studies.attribution.result import Attribution
from ...words import Language, Words
from .. import glossary
from ..document import Chart, Report, Section, Shown
from ..parts import method
from ..parts.differences import differences_section
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from . import charts, tables
from .answer import answer, missing, primary
from .in_draws import in_draws_sections

TITLE = Words("What each change contributes")
QUESTION = Words("How much of what lies between “{before}” and “{after}” is owed to each change?")
FOUND = Words("What was found")
EXACT = Words(
    "Shapley values, exact over all {coalitions} combinations of the {players} "
    "{players:change|changes}: what a change adds to those already there, averaged over all "
    "orders in which they could be made."
)
ORDERS = Words(
    "Shapley values of {players} {players:change|changes} from {orders} orders of joining in "
    "each replication ({coalitions} different combinations): what a change adds to those "
    "already there, averaged over orders. Intervals are over chance and over the orders "
    "drawn."
)
SUM = Words(
    "In every replication the contributions sum to the whole difference. All combinations "
    "share the same residents and issues (common random numbers); {runs:,} replications were "
    "simulated."
)
OTHER = Words("“{name}” is all that differs between the two scenarios beside the mechanisms.")
OF_ORDERS = Words(
    "At most {share} % of the variance is due to the orders drawn: {more} would narrow the "
    "intervals most."
)
MORE = {
    "orders": Words("more permutations"),
    "replications": Words("more replications"),
}
LEFT_OUT = Words(
    "{left} of {wanted} seeds {left:is|are} left out: a replication of {left:its|theirs} failed."
)
MOST_METRICS = 6  # with a chart each
CHARTS_OF = Words("Charts are of the first {shown} metrics; the tables are of all {all}.")


def attribution_report(
    found: Attribution,
    language: Language,
    *,
    command: str,
) -> Report:
    """Write the report of an attribution.

    Parameters
    ----------
    found : Attribution
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    scenarios = (found.before, found.after)
    names = [glossary.title(scenario, language) for scenario in scenarios]
    seeds = [replication_seed(found.seed, number) for number in found.replications]
    seeded = [Seeded(scenario, seeds) for scenario in scenarios]
    return Report(
        language=language,
        title=TITLE.say(language),
        question=QUESTION.say(language, before=names[0], after=names[1]),
        answer=answer(found, language),
        sections=(
            findings(found, language),
            *in_draws_sections(found, language),
            differences_section(scenarios, language),
            how(found, language),
            provenance_section(scenarios, language),
            reproduction_section(seeded, language, found.failures),
        ),
        command=command,
    )


def findings(found: Attribution, language: Language) -> Section:
    """Return a chart and a table for each metric, and the pairs of the first."""
    drawn: list[Chart] = []
    tabled: list[Shown] = []
    said = [missing(each, language) for each in found.metrics if each.missing is not None]
    attributed = [each for each in found.metrics if each.missing is None]
    for each in attributed[:MOST_METRICS]:
        drawn.append(charts.waterfall(found, each, language))
    if len(attributed) > MOST_METRICS:
        said.append(CHARTS_OF.say(language, shown=MOST_METRICS, all=len(attributed)))
    tabled += [tables.contributions(found, each).said(language) for each in attributed]
    first = primary(found)
    if first is not None and first.interactions:
        drawn.append(charts.pairs(found, first, language))
        tabled.append(tables.interactions(found, first).said(language))
    tabled.append(found.tables["by_replication"].said(language))
    return Section(FOUND.say(language), tuple(said), tuple(drawn), tuple(tabled)).briefly()


def how(found: Attribution, language: Language) -> Section:
    """Return the section on method."""
    counts = {
        "players": len(found.players),
        "coalitions": found.coalitions,
        "orders": found.orders,
        "runs": found.runs,
    }
    said = [
        method.simulated(found.after, str(len(found.replications)), language),
        (EXACT if found.exact else ORDERS).say(language, **counts),
        SUM.say(language, **counts),
    ]
    if "other_changes" in found.players:
        said.append(OTHER.say(language, name=glossary.mechanism("other_changes", language)))
    if not found.exact and (share := _share_of_orders(found)) is not None:
        more = MORE["orders" if share > 50.0 else "replications"].say(language)
        said.append(OF_ORDERS.say(language, share=f"{share:.0f}", more=more))
    said.append(method.CHANCE.say(language))
    tabled = (tables.stand_ins(found, language),) if found.stand_ins else ()
    items = standing_items([found.before, found.after], language)
    if left := found.wanted - len(found.replications):
        items = (*items, LEFT_OUT.say(language, left=left, wanted=found.wanted))
    section = Section(method.HEADING.say(language), tuple(said), tables=tabled, items=items)
    return section.briefly()


def _share_of_orders(found: Attribution) -> float | None:
    """Percent of the variance of contributions that comes of the orders drawn, at most."""
    shares = []
    for each in found.metrics:
        n = len(each.by_replication)
        of_orders = sum(one.chance_of_orders**2 for one in each.contributions)
        whole = float(each.by_replication.var(axis=0, ddof=1).sum()) / n if n > 1 else 0.0
        if each.missing is None:
            shares.append(min(1.0, of_orders / whole) if whole > 0.0 else 0.0)
    return 100.0 * sum(shares) / len(shares) if shares else None
