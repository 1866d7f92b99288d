"""What `qipan check` shows of a sound scenario."""

import datetime
import sys
from collections.abc import Iterable

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..terminal import Terminal
from ..units import unit
from ..words import Phrase, clauses, in_language, joined, spoken
from .grounds import TOLD, grounds
from .key_names import key_name
from .provenance import ProvenanceRow
from .regimes import Regime
from .said_basis import said_basis
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
        console.print(Text(f"  {_wide(_said(label), 12)} {_said(text)}"))
    rows = scenario.provenance
    listed = rows if show_all else [row for row in rows if row.status == "assumed"]
    if listed:
        console.print(_table(listed, scenario))
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
    yield Phrase("file"), shown(scenario.path) if scenario.path else Phrase("(Python data)")
    days = {"start": horizon.start, "last": last, "days": horizon.days}
    yield (
        Phrase("horizon"),
        Phrase(
            "{start} to {last}, {days} days, after {warm_up} of warm-up",
            warm_up=horizon.warm_up_days,
            **days,
        )
        if horizon.warm_up_days
        else Phrase("{start} to {last}, {days} days", **days),
    )
    communities = len(city.communities) or city.community_count or 0
    residents = city.residents or sum(place.residents for place in city.communities)
    of_city = [Phrase("{number:,} communities", number=communities)]
    if city.villages:
        of_city.append(Phrase("{number:,} villages", number=city.villages.count))
    yield (
        Phrase("city"),
        joined([*of_city, Phrase("{number:,} residents", number=residents)], ", ", "，"),
    )
    for number, regime in enumerate(scenario.regimes):
        date = horizon.first_day + datetime.timedelta(days=regime.day)
        said = Phrase(
            "from {date} (day {day}): {mechanisms}",
            date=date,
            day=regime.day,
            mechanisms=_mechanisms(regime),
        )
        yield "" if number else Phrase("regimes"), said
    yield Phrase("numbers"), grounds(scenario).words()
    yield "sha256", scenario.sha256


def _mechanisms(regime: Regime) -> str:
    policy = regime.document.policy
    acting = [name for name, block in policy if getattr(block, "on", False)]
    language = spoken()  # the catalogue of Chinese names takes a while to read
    called = [name if language == "en" else key_name(f"policy.{name}", language) for name in acting]
    return joined(called) if acting else Phrase("no mechanism in force")


def _said(text: str) -> str:
    return in_language(text, spoken())


def _wide(text: str, columns: int) -> str:
    """Fill text up with spaces to so many columns of a terminal; a character takes two."""
    return text + " " * max(columns - cell_len(text), 0)


def _named(key: str, scenario: Scenario) -> str:
    """Return a key, with what it is called below it where that is not the same."""
    return "\n".join(dict.fromkeys([key, key_name(key, spoken(), scenario)]))


def _table(rows: Iterable[ProvenanceRow], scenario: Scenario) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(_said(Phrase("key")), no_wrap=True, overflow="fold")
    table.add_column(_said(Phrase("value")), justify="right")
    table.add_column(_said(Phrase("unit")))
    table.add_column(_said(Phrase("status")))
    table.add_column(_said(Phrase("range")))
    table.add_column(_said(Phrase("in range")), no_wrap=True)
    table.add_column(_said(Phrase("basis")), overflow="fold")
    for row in rows:
        cells = (
            _named(row.key, scenario),
            _value(row.value),
            unit(row.unit, spoken()),
            _said(TOLD[row.status]),
            _said(Phrase("{low:g} to {high:g}", low=row.range[0], high=row.range[1]))
            if row.range
            else "",
            _position(row),
            clauses(*(said_basis(t or "", spoken()) for t in (row.basis, row.note))).say(spoken()),
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
            warning = Phrase("warning: {said}", said=stand.phrase)
            console.print(Text(_said(warning), style="yellow"))
        else:
            note = _wide(_said(Phrase("note")), 12)
            console.print(Text(f"  {note} {_said(stand.phrase)}"))


def _warn_of_unmarked(console: Console, rows: list[ProvenanceRow], brief: bool) -> None:
    if not rows:
        return
    warning = Phrase(
        "warning: {number} {number:number gives|numbers give} no origin (unmarked)",
        number=len(rows),
    )
    console.print(Text(_said(warning), style="yellow"))
    if not brief:
        for row in rows:
            place = f"{row.file}:{row.line}" if row.line else row.file
            console.print(Text(f"  {row.key} = {_value(row.value)}  ({place})"))
