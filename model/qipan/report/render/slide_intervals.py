"""Intervals on the bars of a native chart, which python-pptx has no words for."""

import math
from collections.abc import Sequence
from itertools import chain
from typing import Any

from ..document import Bars

TICKS = 8


def span(bars: Bars) -> tuple[float, float]:
    """Return ends for the axis at round numbers, so that no interval is cut off by it."""
    from matplotlib.ticker import MaxNLocator

    ends = chain.from_iterable(chain.from_iterable(bars.ends.values()))
    shown = [v for v in chain(*bars.series.values(), ends) if math.isfinite(v)]
    ticks = MaxNLocator(TICKS).tick_values(min([0.0, *shown]), max([0.0, *shown]))
    return float(ticks[0]), float(ticks[-1])


def add_intervals(
    series: Any, values: Sequence[float], lows: Sequence[float], highs: Sequence[float]
) -> None:
    """Add lines from the lower to the upper ends of intervals to the bars of a series.

    Written as ECMA-376, 21.2.2.55 (``c:errBars``) has it, with the lengths of both halves.

    Parameters
    ----------
    series : pptx.chart.series.BarSeries
    values, lows, highs : sequence of float
        NaN where there is no bar or no interval.
    """
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    more = [high - value for value, high in zip(values, highs, strict=True)]
    less = [value - low for value, low in zip(values, lows, strict=True)]
    if not any(map(math.isfinite, more + less)):
        return
    bars = parse_xml(
        f"<c:errBars {nsdecls('c')}>"
        '<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{_lengths(more)}</c:plus><c:minus>{_lengths(less)}</c:minus>"
        "</c:errBars>"
    )
    series._element.find(qn("c:cat")).addprevious(bars)  # the schema has it before the categories


def _lengths(lengths: Sequence[float]) -> str:
    points = "".join(
        f'<c:pt idx="{place}"><c:v>{length!r}</c:v></c:pt>'
        for place, length in enumerate(lengths)
        if math.isfinite(length)
    )
    return f'<c:numLit><c:ptCount val="{len(lengths)}"/>{points}</c:numLit>'
