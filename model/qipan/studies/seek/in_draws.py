"""A search's answer over an ensemble: what the lever comes to in every draw, and without draws."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...outcomes.catalogue import METRICS
from ...runs.runner import Runner
from ...scenario import Scenario
from ...statistics.interval import mean_interval
from ..uncertainty.draw_values import values_in_draws
from ..uncertainty.ensemble import Draw
from ..uncertainty.two_intervals import TwoIntervals, over_draws


def both_intervals(
    at: Scenario,
    metric: str,
    draws: Sequence[Draw],
    seed: int,
    confidence: float,
    runner: Runner,
) -> TwoIntervals:
    """A metric at one value of the lever, over chance alone and over chance and data.

    As many replications of the scenario alone as there are draws.

    Raises
    ------
    ScenarioError
        If a draw does not fit.
    """
    numbers, about = range(len(draws)), METRICS[metric]
    alone: NDArray[np.float64] = runner.values([at], numbers, seed, [metric])[0, :, 0]
    drawn = values_in_draws(at, numbers, [metric], draws, runner)[:, 0]
    chance = mean_interval(alone, confidence, settled=about.settled, support=about.support)
    return over_draws(drawn, metric, chance)
