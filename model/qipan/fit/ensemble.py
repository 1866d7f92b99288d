"""An ensemble of scenarios as it lies in a folder: draw j is run on seed j."""

from dataclasses import dataclass
from pathlib import Path

from ..scenario import Scenario, load
from ..studies.uncertainty.ensemble import read_index


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
    ScenarioError
        If there is no index, it is not one, or a draw is not a scenario.
    """
    table = read_index(folder)
    some = table.head(draws) if draws else table
    total = float(some["weight"].sum())
    rows = zip(some["file"], some["weight"] / total, some["seed"], strict=True)
    return tuple(
        Member(load(Path(folder) / str(file)), float(share), int(seed))
        for file, share, seed in rows
    )
