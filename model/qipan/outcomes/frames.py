"""Records as pandas frames, with names instead of codes.

Rows are sorted by names, dates and times that do not depend on the order of events or on the order
of communities in the scenario, so that equal runs give equal frames. Times are in hours from the
first day of the warm-up; what has not happened is NaN.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine import codes
from ..engine.record import Record
from ..scenario.horizon import Horizon
from .backlog import open_after
from .places import desk_names, grid_names

if TYPE_CHECKING:
    import pandas as pd

Rows = NDArray[np.intp]

ISSUE_STATES = ("latent", "ticketed", "closed_but_alive", "solved", "lapsed")
TICKET_STATES = ("queued", "served", "moving", "waiting", "closed", "withdrawn")
ENDINGS = ("open", "closed", "lapsed", "cancelled", "duplicate", "transferred")
TICKET_COUNTS = (
    "services",
    "returns",
    "refusals",
    "reopened",
    "calls",
    "duplicates",
    "sittings",
    "rounds",
)
NEEDS = {
    "needs_consensus": codes.NEEDS_CONSENSUS,
    "needs_money": codes.NEEDS_MONEY,
    "needs_enforcement": codes.NEEDS_ENFORCEMENT,
    "needs_departments": codes.NEEDS_DEPARTMENTS,
    "needs_labour": codes.COULD_BE_LABOUR,
}


def daily_frame(record: Record) -> "pd.DataFrame":
    """Tabulate the counts of each day and community, sorted by day and community id.

    Columns: date, day (0 is the first of the warm-up), community, measured, one for each counter,
    and open_tickets at the end of the day.
    """
    return daily_counts(record.counters, record.city.places.ids, record.document.horizon)


def daily_counts(
    counters: NDArray[np.integer[Any]], communities: Sequence[str], horizon: Horizon
) -> "pd.DataFrame":
    """As `daily_frame`, of counts of shape (days, communities, counters)."""
    import pandas as pd

    days, places, _ = counters.shape
    order = np.argsort(communities, kind="stable")
    first = np.datetime64(horizon.first_day.isoformat(), "D")
    day = np.repeat(np.arange(days, dtype=np.int32), places)
    counts = counters[:, order].reshape(days * places, -1).astype(np.int32)
    columns: dict[str, Any] = {
        "date": (first + day).astype("datetime64[ms]"),
        "day": day,
        "community": _named(np.tile(order, days), communities),
        "measured": day >= horizon.warm_up_days,
    }
    columns.update({name: counts[:, n] for n, name in enumerate(codes.COUNTERS)})
    columns["open_tickets"] = open_after(counters)[:, order].ravel()
    return pd.DataFrame(columns)


def issue_frame(record: Record) -> "pd.DataFrame":
    """One row an issue, sorted by community id, kind and ordinal.

    `needs_labour` says that volunteers could do the work; it keeps no desk from doing it.
    """
    import pandas as pd

    table = record.issues
    order = np.lexsort(_identity_keys(record, np.arange(len(table))))
    issues = table[order]
    ticketed = issues["ticket"] >= 0
    first_resident = record.city.people.first[issues["community"]]
    columns: dict[str, Any] = _identity(record, order)
    columns.update(
        {
            "grid": _named(issues["grid"], grid_names(record.city)),
            "resident": (issues["resident"] - first_resident).astype(np.int32),
            "born_hours": issues["birth"],
            "reported_hours": _or_nan(issues["reported"]),
            "over_hours": _or_nan(issues["over"]),
            "state": _named(issues["state"], ISSUE_STATES),
            "ticketed": ticketed,
            "cohort": issues["cohort"] == 1,
            "measured": issues["birth"] >= record.begin,
            "complexity": issues["complexity"],
            "circle": issues["circle"],
        }
    )
    columns.update({name: (issues["needs"] & bit) != 0 for name, bit in NEEDS.items()})
    return pd.DataFrame(columns)


def ticket_frame(record: Record) -> "pd.DataFrame":
    """One row a ticket, sorted by its issue's community id, kind and ordinal.

    `entered` is the level it entered at; `level` and `desk` are where it is or was last, and `desk`
    may be a gate; `handled_by` did the work or is to do it; `satisfied` is of its last rating.
    `ending` says how it has ended, `lapsed` that its issue passed by itself; `outside_hours` are
    those it has waited, or is to wait, for somebody outside.
    `first_closed_hours` stays when a ticket is reopened; `closed_hours` is of what is closed now.
    """
    import pandas as pd

    table = record.tickets
    order = np.lexsort(_identity_keys(record, table["issue"]))
    tickets = table[order]
    columns: dict[str, Any] = _identity(record, tickets["issue"])
    columns.update(
        {
            "channel": _named(tickets["channel"], codes.CHANNELS),
            "state": _named(tickets["state"], TICKET_STATES),
            "entered": _named(tickets["entered"], codes.LEVELS),
            "level": _named(tickets["level"], codes.LEVELS),
            "desk": _named(tickets["desk"], desk_names(record.city, record.layout)),
            "handled_by": _named(tickets["by"], codes.HANDLERS),
            "ending": _named(ending_of(tickets), ENDINGS),
            "opened_hours": tickets["opened"],
            "responded_hours": _or_nan(tickets["responded"]),
            "first_closed_hours": _or_nan(tickets["first_closed"]),
            "closed_hours": _where(tickets["state"] == codes.CLOSED, tickets["closed"]),
            "withdrawn_hours": _where(tickets["state"] == codes.WITHDRAWN, tickets["closed"]),
            "outside_hours": tickets["outside"],
            "measured": tickets["opened"] >= record.begin,
            "rating": _or_nan(tickets["rating"]),
            "satisfied": _where(tickets["satisfied"] > 0, tickets["satisfied"] - 1.0),
        }
    )
    columns.update({name: tickets[name] for name in TICKET_COUNTS})
    # At a gate the column counts hearings; only what volunteers alone could do was ever called for.
    could_order = record.issues["needs"][tickets["issue"]] == codes.COULD_BE_LABOUR
    columns["rounds"] = np.where(could_order, tickets["rounds"], 0)
    return pd.DataFrame(columns)


def ending_of(tickets: NDArray[Any]) -> NDArray[np.int64]:
    """Place in `ENDINGS` of each ticket, as it stands."""
    ended = tickets["fate"] >= codes.CANCELLED
    others = np.where(ended, tickets["fate"] - codes.CANCELLED + ENDINGS.index("cancelled"), 2)
    withdrawn = np.where(tickets["state"] == codes.WITHDRAWN, others, 0)
    return np.where(tickets["state"] == codes.CLOSED, 1, withdrawn).astype(np.int64)


def event_frame(record: Record) -> "pd.DataFrame":
    """One row an event of the log: time_hours, event, community, kind, ordinal, place.

    Sorted by time, issue (community id, kind, ordinal), event (in the order of `LOG_EVENTS`) and
    place. Rows equal in all of these are the same, so that the order in which simultaneous events
    were carried out leaves no trace. `place` is the desk or gate, missing where none was concerned.
    """
    import pandas as pd

    log = record.log
    names = desk_names(record.city, record.layout)
    rank = np.append(_ranks(names), -1)  # the last is place -1
    keys = _identity_keys(record, log["issue"])
    order = np.lexsort((rank[log["place"]], log["event"], *keys, log["time"]))
    sorted_log = log[order]
    columns: dict[str, Any] = {
        "time_hours": sorted_log["time"],
        "event": _named(sorted_log["event"], codes.LOG_EVENTS),
        **_identity(record, sorted_log["issue"]),
        "place": _named(sorted_log["place"], names),
    }
    return pd.DataFrame(columns)


def _identity(record: Record, rows: Rows) -> dict[str, Any]:
    issues = record.issues
    return {
        "community": _named(issues["community"][rows], record.city.places.ids),
        "kind": _named(issues["kind"][rows], record.layout.kinds),
        "ordinal": issues["ordinal"][rows],
    }


def _identity_keys(record: Record, rows: Rows) -> tuple[NDArray[Any], ...]:
    """Keys for `lexsort`, the most important last."""
    issues = record.issues
    community = _ranks(record.city.places.ids)[issues["community"][rows]]
    kind = _ranks(record.layout.kinds)[issues["kind"][rows]]
    return issues["ordinal"][rows], kind, community


def _ranks(names: Sequence[str]) -> Rows:
    """Place of each name in the alphabet."""
    ranks = np.empty(len(names), np.intp)
    ranks[np.argsort(np.array(names, dtype=str), kind="stable")] = np.arange(len(names))
    return ranks


def _named(numbers: NDArray[Any], names: Sequence[str]) -> "pd.Categorical[str]":
    """Names of numbers as a categorical in alphabetical order; -1 is missing."""
    import pandas as pd

    lookup: Rows = np.append(_ranks(names), -1)
    rows: Rows = lookup[numbers]
    return pd.Categorical.from_codes(rows, categories=pd.Index(sorted(names)))


def _or_nan(values: NDArray[Any]) -> NDArray[Any]:
    return _where(values >= 0.0, values)


def _where(known: NDArray[Any], values: NDArray[Any]) -> NDArray[Any]:
    return np.where(known, values, np.nan)
