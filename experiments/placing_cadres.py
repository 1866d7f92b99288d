"""Full-time cadres placed by program and simulation, against rules of thumb, in each city.

Run from the project's folder:
python experiments/placing_cadres.py [CASE ...] [--fresh N] [--jobs N]

A city stands as it is before its reform, with cadres alone: as many as it has communities, so that
one in each is today's plan. There few issues are solved and no p90 exists; `fuding_reformed` is
Fuding with all its mechanisms, where it does. Each case writes results/placing_cadres/CASE.csv (all
plans by all measures), CASE_seeds.csv (ticket-days by seed) and CASE.json; `--table` makes
table.md of those that are there.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

import qipan
from qipan.programs.objectives import Utilitarian
from qipan.report.console import console
from qipan.runs.at_work import AtWork
from qipan.runs.csv_files import write_csv
from qipan.runs.pooled_waits import WAITS
from qipan.runs.runner import Runner
from qipan.scenario import Scenario
from qipan.statistics.estimate import Estimate, interval
from qipan.studies.allocation.cadre_strategy import CadreStrategy
from qipan.studies.allocation.cadres import CadreAllocation
from qipan.studies.allocation.plan_comparison import comparison_frame, placed_alike
from qipan.studies.allocation.request import Request
from qipan.studies.allocation.strategy import divide

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "placing_cadres"
REFORMED = "_reformed"
CASES = ("fuding", "mile", "xiangshan", "zhangjiagang", "dalian", f"fuding{REFORMED}")
# A year of Dalian takes ten seconds: 90 days are simulated after 60 of warm-up, with fewer seeds
# and rounds to search, and as many to decide on.
SHORTER: dict[str, dict[str, Any]] = {"dalian": {"replications": 3, "rounds": 2, "finalists": 2}}
HORIZONS = {"dalian": {"horizon.days": 90, "horizon.warm_up_days": 60}}
FRESH = 40
HEAD = (
    "city",
    "cadres",
    "plan: ticket-days",
    "best rule",
    "plan minus best rule",
    "plan minus one in each",
    "p90, plan minus best rule, days",
    "worst p90, plan minus best rule, days",
    "median, plan minus best rule, days",
    "worst median, plan minus best rule, days",
    "placed alike",
    "optimism gap, %",
)


def main() -> None:
    """Place cadres in every case asked for, and write a table of all that are there."""
    parser = argparse.ArgumentParser(description="Cadres placed in each city.")
    parser.add_argument("cases", nargs="*", default=CASES)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--fresh", type=int, default=FRESH, help="years that decide")
    parser.add_argument("--table", action="store_true", help="only make the table anew")
    arguments = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    out = console()
    for case in () if arguments.table else arguments.cases:
        place(case, arguments.fresh, arguments.jobs, lambda said: out.print(said, style="dim"))
    (RESULTS / "table.md").write_text(table(), encoding="utf-8")
    out.print(table(), markup=False, highlight=False, soft_wrap=True)


def scenario_of(case: str) -> Scenario:
    """Return the scenario of a case."""
    if case.endswith(REFORMED):
        return qipan.load(ROOT / "scenarios" / f"{case.removesuffix(REFORMED)}.yaml")
    sent = {"policy.sent_down.on": True, "policy.sent_down.full_time_per_community": 1}
    scenario = qipan.load(ROOT / "scenarios" / f"{case}_before.yaml")
    return scenario.revise({**sent, **HORIZONS.get(case, {})})


def place(case: str, fresh: int, jobs: int, told: Callable[[str], None]) -> None:
    """Place the cadres of one case, and write what was found."""
    begun = time.perf_counter()

    def say(said: str) -> None:
        told(f"{case}, {time.perf_counter() - begun:,.0f} s: {said}")

    scenario = scenario_of(case)
    request = Request(Utilitarian(), fresh=fresh, **SHORTER.get(case, {}))
    found = divide(CadreStrategy(scenario, request, AtWork(Runner(jobs=jobs), say)))
    assert found.loop is not None
    write_csv(comparison_frame(found.loop, found.references), RESULTS / f"{case}.csv")
    totals = {c.name: c.ticket_days.sum(axis=1) for c in found.loop.candidates}
    write_csv(pd.DataFrame(totals), RESULTS / f"{case}_seeds.csv")
    cells = dict(zip(HEAD, row(case, found), strict=True))
    cells["fresh"], cells["search"] = str(request.fresh), str(request.replications)
    text = json.dumps(cells, ensure_ascii=False, indent=1)
    (RESULTS / f"{case}.json").write_text(text, encoding="utf-8")
    say("done")


def row(case: str, found: CadreAllocation) -> tuple[str, ...]:
    """One line of the table."""
    loop = found.loop
    assert loop is not None
    rule = loop.best_rule
    same = next((c for c in loop.candidates if c.name in ("today", "equal")), None)
    own = loop.chosen.outcome
    waits = {name: aim.difference(own, rule.outcome) for name, aim in WAITS.items()}
    days = loop.chosen.ticket_days.sum(axis=1)
    return (
        case.replace("_", ", ").capitalize(),
        f"{int(found.placed.sum())}",
        f"{loop.chosen.mean:,.0f}",
        rule.name.replace("_", " "),
        spelt(loop.against_rule),
        spelt(interval(days - same.ticket_days.sum(axis=1))) if same else "–",
        *(spelt(waits[name], 1) for name in ("p90", "worst_p90", "p50", "worst_p50")),
        f"{placed_alike(loop.chosen, rule)} of {int(found.placed.sum())}",
        spelt(loop.gap.times(100.0), 1),
    )


def table() -> str:
    """Markdown table of all cases that are there."""
    lines = [HEAD, tuple("---" if name in ("city", "best rule") else "---:" for name in HEAD)]
    for case in CASES:
        file = RESULTS / f"{case}.json"
        if file.exists():
            cells = json.loads(file.read_text(encoding="utf-8"))
            lines.append(tuple(cells[name] for name in HEAD))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def spelt(estimate: Estimate, decimals: int = 0) -> str:
    """Mean and 95 % interval; – where there is none."""
    if estimate.mean != estimate.mean:
        return "–"
    low, mean, high = (f"{x:+,.{decimals}f}" for x in (estimate.low, estimate.mean, estimate.high))
    return f"{mean} [{low}, {high}]"


if __name__ == "__main__":
    main()
