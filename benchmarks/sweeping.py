"""A sweep of a thousand runs of Fuding: time, memory as it goes, and what a second worker brings.

Run as ``python -m benchmarks.sweeping``. Each run is another scenario: a Latin hypercube over five
assumed numbers. Only city-wide values are kept, in a store of its own. As a control, two programs
that know nothing of each other make half of the runs each, at the same time: more than they gain
nobody can, on this machine.
"""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table

import qipan
from benchmarks.descendants import memory, processor
from benchmarks.harness import machine
from qipan.outcomes.metrics import compute_metrics
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
PROGRAMS = 2  # of the control
CONTROL = f"{PROGRAMS} programs"
OVER = {"thread": "1 thread", "threads": "1 thread", "programs": "1 thread"}  # else 1 process


class Sweep(NamedTuple):
    """What a sweep took.

    Attributes
    ----------
    seconds : float
        Wall time.
    first : float
        Wall time until the first run was there.
    processor : float
        Seconds of processor, children included.
    memory : list of float
        Resident megabytes at equal distances, children included.
    values : array, shape (runs, metrics)
    """

    seconds: float
    first: float
    processor: float
    memory: list[float]
    values: np.ndarray


def scenarios(
    runs: int, swept: dict[str, tuple[float, float]], part: int = 0, parts: int = 1
) -> Iterator[qipan.Scenario]:
    """Scenarios of a Latin hypercube, one after another; every `parts`-th from `part` on."""
    rng = np.random.default_rng(1)
    ranks = np.stack([rng.permutation(runs) for _ in swept], axis=1)
    unit = (ranks + rng.random(ranks.shape)) / runs
    fuding = qipan.load(FUDING)
    for row in unit[part::parts]:
        pairs = zip(swept.items(), row, strict=True)
        yield fuding.revise({key: low + u * (high - low) for (key, (low, high)), u in pairs})


def sweep(runs: int, workers: Workers, part: int = 0, parts: int = 1) -> Sweep:
    """Make the runs, or a part of them, and look at memory in between."""
    held: list[float] = []
    rows = []
    every, first = max(1, runs // parts // LOOKS), 0.0
    before, begun = processor(), time.perf_counter()
    with opened_runner(workers) as runner:
        several = runner.each_values(scenarios(runs, SWEPT, part, parts), [0], 1, METRICS)
        for number, row in enumerate(several, start=1):
            rows.append(row[0])
            first = first or time.perf_counter() - begun
            if number % every == 0:
                held.append(memory() / 1e6)
    seconds = time.perf_counter() - begun
    return Sweep(seconds, first, processor() - before, held, np.stack(rows))


def apart(runs: int, folder: Path) -> Sweep:
    """Have programs of their own make a part each, at the same time, once all are ready."""
    command = [sys.executable, "-m", "benchmarks.sweeping", "--contest", str(runs), "--runs", "0"]
    programs = [
        subprocess.Popen(
            [*command, "--part", str(part), "--store", str(folder / str(part))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for part in range(PROGRAMS)
    ]
    for program in programs:
        assert program.stdout is not None
        program.stdout.readline()
    begun = time.perf_counter()
    for program in programs:
        assert program.stdin is not None
        program.stdin.write(b"go\n")
        program.stdin.flush()
    made: list[Sweep] = [pickle.loads(program.communicate()[0]) for program in programs]
    values = np.empty((runs, len(METRICS)))
    for part, one in enumerate(made):
        values[part::PROGRAMS] = one.values
    return Sweep(
        time.perf_counter() - begun,
        max(one.first for one in made),
        sum(one.processor for one in made),
        [sum(one.memory[-1] for one in made)],
        values,
    )


def make_part(runs: int, part: int, store: Path) -> None:
    """Be one of the programs of `apart`: get ready, wait, make the part, write what it took."""
    _warm_up()
    out = sys.stdout.buffer
    out.write(b"ready\n")
    out.flush()
    sys.stdin.readline()
    out.write(pickle.dumps(sweep(runs, Workers(store=store), part, PROGRAMS)))


def _warm_up() -> None:
    """Import and load all that a run needs, so that no sweep of the contest does it first."""
    compute_metrics(qipan.simulate(qipan.load(FUDING).revise({"horizon.days": 1})).record)


def contest(runs: int, rounds: int, folder: Path) -> list[tuple[str, list[Sweep]]]:
    """One worker and two, threads and processes, and two programs, in turn, round after round."""
    kinds = {
        _label(jobs, processes): (jobs, processes) for processes in (False, True) for jobs in (1, 2)
    }
    done: dict[str, list[Sweep]] = {name: [] for name in [*kinds, CONTROL]}
    _warm_up()
    for number in range(rounds):
        for name, (jobs, processes) in kinds.items():
            store = folder / f"{name}-{number}"
            done[name].append(sweep(runs, Workers(jobs=jobs, processes=processes, store=store)))
        done[CONTROL].append(apart(runs, folder / f"{CONTROL}-{number}"))
    return list(done.items())


def _label(jobs: int, processes: bool) -> str:
    noun = "process" if processes else "thread"
    return f"{jobs} {noun}" if jobs == 1 else f"{jobs} {noun}{'es' if processes else 's'}"


def table(done: Sequence[tuple[str, list[Sweep]]], runs: int) -> Table:
    """Wall time, processor time and what more workers bring, in the best round and in the median.

    Programs start as one thread each does, and are compared with one.
    """
    shown = Table(title=f"{runs} runs of Fuding", title_justify="left", box=None)
    columns = ("wall s", "first s", "processor s", "speed-up over 1", "in the median", "memory MB")
    for column in ("workers", *columns):
        shown.add_column(column, justify="left" if column == "workers" else "right")
    best = {name: min(several, key=lambda one: one.seconds) for name, several in done}
    middle = {name: median(one.seconds for one in several) for name, several in done}
    for name, one in best.items():
        over = OVER.get(name.split()[1], "1 process")
        shown.add_row(
            name,
            f"{one.seconds:.1f}",
            f"{one.first:.1f}",
            f"{one.processor:.1f}",
            f"{best[over].seconds / one.seconds:.2f}",
            f"{middle[over] / middle[name]:.2f}",
            f"{max(one.memory):,.0f}",
        )
    return shown


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeping", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="of the sweep")
    parser.add_argument("--contest", type=int, default=200, help="runs of each kind of workers")
    parser.add_argument("--rounds", type=int, default=3, help="of the contest; the best counts")
    parser.add_argument("--jobs", type=int, default=2, help="threads of the sweep")
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)  # of `apart`
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def main() -> None:
    """Run the benchmark as the command line says."""
    chosen = parse()
    if chosen.part is not None:
        make_part(chosen.contest, chosen.part, chosen.store)
        return
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
