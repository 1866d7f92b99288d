"""Plan once, plan each quarter, or lend by a rule: the same sixteen cadres on fresh years.

Run from the project's folder: python experiments/replanning.py [CASE ...] [--fresh N] [--store DIR]

A city stands as it is before its reform, with as many full-time cadres as it has communities. They
are one in each; placed once by `qipan allocate` (its plan is corrected by simulated years, which
know the loads of all desks); placed anew each quarter inside the simulation, from the one or from
the other, by the program or by load; or all are lent by a rule.
All come from outside the city's desks, so that no sender's loss is in the figures.
"""

import argparse
from pathlib import Path

import numpy as np

import qipan
from qipan.programs.objectives import Utilitarian
from qipan.runs.at_work import AtWork
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.runner import Runner
from qipan.runs.runs import replication_seed
from qipan.runs.variants import Variant, ticket_days
from qipan.scenario import Scenario
from qipan.statistics.interval import mean_interval
from qipan.studies.allocation.cadre_strategy import CadreStrategy
from qipan.studies.allocation.request import Request
from qipan.studies.allocation.strategy import divide

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "replanning"
CASES = ("fuding", "mile")
FRESH_SEED = 900
ONE_IN_EACH, ONCE = "one in each", "placed once"
OFFICE = qipan.load(ROOT / "scenarios" / "fuding_replanned.yaml").document.policy.planner
RULE = {"when": {"tickets_per_worker_above": 5, "days": 7}, "then": {"cadres": 1, "days": 90}}


def main() -> None:
    """Print a row for each way, in every case asked for."""
    parser = argparse.ArgumentParser(description="Cadres placed once, each quarter, or lent.")
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--fresh", type=int, default=40)
    parser.add_argument("--store", type=Path, default=RESULTS / "store")
    asked = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    print("| case | way | open ticket-days a year | minus placed once | cadres moved a year |")
    print("| --- | --- | ---: | ---: | ---: |")
    for case in asked.cases:
        with opened_runner(Workers(store=asked.store)) as runner:
            compare(case, ways(case, runner), asked.fresh, runner)


def ways(case: str, runner: Runner) -> dict[str, Scenario]:
    """Scenarios by way."""
    base = qipan.load(ROOT / "scenarios" / f"{case}_before.yaml").revise(
        {
            "policy.sent_down.on": True,
            "policy.sent_down.full_time_per_community": 1,
            "policy.sent_down.from_outside_share": 1,
        }
    )
    found = divide(CadreStrategy(base, Request(Utilitarian(), fresh=16), AtWork(runner)))
    once = base.revise(
        {"policy.sent_down.allocation": dict(found.in_force.document.policy.sent_down.allocation)}
    )
    cadres = base.document.city.community_count
    rule = {"on": True, "speed": 0.9, "lost_at_sender_share": 0, "cadres": cadres}
    nobody = base.revise({"policy.sent_down.on": False})
    return {
        ONE_IN_EACH: base,
        ONCE: once,
        "each quarter, by the program, from one in each": planned(base),
        "each quarter, by load, from one in each": planned(base, rule="by_load"),
        "each quarter, by the program, from placed once": planned(once),
        "the same, whatever a move saves": planned(once, least_saved_days=0),
        "all lent by a rule": nobody.revise(
            {"policy.dispatch": {**rule, "rules": {"behind": RULE}}}
        ),
    }


def planned(scenario: Scenario, **other: object) -> Scenario:
    """Return the scenario with cadres placed anew inside the simulation, as in `OFFICE`."""
    assert OFFICE.cadres is not None
    cadres = {**OFFICE.cadres.model_dump(), **other}
    return scenario.revise(
        {"policy.planner": {"on": True, "hours": None, "funds": None, "cadres": cadres}}
    )


def compare(case: str, several: dict[str, Scenario], fresh: int, runner: Runner) -> None:
    """Simulate all ways on the same fresh years and print their rows."""
    seeds = [replication_seed(FRESH_SEED, n) for n in range(fresh)]
    days = ticket_days([Variant(each) for each in several.values()], seeds, runner).sum(axis=2)
    once = days[list(several).index(ONCE)]
    for (way, scenario), row in zip(several.items(), days, strict=True):
        apart = mean_interval(row - once)
        text = f"{apart.mean:+,.0f} [{apart.low:+,.0f}, {apart.high:+,.0f}]"
        moved = moved_a_year(scenario, seeds[:4])
        print(
            f"| {case} | {way} | {row.mean():,.0f} | {'–' if way == ONCE else text} | {moved} |",
            flush=True,
        )


def moved_a_year(scenario: Scenario, seeds: list[int]) -> str:
    """Cadres moved a year, mean of a few years; – where none are."""
    if not scenario.document.policy.planner.moves_cadres:
        return "–"
    made = [qipan.CityModel(scenario, seed=seed).run().record() for seed in seeds]
    years = scenario.document.horizon.days / 365.0
    return f"{np.mean([each.costs['cadres_moved'] for each in made]) / years:.1f}"


if __name__ == "__main__":
    main()
