"""Tables on the terminal: readable there, plain elsewhere."""

import math
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from ..experiments.findings import cautions
from ..experiments.intervals import Interval
from ..experiments.paired import comparison
from ..experiments.replications import Runs
from ..experiments.targets import check_targets
from ..outcomes.metrics import METRICS, headline

PLAIN_WIDTH = 140  # where there is no terminal to ask for its width


def console() -> Console:
    """Console that writes no colours and keeps its width when the output is not a terminal."""
    plain = Console()
    return plain if plain.is_terminal else Console(width=PLAIN_WIDTH)


def number(value: float) -> str:
    """A number with as many digits as a reader can use; – where there is none."""
    if math.isnan(value):
        return "–"
    if value == 0.0:
        return "0"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    digits = 1 if size >= 100 else 2 if size >= 1 else 3
    return f"{value:.{digits}f}"


def bounds(interval: Interval) -> str:
    """An interval's bounds, if it has any."""
    if math.isnan(interval.low):
        return "–"
    return f"[{number(interval.low)}, {number(interval.high)}]"


def print_summary(runs: Runs, out: Console) -> None:
    """Headline metrics of one scenario with their intervals."""
    document = runs.scenario.document
    table = _table(f"{document.title.en} · {document.title.zh}")
    table.add_column("metric", no_wrap=True)
    table.add_column("mean", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("unit")
    for name in headline():
        interval = runs.interval(name)
        title, unit = METRICS[name].title_en, METRICS[name].unit
        table.add_row(title, number(interval.mean), bounds(interval), unit)
    out.print(table)
    horizon = document.horizon
    out.print(
        f"{len(runs)} replication{'s' * (len(runs) > 1)} of {horizon.days} days "
        f"from {horizon.start}, after {horizon.warm_up_days} of warm-up; seed {runs.seed}."
    )
    print_cautions([runs], out)


def print_comparison(
    first: Runs, second: Runs, out: Console, metrics: Sequence[str] | None = None
) -> None:
    """Two policies side by side, with the interval of their paired difference."""
    names = [runs.scenario.document.title.en for runs in (first, second)]
    table = _table("Same city, same people, same issues; only the policy differs")
    table.add_column("metric", no_wrap=True)
    for name in names:
        table.add_column(name, justify="right")
    table.add_column("difference", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("unit")
    for row in comparison(first, second, metrics).to_dict("records"):
        table.add_row(
            METRICS[row["metric"]].title_en,
            number(row["first"]),
            number(row["second"]),
            number(row["difference"]),
            bounds(Interval(row["difference"], row["ci_low"], row["ci_high"], len(first))),
            row["unit"],
        )
    out.print(table)
    print_cautions([first, second], out)


def print_targets(reformed: Runs, reference: Runs | None, out: Console) -> None:
    """Simulated against reported, in or out of each window."""
    table = _table("Simulated against reported")
    table.add_column("pattern", no_wrap=True)
    table.add_column("window", justify="right")
    for runs in (reformed, reference):
        if runs is not None:
            table.add_column(runs.scenario.document.title.en, justify="right")
            table.add_column("")
    table.add_column("unit")
    table.add_column("source")
    for check in check_targets(reformed):
        cells = [check.name.replace("_", " "), f"{number(check.low)} to {number(check.high)}"]
        for runs in (reformed, reference):
            if runs is not None:
                mean = runs.interval(check.metric).mean
                inside = check.low <= mean <= check.high
                cells += [number(mean), "in" if inside else "out"]
        table.add_row(*cells, check.unit, check.source)
    out.print(table)


def print_cautions(several: Sequence[Runs], out: Console) -> None:
    """What must be known to read the numbers."""
    for runs in several:
        for sentence in cautions(runs):
            prefix = f"{runs.scenario.name}: " if len(several) > 1 else ""
            out.print(f"! {prefix}{sentence}", style="yellow", highlight=False)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
