"""What kind of file a user has given, and the study that it asks for."""

import os
from dataclasses import replace
from typing import Literal

from ..errors import InputError
from ..runs.at_work import AtWork
from ..runs.result import Result
from ..runs.runner import Runner, given_or_own
from ..scenario.file_kinds import is_plan, is_siting, question_of
from ..words import Phrase
from .allocation.allocate import carry_out as allocation
from .attribution.ask import asked as attribution_asked
from .attribution.attribute import attribute
from .comparison import compare_experiment
from .comparison.compared import Compared
from .file import load_experiment
from .file.document import Kind
from .file.load import read_unchecked
from .measure_next_asked import measure_next_asked
from .resource_questions import allocation_asked, worth_asked
from .scenario_questions import RunQuestion, run_asked, targets_asked
from .seek.seek import seek
from .sweep.ask import asked as sweep_asked
from .sweep.sweep import sweep
from .worth import worth_of

FileKind = Kind | Literal["scenario", "plan", "site"]


def kind_of(file: str | os.PathLike[str]) -> FileKind:
    """Tell what kind of file it is, by its content.

    Raises
    ------
    ScenarioError
        If there is no such file, or it is no text in YAML.
    """
    tree, _ = read_unchecked(os.fspath(file))
    question = question_of(tree)
    if question:
        return question  # type: ignore[return-value]  # one of QUESTIONS
    if is_siting(tree):
        return "site"
    return "plan" if is_plan(tree) else "scenario"


def run(file: str | os.PathLike[str], *, runner: Runner | None = None) -> Result:
    """Carry out what a file asks for: replicate a scenario, or answer an experiment's question.

    Parameters
    ----------
    file : path
        A scenario, by its path or by the name of one that comes with Qipan, or an experiment file.
    runner : Runner, optional
        What makes the replications, or looks up those that were made before.

    Returns
    -------
    Result
        `Runs`, of 10 replications if it is a scenario; `HeldAgainst`, a comparison, `Attribution`,
        `Sweep`, `Search`, `Allocation`, `Worth` or `WorthOfMeasuring`.

    Raises
    ------
    ScenarioError
        With all faults of the file.
    InputError
        If it is a plan of posts or a siting, which have commands of their own.
    """
    path, kind = os.fspath(file), kind_of(file)
    if kind == "plan":
        raise InputError(
            Phrase("{path}: this is a plan of posts and hours; run: qipan plan {path}", path=path)
        )
    if kind == "site":
        raise InputError(
            Phrase("{path}: this is a siting of centres; run: qipan site {path}", path=path)
        )
    if kind == "measure_next":
        return measure_next_asked(path, {}).answered()
    if kind in ("scenario", "run"):
        return _simulated(run_asked(path, {}), runner)
    with given_or_own(runner) as own:
        return _answered(path, kind, own)


def _answered(path: str, kind: FileKind, runner: Runner) -> Result:
    if kind == "targets":
        return targets_asked(path, {}).held(runner)
    if kind == "attribute":
        question = attribution_asked(path, None)
        contributions = attribute(question.before, question.after, question.request, runner)
        return replace(contributions, asked=question)
    if kind == "allocate":
        divided = allocation_asked(path, {})
        work = _at_work(runner)
        return divided.headed(allocation(divided.scenario, divided.request, work, divided.besides))
    if kind == "worth":
        valued = worth_asked(path, {})
        return valued.headed(worth_of(valued.scenario, valued.asked, _at_work(runner)))
    if kind == "sweep":
        swept = sweep_asked([path], {})
        return replace(sweep(swept.scenarios, swept.request, runner), asked=swept)
    experiment = load_experiment(path)
    if kind == "seek":
        return replace(seek(experiment, runner), title=experiment.document.title)
    parts = compare_experiment(experiment, runner)
    return Compared(tuple(parts), experiment, stopped=runner.stopped)


def _simulated(question: RunQuestion, runner: Runner | None) -> Result:
    runs = question.replicated(runner)
    if not question.draws or not runs.complete:
        return runs
    with given_or_own(runner) as own:
        return question.in_draws(runs, own)


def _at_work(runner: Runner) -> AtWork:
    """How studies of resources are carried out by a runner."""
    return AtWork(runner=runner)
