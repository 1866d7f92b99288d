"""Results as a notebook shows them: small tables of HTML, every text escaped."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from numbers import Real

NONE = "–"
Cell = object


def panel(
    heading: str,
    columns: Sequence[str] = (),
    rows: Iterable[Sequence[Cell]] = (),
    notes: Iterable[str] = (),
) -> str:
    """Return a heading, a table and notes below it.

    Parameters
    ----------
    heading : str
    columns : sequence of str
        Heads of the table; none for one of names and what they are.
    rows : iterable of sequence
        Texts stand left and numbers right.
    notes : iterable of str
    """
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    table = f"<table>{top}<tbody>{body}</tbody></table>" if body else ""
    below = "".join(f"<div><small>{escape(note)}</small></div>" for note in notes)
    return f"<div><strong>{escape(heading)}</strong>{table}{below}</div>"


def number(value: float) -> str:
    """Write a number with four digits, thousands apart; – if it does not exist."""
    if not math.isfinite(value):
        return NONE
    if abs(value) >= 1000.0 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:.4g}"


def between(low: float, high: float) -> str:
    """Write an interval; – if it does not exist."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NONE
    return f"[{number(low)}, {number(high)}]"


def _cell(value: Cell) -> str:
    if isinstance(value, Real) and not isinstance(value, bool):
        return f'<td style="text-align: right">{number(float(value))}</td>'
    return f'<td style="text-align: left">{escape(str(value))}</td>'
