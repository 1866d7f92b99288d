"""Issues a second, and bytes per issue, of event engines on the same static network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rich.console import Console
from rich.table import Table

from benchmarks.harness import Contestant, machine, memory_slope, race, timing_table
from benchmarks.network import StaticNetwork
from benchmarks.peers import bare_loop, ciw_network, mesa_events, qipan_engine, simpy_processes
from benchmarks.record import IssueRecord

SIMULATE: dict[str, Callable[[StaticNetwork, int], IssueRecord]] = {
    "qipan": qipan_engine.simulate,
    "bare": bare_loop.simulate,
    "mesa": mesa_events.simulate,
    "simpy": simpy_processes.simulate,
    "ciw": ciw_network.simulate,
}
"""Contestants by name; add an engine here and it takes part in everything below."""

SLOW = {"ciw"}
"""Contestants that only take part on the small network."""

MEMORY_DAYS: Mapping[str, tuple[float, float]] = {
    "bare": (3650.0, 36500.0),
    "qipan": (3650.0, 14600.0),
}
"""Horizons between which memory is measured, where issues are too small for the usual ones."""

SEED = 1


def scaled(grids: int, days: float = 365.0) -> StaticNetwork:
    """Build the network with a given number of grids and the usual proportions above them."""
    return StaticNetwork.three_level(grids, max(grids // 20, 1), max(grids // 50, 1), days)


def run_once(name: str, network: StaticNetwork) -> int:
    """Run a contestant; return the number of issues opened."""
    return len(SIMULATE[name](network, SEED))


def contest(
    names: Sequence[str], network: StaticNetwork, rounds: int, reference: str, title: str
) -> Table:
    """Race contestants on one network."""
    contestants = [Contestant(name, partial(run_once, name, network)) for name in names]
    described = f"{title}: {network.desks:,} desks, {network.days:,.0f} days"
    return timing_table(race(contestants, rounds), reference, described)


def memory(name: str, grids: int) -> float:
    """Measure a contestant's bytes per issue between two horizons of the same network."""
    horizons = MEMORY_DAYS.get(name, (365.0, 1095.0))
    command = [sys.executable, "-m", "benchmarks.engine", "--once"]
    commands = [[*command, name, "--grids", str(grids), "--days", str(days)] for days in horizons]
    smaller, larger = (round(scaled(grids, days).expected_issues) for days in horizons)
    return memory_slope(commands[0], commands[1], smaller, larger)


def memory_table(names: Sequence[str], grids: int, small_grids: int) -> Table:
    """Lay out bytes per issue."""
    shown = Table(title="Memory: peak resident size", title_justify="left", box=None)
    shown.add_column("contestant")
    shown.add_column("bytes per issue", justify="right")
    for name in names:
        shown.add_row(name, f"{memory(name, small_grids if name in SLOW else grids):,.0f}")
    return shown


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SIMULATE, default=list(SIMULATE))
    parser.add_argument("--rounds", type=int, default=5, help="timed runs of each")
    parser.add_argument("--grids", type=int, default=1000, help="desks on the lowest level")
    parser.add_argument("--small-grids", type=int, default=100, help="the same, for the slow ones")
    parser.add_argument("--days", type=float, default=365.0, help="horizon")
    parser.add_argument("--reference", choices=SIMULATE, default="bare", help="whose ratio is 1")
    parser.add_argument("--memory", action="store_true", help="measure bytes per issue too")
    parser.add_argument("--once", choices=SIMULATE, help="run one contestant once, and no more")
    return parser.parse_args(arguments)


def main() -> None:
    """Run the benchmark as the command line says."""
    chosen = parse()
    if chosen.once:
        print(run_once(chosen.once, scaled(chosen.grids, chosen.days)))
        return
    console = Console(width=110)
    console.print(machine())
    names = list(dict.fromkeys([chosen.reference, *chosen.only]))
    fast = [name for name in names if name not in SLOW]
    large, small = (scaled(grids, chosen.days) for grids in (chosen.grids, chosen.small_grids))
    if chosen.reference not in SLOW:
        console.print(contest(fast, large, chosen.rounds, chosen.reference, "Full network"))
    console.print(contest(names, small, chosen.rounds, chosen.reference, "Small network"))
    if chosen.memory:
        console.print(memory_table(names, chosen.grids, chosen.small_grids))


if __name__ == "__main__":
    main()
