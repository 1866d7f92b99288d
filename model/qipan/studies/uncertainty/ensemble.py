"""Ensembles: draws of what is known by data alone, laid over every policy; draw j on its seed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...outcomes.catalogue import METRICS
from ...runs.bounds import MOST_SEED
from ...runs.runner import Runner
from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault
from ...scenario.inputs import keep_input
from ...scenario.overlay import Overlay, read_overlay
from .layer import Layer, try_seeded

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

INDEX = "index.csv"
COLUMNS = ("draw", "file", "weight", "seed")
ROUNDING = 1e-6  # by which weights may miss 1
CENTRAL = (0.05, 0.95)
FEWEST = 20  # draws of which ends of nine in ten can be told
FROM = "give a folder that `qipan fit` has written, as fits/NAME/ensemble"


@dataclass(frozen=True)
class Draw:
    """One draw of an ensemble.

    Attributes
    ----------
    overlay : Overlay
        What it says otherwise.
    weight : float
        Of all draws together 1.
    seed : int
        Seed on which every policy is run with it.
    """

    overlay: Overlay
    weight: float
    seed: int


@dataclass(frozen=True, eq=False)
class OverDraws:
    """Policies tried in each draw of an ensemble, once in each.

    Attributes
    ----------
    layer : Layer
        Values by draw.
    weights : array of float, shape (draws,)
        Of those that are finished; their sum is 1.
    """

    layer: Layer
    weights: Floats = field(repr=False)

    def spread(self, scenario: str, metric: str) -> "Spread":
        """Spread of a metric of one policy."""
        return spread(self.layer.of(scenario, metric)[:, 0], self.weights, metric)

    def gain(self, scenario: str, metric: str) -> "Spread":
        """Spread of a policy's difference to the reference, draw by draw."""
        return spread(self.layer.gain(scenario, metric)[:, 0], self.weights, metric)


@dataclass(frozen=True)
class Spread:
    """A quantity over an ensemble: over chance and over what data leave open.

    Attributes
    ----------
    mean, median : float
    low, high : float
        Hold nine in ten of the draws by weight; NaN of fewer than 20.
    better : float
        Share of the draws, by weight, with a value on the better side of 0; for differences.
    draws : int
        In which it exists.
    missing : int
        In which it does not.
    """

    mean: float
    median: float
    low: float
    high: float
    better: float
    draws: int
    missing: int


def read_draws(folder: str | Path, most: int | None = None) -> tuple[Draw, ...]:
    """Read an ensemble, or its first draws, with weights that sum to 1.

    Raises
    ------
    ScenarioError
        With all that is wrong with the folder, its index or its draws.
    """
    table = read_index(folder)
    some = table.head(most) if most else table
    total = float(some["weight"].sum())
    faults: list[Fault] = []
    bases: dict[str, Scenario] = {}
    draws: list[Draw] = []
    for file, weight, seed in zip(some["file"], some["weight"], some["seed"], strict=True):
        try:
            overlay = read_overlay(str(Path(folder) / str(file)), bases)
        except ScenarioError as error:
            faults += error.faults
            continue
        draws.append(Draw(overlay, float(weight) / total, int(seed)))
    if faults:
        raise ScenarioError(dict.fromkeys(faults))
    return tuple(draws)


def read_index(folder: str | Path) -> "pd.DataFrame":
    """Read and check the index of an ensemble: draw, file, weight and seed.

    Raises
    ------
    ScenarioError
        If there is none, or it is not one.
    """
    import pandas as pd

    path = Path(folder) / INDEX
    try:
        content = path.read_bytes()
        table = pd.read_csv(BytesIO(content))
    except (OSError, ValueError) as error:
        reason = "it is not there" if isinstance(error, OSError) else f"no table: {error}"
        found = f"the index of an ensemble cannot be read: {reason}"
        raise ScenarioError([Fault(str(path), found=found, hint=FROM)]) from None
    keep_input(str(path), content)
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing or not len(table):
        found = f"has no column {missing[0]}" if missing else "has a header and no row"
        allowed = f"columns are {', '.join(COLUMNS)}, a row a draw"
        raise ScenarioError([Fault(str(path), found=found, allowed=allowed)])
    faults = list(_check_rows(table, str(path)))
    if faults:
        raise ScenarioError(faults)
    return table.assign(weight=table["weight"].astype(float), seed=table["seed"].astype(int))


def _check_rows(table: "pd.DataFrame", path: str) -> "list[Fault]":
    import pandas as pd

    weight = pd.to_numeric(table["weight"], errors="coerce").to_numpy(float)
    seed = pd.to_numeric(table["seed"], errors="coerce").to_numpy(float)
    whole = (seed >= 0) & (seed <= MOST_SEED) & (seed % 1 == 0)
    faults = []
    for key, good, allowed in (
        ("weight", (weight >= 0) & np.isfinite(weight), "must be a number, 0 or more"),
        ("seed", whole, f"must be a whole number from 0 to {MOST_SEED}"),
        ("file", table["file"].notna().to_numpy(bool), "must be the name of a scenario file"),
    ):
        bad = np.flatnonzero(~good)
        if len(bad):
            found = f"found {table[key].iloc[bad[0]]}"
            faults.append(Fault(path, int(bad[0]) + 2, key, found, allowed))
    if not faults and abs(float(weight.sum()) - 1.0) > ROUNDING:
        found = f"weights sum to {weight.sum():g}"
        faults.append(Fault(path, None, "weight", found, "must sum to 1"))
    return faults


def laid(draws: Sequence[Draw], scenarios: Sequence[Scenario]) -> list[tuple[Scenario, ...]]:
    """Lay each draw over each policy, before anything is run.

    Raises
    ------
    ScenarioError
        If a draw does not fit a policy.
    """
    return [tuple(draw.overlay.on(scenario) for scenario in scenarios) for draw in draws]


def try_draws(
    draws: Sequence[Draw],
    scenarios: Sequence[Scenario],
    reference: str,
    metrics: Sequence[str],
    runner: Runner,
) -> OverDraws:
    """Simulate all policies once in each draw, on the draw's own seed.

    A draw that fails is left out, and the weights of the others are raised.

    Raises
    ------
    ScenarioError
        If a draw does not fit a policy.
    RunnerError
        If nothing can be made, or kept.
    """
    members = laid(draws, scenarios)
    layer = try_seeded(members, [d.seed for d in draws], scenarios, reference, metrics, runner)
    weights = np.array([draws[n].weight for n in layer.drawn])
    total = float(weights.sum())
    return OverDraws(layer, weights / total if total > 0 else weights)


def spread(values: Floats, weights: Floats, metric: str) -> Spread:
    """Summarise values over draws.

    Parameters
    ----------
    values, weights : array of float, shape (draws,)
    metric : str
    """
    known = ~np.isnan(values) & (weights > 0.0)
    some, share = values[known], weights[known]
    nan = float("nan")
    if not len(some):
        return Spread(nan, nan, nan, nan, nan, 0, len(values))
    share = share / share.sum()
    side = 1.0 if METRICS[metric].better == "higher" else -1.0
    low, median, high = np.quantile(
        some, [CENTRAL[0], 0.5, CENTRAL[1]], weights=share, method="inverted_cdf"
    ).tolist()
    if len(some) < FEWEST:
        low = high = nan
    return Spread(
        mean=float(some @ share),
        median=median,
        low=low,
        high=high,
        better=float(share[side * some > 0.0].sum()),
        draws=len(some),
        missing=len(values) - len(some),
    )
