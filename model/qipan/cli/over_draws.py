"""What commands do with --ensemble: read it, lay it over a scenario, simulate each draw."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from ..runs.opening import Workers
    from ..runs.result import Result
    from ..runs.runs import Runs
    from ..studies.scenario_questions import RunQuestion


def runs_in_draws(
    runs: "Runs", question: "RunQuestion", workers: "Workers", out: "Console"
) -> "Result":
    """Replications beside the same scenario in each draw; the replications alone without draws.

    What was stopped is not begun anew: then they stand alone too.
    """
    draws = question.draws
    if not draws or not runs.complete:
        return runs
    from ..runs.interrupted import Interrupted
    from .at_work import runner_at_work

    try:
        with runner_at_work(out, "draws", workers, expected=len(draws)) as runner:
            return question.in_draws(runs, runner)
    except Interrupted:
        return runs
