"""Tables of what mechanisms do, for the terminal and for a page in Markdown."""

import math
from collections.abc import Mapping, Sequence

from effects_alone import OWN, Effect
from rich import box
from rich.console import Console
from rich.table import Table

from qipan.report.console import number
from qipan.statistics.interval import Interval

REFERENCE = "(level without any)"
CERTAIN = 1e-9  # half-width below which nothing is left to chance

# Column titles; of a change, where nothing else is said.
HEADINGS = {
    "fixed_cohort_p50": "days until half are solved",
    "fixed_cohort_p90": "days until 90 % are",
    "fixed_cohort_solved_share": "ever solved, points",
    "close_p50": "median days to close a ticket",
    "closed_per_year": "closed a year",
    "satisfied_share": "satisfied, points",
    "reports_per_1000_residents_year": "reports per 1,000",
    "p90_gini": "Gini of p90",
    "worst_tenth_solved_share": "solved in the worst tenth, points",
    "solved_share_voice_gap": "vocal minus quiet third, points",
    "backlog_mean": "open on average",
}


def plus_minus(interval: Interval) -> str:
    """A change and the half-width of its interval, as −6.5 ± 0.4; – where there is none."""
    if math.isnan(interval.mean):
        return "–"
    half = interval.high - interval.mean
    if math.isnan(half):
        return signed(interval.mean, digits_for(interval.mean))
    digits = digits_for(half if half > CERTAIN else interval.mean / 1000.0)
    return f"{signed(interval.mean, digits)} ± {abs(half):,.{digits}f}"


def signed(value: float, digits: int) -> str:
    """A number with its sign, a true minus among them; 0 has none."""
    text = f"{abs(value):,.{digits}f}"
    if float(text.replace(",", "")) == 0.0:
        return text
    return f"{'+' if value > 0.0 else '−'}{text}"


def digits_for(half_width: float) -> int:
    """Decimals that show a half-width with one or two digits, at most three decimals."""
    size = abs(half_width)
    if size == 0.0 or size >= 9.95:
        return 0
    return 1 if size >= 0.095 else 2 if size >= 0.0095 else 3


def print_effects(
    title: str,
    found: Sequence[Effect],
    metrics: Sequence[str],
    out: Console,
    first: str | None = REFERENCE,
) -> None:
    """One row a mechanism, one column a metric, changes with half-widths.

    Parameters
    ----------
    title : str
    found : sequence of Effect
    metrics : sequence of str
    out : Console
    first : str or None
        Name of a first row with the levels without any of the mechanisms; None leaves it out.
    """
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    table.add_column("", no_wrap=True)
    for name in metrics:
        table.add_column(HEADINGS.get(name, name), justify="right", overflow="fold")
    for cells in rows(found, metrics, first):
        table.add_row(*cells)
    out.print(table)


def markdown(found: Sequence[Effect], metrics: Sequence[str], first: str | None = REFERENCE) -> str:
    """Format the same table in Markdown, its last line ended."""
    headings = ["", *(HEADINGS.get(name, name) for name in metrics)]
    lines = [headings, ["---", *["---:"] * len(metrics)], *rows(found, metrics, first)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def overview(cities: Mapping[str, Sequence[Effect]], metric: str) -> str:
    """Tabulate one metric in Markdown, one row a mechanism and one column a city."""
    by_place = {
        (effect.mechanism, city): effect.difference
        for city, found in cities.items()
        for effect in found
        if effect.metric == metric
    }
    names = sorted({name for name, _ in by_place}, key=list(OWN).index)
    lines = [
        ["", *(city.capitalize() for city in cities)],
        ["---", *["---:"] * len(cities)],
        *(
            [label(name), *(_in_city(by_place.get((name, city))) for city in cities)]
            for name in names
        ),
    ]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _in_city(difference: Interval | None) -> str:
    return "" if difference is None else plus_minus(difference)


def rows(found: Sequence[Effect], metrics: Sequence[str], first: str | None) -> list[list[str]]:
    """Cells: the levels without any mechanism, if they have a name, then the change by each."""
    by_place = {(effect.mechanism, effect.metric): effect for effect in found}
    names = list(dict.fromkeys(effect.mechanism for effect in found))
    levels = [number(by_place[names[0], metric].reference) for metric in metrics]
    changes = [
        [label(name), *(plus_minus(by_place[name, metric].difference) for metric in metrics)]
        for name in names
    ]
    return changes if first is None else [[first, *levels], *changes]


def label(mechanism: str) -> str:
    """Name of a mechanism in running text."""
    return mechanism.replace("_", " ")
