"""What to measure next, as a report."""

from functools import partial

from .. import charts
from ..charts.knowing import Known
from ..scenario.families import FAMILIES
from ..studies.uncertainty.measure_next import WorthOfMeasuring
from ..words import Language, Words, filled
from . import glossary
from .comparison.tables import with_unit
from .document import Bars, Report, Section
from .table import Table, columns

NOTHING = 1e-9  # what is left of 0 by rounding
MOST_ROWS = 12
TITLE = Words("What to measure next")
QUESTION = Words("{others} or {reference}: which numbers are worth measuring before one chooses?")
SAYS = Words(
    "Worth of choosing by {metric} with one family of numbers known, over {worlds} worlds."
)
NO_SURVEY = Words("No survey would change the choice: it is the same in every world.")
FIRST = Words("Measure first: {family}.")
UNTOLD = Words(
    "No single family can be told from chance: more worlds would tell, or none of them by "
    "itself decides the choice."
)
COLUMNS = {
    "family": Words("family"),
    "value": Words("worth knowing"),
    "error": Words("standard error"),
    "explained": Words("goes with it, %"),
    "above_chance": Words("can be told from chance"),
}
NOTE = Words(
    "{worlds} worlds. To know all numbers is worth {everything}; of families that do nothing "
    "19 in 20 come to less than {by_chance}. Goes with it: share of the variance of the "
    "difference between policies."
)


def families_table(worth: WorthOfMeasuring) -> Table:
    """Return the families, those worth most first."""
    found = worth.found
    return Table(
        "measure_next",
        worth.frame(),
        columns(
            COLUMNS,
            family=lambda name, language: getattr(FAMILIES[name], language),
            explained=lambda share, _: round(100 * share),
        ),
        title=with_unit(worth.metric),
        note=filled(
            NOTE,
            worlds=found.worlds,
            everything=f"{found.everything:.3g}",
            by_chance=f"{found.by_chance:.3g}",
        ),
        sheet=TITLE,
        most_rows=MOST_ROWS,
    )


def measure_next_report(worth: WorthOfMeasuring, language: Language, *, command: str) -> Report:
    """Write the report: what to measure, the families and a chart."""
    families = [
        Known(getattr(FAMILIES[each.family], language), each.value, each.error)
        for each in worth.found.families
    ]
    unit = glossary.unit_of(worth.metric, language)
    figure = partial(
        charts.knowing,
        families,
        by_chance=worth.found.by_chance,
        unit=unit,
        title=TITLE.say(language),
        note=SAYS.say(
            language,
            metric=glossary.metric(worth.metric, language),
            worlds=worth.found.worlds,
        ),
        language=language,
    )
    title = TITLE.say(language)
    bars = Bars(
        tuple(each.name for each in families),
        {title: tuple(each.value for each in families)},
        unit,
        {
            title: (
                tuple(each.value - each.error for each in families),
                tuple(each.value + each.error for each in families),
            )
        },
    )
    drawn = charts.as_chart(figure, "measure_next", title, bars)
    tabled = (worth.tables["measure_next"].said(language),)
    section = Section(TITLE.say(language), charts=(drawn,), tables=tabled).briefly(heading="")
    others = (", " if language == "en" else "、").join(worth.others)
    return Report(
        language=language,
        title=TITLE.say(language),
        question=QUESTION.say(language, others=others, reference=worth.reference),
        answer=answer(worth, language),
        sections=(section,),
        command=command,
    )


def answer(worth: WorthOfMeasuring, language: Language) -> str:
    """Say what to measure, if anything."""
    found = worth.found
    if found.everything <= NOTHING:
        return NO_SURVEY.say(language)
    first = found.families[0]
    if first.above_chance and first.value > NOTHING:
        return FIRST.say(language, family=getattr(FAMILIES[first.family], language))
    return UNTOLD.say(language)
