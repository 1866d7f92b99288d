"""One plan under one budget, on fresh years, against rules, each lever by itself, and today.

Run from the project's folder:
python experiments/fresh_years.py [CASE ...] [--fresh N] [--further N] [--store DIR] [--table]

A city stands as it is before its reform, with ¥100,000 a year for each community: posts there,
posts shared by a subdistrict, hours of volunteers (`two_hundred`: 200 communities like Fuding's);
`fuding_reformed` has posts, patrollers, sittings and money. `CASE_asked` asks for what the plan
of that case gave its worst community, at the least cost; `CASE_eased` for a quarter more days. The
plan meets on the same fresh years every rule of thumb, and the levers *in turn*: posts by a
program, then hours, then money, each with a share of the budget, the best of a grid by the years
of the search. Each case writes results/fresh_years/CASE.json, CASE.csv (ticket-days by year) and
CASE_places.csv (heads and days by community, of the plan and of the best rule); what is simulated
stays in the store, so that a run that was stopped goes on.
"""

import argparse
import json
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from qipan.planning.answer import places_frame
from qipan.planning.heads import hours_of, units_of
from qipan.planning.options import OptionWork
from qipan.planning.plan_file import PlanFile, load_plan
from qipan.planning.planned import Planned, plan_under_budget
from qipan.planning.posing import measure
from qipan.planning.problem import Option, PlanProblem, Values
from qipan.planning.program import NoPlan, Plan, solve
from qipan.planning.proving import Proof
from qipan.report.console import console
from qipan.runs.at_work import AtWork
from qipan.runs.csv_files import write_csv
from qipan.runs.opening import Workers, opened_runner
from qipan.runs.runner import Runner
from qipan.runs.runs import replication_seed
from qipan.runs.store.key import engine_version
from qipan.statistics.estimate import Estimate
from qipan.studies.allocation.placement import with_cadres
from qipan.studies.allocation.plans import FROM_OUTSIDE, PlanSimulator

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "results" / "fresh_years"
PLANS = ROOT / "experiments" / "plans"
YUAN_PER_COMMUNITY = 100_000
# Times what the worst community waits in the mean of the case's fresh years.
ASKED = {"_asked": 1.05, "_eased": 1.3}
# Shares of the budget for posts, for hours and for money, in turn; what one leaves goes on.
SHARES = ((1.0, 0.0), (0.95, 1.0), (0.9, 1.0), (0.75, 1.0), (0.5, 0.5), (0.5, 1.0), (0.0, 1.0))
FRESH = 40
TURN = "in turn"


@dataclass(frozen=True)
class Case:
    """A city, its communities, and sizes where they differ from a plan file's."""

    scenario: str
    communities: int
    plan: str = "fuding.yaml"
    changes: dict[str, Any] | None = None
    sizes: dict[str, Any] | None = None


LARGE = {"replications": 3, "further": 8, "rounds": 2}
TWO_HUNDRED = {"city": {"community_count": 200, "subdistrict_count": 20, "residents": 1_875_000}}
# A year of Dalian takes ten seconds: 90 days are simulated after 60 of warm-up.
SHORT = {"horizon": {"days": 90, "warm_up_days": 60}}
CASES = {
    "fuding": Case("fuding_before", 16),
    "mile": Case("mile_before", 14),
    "xiangshan": Case("xiangshan_before", 78),
    "fuding_reformed": Case("fuding", 16, "fuding_reformed.yaml"),
    "two_hundred": Case("fuding_before", 200, changes=TWO_HUNDRED, sizes=LARGE),
    "zhangjiagang": Case("zhangjiagang_before", 273, sizes=LARGE),
    "dalian": Case(
        "dalian_before", 1671, changes=SHORT, sizes={"replications": 2, "further": 4, "rounds": 1}
    ),
}
HEAD = (
    "case",
    "fresh years",
    "budget, ¥m",
    "spent",
    "nobody more",
    "plan minus it",
    "best rule",
    "plan minus it",
    "levers in turn",
    "plan minus them",
    "beside the promise, %",
    "kept in",
    "test",
    "people more",
)


def main() -> None:
    """Plan every case asked for, and write a table of all that are there."""
    parser = argparse.ArgumentParser(description="Plans on fresh years.")
    parser.add_argument("cases", nargs="*", default=list(CASES))
    parser.add_argument("--fresh", type=int, default=FRESH, help="years that judge")
    parser.add_argument("--further", type=int, help="years that choose, if not those of the case")
    parser.add_argument("--store", type=Path, default=RESULTS / "store")
    parser.add_argument("--table", action="store_true", help="only make the table anew")
    asked = parser.parse_args()
    RESULTS.mkdir(parents=True, exist_ok=True)
    out = console()
    for case in () if asked.table else asked.cases:
        begun, used = time.perf_counter(), time.process_time()

        def say(said: str, case: str = case, begun: float = begun) -> None:
            out.print(f"{case}, {time.perf_counter() - begun:,.0f} s: {said}", style="dim")

        with opened_runner(Workers(store=asked.store)) as runner:
            judge(case, plan_file(case, asked.fresh, asked.further), AtWork(runner, say))
        say(f"done, {time.process_time() - used:,.0f} s of processor")
    (RESULTS / "table.md").write_text(table(), encoding="utf-8")
    out.print(table(), markup=False, highlight=False, soft_wrap=True)


def plan_file(name: str, fresh: int, further: int | None = None) -> PlanFile:
    """Write the plan file of a case, with a scenario of its own, and load it."""
    city, spare = asked_of(name)
    case = CASES[city]
    folder = RESULTS / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    tree = yaml.safe_load((PLANS / case.plan).read_text(encoding="utf-8"))
    scenario = {"extends": str(ROOT / "scenarios" / f"{case.scenario}.yaml"), "name": city}
    text = yaml.safe_dump(scenario | (case.changes or {}), allow_unicode=True)
    (folder / f"{city}_city.yaml").write_text(text, encoding="utf-8")
    tree |= {"scenario": f"{city}_city.yaml", "fresh": fresh, **(case.sizes or {})}
    if further is not None:
        tree["further"] = further
    tree["plan"] = {"en": name, "zh": name}
    if case.plan == "fuding.yaml":
        tree["budgets_yuan"] = [YUAN_PER_COMMUNITY * case.communities]
    if spare:
        known = json.loads((RESULTS / f"{city}.json").read_text(encoding="utf-8"))
        tree |= {"objective": "least_cost", "seed": 7}
        tree["budgets_yuan"] = [2 * yuan for yuan in tree["budgets_yuan"]]
        tree["requirements"] = {"wait_days": round(spare * known["worst wait"], 1)}
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return load_plan(file)


def asked_of(name: str) -> tuple[str, float]:
    """City of a case, and times its worst community's wait that are asked for; 0 if none is."""
    for ending, spare in ASKED.items():
        if name.endswith(ending):
            return name.removesuffix(ending), spare
    return name, 0.0


def judge(name: str, file: PlanFile, work: AtWork) -> None:
    """Plan a case, let the levers be planned in turn, and write what the fresh years say."""
    planned = plan_under_budget(file, work)
    found = planned.found
    years = {"plan": found.simulated, "nobody more": found.nobody, **found.rules}
    if not asked_of(name)[1]:
        work.told("planned; now the levers in turn")
        years |= in_turn(planned, work.runner)
    frame = pd.DataFrame({key: days.sum(axis=1) for key, days in years.items()})
    write_csv(frame, RESULTS / f"{name}.csv")
    write_csv(places_frame(found), RESULTS / f"{name}_places.csv")
    cells = dict(zip(HEAD_KEYS, row(name, planned, years), strict=True))
    tickets = np.maximum(found.given.tickets[: found.given.communities], 1e-9)
    worst = float((found.simulated / tickets).mean(axis=0).max())
    made = {"on": f"{date.today():%Y-%m-%d}", "engine": engine_version()[:12]}
    text = json.dumps({**cells, "worst wait": worst, **made}, ensure_ascii=False, indent=1)
    (RESULTS / f"{name}.json").write_text(text, encoding="utf-8")


def in_turn(planned: Planned, runner: Runner) -> dict[str, Values]:
    """Ticket-days on the fresh years of the plan, and of the best of the levers in turn."""
    document, found = planned.file.document, planned.found
    simulator = PlanSimulator(with_cadres(planned.file.scenario), runner, document.waiting)
    options = OptionWork(document, simulator.scenario, simulator.city, planned.file.sites)
    seeds = [replication_seed(document.seed, n) for n in range(document.replications)]
    fresh = [replication_seed(document.seed + 1, n) for n in range(document.fresh)]
    per_post = measure(simulator, seeds[:1]).per_post

    def days(plan: Plan, on: list[int]) -> Values:
        parts = (hours_of(found.given, plan) / per_post)[: found.given.communities]
        sent = dict(zip(simulator.communities, parts.tolist(), strict=True))
        changes = {"policy.sent_down.allocation": sent} | FROM_OUTSIDE
        changes |= options.changes(units_of(found.given, plan))
        return simulator.simulate(simulator.free.revise(changes), on).ticket_days

    plans = [plan for share in SHARES if (plan := one_after_another(found.given, *share))]
    if not plans:
        return {}
    searched = [float(days(plan, seeds).sum()) for plan in plans]
    best = plans[int(np.argmin(searched))]
    return {TURN: days(best, fresh)}


def one_after_another(given: PlanProblem, posts: float, help_: float) -> Plan | None:
    """Posts with a share of the budget; of what is left, hours with a share; money with the rest.

    Each by the plan's own program and its curves, all else held: only the price between them is
    not known to it. Patrollers and sittings are planned by no program of old, and left out.
    """
    budget = given.budgets["", 0]
    none = np.zeros(len(given.desks))

    def program(
        yuan: float, held: Plan | None, hours: bool, money: bool, before: PlanProblem
    ) -> tuple[PlanProblem, Plan]:
        staff = before.staff
        if held is not None:
            staff = tuple(
                replace(s, floors=p.min(axis=1), caps=p.max(axis=1))
                for s, p in zip(staff, held.posts, strict=True)
            )
        priced = tuple(replace(p, caps=p.caps if hours else none) for p in given.priced)
        options = tuple(_only_money(o, money) for o in given.options)
        posed = replace(given, staff=staff, priced=priced, options=options)
        posed = replace(posed, budgets={("", 0): yuan + 1e-6})
        return posed, solve(posed)

    try:
        posed, first = program(posts * budget, None, False, False, given)
        left = budget - first.yuan_year(given)
        posed, second = program(budget - left + help_ * left, first, True, False, posed)
        _, third = program(budget, second, True, True, posed)
    except NoPlan:
        return None
    return third


def _only_money(option: Option, money: bool) -> Option:
    if option.unit == "yuan" and money:
        return option
    return replace(option, caps=np.zeros_like(option.caps), floors=np.zeros_like(option.floors))


HEAD_KEYS = tuple(f"{n} {name}" for n, name in enumerate(HEAD))


def row(name: str, planned: Planned, years: dict[str, Values]) -> tuple[str, ...]:
    """One line of the table."""
    found, document = planned.found, planned.file.document
    turn = years.get(TURN)
    apart = "–" if turn is None else spelt(found.against(turn))
    rule = found.best_rule
    return (
        name,
        f"{len(found.simulated)}",
        f"{document.budgets_yuan[0] / 1e6:.1f}",
        f"{found.plan.yuan_year(found.given) / 1e6:.2f}",
        f"{found.nobody.sum(axis=1).mean():,.0f}",
        spelt(found.against(found.nobody)),
        f"{rule.replace('_', ' ')}, {found.rule_yuan[rule] / 1e6:.2f}",
        spelt(found.against(found.rules[rule])),
        "–" if turn is None else f"{turn.sum(axis=1).mean():,.0f}",
        apart,
        spelt(_percent(found.gap), 1),
        "–" if found.kept is None else f"{found.kept:.1%}",
        *_tested(found.proof),
    )


def _tested(proof: Proof | None) -> tuple[str, str]:
    """Whether a plan is said to keep what is asked, by which years, and with whom it would."""
    if proof is None:
        return "–", "–"
    failed = f"{proof.failed} of {proof.years} failed"
    said = failed if proof.holds else f"refused, {failed}"
    return said, "–" if proof.holds else "none found" if proof.more is None else f"{proof.more:.0f}"


def _percent(gap: Estimate) -> Estimate:
    return gap.times(100.0)


def table() -> str:
    """Markdown table of all cases that are there."""
    lines = [HEAD, tuple("---" if name in ("case", "best rule") else "---:" for name in HEAD)]
    for case in [name for city in CASES for name in (city, *(f"{city}{end}" for end in ASKED))]:
        file = RESULTS / f"{case}.json"
        if file.exists():
            cells = json.loads(file.read_text(encoding="utf-8"))
            lines.append(tuple(cells.get(name, "–") for name in HEAD_KEYS))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def spelt(estimate: Estimate, decimals: int = 0) -> str:
    """Mean and 95 % interval."""
    low, mean, high = (f"{x:+,.{decimals}f}" for x in (estimate.low, estimate.mean, estimate.high))
    return f"{mean} [{low}, {high}]"


if __name__ == "__main__":
    main()
