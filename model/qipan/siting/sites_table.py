"""The table of sites: where each is, whether it exists or is forbidden, whom it can serve."""

from dataclasses import dataclass

import numpy as np

from ..city.places import Places
from ..planning.places_table import POSITION, position_of, read_places
from ..scenario.faults import Fault, at, did_you_mean
from ..scenario.nodes import Mark
from ..scenario.tables import Column, Row, number_of_cell
from ..words import Phrase, joined

COLUMNS = (
    Column("site", ("选址", "站点", "名称")),
    *POSITION,
    Column("status", ("状态",), needed=False),
    Column("capacity", ("容量", "可服务人数"), needed=False),
)
EXISTING, FORBIDDEN, CANDIDATE = "existing", "forbidden", "candidate"
STATUS = {
    "": CANDIDATE,
    CANDIDATE: CANDIDATE,
    "备选": CANDIDATE,
    "候选": CANDIDATE,
    EXISTING: EXISTING,
    "现有": EXISTING,
    "已建": EXISTING,
    FORBIDDEN: FORBIDDEN,
    "禁止": FORBIDDEN,
    "禁建": FORBIDDEN,
}


@dataclass(frozen=True)
class Site:
    """A site that may be, is or must not be a centre.

    Attributes
    ----------
    name : str
    x_km, y_km : float
    status : str
        `candidate`, `existing` or `forbidden`.
    capacity : float or None
        Residents; None as the file says for all.
    """

    name: str
    x_km: float
    y_km: float
    status: str = CANDIDATE
    capacity: float | None = None


def sites_of(places: Places) -> list[Site]:
    """Return a site in the middle of each community, called by its id."""
    middles = zip(places.ids, places.x_km.tolist(), places.y_km.tolist(), strict=True)
    return [Site(name, x, y) for name, x, y in middles]


def read_sites(file: str, asked: Mark, places: Places) -> tuple[list[Site], list[Fault]]:
    """Read the table, and say what is wrong with it."""
    rows, faults = read_places(file, asked, "table", COLUMNS)
    sites: list[Site] = []
    lines: dict[str, int | None] = {}
    for row in rows or ():
        name = row.cells["site"]
        if not name:
            found, allowed = Phrase("found nothing"), Phrase("must be the name of a site")
            faults.append(at(row.mark, "site", found, allowed))
        elif name in lines:
            said = Phrase("{name} stands in line {line} too", name=name, line=lines[name])
            faults.append(at(row.mark, "site", said))
        else:
            lines[name] = row.mark.line
            site = _site(row, name, places)
            if isinstance(site, Fault):
                faults.append(site)
            else:
                sites.append(site)
    if rows == []:
        faults.append(at(asked, "table", Phrase("{file} has no sites", file=file)))
    return sites, faults


def _site(row: Row, name: str, places: Places) -> Site | Fault:
    at_place = position_of(row, places)
    if isinstance(at_place, Fault):
        return at_place
    said = row.cells.get("status", "")
    if said.lower() not in STATUS:
        allowed = Phrase("must be one of {names}", names=joined(n for n in STATUS if n))
        found = Phrase("found '{said}'", said=said)
        return at(row.mark, "status", found, allowed, did_you_mean(said, STATUS))
    capacity = None
    if row.cells.get("capacity"):
        number = number_of_cell(row, "capacity", "capacity", Phrase("must be a number above 0"))
        if isinstance(number, Fault):
            return number
        if not 0.0 < number < np.inf:
            found = Phrase("found {number:g}", number=number)
            return at(row.mark, "capacity", found, Phrase("must be a number above 0"))
        capacity = number
    return Site(name, *at_place, STATUS[said.lower()], capacity)
