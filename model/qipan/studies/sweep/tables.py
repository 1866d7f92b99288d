"""A sweep as tables, and as a summary fit for JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from ...outcomes.metrics import METRICS
from .designs import CHANCE
from .families import spread
from .result import Sensitivity, Sweep
from .robustness import Share

if TYPE_CHECKING:
    import pandas as pd

_RESPONSE = ["metric", "unit", "first", "second"]


def tables(found: Sweep) -> "dict[str, pd.DataFrame]":
    """All tables that are not empty, by name.

    conclusions, spreads, correlations, effects, indices, swings, flips, splits and, over an
    ensemble, both intervals of each response as given; the columns
    `first` and `second` name the scenarios of a difference; `first` is empty for a metric itself.
    """
    made = {
        "conclusions": _frame([_conclusion(r) for r in found.responses if r.conclusion]),
        "spreads": _frame([_spread(each) for each in found.spreads]),
        "correlations": _frame(_rows(found, "correlations")),
        "effects": _frame(_rows(found, "effects")),
        "indices": _frame(_rows(found, "indices")),
        "swings": _frame(_rows(found, "swings")),
        "flips": _frame(_rows(found, "flips")),
        "splits": _frame(_rows(found, "splits")),
        "ensemble": _frame([_both(r) for r in found.responses if r.both is not None]),
    }
    return {name: frame for name, frame in made.items() if len(frame)}


def factor_table(found: Sweep) -> "pd.DataFrame":
    """Tabulate what moved: factor, key, family, scenarios, given, low, high, whole, levels."""
    import pandas as pd

    names = [scenario.name for scenario in found.scenarios]
    rows = [
        (
            factor.name,
            factor.key,
            factor.family,
            " ".join(names[place] for place in factor.scenarios),
            factor.base,
            factor.low,
            factor.high,
            factor.whole,
            " ".join(map(str, factor.levels)),
        )
        for factor in found.numbers
    ]
    columns = ["factor", "key", "family", "scenarios", "given", "low", "high", "whole", "levels"]
    return pd.DataFrame(rows, columns=columns)


def point_table(found: Sweep) -> "pd.DataFrame":
    """Tabulate the points: point, block of seeds, sound, failed, then the value of each factor.

    Values as drawn: shares of one whole were scaled to sum to one. Of families there is where each
    of them was, from -1 to 1, and then the value of each number.
    """
    import pandas as pd

    if found.design is None or found.trial is None:
        return pd.DataFrame()
    columns: dict[str, Any] = {
        "point": np.arange(len(found.design)),
        "block": found.design.blocks,
        "sound": found.trial.sound,
        "failed": found.trial.failed,
    }
    for factor, shares in zip(found.factors, found.design.points.T, strict=False):
        columns[factor.name] = [factor.value(float(share)) for share in shares]
    if found.together is not None:
        columns |= _numbers(found, found.together)
    return pd.DataFrame(columns)


def _numbers(found: Sweep, together: float) -> dict[str, list[Any]]:
    """Values of the numbers of families at each point."""
    assert found.design is not None
    by_name = {factor.name: factor for factor in found.factors}
    places = [
        spread(dict(zip(found.design.names, point, strict=False)), by_name, together)
        for point in found.design.points.tolist()
    ]
    return {n.name: [n.value(place[n.name]) for place in places] for n in found.numbers}


def value_table(found: Sweep) -> "pd.DataFrame":
    """Tabulate what came of the points: point, scenario, replication, and a column a metric."""
    import pandas as pd

    if found.trial is None:
        return pd.DataFrame()
    values = found.trial.values
    points, scenarios, replications, metrics = values.shape
    index = np.indices((points, scenarios, replications)).reshape(3, -1)
    names = np.array([scenario.name for scenario in found.scenarios])
    frame = pd.DataFrame(values.reshape(-1, metrics), columns=list(found.metrics))
    for place, (name, column) in enumerate(
        {"point": index[0], "scenario": names[index[1]], "replication": index[2]}.items()
    ):
        frame.insert(place, name, column)
    return frame


def summary(found: Sweep) -> dict[str, Any]:
    """What was done, and every conclusion, fit for JSON."""
    return {
        "scenarios": [scenario.name for scenario in found.scenarios],
        "design": found.kind,
        "factors": len(found.factors),
        "numbers": len(found.numbers),
        "together": found.together,
        "points": found.points,
        "usable": found.usable,
        "replications": found.replications,
        "seed": found.seed,
        "runs": found.runs,
        "tried": found.tried,
        "unsound": [asdict(each) for each in found.unsound],
        "failures": [asdict(each) for each in found.failures],
        "detailed": list(found.detailed),
        "chance": CHANCE,
        "conclusions": [_conclusion(r) for r in found.responses if r.conclusion is not None],
        "spreads": [_spread(each) for each in found.spreads],
    }


def _frame(rows: Sequence[dict[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(list(rows))


def _of(response: Sensitivity) -> dict[str, Any]:
    unit = METRICS[response.metric].unit
    return dict(
        zip(_RESPONSE, (response.metric, unit, response.first, response.second), strict=True)
    )


def _rows(found: Sweep, name: str) -> list[dict[str, Any]]:
    return [
        {**_of(response), **_flat(each)}
        for response in found.responses
        for each in getattr(response, name)
    ]


def _flat(each: Any) -> dict[str, Any]:
    """Fields of a dataclass; of intervals and shares every number by itself."""
    row: dict[str, Any] = {}
    for name in each.__dataclass_fields__:
        value = getattr(each, name)
        if isinstance(value, Share):
            row |= _share(name, value)
        elif hasattr(value, "_fields"):  # an Interval
            row |= {name: value.mean, f"{name}_low": value.low, f"{name}_high": value.high}
        else:
            row[name] = value
    for name in ("distinguishable", "clear"):
        if hasattr(each, name):
            row[name] = getattr(each, name)
    return row


def _share(name: str, share: Share) -> dict[str, Any]:
    interval = share.interval
    return {
        f"{name}_worlds": share.count,
        f"{name}_of": share.of,
        name: share.value,
        f"{name}_low": interval.low,
        f"{name}_high": interval.high,
    }


def _conclusion(response: Sensitivity) -> dict[str, Any]:
    said = response.conclusion
    assert said is not None
    row: dict[str, Any] = _of(response)
    for name in ("better", "worse", "undecided", "by_mean"):
        row |= _share(name, getattr(said, name))
    row |= dict(zip(("as_given", "as_given_low", "as_given_high"), said.as_given, strict=False))
    row |= dict(zip(("q05", "median", "q95"), said.spread, strict=True))
    row |= dict(zip(("min", "max"), said.extremes, strict=True))
    return row | {
        "missing": said.missing,
        "missing_in_first": said.missing_in[0],
        "missing_in_second": said.missing_in[1],
    }


def _both(response: Sensitivity) -> dict[str, Any]:
    both = response.both
    assert both is not None and both.chance is not None
    data = both.data
    row = _of(response) | {"mean": both.chance.mean}
    row |= {"low": both.chance.low, "high": both.chance.high, "median": data.median}
    row |= {"data_low": data.low, "data_high": data.high, "draws": data.draws}
    if response.first is not None and METRICS[response.metric].better is not None:
        row["better_in"] = data.better
    return row


def _spread(each: Any) -> dict[str, Any]:
    names: Iterable[str] = ("min", "q05", "median", "q95", "max")
    return {
        "metric": each.metric,
        "unit": METRICS[each.metric].unit,
        "scenario": each.scenario,
        "as_given": each.as_given.mean,
        **dict(zip(names, each.quantiles, strict=True)),
        "missing": each.missing,
        "of": each.of,
    }
