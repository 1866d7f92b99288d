"""What a reader of a summary must be told: where its numbers do not mean what they seem to."""

import math
from typing import NamedTuple

from ..outcomes.metrics import METRICS, headline
from ..scenario import Scenario
from ..scenario.grounds import grounds
from ..scenario.standing import SENTENCES as STANDING
from ..scenario.standing import standing
from .runs import Runs

# English sentences; a report in another language translates them by name.
SENTENCES = {
    "stopped": "stopped early: {finished} of {wanted} replications are finished",
    "too_short": "{days} days are too few to tell whether the backlog grows",
    "grows": "not stationary: the backlog grows by {size:.0f} tickets a month "
    "[{low:.0f}, {high:.0f}]; times and backlog belong to this horizon of {days} days",
    "shrinks": "not stationary: the backlog shrinks by {size:.0f} tickets a month "
    "[{low:.0f}, {high:.0f}]; times and backlog belong to this horizon of {days} days",
    "warm_up": "warm-up of {given} days is short in {short} of {all} replications (MSER-5 asks for "
    "{needed:.0f} days on average)",
    "missing": "shown as –: {titles}. A quantile exists only where so many are ever solved; of all "
    "issues born, {solved:.0f} % were solved within the horizon",
    "assumed": "intervals are over chance only; {assumed} of the scenario's {all} numbers are "
    "assumed (see qipan check)",
    "one_replication": "intervals are over nothing: one replication has no interval; {assumed} of "
    "the scenario's {all} numbers are assumed (see qipan check)",
    **STANDING,
}


class Finding(NamedTuple):
    """Something a reader must be told.

    Attributes
    ----------
    name : str
        Of one of `SENTENCES`.
    fields : dict of str to object
        What fills the sentence in.
    """

    name: str
    fields: dict[str, object]

    @property
    def sentence(self) -> str:
        """The sentence, in English."""
        return SENTENCES[self.name].format(**self.fields)


def cautions(runs: Runs) -> list[str]:
    """Sentences about stationarity, warm-up, metrics that do not exist, and what is not said."""
    return [finding.sentence for finding in findings(runs)]


def findings(runs: Runs) -> list[Finding]:
    """Return the same as data."""
    return [
        *_unfinished(runs),
        *_growth(runs),
        *_warm_up(runs),
        *_missing(runs),
        *(Finding(*stand) for stand in standing(runs.scenario)),
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


def _unfinished(runs: Runs) -> list[Finding]:
    if runs.complete:
        return []
    return [Finding("stopped", {"finished": len(runs), "wanted": runs.wanted})]


def _growth(runs: Runs) -> list[Finding]:
    mean, low, high = growth_interval(runs)
    stationary = is_stationary(runs)
    days = runs.scenario.document.horizon.days
    if stationary is None:
        return [Finding("too_short", {"days": days})]
    if stationary:
        return []
    fields: dict[str, object] = {"size": abs(mean), "low": low, "high": high, "days": days}
    return [Finding("grows" if mean > 0 else "shrinks", fields)]


def _warm_up(runs: Runs) -> list[Finding]:
    given = runs.scenario.document.horizon.warm_up_days
    enough = runs.values("warm_up_enough")
    if not (enough == 0.0).any() or is_stationary(runs) is False:
        return []
    fields: dict[str, object] = {
        "given": given,
        "short": int((enough == 0.0).sum()),
        "all": len(runs),
        "needed": runs.interval("warm_up_needed").mean,
    }
    return [Finding("warm_up", fields)]


def assumed_numbers(runs: Runs) -> tuple[int, int]:
    """How many of the numbers that act are assumed or unmarked, and how many there are."""
    return assumed_of(runs.scenario)


def assumed_of(scenario: Scenario) -> tuple[int, int]:
    """How many of the numbers that act are assumed or unmarked, and how many there are."""
    acting = grounds(scenario).acting
    return acting["assumed"] + acting["unmarked"], sum(acting.values())


def _assumed(runs: Runs) -> list[Finding]:
    doubtful, numbers = assumed_numbers(runs)
    if doubtful == 0:
        return []
    name = "assumed" if len(runs) > 1 else "one_replication"
    return [Finding(name, {"assumed": doubtful, "all": numbers})]


def missing_metrics(runs: Runs) -> list[str]:
    """Headline metrics that do not exist in these runs."""
    return [name for name in headline() if math.isnan(runs.interval(name).mean)]


def _missing(runs: Runs) -> list[Finding]:
    names = missing_metrics(runs)
    if not names:
        return []
    fields = {
        "titles": "; ".join(METRICS[name].title_en for name in names),
        "titles_zh": "；".join(METRICS[name].title_zh for name in names),
        "solved": runs.interval("fixed_cohort_solved_share").mean,
    }
    return [Finding("missing", fields)]
