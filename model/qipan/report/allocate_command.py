"""What ``qipan allocate`` does: find a plan, print what it is worth, write it down."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..allocation.cadres import build
from ..allocation.frontier import frontier
from ..allocation.loop import Candidate, Estimate, LoopResult, interval
from ..allocation.objectives import Objective
from ..allocation.solver import write
from ..experiments.allocation import FULL_TIME, Allocation, Request, allocate
from ..experiments.placement import PlacementError
from ..experiments.plans import PlanSimulator
from ..scenario import Scenario
from .allocation_charts import chart_files, frontier_files
from .console import console

MOST_ROWS = 40


def allocate_and_report(
    scenario: Scenario,
    request: Request,
    folder: Path,
    jobs: int,
    *,
    loop: bool = True,
    second: Objective | None = None,
    program: bool = False,
) -> None:
    """Allocate full-time cadres, print the result and write plan.csv and charts.

    Parameters
    ----------
    scenario : Scenario
    request : Request
    folder : Path
        Where to write.
    jobs : int
        Replications at the same time.
    loop : bool
        Correct the plan by simulation.
    second : Objective, optional
        Also draw the frontier between the request's objective and this one.
    program : bool
        Also write the program as cadres.lp.

    Raises
    ------
    PlacementError
        If cadres cannot be placed, or the folder holds something else.
    NoPlanError
        If no plan keeps all rules.
    """
    if folder.exists() and not folder.is_dir():
        raise PlacementError(f"{folder} is a file; --out needs a folder")
    out = console()
    simulator = PlanSimulator(scenario, jobs)
    found = allocate(simulator, request, loop=loop, told=lambda said: out.print(said, style="dim"))
    print_plan(found, out)
    if found.loop is not None:
        print_candidates(found.loop, out)
        print_promise(found.loop, out)
    folder.mkdir(parents=True, exist_ok=True)
    plan_frame(found).to_csv(folder / "plan.csv", index=False)
    marginal_frame(found).to_csv(folder / "marginal_values.csv", index=False)
    for name, content in chart_files(found, scenario).items():
        (folder / name).write_bytes(content)
    if second is not None:
        report_frontier(found, second, scenario, folder, out)
    if program:
        write(build(found.first.given, request.objective).program.problem, folder / "cadres.lp")
    out.print(f"Written to {folder}/; {simulator.runs:,} simulated years.", highlight=False)
    out.print(
        "Use it in a scenario: policy: {sent_down: {on: true, plan: plan.csv}}",
        style="dim",
        markup=False,
        highlight=False,
    )


def plan_frame(found: Allocation) -> pd.DataFrame:
    """Tabulate the plan: community, type, today, plan, change, residents and load."""
    known = found.facts
    return pd.DataFrame(
        {
            "community": known.communities,
            "type": FULL_TIME,
            "today": known.today,
            "plan": found.plan,
            "change": found.plan - known.today,
            "residents": known.residents,
            "load_today": known.offered / (known.capacity + known.today * known.per_cadre),
        }
    )


def marginal_frame(found: Allocation) -> pd.DataFrame:
    """Tabulate what one cadre more and one less change in each community, in ticket-days a year.

    Read off the curves, at the plan; a curve ends at the cap and the floor.
    """
    table, plan = found.table, found.plan
    rows = np.arange(len(plan))
    column = plan - table.numbers[0]
    last = len(table.numbers) - 1
    here = table.values[rows, column]
    more = table.values[rows, np.minimum(column + 1, last)] - here
    less = table.values[rows, np.maximum(column - 1, 0)] - here
    return pd.DataFrame(
        {
            "community": found.facts.communities,
            "cadres": plan,
            "one_more": np.where(column < last, more, np.nan),
            "one_less": np.where(column > 0, less, np.nan),
            "a_tenth_more": np.where(column < last, more / 10.0, np.nan),
        }
    )


def print_plan(found: Allocation, out: Console) -> None:
    """Print who gets how many, the largest changes first where there are many communities."""
    frame = plan_frame(found).merge(marginal_frame(found), on="community")
    shown = frame
    if len(frame) > MOST_ROWS:
        order = frame["change"].abs().sort_values(ascending=False, kind="stable").index
        shown = frame.loc[order[:MOST_ROWS]]
    table = _table(f"{int(found.plan.sum())} full-time cadres, {found.request.objective.name}")
    for name in ("community", "residents", "load today", "today", "plan", "change"):
        table.add_column(name, justify="left" if name == "community" else "right")
    table.add_column("one more, ticket-days a year", justify="right")
    for row in shown.to_dict("records"):
        table.add_row(
            row["community"],
            f"{row['residents']:,}",
            f"{row['load_today']:.2f}",
            str(row["today"]),
            str(row["plan"]),
            f"{row['change']:+d}",
            "–" if math.isnan(row["one_more"]) else f"{row['one_more']:+,.0f}",
        )
    out.print(table)
    if len(shown) < len(frame):
        out.print(f"{len(frame) - len(shown)} more communities are in plan.csv.")
    for line in found.first.binding[:8]:
        out.print(f"Binding: {line}", highlight=False)


def print_candidates(loop: LoopResult, out: Console) -> None:
    """Print the final comparison on fresh seeds, the best plan first."""
    table = _table("On fresh seeds")
    table.add_column("plan")
    for name in ("ticket-days a year", "95 % interval", "against the best rule", "95 % interval"):
        table.add_column(name, justify="right")
    for candidate in loop.candidates:
        mean, difference = _mean(candidate), _against(candidate, loop.best_rule)
        table.add_row(
            candidate.name,
            f"{mean.mean:,.0f}",
            f"[{mean.low:,.0f}, {mean.high:,.0f}]",
            f"{difference.mean:+,.0f}",
            f"[{difference.low:+,.0f}, {difference.high:+,.0f}]",
        )
    out.print(table)


def report_frontier(
    found: Allocation, second: Objective, scenario: Scenario, folder: Path, out: Console
) -> None:
    """Print, write and draw what one objective costs in the other, by the curves as measured."""
    first = found.request.objective
    points = frontier(found.first.given, first, second, time_limit=found.request.time_limit)
    table = _table("What one objective costs in the other, as promised")
    for objective in (first, second):
        table.add_column(f"{objective.name}, {objective.unit}", justify="right")
    table.add_column("gap", justify="right")
    for point in points:
        gap = f"{100 * point.plan.gap:.2g} %" if point.plan.proven else "not proven"
        table.add_row(f"{point.first:,.0f}", f"{point.second:,.1f}", gap)
    out.print(table)
    columns = {first.name: [p.first for p in points], second.name: [p.second for p in points]}
    pd.DataFrame(columns).to_csv(folder / "frontier.csv", index=False)
    for name, content in frontier_files(points, first, second, scenario).items():
        (folder / name).write_bytes(content)


def print_promise(loop: LoopResult, out: Console) -> None:
    """Print what was promised and found, and whether a rule of thumb would have done."""
    chosen, gap = loop.chosen, loop.gap
    out.print(
        f"Promised {loop.promised:,.0f} ticket-days a year, simulated {chosen.mean:,.0f}: optimism "
        f"gap {100 * gap.mean:+.1f} % [{100 * gap.low:+.1f}, {100 * gap.high:+.1f}].",
        highlight=False,
        markup=False,
    )
    against = loop.against_rule
    said = f"The best rule of thumb is {loop.best_rule.name}: "
    if against.proven_below_0:
        said += f"the plan saves {-against.mean:,.0f} ticket-days a year more."
    elif against.low > 0.0:
        said += f"it beats the plan by {against.mean:,.0f} ticket-days a year. Take the rule."
    else:
        said += "the plan cannot be told from it. The rule of thumb is enough here."
    out.print(Text(said))


def _mean(candidate: Candidate) -> Estimate:

    return interval(candidate.ticket_days.sum(axis=1))


def _against(candidate: Candidate, rule: Candidate) -> Estimate:

    return interval(candidate.ticket_days.sum(axis=1) - rule.ticket_days.sum(axis=1))


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
