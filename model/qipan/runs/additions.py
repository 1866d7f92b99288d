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
from typing import Any, Protocol, runtime_checkable

from ..agents.institution import Institution
from ..errors import InputError
from ..outcomes.catalogue import METRICS
from ..words import Phrase, joined
from .replication import Run
from .store.key import is_covered

Measure = Callable[[Run], float]
_OTHERS = ("builtins", "mesa", "typing", "abc")  # whose versions tell


@runtime_checkable
class Recipe(Protocol):
    """A frozen dataclass that makes an institution: a class with numbers of its own.

    A class made on the spot, within a function, cannot be told from another that the same lines
    have made with other numbers. Its numbers in the fields of a dataclass can.
    """

    def institution(self) -> type[Institution]:
        """Return the class, as `CityModel` takes it."""
        ...


Addition = type[Institution] | Recipe
Institutions = Sequence[Addition] | Mapping[str, Sequence[Addition]]


@dataclass(frozen=True)
class Additions:
    """What somebody adds to the model: institutions, and numbers taken of a run.

    Attributes
    ----------
    institutions : tuple of type or Recipe
        Classes as `CityModel` takes them, or what makes them.
    measures : tuple of (str, callable)
        Name, and a function of a finished `Run` that returns a number for the whole city.
    """

    institutions: tuple[Addition, ...] = ()
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
            digest.update(_described(institution).encode())
        for name, measure in self.measures:
            digest.update(f"\0measure {name}\0{source_of(measure)}".encode())
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
                    Phrase(
                        "{name} cannot be found by other processes: put it at the top level of "
                        "a module "
                        "that they can import, or use threads (jobs alone)",
                        name=name,
                    )
                )


NONE = Additions()


def classes_of(institutions: Sequence[Addition]) -> tuple[type[Institution], ...]:
    """Return classes of institutions, as `CityModel` takes them."""
    return tuple(one if isinstance(one, type) else one.institution() for one in institutions)


def additions(
    institutions: Sequence[Addition] = (),
    measures: Mapping[str, Measure] | None = None,
) -> Additions:
    """Put together what is added, checked.

    Raises
    ------
    InputError
        If a measure has the name of a metric, or something is of another kind.
    """
    for institution in institutions:
        if isinstance(institution, type):
            right = issubclass(institution, Institution)
        else:
            right = isinstance(institution, Recipe) and _is_frozen(institution)
        if not right:
            raise InputError(
                Phrase(
                    "found {institution!r}; must be a class that extends an institution, or a "
                    "frozen dataclass whose method institution() returns one",
                    institution=institution,
                )
            )
    for name, measure in (measures or {}).items():
        if name in METRICS:
            raise InputError(
                Phrase(
                    "{name!r} is a metric of the model; give the measure another name", name=name
                )
            )
        if not name.isidentifier():
            raise InputError(
                Phrase("found {name!r}; the name of a measure has letters, digits and _", name=name)
            )
        if not callable(measure):
            raise InputError(Phrase("the measure {name!r} must be a function of a run", name=name))
    return Additions(tuple(institutions), tuple((measures or {}).items()))


def for_scenario(institutions: Institutions, name: str) -> Sequence[Addition]:
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
            there = joined(sorted(offered)) if offered else Phrase("none")
            raise InputError(
                Phrase(
                    "no installed package offers {name!r} as qipan.{kind}; found: {there}",
                    name=name,
                    kind=kind,
                    there=there,
                )
            )
    return {name: offered[name].load() for name in names}


@cache
def _of_this_process(_thing: Any) -> str:
    """Say what nobody else says: of what has no source, as typed at a prompt, nothing is found."""
    return token_hex()


def _class_of(institution: Addition) -> Any:
    return institution if isinstance(institution, type) else type(institution)


def _described(institution: Addition) -> str:
    """Name of a class or content of a recipe, and the source of what is not of this package."""
    kind = _class_of(institution)
    is_class = isinstance(institution, type)
    said = [kind.__qualname__ if is_class else repr(institution)]
    for part in kind.__mro__:
        if part.__module__.partition(".")[0] not in _OTHERS and not is_covered(part.__module__):
            said.append(source_of(part))
    if is_class and not _is_found(kind):
        said.append(_of_this_process(kind))
    return "\0".join(["institution", *said])


def _is_frozen(thing: Any) -> bool:
    made = getattr(type(thing), "__dataclass_params__", None)
    return made is not None and bool(made.frozen)


def _is_found(thing: type) -> bool:
    """Whether it stands in its module by its name: one made on the spot may be any of several."""
    found: Any = sys.modules.get(thing.__module__)
    for name in thing.__qualname__.split("."):
        found = getattr(found, name, None)
    return found is thing


@cache
def _packages() -> Mapping[str, list[str]]:
    return packages_distributions()


def source_of(thing: Any) -> str:
    """Name and source of a class or function, and versions of the package it comes from."""
    module = sys.modules.get(thing.__module__)
    try:
        whole = module is not None and thing.__module__ != "__main__"
        source = inspect.getsource(module if whole and module is not None else thing)
    except (OSError, TypeError):
        source = _of_this_process(thing)
    # Values that a function carries along are part of what it is.
    carried = [str(cell.cell_contents) for cell in getattr(thing, "__closure__", None) or ()]
    packages = _packages().get(thing.__module__.partition(".")[0], [])
    versions = [f"{package} {version(package)}" for package in sorted(set(packages))]
    return "\0".join([thing.__qualname__, source, *carried, *versions])
