"""A search on the terminal."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..experiments.search.decision import Decision
from ..experiments.search.seek import Search
from ..outcomes.metrics import METRICS
from .console import bounds, number


def print_search(search: Search, out: Console) -> None:
    """Print the levels that were asked for, the answer, and how sure it is."""
    metric = METRICS[search.target.metric]
    title = f"{metric.title_en} ({metric.unit}) by {search.lever.key}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold")
    table.add_column(search.lever.key, justify="right")
    table.add_column("mean", justify="right")
    table.add_column(f"{100 * search.document.confidence:g} % interval", justify="right")
    table.add_column("replications", justify="right")
    table.add_column("target")
    for decision in search.found.decisions:
        table.add_row(*map(Text, _cells(search.levels[decision.level], decision)))
    out.print(table)
    out.print(Text(answer(search), style="bold"))
    for sentence in (*cautions(search), _method(search)):
        out.print(sentence, highlight=False, style="dim")


def told(out: Console, value: float, decision: Decision) -> None:
    """Say what was decided at a level, as soon as it is."""
    mean, n = decision.interval.mean, decision.interval.n
    said = f"{value:g}: {decision.verdict} (mean {number(mean)}, {n} replications)"
    out.print(said, style="dim", highlight=False)


def answer(search: Search) -> str:
    """Return the answer in a sentence."""
    key, confidence = search.lever.key, f"{100 * search.document.confidence:g} %"
    aim = aim_text(search)
    missed, reached = search.bracket
    low, high = search.levels[0], search.levels[-1]
    match search.found.outcome:
        case "found":
            which = "smallest" if search.found.rising else "largest"
            return (
                f"{key} = {reached:g} is the {which} value with {aim}; {missed:g} misses it "
                f"(confidence {confidence})."
            )
        case "undecided":
            return (
                f"Undecided between {missed:g}, which misses, and {reached:g}, which reaches "
                f"{aim} (confidence {confidence}); more replications would narrow this."
            )
        case "already":
            return f"{aim} holds at both ends already: at {key} = {low:g} and at {high:g}."
        case "unreachable":
            return f"{aim} is out of reach: neither {key} = {low:g} nor {high:g} comes to it."
    return f"Undecided at an end: whether {key} = {low:g} or {high:g} comes to {aim} is too close."


def aim_text(search: Search) -> str:
    """Return the target in words: ``Worst community's p90 below 7 days``."""
    metric, target = METRICS[search.target.metric], search.target
    side = "below" if target.below is not None else "above"
    bound = target.below if target.below is not None else target.above
    return f"{metric.title_en} {side} {bound:g} {metric.unit}"


def cautions(search: Search) -> list[str]:
    """Sentences about what the answer rests on."""
    said = []
    if not search.found.monotone:
        said.append(
            "! not monotone: what was decided changes sides more than once; there is more than "
            "one place where the target begins to be reached, and this is one of them"
        )
    if missing := [d for d in search.found.decisions if d.missing]:
        values = ", ".join(f"{search.levels[d.level]:g}" for d in missing)
        said.append(f"! the metric does not exist in every replication at {values}: a miss")
    return said


def _cells(value: float, decision: Decision) -> tuple[str, str, str, str, str]:
    interval = decision.interval
    return f"{value:g}", number(interval.mean), bounds(interval), f"{interval.n}", decision.verdict


def _method(search: Search) -> str:
    return (
        f"{search.replications:,} replications at {len(search.found.decisions)} of "
        f"{len(search.levels)} values, the same seeds at each. Each decision errs with probability "
        f"{search.found.error:.2g} at most (Student's t, looks at doubling numbers); it is taken "
        "that the metric moves one way between the values that were looked at."
    )
