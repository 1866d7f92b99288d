"""How long tickets wait for a sitting, for money of the fund, or lie stalled."""

from .load import change
from .table import MetricTable
from .window import HOURS_PER_DAY, Window, ratio


def add_gates(table: MetricTable, window: Window) -> None:
    """Mean wait at the gates of each kind, NaN where no ticket has come to any; stalled cases.

    By Little's law: hours that tickets spent there in the measured days over the tickets that came
    in them. A queue that grows has not seen the end of its waits, so that they are then too short.
    """
    hours, arrivals = (change(window.record, name) for name in ("ticket_hours", "arrivals"))
    for name, rows in window.record.layout.gates.items():
        those = slice(rows.start, rows.stop)
        wait = ratio(hours[those].sum(), arrivals[those].sum()) / HOURS_PER_DAY
        table.add(f"{name}_wait_mean", wait)
    stalled = window.record.layout.gates["stalled"]
    table.add(
        "stalled_end", window.record.desks_after["length"][stalled.start : stalled.stop].sum()
    )
