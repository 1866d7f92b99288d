"""Tables on the terminal: readable there, plain elsewhere."""

import math
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..experiments.findings import cautions
from ..experiments.intervals import Interval
from ..experiments.paired import comparison
from ..experiments.replications import Runs
from ..experiments.targets import TargetCheck, Verdict, check_targets, tally
from ..outcomes.metrics import METRICS, headline
from ..terminal import Terminal
from .parts.closures import closures_said

PLAIN_WIDTH = 160  # where there is no terminal to ask for its width


def console() -> Console:
    """Console that writes no colours and keeps its width when the output is not a terminal."""
    plain = Terminal()
    return plain if plain.is_terminal else Terminal(width=PLAIN_WIDTH)


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
    closures = closures_said(runs, "en")
    if closures is not None:
        out.print(closures, highlight=False)
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
    """Simulated against reported, in, out or open for each window, with the sources of the windows.

    Parameters
    ----------
    reformed : Runs
        Replications of the scenario whose targets they are.
    reference : Runs or None
        The same city without the reform, held against the same windows: one that it falls into as
        well tells nothing about the reform.
    out : Console
    """
    document = reformed.scenario.document
    table = _table(f"{document.title.en}: simulated against reported")
    _add_target_columns(table, reference)
    checks = check_targets(reformed)
    numbers = _numbered(checks)
    for check in checks:
        place = str(numbers.get(check.source, "–"))
        table.add_row(*_target_cells(check, reference), Text(place))
    out.print(table)
    for name, which in numbers.items():
        source = document.sources[name]
        out.print(Text(f"  {which}  {name}: {source.title}. {source.publisher}, {source.date}"))
    _print_count(checks, reference, out)


def _add_target_columns(table: Table, reference: Runs | None) -> None:
    table.add_column("target", overflow="fold")
    table.add_column("metric", overflow="fold")
    for name in ("mean", "95 % interval", "window"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("unit")
    table.add_column("", no_wrap=True)
    if reference is not None:
        table.add_column(reference.scenario.name.replace("_", " "), justify="right")
        table.add_column("", no_wrap=True)
    table.add_column("source", justify="right")


def _target_cells(check: TargetCheck, reference: Runs | None) -> list[Text]:
    """Cells of a row but for its source."""
    cells = [
        Text(check.name.replace("_", " ")),
        Text(METRICS[check.metric].title_en),
        Text(number(check.simulated.mean)),
        Text(bounds(check.simulated)),
        Text(f"{check.low:,.6g} to {check.high:,.6g}"),
        Text(check.unit),
        _verdict(check.verdict),
    ]
    if reference is not None:
        other = reference.interval(check.metric)
        cells += [Text(number(other.mean)), _verdict(check.verdict_on(other))]
    return cells


def _verdict(verdict: Verdict) -> Text:
    return Text(verdict, style={"in": "green", "out": "red", "open": "yellow"}[verdict])


def _numbered(checks: Sequence[TargetCheck]) -> dict[str, int]:
    """Sources of windows, numbered as they come."""
    names = dict.fromkeys(check.source for check in checks if check.source)
    return {name: place for place, name in enumerate(names, 1)}


def _print_count(checks: Sequence[TargetCheck], reference: Runs | None, out: Console) -> None:
    counted = tally(check.verdict for check in checks)
    said = f"{counted['in']} of {len(checks)} windows are met, {counted['out']} missed, "
    said += f"{counted['open']} open"
    if reference is not None:
        theirs = {c.name: c.verdict_on(reference.interval(c.metric)) for c in checks}
        missing = [c for c in checks if math.isnan(reference.interval(c.metric).mean)]
        other = tally(theirs.values())
        said += f"; {reference.scenario.name} meets {other['in']} and misses {other['out']}"
        said += f", of which {len(missing)} do not exist there" if missing else ""
        both = ", ".join(c.name for c in checks if c.verdict == theirs[c.name] == "in")
        if both:
            said += f". Windows met by both say nothing about the reform: {both}"
    if counted["open"]:
        said += ". Open: the interval does not decide; more replications may"
    out.print(Text(f"{said}."))


def print_cautions(several: Sequence[Runs], out: Console) -> None:
    """What must be known to read the numbers; what is true of all is said once."""
    told: dict[str, list[str]] = {}
    for runs in several:
        for sentence in cautions(runs):
            told.setdefault(sentence, []).append(runs.scenario.name)
    for sentence, names in told.items():
        prefix = f"{', '.join(names)}: " if len(names) < len(several) else ""
        out.print(f"! {prefix}{sentence}", style="yellow", highlight=False)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
