"""Helpers' hours and funds planned inside the simulation, against who asks first and rules.

Run from the project's folder: python experiments/planned_help.py [CASE ...] [--seeds N] [--jobs N]

Cases are FUDING or ZHANGJIAGANG as reformed, and Fuding before its reform with volunteers, units
and a fund alone (`fuding_before`), there with a seventh of the volunteers as well
(`fuding_before_few`). All ways of a case are simulated on the same seeds; the table is in Markdown.
"""

import argparse

from fund_ways import UNPLANNED, fund_ways

import qipan
from qipan.runs.runner import Runner
from qipan.runs.runs import replication_seed
from qipan.runs.variants import Variant, ticket_days
from qipan.scenario import Scenario
from qipan.statistics.interval import mean_interval
from qipan.studies.allocation.hours_strategy import FIRST, scenarios

HELP = {
    "policy.orders.on": True,
    "policy.pairing": {"on": True, "communities_per_unit": 2},
    "policy.fund.on": True,
}
FEW = {f"volunteers.pools.{pool}.active_share": 0.03 for pool in ("volunteers", "party_members")}
CASES = {
    "fuding": ("fuding", {}),
    "zhangjiagang": ("zhangjiagang", {}),
    "fuding_before": ("fuding_before", HELP),
    "fuding_before_few": ("fuding_before", {**HELP, **FEW}),
}


def main() -> None:
    """Print a row for each way to divide hours and money, in every case asked for."""
    parser = argparse.ArgumentParser(description="Planned help in some cases.")
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--seeds", type=int, default=24)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    print(
        "| case | divided | way | open ticket-days a year | against who asks first, or no planner |"
    )
    print("| --- | --- | --- | ---: | ---: |")
    for case in asked.cases:
        name, changes = CASES[case]
        scenario = qipan.load(f"scenarios/{name}.yaml").revise(changes)
        compare(case, "hours", scenarios(scenario), FIRST, asked.seeds, asked.jobs)
        compare(case, "funds", fund_ways(scenario), UNPLANNED, asked.seeds, asked.jobs)


def compare(
    case: str, what: str, ways: dict[str, Scenario], base: str, seeds: int, jobs: int
) -> None:
    """Simulate all ways on the same seeds and print their rows."""
    numbers = [replication_seed(2, n) for n in range(seeds)]
    with Runner(jobs=jobs) as runner:
        days = ticket_days([Variant(each) for each in ways.values()], numbers, runner).sum(axis=2)
    before = days[list(ways).index(base)]
    for way, row in zip(ways, days, strict=True):
        against = mean_interval(row - before)
        text = f"{against.mean:+,.0f} [{against.low:+,.0f}, {against.high:+,.0f}]"
        print(f"| {case} | {what} | {way} | {row.mean():,.0f} | {text if way != base else '–'} |")


if __name__ == "__main__":
    main()
