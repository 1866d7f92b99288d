"""A sweep over an ensemble: each replication of a point is a draw laid over its scenarios.

Replication n of all that is tried is draw n, and when all draws have had their turn they come
again on other seeds of their own. So what is told of a point is over chance and data. What the
draws set does not move: a world would be undone by them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...outcomes.catalogue import METRICS
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...runs.staffed import check_staffed
from ...scenario import Scenario
from ...statistics.interval import mean_interval, paired_interval
from ...words import Phrase
from ..uncertainty.ensemble import Draw, laid, try_draws
from ..uncertainty.set_by_draws import clashing, set_by_draws
from ..uncertainty.two_intervals import TwoIntervals, over_draws
from .factors import Factor, SweepError, numbers_of
from .tied_shares import groups_of

Floats = NDArray[np.float64]
Asked = tuple[Sequence[Scenario], Sequence[int]]


def left_by_draws(
    scenarios: Sequence[Scenario],
    factors: Sequence[Factor],
    draws: Sequence[Draw],
    named: bool,
) -> tuple[Factor, ...]:
    """Factors that the draws do not set; shares of a whole of which they set one do not move.

    Parameters
    ----------
    scenarios : sequence of Scenario
    factors : sequence of Factor
        Numbers, no families.
    draws : sequence of Draw
    named : bool
        Whether the factors were asked for by their keys: then none may be left out.

    Raises
    ------
    SweepError
        If one that was named is set by the draws, or none is left.
    """
    if not draws:
        return tuple(factors)
    held = _held(scenarios, factors, draws)
    if held and named:
        raise SweepError(
            Phrase(
                "{key}: the draws of the ensemble set it, and one would undo the other; leave it "
                "out of the keys, or sweep without --ensemble",
                key=held[0],
            )
        )
    left = tuple(factor for factor in factors if factor.key not in set(held))
    if not left:
        raise SweepError(
            Phrase(
                "the draws of the ensemble set every number that could move ({number}); sweep "
                "without --ensemble, or name keys that they do not set",
                number=len(held),
            )
        )
    return left


def _held(
    scenarios: Sequence[Scenario], factors: Sequence[Factor], draws: Sequence[Draw]
) -> tuple[str, ...]:
    paths = set_by_draws(draws)
    known = dict.fromkeys(k for s in scenarios for row in s.provenance for k, _ in numbers_of(row))
    keys = set(clashing(known, paths))
    for group in groups_of(known):
        if keys.intersection(group):
            keys.update(group)
    keys.update(clashing((factor.key for factor in factors), paths))
    return tuple(factor.key for factor in factors if factor.key in keys)


def points_in_draws(
    scenarios: Sequence[Scenario], numbers: Sequence[int], draws: Sequence[Draw]
) -> list[Asked]:
    """What is simulated of a point: for each number a draw laid over all its scenarios.

    The seed of each is that of the draw; base seeds are not used.

    Raises
    ------
    ScenarioError, StaffingError
        If the point is not sound with a draw.
    """
    chosen = [draws[number % len(draws)] for number in numbers]
    members = laid(chosen, scenarios)
    for member in members:
        for scenario in member:
            check_staffed(scenario)
    seeds = [
        replication_seed(draw.seed, number // len(draws))
        for draw, number in zip(chosen, numbers, strict=True)
    ]
    return [(member, [seed]) for member, seed in zip(members, seeds, strict=True)]


def as_given_in_draws(
    scenarios: Sequence[Scenario],
    metrics: Sequence[str],
    responses: Sequence[tuple[int, int | None, int]],
    draws: Sequence[Draw],
    seed: int,
    runner: Runner,
) -> tuple[TwoIntervals, ...]:
    """Each response as given, over chance alone and over chance and data.

    Parameters
    ----------
    scenarios : sequence of Scenario
    metrics : sequence of str
    responses : sequence of tuple
        Places of a metric, of the scenario it is held against or None, and of the scenario.
    draws : sequence of Draw
        In which all scenarios are run once; without them they are run as often.
    seed : int
        Base of the runs without them.
    runner : Runner
    """
    alone = runner.values(scenarios, range(len(draws)), seed, metrics)
    reference = scenarios[0].name
    drawn = try_draws(draws, scenarios, reference, metrics, runner).layer.values[:, :, 0, :]
    found = []
    for metric, first, second in responses:
        about, name = METRICS[metrics[metric]], metrics[metric]
        values = drawn[:, second, metric]
        if first is None:
            own = alone[second, :, metric]
            chance = mean_interval(own, settled=about.settled, support=about.support)
        else:
            values = values - drawn[:, first, metric]
            pair = alone[second, :, metric], alone[first, :, metric]
            chance = paired_interval(*pair, settled=about.settled)
        found.append(over_draws(values, name, chance))
    return tuple(found)
