"""The tables of replications of one scenario."""

from ...outcomes.metrics import headline
from ...runs.replications_written import of_the_city
from ...runs.runs import Runs
from ...words import Words
from .. import glossary
from ..parts.years import years_table
from ..table import Ends, Table, columns

HEADLINE = Words("headline")
HEADLINE_TITLE = Words("Headline metrics")
EVERY = Words("all metrics")
EVERY_TITLE = Words("All metrics of the city")
COLUMNS = {
    "metric": Words("metric"),
    "mean": Words("mean"),
    "low": Words("interval, low"),
    "high": Words("interval, high"),
    "unit": Words("unit"),
}
INTERVAL = Words("95 % interval")


def tables_of(runs: Runs) -> dict[str, Table]:
    """Return all tables by name; results by year where there are several."""
    made = {"summary": summary_table(runs)}
    years = years_table([runs])
    return made if years is None else made | {"years": years}


def summary_table(runs: Runs) -> Table:
    """Return mean and interval of all metrics of the city."""
    return Table(
        "summary",
        runs.summary(of_the_city(runs)),
        columns(COLUMNS, metric=glossary.metric, unit=glossary.unit),
        title=EVERY_TITLE,
        sheet=EVERY,
        intervals=(Ends("low", "high", INTERVAL),),
        by_row=True,
        most_rows=0,
    )


def headline_table(runs: Runs) -> Table:
    """Return those of a summary."""
    table = runs.tables["summary"]
    frame = table.frame.set_index("metric").loc[headline()].reset_index()
    return table.of(*COLUMNS, frame=frame, title=HEADLINE_TITLE, sheet=HEADLINE, most_rows=None)
