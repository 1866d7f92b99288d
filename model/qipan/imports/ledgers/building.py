"""From the cells of a ledger to requests: which are kept, which are refused, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...scenario.faults import Fault
from ...words import Phrase, clauses, placed
from .columns import NOTHING
from .ledger import LEVELLED, level_of
from .meanings import count_of, levels_of, looked_up
from .reading import Cells
from .roles import status_of, verdict_of
from .stamps import DAY, NEVER, Order

MOST_BACKWARDS = 0.05  # share of rows that may close before they open
MOST_CONTRADICTING = 0.05  # and whose status contradicts their times
MOST_KINDS = 200
MOST_AREAS, FEWEST_A_VALUE = 2000, 5  # beyond, a column looks like addresses
MOST_STATUSES = 40  # beyond, a column is no status, and what stands there is shown to nobody
_ENDS = {
    "closed": "closed",
    "closed_in_time": "closed",
    "closed_late": "closed",
    "cancelled": "cancelled",
    "duplicate": "duplicate",
    "transferred": "transferred",
}

Times = NDArray[np.int64]


@dataclass(frozen=True)
class StatusWord:
    """A word of the status: what it was taken for, None if it is not known, and in how many rows.

    Attributes
    ----------
    status : str or None
        Of `STATUSES`.
    rows : int
    """

    status: str | None
    rows: int


@dataclass
class Built:
    """Requests before they are sorted, and what was found on the way.

    Attributes
    ----------
    columns : dict
        Arrays by name of a ledger's column, one element a row that was read.
    kept : array of bool
    reasons : dict of int to str
        Why each row that is not kept was refused.
    left_out : dict of str to int
        Rows that are no requests of their own, by why.
    faults : list of Fault
    notes : list of str
    statuses : dict of str to StatusWord
        Words of the status, where there are few enough to be those of an office.
    """

    columns: dict[str, Any]
    kept: NDArray[np.bool_]
    reasons: dict[int, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    statuses: dict[str, StatusWord] = field(default_factory=dict)


def build(
    cells: Cells,
    place: str,
    zone: str = "",
    order: Order | None = None,
    statuses: Mapping[str, str] | None = None,
    arrivals_only: bool = False,
) -> Built:
    """Make requests of cells.

    Parameters
    ----------
    cells : Cells
    place : str
        How the table is named in faults.
    zone : str
        To which times with a zone of their own are turned.
    order : 'day_first', 'month_first' or None
        Of dates that could be read both ways.
    statuses : mapping, optional
        What words of the status mean, where that is told.
    arrivals_only : bool
        Leave out how and when requests ended.
    """
    builder = _Builder(cells, place, Built({}, np.ones(len(cells), bool)))
    builder.times(zone, order)
    builder.endings(statuses or {}, arrivals_only)
    builder.texts()
    builder.answers()
    builder.numbers()
    builder.same()
    return builder.built


class _Builder:
    def __init__(self, cells: Cells, place: str, built: Built) -> None:
        self._cells, self._place, self.built = cells, place, built
        self._times: dict[str, Times] = {}

    def _fault(self, role: str, found: str, allowed: str = "", hint: str = "") -> None:
        header = self._cells.headers.get(role, role)
        self.built.faults.append(Fault(self._place, None, header, found, allowed, hint))

    def _example(self, rows: NDArray[np.bool_]) -> str:
        return Phrase("for example row {rows}", rows=self._cells.rows[int(np.argmax(rows))])

    def _refuse(self, rows: NDArray[np.bool_], reason: str) -> None:
        for row in np.flatnonzero(rows & self.built.kept).tolist():
            self.built.reasons[row] = reason
        self.built.kept &= ~rows

    # -- times ------------------------------------------------------------------------------------

    def times(self, zone: str, order: Order | None) -> None:
        """Put times in order and into the zone; refuse rows whose times cannot be read."""
        for role, stamps in self._cells.times.items():
            if not stamps.order(order):
                if stamps.day_first and stamps.month_first:
                    found = Phrase("some dates have the day first and some the month")
                    self._fault(role, found, Phrase("one order in one column"))
                else:
                    found = Phrase("day and month cannot be told apart")
                    self._fault(
                        role, found, hint=Phrase("say dates: day_first or month_first in the map")
                    )
            seconds = np.frombuffer(stamps.seconds, np.int64).copy()
            utc = np.frombuffer(stamps.utc, np.int64)
            if len(utc):
                if zone:
                    seconds[utc] = _local(seconds[utc], zone)
                else:
                    found = Phrase(
                        "{number:,} times are of universal time or of a zone of their own",
                        number=len(utc),
                    )
                    self._fault(role, found, Phrase("say the zone"), Phrase("--zone Asia/Shanghai"))
            self._times[role] = seconds
        for role, rows in self._cells.unread.items():
            unread = np.zeros(len(self._cells), bool)
            unread[rows] = True
            self._refuse(unread, Phrase("{role} is not a time that is known", role=role))
        self._refuse(self._times["opened_at"] == NEVER, Phrase("no opening time"))

    def endings(self, statuses: Mapping[str, str], arrivals_only: bool) -> None:
        """Say how each request ended, and when."""
        self.built.columns["opened_at"] = self._times["opened_at"]
        for role in ("dispatched_at", "accepted_at", "due_at"):
            if role in self._times:
                self.built.columns[role] = self._times[role]
        if arrivals_only:
            return
        opened, count = self._times["opened_at"], len(self._cells)
        nothing = np.full(count, NEVER)
        closed = self._times.get("closed_at", nothing).copy()
        ended, ending = nothing.copy(), np.full(count, None, object)
        for role, how in (("returned_at", "transferred"), ("ended_at", "cancelled")):
            if role in self._times:
                there = self._times[role] != NEVER
                ended[there], ending[there] = self._times[role][there], how
        status = self._statuses(statuses)
        if status is not None:
            self.built.columns["status"] = status
            said = np.array([_ENDS.get(each) for each in status], object)
            otherwise = np.isin(said, ("cancelled", "duplicate", "transferred"))
            ending[otherwise] = said[otherwise]
            lacks = otherwise & (ended == NEVER)
            ended[lacks], closed[otherwise] = closed[lacks], NEVER
            ending[(said == "closed") & (ending == None)] = "closed"  # noqa: E711
            self._contradictions(status, closed, ended)
        ending[closed != NEVER] = "closed"
        ended[closed != NEVER] = NEVER
        self._backwards("closed_at", closed, opened)
        self._backwards("ended_at", ended, opened)
        if "closed_at" in self._times:
            self.built.columns["closed_at"] = closed
        if (ended != NEVER).any():
            self.built.columns["ended_at"] = ended
        if "closed_at" in self._times or (ending != None).any():  # noqa: E711
            self.built.columns["ending"] = ending

    def _statuses(self, told: Mapping[str, str]) -> NDArray[Any] | None:
        texts = self._cells.texts.get("status")
        if texts is None:
            return None
        words = {word: told.get(word) or status_of(word) for word in texts.words}
        counts = texts.counts()
        if len(words) <= MOST_STATUSES:
            self.built.statuses = {
                word: StatusWord(status, int(counts[word])) for word, status in words.items()
            }
        unknown = {word: counts[word] for word, status in words.items() if status is None}
        if unknown:
            rows = sum(unknown.values())
            self.built.notes.append(
                Phrase(
                    "{number} words of {headers} are not known, in {rows:,} rows; say in the map "
                    "what they mean: statuses: {{word: closed}}",
                    number=len(unknown),
                    headers=self._cells.headers["status"],
                    rows=rows,
                )
            )
        return looked_up(texts, words)

    def _contradictions(self, status: NDArray[Any], closed: Times, ended: Times) -> None:
        wrong = (status == "open") & ((closed != NEVER) | (ended != NEVER))
        if "closed_at" in self._times:
            finished = np.isin(status, ("closed", "closed_in_time", "closed_late"))
            wrong |= finished & (closed == NEVER) & (ended == NEVER)
        self._few("status", wrong, MOST_CONTRADICTING, Phrase("the status contradicts the times"))

    def _backwards(self, role: str, end: Times, opened: Times) -> None:
        """Refuse ends before beginnings; stamps to the day are compared by the day."""
        there = (end != NEVER) & (opened != NEVER)
        start = opened
        if there.any() and not (end[there] % DAY).any():
            start = opened - opened % DAY
        self._few(role, there & (end < start), MOST_BACKWARDS, Phrase("ended before it was opened"))

    def _few(self, role: str, rows: NDArray[np.bool_], most: float, reason: str) -> None:
        rows = rows & self.built.kept
        if rows.sum() > most * max(1, self.built.kept.sum()):
            found = Phrase(
                "{reason}: {sum:,} of {sum2:,} rows",
                reason=reason,
                sum=rows.sum(),
                sum2=self.built.kept.sum(),
            )
            hint = Phrase(
                "{example}; look at the map, or --arrivals-only", example=self._example(rows)
            )
            self._fault(role, found, Phrase("at most {most:.0%}", most=most), hint)
        self._refuse(rows, reason)

    # -- words ------------------------------------------------------------------------------------

    def texts(self) -> None:
        """Take kinds and areas by their levels, departments and sources."""
        for name in LEVELLED:
            roles = [role for role in self._cells.texts if level_of(role, name)]
            levels = levels_of([self._cells.texts[role] for role in roles])
            for level, column in enumerate(levels, 1):
                self.built.columns[name if level == 1 else f"{name}_{level}"] = column
            self._ask_for_few(name, roles)
        for role in ("department", "source"):
            if role in self._cells.texts:
                texts = self._cells.texts[role]
                self.built.columns[role] = looked_up(texts, {word: word for word in texts.words})
                self._ask_for_few(role, [role])
        lead = self._cells.texts.get("lead")
        if lead is not None:
            assists = looked_up(lead, {word: word.startswith("协") for word in lead.words})
            rows = assists == True  # noqa: E712
            self.built.left_out["assisting departments (协办)"] = int(rows.sum())
            self.built.kept &= ~rows

    def _ask_for_few(self, name: str, roles: list[str]) -> None:
        """Refuse what has as many values as free text or addresses have."""
        for role in roles:
            texts = self._cells.texts[role]
            values, rows = len(texts.words), sum(code != NOTHING for code in texts.codes)
            if values > MOST_AREAS or (values and rows < FEWEST_A_VALUE * values):
                found = Phrase("{values:,} values in {rows:,} rows", values=values, rows=rows)
                looks = (
                    Phrase("it looks like addresses")
                    if name == "area"
                    else Phrase("it looks like free text")
                )
                allowed = Phrase(
                    "at most {most_areas:,}, and {fewest_a_value} rows a value",
                    most_areas=MOST_AREAS,
                    fewest_a_value=FEWEST_A_VALUE,
                )
                self._fault(
                    role,
                    placed(found, looks),
                    allowed,
                    Phrase("take {role} out of the map", role=role),
                )
        if name == "kind" and len(roles) == 1:
            column = self.built.columns["kind"]
            kinds = len({each for each in column if each is not None})
            if kinds > MOST_KINDS:
                hint = Phrase("map a coarser column, or several levels: kind, kind_2")
                self._fault(
                    roles[0],
                    Phrase("{kinds:,} kinds and no levels", kinds=kinds),
                    Phrase("at most {most_kinds}", most_kinds=MOST_KINDS),
                    hint,
                )

    def answers(self) -> None:
        """Take what residents say, and how often they called again."""
        for role in ("solved", "satisfied"):
            if role in self._cells.texts:
                texts = self._cells.texts[role]
                words = {word: verdict_of(word) for word in texts.words}
                unknown = sum(texts.counts()[w] for w, said in words.items() if said is None)
                if unknown:
                    header = self._cells.headers[role]
                    self.built.notes.append(
                        Phrase(
                            "{header}: {unknown:,} answers are neither yes nor no",
                            header=header,
                            unknown=unknown,
                        )
                    )
                self.built.columns[role] = looked_up(texts, words)
        if "repeats" in self._cells.texts:
            texts = self._cells.texts["repeats"]
            counts = {word: count_of(word) for word in texts.words}
            self.built.columns["repeats"] = looked_up(texts, counts)
            bad = sum(texts.counts()[word] for word, number in counts.items() if number is None)
            if bad:
                self._fault(
                    "repeats",
                    Phrase("{bad:,} rows hold no count", bad=bad),
                    Phrase("whole numbers"),
                )

    # -- which is which ---------------------------------------------------------------------------

    def numbers(self) -> None:
        """Take the numbers of requests as long as they still name one each."""
        for role, ids in self._cells.ids.items():
            if ids.rounded:
                self.built.notes.append(
                    Phrase(
                        "{headers}: a spreadsheet has cut {rounded:,} numbers (1.23E+17), so "
                        "that they "
                        "name nothing: duplicates are not looked for",
                        headers=self._cells.headers[role],
                        rounded=ids.rounded,
                    )
                )
            else:
                self.built.columns[role] = np.array(ids.texts, object)

    def same(self) -> None:
        """Keep one of rows that are alike; refuse one number with different contents."""
        ids = self.built.columns.get("id")
        if ids is None:
            return
        kept = np.flatnonzero(self.built.kept & (ids != ""))
        _, first, group = np.unique(ids[kept].astype(str), return_index=True, return_inverse=True)
        again = kept[np.setdiff1d(np.arange(len(kept)), first)]
        if not len(again):
            return
        head = np.zeros(len(ids), np.int64)
        head[kept] = kept[first[group]]
        differs = np.zeros(len(ids), bool)
        for column in self.built.columns.values():
            differs[again] |= column[again] != column[head[again]]
        if differs.any():
            found = Phrase(
                "{sum:,} rows repeat the number of another and say something else",
                sum=differs.sum(),
            )
            hint = Phrase("one row a request is wanted: the last state, or the lead department's")
            self._fault("id", found, hint=clauses(self._example(differs), hint))
        self.built.left_out["repeated rows"] = len(again)
        self.built.kept[again] = False


def _local(seconds: Times, zone: str) -> Times:
    import pandas as pd

    stamps = pd.DatetimeIndex(seconds.view("datetime64[s]"), tz="UTC").tz_convert(zone)
    local: Times = stamps.tz_localize(None).to_numpy("datetime64[s]").astype(np.int64)
    return local
