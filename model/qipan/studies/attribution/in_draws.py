"""Contributions in each draw of an ensemble: over chance and over what data leave open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...runs.replication import Stopped
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...words import Phrase
from ..uncertainty.ensemble import Draw, Spread, laid, spread
from .attribute import Plan, Request, carry_out, games_of, plan, shapley_of
from .players import AttributionError
from .result import Attribution

if TYPE_CHECKING:
    from .ask import Question

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ContributionsInDraws:
    """What each change contributes in each draw, both scenarios run once in it on its seed.

    Attributes
    ----------
    players, metrics : tuple of str
    values : array, shape (draws, players, metrics)
        Shapley values, of one period in each draw.
    weights : array, shape (draws,)
        Of the draws that could be simulated; their sum is 1.
    drawn : tuple of int
        Their places.
    seeds : tuple of int
    wanted : int
    runs : int
    """

    players: tuple[str, ...]
    metrics: tuple[str, ...]
    values: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    drawn: tuple[int, ...]
    seeds: tuple[int, ...]
    wanted: int
    runs: int

    def __len__(self) -> int:
        return len(self.drawn)

    def spread(self, player: str, metric: str) -> Spread:
        """Spread of what a change contributes to a metric."""
        place = self.players.index(player), self.metrics.index(metric)
        return spread(self.values[:, place[0], place[1]], self.weights, metric)

    def whole(self, metric: str) -> Spread:
        """Spread of the whole difference."""
        values = self.values[:, :, self.metrics.index(metric)].sum(axis=1)
        return spread(values, self.weights, metric)


def plans_in_draws(
    made: Plan, request: Request, draws: Sequence[Draw]
) -> list[tuple[Plan, Request]]:
    """Say what is to be simulated in each draw, before anything is.

    Raises
    ------
    ScenarioError
        If a draw does not fit a scenario, or sets what lies between the two.
    """
    members = laid(draws, [made.coalitions.before, made.coalitions.after])
    asked = [replace(request, replications=1, seed=draw.seed) for draw in draws]
    return [
        (plan(before, after, one), one) for (before, after), one in zip(members, asked, strict=True)
    ]


class Planned(NamedTuple):
    """What a question has simulated.

    Attributes
    ----------
    plan : Plan
    in_draws : list of (Plan, Request)
        In each draw of its ensemble; empty without one.
    """

    plan: Plan
    in_draws: list[tuple[Plan, Request]]

    @property
    def runs(self) -> int:
        """Replications to be made."""
        return self.plan.runs + sum(each.runs for each, _ in self.in_draws)


def planned(question: "Question") -> Planned:
    """Say what a question has simulated, before anything is.

    Raises
    ------
    AttributionError, ScenarioError
        As `plan` and `plans_in_draws`.
    """
    made = plan(question.before, question.after, question.request)
    return Planned(made, plans_in_draws(made, question.request, question.draws))


def attribute_asked(question: "Question", asked: Planned, runner: Runner) -> Attribution:
    """Answer a question, in the draws of its ensemble too.

    Raises
    ------
    AttributionError, Stopped
        As `carry_out` and `contributions_in_draws`.
    """
    found = replace(carry_out(asked.plan, question.request, runner), asked=question)
    if not asked.in_draws:
        return found
    over = contributions_in_draws(asked.in_draws, question.draws, runner)
    return replace(found, ensemble=over)


def contributions_in_draws(
    plans: Sequence[tuple[Plan, Request]], draws: Sequence[Draw], runner: Runner
) -> ContributionsInDraws:
    """Attribute the difference in each draw, on its own seed; one that fails is left out.

    Raises
    ------
    AttributionError
        If it could be simulated in no draw.
    Stopped
        If the runner was told to stop meanwhile.
    """
    drawn: list[int] = []
    values: list[Floats] = []
    request = plans[0][1]
    with runner.adding(request.institutions, request.measures):
        for n, (made, asked) in enumerate(plans):
            earlier = len(runner.failures)
            (game,) = games_of(made, asked, runner)
            if runner.stopped:
                raise Stopped
            if len(runner.failures) > earlier:
                continue
            drawn.append(n)
            values.append(shapley_of(game, made.orders[0] if made.orders else None, asked).values)
    if not drawn:
        raise AttributionError(Phrase("in no draw could all coalitions be made"))
    weights = np.array([draws[n].weight for n in drawn])
    return ContributionsInDraws(
        players=plans[0][0].coalitions.players,
        metrics=request.metrics,
        values=np.array(values),
        weights=weights / weights.sum(),
        drawn=tuple(drawn),
        seeds=tuple(replication_seed(draws[n].seed, 0) for n in drawn),
        wanted=len(draws),
        runs=sum(made.runs for made, _ in plans),
    )
