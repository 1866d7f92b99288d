"""The report of a plan under a budget: its page, its tables, and what they stand on."""

from typing import TYPE_CHECKING

from ...runs.runs import replication_seed
from ...words import Language, Words
from .. import glossary
from ..allocation.in_draws import in_draws_sections
from ..document import Report, Section
from ..parts import method
from ..parts.provenance import provenance_section
from ..parts.reproduction import Seeded, reproduction_section
from ..parts.standing_items import standing_items
from .best_rule import longest_waits
from .maps import WAITS, plan_maps
from .money import TITLE as MONEY
from .money import frontier_figure
from .page import NOBODY, against, against_rule, cost, parts, refused, title

if TYPE_CHECKING:
    from ...planning.planned import Planned

QUESTION = Words("Where in “{scenario}” should posts and hours go under the budget?")
# Tables under each part of the page.
TABLES = (("costs", "plan"), ("rules", "places"), ("values",), ())


def plan_report(planned: "Planned", language: Language, command: str) -> Report:
    """Write the report of a plan.

    Parameters
    ----------
    planned : Planned
    language : 'en' or 'zh'
    command : str
        What reproduces it.
    """
    file, found, tables = planned.file, planned.found, planned.tables
    said = [
        *refused(file, found, language),
        cost(found, language),
        *longest_waits(file, found, [(NOBODY, found.nobody)], language),
        against(file, found, NOBODY, found.nobody, language),
        against_rule(file, found, language),
    ]
    maps = plan_maps(planned, language)
    sections = tuple(
        Section(
            part.heading,
            part.sentences,
            charts=tuple(one for one in maps if number == (1 if one.name == WAITS else 0)),
            tables=tuple(tables[name].said(language) for name in names),
            items=part.items,
        ).briefly(tables=tuple(tables[name].said(language) for name in names if name == "plan"))
        for number, (part, names) in enumerate(
            zip(parts(file, found, language), TABLES, strict=True)
        )
    )
    return Report(
        language=language,
        title=title(file, language),
        question=QUESTION.say(language, scenario=glossary.title(file.scenario, language)),
        answer=(" " if language == "en" else "").join(said),
        sections=(
            *sections,
            *_budgets(planned, language),
            *in_draws_sections(planned.ensemble, file.scenario, file.document.fresh, language),
            _how(planned, language),
            provenance_section([file.scenario], language),
            reproduction_section([Seeded(file.scenario, _fresh(planned))], language),
        ),
        command=command,
    )


def _budgets(planned: "Planned", language: Language) -> tuple[Section, ...]:
    """What other budgets would buy, where that was asked."""
    if not planned.frontier:
        return ()
    table, chart = (
        planned.tables["frontier"].said(language),
        frontier_figure(planned, language),
    )
    return (Section(MONEY.say(language), charts=(chart,), tables=(table,)).briefly(),)


def _how(planned: "Planned", language: Language) -> Section:
    scenario, years = planned.file.scenario, str(planned.file.document.fresh)
    said = (method.simulated(scenario, years, language), method.CHANCE.say(language))
    return Section(method.HEADING.say(language), said, items=standing_items([scenario], language))


def _fresh(planned: "Planned") -> list[int]:
    document = planned.file.document
    return [replication_seed(document.seed + 1, n) for n in range(document.fresh)]
