"""How time and memory of the engine grow with the city and with the horizon.

Run as ``python -m benchmarks.scaling``; ``--large`` adds ten million issues.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

import qipan
from benchmarks.harness import machine, memory_slope
from benchmarks.network import StaticNetwork
from benchmarks.peers.qipan_engine import scenario as static_scenario

FUDING = Path(__file__).parents[1] / "scenarios" / "fuding.yaml"
ISSUES_A_YEAR_AND_GRID = 146
FUDING_RESIDENTS = 150_000
FUDING_COMMUNITIES = 16
FUDING_UNITS = 71


class Measured(NamedTuple):
    """One replication: issues born, and seconds of processor to build the model and to run it."""

    issues: int
    build: float
    run: float

    @property
    def microseconds(self) -> float:
        """Time per issue, building included."""
        return 1e6 * (self.build + self.run) / self.issues


def measure(scenario: qipan.Scenario) -> Measured:
    """Build and run one replication."""
    gc.collect()
    begun = time.process_time()
    model = qipan.CityModel(scenario, 1)
    built = time.process_time()
    model.run()
    return Measured(len(model.layer.issues), built - begun, time.process_time() - built)


def static_city(issues: int) -> qipan.Scenario:
    """The static network with as many grids as open so many issues in a year."""
    grids = max(20, round(issues / ISSUES_A_YEAR_AND_GRID / 20) * 20)
    return static_scenario(
        StaticNetwork.three_level(grids, max(grids // 20, 1), max(grids // 50, 1))
    )


def static_horizon(issues: int) -> qipan.Scenario:
    """The usual static network over as many days as open so many issues."""
    return static_scenario(StaticNetwork.three_level(days=issues / ISSUES_A_YEAR_AND_GRID * 0.365))


def fuding(scale: float) -> qipan.Scenario:
    """Fuding as reformed, so many times as large, all processes on."""
    return qipan.load(FUDING).revise(
        {
            "city.community_count.value": None,
            "city.residents.value": None,
            "city.community_count": round(FUDING_COMMUNITIES * scale),
            "city.residents": round(FUDING_RESIDENTS * scale),
            "city.subdistrict_count": max(1, round(3 * scale)),
            "units.count.value": None,
            "units.count": round(FUDING_UNITS * scale),
        }
    )


SERIES = {
    "static network, city grows": (static_city, (10_000, 100_000, 1_000_000)),
    "static network, horizon grows": (static_horizon, (10_000, 100_000, 1_000_000)),
    "Fuding, all processes": (fuding, (1, 10, 28)),
}
# Ten million issues of each series that has a size for it; of Fuding, 280 times the city.
LARGE = {"static network, city grows": 10_000_000, "Fuding, all processes": 280}


def table(large: bool) -> Table:
    """Time per issue along each series; the first, compiling run is not counted."""
    measure(fuding(1))
    shown = Table(title="Time per issue", title_justify="left", box=None)
    for column in ("series", "issues", "build s", "run s", "µs/issue", "issues/s in the run"):
        shown.add_column(column, justify="left" if column == "series" else "right")
    for name, (build, sizes) in SERIES.items():
        more = (LARGE[name],) if large and name in LARGE else ()
        for size in (*sizes, *more):
            m = measure(build(size))
            rate = m.issues / m.run
            cells = (f"{m.issues:,}", f"{m.build:.2f}", f"{m.run:.2f}", f"{m.microseconds:.2f}")
            shown.add_row(name, *cells, f"{rate:,.0f}")
    return shown


def memory() -> str:
    """Bytes of resident memory per issue: slope between one and four years of Fuding, tenfold."""
    sizes = {}
    commands = []
    for days in (365, 1460):
        command = [sys.executable, "-m", "benchmarks.scaling", "--once", str(days)]
        commands.append(command)
        sizes[days] = int(subprocess.run(command, capture_output=True, text=True).stdout)
    slope = memory_slope(commands[0], commands[1], sizes[365], sizes[1460])
    return f"Memory: {slope:,.0f} bytes per issue (ticket record included, no event log)"


def start() -> str:
    """Seconds of a whole ``qipan run`` of the tiny city, compiled before."""
    tiny = FUDING.with_name("tiny.yaml")
    command = [sys.executable, "-m", "qipan.cli", "run", str(tiny), "--replications", "1"]
    command += ["--out", "results/tiny"]
    seconds = []
    for _ in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append((time.perf_counter() - begun, after.ru_utime - before.ru_utime))
    wall, cpu = min(seconds[1:])
    return f"Start: a whole run of the tiny city takes {wall:.2f} s ({cpu:.2f} s of processor)"


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--large", action="store_true", help="ten million issues too")
    parser.add_argument("--once", type=int, metavar="DAYS", help="run Fuding, tenfold, and no more")
    return parser.parse_args(arguments)


def main() -> None:
    """Run the benchmark as the command line says."""
    chosen = parse()
    if chosen.once:
        print(measure(fuding(10).revise({"horizon.days": chosen.once})).issues)
        return
    console = Console(width=110)
    console.print(machine())
    console.print(table(chosen.large))
    console.print(memory())
    console.print(start())


if __name__ == "__main__":
    main()
