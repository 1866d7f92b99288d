"""What is observed of a replication while it runs, and the record it leaves."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.record import Record
from .snapshot import Snapshot

if TYPE_CHECKING:
    from .simulation import Simulation


class Observation:
    """Observes a model: its desks every day, its units every month, all else twice."""

    def __init__(self, model: "Simulation") -> None:
        self._model = model
        self._before: Snapshot | None = None
        self._engagement: list[NDArray[Any]] = []
        days, desks = model.horizon.total_days, model.layer.layout.desks
        self._backlog = np.zeros((days, desks), np.int32)

    def begin(self) -> None:
        """Measuring begins."""
        self._before = Snapshot(self._model.layer)

    def begin_month(self) -> None:
        """Note how engaged the units are, if they are paired."""
        if self._model.document.policy.pairing.on:
            self._engagement.append(self._engaged())

    def end_day(self) -> None:
        """Note the tickets at the desks."""
        desks = self._backlog.shape[1]
        self._backlog[self._model.day] = self._model.layer.tickets_at_desks()[:desks]

    def record(self) -> Record:
        """Put together the record of a finished replication."""
        model, layer = self._model, self._model.layer
        assert self._before is not None
        after = Snapshot(layer)
        change = after.since(self._before)
        places, volunteers = model.city.places, model.document.volunteers
        pools = volunteers.pools if volunteers else {}
        circle = model.document.policy.service_circle
        return Record(
            document=model.regimes[0].document,
            city=model.city,
            layout=layer.layout,
            seed=model.seed,
            issues=layer.issues,
            tickets=layer.tickets,
            log=layer.log,
            counters=layer.world.counters,
            desks_before=self._before.desks,
            desks_after=after.desks,
            backlog=self._backlog,
            trust=np.add.reduceat(model.residents["trust"], model.city.people.first)
            / places.residents,
            costs=model.costs.totals(),
            paid=model.costs.paid(),
            volunteers=change.volunteers,
            present_before=self._before.volunteers["gone"] == 0,
            registered={name: pool.registered for name, pool in pools.items()},
            units=change.units[: len(model.units)],
            engagement=self._engagement_by_month(),
            unit_mandated=np.array([unit.mandated for unit in model.units], bool),
            budgets=change.budgets.reshape(len(places.ids), len(layer.earmarks)),
            others_spent=change.others["others_spent"] + change.others["others_on_places"],
            places_spent=change.budgets["on_places"]
            .reshape(len(places.ids), len(layer.earmarks))
            .sum(axis=1)
            + change.others["others_on_places"],
            circle=model.centres.reached,
            space=model.centres.space,
            space_standard=circle.standard_m2_per_100_households,
        )

    def _engaged(self) -> NDArray[Any]:
        units = len(self._model.units)
        engaged: NDArray[Any] = self._model.layer.world.units["engagement"][:units].copy()
        return engaged

    def _engagement_by_month(self) -> NDArray[np.float64]:
        months = list(self._engagement)
        if self._model.document.policy.pairing.on:
            months.append(self._engaged())
        return np.array(months).reshape(len(months), len(self._model.units))
