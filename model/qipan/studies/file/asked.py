"""What a file and options ask together: the one way in which options go over a question file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...scenario import ScenarioError
from ...scenario.faults import Fault, in_order
from .checks import check_document
from .document import Kind
from .experiment import Experiment
from .load import is_experiment, load_experiment
from .over import over, under_its_option
from .scenario_checks import check_scenarios


def read(
    files: Sequence[str], kind: Kind, of_scenarios: Callable[[Sequence[str]], Experiment]
) -> Experiment:
    """Return the question of one question file, or the one that scenario files are short for.

    Parameters
    ----------
    files : sequence of str
    kind : str
        Another kind of question file is refused, with the command for it.
    of_scenarios : callable
        Makes the question of scenario files.

    Raises
    ------
    ScenarioError
        With all faults of the files.
    """
    if len(files) == 1 and is_experiment(files[0]):
        return load_experiment(files[0], kind)
    return of_scenarios(files)


def overlaid(
    experiment: Experiment, given: Mapping[str, Any], files: Sequence[str] = ()
) -> Experiment:
    """Return a question with options over it, checked as if its file had said so.

    Parameters
    ----------
    experiment : Experiment
    given : mapping of str to value
        By dotted key, of those in `over.OPTIONS`; None leaves a value as it is.
    files : sequence of str
        As they were named, for faults that have no file.

    Raises
    ------
    ScenarioError
        With all faults, those of options under their names.
    """
    document = over(experiment.document, given)
    faults = [*check_document(document, experiment.path, None)]
    faults += check_scenarios(document, experiment.scenarios)
    if faults:
        said = {key for key, value in given.items() if value is not None}
        raise ScenarioError(_named(fault, said, files) for fault in in_order(faults))
    return replace(experiment, document=document)


def _named(fault: Fault, said: set[str], files: Sequence[str]) -> Fault:
    """Name the option or the file of a fault that they have brought about together."""
    if fault.key.split("[")[0] in said:
        return under_its_option(fault)
    if fault.file or not files:
        return fault
    if len(files) > 1 and "scenarios[" in fault.key:
        index = int(fault.key.split("[")[1].split("]")[0])
        return replace(fault, file=files[index], key="")
    return replace(fault, file=files[0] if len(files) == 1 else Path(files[0]).name)
