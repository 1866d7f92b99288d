"""Timing and memory of programs that do the same work, in one run on one machine."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata

from rich.table import Table

LIBRARIES = ("numpy", "numba", "mesa", "simpy", "ciw")

# A process begins with the peak of the one that started it, so a small one stands in between.
_MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True)
class Contestant:
    """A program that does the work once and says how many issues that was."""

    name: str
    run: Callable[[], int]


@dataclass(frozen=True)
class Timing:
    """What each timed run of a contestant took.

    Attributes
    ----------
    name : str
        Of the contestant.
    issues : tuple of int
        Issues of each run.
    seconds : tuple of float
        Of the processor, run by run: what else the machine does counts less.
    """

    name: str
    issues: tuple[int, ...]
    seconds: tuple[float, ...]

    @property
    def rates(self) -> list[float]:
        """Issues a second, run by run."""
        return [n / s for n, s in zip(self.issues, self.seconds, strict=True)]

    @property
    def median(self) -> float:
        """Median issues a second."""
        return statistics.median(self.rates)


def race(contestants: Sequence[Contestant], rounds: int = 5) -> list[Timing]:
    """Run every contestant once to warm up, then all in turn, round after round.

    Taking turns spreads what else the machine is doing over all of them.

    Parameters
    ----------
    contestants : sequence of Contestant
        Who takes part.
    rounds : int
        Timed runs of each.
    """
    for contestant in contestants:
        contestant.run()
    laps: dict[str, list[tuple[int, float]]] = {one.name: [] for one in contestants}
    for _ in range(rounds):
        for contestant in contestants:
            laps[contestant.name].append(time_once(contestant))
    return [
        Timing(name, tuple(n for n, _ in taken), tuple(s for _, s in taken))
        for name, taken in laps.items()
    ]


def time_once(contestant: Contestant) -> tuple[int, float]:
    """Run a contestant from a clean heap; return issues and seconds of the processor."""
    gc.collect()
    start = time.process_time()
    issues = contestant.run()
    return issues, time.process_time() - start


def timing_table(timings: Sequence[Timing], reference: str, title: str = "Speed") -> Table:
    """Lay out issues a second, and how each compares with a reference.

    Parameters
    ----------
    timings : sequence of Timing
        As `race` returns them.
    reference : str
        Name of the contestant whose median is 1.
    title : str
        Above the table.
    """
    base = next(one.median for one in timings if one.name == reference)
    shown = Table(title=title, title_justify="left", box=None)
    shown.add_column("contestant")
    for heading in ("issues", "issues/s, median", "min – max", f"ratio to {reference}"):
        shown.add_column(heading, justify="right")
    for one in timings:
        shown.add_row(
            one.name,
            f"{statistics.median(one.issues):,.0f}",
            f"{one.median:,.0f}",
            f"{min(one.rates):,.0f} – {max(one.rates):,.0f}",
            f"{one.median / base:.3g}",
        )
    return shown


def machine() -> str:
    """Describe cores, Python and the versions of the libraries that take part."""
    versions = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}; "
        f"{platform.python_implementation()} {platform.python_version()}; {versions}"
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


def peak_memory(command: Sequence[str]) -> int:
    """Run a command in a fresh process; return its peak resident size, bytes.

    Raises
    ------
    subprocess.CalledProcessError
        If the command fails.
    """
    measured = subprocess.run(
        [sys.executable, "-S", "-c", _MEASURE, *command],
        check=True,
        capture_output=True,
        text=True,
    )
    unit = 1 if sys.platform == "darwin" else 1024
    return int(measured.stdout) * unit


def memory_slope(
    command_a: Sequence[str], command_b: Sequence[str], issues_a: int, issues_b: int
) -> float:
    """Measure bytes per issue, between a smaller and a larger run of the same contestant.

    The difference leaves out the interpreter, the libraries and the compiler. Both runs must be
    large enough that their peak comes from the issues, not from start-up or compilation.

    Parameters
    ----------
    command_a, command_b : sequence of str
        Command lines of the smaller and of the larger run.
    issues_a, issues_b : int
        Issues of each.

    Raises
    ------
    ValueError
        If the second run is not the larger one.
    """
    if issues_b <= issues_a:
        raise ValueError(f"need {issues_a=} < {issues_b=}")
    return (peak_memory(command_b) - peak_memory(command_a)) / (issues_b - issues_a)
