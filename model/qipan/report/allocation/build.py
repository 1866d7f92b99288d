"""An allocation as a report."""

from ... import charts
from ...studies.allocation.cadres import CadreAllocation
from ...words import Language, Words, in_language
from .. import glossary
from ..document import Report, Section
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from . import tables
from .answer import answer
from .charts import allocation_chart, allocation_map, frontier_chart, marginal_chart
from .gain import why_alike
from .in_draws import in_draws_sections
from .in_worlds import in_worlds_sections
from .names import aim
from .plan_section import WORTH, plan_section

TITLE = Words("Where {total} cadres go")
QUESTION = Words(
    "Where do {total} full-time cadres do most good in “{scenario}”, and would a rule of thumb do?"
)
WHERE_SAYS = Words("Full-time cadres today and in the plan, the most loaded communities first.")
MAP_SAYS = Words("Full-time cadres by community, on the plane of the synthetic city.")
VALUES_SAYS = Words("What one cadre more and one less would change in each community, at the plan.")
FRONTIER_SAYS = Words("Plans between two objectives, by the curves; less is better in both.")
HOW = Words(
    "The program minimises {objective} over convex curves of ticket-days against cadres that "
    "were measured on {search} simulated years; each plan is simulated and the curves are "
    "corrected ({rounds} rounds). In the end the best plans meet the rules of thumb on "
    "{fresh} fresh years, paired; the choice goes by {target}."
)
HOW_WITHOUT = Words(
    "The program minimises {objective} over convex curves of ticket-days against cadres that "
    "were measured on {search} simulated years. The plan was not simulated."
)


PROVEN = Words(
    "{count:One program was|# programs were} solved, each proven within a gap of {gap} %."
)


def allocation_report(found: CadreAllocation, language: Language, *, command: str) -> Report:
    """Write the report of an allocation of cadres.

    Parameters
    ----------
    found : CadreAllocation
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    scenario, request = found.scenario, found.request
    total = int(found.placed.sum())
    seeds = [*request.search_seeds, *(request.fresh_seeds if found.loop is not None else [])]
    return Report(
        language=language,
        title=TITLE.say(language, total=total),
        question=QUESTION.say(language, total=total, scenario=glossary.title(scenario, language)),
        answer=answer(found, language),
        sections=(
            the_plan(found, language),
            the_worth(found, language),
            *in_worlds_sections(found.worlds, scenario, request.fresh, language),
            *in_draws_sections(found.ensemble, scenario, request.fresh, language),
            how(found, language),
            provenance_section([scenario], language),
            reproduction_section([Seeded(scenario, seeds)], language),
        ),
        command=command,
    )


def the_plan(found: CadreAllocation, language: Language) -> Section:
    """Return who gets how many, drawn and tabulated."""
    scenario = found.scenario
    drawn = (
        charts.as_chart(
            lambda: allocation_chart(found, scenario, language),
            "allocation",
            WHERE_SAYS.say(language),
        ),
        charts.as_chart(
            lambda: allocation_map(found, scenario, language),
            "allocation_map",
            MAP_SAYS.say(language),
        ),
    )
    binding = [rule.say(language) for rule in found.binding]
    return plan_section(drawn, tables.plan_table(found).said(language), binding, language)


def the_worth(found: CadreAllocation, language: Language) -> Section:
    """Return the plan beside its rivals, marginal values, frontier, robustness."""
    scenario, known = found.scenario, found.tables
    drawn = [
        charts.as_chart(
            lambda: marginal_chart(found, scenario, language),
            "marginal_values",
            VALUES_SAYS.say(language),
        )
    ]
    shown = [] if found.loop is None else [tables.candidates(found)]
    shown.append(tables.tenths(found))
    shown += [known[name] for name in ("marginal_check", "frontier") if name in known]
    if found.second is not None:
        first, second = found.request.objective, found.second
        drawn.append(
            charts.as_chart(
                lambda: frontier_chart(found.frontier, first, second, scenario, language),
                "frontier",
                FRONTIER_SAYS.say(language),
            )
        )
    if found.robust is not None:
        shown.append(tables.regrets(found.robust))
    return Section(
        WORTH.say(language),
        () if found.loop is None else (why_alike(found, found.loop, language),),
        charts=tuple(drawn),
        tables=tuple(table.said(language) for table in shown),
    ).briefly()


def how(found: CadreAllocation, language: Language) -> Section:
    """Return the section on method."""
    loop, scenario = found.loop, found.scenario
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
    proofs = sorted(
        {in_language(note, language) for solved in found.solves for note in solved.notes}
    )
    if all(solved.proven for solved in found.solves):
        gap = f"{100.0 * max(solved.gap for solved in found.solves):.2g}"
        proofs.insert(0, PROVEN.say(language, count=len(found.solves), gap=gap))
    section = Section(
        method.HEADING.say(language),
        (
            method.simulated(scenario, count, language),
            said,
            *proofs,
            method.CHANCE.say(language),
            method.NONE.say(language),
        ),
        items=standing_items([scenario], language),
    )
    return section.briefly(heading="", paragraphs=tuple(proofs))
