"""What commands do with --ensemble: read it, lay it over a scenario, simulate each draw."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from ..runs.opening import Workers
    from ..runs.result import Result
    from ..runs.runs import Runs
    from ..scenario import Scenario
    from ..studies.uncertainty.ensemble import Draw


def draws_for(scenario: "Scenario", ensemble: Path | None) -> "tuple[Draw, ...]":
    """Draws of an ensemble that fit a scenario; none if no ensemble is asked for.

    Raises
    ------
    ScenarioError
        If the ensemble cannot be read, or a draw does not fit.
    """
    if ensemble is None:
        return ()
    from ..studies.uncertainty.ensemble import laid, read_draws

    draws = read_draws(ensemble)
    laid(draws, [scenario])
    return draws


def runs_in_draws(
    runs: "Runs", draws: "Sequence[Draw]", workers: "Workers", out: "Console"
) -> "Result":
    """Replications beside the same scenario in each draw; the replications alone without draws.

    What was stopped is not begun anew: then they stand alone too.
    """
    if not draws or not runs.complete:
        return runs
    from ..runs.interrupted import Interrupted
    from ..studies.uncertainty.runs_in_draws import in_draws
    from .at_work import runner_at_work

    try:
        with runner_at_work(out, "draws", workers, expected=len(draws)) as runner:
            return in_draws(runs, draws, runner)
    except Interrupted:
        return runs
