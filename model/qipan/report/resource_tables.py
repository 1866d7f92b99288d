"""Tables that allocations of funds and of hours have in common."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..experiments.intervals import Interval
from ..experiments.result_folder import MANIFEST, whole_folder, write_json, write_more
from .console import bounds, number
from .report import Report
from .reporting import Reporting

MOST_ROWS = 40
MOST_BINDING = 8


def table(title: str, names: Sequence[str], left: int = 1) -> Table:
    """Return an empty table; all columns but the first `left` are of numbers."""
    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    for at, name in enumerate(names):
        made.add_column(name, justify="left" if at < left else "right")
    return made


def print_more_binding(count: int, out: Console) -> None:
    """Print how many limits that a plan uses up are not told."""
    if count > MOST_BINDING:
        out.print(f"Binding: {count - MOST_BINDING} more limits.", highlight=False)


def print_rows(made: Table, rows: Iterable[Sequence[str]], out: Console, file: str) -> None:
    """Print a table, of its rows the first ones."""
    rows = list(rows)
    for row in rows[:MOST_ROWS]:
        made.add_row(*row)
    out.print(made)
    if len(rows) > MOST_ROWS:
        out.print(f"{len(rows) - MOST_ROWS} more rows are in {file}.", highlight=False)


def signed(value: float) -> str:
    """A change as a reader can use it; – where there is none."""
    if math.isnan(value):
        return "–"
    return ("+" if value > 0.0 else "") + number(value)


def signed_interval(interval: Interval) -> tuple[str, str]:
    """A mean change and its bounds."""
    return signed(interval.mean), bounds(interval)


def fewer(saved: float) -> str:
    """What is saved, in words: so many fewer, or more."""
    return f"{number(abs(saved))} {'more' if saved < 0.0 else 'fewer'}"


def fewer_within(saved: Interval) -> str:
    """What is saved, with the interval of what the words say."""
    low, high = (-saved.high, -saved.low) if saved.mean < 0.0 else (saved.low, saved.high)
    return f"{fewer(saved.mean)} [{number(low)}, {number(high)}]"


def verdict(against: Interval, rule: str) -> Text:
    """Whether the program was worth its while."""
    said = f"The best rule of thumb is {rule}: "
    if against.high < 0.0:
        said += f"the program saves {number(-against.mean)} ticket-days a year more."
    elif against.low > 0.0:
        said += f"it beats the program by {number(against.mean)} ticket-days a year. Take the rule."
    else:
        said += "the program cannot be told from it. The rule of thumb is enough here."
    return Text(said)


def whole_plan(gained: str) -> Text:
    """What the whole plan changes against today as it stands, and against nothing."""
    return Text(f"The whole plan, in open ticket-days a year: {gained}.")


def write_folder(folder: Path, manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Write all files and a manifest, or nothing."""
    with whole_folder(folder) as whole:
        write_json(whole / MANIFEST, manifest)
        write_more(whole, files)


def report_or_charts(report: Report, reporting: Reporting) -> dict[str, bytes]:
    """Files of a report with its charts, or of its charts alone, by path in the folder."""
    from .render import report_files
    from .render.files import chart_files

    return chart_files(report) if reporting.command is None else report_files(report)
