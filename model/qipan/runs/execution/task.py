"""A replication to be made, as it travels to whoever makes it."""

import pickle
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from traceback import format_exception

from ...scenario import Scenario
from ...scenario.nodes import MapNode, Mark
from ..additions import NONE, Additions
from ..kept import Keep
from ..outcome import Outcome
from ..store.rows import Key


@dataclass(frozen=True)
class Task:
    """What a worker has to know; a few kilobytes, and no path to any file.

    Attributes
    ----------
    key : Key
    scenario : bytes
        See `packed`.
    full : bool
        Whether details are kept beside city-wide metrics.
    version : str
        Version of the code that asks; a worker with another refuses.
    additions : Additions
        Institutions and measures of one's own.
    keep : callable, optional
        Keeps arrays of the run in place of metrics; see `kept`.
    """

    key: Key
    scenario: bytes
    full: bool
    version: str
    additions: Additions = NONE
    keep: Keep | None = None


@dataclass(frozen=True, eq=False)
class Mishap:
    """A replication that could not be made.

    Attributes
    ----------
    reason : str
        In one line.
    traceback : str
    """

    reason: str
    traceback: str

    @classmethod
    def of(cls, error: BaseException) -> "Mishap":
        """Tell of an exception."""
        text = " ".join(str(error).split())
        name = type(error).__name__
        return cls(f"{name}: {text}" if text else name, "".join(format_exception(error)))


@dataclass(frozen=True, eq=False)
class Made:
    """What a worker hands back.

    Attributes
    ----------
    result : Outcome or Mishap
    kept : bool
        Whether the worker has put the outcome into the store itself.
    """

    result: Outcome | Mishap
    kept: bool


def packed(scenario: Scenario) -> bytes:
    """Content of a scenario, without where its numbers come from: no run needs that."""
    nothing = MapNode({}, Mark(""), Mark(""))

    def stripped(one: Scenario) -> Scenario:
        inner = {name: stripped(district) for name, district in one.districts.items()}
        return replace(one, provenance=(), path=None, _tree=nothing, districts=inner)

    lean = stripped(scenario)
    return zlib.compress(pickle.dumps(lean), 1)


@lru_cache(maxsize=4)
def unpacked(content: bytes) -> Scenario:
    """Return the scenario; good for running, not for revising."""
    scenario: Scenario = pickle.loads(zlib.decompress(content))
    return scenario
