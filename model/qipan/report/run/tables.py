"""The tables of replications of one scenario."""

from ...experiments.replications import Runs
from ...experiments.save import of_the_city
from ...outcomes.metrics import headline
from .. import glossary
from ..language import Words
from ..table import Ends, Table, columns

HEADLINE = Words("headline", "主要指标")
HEADLINE_TITLE = Words("Headline metrics", "主要指标")
EVERY = Words("all metrics", "全部指标")
EVERY_TITLE = Words("All metrics of the city", "全市各项指标")
COLUMNS = {
    "metric": Words("metric", "指标"),
    "mean": Words("mean", "均值"),
    "low": Words("interval, low", "区间下限"),
    "high": Words("interval, high", "区间上限"),
    "unit": Words("unit", "单位"),
}
INTERVAL = Words("95 % interval", "95% 区间")


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
