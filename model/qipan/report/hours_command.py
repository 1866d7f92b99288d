"""What ``qipan allocate --resource hours`` does: plan hours, say what they are worth, write it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.text import Text

from ..experiments.csv_files import csv_bytes
from ..experiments.hours_allocation import (
    NOBODY,
    PROGRAM,
    TODAY,
    HoursAllocation,
    HoursRequest,
    allocate_hours,
)
from ..experiments.manifest import as_said, manifest
from ..experiments.result_folder import check_writable
from ..experiments.run import Stopped
from ..experiments.uncertainty.decision_trials import hours_trial
from ..experiments.uncertainty.decisions import try_decision
from ..scenario import Scenario
from .allocation.hours_frames import (
    UNITS,
    checks_frame,
    comparison_frame,
    plan_frame,
    values_frame,
)
from .allocation.hours_report import hours_report, references
from .allocation.in_worlds import in_worlds_files, print_in_worlds
from .allocation.ways import ALL_ALIKE, gains, way_name
from .attempted import attempted, tell_of_missing
from .console import bounds, console, number
from .funds_command import text_of
from .progress import stop_on_interrupt
from .reporting import CHARTS_ALONE, Reporting
from .resource_tables import (
    MOST_BINDING,
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


def plan_and_report(
    scenario: Scenario,
    request: HoursRequest,
    folder: Path,
    jobs: int,
    programs: Sequence[str] = (),
    reporting: Reporting = CHARTS_ALONE,
    worlds: int = 0,
) -> bool:
    """Plan hours, print the result and write a result folder.

    Parameters
    ----------
    scenario : Scenario
    request : HoursRequest
    folder : Path
    jobs : int
        Replications at the same time.
    programs : sequence of str
        Endings under which the last program is written: lp, mps.
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
    ResourceError
        As `allocate_hours`.
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    """
    check_writable(folder)
    out = console()

    def told(said: str) -> None:
        out.print(said, style="dim")

    with stop_on_interrupt() as stop:
        try:
            found = allocate_hours(scenario, request, jobs, told, stop)
            trial = hours_trial(scenario, found)
            tried = try_decision(trial, worlds, jobs=jobs, stop=stop, told=told) if worlds else None
        except Stopped:
            out.print("Stopped; nothing written.")
            return False
    print_hours(found, out)
    if tried is not None:
        print_in_worlds(tried, out)
    print_standing([scenario], out)
    files = {
        "plan.csv": csv_bytes(plan_frame(found)),
        "marginal_values.csv": csv_bytes(values_frame(found)),
        "marginal_check.csv": csv_bytes(checks_frame(found)),
        "comparison.csv": csv_bytes(comparison_frame(found)),
        **in_worlds_files(tried),
        **attempted(
            lambda: report_or_charts(
                hours_report(
                    found,
                    scenario,
                    reporting.language,
                    command=reporting.command or "",
                    worlds=tried,
                ),
                reporting,
            )
        ),
    }
    if found.program is not None:
        files |= {f"hours.{e}": text_of(found.program.problem, "hours", e) for e in programs}
    asked = {**asdict(request), **({"worlds": worlds} if worlds else {})}
    said = manifest("allocate hours", [scenario], asked=as_said(asked))
    write_folder(folder, said, files)
    tell_of_missing(files, out)
    out.print(
        f"Written to {folder}/; {found.years + (tried.years if tried else 0):,} simulated years.",
        highlight=False,
    )
    if reporting.command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    out.print(
        "Use it in a scenario: policy: {planner: {on: true, funds: null}}; it plans anew each time",
        style="dim",
        markup=False,
        highlight=False,
    )
    return True


def print_hours(found: HoursAllocation, out: Console) -> None:
    """Print the plan of one period, its limits, values, check, comparison and promise."""
    made = table(
        f"The plan of {found.date}, {found.plan.case.work_hours.sum():,.0f} hours of work",
        ("source", "community", "kind", "hours"),
        left=3,
    )
    given = sorted(found.plan.given, key=lambda one: -one.hours)
    rows = [(one.source, one.community, one.kind, f"{one.hours:.1f}") for one in given]
    print_rows(made, rows[:10], out, "plan.csv")
    if len(rows) > 10:
        out.print(f"{len(rows) - 10} more rows are in plan.csv.", highlight=False)
    out.print("The program of hours: proven best, gap 0 %.", highlight=False)
    for line in found.plan.binding[:MOST_BINDING]:
        out.print(
            f"Binding: {line.rule.name}: {line.rule.description}; one of the {line.rule.unit} more "
            f"changes the objective by {signed(line.price or 0.0)}.",
            highlight=False,
            markup=False,
        )
    print_more_binding(len(found.plan.binding), out)
    _print_checks(found, out)
    _print_comparison(found, out)


def _print_checks(found: HoursAllocation, out: Console) -> None:
    if not found.checks:
        return
    unit = UNITS[found.request.objective]
    made = table(
        f"What {found.request.step:,.0f} hours a year more and fewer change: by the program in "
        f"{unit}, by simulation in ticket-days a year",
        (
            "community",
            "more: program",
            "simulated",
            "95 % interval",
            "fewer: program",
            "simulated",
            "95 % interval",
        ),
    )
    rows = [
        (
            promised.community,
            signed(promised.more),
            *signed_interval(simulated.more),
            signed(promised.less),
            *signed_interval(simulated.less),
        )
        for promised, simulated in found.checks
    ]
    print_rows(made, rows, out, "marginal_check.csv")


def _print_work(found: HoursAllocation, out: Console) -> None:
    heads = ("way", "orders done", "of orders", "volunteers' hours", "units' hours")
    made = table("What was done in each way, a year", heads)
    names = ("orders_done", "orders", "volunteer_hours", "unit_hours")
    rows = [
        (way_name(way.name, "en"), *(number(way.measured[name].mean()) for name in names))
        for way in found.ways
    ]
    print_rows(made, rows, out, "comparison.csv")


def _print_comparison(found: HoursAllocation, out: Console) -> None:
    made = table(
        "On fresh seeds, a year",
        (
            "way",
            "ticket-days",
            "95 % interval",
            "against today",
            "95 % interval",
            "against nobody",
            "95 % interval",
        ),
    )
    today, program, nobody = found.named(TODAY), found.named(PROGRAM), found.named(NOBODY)
    rows = []
    for way in found.ways:
        days = way.mean("ticket_days")
        against = (*signed_interval(way.minus(today)), *signed_interval(way.minus(nobody)))
        rows.append((way_name(way.name, "en"), number(days.mean), bounds(days), *against))
    print_rows(made, rows, out, "comparison.csv")
    _print_work(found, out)
    gap = found.optimism_of_hours
    promised = program.measured["promised_hours"].mean()
    saving = program.measured["promised_saving"].mean()
    out.print(
        f"Promised {number(promised)} volunteers' hours a year, worked "
        f"{number(program.measured['worked_hours'].mean())}: optimism gap {100 * gap.mean:+.1f} % "
        f"[{100 * gap.low:+.1f}, {100 * gap.high:+.1f}]. By the plans' weights all help saves "
        f"{number(saving)} ticket-days a year; simulated against {NOBODY}: "
        f"{number(found.saved.mean)} {bounds(found.saved)}.",
        highlight=False,
        markup=False,
    )
    out.print(whole_plan(gains(references(found, "en"), "en")))
    if found.all_alike:
        out.print(Text(ALL_ALIKE.en))
    else:
        out.print(verdict(program.minus(found.best_rule), way_name(found.best_rule.name, "en")))
