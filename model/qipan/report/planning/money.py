"""What other budgets would buy: a table, and budget against waiting as a chart."""

from typing import TYPE_CHECKING

from ...planning.answer import frontier_frame
from ...words import Language, Words
from ..document import Chart
from ..table import Ends, Table, columns
from . import page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ...planning.planned import Planned

HEADS = {
    "budget_yuan": Words("budget, yuan a year"),
    "yuan_year": Words("spent, yuan a year"),
    "promised": Words("open ticket-days a year, promised"),
    "ticket_days": Words("open ticket-days a year, simulated"),
    "low": Words("simulated, low"),
    "high": Words("simulated, high"),
}
HEADS_OF_ISSUES = {
    "promised": Words("unsolved issue-days a year, promised"),
    "ticket_days": Words("unsolved issue-days a year, simulated"),
}
HEADS_OF_ASKED = {"kept": Words("share of years in which it keeps what is asked")}
INTERVAL = Words("95 % interval")
TITLE = Words("What other budgets would buy")
NOTE = Words(
    "The plan of the least waiting under each budget, by the curves as corrected at this plan, on "
    "the same fresh years. An empty row: no plan of that budget keeps what is asked for, by the "
    "curves, which are of the mean of years; that others keep it in most years was not tested."
)
SHEET = Words("budgets")
CHART = Words("Budget against waiting\n{plan}")
YUAN = Words("10,000 yuan a year")
DAYS = Words("open ticket-days a year, simulated")
TEN_THOUSAND = 1e4


def frontier_table(planned: "Planned") -> Table:
    """Tabulate the plans of other budgets."""
    frame = frontier_frame(planned.frontier)
    return Table(
        "frontier",
        frame,
        columns(
            HEADS
            | (HEADS_OF_ISSUES if _of_issues(planned) else {})
            | (HEADS_OF_ASKED if "kept" in frame else {})
        ),
        TITLE,
        NOTE,
        SHEET,
        (Ends("low", "high", INTERVAL),),
    )


def _of_issues(planned: "Planned") -> bool:
    return planned.file.document.waiting == "issues"


def frontier_figure(planned: "Planned", language: Language) -> Chart:
    """Draw budget against waiting."""

    def draw() -> "Figure":
        from ... import charts
        from ...charts import Trade

        points = [
            Trade(point.budget / TEN_THOUSAND, float(point.simulated.mean()))
            for point in planned.frontier
            if point.simulated is not None
        ]
        return charts.frontier_chart(
            points,
            x_label=YUAN.say(language),
            y_label=(HEADS_OF_ISSUES["ticket_days"] if _of_issues(planned) else DAYS).say(language),
            title=CHART.say(language, plan=page.title(planned.file, language)),
            language=language,
        )

    return Chart("frontier", TITLE.say(language), draw)
