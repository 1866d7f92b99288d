"""Which class acts as which institution."""

from collections.abc import Iterable
from typing import Any

from .community import Community
from .department import Department
from .grid import Grid
from .institution import Institution
from .municipality import Municipality
from .planner import Planner
from .subdistrict import Subdistrict
from .unit import Unit

INSTITUTIONS = (Grid, Community, Subdistrict, Department, Municipality, Unit, Planner)


def cast(own: Iterable[type[Institution]]) -> dict[Any, Any]:
    """Class that acts for each kind of institution.

    Parameters
    ----------
    own : iterable of classes
        Subclasses of kinds of institution. Of several of one kind, the one that extends all others
        is used.

    Returns
    -------
    dict of class to class

    Raises
    ------
    TypeError
        If a class is of no kind, or of several.
    ValueError
        If several classes are of one kind and none of them extends the others: only one can act.
    """
    if isinstance(own, type):
        raise TypeError(f"institutions is a list of classes: write [{own.__name__}]")
    given: dict[type, list[type]] = {kind: [] for kind in INSTITUTIONS}
    for each in own:
        given[_kind(each)].append(each)
    return {kind: _one(kind, classes) for kind, classes in given.items()}


def needs_mesa(own: Iterable[type[Institution]]) -> bool:
    """Whether one of the classes that act is a Mesa agent, which lives in a model of Mesa's only.

    Raises
    ------
    TypeError, ValueError
        As `cast`.
    """
    return any(acting.is_mesa_agent for acting in cast(own).values())


def _kind(given: object) -> type:
    names = ", ".join(kind.__name__ for kind in INSTITUTIONS)
    if not isinstance(given, type):
        raise TypeError(f"institutions are classes, subclasses of {names}; found {given!r}")
    kinds = [kind for kind in INSTITUTIONS if issubclass(given, kind)]
    if not kinds:
        raise TypeError(f"{given.__name__} is a subclass of none of {names}")
    if len(kinds) > 1:
        several = " and ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"{given.__name__} is a subclass of {several}; it can act as one only")
    return kinds[0]


def _one(kind: type, classes: list[type]) -> type:
    for each in classes:
        if all(issubclass(each, other) for other in classes):
            return each
    if not classes:
        return kind
    names = ", ".join(dict.fromkeys(each.__name__ for each in classes))
    raise ValueError(
        f"{names}: each is a {kind.__name__}, and only one class can act as it; give one that "
        f"extends them all, such as class Together({names})"
    )
