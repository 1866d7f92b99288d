"""What each lever of a plan file does alone, as much of it as may be had, against nobody more.

Run from the project's folder: python experiments/levers_alone.py PLAN.yaml [--years N]

No plan is made. Every community (or subdistrict) has all units of one lever, or one full-time head
more, in the same years; days are those that the plan file counts. Courses are simulated again with
nothing learned, to see what the hours cost that they take. Of sites all are open, and then the one
that reaches the most residents; all are tried again in a city in which nothing is settled at any
counter, and in one in which who is reached reports no oftener.
"""

import argparse
from collections.abc import Mapping
from typing import Any

import numpy as np

from qipan.planning.cover import Cover
from qipan.planning.levers.of_plan import SITES, option_levers
from qipan.planning.options import OptionWork
from qipan.planning.plan_file import load_plan
from qipan.planning.problem import Values
from qipan.runs.runs import replication_seed
from qipan.runs.variants import Variant
from qipan.statistics.estimate import interval
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import FROM_OUTSIDE, PlanSimulator

TRIED_SEED = 99  # years of no plan
WITHOUT = {
    "nothing settled at a counter": {"policy.service_circle.absorbed_share": 0},
    "nobody reports oftener": {"policy.service_circle.report_factor": 1},
}
NOTHING_LEARNED = {
    "policy.career.training_success_gain": 0,
    "policy.career.training_errors_avoided": 0,
}


def main() -> None:
    """Print a row for each lever."""
    parser = argparse.ArgumentParser(description="What each lever of a plan does alone.")
    parser.add_argument("plan")
    parser.add_argument("--years", type=int, default=8)
    asked = parser.parse_args()
    file = load_plan(asked.plan)
    simulator = PlanSimulator(with_cadres(file.scenario), counted=file.document.waiting)
    work = OptionWork(file.document, simulator.scenario, simulator.city, file.sites)
    bounds = {name: (one.floors, one.caps) for name, one in file.bounds.items()}
    cover, number = work.cover(bounds), len(work.options(bounds))
    levers = option_levers(file.document)
    nobody = np.zeros(len(simulator.communities), dtype=np.int64)
    seeds = [replication_seed(TRIED_SEED, n) for n in range(asked.years)]

    def units_of(name: str) -> Values:
        units = np.zeros((number, len(nobody)))
        if name == SITES and cover is not None:
            return cover.with_all(units)
        if name:
            units[work.rows[name]] = levers[name].cap
        return units

    def days(
        name: str = "",
        heads: int = 0,
        more: Mapping[str, Any] | None = None,
        had: Values | None = None,
    ) -> Any:
        units = units_of(name) if had is None else had
        changes = FROM_OUTSIDE | work.changes(units) | dict(more or {})
        world = Variant(simulator.placed(nobody + heads, changes), work.newcomers(units))
        return simulator.simulate(world, seeds).ticket_days.sum(axis=1)

    none = days()
    print(f"nobody more: {none.mean():,.0f} days a year in {asked.years} years")
    rows = {"one full-time head": days(heads=1) - none}
    for name, lever in levers.items():
        if name != SITES:
            rows[f"{name}, {lever.cap}"] = days(name) - none
    if cover is not None:
        every = units_of(SITES)
        said = f"sites, all {len(cover.rows)}, {reached(cover, every):,.0f} reached"
        rows[said] = days(SITES) - none
        one = best_site(cover, units_of(""))
        rows[f"sites, the best one, {reached(cover, one):,.0f} reached"] = days(had=one) - none
        for said, more in WITHOUT.items():
            rows[f"sites, all, {said}"] = days(SITES, more=more) - days(more=more)
    if "training" in levers:
        rows["training, nothing learned"] = days("training", more=NOTHING_LEARNED) - none
    for said, change in rows.items():
        found = interval(change)
        print(f"{said}: {found.mean:+,.0f} [{found.low:+,.0f}, {found.high:+,.0f}]")


def reached(cover: Cover, units: Values) -> float:
    """Residents who come within reach."""
    return float(cover.reached(units).sum())


def best_site(cover: Cover, none: Values) -> Values:
    """Units with the one site open that reaches the most."""
    each = []
    for row, home in zip(cover.rows, cover.home, strict=True):
        units = none.copy()
        units[row, home] = 1.0
        each.append(units)
    return max(each, key=lambda units: reached(cover, units))


if __name__ == "__main__":
    main()
