"""Attribute the difference between two scenarios to the changes that lie between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...outcomes.catalogue import METRICS
from ...runs.additions import Institutions, Measure
from ...runs.interrupted import Interrupted
from ...runs.replication import Stopped
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...scenario import Scenario
from ...statistics.interval import Interval, is_spread, mean_interval, paired_interval
from ...words import Phrase
from . import orders as joining
from .players import AttributionError, Coalitions
from .result import Attribution, Contribution, Interaction, MetricAttribution, Missing
from .shapley import interaction_indices, shapley_values

Floats = NDArray[np.float64]

MOST_EXACT = 8  # players: 256 coalitions
MOST_EVER = 14  # 16,384 coalitions, if they are asked for
ORDERS = 24  # of joining, in each replication
AT_ONCE = 64  # coalitions whose scenarios are held in memory
EXAMPLES = 3
# Exist in every city, solved or not; quantiles that much of a city never reaches do not.
DEFAULT_METRICS = (
    "fixed_cohort_p50",
    "fixed_cohort_solved_share",
    "satisfied_share",
    "backlog_mean",
)


@dataclass(frozen=True)
class Request:
    """How an attribution is made.

    Attributes
    ----------
    metrics : tuple of str
    replications : int
    seed : int
    mechanisms : tuple of str or None
        Players, as in `Coalitions`.
    permutations : int or None
        Orders of joining drawn in each replication, rounded up to whole blocks; 0 for all
        coalitions. By default all coalitions for up to 8 players, and 24 orders for more.
    interactions : bool
        Look at pairs too.
    institutions, measures
        Of one's own, as `compare` takes them.
    """

    metrics: tuple[str, ...]
    replications: int = 10
    seed: int = 1
    mechanisms: tuple[str, ...] | None = None
    permutations: int | None = None
    interactions: bool = True
    institutions: Institutions = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Which coalitions are simulated on which replications.

    Attributes
    ----------
    coalitions : Coalitions
    orders : list of list of tuple, or None
        Orders of joining of each replication; None if all coalitions are tried.
    needed : list of frozenset of int
        Coalitions of each replication.
    """

    coalitions: Coalitions
    orders: list[list[joining.Order]] | None
    needed: list[frozenset[int]]

    @property
    def runs(self) -> int:
        """Replications to be made."""
        return sum(map(len, self.needed))


def plan(before: Scenario, after: Scenario, request: Request) -> Plan:
    """Say who takes part, and what must be simulated.

    Raises
    ------
    AttributionError
        If there is nothing to attribute, or too many coalitions.
    """
    coalitions = Coalitions(before, after, request.mechanisms)
    n = len(coalitions.players)
    exact = n <= MOST_EXACT if request.permutations is None else request.permutations == 0
    if exact:
        if n > MOST_EVER:
            raise AttributionError(
                Phrase(
                    "{n} players have {number:,} coalitions; all are tried for {most_ever} at "
                    "most: "
                    "draw orders of joining (--permutations), or name fewer mechanisms",
                    n=n,
                    number=1 << n,
                    most_ever=MOST_EVER,
                )
            )
        everything = frozenset(range(1 << n))
        return Plan(coalitions, None, [everything] * request.replications)
    drawn = [
        joining.draw_orders(n, request.permutations or ORDERS, _dice(request.seed, number))
        for number in range(request.replications)
    ]
    ends = frozenset(_ends(n))
    needed = [
        ends | joining.coalitions_of(each, interactions=request.interactions) for each in drawn
    ]
    return Plan(coalitions, drawn, needed)


def attribute(
    before: Scenario, after: Scenario, request: Request, runner: Runner | None = None
) -> Attribution:
    """Attribute the difference between two scenarios to what differs between them.

    All coalitions of a replication share its seed, so its residents and issues. Each replication
    gives a contribution of each player by itself: its exact Shapley value if all coalitions are
    tried, else the mean over orders of joining that this replication alone has drawn. Either way
    these are independent from replication to replication, with the expected contribution as their
    expectation; Student's interval over them holds the chance of the simulation and that of the
    orders together.

    Raises
    ------
    AttributionError
        As `plan`, or if no replication could be made of all coalitions.
    Stopped
        If the runner was told to stop before all was simulated.
    Interrupted
        After Ctrl-C; a KeyboardInterrupt.
    """
    made = plan(before, after, request)
    if runner is None:
        with Runner() as own:
            return carry_out(made, request, own)
    return carry_out(made, request, runner)


def carry_out(made: Plan, request: Request, runner: Runner) -> Attribution:
    """Simulate what a plan asks for, and attribute; see `attribute`."""
    earlier = len(runner.failures)  # of questions that the same runner was asked before
    try:
        with runner.adding(request.institutions, request.measures):
            games = games_of(made, request, runner)
    except Interrupted:
        raise Interrupted from None  # values of some coalitions are no attribution
    failures = tuple(runner.failures[earlier:])
    failed = {failure.number for failure in failures}
    kept = tuple(
        number
        for number in range(request.replications)
        if number not in failed and len(games[number]) == len(made.needed[number])
    )
    if not kept:
        raise AttributionError(Phrase("no replication could be made of all coalitions"))
    orders = None if made.orders is None else [made.orders[number] for number in kept]
    solved = [shapley_of(games[number], each, request) for number, each in _with(kept, orders)]
    coalitions = made.coalitions
    metrics = tuple(
        _of_metric(place, name, coalitions, [games[n] for n in kept], solved, request)
        for place, name in enumerate(request.metrics)
    )
    return Attribution(
        before=coalitions.before,
        after=coalitions.after,
        players=coalitions.players,
        metrics=metrics,
        orders=0 if made.orders is None else len(made.orders[0]),
        replications=kept,
        wanted=request.replications,
        seed=request.seed,
        coalitions=len(frozenset().union(*made.needed)),
        runs=made.runs,
        stand_ins=tuple(coalitions.stand_ins.values()),
        failures=failures,
    )


Game = dict[int, Floats]  # worth of each coalition in one replication, by metric


@dataclass(frozen=True)
class _Solved:
    """One replication's contributions, shapes (players, metrics) and (players, players, metrics).

    `by_pair` has those of each order and its reverse; one "pair" alone if all were tried.
    """

    values: Floats
    by_pair: Floats
    interactions: Floats


def _with(
    kept: Sequence[int], orders: list[list[joining.Order]] | None
) -> Iterable[tuple[int, list[joining.Order] | None]]:
    return zip(kept, orders if orders is not None else [None] * len(kept), strict=True)


def _dice(seed: int, number: int) -> np.random.Generator:
    """Dice for the orders of one replication; the model's own draws are not touched."""
    return np.random.default_rng([replication_seed(seed, number), len("orders")])


def _ends(n: int) -> Iterable[int]:
    """Coalitions of none, one, all but one, and all."""
    everyone = (1 << n) - 1
    for player in range(n):
        yield from (1 << player, everyone ^ 1 << player)
    yield from (0, everyone)


def games_of(made: Plan, request: Request, runner: Runner) -> list[Game]:
    """Worth of every coalition needed, by replication; each is simulated once a seed."""
    games: list[Game] = [{} for _ in made.needed]
    masks = sorted(frozenset().union(*made.needed))
    for start in range(0, len(masks), AT_ONCE):
        chunk = masks[start : start + AT_ONCE]
        scenarios = {mask: made.coalitions.scenario(mask) for mask in chunk}
        if runner.stopped:
            raise Stopped
        for numbers, group in _alike(chunk, made.needed).items():
            found = runner.values(
                [scenarios[mask] for mask in group], numbers, request.seed, request.metrics
            )
            for mask, rows in zip(group, found, strict=True):
                for number, row in zip(numbers, rows, strict=True):
                    games[number][mask] = row
    if runner.stopped:
        raise Stopped
    return games


def _alike(
    chunk: Sequence[int], needed: Sequence[frozenset[int]]
) -> Mapping[tuple[int, ...], list[int]]:
    """Replications, and the coalitions that exactly they need; one by one if those differ."""
    if all(each == needed[0] for each in needed):
        return {tuple(range(len(needed))): list(chunk)}
    found = {(n,): [m for m in chunk if m in each] for n, each in enumerate(needed)}
    return {numbers: group for numbers, group in found.items() if group}


def shapley_of(game: Game, orders: list[joining.Order] | None, request: Request) -> _Solved:
    """Contributions in one replication, exact or along orders, and of pairs if asked for."""
    if orders is not None:
        found = joining.estimate(game, orders, interactions=request.interactions)
        solved = _Solved(found.values, found.pairs, found.interactions)
    else:
        whole = np.array([game[mask] for mask in range(len(game))])
        values = shapley_values(whole)
        n = len(values)
        pairs = (
            interaction_indices(whole)
            if request.interactions
            else np.full((n, *values.shape), np.nan)
        )
        solved = _Solved(values, values[np.newaxis], pairs)
    _check_efficiency(game, solved.values)
    return solved


def _check_efficiency(game: Game, values: Floats) -> None:
    """All contributions sum to all minus none: by construction, so that else there is a slip."""
    everyone = (1 << len(values)) - 1
    whole = game[everyone] - game[0]
    scale = 1.0 + np.max(np.abs(np.array(list(game.values()))), axis=0)
    off = np.abs(values.sum(axis=0) - whole) > 1e-10 * scale
    assert not off.any(), "contributions do not sum to the difference"


def _of_metric(
    place: int,
    name: str,
    coalitions: Coalitions,
    games: list[Game],
    solved: list[_Solved],
    request: Request,
) -> MetricAttribution:
    players = coalitions.players
    everyone = (1 << len(players)) - 1

    def worth(mask: int) -> Floats:
        return np.array([game[mask][place] for game in games])

    about, vary = METRICS[name], is_spread(worth(everyone))

    def level(mask: int) -> Interval:
        return mean_interval(worth(mask), settled=about.settled, support=about.support)

    def gain(with_: int, without: int) -> Interval:
        return paired_interval(worth(with_), worth(without), settled=about.settled)

    def part(of: Floats) -> Interval:
        nothing = vary and not of.any()  # coalitions with and without it are the same to the bit
        return mean_interval(of, settled=about.settled or nothing)

    values = np.array([each.values[:, place] for each in solved])
    contributions = tuple(
        Contribution(
            player=player,
            shapley=part(values[:, p]),
            alone=gain(1 << p, 0),
            last=gain(everyone, everyone ^ 1 << p),
            chance_of_orders=_chance_of_orders([each.by_pair[:, p, place] for each in solved]),
        )
        for p, player in enumerate(players)
    )
    indices = np.array([each.interactions[:, :, place] for each in solved])
    return MetricAttribution(
        metric=name,
        before=level(0),
        after=level(everyone),
        difference=gain(everyone, 0),
        contributions=contributions,
        interactions=_interactions(players, indices) if request.interactions else (),
        by_replication=values,
        missing=_missing(place, coalitions, games),
    )


def _chance_of_orders(by_pair: list[Floats]) -> float:
    """Standard error of the mean over replications that comes of the orders drawn.

    From the spread between pairs of an order and its reverse within replications. The pairs of a
    block are balanced against each other, so that the true one is rather smaller.
    """
    pairs = len(by_pair[0])
    if pairs < 2:
        return 0.0
    within = np.mean([each.var(ddof=1) for each in by_pair])
    return float(np.sqrt(within / (pairs * len(by_pair))))


def _interactions(players: Sequence[str], indices: Floats) -> tuple[Interaction, ...]:
    n = len(players)
    count = n * (n - 1) // 2
    return tuple(
        Interaction(
            players[i],
            players[j],
            mean_interval(indices[:, i, j]),
            mean_interval(indices[:, i, j], 1.0 - 0.05 / count),
        )
        for i in range(n)
        for j in range(i + 1, n)
    )


def _missing(place: int, coalitions: Coalitions, games: list[Game]) -> Missing | None:
    tried = frozenset().union(*games)
    without = {m for game in games for m, worth in game.items() if np.isnan(worth[place])}
    if not without:
        return None
    smallest = sorted(without, key=lambda mask: (mask.bit_count(), mask))[:EXAMPLES]
    return Missing(len(without), len(tried), tuple(map(coalitions.members, smallest)))
