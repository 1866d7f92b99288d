"""Metrics and their values in running text."""

import math

from ...outcomes.metrics import METRICS
from ...words import Language, Words
from .. import glossary
from ..numbers import decimals_of, written

# What a metric is in a sentence; others are called by their title.
SPOKEN: dict[str, Words] = {
    "fixed_cohort_p50": Words("the time by which half of all issues are truly solved"),
    "fixed_cohort_p90": Words("the time by which nine issues in ten are truly solved"),
    "fixed_cohort_solved_share": Words(
        "the share of all issues that are truly solved within the horizon"
    ),
    "p90_worst_community": Words(
        "the time by which nine issues in ten are solved in the worst-off community"
    ),
    "p90_gini": Words("the inequality between communities (Gini of p90)"),
    "close_p50": Words("the time in which half of the tickets are closed"),
    "close_p90": Words("the time in which nine tickets in ten are closed"),
    "closed_per_year": Words("the number of closures a year"),
    "closed_minus_satisfied": Words("the gap between tickets closed and residents satisfied"),
    "on_time_share": Words(
        "the share of residents' due tickets that are closed on time, as bulletins count"
    ),
    "solved_on_time_share": Words(
        "the share of residents' due tickets that are truly solved on time"
    ),
    "false_closure_share": Words("the share of closures that solved nothing"),
    "closed_minus_solved": Words("the gap between tickets closed and tickets truly solved"),
    "unreported_share": Words("the share of issues that nobody reports or finds"),
    "backlog_end": Words("the number of open tickets at the end"),
    "backlog_mean": Words("the mean number of open tickets"),
    "backlog_ticket_days": Words("the number of open ticket-days"),
    "load": Words("the load of the community desks"),
    "mean_trust": Words("the mean trust of residents"),
    "satisfied_share": Words("the share of residents satisfied"),
}

_WITHOUT_UNIT = ("ratio", "share", "0 or 1", "0 to 1", "Gini", "log")


def spoken(metric: str, language: Language) -> str:
    """What a metric is called within a sentence."""
    words = SPOKEN.get(metric)
    if words is not None:
        return words.say(language)
    title = glossary.metric(metric, language)
    return f"“{title}”"


def quantity(
    value: float, unit: str, decimals: int, language: Language, *, signed: bool = False
) -> str:
    """Write a value with its unit: `17.2 days`, `62 %`, `1.03`; in Chinese `17.2 天`, `62%`."""
    number = written(value, decimals, signed=signed)
    if unit in _WITHOUT_UNIT:
        return number
    if unit == "%":
        return f"{number} %" if language == "en" else f"{number}%"
    if unit == "per year":
        return f"{number} a year" if language == "en" else number
    if language == "en":
        return f"{number} {_singular(unit) if number == '1' else unit}"
    return f"{number} {glossary.unit(unit, language)}"


def _singular(unit: str) -> str:
    return {"days": "day", "hours": "hour", "months": "month", "tickets": "ticket"}.get(unit, unit)


def unit_of_change(unit: str) -> str:
    """Unit of a difference: that of a percentage is points."""
    return "points" if unit == "%" else unit


def unit_of(metric: str) -> str:
    """Unit of a metric, as METRICS has it."""
    return METRICS[metric].unit


def shared_decimals(levels: tuple[float, ...], low: float, high: float) -> int:
    """Decimals that show levels, and the half-width of their difference with a digit."""
    decimals = decimals_of([value for value in (*levels, low, high) if math.isfinite(value)])
    half = (high - low) / 2.0
    if math.isnan(half) or half <= 0.0:
        return decimals
    return max(decimals, min(3, -math.floor(math.log10(half))))
