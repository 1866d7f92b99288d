"""Differences that decide, over chance and over worlds or draws: named, drawn and tabulated."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from ... import charts
from ...charts.beyond import Ends, Ranged
from ...scenario import Scenario
from ...studies.uncertainty.decisions import Quantity, QuantityOverWorlds
from ...studies.uncertainty.decisions_in_draws import QuantityInDraws
from ...words import Language, Words
from .. import glossary
from ..document import Range, Section, Shown
from ..numbers import written
from ..parts import method
from .names import plan as plan_name
from .ways import WAYS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Row = QuantityOverWorlds | QuantityInDraws

KINDS = {
    "rule": Words("plan minus “{name}”"),
    "today": Words("plan minus today"),
    "nobody": Words("plan minus nobody more"),
    "robust": Words("robust plan minus this one"),
    "cadres": Words("{step} cadre more"),
    "fund": Words("¥{step} more of {name}"),
    "hours": Words("{step} volunteer hours more"),
    "paperwork": Words("{step} points less paperwork"),
}
COLUMNS = {
    "what": Words("difference"),
    "given": Words("as given"),
    "chance": Words("over chance"),
    "chance_low": Words("chance, low"),
    "chance_high": Words("chance, high"),
    "unit": Words("unit"),
}
NOTE = Words("Below 0 is better. What one more is worth is per community, given in all at once.")


class Better(NamedTuple):
    """In which share of the worlds or draws a difference is below 0, and in how many to be told."""

    share: float
    number: int
    of: int


@dataclass(frozen=True)
class SecondRange:
    """What stands beside chance: worlds that were assumed, or draws of an ensemble.

    Attributes
    ----------
    key : 'assumed' or 'data'
        Of the range in the chart.
    chart : str
        Name of the chart.
    heading, says, sheet, title : Words
        Of the section, the chart and the table.
    columns : mapping of str to Words
        Headings of `median`, `range`, `low`, `high` and `better`.
    """

    key: Literal["assumed", "data"]
    chart: str
    heading: Words
    says: Words
    sheet: Words
    title: Words
    columns: Mapping[str, Words]

    def section(
        self,
        rows: Sequence[Row],
        better: Sequence[Better],
        said: tuple[str, ...],
        scenario: Scenario,
        fresh: int,
        language: Language,
    ) -> Section:
        """Return the sentences with a chart and a table of both ranges.

        Parameters
        ----------
        rows : sequence of Row
        better : sequence of Better
            One a row.
        said : tuple of str
        scenario : Scenario
        fresh : int
            Years on which the interval over chance stands.
        language : 'en' or 'zh'
        """
        note = method.simulated(scenario, str(fresh), language)

        def draw() -> "Figure":
            pairs = zip(rows, better, strict=True)
            return charts.beyond_chance(
                [self._drawn(row, each, language) for row, each in pairs],
                title=self.heading.say(language),
                note=note,
                language=language,
            )

        drawn = charts.as_chart(draw, self.chart, self.says.say(language))
        tabled = self._table(rows, better, language)
        return Section(self.heading.say(language), said, charts=(drawn,), tables=(tabled,))

    def _drawn(self, row: Row, better: Better, language: Language) -> Ranged:
        return Ranged(
            named(row.quantity, language),
            glossary.unit(row.quantity.aim.unit, language),
            {
                "chance": Ends(row.given.mean, row.given.low, row.given.high),
                self.key: Ends(row.median, row.low, row.high),
            },
            "lower",
            better.number,
            better.of,
        )

    def _table(self, rows: Sequence[Row], better: Sequence[Better], language: Language) -> Shown:
        h = {name: words.say(language) for name, words in {**COLUMNS, **self.columns}.items()}
        cells = [
            {
                h["what"]: named(row.quantity, language),
                h["given"]: row.given.mean,
                h["chance_low"]: _finite(row.given.low),
                h["chance_high"]: _finite(row.given.high),
                h["median"]: row.median,
                h["low"]: row.low,
                h["high"]: row.high,
                h["better"]: math.nan if math.isnan(each.share) else round(100.0 * each.share),
                h["unit"]: glossary.unit(row.quantity.aim.unit, language),
            }
            for row, each in zip(rows, better, strict=True)
        ]
        return Shown(
            self.sheet.say(language),
            self.title.say(language),
            pd.DataFrame(cells),
            NOTE.say(language),
            ranges=(
                Range(h["chance"], h["chance_low"], h["chance_high"]),
                Range(h["range"], h["low"], h["high"]),
            ),
            signed=(h["given"], h["chance_low"], h["median"], h["low"]),
            by_row=True,
            most_rows=None,
        )


def named(quantity: Quantity, language: Language) -> str:
    """Write what a difference is of."""
    step = f"{quantity.step:,.3g}" if quantity.step < 1000.0 else written(quantity.step, 0)
    name = quantity.name
    if quantity.kind == "rule":
        name = rule_named(name, language)
    return KINDS[quantity.kind].say(language, name=name, step=step)


def rule_named(name: str, language: Language) -> str:
    """Name of a rule, or of another way to divide, that the plan is held against."""
    return WAYS[name].say(language) if name in WAYS else plan_name(name, language)


def named_place(rows: Sequence[Row], label: str, language: Language) -> str:
    """A community's id; where steps are compared, the step by its place."""
    if not label.isdigit():
        return label
    said = named(rows[int(label)].quantity, language)
    return f"“{said}”"


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan
