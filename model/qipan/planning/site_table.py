"""The table of sites that a plan file offers for centres: where each is, what it has and costs."""

from collections.abc import Iterable

import numpy as np
from pydantic import TypeAdapter, ValidationError

from ..city.places import Places
from ..scenario.faults import Fault, at
from ..scenario.fields import Identifier
from ..scenario.nodes import Mark
from ..scenario.service_circle import MOST_CLERKS
from ..scenario.tables import Column, Row, number_of_cell
from ..words import Phrase
from .levers.lever import OfferedSite
from .levers.sites import SiteLever
from .places_table import POSITION, position_of, read_places

COLUMNS = (
    Column("site", ("选址", "站点", "名称")),
    *POSITION,
    Column("m2", ("面积", "平方米"), needed=False),
    Column("clerks", ("窗口人员", "人员"), needed=False),
    Column("yuan_year", ("每年费用", "元每年"), needed=False),
)
_NAME = TypeAdapter(Identifier)
_ABOVE_0 = Phrase("must be a number above 0")
_CLERKS = Phrase("must be a number above 0, at most {most}", most=MOST_CLERKS)


def read_offered(
    file: str, asked: Mark, places: Places, lever: SiteLever, taken: Iterable[str]
) -> tuple[list[OfferedSite], list[Fault]]:
    """Read the table of sites, and say what is wrong with it; `taken` are names of other levers."""
    rows, faults = read_places(file, asked, "candidates", COLUMNS)
    lines: dict[str, int | None] = dict.fromkeys(taken, 0)
    sites: list[OfferedSite] = []
    for row in rows or ():
        name = row.cells["site"]
        if fault := _misnamed(row, name, lines):
            faults.append(fault)
            continue
        lines[name] = row.mark.line
        site = _site(row, name, places, lever)
        if isinstance(site, Fault):
            faults.append(site)
        else:
            sites.append(site)
    return sites, faults


def _misnamed(row: Row, name: str, lines: dict[str, int | None]) -> Fault | None:
    try:
        _NAME.validate_python(name)
    except ValidationError:
        found = Phrase("found '{name}'", name=name) if name else Phrase("found nothing")
        allowed = Phrase("must be letters and digits, with _ or - between them")
        return at(row.mark, "site", found, allowed)
    if name in lines:
        said = Phrase("{name} stands in line {line} too", name=name, line=lines[name])
        other = Phrase("{name} is a lever or a centre of the scenario", name=name)
        return at(row.mark, "site", said if lines[name] else other)
    return None


def _site(row: Row, name: str, places: Places, lever: SiteLever) -> OfferedSite | Fault:
    place = position_of(row, places)
    if isinstance(place, Fault):
        return place
    given: dict[str, float | None] = {"m2": lever.m2, "clerks": lever.clerks, "yuan_year": None}
    for key in given:
        if row.cells.get(key):
            allowed = _CLERKS if key == "clerks" else _ABOVE_0
            number = number_of_cell(row, key, key, allowed)
            if isinstance(number, Fault):
                return number
            most = MOST_CLERKS if key == "clerks" else np.finfo(float).max
            if not 0.0 < number <= most:
                return at(row.mark, key, Phrase("found {number:g}", number=number), allowed)
            given[key] = number
    m2, clerks = given["m2"], given["clerks"]
    assert m2 is not None
    assert clerks is not None
    return OfferedSite(name, *place, m2, clerks, given["yuan_year"])
