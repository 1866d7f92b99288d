"""What to measure next, as a report."""

from functools import partial

from ..experiments.uncertainty.measure_next import Worth
from ..scenario.families import FAMILIES
from . import charts, glossary
from .charts.knowing import Known
from .comparison.tables import with_unit
from .language import Language, Words, filled
from .report import Report, Section
from .table import Table, columns

NOTHING = 1e-9  # what is left of 0 by rounding
MOST_ROWS = 12
TITLE = Words("What to measure next", "下一步应测量什么")
QUESTION = Words(
    "{others} or {reference}: which numbers are worth measuring before one chooses?",
    "在 {others} 与 {reference} 之间选择之前，最值得测量哪些数值？",
)
SAYS = Words(
    "Worth of choosing by {metric} with one family of numbers known, over {worlds} worlds.",
    "已知某一类数值时，按“{metric}”选择方案的价值（{worlds} 个情形）。",
)
NO_SURVEY = Words(
    "No survey would change the choice: it is the same in every world.",
    "任何调查都不会改变选择：各情形下的选择相同。",
)
FIRST = Words("Measure first: {family}.", "首先测量：{family}。")
UNTOLD = Words(
    "No single family can be told from chance: more worlds would tell, or none of them by "
    "itself decides the choice.",
    "没有哪一类数值可与随机性区分：需要更多情形，或者任何一类都不能单独决定选择。",
)
COLUMNS = {
    "family": Words("family", "类别"),
    "value": Words("worth knowing", "测量价值"),
    "error": Words("standard error", "标准误"),
    "explained": Words("goes with it, %", "相关方差（%）"),
    "above_chance": Words("can be told from chance", "可与随机性区分"),
}
NOTE = Words(
    "{worlds} worlds. To know all numbers is worth {everything}; of families that do nothing 19 in "
    "20 come to less than {by_chance}. Goes with it: share of the variance of the difference "
    "between policies.",
    "共 {worlds} 个情形。已知全部数值的价值为 {everything}；没有作用的类别二十次中有十九次低于 "
    "{by_chance}。相关方差：方案差值的方差中与该类数值相关的份额。",
)


def families_table(worth: Worth) -> Table:
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


def measure_next_report(worth: Worth, language: Language, *, command: str) -> Report:
    """Write the report: what to measure, the families and a chart."""
    figure = partial(
        charts.knowing,
        [
            Known(getattr(FAMILIES[each.family], language), each.value, each.error)
            for each in worth.found.families
        ],
        by_chance=worth.found.by_chance,
        unit=glossary.unit_of(worth.metric, language),
        title=TITLE.say(language),
        note=SAYS.say(
            language,
            metric=glossary.metric(worth.metric, language),
            worlds=worth.found.worlds,
        ),
        language=language,
    )
    drawn = charts.as_chart(figure, "measure_next", TITLE.say(language))
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


def answer(worth: Worth, language: Language) -> str:
    """Say what to measure, if anything."""
    found = worth.found
    if found.everything <= NOTHING:
        return NO_SURVEY.say(language)
    first = found.families[0]
    if first.above_chance and first.value > NOTHING:
        return FIRST.say(language, family=getattr(FAMILIES[first.family], language))
    return UNTOLD.say(language)
