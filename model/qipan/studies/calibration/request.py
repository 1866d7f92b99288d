"""What is to be calibrated, and how."""

from dataclasses import dataclass, field

from ...errors import InputError
from ...scenario import Scenario
from ...words import Phrase
from ..sweep.factors import Factor, KeyRange, SweepError, assumed_factors, chosen_factors
from ..sweep.families import OWN, TOGETHER, in_families, own_part
from .matching import Settings


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
    """

    settings: Settings = field(default_factory=Settings)
    keys: dict[str, KeyRange | None] = field(default_factory=dict)
    together: float = TOGETHER


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
            return chosen_factors([scenario], request.keys)
        return (*in_families(assumed_factors([scenario])), own_part())
    except SweepError as error:
        raise CalibrationError(
            Phrase("there is nothing to calibrate: {error}", error=error)
        ) from None


def shown_factors(factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Those that a target can narrow: own parts are no number."""
    return tuple(factor for factor in factors if factor.name != OWN)
