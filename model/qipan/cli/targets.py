"""``qipan targets``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..runs.bounds import MOST_REPLICATIONS, MOST_SEED
from ..words import Phrase
from .app import INTERRUPTED, MISSED, OPEN, app
from .options import Lang, QuestionFile, given_options, takes_workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from ..report.targets import Held
    from ..runs.opening import Workers
    from ..runs.runs import Runs
    from ..scenario import Scenario
    from ..studies.scenario_questions import TargetsQuestion


@app.command()
@takes_workers
def targets(
    context: typer.Context,
    file: QuestionFile,
    before: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The same city without the reform, beside it."),
    ] = None,
    replications: Annotated[
        int,
        typer.Option(
            min=1, max=MOST_REPLICATIONS, help="Independent replications, each with its own seed."
        ),
    ] = 20,
    seed: Annotated[
        int,
        typer.Option(
            min=0,
            max=MOST_SEED,
            help="Replication r has the seed SEED * 1,000,000 + r.",
        ),
    ] = 1,
    show_all: Annotated[
        bool, typer.Option("--all", help="List every assumed number, not only strained ones.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Exit with 1 if a target is out, with 3 if none is out but some are open.",
        ),
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the table there too.")
    ] = None,
    lang: Lang = "en",
    *,
    workers: "Workers",
) -> None:
    """Simulate a scenario and hold it against the windows reported for it.

    Each target is shown with the simulated mean, its 95 % interval and its source. It is in if the
    whole interval lies within the window, out if all of it lies outside (or the metric does not
    exist), and open otherwise: then more replications may tell. A window that
    the same city meets without the reform as well says nothing about the reform: give that city
    with --before. Then follow the assumed numbers that lie at an end of their range.

    Example: qipan targets scenarios/fuding.yaml --before scenarios/fuding_before.yaml
    """
    question = _asked(file, before, replications, seed, given_options(context))
    verdict = hold_against_targets(question, workers, file=out, show_all=show_all, language=lang)
    if not verdict.complete:
        raise typer.Exit(INTERRUPTED)
    if strict and verdict.missed:
        raise typer.Exit(MISSED)
    if strict and verdict.open:
        raise typer.Exit(OPEN)


def _asked(
    file: str, before: str | None, replications: int, seed: int, given: "Sequence[str]"
) -> "TargetsQuestion":
    """Read what is to be held, of a question file or of scenario files."""
    from ..errors import InputError
    from ..scenario import load
    from ..studies.file.load import is_experiment
    from ..studies.scenario_questions import TargetsQuestion, targets_asked

    if not is_experiment(file):
        scenario, beside = load(file), load(before) if before is not None else None
        return TargetsQuestion(scenario.name, scenario, beside, replications, seed)
    if before is not None:
        said = Phrase(
            "{file}: a question file says itself what stands beside: targets.before", file=file
        )
        raise InputError(said)
    numbers = {"replications": replications, "seed": seed}
    return targets_asked(file, {name: n for name, n in numbers.items() if name in given})


def hold_against_targets(
    question: "TargetsQuestion",
    workers: "Workers",
    *,
    file: Path | None = None,
    show_all: bool = False,
    language: Lang = "en",
) -> "Held":
    """Replicate a scenario, show it beside its targets, and what it assumes.

    Parameters
    ----------
    question : TargetsQuestion
    workers : Workers
    file : Path, optional
        CSV file for the table.
    show_all : bool
        List every assumed number.
    language : 'en' or 'zh'

    Raises
    ------
    ScenarioError
        If a target names an unknown metric or another unit than the metric's.
    TargetsError
        If there are no targets, the two scenarios cannot be compared, or the file cannot be
        written; all found out before anything is run.
    """
    from ..report.assumptions import print_assumptions
    from ..report.render.terminal import console, show
    from ..report.targets import Held, check_before_running, held, targets_report
    from ..runs.csv_files import write_csv
    from ..runs.targets import target_table
    from ..words import Words
    from .pipeline import say

    check_before_running(question.scenario, question.before, file)
    out = console()
    wanted = [each for each in (question.scenario, question.before) if each is not None]
    several = [_replicated(each, question, out, workers) for each in wanted]
    if any(len(runs) == 0 for runs in several):
        say(
            Words("Stopped before any replication was finished; there is nothing to compare."),
            out,
            language,
        )
        return Held(complete=False)
    show(targets_report(several, language), out)
    verdict = held(several)
    if file is not None and verdict.complete:
        write_csv(target_table(*several), file)
        say(Words("Written to {file}."), out, language, file=file)
    print_assumptions(question.scenario, out, show_all=show_all)
    return verdict


def _replicated(
    scenario: "Scenario", question: "TargetsQuestion", out: "Console", workers: "Workers"
) -> "Runs":
    from .at_work import runner_at_work

    with runner_at_work(out, scenario.name, workers) as runner:
        return question.replicated(scenario, runner)
