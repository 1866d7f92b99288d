"""Calibrate a scenario: draw its assumed numbers, simulate, and keep what targets leave."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ...errors import message_of
from ...runs.interrupted import Interrupted
from ...runs.replication import Stopped
from ...runs.runner import Runner
from ...scenario import Scenario
from ...words import Phrase, clauses, placed
from ..sweep.factors import Factor
from ..sweep.families import as_given
from ..sweep.trial import Simulator
from ..sweep.worlds import Point, Worlds
from .matching import Told, match
from .request import CalibrationError, Request, factors_of, shown_factors
from .result import Calibration
from .study import MatchError
from .windows import Window

Floats = NDArray[np.float64]
Done = Callable[[int, int], None]


def calibrate(
    scenario: Scenario,
    windows: Sequence[Window],
    request: Request,
    runner: Runner,
    *,
    told: Told = lambda _said: None,
    done: Done = lambda _done, _all: None,
) -> Calibration:
    """Find which values of its assumed numbers bring a scenario's metrics into windows.

    Parameters
    ----------
    scenario : Scenario
    windows : sequence of Window
    request : Request
    runner : Runner
    told, done : callable
        Get what stage begins, and how many of its points are done.

    Raises
    ------
    CalibrationError
        If there is nothing to calibrate, or too few points could be simulated.
    Stopped
        If the runner was told to stop before all was simulated.
    Interrupted
        After Ctrl-C; a KeyboardInterrupt.
    """
    factors = factors_of(scenario, request)
    worlds = Worlds([scenario], factors, request.together)
    metrics = tuple(dict.fromkeys(window.metric for window in windows))
    places = [metrics.index(window.metric) for window in windows]
    settings = request.settings
    simulator = Simulator(worlds, runner, metrics, settings.replications, settings.seed, done)
    failed, names = len(runner.failures), [factor.name for factor in factors]

    def model(points: Floats) -> Floats:
        trial = simulator.try_points([_point(names, row) for row in points])
        values: Floats = trial.values[:, 0][:, :, places]
        values[~trial.usable] = np.nan
        return values

    shown = shown_factors(factors)
    told(Phrase("the scenario as it is given"))
    as_given = [
        values[0]
        for values, _ in runner.each_point(
            [([scenario], range(settings.replications))], settings.seed, metrics
        )
    ]
    if not as_given:
        raise Stopped
    try:
        found = match(
            model, windows, len(shown), len(factors), settings, told, _given(factors, request)
        )
    except Interrupted:
        raise Interrupted from None  # values of some points are no calibration
    except MatchError as error:
        raise CalibrationError(clauses(message_of(error), *_why(worlds, runner, failed))) from None
    if runner.stopped:
        raise Stopped
    return Calibration(
        scenario=scenario,
        windows=tuple(windows),
        factors=factors,
        found=found,
        request=request,
        unsound=worlds.unsound,
        failures=tuple(runner.failures[failed:]),
        runs=(simulator.points + 1) * settings.replications,
        given=dict(zip(metrics, as_given[0].mean(axis=0).tolist(), strict=True)),
    )


def _given(factors: Sequence[Factor], request: Request) -> Floats | None:
    """Point at which numbers are as the scenario has them; None if one is outside of its range."""
    point = as_given([factor for factor in factors if factor.members], request.together)
    for factor in factors:
        if factor.name not in point:
            if factor.base_share is None:
                return None
            point[factor.name] = factor.base_share
    return np.array([point[factor.name] for factor in factors])


def _point(names: Sequence[str], row: Floats) -> Point:
    return dict(zip(names, row.tolist(), strict=True))


def _why(worlds: Worlds, runner: Runner, failed: int) -> list[str]:
    why: list[str] = [placed(each.key, each.reason) for each in worlds.unsound[:1]]
    return why + [failure.reason for failure in runner.failures[failed:][-1:]]
