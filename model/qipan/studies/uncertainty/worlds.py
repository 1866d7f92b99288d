"""Worlds: what the assumed numbers may be, drawn by families, and how far an answer moves there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ...outcomes.catalogue import METRICS
from ...runs.runner import Runner
from ...scenario import Scenario
from ...words import Phrase, placed
from ..sweep.factors import Factor, SweepError, assumed_factors
from ..sweep.families import in_families, own_part
from ..sweep.robustness import FEWEST_WORLDS, Share
from ..sweep.worlds import Worlds
from .layer import Layer, LayerError, try_layer

Floats = NDArray[np.float64]

CENTRAL = (0.05, 0.95)  # ends of the range of nine in ten
_DRAWN = 4  # beside the seed, so that draws are not those of a sweep


@dataclass(frozen=True, eq=False)
class AssumedWorlds:
    """Policies over what was assumed.

    Attributes
    ----------
    layer : Layer
        Values by world.
    families : tuple of str
    places : array of float, shape (worlds, families)
        Where each family lies in each world: a quantile, from 0 to 1.
    together : float
        How closely the numbers of a family hang together.
    numbers : int
        How many assumed numbers were drawn.
    """

    layer: Layer
    families: tuple[str, ...]
    places: Floats = field(repr=False)
    together: float
    numbers: int


@dataclass(frozen=True)
class OverWorlds:
    """A difference over the worlds: a range of what was assumed, and no interval of chance.

    Attributes
    ----------
    metric, scenario, reference : str
    mean, median, low, high : float
        Of the worlds' mean differences; `low` and `high` hold the middle nine in ten, and are NaN
        of fewer worlds than tell them.
    better : Share
        Worlds whose mean difference lies on the better side; lower, if no side is.
    worlds : int
        In which the metric exists in both.
    missing : int
        In which it does not.
    chance_share : float
        Share of the variance between worlds that is left of chance, in so few replications.
    """

    metric: str
    scenario: str
    reference: str
    mean: float
    median: float
    low: float
    high: float
    better: Share
    worlds: int
    missing: int
    chance_share: float


def try_worlds(
    scenarios: Sequence[Scenario],
    reference: str,
    metrics: Sequence[str],
    count: int,
    replications: int,
    together: float,
    seed: int,
    runner: Runner,
) -> AssumedWorlds:
    """Draw the families of assumed numbers so often, and simulate all policies in each world.

    Worlds are the same whatever their number: asking for more adds to those there are.

    If hardly any draw is a sound scenario there are fewer than were asked for.

    Raises
    ------
    LayerError
        If no number has a range.
    RunnerError
        If nothing can be made, or kept.
    """
    families = families_of(scenarios)
    worlds = Worlds(scenarios, families, together)
    names = [family.name for family in families]

    def place(n: int) -> Floats:
        return drawn_places(seed, n, len(names))

    def made(n: int) -> tuple[Scenario, ...] | None:
        return worlds.at(dict(zip(names, place(n).tolist(), strict=True)))

    layer = try_layer(made, scenarios, reference, metrics, count, replications, seed, runner)
    unsound: dict[str, int] = {
        placed(each.key, each.reason): each.points for each in worlds.unsound
    }
    shown = [family for family in families if family.members]
    places = np.array([place(n)[: len(shown)] for n in layer.drawn])
    return AssumedWorlds(
        layer=replace(layer, unsound={**layer.unsound, **unsound}),
        families=tuple(family.name for family in shown),
        places=places.reshape(len(layer), len(shown)),
        together=together,
        numbers=sum(len(family.members) for family in shown),
    )


def drawn_places(seed: int, world: int, families: int) -> Floats:
    """Where each family lies in a world, as a quantile; the same for all that draw worlds."""
    return np.random.default_rng([seed, _DRAWN, world]).random(families)


def families_of(scenarios: Sequence[Scenario]) -> tuple[Factor, ...]:
    """Families of all assumed numbers of some scenarios, and own parts.

    Raises
    ------
    LayerError
        If no number has a range.
    """
    try:
        return (*in_families(assumed_factors(scenarios)), own_part())
    except SweepError as error:
        raise LayerError(Phrase("there are no worlds to draw: {error}", error=error)) from None


def over_worlds(layer: Layer, scenario: str, metric: str) -> OverWorlds:
    """Summarise a difference over the worlds.

    Parameters
    ----------
    layer : Layer
    scenario, metric : str
    """
    gains = layer.gain(scenario, metric)
    known = ~np.isnan(gains).any(axis=1)
    means = gains[known].mean(axis=1)
    few = len(means) < FEWEST_WORLDS
    nan = float("nan")
    low, high = (nan, nan) if few else np.quantile(means, CENTRAL).tolist()
    side = 1.0 if METRICS[metric].better == "higher" else -1.0
    return OverWorlds(
        metric=metric,
        scenario=scenario,
        reference=layer.reference,
        mean=float(means.mean()) if len(means) else nan,
        median=float(np.median(means)) if len(means) else nan,
        low=low,
        high=high,
        better=Share(int((side * means > 0.0).sum()), len(means)),
        worlds=len(means),
        missing=int((~known).sum()),
        chance_share=share_of_chance(gains[known]),
    )


def share_of_chance(gains: Floats) -> float:
    """Share of the variance of means by row that is chance; NaN if it cannot be told."""
    if len(gains) < 2 or gains.shape[1] < 2:
        return float("nan")
    between = float(gains.mean(axis=1).var(ddof=1))
    within = float(gains.var(axis=1, ddof=1).mean()) / gains.shape[1]
    return min(1.0, within / between) if between > 0.0 else float("nan")
