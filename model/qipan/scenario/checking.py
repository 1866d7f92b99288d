"""What `qipan check` shows of a sound scenario."""

import datetime
import sys
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..terminal import Terminal
from .grounds import TOLD, grounds
from .provenance import ProvenanceRow
from .regimes import Regime
from .scenario import Scenario
from .shipped import shown
from .standing import CAUTIONS, standing

WIDEST = 400  # columns of a report written to a file: room enough not to cut any line
BAR = 11


def report(scenario: Scenario, *, show_all: bool = False, console: Console | None = None) -> None:
    """Print the summary, the provenance counts and the table of values.

    Parameters
    ----------
    scenario
        A loaded scenario.
    show_all
        List every number; else the assumed ones, and those without provenance.
    console
        Where to print; by default standard output, without colours if it is no terminal.
    """
    console = console or console_for_output()
    console.print(Text(_headline(scenario), style="bold"))
    for label, text in _facts(scenario):
        console.print(Text(f"  {label:<12} {text}"))
    rows = scenario.provenance
    listed = rows if show_all else [row for row in rows if row.status == "assumed"]
    if listed:
        console.print(_table(listed))
    _say_standing(console, scenario)
    _warn_of_unmarked(console, [row for row in rows if row.status == "unmarked"], show_all)


def console_for_output() -> Console:
    """Return a console for standard output, plain and wide if that is not a terminal."""
    if sys.stdout.isatty():
        return Terminal()
    return Terminal(width=WIDEST, no_color=True, force_terminal=False)


def _headline(scenario: Scenario) -> str:
    title = scenario.document.title
    return f"{scenario.name}  {title.en} · {title.zh}"


def _facts(scenario: Scenario) -> Iterable[tuple[str, str]]:
    horizon, city = scenario.document.horizon, scenario.document.city
    last = horizon.end - datetime.timedelta(days=1)
    yield "file", shown(scenario.path) if scenario.path else "(Python data)"
    warm_up = f", after {horizon.warm_up_days} of warm-up" if horizon.warm_up_days else ""
    yield "horizon", f"{horizon.start} to {last}, {horizon.days} days{warm_up}"
    communities = len(city.communities) or city.community_count or 0
    villages = f", {city.villages.count:,} villages" if city.villages else ""
    residents = city.residents or sum(place.residents for place in city.communities)
    yield "city", f"{communities:,} communities{villages}, {residents:,} residents"
    for number, regime in enumerate(scenario.regimes):
        date = horizon.first_day + datetime.timedelta(days=regime.day)
        yield "" if number else "regimes", f"from {date} (day {regime.day}): {_mechanisms(regime)}"
    yield "numbers", str(grounds(scenario))
    yield "sha256", scenario.sha256


def _mechanisms(regime: Regime) -> str:
    policy = regime.document.policy
    acting = [name for name, block in policy if getattr(block, "on", False)]
    return ", ".join(acting) or "no mechanism in force"


def _table(rows: Iterable[ProvenanceRow]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("key", no_wrap=True, overflow="fold")
    table.add_column("value", justify="right")
    table.add_column("unit")
    table.add_column("status")
    table.add_column("range")
    table.add_column("in range", no_wrap=True)
    table.add_column("basis", overflow="fold")
    for row in rows:
        cells = (
            row.key,
            _value(row.value),
            row.unit,
            TOLD[row.status],
            f"{row.range[0]:g} to {row.range[1]:g}" if row.range else "",
            _position(row),
            "; ".join(text for text in (row.basis, row.note) if text),
        )
        table.add_row(*map(Text, cells))
    return table


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if not isinstance(value, list):
        return str(value)
    if len(value) <= 4:
        return "[" + ", ".join(map(_value, value)) + "]"
    return f"[{_value(value[0])}, …, {_value(value[-1])}] ({len(value)})"


def _position(row: ProvenanceRow) -> str:
    """Draw where in its range a number sits: ``|--o--------|``."""
    if row.range is None or not isinstance(row.value, (int, float)):
        return ""
    low, high = row.range
    at = round((row.value - low) / (high - low) * (BAR - 1))
    return "|" + "-" * at + "o" + "-" * (BAR - 1 - at) + "|"


def _say_standing(console: Console, scenario: Scenario) -> None:
    """Print what the numbers stand on; what misleads whoever is not told is a warning."""
    for stand in standing(scenario):
        if stand.name in CAUTIONS:
            console.print(Text(f"warning: {stand.sentence}", style="yellow"))
        else:
            console.print(Text(f"  {'note':<12} {stand.sentence}"))


def _warn_of_unmarked(console: Console, rows: list[ProvenanceRow], brief: bool) -> None:
    if not rows:
        return
    noun = "number gives" if len(rows) == 1 else "numbers give"
    said = f"warning: {len(rows)} {noun} no origin (unmarked)"
    console.print(Text(said, style="yellow"))
    if not brief:
        for row in rows:
            place = f"{row.file}:{row.line}" if row.line else row.file
            console.print(Text(f"  {row.key} = {_value(row.value)}  ({place})"))
