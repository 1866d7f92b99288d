"""Values over an ensemble: replication r of a scenario is draw r laid over it, on its seed."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ...runs.runner import Runner
from ...runs.runs import replication_seed
from ...scenario import Scenario, ScenarioError
from ...scenario.faults import Fault
from ...words import Phrase
from .ensemble import ROUNDING, Draw, laid

UNEQUAL = "means over draws count every draw alike"


def values_in_draws(
    scenario: Scenario,
    numbers: Sequence[int],
    metrics: Sequence[str],
    draws: Sequence[Draw],
    runner: Runner,
) -> NDArray[np.float64]:
    """City-wide values of metrics in some draws, shape (numbers, metrics).

    Parameters
    ----------
    scenario : Scenario
    numbers : sequence of int
        Places of the draws.
    metrics : sequence of str
    draws : sequence of Draw
    runner : Runner

    Raises
    ------
    ScenarioError
        If a draw does not fit the scenario.
    Interrupted
        After Ctrl-C; a KeyboardInterrupt.
    """
    members = laid([draws[number] for number in numbers], [scenario])

    def asked() -> Iterator[tuple[Sequence[Scenario], Sequence[int]]]:
        for number, member in zip(numbers, members, strict=True):
            yield member, [replication_seed(draws[number].seed, 0)]

    found = [values[0, 0] for values, _ in runner.each_point(asked(), 0, metrics)]
    out = np.full((len(numbers), len(metrics)), np.nan)
    for place, row in enumerate(found):  # fewer if the runner was stopped
        out[place] = row
    return out


def check_alike(draws: Sequence[Draw], folder: str) -> None:
    """Refuse draws over which no mean with an interval can be taken.

    Raises
    ------
    ScenarioError
        If there is one alone, or if they do not weigh alike.
    """
    if len(draws) < 2:
        found = Phrase("has a draw alone")
        raise ScenarioError(
            [Fault(folder, found=found, allowed=Phrase("must have 2 draws at least"))]
        )
    weights = [draw.weight for draw in draws]
    if max(weights) - min(weights) > ROUNDING:
        found = Phrase(
            "weights from {number:g} to {number2:g}", number=min(weights), number2=max(weights)
        )
        raise ScenarioError([Fault(folder, key="weight", found=found, allowed=UNEQUAL)])
