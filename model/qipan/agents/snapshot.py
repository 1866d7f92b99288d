"""Tables of the fast layer at one moment, and what has changed between two."""

from typing import Any

from numpy.typing import NDArray

from ..engine.fast_layer import FastLayer

Table = NDArray[Any]


class Snapshot:
    """Desks, volunteers, units and budgets now.

    Attributes
    ----------
    desks, volunteers, units, budgets, others : structured arrays
        Copies of the fast layer's tables; desks with their integrals up to date, volunteers with
        their exits noticed; `others` are the columns of communities about other budgets.
    """

    def __init__(self, layer: FastLayer) -> None:
        self.desks = layer.measure_desks()
        layer.notice_exits()
        self.volunteers = layer.volunteers.copy()
        self.units = layer.world.units.copy()
        self.budgets = layer.world.budgets.copy()
        self.others = layer.world.communities[["others_spent", "others_on_places"]].copy()

    def since(self, before: "Snapshot") -> "Snapshot":
        """Return the snapshot with counts, hours and yuan reduced to what came after `before`."""
        counted = {
            "volunteers": ("calls", "accepted", "done", "no_shows", "hours", "wasted"),
            "units": ("hours", "yuan", "claims"),
            "budgets": ("allotted", "spent", "projects", "on_places"),
            "others": ("others_spent", "others_on_places"),
        }
        change = object.__new__(Snapshot)
        change.desks = self.desks
        for name, columns in counted.items():
            table, old = getattr(self, name).copy(), getattr(before, name)
            for column in columns:
                table[column][: len(old)] -= old[column]
            setattr(change, name, table)
        return change
