"""What kind of file a user has given, and the study that it asks for.

A study is imported when a file asks for it: all of them take longer to import than a small city to
simulate.
"""

import os
from dataclasses import replace
from typing import Literal

from ..errors import InputError
from ..runs.at_work import AtWork
from ..runs.result import Result
from ..runs.runner import Runner, given_or_own
from ..scenario.file_kinds import is_plan, is_siting, question_of
from ..words import Phrase
from .file import load_experiment
from .file.document import Kind
from .file.experiment import Experiment
from .file.load import read_unchecked
from .scenario_questions import RunQuestion, run_asked, targets_asked

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
        from .measure_next_asked import measure_next_asked

        return measure_next_asked(path, {}).answered()
    if kind in ("scenario", "run"):
        return _simulated(run_asked(path, {}), runner)
    with given_or_own(runner) as own:
        return _answered(path, kind, own)


def _answered(path: str, kind: FileKind, runner: Runner) -> Result:
    if kind == "targets":
        return targets_asked(path, {}).held(runner)
    if kind == "attribute":
        return _attributed(path, runner)
    if kind == "allocate":
        return _allocated(path, runner)
    if kind == "worth":
        return _valued(path, runner)
    if kind == "sweep":
        return _swept(path, runner)
    experiment = load_experiment(path)
    return _sought(experiment, runner) if kind == "seek" else _compared(experiment, runner)


def _attributed(path: str, runner: Runner) -> Result:
    from .attribution.ask import asked
    from .attribution.in_draws import attribute_asked, planned

    question = asked(path, None)
    return attribute_asked(question, planned(question), runner)


def _allocated(path: str, runner: Runner) -> Result:
    from .allocation.allocate import carry_out
    from .resource_questions import allocation_asked

    asked = allocation_asked(path, {})
    work = AtWork(runner=runner)
    return asked.headed(carry_out(asked.scenario, asked.request, work, asked.besides))


def _valued(path: str, runner: Runner) -> Result:
    from .resource_questions import worth_asked
    from .worth import worth_of

    asked = worth_asked(path, {})
    return asked.headed(worth_of(asked.scenario, asked.asked, AtWork(runner=runner)))


def _swept(path: str, runner: Runner) -> Result:
    from .sweep.ask import asked
    from .sweep.sweep import sweep

    question = asked([path], {})
    return replace(sweep(question.scenarios, question.request, runner), asked=question)


def _sought(experiment: Experiment, runner: Runner) -> Result:
    from .seek.seek import seek
    from .uncertainty.asked import draws_asked

    return seek(experiment, runner, draws=draws_asked(experiment, alike=True))


def _compared(experiment: Experiment, runner: Runner) -> Result:
    from .comparison import compare_experiment
    from .comparison.compared import Compared

    parts = compare_experiment(experiment, runner)
    return Compared(tuple(parts), experiment, stopped=runner.stopped)


def _simulated(question: RunQuestion, runner: Runner | None) -> Result:
    runs = question.replicated(runner)
    if not question.draws or not runs.complete:
        return runs
    with given_or_own(runner) as own:
        return question.in_draws(runs, own)
