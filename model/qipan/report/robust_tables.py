"""A robust plan on the terminal and in files: what each plan loses over the assumed ranges."""

import pandas as pd
from rich.console import Console
from rich.text import Text

from ..allocation.estimate import Estimate
from ..experiments.allocation import FULL_TIME, Allocation
from ..experiments.robust import KNOWING, ROBUST, Draws, RobustResult
from .allocation_tables import bounds, new_table, signed
from .console import number


def print_robust(found: Allocation, result: RobustResult, out: Console) -> None:
    """Print what each plan is worth over draws of all assumed ranges, and what it loses."""
    count = len(result.values[ROBUST])
    table = new_table(
        f"{count} fresh draws of {result.judged_on.factors} assumed numbers: {result.objective}, "
        f"{result.unit}"
    )
    table.add_column("plan")
    for name in ("mean", "95 % interval", "mean regret", "95 % interval", "worst", "95 % interval"):
        table.add_column(name, justify="right")
    for regret in result.regrets:
        itself = regret.plan == KNOWING
        table.add_row(
            regret.plan,
            number(regret.value.mean),
            bounds(regret.value),
            "" if itself else signed(regret.mean.mean),
            "" if itself else bounds(regret.mean, signs=True),
            "" if itself else signed(regret.worst.mean),
            "" if itself else bounds(regret.worst, signs=True),
        )
    out.print(table)
    out.print(
        Text(
            "Regret: minus the plan that the program makes knowing the draw. The worst is "
            "that of one draw, its interval over its years; as the largest of many it is too "
            "large."
        ),
        style="dim",
    )
    _say("today's plan", result.against_today, result.unit, out)
    _say("the nominal plan", result.against_nominal, result.unit, out)
    _print_draws(result.judged_on, result.planned_on, out)
    moved = int((result.plans[ROBUST] - found.plan).clip(min=0).sum())
    out.print(Text(f"The robust plan moves {moved} of {int(found.plan.sum())} cadres."))


def _say(other: str, difference: Estimate | None, unit: str, out: Console) -> None:
    if difference is None:
        out.print(Text(f"{other.capitalize()} has another number of cadres, and is left out."))
        return
    said = f"Robust plan minus {other}: {signed(difference.mean)} {unit} "
    said += bounds(difference, signs=True)
    if not (difference.proven_below_0 or difference.proven_above_0):
        said += "; they cannot be told apart"
    out.print(Text(f"{said}."))


def _print_draws(judged: Draws, planned: Draws, out: Console) -> None:
    """Print which draws were not used, and why."""
    for name in judged.held:
        out.print(Text(f"Not drawn: {name}; there would be other communities."), style="dim")
    redrawn = {
        reason: planned.redrawn.get(reason, 0) + judged.redrawn.get(reason, 0)
        for reason in {**planned.redrawn, **judged.redrawn}
    }
    total = sum(redrawn.values())
    if not total:
        out.print(Text("No draw had to be drawn again."), style="dim")
    for reason, times in sorted(redrawn.items(), key=lambda item: -item[1]):
        out.print(Text(f"Drawn again {times} times: {reason}"), style="dim")


def robust_frame(result: RobustResult) -> pd.DataFrame:
    """Tabulate the objective by fresh draw and plan."""
    frame = pd.DataFrame({name.replace(" ", "_"): row for name, row in result.values.items()})
    frame.insert(0, "draw", range(1, len(frame) + 1))
    return frame


def robust_plan_frame(found: Allocation, result: RobustResult) -> pd.DataFrame:
    """Tabulate the robust plan, so that a scenario can use it."""
    return pd.DataFrame(
        {
            "community": found.facts.communities,
            "type": FULL_TIME,
            "today": found.facts.today,
            "plan": result.plans[ROBUST],
        }
    )
