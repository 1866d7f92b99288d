"""Time and memory of a year of each of the five cities, with all their mechanisms.

Run as ``python -m benchmarks.cities``. Each city runs alone in a process of its own, on one core,
after the engine has been compiled.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

import qipan
from benchmarks.harness import machine

SCENARIOS = Path(__file__).parents[1] / "scenarios"
CITIES = ("fuding", "mile", "xiangshan", "zhangjiagang", "dalian")
KIB = 1024


def measure(name: str) -> dict[str, float]:
    """Load, build and run one replication; seconds and bytes."""
    qipan.simulate(SCENARIOS / "tiny.yaml")  # loads the compiled engine
    times = [time.perf_counter()]

    def lap() -> float:
        times.append(time.perf_counter())
        return times[-1] - times[-2]

    scenario = qipan.load(SCENARIOS / f"{name}.yaml")
    load = lap()
    model = qipan.CityModel(scenario, 1)
    build = lap()
    model.run()
    run = lap()
    return {
        "residents": model.city.residents,
        "places": len(model.city.places.ids),
        "issues": len(model.layer.issues),
        "load": load,
        "build": build,
        "run": run,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB,
    }


def in_own_process(name: str) -> dict[str, float]:
    """Measure a city where nothing else has taken memory."""
    command = [sys.executable, "-m", "benchmarks.cities", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main() -> None:
    """Print a table of all cities, or the measurement of one as JSON."""
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
        return
    qipan.simulate(SCENARIOS / "tiny.yaml")  # compiles, if need be
    console = Console()
    console.print(machine())
    table = Table(
        "city", "residents", "places", "issues", "build s", "run s", "issues/s", "peak MB"
    )
    for name in CITIES:
        m = in_own_process(name)
        table.add_row(
            name,
            f"{m['residents']:,.0f}",
            f"{m['places']:,.0f}",
            f"{m['issues']:,.0f}",
            f"{m['build']:.2f}",
            f"{m['run']:.2f}",
            f"{m['issues'] / m['run']:,.0f}",
            f"{m['peak'] / 1e6:,.0f}",
        )
    console.print(table)


if __name__ == "__main__":
    main()
