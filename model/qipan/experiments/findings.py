"""What a reader of a summary must be told: where its numbers do not mean what they seem to."""

import math

from ..outcomes.metrics import METRICS, headline
from .replications import Runs


def cautions(runs: Runs) -> list[str]:
    """Sentences about stationarity, warm-up, metrics that do not exist, and missing runs."""
    return [
        *_unfinished(runs),
        *_growth(runs),
        *_warm_up(runs),
        *_missing(runs),
        *_assumed(runs),
    ]


def growth_interval(runs: Runs) -> tuple[float, float, float]:
    """Growth of open tickets a month, with a 95 % interval.

    Over replications where there are several; within the only one otherwise.
    """
    if len(runs) > 1:
        interval = runs.interval("backlog_growth")
        return interval.mean, interval.low, interval.high
    table = runs.replications[0].table
    names = ("backlog_growth", "backlog_growth_low", "backlog_growth_high")
    mean, low, high = (table[name] for name in names)
    return mean, low, high


def is_stationary(runs: Runs) -> bool | None:
    """Whether the interval of the backlog's growth includes 0; None if it cannot be told."""
    _, low, high = growth_interval(runs)
    return None if math.isnan(low) else low <= 0.0 <= high


def _unfinished(runs: Runs) -> list[str]:
    if runs.complete:
        return []
    return [f"stopped early: {len(runs)} of {runs.wanted} replications are finished"]


def _growth(runs: Runs) -> list[str]:
    mean, low, high = growth_interval(runs)
    stationary = is_stationary(runs)
    days = runs.scenario.document.horizon.days
    if stationary is None:
        return [f"{days} days are too few to tell whether the backlog grows"]
    if stationary:
        return []
    verb = "grows" if mean > 0 else "shrinks"
    return [
        f"not stationary: the backlog {verb} by {abs(mean):.0f} tickets a month "
        f"[{low:.0f}, {high:.0f}]; times and backlog belong to this horizon of {days} days"
    ]


def _warm_up(runs: Runs) -> list[str]:
    given = runs.scenario.document.horizon.warm_up_days
    enough = runs.values("warm_up_enough")
    if not (enough == 0.0).any() or is_stationary(runs) is False:
        return []
    needed = runs.interval("warm_up_needed").mean
    return [
        f"warm-up of {given} days is short in {int((enough == 0.0).sum())} of {len(runs)} "
        f"replications (MSER-5 asks for {needed:.0f} days on average)"
    ]


def assumed_numbers(runs: Runs) -> tuple[int, int]:
    """How many of the scenario's numbers are assumed or unmarked, and how many there are."""
    statuses = [row.status for row in runs.scenario.provenance]
    doubtful = sum(status in ("assumed", "unmarked") for status in statuses)
    return doubtful, len(statuses)


def _assumed(runs: Runs) -> list[str]:
    doubtful, numbers = assumed_numbers(runs)
    if doubtful == 0:
        return []
    over = "chance only" if len(runs) > 1 else "nothing: one replication has no interval"
    return [
        f"intervals are over {over}; {doubtful} of the scenario's {numbers} numbers are assumed "
        f"(see qipan check)"
    ]


def _missing(runs: Runs) -> list[str]:
    names = [name for name in headline() if math.isnan(runs.interval(name).mean)]
    if not names:
        return []
    solved = runs.interval("fixed_cohort_solved_share").mean
    titles = "; ".join(METRICS[name].title_en for name in names)
    return [
        f"shown as –: {titles}. A quantile exists only where so many are ever solved; "
        f"of all issues born, {solved:.0f} % were solved within the horizon"
    ]
