"""A sweep on the terminal: what remains of each conclusion, and what it hangs on."""

import math
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..experiments.counted import counted
from ..experiments.sweep.designs import CHANCE
from ..experiments.sweep.result import Sensitivity, Sweep
from ..experiments.sweep.robustness import FEWEST_WORLDS, Conclusion, Share, Spread
from ..experiments.sweep.swings import Flip, Swing
from ..outcomes.metrics import METRICS
from .alone import plus_minus
from .console import bounds, number
from .sweep.answer import moved

MOST_ROWS = 10
MOST_REASONS = 5
NO_INTERVAL = "cannot be told: no interval"
NOT_FROM_0 = "not distinguishable from 0"


def print_sweep(found: Sweep, out: Console) -> None:
    """Print every response, then how the sweep was made and what was left out."""
    for spread in found.spreads if len(found.scenarios) == 1 and found.usable else ():
        _print_spread(spread, out)
    for response in found.responses:
        print_response(found, response, out)
    _print_method(found, out)


def print_response(found: Sweep, response: Sensitivity, out: Console) -> None:
    """Print what was found on a metric, or on its difference between two scenarios."""
    known = METRICS[response.metric]
    what = f"{known.title_en}, {known.unit}"
    pair = "" if response.first is None else f": {response.second} minus {response.first}"
    given = f"{number(response.as_given.mean)} {bounds(response.as_given)} as given"
    out.print()
    out.print(Text(f"{what}{pair}, {given}", style="bold"))
    if response.conclusion is not None:
        _print_conclusion(response.conclusion, out)
    _print_swings(response, out)
    _print_correlations(response, out)
    _print_effects(response, out)
    _print_indices(response, out)
    for sentence in moved(found, response, "en"):
        out.print(Text(f"  {sentence}"))
    for flip in response.flips:
        out.print(Text(f"  turns: {_turning(flip)}"))
    for split in response.splits:
        out.print(
            Text(
                f"  divides the worlds: {split.factor} below {value_of(split.value)}: "
                f"{response.second} better in {_percent(split.below)}; from there on in "
                f"{_percent(split.above)}"
            )
        )


def _print_spread(spread: Spread, out: Console) -> None:
    known = METRICS[spread.metric]
    given = f"{known.title_en}, {known.unit}: {number(spread.as_given.mean)} as given"
    out.print(Text(f"{given}; {_over_worlds(spread)}"))


def _over_worlds(spread: Spread) -> str:
    """Where a metric lies over the worlds in which it exists, as far as there are enough."""
    if spread.known == 0:
        return f"it exists in none of {counted(spread.of, 'world')}"
    low, five, middle, ninety_five, high = map(number, spread.quantiles)
    missing = f" of {spread.of} in which it exists" if spread.missing else ""
    over = f"over {counted(spread.known, 'world')}{missing}"
    if spread.known == 1:
        return f"{over} it is {middle}, which is no range"
    if spread.known < FEWEST_WORLDS:
        return f"{over}, too few for a range of 90 %, median {middle}, all within {low} to {high}"
    return (
        f"{over} median {middle}, 90 % within {five} to {ninety_five}, all within {low} to {high}"
    )


def _print_conclusion(said: Conclusion, out: Console) -> None:
    side = {"lower": "lower", "higher": "higher", None: "lower"}[METRICS[said.metric].better]
    if said.better.of + said.missing == 0:
        return  # no point was sound, which says nothing of the metric: it is said once, at the end
    if said.better.of == 0:
        out.print(Text("  No world in which the metric exists in both.", style="yellow"))
    else:
        out.print(
            Text(
                f"  {said.second} does better ({side}) in {_percent(said.better)} of "
                f"{counted(said.better.of, 'world')}, worse in {_percent(said.worse)}, and "
                f"chance leaves it open in {_percent(said.undecided)}; by the mean alone better in "
                f"{_percent(said.by_mean)}."
            )
        )
        out.print(Text(f"  Difference: {_differences(said)}."))
    if said.missing:
        one, other = said.missing_in
        out.print(
            Text(
                f"! {counted(said.missing, 'more world is', 'more worlds are')} left out: the "
                f"metric does not exist in "
                f"{said.first} ({one}) or {said.second} ({other}).",
                style="yellow",
            )
        )


def _differences(said: Conclusion) -> str:
    """Where the mean difference lies over the worlds."""
    five, middle, ninety_five = map(number, said.spread)
    if said.better.of == 1:
        return f"{middle} in the only world, which is no range"
    if said.better.of < FEWEST_WORLDS:
        low, high = map(number, said.extremes)
        return f"median {middle}, all within {low} to {high}; too few worlds for a range of 90 %"
    return f"median {middle}, 90 % within {five} to {ninety_five}"


def _print_swings(response: Sensitivity, out: Console) -> None:
    if not response.swings:
        return
    what = "the metric" if response.first is None else "the difference"
    table = _table(f"One at a time: {what} at the ends of each range")
    table.add_column("factor", overflow="fold")
    for name in ("given", "low", "→", "high", "→", "high minus low"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for swing in response.swings[:MOST_ROWS]:
        table.add_row(
            swing.factor,
            value_of(swing.given),
            value_of(swing.low),
            number(swing.at_low.mean),
            value_of(swing.high),
            number(swing.at_high.mean),
            plus_minus(swing.change),
            _remark(swing),
        )
    out.print(table)
    _print_rest(len(response.swings), out)


def _remark(swing: Swing) -> str:
    if swing.size < 0.0:
        return "does not exist everywhere"
    if swing.idle:
        return "the same in every replication"
    if not swing.told:
        return NO_INTERVAL
    return "" if swing.distinguishable else NOT_FROM_0


def _print_correlations(response: Sensitivity, out: Console) -> None:
    found = response.correlations
    if not found:
        return
    clear = [each for each in found if each.distinguishable and each.factor != CHANCE]
    floor = next(each for each in found if each.factor == CHANCE)
    out.print(
        Text(
            f"  Rank correlation over the worlds: {len(clear)} of "
            f"{counted(len(found) - 1, 'factor')} can be told from 0, all taken together (chance, "
            f"which does nothing, has {floor.rho:+.2f})."
        )
    )
    for each in clear[:MOST_ROWS]:
        out.print(Text(f"    {each.factor}: {each.rho:+.2f} [{each.low:+.2f}, {each.high:+.2f}]"))
    _print_rest(len(clear), out)


def _print_effects(response: Sensitivity, out: Console) -> None:
    if not response.effects:
        return
    floor = next(each for each in response.effects if each.factor == CHANCE)
    above = [each for each in response.effects if each.above_noise]
    table = _table(
        f"Morris: mean size of effects over the whole range; {len(above)} of "
        f"{len(response.effects) - 1} above chance ({number(floor.size)})"
    )
    table.add_column("factor", overflow="fold")
    for name in ("mu*", "95 % interval", "mu", "sigma"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for each in response.effects[:MOST_ROWS]:
        table.add_row(
            each.factor,
            number(each.size),
            f"[{number(each.low)}, {number(each.high)}]",
            number(each.mean),
            number(each.spread),
            "" if each.above_noise or each is floor else "not distinguishable from chance",
        )
    out.print(table)
    _print_rest(len(response.effects), out)


def _print_indices(response: Sensitivity, out: Console) -> None:
    if not response.indices:
        return
    table = _table("Sobol' indices: shares of the variance")
    table.add_column("factor", overflow="fold")
    for name in ("S1, by itself", "95 % interval", "ST, in all", "95 % interval"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for each in response.indices:
        table.add_row(
            each.factor,
            f"{each.first:.2f}",
            f"[{each.first_low:.2f}, {each.first_high:.2f}]",
            f"{each.total:.2f}",
            f"[{each.total_low:.2f}, {each.total_high:.2f}]",
            "" if each.distinguishable or each.factor == CHANCE else NOT_FROM_0,
        )
    out.print(table)


def _turning(flip: Flip) -> str:
    at_end = f"{number(flip.at_end.mean)} {bounds(flip.at_end)} at the end of the range"
    return (
        f"{flip.factor} between {value_of(flip.holds_until)} and {value_of(flip.turned_from)} "
        f"(given {value_of(flip.given)}); {at_end}{'' if flip.clear else ', which may be chance'}"
    )


def _print_method(found: Sweep, out: Console) -> None:
    out.print()
    design = found.kind.replace("_", " ")
    points = (
        f"{found.usable} of {counted(found.points, 'point')}"
        if found.points
        else "no points all over"
    )
    out.print(
        Text(
            f"{design}: {points}, {found.replications} replications of each scenario, "
            f"{found.runs:,} simulated; {len(found.detailed)} of {len(found.factors)} factors one "
            f"at a time. Ranges are taken as uniform; shares of one whole are scaled to sum to "
            f"one. Shares of worlds have Wilson's 95 % intervals. {_hanging(found)}"
        )
    )
    if found.usable < found.points:
        _warn(out, f"{found.points - found.usable} of {found.points} points say nothing.")
    for each in found.unsound[:MOST_REASONS]:
        are = "is no sound scenario" if each.points == 1 else "are no sound scenarios"
        _warn(
            out,
            f"{each.points} of {counted(found.tried, 'point')} tried {are}: {each.key}: "
            f"{each.reason}",
        )
    if len(found.unsound) > MOST_REASONS:
        _warn(out, f"{len(found.unsound) - MOST_REASONS} more reasons are in the report.")
    if found.failures:
        last = found.failures[-1]
        _warn(
            out,
            f"{counted(len(found.failures), 'replication')} failed; the points are left out; the "
            f"last: "
            f"{last.scenario}, seed {last.seed}: {last.reason}",
        )


def _hanging(found: Sweep) -> str:
    if found.together is None:
        return "Each number moves by itself, so that high and low ones average out."
    return (
        f"{len(found.numbers)} numbers in families, each of which moves together (correlation "
        f"{found.together:g}); one at a time it goes from the values given (0) to its low (-1) or "
        "high (1) ends."
    )


def _print_rest(count: int, out: Console) -> None:
    if count > MOST_ROWS:
        out.print(Text(f"  {count - MOST_ROWS} more are in the result folder.", style="dim"))


def value_of(value: Any) -> str:
    """Write a value of a factor in short."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.4g}"
    return str(value)


def _percent(share: Share) -> str:
    interval = share.interval
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * share.value:.0f} % [{low:.0f}, {high:.0f}]"


def _warn(out: Console, said: str) -> None:
    out.print(Text(f"! {said}", style="yellow"))


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
