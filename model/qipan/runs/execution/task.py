"""A replication to be made, as it travels to whoever makes it."""

import pickle
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from traceback import format_exception
from typing import TYPE_CHECKING

from ...city.more_volunteers import Newcomers
from ...errors import message_of
from ...outcomes.ledger import Language
from ...scenario import Scenario
from ...scenario.nodes import MapNode, Mark
from ...words import in_one_line, placed
from ..additions import NONE, Additions
from ..kept import Keep, identity
from ..outcome import Outcome
from ..store.rows import Key

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Wish:
    """What is asked of a replication beside its scenario and its seed.

    Attributes
    ----------
    full : bool
        Whether details are kept beside city-wide metrics.
    by_community : bool
        Whether daily counts of each community are among them.
    additions : Additions
        Institutions and measures of one's own.
    newcomers : Newcomers, optional
        Volunteers more, or fewer, than the scenario's.
    keep : callable, optional
        Keeps arrays of the model in place of metrics; see `kept`.
    events : bool
        Whether the event log is handed back. No store holds it.
    ledger : 'en' or 'zh', optional
        Language of the ledger that is handed back. No store holds it.
    """

    full: bool = False
    by_community: bool = False
    additions: Additions = NONE
    newcomers: Newcomers | None = None
    keep: Keep | None = None
    events: bool = False
    ledger: Language | None = None

    @property
    def beside(self) -> bool:
        """Whether something is asked for that no store holds, so that it must be made."""
        return self.events or self.ledger is not None

    def identity(self) -> str:
        """What tells it, in a store, from the scenario as it stands; "" if nothing does."""
        parts = [
            self.additions.identity(),
            f"with {self.newcomers!r}" if self.newcomers is not None else "",
            identity(self.keep) if self.keep is not None else "",
        ]
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Task:
    """What a worker has to know; a few kilobytes, and no path to any file.

    Attributes
    ----------
    key : Key
    scenario : bytes
        See `packed`.
    wish : Wish
    version : str
        Version of the code that asks; a worker with another refuses.
    there : bool
        Whether the store has the outcome already, and it is made for what no store holds.
    """

    key: Key
    scenario: bytes
    wish: Wish
    version: str
    there: bool = False


@dataclass(frozen=True, eq=False)
class Mishap:
    """A replication that could not be made.

    Attributes
    ----------
    reason : str
        In one line; a `Phrase` that travels back from a worker, where there is anything to say.
    traceback : str
    """

    reason: str
    traceback: str

    @classmethod
    def of(cls, error: BaseException) -> "Mishap":
        """Tell of an exception."""
        text = in_one_line(message_of(error) if isinstance(error, Exception) else error)
        name = type(error).__name__
        return cls(placed(name, text) if text else name, "".join(format_exception(error)))


@dataclass(frozen=True, eq=False)
class Beside:
    """What is handed back of a replication and kept in no store.

    Attributes
    ----------
    events, ledger : DataFrame or None
    """

    events: "pd.DataFrame | None"
    ledger: "pd.DataFrame | None"


@dataclass(frozen=True, eq=False)
class Made:
    """What a worker hands back.

    Attributes
    ----------
    result : Outcome or Mishap
    kept : bool
        Whether the worker has put the outcome into the store itself.
    beside : Beside, optional
        What was asked for that no store holds.
    """

    result: Outcome | Mishap
    kept: bool
    beside: Beside | None = None


def packed(scenario: Scenario) -> bytes:
    """Content of a scenario, without where its numbers come from: no run needs that."""
    nothing = MapNode({}, Mark(""), Mark(""))

    def stripped(one: Scenario) -> Scenario:
        inner = {name: stripped(district) for name, district in one.districts.items()}
        return replace(
            one, provenance=(), path=None, _tree=nothing, districts=inner, _stripped=None
        )

    lean = stripped(scenario)
    return zlib.compress(pickle.dumps(lean), 1)


@lru_cache(maxsize=4)
def unpacked(content: bytes) -> Scenario:
    """Return the scenario; good for running, not for revising."""
    scenario: Scenario = pickle.loads(zlib.decompress(content))
    return scenario
