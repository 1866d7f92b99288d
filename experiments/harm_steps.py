"""Policies turned from mild to strong, to see them harm as well as help."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qipan.city import build_city
from qipan.runs.paired import check_comparable
from qipan.runs.replicate import replicate
from qipan.runs.replication import run_once
from qipan.runs.runs import Runs, replication_seed
from qipan.scenario import Scenario
from qipan.statistics.interval import Interval, paired_interval

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
DAYS_OF_PEAK = 30


class Measure(NamedTuple):
    """A column: its title, and its values, one a replication."""

    title: str
    of: Callable[[Runs], Floats]


class Cell(NamedTuple):
    """What a step comes to in a measure, and how far that is from the first step's."""

    value: float
    difference: Interval


class Sweep(NamedTuple):
    """One knob turned, on the same city and seeds.

    Attributes
    ----------
    title : str
    measures : tuple of str
        Their titles.
    steps : dict of str to array, shape (measures, replications)
        Values by label; the first step is what the others are held against.
    """

    title: str
    measures: tuple[str, ...]
    steps: dict[str, Floats]

    @property
    def replications(self) -> int:
        """How many replications of each step there are."""
        return int(next(iter(self.steps.values())).shape[1])

    @property
    def cells(self) -> dict[str, list[Cell]]:
        """By step, a cell for each measure."""
        first = next(iter(self.steps.values()))
        return {
            label: [
                Cell(float(after.mean()), paired_interval(after, before))
                for before, after in zip(first, values, strict=True)
            ]
            for label, values in self.steps.items()
        }

    def by_step(self, measure: str) -> Floats:
        """Values of a measure, shape (replications, steps)."""
        row = self.measures.index(measure)
        return np.stack([values[row] for values in self.steps.values()], axis=1)

    def table(self) -> "pd.DataFrame":
        """Tabulate: step, measure, value, difference, low, high."""
        import pandas as pd

        rows = [
            (label, measure, cell.value, *cell.difference[:3])
            for label, cells in self.cells.items()
            for measure, cell in zip(self.measures, cells, strict=True)
        ]
        names = ["step", "measure", "value", "difference", "low", "high"]
        return pd.DataFrame(rows, columns=names)


def sweep(
    title: str,
    base: Scenario,
    steps: Mapping[str, Mapping[str, Any]],
    measures: Sequence[Measure],
    *,
    n: int,
    seed: int = 1,
    jobs: int = 1,
) -> Sweep:
    """Replicate `base` with the overrides of each step in turn, on the same seeds."""
    values: dict[str, Floats] = {}
    first: Runs | None = None
    for label, overrides in steps.items():
        runs = replicate(base.revise(overrides), n, seed, jobs=jobs)
        first = first or runs
        check_comparable(first, runs)
        values[label] = np.stack([measure.of(runs) for measure in measures])
    return Sweep(title, tuple(measure.title for measure in measures), values)


def plain(title: str, metric: str) -> Measure:
    """Measure a metric as it is."""
    return Measure(title, lambda runs: runs.values(metric))


def per_hundred(title: str, part: Sequence[str], whole: str) -> Measure:
    """Measure the sum of some metrics for each hundred of another."""

    def of(runs: Runs) -> Floats:
        total = np.sum([runs.values(metric) for metric in part], axis=0)
        return np.asarray(100.0 * total / runs.values(whole), float)

    return Measure(title, of)


def accepted_whistles(runs: Runs) -> Floats:
    """Share of whistles that departments accept, in %."""
    refused = runs.values("whistles_refused_per_year") / runs.values("whistles_per_year")
    return np.asarray(100.0 * (1.0 - refused), float)


def peak_backlog(runs: Runs) -> Floats:
    """Largest mean of open tickets over 30 days in a row."""
    window = np.full(DAYS_OF_PEAK, 1.0 / DAYS_OF_PEAK)
    peaks = []
    for replication in runs.replications:
        measured = replication.daily[replication.daily["measured"]]
        total = measured.groupby("day")["open_tickets"].sum().to_numpy(float)
        peaks.append(np.convolve(total, window, mode="valid").max())
    return np.array(peaks)


def engagement(scenario: Scenario, n: int, seed: int = 1) -> Floats:
    """Mean engagement of units on the first of each month from the beginning of the pairing.

    Returns
    -------
    array, shape (replications, months)
    """
    city = build_city(scenario.regimes[0].document)
    runs = (run_once(scenario, replication_seed(seed, number), city=city) for number in range(n))
    return np.stack([run.record.engagement.mean(axis=1) for run in runs])
