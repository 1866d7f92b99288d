"""An allocation on the terminal: the plan, its rivals on fresh seeds, its promise, its prices."""

import math
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..allocation.aim import TICKET_DAYS, Aim
from ..allocation.estimate import Estimate
from ..allocation.loop import LoopResult
from ..allocation.marginal import MarginalValue
from ..experiments.allocation import Allocation
from ..experiments.marginals import Check
from ..experiments.plan import plan_frame
from ..experiments.plan_comparison import compare_plans, measures, placed_alike
from .allocation.gain import gains
from .allocation.names import aim as aim_name
from .allocation.names import decides
from .allocation.names import plan as plan_name
from .console import number

MOST_ROWS = 40
MOST_VALUES = 10
MOST_BINDING = 8
# A difference whose interval lies within this part of the value is none that matters.
ENOUGH = 0.01


def print_plan(found: Allocation, values: Iterable[MarginalValue], out: Console) -> None:
    """Print who gets how many, the largest changes first where there are many communities."""
    of_one = {v.community: v for v in values if v.plan_held and v.step == 1.0}
    frame = plan_frame(found)
    shown = frame
    if len(frame) > MOST_ROWS:
        order = frame["change"].abs().sort_values(ascending=False, kind="stable").index
        shown = frame.loc[order[:MOST_ROWS]]
    now, then = int(found.facts.today.sum()), int(found.plan.sum())
    table = new_table(f"{then} full-time cadres (today {now}), {found.request.objective.name}")
    for name in ("community", "residents", "load today", "today", "plan", "change"):
        table.add_column(name, justify="left" if name == "community" else "right")
    unit = found.request.objective.unit
    table.add_column(f"one more: {unit}", justify="right")
    table.add_column("one less", justify="right")
    for row in shown.to_dict("records"):
        value, full = of_one.get(row["community"]), row["plan"] >= found.request.cap
        table.add_row(
            row["community"],
            f"{row['residents']:,}",
            f"{row['load_today']:.2f}",
            str(row["today"]),
            str(row["plan"]),
            f"{row['change']:+d}",
            "at the cap" if full else signed(value.more if value else math.nan),
            signed(value.less if value else math.nan),
        )
    out.print(table)
    if len(shown) < len(frame):
        out.print(f"{len(frame) - len(shown)} more communities are in plan.csv.")
    print_binding(found, out)


def print_binding(found: Allocation, out: Console) -> None:
    """Print the rules that the plan uses up, in the planner's words."""
    binding = found.planned.binding
    for line in binding[:MOST_BINDING]:
        out.print(Text(f"Binding: {line}"))
    if len(binding) > MOST_BINDING:
        out.print(f"Binding: {len(binding) - MOST_BINDING} more floors and caps.")


def print_proofs(found: Allocation, out: Console) -> None:
    """Print what is proven of the programs' plans; an unproven one is called so."""
    worst = max(solved.gap for solved in found.solves)
    stopped = [solved for solved in found.solves if not solved.proven]
    count = len(found.solves)
    said = f"{count} program{'s' * (count > 1)} solved, "
    if stopped:
        limit = found.request.time_limit
        after = "" if limit is None else f" at the time limit of {limit:g} s"
        said += f"{len(stopped)} of them stopped{after} before proof, gap up to {100 * worst:.3g} %"
        said += ": not shown to be optimal."
    else:
        said += f"each proven within a gap of {100 * worst:.2g} %."
    notes = sorted({note for solved in found.solves for note in solved.notes})
    out.print(Text(" ".join([said, *notes])), style="yellow" if stopped else None)


def print_comparison(found: Allocation, out: Console) -> None:
    """Print the final comparison on fresh seeds: each plan, and the chosen one against it."""
    loop = found.loop
    assert loop is not None
    rows = compare_plans(loop, found.references)
    for aim in measures(loop):
        of_aim = [row for row in rows if row.measure == aim.name]
        if all(math.isnan(row.value.mean) for row in of_aim):
            out.print(
                Text(f"{aim.name}: does not exist under any plan; too few issues are ever solved."),
                style="dim",
            )
            continue
        title = f"On {len(loop.chosen.ticket_days)} fresh years: {aim.name}, {aim.unit}"
        table = new_table(title + (" (decides)" if decides(aim.name, loop) else ""))
        table.add_column("plan")
        table.add_column("cadres", justify="right")
        heads = (
            "mean",
            "95 % interval",
            f"{plan_name(loop.chosen.name, 'en')} minus it",
            "95 % interval",
        )
        for name in heads:
            table.add_column(name, justify="right")
        for row in of_aim:
            itself = row.plan == loop.chosen.name
            table.add_row(
                plan_name(row.plan, "en"),
                str(row.cadres),
                number(row.value.mean),
                bounds(row.value),
                "chosen" if itself else signed(row.chosen_minus_plan.mean),
                "" if itself else bounds(row.chosen_minus_plan, signs=True),
            )
        out.print(table)


def print_promise(found: Allocation, out: Console) -> None:
    """Print what was promised and found, and whether a rule of thumb would have done."""
    loop = found.loop
    assert loop is not None
    say_gap(loop.objective, loop.promised, loop.gap, loop, out)
    if not loop.objective.additive:
        say_gap(TICKET_DAYS, loop.promised_ticket_days, loop.gap_ticket_days, loop, out)
    out.print(Text(" ".join([*gains(found, "en"), verdict(found)])))


def say_gap(aim: Aim, promised: float, gap: Estimate, loop: LoopResult, out: Console) -> None:
    """Print an optimism gap in its own unit."""
    simulated = aim.estimate(loop.chosen.outcome).mean
    percent = gap.times(100.0)
    out.print(
        Text(
            f"Promised {number(promised)} {aim.unit}, simulated {number(simulated)}: optimism gap "
            f"{percent.mean:+.1f} % [{percent.low:+.1f}, {percent.high:+.1f}]."
        )
    )


def verdict(found: Allocation) -> str:
    """Whether the plan beats the best rule of thumb, by how much, and if not, why not."""
    loop = found.loop
    assert loop is not None
    against, rule = loop.against_rule, loop.best_rule
    name, unit = plan_name(rule.name, "en"), loop.target.unit
    said = f"The best rule of thumb by {aim_name(loop.target.name, 'en')} is {name}: "
    size = f"{number(abs(against.mean))} {unit} {bounds(against, signs=True)}"
    if against.proven_below_0:
        said += f"the plan is better by {size}."
    elif against.proven_above_0:
        said += f"it beats the plan by {size}. Take the rule. {why_alike(found)}"
    else:
        said += (
            f"the plan cannot be told from it (plan minus rule {signed(against.mean)} {unit} "
            f"{bounds(against, signs=True)}). "
        )
        if max(-against.low, against.high) < ENOUGH * abs(loop.best_rule.judged.mean):
            said += f"The rule is enough here. {why_alike(found)}"
        else:
            said += f"More fresh years (--fresh) may tell. {why_alike(found)}"
    return said


def why_alike(found: Allocation) -> str:
    """Why a rule does as well as the program: how much of it is the same plan."""
    loop = found.loop
    assert loop is not None
    total, alike = int(found.plan.sum()), placed_alike(loop.chosen, loop.best_rule)
    aim, curves = loop.objective, loop.table
    plan, rule = (aim.measure(curves.at(c.plan)) for c in (loop.chosen, loop.best_rule))
    part = 100.0 * abs(plan - rule) / plan if plan else 0.0
    busy = found.facts.load_today > 1.0
    there = int(found.plan[busy].sum()), int(loop.best_rule.plan[busy].sum())
    return (
        f"Why: both place {alike} of {total} cadres alike, {there[0]} and {there[1]} where the "
        f"desk's load is above 1, and by the curves the rest matters {part:.2g} % ({aim.unit})."
    )


def print_values(values: list[MarginalValue], out: Console) -> None:
    """Print what a tenth of a cadre is worth, most valued first, and what one more is in all."""
    tenth = [v for v in values if v.plan_held and v.step != 1.0]
    tenth = sorted(tenth, key=lambda value: value.more)[:MOST_VALUES]
    anew = {v.community: v for v in values if not v.plan_held}
    unit = tenth[0].unit if tenth else ""
    table = new_table(f"What 0.1 cadre is worth, {unit}, by the curves")
    table.add_column("community")
    for name in ("0.1 more", "0.1 less", "holds for, cadres", "planned anew: more", "less"):
        table.add_column(name, justify="right")
    for value in tenth:
        other = anew.get(value.community)
        table.add_row(
            value.community or "all",
            signed(value.more),
            signed(value.less),
            f"{0.0 - value.range_less:.2g} to {value.range_more:+.2g}",
            signed(other.more) if other else "",
            signed(other.less) if other else "",
        )
    out.print(table)
    out.print(
        Text(
            "The first columns are conditional on the plan: all cadres stay. Planned anew, others "
            "move to where the gift is worth most. All are in marginal_values.csv."
        ),
        style="dim",
    )
    for value in values:
        if value.community is None:
            out.print(Text(f"{value} ({value.basis})"))


def print_checks(checks: list[Check], out: Console) -> None:
    """Print what one cadre more is worth in the simulation, beside the promise."""
    table = new_table(
        f"One cadre more, promised by the curves and simulated on fresh seeds, {checks[0].unit}"
    )
    table.add_column("community")
    for name in ("promised", "simulated", "95 % interval", "agree", "of which there"):
        table.add_column(name, justify="right")
    table.add_column("with what senders lose", justify="right")
    for check in checks:
        table.add_row(
            check.community,
            signed(check.promised),
            signed(check.simulated.mean),
            bounds(check.simulated, signs=True),
            "yes" if check.agrees else "no",
            f"{signed(check.own.mean)} {bounds(check.own, signs=True)}",
            f"{signed(check.with_senders.mean)} {bounds(check.with_senders, signs=True)}",
        )
    out.print(table)
    out.print(
        Text(
            "Promised and simulated are what a cadre does where it comes to; with what senders "
            "lose, one more is missing at those who send."
        ),
        style="dim",
    )
    if any(not check.agrees for check in checks):
        out.print(
            Text(
                "Where they do not agree: the curves are smoothed, and chosen among many; and they "
                "count the community's own residents only, while desks above are shared."
            ),
            style="dim",
        )


def signed(value: float) -> str:
    """A change with its sign."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "no plan"
    return "0" if value == 0.0 else ("-" if value < 0.0 else "+") + number(abs(value))


def bounds(estimate: Estimate, *, signs: bool = False) -> str:
    """Bounds of an interval; – where there is none."""
    if not (math.isfinite(estimate.low) and math.isfinite(estimate.high)):
        return "–"
    spelt = signed if signs else number
    return f"[{spelt(estimate.low)}, {spelt(estimate.high)}]"


def new_table(title: str) -> Table:
    """Table in the manner of all of Qipan's."""
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
