"""Metrics of replications as a labelled xarray dataset."""

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ImpossibleError
from ..outcomes.catalogue import METRICS
from ..outcomes.table import ALL, CELL

if TYPE_CHECKING:
    from .runs import Runs

NEEDED = "to_xarray needs a package more: pip install 'qipan[xarray]'"


def dataset_of(runs: "Runs") -> Any:
    """Return all metrics of replications as an `xarray.Dataset`.

    A metric of the whole city is a variable of its own name, shape (replication,). By level,
    community or kind it is called ``load_by_community``, shape (replication, community), and by
    kind in a community ``load_by_cell``, shape (replication, community, kind).

    Raises
    ------
    ImpossibleError
        If xarray is not installed, or there are no replications.
    """
    try:
        import xarray
    except ModuleNotFoundError as error:
        if error.name != "xarray":
            raise
        raise ImpossibleError(NEEDED) from None
    if not len(runs):
        raise ImpossibleError(f"{runs.scenario.name}: no replication was finished")
    tables = [replication.table for replication in runs.replications]
    members = tables[0].members
    coordinates = {name: list(members[name]) for name in ("level", "community", "kind")}
    variables: dict[str, Any] = {}
    for column in tables[0]:
        metric, by = column.metric, column.by
        values = np.stack([table.values(metric, by) for table in tables])
        dimensions = {ALL: (), CELL: ("community", "kind")}.get(by, (by,))
        shape = (len(tables), *(len(members[name]) for name in dimensions))
        known = METRICS[metric]
        about = {"units": known.unit, "long_name": known.title_en}
        name = metric if by == ALL else f"{metric}_by_{by}"
        variables[name] = (("replication", *dimensions), values.reshape(shape), about)
    numbers = [replication.number for replication in runs.replications]
    seeds = ("replication", [replication.seed for replication in runs.replications])
    run = {"scenario": runs.scenario.name, "sha256": runs.scenario.sha256, "seed": runs.seed}
    labels = {"replication": numbers, "seed_of": seeds, **coordinates}
    return xarray.Dataset(variables, labels, run)
