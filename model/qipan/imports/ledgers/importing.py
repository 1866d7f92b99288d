"""From files to a ledger: what `qipan import ledger` does, and what it says of it."""

import hashlib
import json
import os
import zoneinfo
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...scenario.faults import Fault, did_you_mean, listing
from ...words import Phrase
from ..personal import looks_personal
from ..refused import ImportRefusedError, refused
from ..tabular.column_map import (
    ColumnMap,
    columns_of,
    find_map,
    read_map,
    shown_headers,
    text_of_map,
)
from ..tabular.delimited import Delimited
from ..tabular.roles import folded
from ..tabular.table import Table, read_tables
from ..written_files import check_free, write_all
from .building import Built, StatusWord, build
from .dated import own_days
from .ledger import (
    STATUSES,
    TIMES,
    Ledger,
    Provenance,
    Resolution,
    content_hash,
    receipt_of,
    write_ledger,
)
from .reading import Cells, faults_of_cells, holds_days, read_cells
from .roles import DATE_AND_TIME, ROLES, TIME_ROLES
from .sorted_rows import frame_of
from .warnings import warnings_of

if TYPE_CHECKING:
    import pandas as pd

ENDING = ".parquet"
SETTINGS = ("dates", "statuses")
_ORDERS = ("day_first", "month_first")
_SHOWN = 10  # words or sheets in a list that is told


ColumnsTold = Callable[[Sequence[str], Mapping[str, Sequence[str]]], None]


@dataclass(frozen=True)
class LedgerAsked:
    """What is asked of an import: see the options of ``qipan import ledger``."""

    files: tuple[str, ...]
    out: Path
    map: Path | None = None
    zone: str = ""
    title: str = ""
    publisher: str = ""
    date: str = ""
    arrivals_only: bool = False
    preview: bool = False
    replace: bool = False


@dataclass(frozen=True)
class LedgerRead:
    """A ledger that was read and checked, before anything is written.

    Attributes
    ----------
    ledger : Ledger
    told : tuple of str
        What was found, line by line: no value of a row is in it.
    out : path
    beside : dict of path to bytes
        What is written beside it: map, receipt and the list of refused rows.
    statuses : dict of str to StatusWord
        Words of its status, and what each was taken for.
    """

    ledger: Ledger
    told: tuple[str, ...]
    out: Path
    beside: Mapping[Path, bytes]
    statuses: Mapping[str, StatusWord] = field(default_factory=dict)

    def write(self) -> list[Path]:
        """Write everything, and return which files."""
        write_ledger(self.ledger, self.out)
        write_all(self.beside)
        return [self.out, *self.beside]


def import_ledger_files(
    asked: LedgerAsked, columns_told: ColumnsTold = lambda _, __: None
) -> LedgerRead:
    """Read a ledger by an allow-list of columns, in memory.

    Parameters
    ----------
    asked : LedgerAsked
    columns_told : callable, optional
        Called with the headers that may be shown and those taken for each role, before anything
        is refused because of them.

    Raises
    ------
    ImportRefusedError
        All that is wrong with it. No value of a row is told.
    """
    paths = _paths(asked)
    _check_zone(asked.zone)
    told_map = read_map(asked.map, ROLES, SETTINGS) if asked.map else None
    table, contents = read_tables(asked.files, ROLES, told_map.named if told_map else ())
    known = told_map or _with_dates(find_map(table.header, ROLES), table.header)
    place = table.parts[0].place
    columns_told(shown_headers(table.header), known.columns)
    columns = columns_of(known, table.header, ROLES, place)
    _check_map(known)
    cells = read_cells(table, columns)
    if not len(cells):
        raise refused(place, Phrase("no row below the header"))
    faults = faults_of_cells(cells, place)
    if faults:  # nothing is asked of columns that hold what they should not
        raise ImportRefusedError(faults)
    built = build(
        cells,
        place,
        asked.zone,
        known.settings.get("dates"),
        known.settings.get("statuses"),
        asked.arrivals_only,
    )
    if not built.kept.any() and not built.faults:
        built.faults.append(
            Fault(place, None, "", Phrase("no row has an opening time that is known"))
        )
    if built.faults:
        raise ImportRefusedError(built.faults)
    frame = frame_of(built)
    provenance = _provenance(frame, built, asked)
    warned = [
        *built.notes,
        *_days_of_numbers(cells),
        *warnings_of(frame, asked.zone, dict(provenance.resolution)),
    ]
    told = [
        *_found(table, cells),
        *_counted(built, provenance),
        *(Phrase("Note: {w}", w=w) for w in warned),
    ]
    ledger = Ledger(frame, provenance)
    beside = {paths["receipt"]: _receipt(ledger, built, warned, contents, asked)}
    if built.reasons:
        beside[paths["rejected"]] = _rejected(cells, built, table)
    if not asked.map:
        names = listing(os.path.basename(file) for file in asked.files)
        beside[paths["map"]] = text_of_map(known, names).encode()
    return LedgerRead(ledger, tuple(told), asked.out, beside, built.statuses)


def _days_of_numbers(cells: Cells) -> list[Phrase]:
    """Say that numbers hold their day, and how many hold another than that of the opening."""
    if "id" not in cells.ids or not holds_days(cells, "id"):
        return []
    texts = cells.ids["id"].texts
    seconds = np.frombuffer(cells.times["opened_at"].seconds, np.int64)
    other = int((~own_days(texts, seconds) & np.array([bool(text) for text in texts])).sum())
    said = Phrase(
        "{header}: numbers hold the day of opening, which is no personal data and is not kept; "
        "{other:,} hold another day: look whether these rows were opened when they say",
        header=cells.headers["id"],
        other=other,
    )
    return [said]


def _paths(asked: LedgerAsked) -> dict[str, Path]:
    out = asked.out
    if out.suffix != ENDING:
        raise refused(
            str(out),
            Phrase("a ledger ends in {ending}; write {stem}{ending}", ending=ENDING, stem=out.stem),
        )
    paths = {
        "receipt": receipt_of(out),
        "rejected": out.with_suffix(".rejected.csv"),
        "map": out.with_suffix(".map.yaml"),
    }
    if not asked.preview:
        mine = [out, paths["receipt"], paths["rejected"]]
        check_free(mine if asked.map else [*mine, paths["map"]], asked.replace)
    return paths


def _check_zone(zone: str) -> None:
    if zone and zone not in zoneinfo.available_timezones():
        hint = did_you_mean(zone, zoneinfo.available_timezones()) or Phrase("such as Asia/Shanghai")
        raise refused(Phrase("--zone"), Phrase("no time zone named '{zone}'", zone=zone), hint)


def _check_map(known: ColumnMap) -> None:
    """Ask that the settings of a map are such as can be used."""
    faults = []
    order, words = known.settings.get("dates"), known.settings.get("statuses")
    if order is not None and order not in _ORDERS:
        faults.append(
            Fault(
                known.file,
                None,
                "dates",
                Phrase("unknown"),
                Phrase("allowed: {orders}", orders=listing(_ORDERS)),
            )
        )
    if words is not None and not isinstance(words, dict):
        faults.append(Fault(known.file, None, "statuses", Phrase("must be {word: status}")))
    for word, status in (words or {}).items() if isinstance(words, dict) else ():
        if status not in STATUSES:
            allowed = Phrase("allowed: {statuses}", statuses=listing(STATUSES))
            faults.append(
                Fault(known.file, None, f"statuses.{word}", Phrase("unknown status"), allowed)
            )
    for role, names in known.columns.items():
        if len(names) > (2 if role in TIME_ROLES else 1):
            allowed = Phrase("one header; of times two, date and time of day")
            faults.append(
                Fault(known.file, None, f"columns.{role}", Phrase("too many headers"), allowed)
            )
    if faults:
        raise ImportRefusedError(faults)


def _with_dates(known: ColumnMap, header: Sequence[str]) -> ColumnMap:
    """Add the date to a column of times of day, and the time of day to one of dates."""
    places = {folded(name): name for name in header if name}
    columns = dict(known.columns)
    taken = {names[0] for names in columns.values()}
    for role in TIME_ROLES:
        if role not in columns:
            continue
        name = columns[role][0]
        for dated, timed in DATE_AND_TIME:
            if dated in folded(name):
                other = places.get(folded(name).replace(dated, timed), "")
                pair = (name, other)
            elif timed in folded(name):
                other = places.get(folded(name).replace(timed, dated), "")
                pair = (other, name)
            else:
                continue
            if other and other not in taken:
                columns[role] = pair
                break
    return ColumnMap(columns, known.settings, known.file)


def _provenance(frame: "pd.DataFrame", built: Built, asked: LedgerAsked) -> Provenance:
    opened = frame["opened_at"]
    return Provenance(
        title=asked.title,
        publisher=asked.publisher,
        published=asked.date,
        zone=asked.zone,
        first=str(opened.min().date()),
        last=str(opened.max().date()),
        rows=len(frame),
        refused=len(built.reasons),
        resolution={name: _resolution(frame[name]) for name in TIMES if name in frame},
        content_sha256=content_hash(frame),
    )


def _resolution(times: "pd.Series[Any]") -> Resolution:
    seconds = times.dropna().to_numpy("datetime64[s]").astype("int64")
    if len(np.unique(seconds % 86_400)) <= 1:  # midnight, or the minute before
        return "day"
    return "second" if (seconds % 60).any() else "minute"


# -- what is told ----------------------------------------------------------------------------------


def _found(table: Table, cells: Cells) -> Iterator[str]:
    for part in table.parts:
        how = f" ({part.grid.encoding})" if isinstance(part.grid, Delimited) else ""
        yield Phrase(
            "{place}{how}: header in row {last_row}",
            place=part.place,
            how=how,
            last_row=part.header.last_row,
        )
    width = max(map(len, cells.headers))
    yield from (f"  {role:<{width}}  {header}" for role, header in cells.headers.items())
    used = {name for header in cells.headers.values() for name in header.split(" + ")}
    unread = shown_headers(name for name in table.header if name not in used)
    if unread:
        yield Phrase("Never read: {unread}", unread=listing(unread, 2 * _SHOWN))
    if table.passed_over:
        yield Phrase("No ledger: {passed_over}", passed_over=listing(table.passed_over, _SHOWN))


def _counted(built: Built, provenance: Provenance) -> Iterator[str]:
    yield (
        Phrase(
            "{rows:,} requests, opened {first} to {last}; {refused:,} rows refused",
            rows=provenance.rows,
            first=provenance.first,
            last=provenance.last,
            refused=provenance.refused,
        )
    )
    for reason, rows in sorted(Counter(built.reasons.values()).items()):
        yield f"  {rows:,}: {reason}"
    for why, rows in built.left_out.items():
        if rows:
            yield Phrase("{rows:,} {why} left out", rows=rows, why=why)


def _receipt(
    ledger: Ledger,
    built: Built,
    warned: list[str],
    contents: Mapping[str, bytes],
    asked: LedgerAsked,
) -> bytes:
    known = ledger.provenance
    said = {
        "title": known.title,
        "publisher": known.publisher,
        "published": known.published,
        "zone": known.zone,
        "first": known.first,
        "last": known.last,
        "rows": known.rows,
        "refused": dict(sorted(Counter(built.reasons.values()).items())),
        "left_out": built.left_out,
        "arrivals_only": asked.arrivals_only,
        "columns": list(ledger.frame.columns),
        "content_sha256": known.content_sha256,
        "files": [
            {
                "name": _file_name(file),
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for file, content in contents.items()
        ],
        "warnings": warned,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


def _file_name(file: str) -> str:
    name = os.path.basename(file)
    return Phrase("(not told)") if looks_personal(name) else name


def _rejected(cells: Cells, built: Built, table: Table) -> bytes:
    """Write where each refused row stands and why, and nothing of what it says."""
    lines = ["table,row,reason"]
    for row in sorted(built.reasons):
        lines.append(f"{cells.parts[row] + 1},{cells.rows[row]},{built.reasons[row]}")
    return ("\n".join(lines) + "\n").encode("utf-8-sig")
