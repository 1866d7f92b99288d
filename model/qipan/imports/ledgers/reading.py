"""The cells of a ledger: each column by its role, and the first fault of every kind in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...scenario.faults import Fault
from ...words import Phrase
from ..personal import IDENTITIES, MAILS, NAMES, PHONES, personal_in
from ..tabular.grid import Cell
from ..tabular.table import Table
from .columns import Ids, Texts, word_in
from .dated import own_days, without_day
from .roles import TIME_ROLES
from .stamps import Stamps, UnreadableTimeError

IDS = ("id", "parent")
_MOST_UNREAD = 0.05  # share of rows whose time may be unreadable: more is another format
_DATED = 0.9  # share of order numbers that hold their own day: then it is part of their form
_LOOKED_AT = 2000  # of them, to find that out
_LIKE_NUMBERS = 0.2  # share of order numbers that may by chance look like something personal


@dataclass
class Cells:
    """A ledger column by column, in the order of its rows.

    Attributes
    ----------
    parts, rows : list of int
        Where each row stands.
    times, texts, ids : dict
        By role.
    unread : dict of str to list of int
        Rows whose time of a role cannot be read.
    """

    headers: Mapping[str, str]
    parts: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    times: dict[str, Stamps] = field(default_factory=dict)
    texts: dict[str, Texts] = field(default_factory=dict)
    ids: dict[str, Ids] = field(default_factory=dict)
    unread: dict[str, list[int]] = field(default_factory=dict)
    personal: dict[str, dict[str, int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)


def read_cells(table: Table, columns: Mapping[str, Sequence[int]]) -> Cells:
    """Read the columns of a map, and no other.

    Parameters
    ----------
    table : Table
    columns : mapping of str to sequence of int
        Columns of each role: one, or a date and the time of its day.
    """
    wanted = [place for places in columns.values() for place in places]
    headers = {
        role: " + ".join(table.header[place] for place in places)
        for role, places in columns.items()
    }
    cells = Cells(headers)
    readers = []
    at = 0
    for role, places in columns.items():
        readers.append((role, at, at + 1 if len(places) > 1 else -1))
        at += len(places)
    plain = []
    for role, first, _ in readers:
        if role in TIME_ROLES:
            cells.times[role], cells.unread[role] = Stamps(), []
        elif role in IDS:
            cells.ids[role] = Ids()
            plain.append((cells.ids[role].add, first))
        else:
            cells.texts[role] = Texts()
            plain.append((cells.texts[role].add, first))
    timed = [(cells.times[role].add, role, a, b) for role, a, b in readers if role in TIME_ROLES]
    unread: dict[str, dict[str, int]] = {role: {} for role in cells.times}
    for part, number, row in table.rows(wanted):
        if not any(cell != "" for cell in row):
            continue
        cells.parts.append(part)
        cells.rows.append(number)
        for add, place in plain:
            add(row[place])
        for stamp, role, first, second in timed:
            try:
                stamp(row[first], row[second] if second >= 0 else "")
            except UnreadableTimeError:
                cells.unread[role].append(len(cells.rows) - 1)
                _remember(unread[role], row[first])
    for role, found in unread.items():
        cells.personal[role] = personal_in(found)
    return cells


def _remember(found: dict[str, int], cell: Cell) -> None:
    text = word_in(cell)
    found[text] = found.get(text, 0) + 1


def faults_of_cells(cells: Cells, place: str) -> list[Fault]:
    """Return what refuses a column as a whole: personal data, and times in no known form."""
    faults = []
    for role in cells.headers:
        found = _personal(cells, role)
        header = cells.headers[role]
        for kind, rows in found.items():
            faults.append(
                Fault(
                    place,
                    None,
                    header,
                    Phrase("seems to hold {kind} in {rows:,} rows", kind=kind, rows=rows),
                    Phrase("no column with personal data is read"),
                    Phrase("take {role} out of the map, or name another column", role=role),
                )
            )
        unread = cells.unread.get(role, [])
        if not found and len(unread) > _MOST_UNREAD * len(cells):
            example = cells.rows[unread[0]]
            said = Phrase(
                "{number:,} of {number2:,} rows hold no time that is known",
                number=len(unread),
                number2=len(cells),
            )
            allowed = Phrase("such as 2024-05-03 14:05, 2024年5月3日 14:05, 5/3/2024 2:05 PM")
            faults.append(
                Fault(
                    place,
                    None,
                    header,
                    said,
                    allowed,
                    Phrase("for example row {example}", example=example),
                )
            )
    return faults


def holds_days(cells: Cells, role: str) -> bool:
    """Whether nearly all numbers of a role hold the day of their opening."""
    texts = cells.ids[role].texts
    told = [n for n, text in enumerate(texts) if text]
    seconds = np.frombuffer(cells.times["opened_at"].seconds, np.int64)
    some = told[:: max(len(told) // _LOOKED_AT, 1)]
    held = own_days([texts[n] for n in some], seconds[some])
    return bool(len(some)) and float(held.mean()) >= _DATED


def _personal(cells: Cells, role: str) -> dict[str, int]:
    if role in cells.texts:
        return personal_in(cells.texts[role].counts())
    if role not in cells.ids:
        return cells.personal.get(role, {})
    counts: dict[str, int] = {}
    texts = cells.ids[role].texts
    seconds = np.frombuffer(cells.times["opened_at"].seconds, np.int64)
    if role == "parent" and "id" in cells.ids and holds_days(cells, "id"):
        known = set(cells.ids["id"].texts)
        texts = [text for text in texts if text not in known]
    elif role == "id" and holds_days(cells, role):
        texts = [without_day(text, int(at)) for text, at in zip(texts, seconds, strict=True)]
    for text in texts:
        if text:
            counts[text] = counts.get(text, 0) + 1
    found = personal_in(counts)
    rows = sum(counts.values())
    # Numbers of orders have many shapes, and are not kept.
    return {
        kind: hits
        for kind, hits in found.items()
        if kind in (PHONES, IDENTITIES, MAILS, NAMES) and hits > _LIKE_NUMBERS * rows
    }
