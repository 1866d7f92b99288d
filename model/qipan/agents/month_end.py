"""Offices that react to being measured: the last days of a month, before its rate is told."""

import calendar
import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import ORDERS, SHORTEST
from ..scenario.document import ScenarioDocument
from ..scenario.institutions import MonthEnd

if TYPE_CHECKING:
    from .simulation import Simulation


class MonthEnds:
    """Has all offices hurry in the last days of each month, if the scenario says so.

    They close what is not solved, serve easy matters first, and departments refuse more of what
    would spoil their rate. Where it is switched off nothing is touched.
    """

    def __init__(self, model: "Simulation") -> None:
        self._model = model
        self._hurrying = False

    def prepare(self, date: datetime.date) -> None:
        """Let offices know at midnight what day it is."""
        document, layer = self._model.document, self._model.layer
        habit = document.closure.month_end
        if habit is not None and habit.on and is_last(date, habit):
            layer.react_to_measuring(habit.least_false_share, habit.acceptance_factor)
            if habit.easy_first:
                layer.order_by(np.full(layer.layout.desks, SHORTEST, np.uint8))
            self._hurrying = True
        elif self._hurrying:
            layer.react_to_measuring(0.0, 1.0)
            layer.order_by(usual_orders(document, self._model))
            self._hurrying = False


def is_last(date: datetime.date, habit: MonthEnd) -> bool:
    """Whether a date is one of the last days of its month."""
    days = calendar.monthrange(date.year, date.month)[1]
    return date.day > days - habit.last_days


def usual_orders(document: ScenarioDocument, model: "Simulation") -> NDArray[np.uint8]:
    """Order of service of each desk, as its level has it."""
    desks, layout = document.desks, model.layer.layout
    levels = (desks.estate, desks.community, desks.subdistrict, desks.department)
    code = np.array([ORDERS.index(level.order) for level in levels], np.uint8)
    orders: NDArray[np.uint8] = code[model.layer.world.desks["level"][: layout.desks]]
    return orders
