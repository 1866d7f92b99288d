"""What is to be calibrated, and how."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...errors import InputError
from ...scenario import Scenario
from ...words import Phrase
from ..sweep.factors import Factor, KeyRange, SweepError, assumed_factors, chosen_factors
from ..sweep.families import TOGETHER, in_families, is_own, own_parts
from ..uncertainty.movable import ids_of, moving_communities
from .beside import said_otherwise
from .study import Settings


class CalibrationError(InputError):
    """A calibration cannot be made as asked."""


@dataclass(frozen=True)
class Request:
    """How a scenario is calibrated.

    Attributes
    ----------
    settings : Settings
    keys : dict of str to KeyRange or None
        Numbers that move, each by itself; None stands for its own range. Empty for families of all
        numbers that have a range.
    together : float
        How closely the numbers of a family hang together, above 0 and at most 1.
    beside : tuple of Scenario
        Policies over which the draws shall be laid too: a number that one of them has otherwise
        than the scenario does not move, since a draw would undo it.
    keep_communities : bool
        Whether numbers that would make other communities stay: for plans that name them.
    """

    settings: Settings = field(default_factory=Settings)
    keys: dict[str, KeyRange | None] = field(default_factory=dict)
    together: float = TOGETHER
    beside: tuple[Scenario, ...] = field(default=(), repr=False)
    keep_communities: bool = False


def factors_of(scenario: Scenario, request: Request) -> tuple[Factor, ...]:
    """What moves: families and their own parts, or the numbers that were named.

    Raises
    ------
    CalibrationError
        If there is nothing to move, or the settings allow no conclusion.
    """
    settings = request.settings
    if settings.replications < 2:
        raise CalibrationError(
            Phrase(
                "{replications} replication a point does not tell chance from anything "
                "else: take 2 at least (--replications)",
                replications=settings.replications,
            )
        )
    if not 0.0 < request.together <= 1.0:
        raise CalibrationError(
            Phrase(
                "numbers of a family hang together by {together:g}; must be above 0 and at most 1",
                together=request.together,
            )
        )
    try:
        if request.keys:
            found = chosen_factors([scenario], request.keys)
            _refuse_named(_held(scenario, request, found))
            return found
        found = assumed_factors([scenario])
    except SweepError as error:
        raise CalibrationError(
            Phrase("there is nothing to calibrate: {error}", error=error)
        ) from None
    held = set(_held(scenario, request, found))
    families = in_families([each for each in found if each.key not in held])
    return (*families, *own_parts(families))


def held_numbers(scenario: Scenario, request: Request) -> tuple[str, ...]:
    """Keys of numbers that stay for what stands beside the scenario, or for its communities."""
    return () if request.keys else _held(scenario, request, assumed_factors([scenario]))


def _held(scenario: Scenario, request: Request, factors: Sequence[Factor]) -> tuple[str, ...]:
    held = said_otherwise(scenario, request.beside, factors)
    if request.keep_communities:
        held += moving_communities(scenario, ids_of(scenario), factors)
    return tuple(dict.fromkeys(held))


def _refuse_named(keys: tuple[str, ...]) -> None:
    if keys:
        raise CalibrationError(
            Phrase(
                "{key} cannot move: a policy beside the scenario has another value there, or there "
                "would be other communities; leave it out of --keys, or say neither --beside nor "
                "--keep-communities",
                key=keys[0],
            )
        )


def shown_factors(factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Those that a target can narrow: own parts are no number."""
    return tuple(factor for factor in factors if not is_own(factor))
