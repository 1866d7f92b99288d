"""Docking: whether independent programs that claim to do the same work give the same answers.

Each contestant runs the same network with seeds of its own. Every statistic of every contestant is
compared with that of a reference by Welch's t test over runs; a contestant docks if none of its
differences is significant at 1 % after Bonferroni's correction. What was compared with what
precision can be read from the standard errors: a wide one proves little.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy import stats

from benchmarks.network import StaticNetwork
from benchmarks.record import IssueRecord

LEVELS = ("grid", "office", "department")
SIGNIFICANCE = 0.01

Simulate = Callable[[StaticNetwork, int], IssueRecord]


@dataclass(frozen=True)
class Comparison:
    """One statistic of one contestant against the reference.

    Attributes
    ----------
    statistic, name : str
        What is compared, and whose it is.
    estimate, error : float
        Mean over runs and its standard error.
    difference, difference_error : float
        From the reference, and its standard error.
    p : float
        Of Welch's test.
    """

    statistic: str
    name: str
    estimate: float
    error: float
    difference: float
    difference_error: float
    p: float


def statistics(record: IssueRecord) -> dict[str, float]:
    """Describe a run: issues, and the distribution of days to close by level of closure."""
    described = {
        "opened": float(len(record)),
        "closed": float(record.is_closed.sum()),
    }
    for level, name in enumerate(LEVELS):
        days = record.time_to_close(level)
        described[f"closed at {name}"] = float(len(days))
        described[f"{name}: mean days"] = float(days.mean())
        described[f"{name}: median days"] = float(np.median(days))
        described[f"{name}: 90th percentile, days"] = float(np.quantile(days, 0.9))
    return described


def compare(records: Mapping[str, Sequence[IssueRecord]], reference: str) -> list[Comparison]:
    """Compare every contestant with a reference on every statistic.

    Parameters
    ----------
    records : mapping of str to sequence of IssueRecord
        Runs of each contestant, two or more of each, independent of one another.
    reference : str
        Name of the contestant to compare with.

    Raises
    ------
    ValueError
        If a contestant has fewer than two runs, which give no standard error.
    """
    for name, runs in records.items():
        if len(runs) < 2:
            raise ValueError(f"{name!r} has {len(runs)} run: two or more are needed")
    samples = {name: [statistics(run) for run in runs] for name, runs in records.items()}
    return [
        _compare_one(statistic, name, samples[name], samples[reference])
        for statistic in samples[reference][0]
        for name in records
    ]


def _compare_one(
    statistic: str,
    name: str,
    runs: Sequence[Mapping[str, float]],
    reference: Sequence[Mapping[str, float]],
) -> Comparison:
    """Test one difference."""
    ours = np.array([run[statistic] for run in runs])
    theirs = np.array([run[statistic] for run in reference])
    error, other_error = _standard_error(ours), _standard_error(theirs)
    same = runs is reference
    return Comparison(
        statistic,
        name,
        float(ours.mean()),
        error,
        float(ours.mean() - theirs.mean()),
        0.0 if same else math.hypot(error, other_error),
        1.0 if same else float(stats.ttest_ind(ours, theirs, equal_var=False).pvalue),
    )


def _standard_error(sample: NDArray[np.float64]) -> float:
    return float(sample.std(ddof=1) / math.sqrt(len(sample)))


def undocked(comparisons: Sequence[Comparison], reference: str) -> list[Comparison]:
    """Find the differences that chance does not explain."""
    tested = [one for one in comparisons if one.name != reference]
    return [one for one in tested if one.p < SIGNIFICANCE / len(tested)]


def table(comparisons: Sequence[Comparison], reference: str) -> Table:
    """Lay out all comparisons, statistic by statistic."""
    shown = Table(title=f"Docking against {reference}", title_justify="left", box=None)
    shown.add_column("statistic")
    shown.add_column("contestant")
    for heading in ("estimate", "± s.e.", "difference", "± s.e.", "%", "p"):
        shown.add_column(heading, justify="right")
    for statistic, group in groupby(comparisons, key=lambda one: one.statistic):
        for place, one in enumerate(group):
            shown.add_row("" if place else statistic, one.name, *_cells(one, reference))
    return shown


def _cells(one: Comparison, reference: str) -> list[str]:
    cells = [f"{one.estimate:,.2f}", f"{one.error:,.2f}"]
    if one.name == reference:
        return [*cells, "", "", "", ""]
    percent = 100.0 * one.difference / (one.estimate - one.difference)
    return [
        *cells,
        f"{one.difference:+,.2f}",
        f"{one.difference_error:,.2f}",
        f"{percent:+.2f}",
        f"{one.p:.3f}",
    ]


def run_all(
    contestants: Mapping[str, Simulate], network: StaticNetwork, runs: int
) -> dict[str, list[IssueRecord]]:
    """Run each contestant with seeds that no other one has."""
    return {
        name: [simulate(network, 1_000_000 * (place + 1) + run) for run in range(runs)]
        for place, (name, simulate) in enumerate(contestants.items())
    }


def steady_state_days(network: StaticNetwork) -> list[float]:
    """Mean days to close by level of closure, in the long run.

    The network is of Jackson's kind without feedback: in the long run each desk is an M/M/c queue
    (Jackson 1957), and an issue's time is the sum of those at the desks it passes.
    """
    rate = network.total_arrival_rate
    days = np.array(
        [
            _queue_days(*desk)
            for desk in zip(rate, network.mean_service, network.servers, strict=True)
        ]
    )
    so_far = np.zeros(network.desks)
    for desk, above in enumerate(network.up):
        so_far[desk] += days[desk]
        if above >= 0:
            share = network.escalation * rate[desk] / rate[above]
            so_far[above] += share * so_far[desk]
    return [
        float(np.average(so_far[network.level == level], weights=rate[network.level == level]))
        for level in range(len(LEVELS))
    ]


def _queue_days(rate: float, mean_service: float, servers: int) -> float:
    """Mean days at an M/M/c queue, by Erlang's C formula."""
    offered = rate * mean_service
    blocked = 1.0
    for server in range(1, int(servers) + 1):
        blocked = offered * blocked / (server + offered * blocked)
    waits = blocked / (1.0 - (offered / servers) * (1.0 - blocked))
    return float(waits * mean_service / (servers - offered) + mean_service)


def theory_table(name: str, simulate: Simulate, runs: int) -> Table:
    """Compare one contestant with queueing theory over a long horizon.

    Issues opened in the first 1,500 days are left out, since the desks start empty, and those of
    the last 500, since some are still open.
    """
    network = StaticNetwork.three_level(200, 10, 4, days=8000.0)
    cohorts = [
        simulate(network, 9_000_000 + run).opened_between(1500.0, 7500.0) for run in range(runs)
    ]
    shown = Table(title=f"{name} against theory, days", title_justify="left", box=None)
    shown.add_column("level")
    for heading in ("theory", "mean", "± s.e.", "t"):
        shown.add_column(heading, justify="right")
    for level, expected in enumerate(steady_state_days(network)):
        means = np.array([cohort.time_to_close(level).mean() for cohort in cohorts])
        error = _standard_error(means)
        cells = (expected, means.mean(), error, (means.mean() - expected) / error)
        shown.add_row(LEVELS[level], *(f"{cell:.3f}" for cell in cells))
    return shown


def parse(names: Sequence[str], arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.docking", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--reference", choices=names, default=names[0])
    parser.add_argument("--runs", type=int, default=30, help="runs of each contestant")
    parser.add_argument("--grids", type=int, default=100, help="desks on the lowest level")
    parser.add_argument("--theory", nargs="*", choices=names, default=names[:1], help="long runs")
    parser.add_argument("--theory-runs", type=int, default=6, help="long runs of each")
    return parser.parse_args(arguments)


def main() -> None:
    """Dock the contestants of the engine benchmark, and some of them with theory."""
    from benchmarks.engine import SIMULATE, scaled

    chosen = parse(list(SIMULATE))
    console = Console(width=110)
    for name in chosen.theory:
        console.print(theory_table(name, SIMULATE[name], chosen.theory_runs))
    names = dict.fromkeys([chosen.reference, *chosen.only])
    contestants = {name: SIMULATE[name] for name in names}
    records = run_all(contestants, scaled(chosen.grids), chosen.runs)
    comparisons = compare(records, chosen.reference)
    console.print(table(comparisons, chosen.reference))
    apart = undocked(comparisons, chosen.reference)
    for one in apart:
        console.print(f"APART: {one.name}, {one.statistic}, p = {one.p:.2g}")
    if not apart:
        console.print("All dock: no difference is significant at 1 % after Bonferroni.")


if __name__ == "__main__":
    main()
