"""What each mechanism of a case does alone, against the city with every mechanism off."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qipan.city import build_city
from qipan.outcomes.catalogue import METRICS
from qipan.outcomes.equity import outer_thirds
from qipan.runs.paired import check_comparable
from qipan.runs.replicate import replicate
from qipan.runs.runs import Runs
from qipan.scenario import Scenario
from qipan.scenario.document import WITHOUT_EFFECT
from qipan.scenario.policy import MECHANISMS
from qipan.statistics.interval import Interval, paired_interval
from qipan.studies.attribution.players import OTHER_CHANGES

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

DIRECTING = "planner"  # directs other mechanisms, and does nothing alone
TOGETHER = "together"

# What residents and offices see of any mechanism.
OUTCOMES = (
    "fixed_cohort_p50",
    "fixed_cohort_p90",
    "fixed_cohort_solved_share",
    "close_p50",
    "closed_per_year",
    "satisfied_share",
    "reports_per_1000_residents_year",
    "p90_gini",
    "worst_tenth_solved_share",
    "solved_share_voice_gap",
    "backlog_mean",
)

# What a mechanism acts on first. One that moves none of these does nothing in its city.
OWN: dict[str, tuple[str, ...]] = {
    "burden": ("load", "inspection_hours_per_year"),
    "sent_down": ("load", "close_p50", "fixed_cohort_p50"),
    "patrol": ("patrol_share", "fixed_on_the_spot_per_year", "unreported_share"),
    "authority": ("whistles_refused_per_year", "whistles_per_year", "escalated_per_year"),
    "joint_meetings": ("cases_decided_per_year", "talk_finds_per_year"),
    "pairing": ("unit_solved_per_year", "handled_by_unit_share"),
    "orders": ("orders_done_per_year", "handled_by_volunteer_share"),
    "fund": ("projects_built_per_year",),
    "tri_party": ("cases_decided_per_year", "escalated_per_year"),
    "councils": ("cases_decided_per_year", "by_council_share"),
    "shifts": ("response_p50", "response_rate", "close_p50"),
    "service_circle": ("settled_at_counter_per_year", "handled_by_counter_share"),
    "career": ("leavers_per_year", "vacant_post_days_per_year", "misrouted_per_year"),
    "dispatch": ("lendings_per_year", "load", "close_p50"),
    OTHER_CHANGES: ("misrouted_per_year", "merged_per_year", "repeat_share"),
    "planner": ("orders_done_per_year", "unit_solved_per_year", "projects_built_per_year"),
    TOGETHER: ("load", "misrouted_per_year"),
}

# Not in the list of metrics: equity that exists where no community has a p90.
WORST_TENTH = "worst_tenth_solved_share"
VOICE_GAP = "solved_share_voice_gap"


class Effect(NamedTuple):
    """What one policy changes in one metric.

    Attributes
    ----------
    mechanism, metric : str
    reference, value : float
        Means over the replications without and with it.
    difference : Interval
        Paired difference; NaN where the metric does not exist in one of the two.
    """

    mechanism: str
    metric: str
    reference: float
    value: float
    difference: Interval

    @property
    def moves(self) -> bool:
        """Whether the interval excludes 0."""
        return self.difference.low > 0.0 or self.difference.high < 0.0


def switched_on(scenario: Scenario) -> tuple[str, ...]:
    """Mechanisms that a scenario has on, without the planner who directs some of them."""
    policy = scenario.document.policy
    return tuple(name for name in MECHANISMS if getattr(policy, name).on and name != DIRECTING)


def variants(before: Scenario, after: Scenario) -> dict[str, Scenario]:
    """Scenarios to hold against `before`: each mechanism of `after` alone, and all together.

    `other_changes` is `after` with every mechanism off: what a case changes without a switch, such
    as sorting, merging of reports or posts. It is there if it differs from `before`.
    """
    names = switched_on(after)
    found = {name: before.revise({f"policy.{name}.on": True}) for name in names}
    rest = after.revise({f"policy.{name}.on": False for name in (*names, DIRECTING)})
    if not _same_rules(rest, before):
        found[OTHER_CHANGES] = rest
    return {**found, TOGETHER: after}


def without_each(after: Scenario) -> dict[str, Scenario]:
    """Return `after` without each of its mechanisms in turn."""
    return {name: after.revise({f"policy.{name}.on": False}) for name in switched_on(after)}


def replicate_all(
    scenarios: Mapping[str, Scenario], done: Callable[[str], object], n: int, seed: int, jobs: int
) -> dict[str, Runs]:
    """Replicate scenarios on the same seeds; `done` is called with the name of each.

    Only their metrics are kept: the daily counts of a large city fill gigabytes.
    """
    runs = {}
    for name, scenario in scenarios.items():
        runs[name] = without_daily(replicate(scenario, n, seed, jobs=jobs))
        done(name)
    return runs


def without_daily(runs: Runs) -> Runs:
    """Return the same replications without their daily counts."""
    light = (replace(each, daily=each.daily.iloc[:0].copy()) for each in runs.replications)
    return replace(runs, replications=tuple(light))


def on_top_of(rest: Scenario, mechanisms: Iterable[str]) -> dict[str, Scenario]:
    """Mechanisms one by one in a city that has the other changes already.

    Some need them: without sorting no matter reaches an estate, where three parties could act.
    """
    return {name: rest.revise({f"policy.{name}.on": True}) for name in mechanisms}


def effects(
    mechanism: str, reference: Runs, runs: Runs, metrics: Iterable[str] = OUTCOMES
) -> list[Effect]:
    """Paired differences `runs` - `reference` in some metrics, each once."""
    check_comparable(reference, runs)
    return [_effect(mechanism, name, reference, runs) for name in dict.fromkeys(metrics)]


def effects_alone(reference: Runs, several: Mapping[str, Runs]) -> list[Effect]:
    """Differences of several policies in the outcomes and in what each acts on first."""
    return [
        effect
        for name, runs in several.items()
        for effect in effects(name, reference, runs, (*OUTCOMES, *OWN[name]))
    ]


def idle(found: Sequence[Effect]) -> list[str]:
    """Mechanisms whose intervals include 0 in all that they act on first."""
    names = dict.fromkeys(effect.mechanism for effect in found)
    return [name for name in names if not _moves_any(found, name, OWN[name])]


def without_outcome(found: Sequence[Effect]) -> list[str]:
    """Mechanisms whose intervals include 0 in every outcome."""
    names = dict.fromkeys(effect.mechanism for effect in found)
    return [name for name in names if not _moves_any(found, name, OUTCOMES)]


def effect_table(found: Sequence[Effect]) -> "pd.DataFrame":
    """Tabulate effects: mechanism, metric, reference, value, difference, low, high."""
    import pandas as pd

    rows = [(*effect[:4], *effect.difference[:3]) for effect in found]
    names = ["mechanism", "metric", "reference", "value", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=names)


def effects_from(table: "pd.DataFrame") -> list[Effect]:
    """Effects from a table of them; the number of replications is not in it, and is 0."""
    return [
        Effect(
            row["mechanism"],
            row["metric"],
            row["reference"],
            row["value"],
            Interval(row["difference"], row["low"], row["high"], 0),
        )
        for row in table.to_dict("records")
    ]


def values_of(runs: Runs, metric: str) -> Floats:
    """Values of a metric, one a replication; the two measures of equity of this module too."""
    if metric == WORST_TENTH:
        return np.array([worst_tenth(solved) for solved in _solved_by_community(runs)])
    if metric == VOICE_GAP:
        voice = build_city(runs.scenario.regimes[0].document).places.voice
        return np.array([voice_gap(solved, voice) for solved in _solved_by_community(runs)])
    return runs.values(metric)


def worst_tenth(solved: Floats) -> float:
    """Mean share solved in the tenth of the communities, at least one, with the lowest shares."""
    known = np.sort(solved[~np.isnan(solved)])
    if len(known) == 0:
        return math.nan
    return float(known[: math.ceil(len(known) / 10)].mean())


def voice_gap(solved: Floats, voice: Floats) -> float:
    """Mean share solved in the third of communities that report most, minus that of the least."""
    third = outer_thirds(voice)
    groups = [solved[(third == n) & ~np.isnan(solved)] for n in (0, 2)]
    if any(len(group) == 0 for group in groups):
        return math.nan
    return float(groups[1].mean() - groups[0].mean())


def _solved_by_community(runs: Runs) -> list[Floats]:
    name = "fixed_cohort_solved_share"
    return [replication.table.values(name, "community") for replication in runs.replications]


def _effect(mechanism: str, metric: str, reference: Runs, runs: Runs) -> Effect:
    before, after = values_of(reference, metric), values_of(runs, metric)
    means = float(before.mean()), float(after.mean())
    settled = metric in METRICS and METRICS[metric].settled
    return Effect(mechanism, metric, *means, paired_interval(after, before, settled=settled))


def _moves_any(found: Sequence[Effect], mechanism: str, metrics: Iterable[str]) -> bool:
    names = set(metrics)
    return any(e.moves for e in found if e.mechanism == mechanism and e.metric in names)


def _same_rules(first: Scenario, second: Scenario) -> bool:
    """Whether two scenarios differ in name and title at most."""
    one, other = (
        scenario.document.model_dump(mode="json", exclude=WITHOUT_EFFECT)
        for scenario in (first, second)
    )
    return one == other
