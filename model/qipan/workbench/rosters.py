"""A city of one's own from a table of its communities, by the reader of ``qipan import city``.

What was dropped is read and let go of: the browser keeps it until the planner has said that its
columns are right, and sends it again. So nothing of a roster lies in the workspace but the city.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from ruamel.yaml import YAML

from ..imports.census.columns import ROLES
from ..imports.census.importing import CityAsked, CityRead, import_city_table
from ..imports.tabular.column_map import find_map, shown_headers
from ..imports.tabular.table import read_tables
from ..scenario import ScenarioError
from ..words import Language, Words, in_language
from .workspace import Workspace, write_yaml

ENDINGS = (".csv", ".txt", ".xlsx", ".xls", ".ods", ".et", ".gz", ".zip")
ROLE_NAMES = {
    "name": Words("name of the community"),
    "subdistrict": Words("subdistrict"),
    "residents": Words("residents", "census"),
    "households": Words("households"),
    "grids": Words("grids"),
    "staff": Words("staff of the community's office"),
    "cadres": Words("cadres sent down"),
    "type": Words("type"),
    "area_km2": Words("area, km²"),
    "longitude": Words("longitude"),
    "latitude": Words("latitude"),
    "x_km": Words("east, km"),
    "y_km": Words("north, km"),
}
NEEDED = ("name", "residents")
_OUT, _MAP = "city.yaml", "map.yaml"


@dataclass(frozen=True)
class RosterAsked:
    """A table of communities, and what a planner says of it.

    Attributes
    ----------
    file : str
        Name of the file.
    content : bytes
    base : str
        Scenario that says everything else; one that comes with Qipan.
    roles : mapping of str to str, optional
        Header of each role; found by name if not said.
    city, publisher, date : str
        Title of the city, who issued the table, and of what date it is; may be empty.
    """

    file: str
    content: bytes
    base: str = "base"
    roles: Mapping[str, str] | None = None
    city: str = ""
    publisher: str = ""
    date: str = ""


@dataclass(frozen=True)
class RosterSeen:
    """What was found in a table, before anything is written.

    Attributes
    ----------
    header : list of str
        As it may be shown.
    roles : dict of str to str
        Header that each role was taken from.
    told, faults : list of str
        What was found, and all that is wrong.
    """

    header: list[str]
    roles: dict[str, str]
    told: list[str]
    faults: list[str]


def look(asked: RosterAsked, language: Language) -> RosterSeen:
    """Read a table, and say which column is what and what is wrong."""
    with _laid_out(asked) as (file, folder):
        try:
            named = tuple((asked.roles or {}).values())
            header = read_tables([file], ROLES, named)[0].header
        except ScenarioError as error:
            return RosterSeen([], {}, [], _faults(error, file, asked.file, language))
        found = {role: names[0] for role, names in find_map(header, ROLES).columns.items()}
        roles = found if asked.roles is None else dict(asked.roles)
        shown = [in_language(each, language) for each in shown_headers(header)]
        try:
            read = _read(asked, file, folder)
        except ScenarioError as error:
            return RosterSeen(shown, roles, [], _faults(error, file, asked.file, language))
        return RosterSeen(shown, roles, _told(read, file, asked.file, language), [])


def make(asked: RosterAsked, workspace: Workspace) -> str:
    """Make a city of a table, and return its name.

    The cadres of today become numbers of the city itself, so that a copy of its file needs no
    other file.

    Raises
    ------
    ScenarioError
        All that is wrong with the table; nothing is written then.
    """
    with _laid_out(asked) as (file, folder):
        read = _read(asked, file, folder)
        said = YAML(typ="safe").load(read.contents[folder / _OUT].decode())
    cadres = {row.name: row.cadres for row in read.census.rows if row.cadres is not None}
    if cadres:
        sent = said["policy"]["sent_down"]
        said["policy"]["sent_down"] = {**sent, "plan": None, "allocation": cadres}
    return workspace.add_city(said, _title(asked))


@contextmanager
def _laid_out(asked: RosterAsked) -> Iterator[tuple[str, Path]]:
    """Lay the table into a folder of its own, for as long as it is read."""
    with TemporaryDirectory() as there:
        folder = Path(there)
        ending = "".join(PurePath(asked.file).suffixes[-2:]).lower()
        known = next((each for each in ENDINGS if ending.endswith(each)), "")
        file = folder / f"roster{known}"
        file.write_bytes(asked.content)
        yield str(file), folder


def _read(asked: RosterAsked, file: str, folder: Path) -> CityRead:
    mapped = None
    if asked.roles is not None:
        mapped = folder / _MAP
        write_yaml(mapped, {"columns": dict(asked.roles)})
    return import_city_table(
        CityAsked(
            tables=(file,),
            out=folder / _OUT,
            base=asked.base,
            map=mapped,
            city=_title(asked),
            title=asked.file,
            publisher=asked.publisher or None,
            date=asked.date or None,
        )
    )


def _title(asked: RosterAsked) -> str:
    return asked.city or PurePath(asked.file).name.partition(".")[0] or "city"


def _told(read: CityRead, laid: str, name: str, language: Language) -> list[str]:
    lines = [in_language(line, language) for line in read.told]
    return [line.replace(laid, name) for line in lines if not line.startswith("  ")]


def _faults(error: ScenarioError, laid: str, name: str, language: Language) -> list[str]:
    """Say what is wrong, and the file by its own name: where it was laid is nobody's business."""
    return [line.replace(laid, name) for line in error.say(language).splitlines()]
