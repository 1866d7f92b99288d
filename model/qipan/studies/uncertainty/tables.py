"""Worlds and cities as tables, and read again from a result folder."""

from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from ...outcomes.catalogue import METRICS
from ...runs.result_folder import ResultFolderError, StrPath
from ...scenario.inputs import keep_input
from .cities import city_interval, components
from .ensemble import OverDraws
from .layer import Layer
from .verdict import verdict
from .worlds import AssumedWorlds, over_worlds

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

ASSUMPTIONS, VERDICTS, CITIES, VARIANCE = (
    "assumptions.csv",
    "verdicts.csv",
    "cities.csv",
    "variance.csv",
)
WORLDS, PLACES, CITY_VALUES = "worlds.parquet", "world_families.parquet", "cities.parquet"
ENSEMBLE, DRAWS = "ensemble.csv", "ensemble.parquet"
_INDEX = ["world", "scenario", "replication"]


def tables_of(
    metrics: Sequence[str],
    confidence: float,
    worlds: AssumedWorlds | None,
    cities: Layer | None,
    ensemble: OverDraws | None = None,
) -> "dict[str, pd.DataFrame]":
    """Return all tables that there are, by file name.

    Parameters
    ----------
    metrics : sequence of str
        Of the comparison.
    confidence : float
        Of intervals over cities.
    worlds, cities, ensemble
        None, or nothing finished, for none.
    """
    import pandas as pd

    made: dict[str, pd.DataFrame] = {}
    if worlds is not None and len(worlds.layer):
        layer = worlds.layer
        made[ASSUMPTIONS] = pd.DataFrame(
            [_assumed(layer, *pair) for pair in _pairs(layer, metrics)]
        )
        said = [_verdict(layer, s, m) for s, m in _pairs(layer, metrics) if METRICS[m].better]
        if said:
            made[VERDICTS] = pd.DataFrame(said)
        made[WORLDS] = _values(layer, "world")
        made[PLACES] = _places(worlds)
    if cities is not None and len(cities):
        pairs = _pairs(cities, metrics)
        made[CITIES] = pd.DataFrame([_city(cities, s, m, confidence) for s, m in pairs])
        made[CITY_VALUES] = _values(cities, "city")
    if made:
        made[VARIANCE] = _variance(metrics, worlds, cities)
    if ensemble is not None and len(ensemble.layer):
        pairs = _pairs(ensemble.layer, metrics)
        made[ENSEMBLE] = pd.DataFrame([_drawn(ensemble, *pair) for pair in pairs])
        values = _values(ensemble.layer, "draw").drop(columns="replication")
        each = len(ensemble.layer.scenarios)
        values.insert(1, "weight", np.repeat(ensemble.weights, each))
        made[DRAWS] = values
    return made


def read_worlds(folder: StrPath, comparison: int = 1) -> AssumedWorlds:
    """Read the worlds of a result folder of `qipan compare --worlds`.

    Parameters
    ----------
    folder : path
    comparison : int
        Which one, counted from 1, where an experiment has several.

    Raises
    ------
    ResultFolderError
        If it holds none.
    """
    from pathlib import Path

    import pandas as pd

    paths = [Path(folder) / name for name in (WORLDS, PLACES)]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise ResultFolderError(
            missing[0], "it is not there: make it with `qipan compare FILE... --worlds N`"
        )
    try:
        values, places = (pd.read_parquet(_kept(path)) for path in paths)
    except (OSError, ValueError) as error:
        raise ResultFolderError(folder, f"its worlds cannot be read: {error}") from None
    if "comparison" in values:
        values, places = (
            frame[frame["comparison"] == comparison].drop(columns="comparison")
            for frame in (values, places)
        )
        if not len(values):
            raise ResultFolderError(folder, f"there is no comparison {comparison}")
    elif comparison != 1:
        raise ResultFolderError(folder, f"there is no comparison {comparison}, only one")
    return _read(values, places)


def _kept(path: "Path") -> BytesIO:
    """Read a file that decides results, and keep it for the manifest."""
    content = path.read_bytes()
    keep_input(str(path), content)
    return BytesIO(content)


def _read(values: "pd.DataFrame", places: "pd.DataFrame") -> AssumedWorlds:
    names = list(dict.fromkeys(values["scenario"]))
    metrics = tuple(name for name in values.columns if name not in _INDEX)
    drawn = tuple(int(n) for n in places["world"])
    shape = (len(drawn), len(names), int(values["replication"].max()) + 1, len(metrics))
    families = tuple(n for n in places.columns if n not in ("world", "reference", "together"))
    return AssumedWorlds(
        layer=Layer(
            scenarios=tuple(names),
            reference=str(places["reference"].iloc[0]),
            metrics=metrics,
            drawn=drawn,
            values=values[list(metrics)].to_numpy(float).reshape(shape),
            wanted=len(drawn),
            unsound={},
        ),
        families=families,
        places=places[list(families)].to_numpy(float),
        together=float(places["together"].iloc[0]),
        numbers=0,
    )


def _pairs(layer: Layer, metrics: Sequence[str]) -> list[tuple[str, str]]:
    return [(scenario, metric) for metric in metrics for scenario in layer.others]


def _head(metric: str, scenario: str, reference: str) -> dict[str, Any]:
    about = METRICS[metric]
    return {
        "metric": metric,
        "unit": about.unit,
        "better": about.better or "",
        "scenario": scenario,
        "reference": reference,
    }


def _assumed(layer: Layer, scenario: str, metric: str) -> dict[str, Any]:
    found = over_worlds(layer, scenario, metric)
    return {
        **_head(metric, scenario, layer.reference),
        "worlds": found.worlds,
        "missing": found.missing,
        "mean": found.mean,
        "median": found.median,
        "assumed_low": found.low,
        "assumed_high": found.high,
        "better_in": found.better.value,
        "chance_share": found.chance_share,
    }


def _verdict(layer: Layer, scenario: str, metric: str) -> dict[str, Any]:
    found = asdict(verdict(layer, scenario, metric))
    for side in ("below", "above"):
        share = found.pop(side)
        found |= {f"better_{side}": share["count"], f"worlds_{side}": share["of"]}
    return {**_head(metric, scenario, layer.reference), **found}


def _drawn(ensemble: OverDraws, scenario: str, metric: str) -> dict[str, Any]:
    found = ensemble.gain(scenario, metric)
    return {
        **_head(metric, scenario, ensemble.layer.reference),
        "draws": found.draws,
        "missing": found.missing,
        "mean": found.mean,
        "median": found.median,
        "data_low": found.low,
        "data_high": found.high,
        "better_in": found.better if METRICS[metric].better else float("nan"),
    }


def _city(layer: Layer, scenario: str, metric: str, confidence: float) -> dict[str, Any]:
    found = city_interval(layer, scenario, metric, confidence)
    return {
        **_head(metric, scenario, layer.reference),
        "cities": found.n,
        "difference": found.mean,
        "low": found.low,
        "high": found.high,
    }


def _variance(
    metrics: Sequence[str], worlds: AssumedWorlds | None, cities: Layer | None
) -> "pd.DataFrame":
    import pandas as pd

    layers = [worlds.layer if worlds else None, cities]
    first = next(layer for layer in layers if layer is not None and len(layer))
    rows = []
    for scenario, metric in _pairs(first, metrics):
        of_worlds, of_cities = (
            layer.gain(scenario, metric) if layer is not None and len(layer) else None
            for layer in layers
        )
        found = components(of_cities, of_worlds)
        shares = dict(
            zip(("chance_share", "city_share", "assumed_share"), found.shares, strict=True)
        )
        rows.append({**_head(metric, scenario, first.reference), **asdict(found), **shares})
    return pd.DataFrame(rows)


def _values(layer: Layer, member: str) -> "pd.DataFrame":
    """Tabulate values: member, scenario, replication, and a column a metric."""
    import pandas as pd

    members, scenarios, replications, metrics = layer.values.shape
    index = np.indices((members, scenarios, replications)).reshape(3, -1)
    frame = pd.DataFrame(layer.values.reshape(-1, metrics), columns=list(layer.metrics))
    frame.insert(0, member, np.array(layer.drawn)[index[0]])
    frame.insert(1, "scenario", np.array(layer.scenarios)[index[1]])
    frame.insert(2, "replication", index[2])
    return frame


def _places(worlds: AssumedWorlds) -> "pd.DataFrame":
    """Tabulate where each family lies: world, reference, together, and a column a family."""
    import pandas as pd

    frame = pd.DataFrame(worlds.places, columns=list(worlds.families))
    frame.insert(0, "world", list(worlds.layer.drawn))
    frame.insert(1, "reference", worlds.layer.reference)
    frame.insert(2, "together", worlds.together)
    return frame
