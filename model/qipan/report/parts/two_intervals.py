"""Both intervals of a quantity as a chart draws them."""

from ... import charts
from ...charts.two_intervals import Both
from ...studies.uncertainty.two_intervals import TwoIntervals


def as_both(name: str, unit: str, found: TwoIntervals) -> Both:
    """A quantity with its intervals over chance, and over chance and data."""
    nan = float("nan")
    chance = (nan, nan, nan) if found.chance is None else found.chance[:3]
    data = found.data
    return Both(name, unit, charts.Ends(*chance), charts.Ends(data.median, data.low, data.high))
