"""Full-time cadres placed by program and simulation, against rules of thumb, in each city.

Run from the project's folder: python experiments/placing_cadres.py [CITY ...] [--jobs N]

Each city stands as it is before its reform, with cadres alone: as many as it has communities, so
that one in each is today's plan. Writes results/placing_cadres/CITY.csv and table.md.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import qipan
from qipan.allocation.loop import Candidate, Estimate, interval
from qipan.allocation.objectives import Utilitarian
from qipan.experiments.allocation import Allocation, Request, allocate
from qipan.experiments.plans import PlanSimulator
from qipan.experiments.replications import replication_seed
from qipan.report.console import console

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "placing_cadres"
CITIES = ("fuding", "mile", "xiangshan", "zhangjiagang")
FEWEST = {"xiangshan": 24, "zhangjiagang": 16}  # larger cities: fewer fresh years
HEAD = (
    "| city | cadres | plan | best rule of thumb | rule | plan minus rule | one in each | "
    "optimism gap, % | median days to solve, plan minus rule |"
)


def main() -> None:
    """Place cadres in every city asked for, and write a table."""
    parser = argparse.ArgumentParser(description="Cadres placed in each city.")
    parser.add_argument("cities", nargs="*", default=CITIES)
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    out = console()
    lines = [HEAD, "| --- |" + " ---: |" * 2 + " --- |" + " ---: |" * 5]
    for city in arguments.cities:
        lines.append(row(city, arguments.jobs, lambda said: out.print(said, style="dim")))
        (RESULTS / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    out.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


def row(city: str, jobs: int, told: Callable[[str], None]) -> str:
    """One line of the table."""
    scenario = qipan.load(ROOT / "scenarios" / f"{city}_before.yaml").revise(
        {"policy.sent_down.on": True, "policy.sent_down.full_time_per_community": 1}
    )
    simulator = PlanSimulator(scenario, jobs)
    told(f"{city}: {len(simulator.communities)} communities")
    fresh = FEWEST.get(city, 40)
    found = allocate(simulator, Request(Utilitarian(), fresh=fresh), told=told)
    write(city, found)
    assert found.loop is not None
    loop, today = found.loop, named(found, "today")
    seeds = [replication_seed(found.request.seed + 1, n) for n in range(fresh)]
    chosen, rule = (
        simulator(candidate.plan, seeds, criteria=True).criteria["fixed_cohort_p50"]
        for candidate in (loop.chosen, loop.best_rule)
    )
    cells = (
        city.capitalize(),
        f"{int(found.plan.sum())}",
        f"{loop.chosen.mean:,.0f}",
        loop.best_rule.name.replace("_", " "),
        f"{loop.best_rule.mean:,.0f}",
        spelt(loop.against_rule),
        f"{today.mean:,.0f}" if today else "–",
        spelt(Estimate(*(100 * x for x in (loop.gap.mean, loop.gap.low, loop.gap.high))), 1),
        spelt(interval(chosen - rule), 1),
    )
    return "| " + " | ".join(cells) + " |"


def named(found: Allocation, name: str) -> Candidate | None:
    """Candidate of a name, if it took part."""
    assert found.loop is not None
    return next((c for c in found.loop.candidates if c.name == name), None)


def write(city: str, found: Allocation) -> None:
    """Write every candidate of a city, by seed."""
    assert found.loop is not None
    totals = {c.name: c.ticket_days.sum(axis=1) for c in found.loop.candidates}
    pd.DataFrame(totals).to_csv(RESULTS / f"{city}.csv", index=False)


def spelt(estimate: Estimate, decimals: int = 0) -> str:
    """Mean and 95 % interval."""
    low, mean, high = (f"{x:+,.{decimals}f}" for x in (estimate.low, estimate.mean, estimate.high))
    return mean if np.isinf(estimate.low) else f"{mean} [{low}, {high}]"


if __name__ == "__main__":
    main()
