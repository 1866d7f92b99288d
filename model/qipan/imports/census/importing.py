"""From files to a scenario: what `qipan import city` does, and what it says of it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...scenario import load
from ...scenario.begin import ENDINGS
from ...scenario.faults import listing
from ...words import Phrase
from ..refused import refused
from ..tabular.column_map import ColumnMap, find_map, read_map, shown_headers, text_of_map
from ..tabular.delimited import Delimited
from ..tabular.table import Table, read_tables
from ..written_files import check_free, write_all
from .columns import ROLES
from .polygons import read_boundaries
from .reading import Census, read_census
from .scenario_file import NOT_TOLD, About, city_files


@dataclass(frozen=True)
class CityAsked:
    """What is asked of an import: see the options of ``qipan import city``."""

    tables: tuple[str, ...]
    out: Path
    base: str = "base"
    map: Path | None = None
    polygons: Path | None = None
    city: str | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    replace: bool = False


@dataclass(frozen=True)
class CityRead:
    """A table that was read and checked, before anything is written.

    Attributes
    ----------
    census : Census
    told : tuple of str
        What was found, line by line.
    contents : dict of path to bytes
        What would be written.
    """

    census: Census
    told: tuple[str, ...]
    contents: Mapping[Path, bytes]

    def write(self) -> list[Path]:
        """Write everything, and return which files."""
        write_all(self.contents)
        return list(self.contents)


def import_city_table(asked: CityAsked) -> CityRead:
    """Read a table of communities and make a scenario of it, in memory.

    Raises
    ------
    ScenarioError
        If the scenario it is to extend is not sound.
    ImportRefusedError
        All that is wrong with the table.
    """
    out = asked.out
    if out.suffix not in ENDINGS:
        raise refused(
            str(out), Phrase("a scenario file ends in .yaml; write {name}.yaml", name=out.name)
        )
    kept, today = out.with_suffix(".map.yaml"), out.with_name(f"{out.stem}_today.csv")
    keeps = asked.map is None
    check_free([out, *([kept] if keeps else [])], asked.replace)
    parent = load(asked.base)
    known = read_map(asked.map, ROLES) if asked.map else None
    table, _ = read_tables(asked.tables, ROLES, known.named if known else ())
    known = known or find_map(table.header, ROLES)
    boundaries = read_boundaries(asked.polygons) if asked.polygons else None
    types = {name: kind.village for name, kind in parent.document.city.types.items()}
    census = read_census(table, known, types, boundaries)
    names = tuple(os.path.basename(file) for file in asked.tables)
    about = About(
        city=asked.city or out.stem,
        title=asked.title or ", ".join(names),
        publisher=asked.publisher or NOT_TOLD,
        date=asked.date or "undated",
        files=names,
    )
    files = city_files(census, parent, asked.base, out, today, about)
    contents = {out: files.scenario}
    if files.today is not None:
        check_free([today], asked.replace)
        contents[today] = files.today
    if keeps:
        contents[kept] = text_of_map(_used(known, census), listing(names)).encode()
    return CityRead(census, tuple(_told(table, census)), contents)


def _used(known: ColumnMap, census: Census) -> ColumnMap:
    return ColumnMap({key: (name,) for key, name in census.headers.items()}, known.settings)


def _told(table: Table, census: Census) -> list[str]:
    lines: list[str] = []
    for part in table.parts:
        how = f" ({part.grid.encoding})" if isinstance(part.grid, Delimited) else ""
        lines.append(
            Phrase(
                "{place}{how}: header in row {last_row}",
                place=part.place,
                how=how,
                last_row=part.header.last_row,
            )
        )
    width = max(map(len, census.headers))
    lines += [f"  {key:<{width}}  {name}" for key, name in census.headers.items()]
    used = set(census.headers.values())
    unread = shown_headers(name for name in table.header if name not in used)
    if unread:
        lines.append(Phrase("Not read: {unread}", unread=listing(unread, 20)))
    if table.passed_over:
        lines.append(
            Phrase(
                "No table of communities: {passed_over}", passed_over=listing(table.passed_over, 10)
            )
        )
    lines += [Phrase("Note: {note}", note=note) for note in census.notes]
    rows = census.rows
    subdistricts = len({row.subdistrict for row in rows})
    residents = sum(row.residents for row in rows)
    lines.append(
        Phrase(
            "{number} communities, {subdistricts} subdistricts, {residents:,} residents",
            number=len(rows),
            subdistricts=subdistricts,
            residents=residents,
        )
    )
    return lines
