"""A decision in each draw of an ensemble: a plan's gain, and the value of one more, over data."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...runs.errors import ResourceError
from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault
from ...statistics.estimate import Estimate
from ...words import Phrase
from .decisions import Days, Quantity, Trial, simulated, sound, unlike
from .ensemble import CENTRAL, FEWEST, Draw, laid
from .movable import ids_of
from .set_by_draws import clashing, set_by_draws

Floats = NDArray[np.float64]

# What plans of a resource set: a draw that sets it would be undone.
PLANNED = {
    "cadres": ("policy.sent_down.allocation", "policy.sent_down.plan"),
    "funds": ("policy.fund.allocation", "policy.fund.plan"),
    "hours": ("policy.planner",),
    "patrols": ("policy.patrol.extra",),
    "meetings": ("policy.councils.council.extra", "policy.joint_meetings.community.extra"),
    "paperwork": ("desks.community.clerks",),
    "officers": ("desks.officers",),
    "volunteers": (),
    "training": ("policy.career.extra_training_hours",),
}


@dataclass(frozen=True, eq=False)
class QuantityInDraws:
    """A quantity over chance, as given, and over chance and data.

    Attributes
    ----------
    quantity : Quantity
    given : Estimate
        With its interval over chance.
    by_draw : array of float, shape (draws,)
        Of one period each.
    median, low, high : float
        `low` and `high` hold nine in ten of the draws by weight; NaN of fewer than 20.
    better : float
        Share of the draws, by weight, in which it lies below 0.
    """

    quantity: Quantity
    given: Estimate
    by_draw: Floats = field(repr=False)
    median: float
    low: float
    high: float
    better: float


@dataclass(frozen=True, eq=False)
class DecisionInDraws:
    """Quantities of a decision over the draws of an ensemble.

    Attributes
    ----------
    rows : tuple of QuantityInDraws
    drawn : tuple of int
        Places of the draws that could be simulated.
    wanted : int
    unsound : dict of str to int
        Draws that were left out, by reason.
    bottleneck : str
        As given; empty where none is told.
    bottlenecks : tuple of str
        By draw.
    seeds : tuple of int
        Of the draws that were simulated.
    years : int
        Simulated.
    """

    rows: tuple[QuantityInDraws, ...]
    drawn: tuple[int, ...]
    wanted: int
    unsound: dict[str, int]
    bottleneck: str
    bottlenecks: tuple[str, ...]
    seeds: tuple[int, ...]
    years: int

    def __len__(self) -> int:
        return len(self.drawn)


def check_draws(draws: Sequence[Draw], scenario: Scenario, resource: str) -> None:
    """Refuse an ensemble in which a plan of a resource cannot be tried, before anything is run.

    Raises
    ------
    ScenarioError
        If a draw does not fit the scenario or sets what a plan sets, or if in no draw there are
        the communities of the scenario.
    """
    members = laid(draws, [scenario])
    both = [k for k in PLANNED[resource] if clashing([k], set_by_draws(draws))]
    if both:
        found = Phrase("the draws set it, and so does a plan of {resource}", resource=resource)
        hint = Phrase("one would undo the other: calibrate without it, or leave --ensemble out")
        raise ScenarioError([Fault(draws[0].overlay.file, key=both[0], found=found, hint=hint)])
    communities = ids_of(scenario)
    if draws and all(ids_of(member) != communities for (member,) in members):
        found = Phrase("in every draw there are other communities than in {n}", n=scenario.name)
        hint = Phrase(
            "a plan names communities: take an ensemble that leaves their number as it is "
            "(qipan calibrate --keep-communities)"
        )
        raise ScenarioError([Fault(draws[0].overlay.file, key="city", found=found, hint=hint)])


def try_in_draws(
    trial: Trial,
    draws: Sequence[Draw],
    *,
    runner: Runner | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> DecisionInDraws:
    """Simulate the rivals of a decision as given, and once in each draw on the draw's own seed.

    A draw with which something is not sound is left out.

    Raises
    ------
    ScenarioError
        If a draw does not fit the scenario.
    ResourceError
        If no draw is sound.
    Stopped
        If the runner was told to stop meanwhile.
    """
    members = laid(draws, [trial.scenario])
    as_given = trial.variants(trial.scenario)
    given = simulated(as_given, trial.seeds, runner, trial.counted)
    told(Phrase("tries {count} draws of the ensemble", count=len(draws)))
    drawn: list[int] = []
    found: list[Days] = []
    refused: Counter[str] = Counter()
    years = len(trial.seeds) * len(unlike(as_given))
    for n, (draw, (member,)) in enumerate(zip(draws, members, strict=True)):
        variants = sound(trial, member, refused)
        if variants is None:
            continue
        seeds = [replication_seed(draw.seed, 0)]
        found.append(simulated(variants, seeds, runner, trial.counted))
        drawn.append(n)
        years += len(unlike(variants))
    if not found:
        reason = refused.most_common(1)[0][0]
        raise ResourceError(
            Phrase("in none of the draws can the plan be tried: {reason}", reason=reason)
        )
    weights = np.array([draws[n].weight for n in drawn])
    where = trial.bottleneck
    return DecisionInDraws(
        rows=tuple(_over(quantity, given, found, weights) for quantity in trial.quantities),
        drawn=tuple(drawn),
        wanted=len(draws),
        unsound=dict(refused),
        bottleneck=where(given) if where else "",
        bottlenecks=tuple(where(days) for days in found) if where else (),
        seeds=tuple(replication_seed(draws[n].seed, 0) for n in drawn),
        years=years,
    )


def _over(
    quantity: Quantity, given: Days, found: Sequence[Days], weights: Floats
) -> QuantityInDraws:
    values = np.array([quantity.by_replication(days).mean() for days in found])
    share = weights / weights.sum()
    low, median, high = np.quantile(
        values, [CENTRAL[0], 0.5, CENTRAL[1]], weights=share, method="inverted_cdf"
    ).tolist()
    if len(values) < FEWEST:
        low = high = float("nan")
    better = float(share[values < 0.0].sum())
    return QuantityInDraws(quantity, quantity.given(given), values, median, low, high, better)
