"""What ``qipan allocate --resource funds`` does: divide money, say what it is worth, write it."""

import math
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pulp
from rich.console import Console
from rich.text import Text

from ..allocation.funds import FundsProgram
from ..allocation.solver import write
from ..experiments.csv_files import csv_bytes
from ..experiments.fund_allocation import (
    NONE,
    PROGRAM,
    PROPORTIONS,
    TODAY,
    FundAllocation,
    FundRequest,
    allocate_funds,
)
from ..experiments.manifest import as_said, manifest
from ..experiments.result_folder import check_writable
from ..experiments.run import Stopped
from ..experiments.uncertainty.decision_trials import fund_trial
from ..experiments.uncertainty.decisions import try_decision
from ..scenario import Scenario
from .allocation.fund_frames import (
    checks_frame,
    comparison_frame,
    plan_frame,
    values_frame,
)
from .allocation.fund_report import fund_report, references
from .allocation.in_worlds import in_worlds_files, print_in_worlds
from .allocation.ways import ALL_ALIKE, gains, way_name
from .attempted import attempted, tell_of_missing
from .console import bounds, console, number
from .progress import stop_on_interrupt
from .reporting import CHARTS_ALONE, Reporting
from .resource_tables import (
    MOST_BINDING,
    fewer,
    fewer_within,
    print_more_binding,
    print_rows,
    report_or_charts,
    signed,
    signed_interval,
    table,
    verdict,
    whole_plan,
    write_folder,
)
from .standing_console import print_standing


def divide_and_report(
    scenario: Scenario,
    request: FundRequest,
    folder: Path,
    jobs: int,
    programs: Sequence[str] = (),
    reporting: Reporting = CHARTS_ALONE,
    worlds: int = 0,
) -> bool:
    """Divide the money, print the result and write a result folder.

    Parameters
    ----------
    scenario : Scenario
    request : FundRequest
    folder : Path
    jobs : int
        Replications at the same time.
    programs : sequence of str
        Endings under which the program is written: lp, mps.
    reporting : Reporting
        Whether a report is written or charts alone, and in which language.
    worlds : int
        In which the plan is held against the best rule; 0 for none.

    Returns
    -------
    bool
        False if it was stopped; then nothing is written.

    Raises
    ------
    ResourceError, CannotBeDone, SolverError
        As `allocate_funds`.
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    """
    check_writable(folder)
    out = console()

    def told(said: str) -> None:
        out.print(said, style="dim")

    with stop_on_interrupt() as stop:
        try:
            found = allocate_funds(scenario, request, jobs, told, stop)
            trial = fund_trial(scenario, found)
            tried = try_decision(trial, worlds, jobs=jobs, stop=stop, told=told) if worlds else None
        except Stopped:
            out.print("Stopped; nothing written.")
            return False
    print_funds(found, out)
    if tried is not None:
        print_in_worlds(tried, out)
    print_standing([scenario], out, of_money=True)
    files = {
        "plan.csv": csv_bytes(plan_frame(found)),
        "marginal_values.csv": csv_bytes(values_frame(found)),
        "marginal_check.csv": csv_bytes(checks_frame(found)),
        "comparison.csv": csv_bytes(comparison_frame(found)),
        **in_worlds_files(tried),
        **attempted(
            lambda: report_or_charts(
                fund_report(
                    found,
                    scenario,
                    reporting.language,
                    command=reporting.command or "",
                    worlds=tried,
                ),
                reporting,
            )
        ),
        **{f"funds.{ending}": program_text(found, ending) for ending in programs},
    }
    asked = {**asdict(request), "objective": request.objective.name}
    asked |= {"worlds": worlds} if worlds else {}
    said = manifest("allocate funds", [scenario], asked=as_said(asked))
    write_folder(folder, said, files)
    tell_of_missing(files, out)
    out.print(
        f"Written to {folder}/; {found.years + (tried.years if tried else 0):,} simulated years.",
        highlight=False,
    )
    if reporting.command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    out.print(
        "Use it in a scenario: policy: {fund: {on: true, plan: plan.csv}}",
        style="dim",
        markup=False,
        highlight=False,
    )
    return True


def program_text(found: FundAllocation, ending: str) -> bytes:
    """The program as .lp or .mps."""
    totals = np.array([earmark.yuan[0] for earmark in found.plan.case.earmarks])
    case = found.curves.case(totals, found.request.floor)
    return text_of(FundsProgram(case, found.request.objective).problem, "funds", ending)


def text_of(problem: pulp.LpProblem, name: str, ending: str) -> bytes:
    """A program as .lp or .mps."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.{ending}"
        write(problem, file)
        return file.read_bytes()


def print_funds(found: FundAllocation, out: Console) -> None:
    """Print plan, values, check, comparison and promise."""
    _print_plan(found, out)
    for line in found.plan.binding[:MOST_BINDING]:
        text = f"Binding: {line.rule.description}, {number(line.rule.number)} {line.rule.unit}; "
        out.print(
            f"{text}10,000 yuan more change the objective by {signed(1e4 * (line.price or 0.0))}.",
            highlight=False,
        )
    print_more_binding(len(found.plan.binding), out)
    _print_checks(found, out)
    made = table(
        "On fresh seeds: the same money, and today and none with totals of their own",
        (
            "way",
            "yuan a year",
            "ticket-days a year",
            "95 % interval",
            "against today",
            "95 % interval",
            "against no money",
            "95 % interval",
        ),
    )
    today, none = found.named(TODAY), found.named(NONE)
    rows = [
        (
            way_name(way.name, "en"),
            number(float(way.yuan.sum())),
            number(way.mean.mean),
            bounds(way.mean),
            *signed_interval(way.minus(today)),
            *signed_interval(way.minus(none)),
        )
        for way in found.divided
    ]
    print_rows(made, rows, out, "comparison.csv")
    program, alike = found.named(PROGRAM), found.named(PROPORTIONS)
    gap = found.optimism
    out.print(
        f"Promised {number(found.promised)} ticket-days a year, {fewer(found.promised_saving)} "
        f"than the same money in today's proportions; simulated {number(program.mean.mean)}, "
        f"{fewer_within(alike.minus(program))}. Optimism gap {100 * gap.mean:+.1f} % "
        f"[{100 * gap.low:+.1f}, {100 * gap.high:+.1f}].",
        highlight=False,
        markup=False,
    )
    out.print(whole_plan(gains(references(found, "en"), "en")))
    if found.all_alike:
        out.print(Text(ALL_ALIKE.en))
    else:
        out.print(verdict(program.minus(found.best_rule), way_name(found.best_rule.name, "en")))


def _print_plan(found: FundAllocation, out: Console) -> None:
    step = f"{found.request.step:,.0f}"
    made = table(
        f"{number(float(found.yuan.sum()))} yuan a year "
        f"(today {number(float(found.curves.budgets.today.sum()))}), "
        f"{found.request.objective.name}",
        (
            "community",
            "earmark",
            "residents",
            "need money a year",
            "today",
            "plan",
            f"{step} yuan more",
            f"{step} less",
        ),
        left=2,
    )
    known = {(value.community, value.purpose): value for value in found.values}
    frame = plan_frame(found)
    order = frame["change"].abs().sort_values(ascending=False, kind="stable").index
    shown = frame if len(frame) <= 40 else frame.loc[order]
    rows = []
    for row in shown.to_dict("records"):
        value = known.get((row["community"], row["earmark"]))
        more, less = (value.more, value.less) if value else (math.nan, math.nan)
        rows.append(
            (
                str(row["community"]),
                str(row["earmark"]),
                f"{row['residents']:,}",
                f"{row['need_money_a_year']:.1f}",
                number(row["today"]),
                number(row["plan"]),
                signed(more),
                signed(less),
            )
        )
    print_rows(made, rows, out, "plan.csv")


def _print_checks(found: FundAllocation, out: Console) -> None:
    if not found.checks:
        return
    step = f"{found.request.step:,.0f}"
    made = table(
        f"What {step} yuan more and less change, ticket-days a year: program and simulation",
        (
            "community",
            "earmark",
            "more: program",
            "simulated",
            "95 % interval",
            "less: program",
            "simulated",
            "95 % interval",
        ),
        left=2,
    )
    rows = [
        (
            check.promised.community,
            check.promised.purpose,
            signed(check.promised.more),
            *signed_interval(check.simulated.more),
            signed(check.promised.less),
            *signed_interval(check.simulated.less),
        )
        for check in found.checks
    ]
    print_rows(made, rows, out, "marginal_check.csv")
