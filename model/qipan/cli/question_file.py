"""A question file given to ``qipan run``: the command of its kind, as if that had been typed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..words import Phrase, Words, joined
from .report_options import LAYOUT

if TYPE_CHECKING:
    from rich.console import Console

    from ..report.reporting import Reporting
    from ..runs.opening import Workers
    from ..studies.question import FileKind

# Options of ``qipan run`` that a question file has a use for.
OF_WORKERS = ("jobs", "processes", "dask", "store", "no_store", "retry_failed", "progress")
OF_ANY = ("scenario", *OF_WORKERS, "out", "lang", "report", *LAYOUT)
OVER_THE_FILE = ("replications", "seed")
OVER = {"plan": (), "measure_next": ("seed",)}  # of kinds that have not both


def answer_file(
    file: str,
    kind: "FileKind",
    given: Sequence[str],
    over: dict[str, Any],
    out: Path | None,
    workers: "Workers",
    reporting: "Reporting",
) -> bool:
    """Carry out the study that a file asks for.

    Parameters
    ----------
    file : str
    kind : str
        Any but that of a scenario and `run`.
    given : sequence of str
        Options of ``qipan run`` that were given.
    over : dict
        Those of `OVER_THE_FILE` that were given, which go before what the file says.
    out : Path or None
    workers : Workers
    reporting : Reporting

    Returns
    -------
    bool
        Whether all is there.

    Raises
    ------
    InputError
        If an option was given that has no use here, and whatever the study raises.
    """
    _refuse_of_no_use(file, kind, given)
    if kind == "plan":
        return _plan(file, out, workers, reporting)
    if kind == "site":
        from ..siting.site_file import load_sites
        from .site import site_and_report

        sited = load_sites(file)
        return site_and_report(sited, _folder(out, f"{sited.name}_site"), reporting)
    if kind == "measure_next":
        from ..studies.measure_next_asked import measure_next_asked
        from .measure_next import measure_and_report

        measured = measure_next_asked(file, over)
        return measure_and_report(measured, _folder(out, measured.name), reporting)
    if kind == "targets":
        return _targets(file, over, out, workers, reporting)
    if kind == "compare":
        return _compare(file, over, out, workers, reporting)
    if kind == "attribute":
        from ..studies.attribution.ask import asked
        from .attribute import attribute_and_report

        question = asked(file, None, **over)
        return attribute_and_report(question, _folder(out, question.name), workers, reporting)
    if kind == "allocate":
        from ..studies.resource_questions import allocation_asked
        from .allocate import allocate_and_report

        divided = allocation_asked(file, over)
        return allocate_and_report(divided, _folder(out, divided.name), workers, reporting)
    if kind == "worth":
        from ..studies.resource_questions import worth_asked
        from .worth import worth_and_report

        valued = worth_asked(file, over)
        return worth_and_report(valued, _folder(out, valued.name), workers, reporting)
    if kind == "sweep":
        from ..studies.sweep.ask import asked as asked_of_sweep
        from .sweep import sweep_and_report

        swept = asked_of_sweep([file], over)
        return sweep_and_report(swept, _folder(out, swept.name), workers, reporting)
    from ..studies.file.seek_given import SeekGiven, search_given
    from .seek import seek_and_report

    sought = search_given(file, SeekGiven({}, {}, **over))
    return seek_and_report(sought, _folder(out, sought.name), workers, reporting)


def _refuse_of_no_use(file: str, kind: str, given: Sequence[str]) -> None:
    from ..scenario.file_kinds import command_of
    from .options import spelt

    allowed = (*OF_ANY, *OVER.get(kind, OVER_THE_FILE))
    unused = [spelt(name) for name in given if name not in allowed]
    if unused:
        raise InputError(
            Phrase(
                "{file}: of the kind '{kind}', which has no use for {unused}; see qipan {command} "
                "--help",
                file=file,
                kind=kind,
                command=command_of(kind),
                unused=joined(unused),
            )
        )


def _plan(file: str, out: Path | None, workers: "Workers", reporting: "Reporting") -> bool:
    from ..planning.plan_file import load_plan
    from .plan import plan_and_report

    plan = load_plan(file)
    return plan_and_report(plan, _folder(out, f"{plan.name}_plan"), workers, reporting)


def _compare(
    file: str,
    over: dict[str, Any],
    out: Path | None,
    workers: "Workers",
    reporting: "Reporting",
) -> bool:
    from ..studies.file.given import Given, comparison_given
    from .compare import compare_and_report

    experiment = comparison_given([file], Given(**over))
    return compare_and_report(experiment, _folder(out, experiment.name), workers, reporting)


def _targets(
    file: str,
    over: dict[str, Any],
    out: Path | None,
    workers: "Workers",
    reporting: "Reporting",
) -> bool:
    """Hold a scenario against its targets, with a result folder."""
    from ..studies.held import HeldAgainst
    from ..studies.scenario_questions import targets_asked
    from .at_work import runner_at_work
    from .pipeline import carried_out

    asked = targets_asked(file, over)

    def study(console: "Console") -> HeldAgainst | None:
        with runner_at_work(console, asked.name, workers) as runner:
            held = asked.held(runner)
        return held if all(len(runs) for runs in held.several) else None

    nothing = Words("Stopped before any replication was finished; there is nothing to compare.")
    folder = _folder(out, asked.name)
    return carried_out(study, folder, reporting, jobs=workers.jobs, nothing=nothing)


def _folder(out: Path | None, name: str) -> Path:
    return out or Path("results") / name
