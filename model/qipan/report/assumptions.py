"""What a scenario assumes, and where in their ranges its assumed numbers sit."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..scenario import Scenario
from ..scenario.grounds import grounds, is_active
from ..scenario.key_names import key_name
from ..scenario.provenance import ProvenanceRow
from ..scenario.said_basis import said_basis
from ..units import unit
from ..words import Phrase, Words, spoken

NEAR = 0.05  # part of a range that counts as its end
KEY, VALUE, RANGE = Words("key"), Words("value"), Words("range")
PLACE, UNIT = Words("place in it"), Words("unit")
BECAUSE = Words("assumed because")
TO = Words.of(" to ", " 至 ")


def print_assumptions(scenario: Scenario, out: Console, *, show_all: bool = False) -> None:
    """Print how many numbers rest on what, and the assumed ones near an end of their range.

    A fit that needs numbers at the ends of their ranges is a strained one.

    Parameters
    ----------
    scenario : Scenario
    out : Console
    show_all : bool
        List every assumed number.
    """
    rows = scenario.provenance
    standing = grounds(scenario).words()
    said = Phrase("Numbers of {scenario}: {grounds}.", scenario=scenario.name, grounds=standing)
    out.print(Text(said.say(spoken())))
    assumed = [row for row in rows if row.status == "assumed" and is_active(scenario, row)]
    strained = [row for row in assumed if is_at_an_end(row)]
    if assumed:
        said = Phrase(
            "{strained} of {assumed} assumed numbers lie within {near:g} % of an end of their "
            "range.",
            strained=len(strained),
            assumed=len(assumed),
            near=100.0 * NEAR,
        )
        out.print(Text(said.say(spoken())))
    listed = assumed if show_all else strained
    if listed:
        out.print(_table(listed, scenario))


def is_at_an_end(row: ProvenanceRow) -> bool:
    """Whether the number, or the mean of the list, is at or near an end of its range."""
    places = places_in_range(row)
    return bool(places) and not NEAR <= sum(places) / len(places) <= 1.0 - NEAR


def places_in_range(row: ProvenanceRow) -> list[float]:
    """Place of each number in its range, 0 at the low end and 1 at the high one."""
    if row.range is None:
        return []
    low, high = row.range
    return [(value - low) / (high - low) for value in _numbers(row.value)]


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    elif isinstance(value, (int, float)):
        yield float(value)


def _table(rows: Sequence[ProvenanceRow], scenario: Scenario) -> Table:
    language = spoken()
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(KEY.say(language), no_wrap=True)
    for name in (VALUE, RANGE, PLACE):
        table.add_column(name.say(language), justify="right")
    table.add_column(UNIT.say(language))
    table.add_column(BECAUSE.say(language), overflow="fold")
    for row in rows:
        values = _span([f"{value:g}" for value in sorted(_numbers(row.value))])
        named = "\n".join(dict.fromkeys([row.key, key_name(row.key, language, scenario)]))
        places = _span([f"{100.0 * place:.0f} %" for place in sorted(places_in_range(row))])
        ends = _span([f"{end:g}" for end in row.range or ()])
        table.add_row(
            *map(
                Text,
                (
                    named,
                    values,
                    ends,
                    places,
                    unit(row.unit, language),
                    said_basis(row.basis, language),
                ),
            )
        )
    return table


def _span(texts: Sequence[str]) -> str:
    """The only one, or the first and the last of several."""
    return TO.say(spoken()).join(dict.fromkeys((texts[0], texts[-1]))) if texts else ""
