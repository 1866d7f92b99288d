"""What ``qipan attribute`` does: attribute, print, write a result folder."""

import time
from contextlib import suppress
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..experiments.attribution.ask import Question
from ..experiments.attribution.attribute import Request, carry_out, plan
from ..experiments.attribution.result import Attribution, Interaction, MetricAttribution
from ..experiments.attribution.save import save
from ..experiments.opening import Workers
from ..experiments.result_folder import check_writable
from ..experiments.run import Stopped
from ..outcomes.metrics import METRICS
from ..scenario import Scenario
from .alone import label, plus_minus
from .at_work import runner_at_work
from .attempted import attempted, tell_of_missing
from .console import bounds, console, number
from .reporting import CHARTS_ALONE, Reporting
from .standing_console import print_standing

MOST_PAIRS = 8
MOST_STAND_INS = 5


def attribute_and_report(
    question: Question, folder: Path, workers: Workers, reporting: Reporting = CHARTS_ALONE
) -> bool:
    """Attribute the difference of two scenarios, print it and write a result folder.

    Returns
    -------
    bool
        False if it was stopped before everything was simulated; nothing is written then.

    Raises
    ------
    AttributionError
        If there is nothing to attribute.
    ResultFolderError
        If the folder cannot be written, found out before anything is simulated.
    """
    check_writable(folder)
    before, after, request = question.before, question.after, question.request
    out, start = console(), time.perf_counter()
    made = plan(before, after, request)
    print_plan(before, after, request, made.runs, made.coalitions.players, out)
    found = None
    at_work = runner_at_work(out, "coalitions", workers, expected=made.runs)
    with at_work as runner, suppress(Stopped):
        found = carry_out(made, request, runner)
    if found is None:
        out.print("Stopped before all coalitions were simulated; nothing is concluded.")
        return False
    seconds = time.perf_counter() - start
    more = attempted(lambda: _report_files(question, found, reporting))
    save(found, request, folder, seconds=seconds, jobs=workers.jobs, more=more)
    print_attribution(found, out)
    tell_of_missing(more, out)
    out.print(f"Written to {folder}/.", highlight=False)
    if reporting.command is not None:
        out.print(f"Report: {folder}/report.html", highlight=False)
    return True


def _report_files(question: Question, found: Attribution, reporting: Reporting) -> dict[str, bytes]:
    """Report and charts, or the charts alone, by path in the folder."""
    from .attribution import attribution_report
    from .render import report_files
    from .render.files import chart_files

    language = reporting.language
    report = attribution_report(
        found,
        language,
        command=reporting.command or "",
        title=getattr(question.title, language, None),
        question=getattr(question.question, language, None),
    )
    return chart_files(report) if reporting.command is None else report_files(report)


def print_plan(
    before: Scenario,
    after: Scenario,
    request: Request,
    runs: int,
    players: tuple[str, ...],
    out: Console,
) -> None:
    """Say what is about to be done, and how much it is."""
    exact = 2 ** len(players) * request.replications == runs
    how = "all their coalitions" if exact else "coalitions along orders drawn at random"
    names = ", ".join(map(label, players))
    out.print(
        f"{after.name} differs from {before.name} in {len(players)}: {names}. "
        f"{runs:,} replications: {how}, on {request.replications} seeds.",
        style="dim",
        highlight=False,
    )


def print_attribution(found: Attribution, out: Console) -> None:
    """Print what each change contributes, metric by metric, and how to read it."""
    for each in found.metrics:
        print_metric(each, out)
    _print_method(found, out)
    _print_stand_ins(found, out)
    print_standing([found.before, found.after], out)
    if len(found.replications) < found.wanted:
        left = found.wanted - len(found.replications)
        are, theirs = ("is", "its") if left == 1 else ("are", "theirs")
        _warn(
            out, f"{left} of {found.wanted} seeds {are} left out: a replication of {theirs} failed."
        )


def print_metric(each: MetricAttribution, out: Console) -> None:
    """Print contributions to one metric, the largest first, and the clearest pairs."""
    known = METRICS[each.metric]
    if each.missing is not None:
        _print_missing(each, out)
        return
    table = Table(
        title=f"{known.title_en}, {known.unit}: {number(each.before.mean)} before, "
        f"{number(each.after.mean)} after",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        title_style="bold",
    )
    table.add_column("change", no_wrap=True)
    for name in ("contributes", "95 % interval", "alone", "last"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("")
    for one in each.ranked:
        table.add_row(
            label(one.player),
            number(one.shapley.mean),
            bounds(one.shapley),
            plus_minus(one.alone),
            plus_minus(one.last),
            "" if one.distinguishable else "not distinguishable from 0",
        )
    table.add_section()
    whole = each.difference
    table.add_row("all together", number(whole.mean), bounds(whole), "", "", "")
    out.print(table)
    _print_pairs(each, out)


def _print_pairs(each: MetricAttribution, out: Console) -> None:
    if not each.interactions:
        return
    clear = [pair for pair in each.interactions if pair.distinguishable]
    clear.sort(key=lambda pair: -abs(pair.index.mean))
    if not clear:
        count = len(each.interactions)
        said = (
            "The one pair does not interact distinguishably."
            if count == 1
            else f"Of {count} pairs none interact distinguishably."
        )
        out.print(said, highlight=False)
        return
    out.print(
        f"{len(clear)} of {_counted(len(each.interactions), 'pair')} "
        f"{'interacts' if len(clear) == 1 else 'interact'}, all intervals taken together"
        f"{f'; the {MOST_PAIRS} strongest' if len(clear) > MOST_PAIRS else ''}:",
        highlight=False,
    )
    for pair in clear[:MOST_PAIRS]:
        names = f"{label(pair.first)} with {label(pair.second)}"
        sense = "overlap" if _overlap(each, pair) else "reinforce each other"
        out.print(
            f"  {names}: {number(pair.index.mean)} {bounds(pair.together)}, {sense}",
            highlight=False,
            markup=False,
        )


def _overlap(each: MetricAttribution, pair: Interaction) -> bool:
    """Whether two changes do less together than one by one: their index is against their effect."""
    both = sum(c.shapley.mean for c in each.contributions if c.player in (pair.first, pair.second))
    return both * pair.index.mean < 0.0


def _print_missing(each: MetricAttribution, out: Console) -> None:
    missing = each.missing
    assert missing is not None
    examples = "; ".join(", ".join(map(label, names)) or "none" for names in missing.examples)
    _warn(
        out,
        f"{METRICS[each.metric].title_en} does not exist in {missing.coalitions} of {missing.of} "
        f"coalitions, such as: {examples}. Its difference cannot be attributed: leaving those out "
        "would condition it on existing.",
    )


def _print_method(found: Attribution, out: Console) -> None:
    n = len(found.replications)
    if found.exact:
        changes = _counted(len(found.players), "change")
        how = f"exact over all {found.coalitions} coalitions of {changes}"
    else:
        how = (
            f"from {_counted(found.orders, 'order')} of joining in each replication, "
            f"{_counted(found.coalitions, 'different coalition')}"
        )
    out.print(
        Text(
            f"Shapley values, {how}; {_counted(n, 'replication')} on common seeds, "
            f"{found.runs:,} simulated. Contributions sum to the whole difference. "
            f"Alone: added to {found.before.name}; "
            f"last: added when all others are there. Intervals are over chance"
            f"{'' if found.exact else ' and over the orders drawn'}, not over assumed numbers."
        )
    )
    if not found.exact:
        shares = [_share_of_orders(each) for each in found.metrics if each.missing is None]
        if shares:
            share = 100 * sum(shares) / len(shares)
            out.print(
                f"At most {share:.0f} % of the variance is due to the orders drawn: "
                f"{'more permutations' if share > 50 else 'more replications'} would narrow the "
                "intervals most.",
                highlight=False,
            )


def _share_of_orders(each: MetricAttribution) -> float:
    """Share of the variance of contributions that comes of the orders drawn; at most 1."""
    of_orders = sum(one.chance_of_orders**2 for one in each.contributions)
    n = len(each.by_replication)
    whole = float(each.by_replication.var(axis=0, ddof=1).sum()) / n if n > 1 else 0.0
    return min(1.0, of_orders / whole) if whole > 0.0 else 0.0


def _print_stand_ins(found: Attribution, out: Console) -> None:
    if not found.stand_ins:
        return
    one = len(found.stand_ins) == 1
    unsound = "is no sound scenario; it" if one else "are no sound scenarios; each"
    _warn(
        out,
        f"Of {found.coalitions} coalitions {len(found.stand_ins)} {unsound} counts as its largest "
        "part that is one:",
    )
    for each in found.stand_ins[:MOST_STAND_INS]:
        members, part = (
            ", ".join(map(label, names)) or "none" for names in (each.players, each.counted_as)
        )
        _warn(out, f"  {members}: as {part} ({each.reason})")
    if len(found.stand_ins) > MOST_STAND_INS:
        _warn(out, f"  {len(found.stand_ins) - MOST_STAND_INS} more are in the report.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _warn(out: Console, said: str) -> None:
    out.print(Text(f"! {said}", style="yellow"))
