"""Sweep: try scenarios all over the ranges of their numbers, and see what conclusions remain."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from ...counted import counted
from ...outcomes.catalogue import METRICS, Metric
from ...runs.interrupted import Interrupted
from ...runs.replication import Stopped
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...runs.wanted import Failure
from ...scenario import Scenario
from ...statistics.interval import Interval, mean_interval, paired_interval
from ...words import Phrase, joined, placed
from ..uncertainty.two_intervals import TwoIntervals
from . import designs
from .designs import CHANCE, LEAST_FOR_INDICES, Design
from .factors import Factor, SweepError
from .families import OWN
from .in_draws import as_given_in_draws
from .influence import SobolIndex, elementary_effects, rank_correlations, sobol_indices
from .request import MOST_INDEXED, Request, design_of, factors_of
from .result import Sensitivity, Sweep
from .robustness import Spread, better_side, conclude, spread
from .splits import splits
from .swings import Flip, Swing, flips, swings, try_ends
from .trial import Simulator, Trial
from .worlds import Worlds

Floats = NDArray[np.float64]
Told = Callable[[str], None]
Done = Callable[[int, int], None]

FAIR = ("factorial", "latin_hypercube", "sobol", "saltelli")  # designs that sample worlds evenly


@dataclass(frozen=True)
class _Response:
    """A metric of the scenario `second`, or its difference to `first`; places, not names."""

    metric: int
    first: int | None
    second: int

    def __call__(self, trial: Trial) -> Floats:
        """Values by point and replication."""
        values: Floats = trial.values[:, self.second, :, self.metric]
        return (
            values if self.first is None else values - trial.values[:, self.first, :, self.metric]
        )


def sweep(
    scenarios: Sequence[Scenario],
    request: Request,
    runner: Runner | None = None,
    *,
    told: Told = lambda _said: None,
    done: Done = lambda _done, _all: None,
) -> Sweep:
    """Try scenarios all over the ranges of their numbers.

    With one scenario, its metrics are looked at; with several, the differences of each to the
    first. A number that several scenarios share moves in all of them together.

    The points of `sobol` are those that Sobol' indices are made of, for up to 8 factors (a list
    counts as one). For more, they are plain points, and indices are made for the 8 that the
    responses follow most.

    Raises
    ------
    SweepError
        If it cannot be made as asked, and nothing has been simulated then; or if no world could be
        simulated.
    Stopped
        If the runner was told to stop before all was simulated.
    Interrupted
        After Ctrl-C; a KeyboardInterrupt.
    """
    factors = factors_of(scenarios, request)
    design = design_of(factors, request)
    worlds = Worlds(scenarios, factors, request.together)
    with nullcontext(runner) if runner is not None else Runner() as own:
        simulator = Simulator(
            worlds,
            own,
            request.metrics,
            request.replications,
            request.seed,
            done,
            draws=request.draws,
        )
        try:
            with own.adding(request.institutions, request.measures):
                return _Study(simulator, request, design, told).carry_out()
        except Interrupted:
            raise Interrupted from None  # values of some points are no sweep


class _Study:
    """A sweep under way."""

    def __init__(
        self, simulator: Simulator, request: Request, design: Design | None, told: Told
    ) -> None:
        self._simulator, self._request, self._told = simulator, request, told
        self._design = design
        self._failed_before = len(simulator.runner.failures)  # over what it was asked earlier
        self._factors = simulator.worlds.factors
        self._responses = _responses(len(simulator.worlds.scenarios), len(request.metrics))

    def carry_out(self) -> Sweep:
        """Simulate and conclude."""
        trial = self._try(self._design, Phrase("points all over the ranges"))
        if trial is not None and not trial.usable.any():
            raise SweepError(self._no_world(len(trial.usable)))
        index_design, index_trial = self._indexed(trial)
        strongest = self._strongest(trial)
        self._told(Phrase("{number} factors one at a time", number=len(strongest)))
        ends = try_ends(self._simulator, strongest)
        if trial is None and not ends.usable[1:].any():
            raise SweepError(self._no_world(len(ends.usable)))
        given = [self._as_given(response, ends) for response in self._responses]
        both = self._in_draws()
        found = [
            swings(strongest, ends, response, settled=self._about(response).settled)
            for response in self._responses
        ]
        turned = self._turned(strongest, found)
        scenarios = self._simulator.worlds.scenarios
        return Sweep(
            scenarios=scenarios,
            factors=self._factors,
            metrics=self._request.metrics,
            responses=tuple(
                self._sensitivity(
                    n, trial, (index_design, index_trial), given[n], found[n], turned[n], both[n]
                )
                for n in range(len(self._responses))
            ),
            spreads=self._spreads(trial, ends),
            kind=self._request.design,
            design=self._design,
            trial=trial,
            index_design=None if index_design is self._design else index_design,
            detailed=tuple(factor.name for factor in strongest),
            replications=self._request.replications,
            seed=self._request.seed,
            together=self._request.together if self._request.moves == "family" else None,
            runs=self._simulator.points * len(scenarios) * self._request.replications
            + 2 * len(scenarios) * len(self._request.draws),
            unsound=self._simulator.worlds.unsound,
            failures=tuple(self._failures),
            tried=self._simulator.tried,
            draw_seeds=tuple(replication_seed(draw.seed, 0) for draw in self._request.draws),
        )

    @property
    def _failures(self) -> Sequence[Failure]:
        """Of this sweep alone."""
        return self._simulator.runner.failures[self._failed_before :]

    def _no_world(self, points: int) -> str:
        """Why there is nothing that anything could be said of."""
        said = Phrase(
            "none of the {counted} that were tried could be simulated",
            counted=counted(points, "point"),
        )
        if points == 1:
            said = Phrase("the only point that was tried could not be simulated")
        why: list[str] = [
            placed(each.key, each.reason) for each in self._simulator.worlds.unsound[:1]
        ]
        why += [failure.reason for failure in self._failures[-1:]]
        return Phrase(
            "{said}, so that there is no answer; {why}", said=said, why=joined(why, "; ", "；")
        )

    def _about(self, response: _Response) -> Metric:
        return METRICS[self._request.metrics[response.metric]]

    def _as_given(self, response: _Response, ends: Trial) -> Interval:
        about, values = self._about(response), ends.values[0, :, :, response.metric]
        if response.first is None:
            own = values[response.second]
            return mean_interval(own, settled=about.settled, support=about.support)
        pair = values[response.second], values[response.first]
        return paired_interval(*pair, settled=about.settled)

    def _in_draws(self) -> Sequence[TwoIntervals | None]:
        """Each response as given with both intervals; None of each without an ensemble."""
        draws, simulator = self._request.draws, self._simulator
        if not draws:
            return [None] * len(self._responses)
        self._told(Phrase("{number} draws with all numbers as given", number=len(draws)))
        failed = len(simulator.runner.failures)
        places = [(one.metric, one.first, one.second) for one in self._responses]
        given = simulator.worlds.scenarios, self._request.metrics, places, draws
        both = as_given_in_draws(*given, self._request.seed, simulator.runner)
        if simulator.runner.stopped:
            raise Stopped
        if len(simulator.runner.failures) > failed:
            return [None] * len(self._responses)  # the failures are told
        return both

    def _try(self, design: Design | None, what: str) -> Trial | None:
        if design is None:
            return None
        self._told(f"{len(design):,} {what}")
        return self._simulator.try_design(design)

    # -- which factors are worth more points -------------------------------------------------------

    def _indexed(self, trial: Trial | None) -> tuple[Design | None, Trial | None]:
        """Points for Sobol' indices: those there are, or new ones for the strongest factors."""
        design, request = self._design, self._request
        if design is None or design.kind == "saltelli" or request.design != "sobol":
            return design, trial
        factors = self._strongest(trial, MOST_INDEXED)
        factors += tuple(factor for factor in self._factors if factor.name == OWN)
        wanted = request.index_points or max(LEAST_FOR_INDICES, len(design) // 4)
        made = designs.saltelli(factors, wanted, request.seed, lists=False)
        return made, self._try(
            made, Phrase("points for Sobol' indices of {number} factors", number=len(factors))
        )

    def _strongest(self, trial: Trial | None, most: int | None = None) -> tuple[Factor, ...]:
        """Factors that any response follows most, taken from the responses in turn."""
        if self._design is None or trial is None:
            return self._factors
        ranked = [self._ranked(response, trial) for response in self._responses]
        in_turn = (name for names in zip_longest(*ranked) for name in names if name is not None)
        names = [name for name in dict.fromkeys(in_turn) if name != OWN]
        most = self._request.detail if most is None else most
        by_name = {factor.name: factor for factor in self._factors}
        return tuple(by_name[name] for name in names[:most])

    def _ranked(self, response: _Response, trial: Trial) -> list[str]:
        """Names of factors, the strongest first; the numbers of a list together."""
        assert self._design is not None
        values = response(trial).mean(axis=1)
        if self._design.kind == "morris":
            effects = elementary_effects(self._design, values, trial.usable, self._request.seed)
            names = [effect.factor for effect in effects if effect.factor != CHANCE]
            return [f.name for name in names for f in self._factors if f.group == name]
        found = rank_correlations(self._factors, self._design, values, trial.usable)
        names = [each.factor for each in found if each.factor != CHANCE]
        return names or [factor.name for factor in self._factors]

    # -- what is concluded -------------------------------------------------------------------------

    def _turned(
        self, factors: Sequence[Factor], found: Sequence[tuple[Swing, ...]]
    ) -> list[tuple[Flip, ...]]:
        """Where differences change their sign; a metric by itself concludes nothing."""
        places = [n for n, response in enumerate(self._responses) if response.first is not None]
        if not places:
            return [()] * len(found)
        self._told(Phrase("looking for values at which conclusions turn"))
        turned = flips(
            self._simulator,
            factors,
            [found[n] for n in places],
            [self._responses[n] for n in places],
        )
        by_place = dict(zip(places, turned, strict=True))
        return [by_place.get(n, ()) for n in range(len(found))]

    def _sensitivity(
        self,
        number: int,
        trial: Trial | None,
        indexed: tuple[Design | None, Trial | None],
        given: Interval,
        found: tuple[Swing, ...],
        turned: tuple[Flip, ...],
        both: TwoIntervals | None,
    ) -> Sensitivity:
        response, request = self._responses[number], self._request
        scenarios = self._simulator.worlds.scenarios
        blank = Sensitivity(
            metric=request.metrics[response.metric],
            first=None if response.first is None else scenarios[response.first].name,
            second=scenarios[response.second].name,
            as_given=given,
            conclusion=None,
            correlations=(),
            effects=(),
            indices=(),
            swings=found,
            flips=turned,
            splits=(),
            both=both,
        )
        if self._design is None or trial is None:
            return blank
        values = response(trial).mean(axis=1)
        if self._design.kind == "morris":
            effects = elementary_effects(self._design, values, trial.usable, request.seed)
            return replace(blank, effects=effects)
        fair = _fair(self._design, trial)
        full = replace(
            blank,
            correlations=rank_correlations(self._factors, self._design, values, fair),
            indices=self._indices(response, indexed),
        )
        if response.first is None:
            return full
        return self._concluded(full, response, trial, fair)

    def _indices(
        self, response: _Response, indexed: tuple[Design | None, Trial | None]
    ) -> tuple[SobolIndex, ...]:
        design, trial = indexed
        if design is None or trial is None or design.kind != "saltelli":
            return ()
        values = response(trial).mean(axis=1)
        return sobol_indices(design, values, trial.usable, self._request.seed)

    def _concluded(
        self, full: Sensitivity, response: _Response, trial: Trial, fair: NDArray[np.bool_]
    ) -> Sensitivity:
        assert self._design is not None and response.first is not None and full.first is not None
        first, second = (
            trial.values[fair][:, place, :, response.metric]
            for place in (response.first, response.second)
        )
        difference = (second - first).mean(axis=1)
        known = ~np.isnan(difference)
        better = better_side(full.metric) * difference[known] > 0.0
        points = self._design.points[fair][known][:, :-1]
        return replace(
            full,
            conclusion=conclude(
                full.metric, (full.first, full.second), first, second, full.as_given
            ),
            splits=splits(self._factors, points, better),
        )

    def _spreads(self, trial: Trial | None, ends: Trial) -> tuple[Spread, ...]:
        if trial is None or self._design is None or self._design.kind not in FAIR:
            return ()
        fair = _fair(self._design, trial)
        return tuple(
            spread(
                metric,
                scenario.name,
                trial.values[fair][:, place, :, number],
                self._as_given(_Response(number, None, place), ends),
            )
            for place, scenario in enumerate(self._simulator.worlds.scenarios)
            for number, metric in enumerate(self._request.metrics)
        )


def _responses(scenarios: int, metrics: int) -> tuple[_Response, ...]:
    """Every metric: its differences to the first scenario, or itself if there is only one."""
    pairs: list[tuple[int | None, int]] = [(0, second) for second in range(1, scenarios)]
    pairs = pairs or [(None, 0)]
    return tuple(_Response(m, first, second) for first, second in pairs for m in range(metrics))


def _fair(design: Design, trial: Trial) -> NDArray[np.bool_]:
    """Usable points that are independent of each other: mixtures repeat those they are made of."""
    fair = trial.usable.copy()
    if design.kind == "saltelli":
        place = np.arange(len(design)) % designs.length_of_part(design)
        fair &= (place == 0) | (place == designs.length_of_part(design) - 1)
    return fair
