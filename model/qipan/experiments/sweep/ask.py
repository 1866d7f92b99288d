"""What is to be swept: by an experiment file, or by scenario files and options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ...scenario import Scenario, load
from ...scenario.fields import Title
from ..file import is_experiment, load_experiment
from ..metrics_asked import check_metrics
from .designs import WITHOUT_POINTS, Kind
from .factors import KeyRange, SweepError
from .sweep import Request

# Exist in every city, solved or not.
DEFAULT_METRICS = ("fixed_cohort_p50", "fixed_cohort_solved_share", "satisfied_share")
DESIGNS: tuple[Kind, ...] = ("sobol", "latin_hypercube", "factorial", "morris", "one_at_a_time")


@dataclass(frozen=True)
class Question:
    """Scenarios and how they are to be swept.

    Attributes
    ----------
    name : str
    scenarios : tuple of Scenario
    request : Request
    title, question : Title or None
        Of the experiment file.
    """

    name: str
    scenarios: tuple[Scenario, ...]
    request: Request
    title: Title | None = None
    question: Title | None = None


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
        With all faults of the files.
    MetricError
        If a metric does not exist.
    SweepError
        If a key cannot be read, or a design does not exist.
    """
    given = {name: value for name, value in options.items() if value is not None}
    if "design" in given and given["design"] not in DESIGNS:
        raise SweepError(f"no design named {given['design']!r}; there are {', '.join(DESIGNS)}")
    if keys:
        given["keys"] = dict(_key(text) for text in keys)
    if len(files) == 1 and is_experiment(files[0]):
        return _of_experiment(files[0], given)
    scenarios = tuple(load(file) for file in files)
    metrics = check_metrics(given.pop("metrics", None) or DEFAULT_METRICS)
    return Question(f"{scenarios[-1].name}_sweep", scenarios, Request(metrics=metrics, **given))


def _of_experiment(file: str, given: dict[str, Any]) -> Question:
    experiment = load_experiment(file, "sweep")
    document, block = experiment.document, experiment.document.sweep
    assert block is not None
    said: dict[str, Any] = {
        "metrics": document.metrics or DEFAULT_METRICS,
        "design": cast(Kind, block.design),
        "points": block.points,
        "index_points": block.index_points,
        "detail": block.detail,
        "replications": document.replications,
        "seed": document.seed,
        "keys": {key: KeyRange(one.low, one.high, one.levels) for key, one in block.keys.items()}
        or None,
    }
    if given.get("design", block.design) != block.design:
        said |= _of_no_use(given["design"])
    said |= given
    said["metrics"] = check_metrics(said["metrics"])
    return Question(
        experiment.name,
        experiment.listed("sweep.scenarios"),
        Request(**said),
        document.title,
        document.question,
    )


def _of_no_use(design: Kind) -> dict[str, None]:
    """What a file says for its own design and another has no use for."""
    out: dict[str, None] = {} if design == "sobol" else {"index_points": None}
    return out | ({"points": None} if design in WITHOUT_POINTS else {})


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
    raise SweepError(f"{text}: must be KEY, KEY=LOW:HIGH or KEY=A,B,C")


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
