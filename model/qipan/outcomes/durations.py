"""How long residents wait: spells from a beginning to an end, censored at the horizon."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..engine.codes import LAPSED, WITHDRAWN
from .survival import (
    CENSORED,
    COMPETING,
    EVENT,
    GroupedIncidence,
    incidence_by_group,
    order_of_spells,
)
from .window import By, Floats, Groups, Window


@dataclass(frozen=True, eq=False)
class Spells:
    """Spells sorted by length.

    Attributes
    ----------
    hours : array of float
        Length of each, up to its event or to the end of the horizon.
    cause : array of int8
        CENSORED, EVENT or COMPETING, as `survival` has them.
    groups : Groups
        Community and kind of each.
    """

    hours: Floats
    cause: NDArray[np.int8]
    groups: Groups

    def quantiles(self, by: By, levels: tuple[float, ...]) -> Floats:
        """Hours by which each of `levels` have met the event, shape (levels, groups).

        NaN where so many never do, or had not by the end of the horizon.
        """
        incidence = self._incidence(by)
        return np.stack([incidence.quantile(self.hours, q) for q in levels])

    def at(self, by: By, hours: Floats) -> Floats:
        """Share that has met the event by each of these hours, shape (groups, hours)."""
        return self._incidence(by).at(self.hours, hours)

    def final(self, by: By) -> Floats:
        """Incidence of the event at the longest spell of each group; NaN without spells."""
        return self._incidence(by).final()

    def final_competing(self, by: By) -> Floats:
        """Incidence of the competing event at the longest spell of each group.

        What neither this nor the event has met by then is censored.
        """
        met, other = self.cause == EVENT, self.cause == COMPETING
        swapped = np.where(met, COMPETING, np.where(other, EVENT, self.cause)).astype(np.int8)
        return incidence_by_group(swapped, *self.groups.codes(by)).final()

    def mean(self, by: By) -> Floats:
        """Mean hours of the spells that met the event; NaN where any spell is censored."""
        censored = self.groups.count(self.cause == CENSORED, by)
        return np.where(censored > 0, np.nan, self.completed_mean(by))

    def completed_mean(self, by: By) -> Floats:
        """Mean hours of the spells that have met the event; too short where any is censored."""
        met = self.cause == EVENT
        number = self.groups.count(met, by)
        total = self.groups.where(met).total(self.hours.compress(met), by)
        return np.where(number > 0, total / np.maximum(number, 1), np.nan)

    def regrouped(self, groups: Groups) -> "Spells":
        """Return the same spells in other groups."""
        return Spells(self.hours, self.cause, groups)

    def _incidence(self, by: By) -> GroupedIncidence:
        if by not in self._kept:
            self._kept[by] = incidence_by_group(self.cause, *self.groups.codes(by))
        return self._kept[by]

    @cached_property
    def _kept(self) -> dict[By, GroupedIncidence]:
        return {}


def first_response(window: Window) -> Spells:
    """From opening a ticket until somebody takes it up; withdrawal competes."""
    responded = window.ticket("responded")
    withdrawn = (window.ticket("state") == WITHDRAWN) & (responded < 0.0)
    over = np.where(withdrawn, window.ticket("closed"), responded)
    return _spells(window, window.ticket("opened"), over, withdrawn, window.ticket_groups)


def closure(window: Window) -> Spells:
    """From opening a ticket to its last closure; withdrawal competes.

    A ticket that was closed falsely and reopened is open until it is closed again.
    """
    withdrawn = window.ticket("state") == WITHDRAWN
    return _spells(
        window, window.ticket("opened"), window.ticket("closed"), withdrawn, window.ticket_groups
    )


def resolution_from_birth(window: Window) -> Spells:
    """From the birth of an issue until it is truly solved; lapse competes."""
    return _resolution(window, window.born, "birth")


def fixed_cohort(window: Window) -> Spells:
    """Resolution from birth of the issues that are born under every policy.

    Issues that disorder brought about are left out and unreported ones kept, so that two policies
    are compared on the same issues whatever is found, reported or bred.
    """
    return _resolution(window, window.born & (window.record.issues["cohort"] == 1), "birth")


def resolution_from_report(window: Window) -> Spells:
    """From the first report or find until the issue is truly solved; lapse competes."""
    return _resolution(window, window.record.issues["reported"] >= window.begin, "reported")


def _resolution(window: Window, rows: NDArray[np.bool_], since: str) -> Spells:
    issues = window.record.issues
    lapsed = issues["state"][rows] == LAPSED
    over, groups = issues["over"][rows], window.groups_of(rows)
    return _spells(window, issues[since][rows], over, lapsed, groups)


def _spells(
    window: Window, since: Floats, over: Floats, competing: NDArray[np.bool_], groups: Groups
) -> Spells:
    """Spells from `since` to `over` (-1 if still going on), sorted by length."""
    cause = np.where(over < 0.0, CENSORED, np.where(competing, COMPETING, EVENT)).astype(np.int8)
    hours = np.where(over < 0.0, window.end, over) - since
    order = order_of_spells(hours, cause)
    return Spells(hours[order], cause[order], groups.where(order))
