"""Where in a folder each replication is, and reading it from there."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..outcome import Outcome
from . import rows
from .rows import Key, keys_in, outcome_in
from .series import CITY as CITY_WIDE
from .series import DAYS, FULL, KINDS, SUFFIX, kind_of

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNS = {
    CITY_WIDE: rows.CITY,
    FULL: (*rows.CITY, *rows.DETAIL),
    DAYS: (*rows.CITY, *rows.DETAIL, *rows.DAYS),
}
OPEN_FILES = 8
# What comes of reading a file that is cut short, altered, or was written by somebody else: other
# columns, other types, nothing where something belongs. Errors of pyarrow are among them.
UNUSABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError)
GROUPS_IN_MEMORY = 4


class Place(NamedTuple):
    """A row of a row group of a file."""

    file: Path
    group: int
    row: int
    kind: str


class Index:
    """Replications in the files of a folder.

    Parameters
    ----------
    folder : Path
        Folder of a version of the store.

    Attributes
    ----------
    damaged : set of Path
        Files that could not be used; what was in them is made again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: set[Path] = set()
        self._places: dict[Key, Place] = {}
        self._files: set[Path] = set()
        self._open: OrderedDict[Path, Any] = OrderedDict()
        self._groups: OrderedDict[tuple[Path, int, int], pa.Table] = OrderedDict()
        self.refresh()

    def __len__(self) -> int:
        """Count replications."""
        return len(self._places)

    def refresh(self) -> None:
        """Take note of files that have come or gone."""
        there = {path for path in self.folder.glob(f"*{SUFFIX}") if path not in self.damaged}
        if self._files - there:  # what was in them may be in another
            self._files, self._places = set(), {}
        for path in sorted(there - self._files):
            try:
                self._note(path)
            except FileNotFoundError:  # merged away meanwhile
                continue
            except UNUSABLE:
                self.damaged.add(path)

    def holds(self, key: Key, kind: str) -> bool:
        """Whether a replication is there, in as much detail as files of a kind have it."""
        place = self._places.get(key)
        return place is not None and KINDS.index(place.kind) <= KINDS.index(kind)

    def get(self, key: Key, *, full: bool, by_community: bool = False) -> Outcome | None:
        """Read a replication; None if it is not there, or not in as much detail as asked for."""
        needed = DAYS if by_community else FULL if full else CITY_WIDE
        for _ in range(2):
            place = self._places.get(key)
            if place is None or KINDS.index(place.kind) > KINDS.index(needed):
                return None
            try:
                return outcome_in(self._group(place, _COLUMNS[needed]), place.row)
            except FileNotFoundError:  # merged by its writer
                self.refresh()
            except UNUSABLE:
                self.damaged.add(place.file)
                self.refresh()
        return None

    def close(self) -> None:
        """Close all files, which an error that holds on to the store would keep open."""
        while self._open:
            self._open.popitem()[1].close()

    def _note(self, path: Path) -> None:
        if kind_of(path) not in KINDS:
            raise ValueError("no file of a store")
        file = self._file(path)
        groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
        keys = iter(keys_in(file.read(columns=list(Key._fields))))
        kind = kind_of(path)
        for group, size in enumerate(groups):
            for row in range(size):
                key = next(keys)
                known = self._places.get(key)
                if known is None or KINDS.index(kind) < KINDS.index(known.kind):
                    self._places[key] = Place(path, group, row, kind)
        self._files.add(path)

    def _group(self, place: Place, columns: Sequence[str]) -> "pa.Table":
        name = (place.file, place.group, len(columns))
        if name not in self._groups:
            file = self._file(place.file)
            _make_room(self._groups, GROUPS_IN_MEMORY)
            self._groups[name] = file.read_row_group(place.group, columns=list(columns))
        self._groups.move_to_end(name)
        return self._groups[name]

    def _file(self, path: Path) -> Any:
        import pyarrow.parquet as pq

        if path not in self._open:
            opened = pq.ParquetFile(path, page_checksum_verification=True)
            _make_room(self._open, OPEN_FILES)
            self._open[path] = opened
        self._open.move_to_end(path)
        return self._open[path]


def _make_room(cache: "OrderedDict[Any, Any]", most: int) -> None:
    while len(cache) >= most:
        cache.popitem(last=False)
