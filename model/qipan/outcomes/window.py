"""What of a record lies in the measured days, as columns computed once."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..engine.codes import COUNTERS
from ..engine.record import Record

By = Literal["all", "community", "kind", "cell"]
GROUPINGS: tuple[By, ...] = ("all", "community", "kind")

HOURS_PER_DAY = 24.0
HOURS_PER_YEAR = 8760.0

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Groups:
    """Group of each row: everything in one, by community, by kind, or by both."""

    community: NDArray[np.int32]
    kind: NDArray[np.uint8]
    communities: int
    kinds: int

    def codes(self, by: By) -> tuple[NDArray[np.integer], int]:
        """Return the group of each row and the number of groups."""
        if by == "community":
            return self.community, self.communities
        if by == "kind":
            return self.kind, self.kinds
        if by == "cell":  # a kind in a community
            cell = self.community.astype(np.int64) * self.kinds + self.kind
            return cell, self.communities * self.kinds
        return np.zeros(len(self.kind), np.uint8), 1

    def count(self, rows: Flags, by: By) -> Ints:
        """Count the rows that are marked, by group."""
        if by == "all":
            return np.array([np.count_nonzero(rows)])
        codes, groups = self.codes(by)
        return np.bincount(codes.compress(rows), minlength=groups)

    def total(self, values: NDArray[Any], by: By) -> Floats:
        """Sum of values by group."""
        if by == "all":
            return np.array([values.sum(dtype=float)])
        codes, groups = self.codes(by)
        return np.bincount(codes, weights=values, minlength=groups).astype(float)

    def where(self, rows: Flags | NDArray[np.intp]) -> "Groups":
        """Return the groups of some of the rows."""
        community, kind = chosen(self.community, rows), chosen(self.kind, rows)
        return Groups(community, kind, self.communities, self.kinds)


class Window:
    """A record's issues born, and tickets opened, in the measured days.

    Attributes
    ----------
    record : Record
        What was recorded, warm-up included.
    begin, end : float
        Hours between which is measured.
    years : float
        Measured years of 365 days.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self.begin = record.begin
        self.end = record.end
        self.years = (self.end - self.begin) / HOURS_PER_YEAR
        self.first_day = record.document.horizon.warm_up_days
        self.communities = len(record.city.places.ids)
        self.kinds = len(record.layout.kinds)
        self._tickets: dict[str, NDArray[Any]] = {}

    @cached_property
    def sla(self) -> Floats:
        """Hours allowed to close a ticket, by kind."""
        issues = self.record.document.issues
        hours = issues.sla_hours
        return np.array([hours[issues.kinds[k].sla_class] for k in self.record.layout.kinds])

    @cached_property
    def visible(self) -> Flags:
        """Whether issues of each kind are seen from the street."""
        kinds = self.record.document.issues.kinds
        return np.array([kinds[name].visible for name in self.record.layout.kinds])

    def groups_of(self, issues: Flags | NDArray[np.integer]) -> Groups:
        """Look up the groups of some issues, given by mask or row."""
        table = self.record.issues
        community, kind = table["community"][issues], table["kind"][issues]
        return Groups(community, kind, self.communities, self.kinds)

    @cached_property
    def born(self) -> Flags:
        """Issues born in the measured days."""
        flags: Flags = self.record.issues["birth"] >= self.begin
        return flags

    @cached_property
    def opened(self) -> Flags:
        """Tickets opened in the measured days."""
        flags: Flags = self.record.tickets["opened"] >= self.begin
        return flags

    def ticket(self, column: str) -> NDArray[Any]:
        """Column of the tickets opened in the measured days."""
        if column not in self._tickets:
            self._tickets[column] = self.record.tickets[column][self.opened]
        return self._tickets[column]

    @cached_property
    def ticket_issue(self) -> NDArray[np.int32]:
        """Row of the issue of each ticket opened in the measured days."""
        return self.ticket("issue")

    @cached_property
    def ticket_groups(self) -> Groups:
        """Groups of the tickets opened in the measured days."""
        return self.groups_of(self.ticket_issue)

    @cached_property
    def counters(self) -> Ints:
        """Counts over the measured days, shape (communities, counters)."""
        measured = self.record.counters[self.first_day :]
        total: Ints = measured.sum(axis=0, dtype=np.int64)
        return total

    def counted(self, name: str, by: By = "all") -> Ints:
        """Count of one counter over the measured days; counters do not tell kinds apart."""
        if by == "kind":
            raise ValueError("daily counters are kept by community, not by kind")
        column = self.counters[:, COUNTERS.index(name)]
        return column if by == "community" else column.sum(keepdims=True)


def chosen(column: NDArray[Any], rows: Flags | NDArray[np.intp]) -> NDArray[Any]:
    """Return some rows of a column that lies in one piece.

    By a scattered mask `compress` is several times as fast as an index.
    """
    return column.compress(rows) if rows.dtype == np.bool_ else column.take(rows)


def share(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Hundred times part / whole; NaN where the whole is nothing."""
    return 100.0 * ratio(part, whole)


def ratio(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Part / whole; NaN where the whole is 0."""
    parts, wholes = np.asarray(part, float), np.asarray(whole, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(wholes == 0.0, np.nan, parts / wholes)
