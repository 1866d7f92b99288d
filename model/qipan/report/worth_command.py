"""What ``qipan worth`` does: value resources beside each other, print and write the values."""

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from ..experiments.csv_files import write_csv
from ..experiments.manifest import as_said, manifest
from ..experiments.plans import PlanSimulator
from ..experiments.result_folder import (
    MANIFEST,
    check_writable,
    whole_folder,
    write_json,
    write_more,
)
from ..experiments.run import Stopped
from ..experiments.uncertainty.decision_trials import worth_trial
from ..experiments.uncertainty.decisions import try_decision
from ..experiments.worth import (
    Paperwork,
    Steps,
    Value,
    Worth,
    check_steps,
    most_loaded,
    with_cadres,
    worth,
)
from ..scenario import Scenario
from .allocation.in_worlds import in_worlds_files, print_in_worlds
from .allocation_tables import bounds, new_table, signed
from .console import console, number
from .progress import stop_on_interrupt
from .standing_console import print_standing
from .watching import years_simulated


def worth_and_report(
    scenario: Scenario,
    folder: Path,
    *,
    communities: Sequence[str],
    loaded: int,
    steps: Steps,
    replications: int,
    seed: int,
    jobs: int,
    worlds: int = 0,
) -> bool:
    """Value resources, print the values and write a result folder.

    Parameters
    ----------
    scenario : Scenario
    folder : Path
    communities : sequence of str
        To value each by itself.
    loaded : int
        If none is named: so many of the most loaded.
    steps : Steps
    replications, seed, jobs : int
    worlds : int
        In which each step is valued again; 0 for none.

    Returns
    -------
    bool
        False if it was stopped; then nothing is written.

    Raises
    ------
    ResourceError
        If there is no such community, or a step is not above 0.
    ResultFolderError
        If the folder cannot be written; found out before anything is run.
    """
    check_steps(steps, replications)
    check_writable(folder)
    out = console()
    begun = time.perf_counter()
    with stop_on_interrupt() as stop, years_simulated(out, scenario.name) as watched:

        def told(said: str) -> None:
            watched.said(said)
            if stop.is_set():
                raise Stopped

        try:
            simulator = PlanSimulator(with_cadres(scenario), jobs, stop=stop, ran=watched.ran)
            asked = list(communities) or most_loaded(simulator, loaded, seed)
            found = worth(
                scenario,
                asked,
                steps=steps,
                replications=replications,
                seed=seed,
                jobs=jobs,
                simulator=simulator,
                told=told,
            )
            trial = worth_trial(scenario, steps, replications, seed)
            tried = try_decision(trial, worlds, jobs=jobs, stop=stop, told=told) if worlds else None
        except Stopped:
            out.print("Stopped; nothing written.")
            return False
    with whole_folder(folder) as whole:
        said = {"replications": replications, "seed": seed, "communities": list(asked)}
        said |= {"worlds": worlds} if worlds else {}
        content = manifest("worth", [scenario], asked={**said, "steps": as_said(steps)})
        write_json(whole / MANIFEST, content)
        write_csv(worth_frame(found), whole / "worth.csv")
        write_more(whole, in_worlds_files(tried))
    seconds = time.perf_counter() - begun
    print_worth(found, replications, out)
    if tried is not None:
        print_in_worlds(tried, out)
    print_standing([scenario], out, of_money=True)
    out.print(f"Written to {folder}/ in {seconds:,.0f} s.", highlight=False)
    return True


def print_worth(found: Worth, replications: int, out: Console) -> None:
    """Print the values, city-wide and by community, and paperwork in cadres."""
    table = new_table(f"Change of open ticket-days a year, paired over {replications} years")
    table.add_column("step")
    table.add_column("where")
    for name in ("change", "95 % interval"):
        table.add_column(name, justify="right")
    table.add_column("")
    for value in found.values:
        table.add_row(
            step_of(value),
            value.community or "each community, on average",
            signed(value.change.mean),
            bounds(value.change, signs=True),
            _said_of(value),
        )
    out.print(table)
    out.print(
        Text(
            "0.1 cadre is a tenth of what one cadre changes. City-wide, every community gets the "
            "step at once, and the change is divided by their number."
        ),
        style="dim",
    )
    if found.paperwork is not None:
        for line in said_of_paperwork(found.paperwork):
            out.print(Text(line))
    for line in (*found.notes, *(f"Left out: {reason}" for reason in found.left_out)):
        out.print(Text(line), style="yellow")


def step_of(value: Value) -> str:
    """Write a step as "¥10,000 of service" or "0.1 cadre"."""
    if value.resource.startswith("fund."):
        return f"¥{value.step:,.0f} of {value.resource.removeprefix('fund.')}"
    if value.resource == "cadres":
        return f"{value.step:g} cadre{'s' * (value.step > 1.0)}"
    return f"{value.step:,.0f} volunteer hours"


def said_of_paperwork(found: Paperwork) -> list[str]:
    """Sentences: how much less paperwork, what it changes, and how many cadres do as much."""
    size = f"{signed(found.change.mean)} ticket-days a year {bounds(found.change, signs=True)}"
    first = (
        f"Paperwork at community desks from {100 * found.before:.0f} to {100 * found.after:.0f} % "
        f"of the time: {size}."
    )
    tried = ", ".join(f"{step}: {signed(change.mean)}" for step, change in found.saved_by_cadres)
    each = found.cadres_each
    if math.isnan(each.mean):
        most = found.saved_by_cadres[-1][0]
        second = (
            f"Not even {most} cadres more in every community do as much (cadres more in each: "
            f"{tried}). Less paperwork makes everybody faster; more people only shorten queues."
        )
    else:
        total = each.times(float(found.communities))
        second = (
            f"As much as {number(each.mean)} cadres more in every community "
            f"{bounds(each)}, {number(total.mean)} in all {bounds(total)} "
            f"(cadres more in each: {tried})."
        )
    second += " Of these cadres only what they do where they come to; senders are as they are."
    return [first, second]


def worth_frame(found: Worth) -> pd.DataFrame:
    """Tabulate the values, paperwork and the cadres it was held against."""
    rows: list[tuple[Any, ...]] = [
        (v.resource, v.community or "all", v.step, v.unit, *_three(v.change)) for v in found.values
    ]
    paperwork = found.paperwork
    if paperwork is not None:
        points = 100.0 * (paperwork.before - paperwork.after)
        rows.append(("paperwork", "all", points, "points less", *_three(paperwork.change)))
        rows += [
            ("cadres in every community", "all", step, "cadres each", *_three(change))
            for step, change in paperwork.saved_by_cadres
        ]
    columns = ["resource", "community", "step", "unit", "ticket_days", "ci_low", "ci_high"]
    return pd.DataFrame(rows, columns=columns)


def _said_of(value: Value) -> str:
    if value.change.proven_below_0:
        return "helps"
    if value.change.proven_above_0:
        return "hurts"
    return "cannot be told from nothing"


def _three(estimate: Any) -> tuple[float, float, float]:
    return estimate.mean, estimate.low, estimate.high
