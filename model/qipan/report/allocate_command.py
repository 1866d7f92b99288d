"""What ``qipan allocate`` does: find a plan, print what it is worth, write it down."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from ..allocation.cadres import build
from ..allocation.frontier import FrontierPoint, frontier
from ..allocation.objectives import Objective
from ..allocation.solver import write
from ..experiments.allocation import Allocation, Request, allocate
from ..experiments.csv_files import csv_bytes
from ..experiments.manifest import as_said, manifest
from ..experiments.marginals import (
    Check,
    check_frame,
    check_in_simulation,
    marginal_frame,
    marginal_values,
)
from ..experiments.plan import plan_frame
from ..experiments.plan_comparison import comparison_frame
from ..experiments.plans import PlanSimulator
from ..experiments.result_folder import (
    MANIFEST,
    check_writable,
    whole_folder,
    write_json,
    write_more,
)
from ..experiments.robust import robust_plan
from ..experiments.run import Stopped
from ..experiments.uncertainty.decision_trials import cadre_trial
from ..experiments.uncertainty.decisions import try_decision
from ..scenario import Scenario
from .allocation import AllocationResults, allocation_report
from .allocation.in_worlds import in_worlds_frames, print_in_worlds
from .allocation_tables import (
    new_table,
    print_checks,
    print_comparison,
    print_plan,
    print_promise,
    print_proofs,
    print_values,
)
from .attempted import attempted, tell_of_missing
from .console import console
from .progress import stop_on_interrupt
from .reporting import CHARTS_ALONE, Reporting
from .resource_tables import report_or_charts
from .robust_tables import print_robust, robust_frame, robust_plan_frame
from .standing_console import print_standing
from .watching import years_simulated


@dataclass(frozen=True)
class Asked:
    """What ``qipan allocate`` is asked for besides the plan.

    Attributes
    ----------
    loop : bool
        Correct the plan by simulation.
    check : int
        Marginal values of so many of the most and of the least valued communities are simulated.
    second : Objective or None
        Draw the frontier between the request's objective and this one.
    programs : tuple of str
        Endings under which the program is written: lp, mps.
    draws : int
        Draws from all assumed ranges for a robust plan; 0 for none.
    worlds : int
        In which the plan is held against the best rule; 0 for none.
    """

    loop: bool = True
    check: int = 3
    second: Objective | None = None
    programs: tuple[str, ...] = ()
    draws: int = 0
    worlds: int = 0


def allocate_and_report(
    scenario: Scenario,
    request: Request,
    folder: Path,
    jobs: int,
    asked: Asked | None = None,
    reporting: Reporting = CHARTS_ALONE,
) -> bool:
    """Allocate full-time cadres, print the result and write a result folder.

    Returns
    -------
    bool
        False if it was stopped; then nothing is written.

    Raises
    ------
    PlacementError
        If cadres cannot be placed.
    NoPlanError
        If no plan keeps all rules.
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    LayerError
        If worlds are asked for, and no number has a range.
    """
    asked = asked or Asked()
    check_writable(folder)
    out = console()
    begun = time.perf_counter()
    with stop_on_interrupt() as stop, years_simulated(out, scenario.name) as watched:
        simulator = PlanSimulator(scenario, jobs, stop=stop, ran=watched.ran)
        try:
            results, files = find_and_print(simulator, request, asked, out, watched.said)
        except Stopped:
            out.print("Stopped; nothing written.")
            return False
    command = reporting.command or ""
    files |= attempted(
        lambda: report_or_charts(
            allocation_report(results, reporting.language, command=command), reporting
        )
    )
    with whole_folder(folder) as whole:
        how = {"loop": asked.loop, "check": asked.check, "draws": asked.draws}
        how |= {"worlds": asked.worlds} if asked.worlds else {}
        content = {**asdict(request), "objective": request.objective.name, **how}
        write_json(whole / MANIFEST, manifest("allocate", [scenario], asked=as_said(content)))
        write_more(whole, files)
    seconds = time.perf_counter() - begun
    tell_of_missing(files, out)
    years = simulator.runs + (results.worlds.years if results.worlds else 0)
    out.print(
        f"Written to {folder}/; {years:,} simulated years in {seconds:,.0f} s.",
        highlight=False,
    )
    if reporting.command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    out.print(
        "Use it in a scenario: policy: {sent_down: {on: true, plan: plan.csv}}",
        style="dim",
        markup=False,
        highlight=False,
    )
    return True


def find_and_print(
    simulator: PlanSimulator, request: Request, asked: Asked, out: Console, told: Any
) -> tuple[AllocationResults, dict[str, bytes]]:
    """Find a plan, print it, and return it with what is to be written, by file name."""
    scenario = simulator.scenario
    checks: list[Check] = []
    found = allocate(simulator, request, loop=asked.loop, told=told)
    values = marginal_values(found)
    frames = {"plan.csv": plan_frame(found), "marginal_values.csv": marginal_frame(values)}
    print_plan(found, values, out)
    print_values(values, out)
    if found.loop is not None:
        if asked.check:
            checks = check_in_simulation(found, simulator, found.loop.objective, asked.check)
            print_checks(checks, out)
            frames["marginal_check.csv"] = check_frame(checks)
        print_comparison(found, out)
        frames["comparison.csv"] = comparison_frame(found.loop, found.references)
    print_proofs(found, out)
    if found.loop is not None:
        print_promise(found, out)
    robust = None
    if asked.draws:
        robust = robust_plan(found, simulator, asked.draws, told)
        print_robust(found, robust, out)
        frames["robust.csv"] = robust_frame(robust)
        frames["robust_plan.csv"] = robust_plan_frame(found, robust)
    worlds = None
    if asked.worlds:
        worlds = try_decision(
            cadre_trial(found, simulator, robust),
            asked.worlds,
            jobs=simulator.jobs,
            stop=simulator.stop,
            told=told,
        )
        print_in_worlds(worlds, out)
        frames |= in_worlds_frames(worlds)
    points: Sequence[FrontierPoint] = ()
    if asked.second is not None:
        points = print_frontier(found, asked.second, out)
        first = found.request.objective
        columns = {first.name: [p.first for p in points]}
        columns[asked.second.name] = [p.second for p in points]
        frames["frontier.csv"] = pd.DataFrame(columns)
    print_standing([scenario], out)
    results = AllocationResults(
        scenario, found, values, checks, points, asked.second, robust, worlds
    )
    files: dict[str, bytes] = {}
    for ending in asked.programs:
        files[f"cadres.{ending}"] = program_text(found, ending)
    return results, files | {name: csv_bytes(frame) for name, frame in frames.items()}


def print_frontier(found: Allocation, second: Objective, out: Console) -> Sequence[FrontierPoint]:
    """Print what one objective costs in the other, by the corrected curves."""
    first = found.request.objective
    points = frontier(found.problem, first, second, time_limit=found.request.time_limit)
    table = new_table("What one objective costs in the other, as promised")
    for objective in (first, second):
        table.add_column(f"{objective.name}, {objective.unit}", justify="right")
    table.add_column("gap", justify="right")
    for point in points:
        gap = f"{100 * point.plan.gap:.2g} %"
        gap += "" if point.plan.proven else ", not proven"
        table.add_row(f"{point.first:,.0f}", f"{point.second:,.1f}", gap)
    out.print(table)
    return points


def program_text(found: Allocation, ending: str) -> bytes:
    """Return the program with the curves as corrected last, as .lp or .mps."""
    problem = build(found.problem, found.request.objective).program.problem
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"cadres.{ending}"
        write(problem, file)
        return file.read_bytes()
