"""Institutions and measures of one's own, and what makes two of them the same."""

import hashlib
import inspect
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points, packages_distributions, version
from secrets import token_hex
from typing import Any

from ..agents.institution import Institution
from ..errors import InputError
from ..outcomes.catalogue import METRICS
from .replication import Run

Measure = Callable[[Run], float]
Institutions = Sequence[type[Institution]] | Mapping[str, Sequence[type[Institution]]]


@dataclass(frozen=True)
class Additions:
    """What somebody adds to the model: classes of institutions, and numbers taken of a run.

    Attributes
    ----------
    institutions : tuple of type
        As `CityModel` takes them.
    measures : tuple of (str, callable)
        Name, and a function of a finished `Run` that returns a number for the whole city.
    """

    institutions: tuple[type[Institution], ...] = ()
    measures: tuple[tuple[str, Measure], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.institutions or self.measures)

    def identity(self) -> str:
        """Hash of their source and of the versions of the packages they come from; "" of none.

        The source is that of the whole module, where it is a file: a class rests on what stands
        beside it. What another module of one's own contributes is not seen.

        Raises
        ------
        InputError
            If the source of one cannot be read, so that nobody can tell it from another.
        """
        if not self:
            return ""
        digest = hashlib.sha256()
        for institution in self.institutions:
            digest.update(f"\0institution {institution.__qualname__}".encode())
            own = [c for c in institution.__mro__ if not c.__module__.startswith("qipan.")]
            for part in own:
                if part.__module__ != "builtins" and not part.__module__.startswith("mesa."):
                    digest.update(_identity(part).encode())
        for name, measure in self.measures:
            digest.update(f"\0measure {name}\0{_identity(measure)}".encode())
        return digest.hexdigest()

    def measure(self, run: Run) -> None:
        """Add the values of the measures to the metrics of a run."""
        self.register()
        for name, of in self.measures:
            run.table.add(name, of(run))

    def register(self) -> None:
        """Have the measures known by name, in this process."""
        for name, _ in self.measures:
            METRICS.add_own(name)

    def check_they_travel(self) -> None:
        """Make sure that another process can find them.

        Raises
        ------
        InputError
            If one is defined in a notebook or a script, or within a function.
        """
        for thing in (*self.institutions, *(measure for _, measure in self.measures)):
            try:
                pickle.dumps(thing)
                known = thing.__module__ != "__main__"
            except (pickle.PicklingError, AttributeError, TypeError):
                known = False
            if not known:
                name = getattr(thing, "__qualname__", repr(thing))
                raise InputError(
                    f"{name} cannot be found by other processes: put it at the top level of a "
                    "module that they can import, or use threads (jobs alone)"
                )


NONE = Additions()


def additions(
    institutions: Sequence[type[Institution]] = (),
    measures: Mapping[str, Measure] | None = None,
) -> Additions:
    """Put together what is added, checked.

    Raises
    ------
    InputError
        If a measure has the name of a metric, or something is of another kind.
    """
    for institution in institutions:
        if not (isinstance(institution, type) and issubclass(institution, Institution)):
            raise InputError(f"found {institution!r}; must be a class that extends an institution")
    for name, measure in (measures or {}).items():
        if name in METRICS:
            raise InputError(f"{name!r} is a metric of the model; give the measure another name")
        if not name.isidentifier():
            raise InputError(f"found {name!r}; the name of a measure has letters, digits and _")
        if not callable(measure):
            raise InputError(f"the measure {name!r} must be a function of a run")
    return Additions(tuple(institutions), tuple((measures or {}).items()))


def for_scenario(institutions: Institutions, name: str) -> Sequence[type[Institution]]:
    """Institutions that act in a scenario: all, or those given for its name."""
    return institutions.get(name, ()) if isinstance(institutions, Mapping) else institutions


def installed(kind: str, names: Sequence[str]) -> dict[str, Any]:
    """Load what installed packages offer as entry points ``qipan.institutions`` or `.measures`.

    Raises
    ------
    InputError
        If no package offers one of them.
    """
    offered = {point.name: point for point in entry_points(group=f"qipan.{kind}")}
    for name in names:
        if name not in offered:
            there = ", ".join(sorted(offered)) or "none"
            raise InputError(
                f"no installed package offers {name!r} as qipan.{kind}; found: {there}"
            )
    return {name: offered[name].load() for name in names}


@cache
def _of_this_process(_thing: Any) -> str:
    """Say what nobody else says: of what has no source, as typed at a prompt, nothing is found."""
    return token_hex()


def _identity(thing: Any) -> str:
    module = sys.modules.get(thing.__module__)
    try:
        whole = module is not None and thing.__module__ != "__main__"
        source = inspect.getsource(module if whole and module is not None else thing)
    except (OSError, TypeError):
        source = _of_this_process(thing)
    # Values that a function carries along are part of what it is.
    carried = [str(cell.cell_contents) for cell in getattr(thing, "__closure__", None) or ()]
    packages = packages_distributions().get(thing.__module__.partition(".")[0], [])
    versions = [f"{package} {version(package)}" for package in sorted(set(packages))]
    return "\0".join([thing.__qualname__, source, *carried, *versions])
