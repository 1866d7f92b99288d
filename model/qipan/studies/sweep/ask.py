"""What is to be swept: by an experiment file, or by scenario files and options."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ...scenario import Scenario, ScenarioError, load
from ...scenario.faults import Fault
from ...scenario.fields import Title
from ...scenario.nodes import undotted
from ...scenario.schema import resolve
from ...words import Phrase
from ..file.asked import overlaid, read
from ..file.document import ExperimentDocument, Sweep
from ..file.experiment import Experiment
from ..file.heading import Heading, heading_of
from ..file.scenario_checks import check_values
from ..file.variant import Variant
from ..metrics_asked import check_metrics
from ..uncertainty.asked import draws_asked
from .designs import WITHOUT_POINTS, Kind
from .factors import KeyRange, SweepError, has_key
from .request import Request

# Exist in every city, solved or not.
DEFAULT_METRICS = ("fixed_cohort_p50", "fixed_cohort_solved_share", "satisfied_share")
DESIGNS: tuple[Kind, ...] = ("sobol", "latin_hypercube", "factorial", "morris", "one_at_a_time")
REPLICATIONS = 4  # of each scenario at each point, where no number is given
FULL_WIDTH = Phrase("write , : and = in half width")
BY_OPTION = {
    "metrics": "metrics",
    "design": "sweep.design",
    "points": "sweep.points",
    "index_points": "sweep.index_points",
    "detail": "sweep.detail",
    "replications": "replications",
    "seed": "seed",
    "by": "sweep.by",
    "together": "sweep.together",
    "ensemble": "sweep.ensemble",
}


@dataclass(frozen=True)
class Question:
    """Scenarios and how they are to be swept.

    Attributes
    ----------
    name : str
    scenarios : tuple of Scenario
    request : Request
    heading : Heading or None
        Of the experiment file.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    request: Request
    heading: Heading | None = None


def asked(files: Sequence[str], options: Mapping[str, Any], keys: Sequence[str] = ()) -> Question:
    """Read the question; what is given here goes before what an experiment file says.

    Parameters
    ----------
    files : sequence of str
        Scenario files, or one experiment file.
    options : mapping
        Fields of `Request` but for `keys`; those that are None are left to the file, or to the
        defaults.
    keys : sequence of str
        Each a key alone, ``KEY=LOW:HIGH`` or ``KEY=A,B,C``.

    Raises
    ------
    ScenarioError
        With all faults of the files, and of options that a file could not say either.
    SweepError
        If a key cannot be read.
    """
    given = {BY_OPTION[name]: value for name, value in options.items()}
    folder = given.get("sweep.ensemble")
    if folder:  # a file would take it as relative to itself
        given["sweep.ensemble"] = os.path.abspath(folder)
    ranges = dict(_key(text) for text in keys)
    experiment = _without_unused(read(files, "sweep", _of_scenarios), given.get("sweep.design"))
    experiment = overlaid(experiment, given, files)
    document, scenarios = experiment.document, experiment.listed("sweep.scenarios")
    own = experiment.institutions, experiment.measures
    request = replace(
        _request(document, ranges or None),
        institutions=own[0],
        measures=own[1],
        draws=draws_asked(experiment, alike=True),
    )
    _check_levels(scenarios, ranges, keys)
    return Question(document.name, scenarios, request, heading_of(experiment))


def _of_scenarios(files: Sequence[str]) -> Experiment:
    """The question that scenario files are short for."""
    scenarios = [load(file) for file in files]
    name = f"{scenarios[-1].name}_sweep"
    document = ExperimentDocument(
        name=name,
        title=Title(en=name, zh=name),
        sweep=Sweep(scenarios=tuple(Variant(file=file) for file in files)),
        replications=REPLICATIONS,
    )
    places = {f"sweep.scenarios[{n}]": scenario for n, scenario in enumerate(scenarios)}
    return Experiment(document, "", places)


def _without_unused(experiment: Experiment, design: Kind | None) -> Experiment:
    """The question without what its file says for its own design and another has no use for."""
    document = experiment.document
    block = document.sweep
    if design is None or block is None or design == block.design:
        return experiment
    changed = {"sweep": block.model_copy(update=_of_no_use(design))}
    return replace(experiment, document=document.model_copy(update=changed))


def _request(document: ExperimentDocument, ranges: dict[str, KeyRange | None] | None) -> Request:
    block = document.sweep
    assert block is not None
    of_file: dict[str, KeyRange | None] = {
        key: KeyRange(one.low, one.high, one.levels) for key, one in block.keys.items()
    }
    return Request(
        metrics=check_metrics(document.metrics or DEFAULT_METRICS),
        design=cast(Kind, block.design),
        points=block.points,
        index_points=block.index_points,
        detail=block.detail,
        replications=document.replications,
        seed=document.seed,
        keys=ranges or of_file or None,
        by=block.by,
        together=block.together,
    )


def _check_levels(
    scenarios: Sequence[Scenario], ranges: Mapping[str, KeyRange | None], texts: Sequence[str]
) -> None:
    """Hold the values of --keys against the scenarios, as those of an experiment file are.

    Keys that no scenario has are left to `factors.chosen_factors`, which names the nearest.
    """
    faults: list[Fault] = []
    for (key, given), text in zip(ranges.items(), texts, strict=False):
        if given is None or resolve(undotted(key)) is None:
            continue
        known = [scenario for scenario in scenarios if has_key(scenario, key)]
        values = given.levels or (given.low, given.high)
        for fault in check_values("", known[:1], key, values):
            hint = fault.hint or (FULL_WIDTH if any(mark in text for mark in "，；：＝") else "")
            faults.append(replace(fault, file=f"--keys {text}", hint=hint))
    if faults:
        raise ScenarioError(faults)


def _of_no_use(design: Kind) -> dict[str, None]:
    """What a file says for its own design and another has no use for."""
    out: dict[str, None] = {} if design == "sobol" else {"index_points": None}
    return out | ({"points": None} if design in WITHOUT_POINTS else {})


def ranges_of(keys: Sequence[str]) -> dict[str, KeyRange | None]:
    """Ranges of keys as they are typed, ``KEY``, ``KEY=LOW:HIGH`` or ``KEY=A,B,C``.

    Raises
    ------
    SweepError
        If one is none of these.
    """
    return dict(_key(text) for text in keys)


def _key(text: str) -> tuple[str, KeyRange | None]:
    """Read ``KEY``, ``KEY=LOW:HIGH`` or ``KEY=A,B,C``."""
    key, has_values, values = text.partition("=")
    key = key.strip()
    if not has_values:
        return key, None
    if ":" in values:
        ends = [_value(each) for each in values.split(":")]
        if len(ends) == 2 and all(_is_number(end) for end in ends):
            return key, KeyRange(low=float(ends[0]), high=float(ends[1]))
    elif values.strip():
        return key, KeyRange(levels=tuple(_value(each) for each in values.split(",")))
    raise SweepError(Phrase("{text}: must be KEY, KEY=LOW:HIGH or KEY=A,B,C", text=text))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(text: str) -> Any:
    text = text.strip()
    words = {"true": True, "false": False}
    if text in words:
        return words[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
