"""An ensemble of scenarios as it lies in a folder: draw j is run on seed j."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..errors import InputError
from ..scenario import Scenario, load
from .world.write import INDEX

COLUMNS = {"draw", "file", "weight", "seed"}
ROUNDING = 1e-6


class EnsembleError(InputError):
    """A folder holds no ensemble that can be read; the message says why."""


@dataclass(frozen=True)
class Member:
    """One draw of an ensemble.

    Attributes
    ----------
    scenario : Scenario
    weight : float
        Of all draws together 1.
    seed : int
        Seed on which it is run, so that paired differences stay paired.
    """

    scenario: Scenario
    weight: float
    seed: int


def read(folder: str | Path, draws: int | None = None) -> tuple[Member, ...]:
    """Read an ensemble, or its first draws, with weights that sum to 1.

    Raises
    ------
    EnsembleError
        If there is no index, or it is not one.
    ScenarioError
        If a draw is not a scenario.
    """
    index = Path(folder) / INDEX
    try:
        table = pd.read_csv(index)
    except (OSError, ValueError) as error:
        raise EnsembleError(f"{index} cannot be read: {error}") from None
    missing = sorted(COLUMNS - set(table.columns))
    if missing or not len(table):
        what = f"has no column {missing[0]}" if missing else "has a header and no row"
        raise EnsembleError(f"{index} {what}; columns are {', '.join(sorted(COLUMNS))}")
    weight = pd.to_numeric(table["weight"], errors="coerce")
    if not bool((weight >= 0).all()) or abs(float(weight.sum()) - 1.0) > ROUNDING:
        raise EnsembleError(f"{index}: weights must be 0 or more and sum to 1")
    some = table.head(draws) if draws else table
    total = float(some["weight"].sum())
    rows = zip(some["file"], some["weight"] / total, some["seed"], strict=True)
    return tuple(
        Member(load(Path(folder) / str(file)), float(share), int(seed))
        for file, share, seed in rows
    )
