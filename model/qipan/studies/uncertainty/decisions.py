"""A decision in many worlds: how a plan's gain, and the value of one more, hang on guesses."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...agents.staffing import StaffingError
from ...programs.aim import TICKET_DAYS, Aim
from ...runs.errors import ResourceError
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...runs.staffed import check_staffed
from ...runs.variants import Variant, ticket_days
from ...scenario import Scenario, ScenarioError
from ...statistics.estimate import Estimate
from ...statistics.interval import mean_interval
from ...words import Phrase, placed
from ..allocation.plans import SimulatedPlan
from ..sweep.factors import SweepError
from ..sweep.families import TOGETHER, in_families, own_part
from ..sweep.robustness import FEWEST_WORLDS, Share
from ..sweep.worlds import Worlds
from .layer import PATIENCE, LayerError
from .movable import ids_of, movable_factors
from .worlds import CENTRAL, drawn_places, share_of_chance

Floats = NDArray[np.float64]
Days = Mapping[str, Floats]  # open ticket-days by name of what was simulated: (seeds, communities)
Variants = Mapping[str, Variant]
Kind = Literal["rule", "today", "nobody", "robust", "cadres", "fund", "hours", "paperwork"]

REPLICATIONS = 4  # in each world, as a comparison has them
_JUDGED_IN_WORLDS = 4  # added to the seed, so that these years chose no plan


@dataclass(frozen=True)
class Quantity:
    """A difference that is asked for in every world; less is better.

    Attributes
    ----------
    kind : str
        rule, today, nobody, robust: the plan against the best rule, today and nobody more, the
        robust plan against the plan. cadres, fund, hours, paperwork: a step more of it, or less
        paperwork.
    name : str
        Of the rule or the earmark; empty where there is nothing to name.
    step : float
        Of a resource; NaN of plans.
    one, other : str
        Names of what is simulated: the difference is one minus the other.
    aim : Aim
        Of ticket-days by community.
    factor : float
        By which the difference is multiplied.
    skewed : bool
        Whether its interval over chance allows for skewness, as those of funds and hours do.
    """

    kind: Kind
    name: str
    step: float
    one: str
    other: str
    aim: Aim = TICKET_DAYS
    factor: float = 1.0
    skewed: bool = False

    def given(self, days: Days) -> Estimate:
        """The difference with its 95 % interval over chance."""
        if self.skewed:
            found = mean_interval(self.by_replication(days))
            return Estimate(found.mean, found.low, found.high)
        one, other = (SimulatedPlan(days[name], {}) for name in (self.one, self.other))
        return self.aim.difference(one, other).times(self.factor)

    def by_replication(self, days: Days) -> Floats:
        """Difference by replication; one number for all where the aim is no sum."""
        one, other = days[self.one], days[self.other]
        if not self.aim.additive:
            one, other = (each.mean(axis=0, keepdims=True) for each in (one, other))
        pairs = zip(one, other, strict=True)
        return self.factor * np.array([self.aim.measure(a) - self.aim.measure(b) for a, b in pairs])


@dataclass(frozen=True)
class Trial:
    """What is tried in each world.

    Attributes
    ----------
    scenario : Scenario
        Whose assumed numbers are drawn.
    communities : tuple of str
        They are the same in all worlds.
    variants : callable
        From a world to what is simulated in it, by name.
    quantities : tuple of Quantity
    bottleneck : callable or None
        From ticket-days to where, or of what, one more is worth most.
    seeds : sequence of int
        On which the scenario is simulated as given.
    seed : int
        Base of the worlds and their years.
    counted : 'tickets' or 'issues'
        Of what days are counted.
    """

    scenario: Scenario
    communities: tuple[str, ...]
    variants: Callable[[Scenario], Variants]
    quantities: tuple[Quantity, ...]
    bottleneck: Callable[[Days], str] | None
    seeds: Sequence[int]
    seed: int
    counted: Literal["tickets", "issues"] = "tickets"


@dataclass(frozen=True, eq=False)
class QuantityOverWorlds:
    """A quantity over chance, as given, and over the worlds.

    Attributes
    ----------
    quantity : Quantity
    given : Estimate
        With its interval over chance.
    by_world : array of float, shape (worlds,)
    median, low, high : float
        Of the worlds; `low` and `high` hold the middle nine in ten, NaN of too few worlds.
    better : Share
        Worlds in which it lies below 0.
    chance_share : float
        Share of the variance between worlds that is left of chance.
    """

    quantity: Quantity
    given: Estimate
    by_world: Floats = field(repr=False)
    median: float
    low: float
    high: float
    better: Share
    chance_share: float


@dataclass(frozen=True, eq=False)
class DecisionInWorlds:
    """Quantities of a decision over the worlds.

    Attributes
    ----------
    rows : tuple of OverWorlds
    drawn : tuple of int
        Which of the draws each world is; those of no sound scenario are left out.
    bottleneck : str
        As given; empty where none is told.
    bottlenecks : tuple of str
        By world.
    wanted, replications : int
        Worlds that were asked for; years in each.
    together : float
    numbers : int
        Assumed numbers that were drawn.
    held : tuple of str
        Assumed numbers that were not, since there would be other communities.
    unsound : dict of str to int
    years : int
        Simulated.
    """

    rows: tuple[QuantityOverWorlds, ...]
    drawn: tuple[int, ...]
    bottleneck: str
    bottlenecks: tuple[str, ...]
    wanted: int
    replications: int
    together: float
    numbers: int
    held: tuple[str, ...]
    unsound: dict[str, int]
    years: int

    def __len__(self) -> int:
        return len(self.drawn)

    @property
    def same_bottleneck(self) -> Share:
        """Worlds in which it is the one as given."""
        return Share(self.bottlenecks.count(self.bottleneck), len(self.bottlenecks))

    @property
    def other_bottlenecks(self) -> list[tuple[str, int]]:
        """Others with the number of their worlds, the commonest first."""
        counted = Counter(name for name in self.bottlenecks if name != self.bottleneck)
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def try_decision(
    trial: Trial,
    count: int,
    *,
    replications: int = REPLICATIONS,
    together: float = TOGETHER,
    runner: Runner | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> DecisionInWorlds:
    """Simulate the rivals of a decision as given, and in so many worlds.

    World n of a seed is that of `qipan compare --worlds`: its families lie at the same places.
    Draws of no sound scenario are replaced; if hardly any is sound there are fewer worlds.

    Raises
    ------
    LayerError
        If no number has a range.
    Stopped
        If the runner was told to stop meanwhile.
    """
    try:
        factors, held = movable_factors(trial.scenario, trial.communities)
        families = (*in_families(factors), own_part())
    except SweepError as error:
        raise LayerError(Phrase("there are no worlds to draw: {error}", error=error)) from None
    worlds = Worlds((trial.scenario,), families, together)
    names = [family.name for family in families]
    as_given = trial.variants(trial.scenario)
    given = simulated(as_given, trial.seeds, runner, trial.counted)
    told(
        Phrase("tries {count} worlds of {number} assumed numbers", count=count, number=len(factors))
    )
    drawn: list[int] = []
    found: list[Days] = []
    refused: Counter[str] = Counter()
    years = len(trial.seeds) * len(unlike(as_given))
    for n in range(PATIENCE * count):
        if len(found) == count:
            break
        place = drawn_places(trial.seed, n, len(names)).tolist()
        made = worlds.at(dict(zip(names, place, strict=True)))
        variants = None if made is None else sound(trial, made[0], refused)
        if variants is None:
            continue
        seeds = _seeds(trial.seed, n, replications)
        found.append(simulated(variants, seeds, runner, trial.counted))
        drawn.append(n)
        years += len(seeds) * len(unlike(variants))
        if len(found) % 10 == 0:
            told(Phrase("tried {number} of {count} worlds", number=len(found), count=count))
    refused |= Counter({placed(each.key, each.reason): each.points for each in worlds.unsound})
    where = trial.bottleneck
    return DecisionInWorlds(
        rows=tuple(_over(quantity, given, found) for quantity in trial.quantities),
        drawn=tuple(drawn),
        bottleneck=where(given) if where else "",
        bottlenecks=tuple(where(days) for days in found) if where else (),
        wanted=count,
        replications=replications,
        together=together,
        numbers=len(factors),
        held=held,
        unsound=dict(refused),
        years=years,
    )


def most_of(names: Sequence[str], one: str, other: str) -> Callable[[Days], str]:
    """Say in which community the step from one to the other saves most, for its own residents."""

    def where(days: Days) -> str:
        return names[int((days[one] - days[other]).mean(axis=0).argmin())]

    return where


def most_worth(quantities: Sequence[Quantity], steps: Sequence[Quantity]) -> Callable[[Days], str]:
    """Say by its place among all quantities which of some steps saves most."""

    def which(days: Days) -> str:
        means = [float(step.by_replication(days).mean()) for step in steps]
        return str(quantities.index(steps[int(np.argmin(means))]))

    return which


def sound(trial: Trial, world: Scenario, refused: Counter[str]) -> Variants | None:
    """What is simulated in a world; None, and counted, where it cannot be."""
    try:
        variants = trial.variants(world)
        for variant in variants.values():
            check_staffed(variant.scenario)
    except (ScenarioError, StaffingError, ResourceError) as error:
        refused[str(error)] += 1
        return None
    if ids_of(world) != trial.communities:
        refused["there are other communities"] += 1
        return None
    return variants


def simulated(
    variants: Variants,
    seeds: Sequence[int],
    runner: Runner | None,
    counted: Literal["tickets", "issues"] = "tickets",
) -> Days:
    """Days of each variant by name; what is the same is simulated once."""
    once = unlike(variants)
    rows = ticket_days(list(once.values()), seeds, runner, counted)
    days = dict(zip(once, rows, strict=True))
    return {name: days[variant.key] for name, variant in variants.items()}


def unlike(variants: Variants) -> dict[object, Variant]:
    """What is to be simulated, each once."""
    return {variant.key: variant for variant in variants.values()}


def _over(quantity: Quantity, given: Days, found: Sequence[Days]) -> QuantityOverWorlds:
    rows = [quantity.by_replication(days) for days in found]
    values = np.array(rows) if rows else np.empty((0, 1))
    means = values.mean(axis=1)
    nan = float("nan")
    few = len(means) < FEWEST_WORLDS
    low, high = (nan, nan) if few else np.quantile(means, CENTRAL).tolist()
    return QuantityOverWorlds(
        quantity,
        quantity.given(given),
        means,
        float(np.median(means)) if len(means) else nan,
        low,
        high,
        Share(int((means < 0.0).sum()), len(means)),
        share_of_chance(values),
    )


def _seeds(seed: int, world: int, count: int) -> list[int]:
    return [replication_seed(seed + _JUDGED_IN_WORLDS, world * count + n) for n in range(count)]
