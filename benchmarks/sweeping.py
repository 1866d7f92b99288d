"""A sweep of a thousand runs of Fuding: time, memory as it goes, and what a second worker brings.

Run as ``python -m benchmarks.sweeping``. Each run is another scenario: a Latin hypercube over five
assumed numbers. Only city-wide values are kept, in a store of its own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

import qipan
from benchmarks.harness import machine
from qipan.runs.opening import Workers, opened_runner

FUDING = Path(__file__).parents[1] / "scenarios" / "fuding.yaml"
SWEPT = {
    "residents.reporting.heterogeneity_ratio": (1.0, 3.0),
    "residents.reporting.trust_slope": (0.0, 2.5),
    "residents.trust.initial": (0.3, 0.7),
    "issues.city_factor.variance": (0.05, 0.22),
    "issues.kinds.parking.needs.consensus": (0.15, 0.6),
}
METRICS = ("fixed_cohort_p50", "close_p50", "backlog_mean", "load")
LOOKS = 10  # at memory, while it runs


class Sweep(NamedTuple):
    """What a sweep took.

    Attributes
    ----------
    seconds : float
        Wall time.
    processor : float
        Seconds of processor, children included.
    memory : list of float
        Resident megabytes at equal distances, children included.
    values : array, shape (runs, metrics)
    """

    seconds: float
    processor: float
    memory: list[float]
    values: np.ndarray


def scenarios(runs: int, swept: dict[str, tuple[float, float]]) -> Iterator[qipan.Scenario]:
    """Scenarios of a Latin hypercube, one after another."""
    rng = np.random.default_rng(1)
    ranks = np.stack([rng.permutation(runs) for _ in swept], axis=1)
    unit = (ranks + rng.random(ranks.shape)) / runs
    fuding = qipan.load(FUDING)
    for row in unit:
        pairs = zip(swept.items(), row, strict=True)
        yield fuding.revise({key: low + u * (high - low) for (key, (low, high)), u in pairs})


def sweep(runs: int, workers: Workers) -> Sweep:
    """Make the runs and look at memory in between."""
    memory: list[float] = []
    rows = []
    every = max(1, runs // LOOKS)
    before, begun = _processor(), time.perf_counter()
    with opened_runner(workers) as runner:
        several = runner.each_values(scenarios(runs, SWEPT), [0], 1, METRICS)
        for number, row in enumerate(several, start=1):
            rows.append(row[0])
            if number % every == 0:
                memory.append(_resident() / 1e6)
    seconds = time.perf_counter() - begun
    return Sweep(seconds, _processor() - before, memory, np.stack(rows))


def _processor() -> float:
    """Seconds of processor of this process and of those of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _resident() -> int:
    """Bytes in memory of this process and its children; 0 where the system does not say."""
    return sum(map(_resident_of, [os.getpid(), *_children()]))


def _children() -> list[int]:
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return [int(name) for name in children.read_text().split()] if children.exists() else []


def _resident_of(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def contest(runs: int, rounds: int, folder: Path) -> list[tuple[str, list[Sweep]]]:
    """One worker and two, threads and processes, in turn, round after round."""
    kinds = {
        _label(jobs, processes): (jobs, processes) for processes in (False, True) for jobs in (1, 2)
    }
    done: dict[str, list[Sweep]] = {name: [] for name in kinds}
    for number in range(rounds):
        for name, (jobs, processes) in kinds.items():
            store = folder / f"{name}-{number}"
            done[name].append(sweep(runs, Workers(jobs=jobs, processes=processes, store=store)))
    return list(done.items())


def _label(jobs: int, processes: bool) -> str:
    noun = "process" if processes else "thread"
    return f"{jobs} {noun}" if jobs == 1 else f"{jobs} {noun}{'es' if processes else 's'}"


def table(done: Sequence[tuple[str, list[Sweep]]], runs: int) -> Table:
    """Wall time, processor time and what more workers bring."""
    shown = Table(title=f"{runs} runs of Fuding", title_justify="left", box=None)
    for column in ("workers", "wall s", "processor s", "speed-up over 1", "memory MB"):
        shown.add_column(column, justify="left" if column == "workers" else "right")
    base = {}
    for name, several in done:
        best = min(several, key=lambda one: one.seconds)
        alone = base.setdefault(name.split()[1][:6], best.seconds)
        shown.add_row(
            name,
            f"{best.seconds:.1f}",
            f"{best.processor:.1f}",
            f"{alone / best.seconds:.2f}",
            f"{max(best.memory):,.0f}",
        )
    return shown


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeping", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="of the sweep")
    parser.add_argument("--contest", type=int, default=200, help="runs of each kind of workers")
    parser.add_argument("--rounds", type=int, default=3, help="of the contest; the best counts")
    parser.add_argument("--jobs", type=int, default=2, help="threads of the sweep")
    return parser.parse_args(arguments)


def main() -> None:
    """Run the benchmark as the command line says."""
    chosen = parse()
    console = Console(width=110)
    console.print(machine())
    with tempfile.TemporaryDirectory() as folder:
        if chosen.contest:
            done = contest(chosen.contest, chosen.rounds, Path(folder))
            assert all(
                (one.values.tobytes() == done[0][1][0].values.tobytes())
                for _, several in done
                for one in several
            ), "results depend on the workers"
            console.print(table(done, chosen.contest))
        if chosen.runs:
            made = sweep(chosen.runs, Workers(jobs=chosen.jobs, store=Path(folder) / "sweep"))
            again = sweep(chosen.runs, Workers(store=Path(folder) / "sweep"))
            assert made.values.tobytes() == again.values.tobytes(), "the store changes results"
            size = sum(file.stat().st_size for file in Path(folder, "sweep").rglob("*.*"))
            console.print(
                f"{chosen.runs} runs, {chosen.jobs} threads: {made.seconds:.0f} s, "
                f"{made.processor:.0f} s of processor; again from the store: {again.seconds:.1f} s"
            )
            console.print(f"Store: {size / 1e6:.1f} MB")
            console.print(
                "Memory, MB, tenth by tenth: " + ", ".join(f"{m:.0f}" for m in made.memory)
            )


if __name__ == "__main__":
    main()
