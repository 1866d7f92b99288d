"""What is asked of a sweep: which numbers move, and at which points they are tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...runs.additions import Institutions, Measure
from ...runs.bounds import MOST_REPLICATIONS
from ...runs.paired import refusal
from ...scenario import Scenario
from ...words import Phrase
from ..uncertainty.ensemble import Draw, laid
from . import designs
from .designs import Design, Kind
from .factors import Factor, KeyRange, SweepError, assumed_factors, chosen_factors
from .families import TOGETHER, in_families, own_part
from .in_draws import left_by_draws

By = Literal["family", "number"]

POINTS = {"latin_hypercube": 128, "sobol": 128, "morris": 10}
MOST_INDEXED = 8  # factors for whose Sobol' indices points are made
DRAWN = ("latin_hypercube", "sobol", "morris")  # designs that draw own parts of numbers too


@dataclass(frozen=True)
class Request:
    """How a sweep is made.

    Attributes
    ----------
    metrics : tuple of str
    design : str
        factorial, latin_hypercube, sobol, morris or one_at_a_time.
    points : int or None
        Of the design; trajectories of a `morris` one. By default 128, and 10 trajectories. None
        for factorial and one_at_a_time.
    index_points : int or None
        Sets of mixtures for Sobol' indices where these are made for the strongest factors only; by
        default a quarter of the points.
    keys : dict of str to KeyRange or None
        What moves; empty for all numbers that have a range. None stands for a key's own range.
    detail : int
        How many factors are then looked at one at a time.
    replications, seed : int
        Of each scenario at each point.
    by : str or None
        Whether whole families of numbers move, or each number by itself; by default families, but
        numbers where `keys` names them.
    together : float
        How closely the numbers of a family hang together, above 0 and at most 1; see `families`.
    institutions, measures
        Of one's own, as `compare` takes them.
    draws : tuple of Draw
        Of an ensemble, over which all is tried; see `in_draws`.
    """

    metrics: tuple[str, ...]
    design: Kind = "sobol"
    points: int | None = None
    index_points: int | None = None
    keys: dict[str, KeyRange | None] | None = None
    detail: int = 10
    replications: int = 4
    seed: int = 1
    by: By | None = None
    together: float = TOGETHER
    institutions: Institutions = ()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    draws: tuple[Draw, ...] = field(default=(), repr=False)

    @property
    def moves(self) -> By:
        """What moves: families, or numbers by themselves."""
        return self.by or ("number" if self.keys else "family")


def factors_of(scenarios: Sequence[Scenario], request: Request) -> tuple[Factor, ...]:
    """Return what moves.

    Raises
    ------
    SweepError
        If the scenarios are not of one city and time, or the keys are not good.
    ScenarioError
        If a draw of the ensemble does not fit a scenario.
    """
    for other in scenarios[1:]:
        reason = refusal(scenarios[0], other)
        if reason is not None:
            raise SweepError(Phrase("cannot be compared: {reason}", reason=reason))
    keys = request.keys
    found = chosen_factors(scenarios, keys) if keys else assumed_factors(scenarios)
    laid(request.draws, scenarios)  # refused before anything is simulated
    found = left_by_draws(scenarios, found, request.draws, named=bool(keys))
    if request.moves == "number":
        return found
    if not 0.0 < request.together <= 1.0:
        raise SweepError(
            Phrase(
                "numbers of a family hang together by {together:g}; must be above 0 and at most "
                "1; to draw each by itself take --by number",
                together=request.together,
            )
        )
    drawn = request.design in DRAWN and request.together < 1.0
    return (*in_families(found), own_part()) if drawn else in_families(found)


def design_of(factors: Sequence[Factor], request: Request) -> Design | None:
    """Return the points of the design; None if factors are moved one at a time only.

    Raises
    ------
    SweepError
        If there are too many of them, or their number does not fit the design, or it takes none.
    """
    _check_points_are_of_use(request)
    design = _drawn(factors, request)
    if design is not None:
        _check_seeds(design, request)
    return design


def _drawn(factors: Sequence[Factor], request: Request) -> Design | None:
    points = request.points or POINTS.get(request.design, 0)
    match request.design:
        case "factorial":
            return designs.factorial(factors)
        case "latin_hypercube":
            return designs.latin_hypercube(factors, points, request.seed)
        case "morris":
            return designs.morris(factors, points, request.seed)
        case "sobol" if _groups(factors) <= MOST_INDEXED:
            return designs.saltelli(factors, points, request.seed)
        case "sobol":
            if request.index_points is not None:
                designs.check_index_points(request.index_points)
            return designs.sobol(factors, points, request.seed)
        case "one_at_a_time":
            return None
        case other:
            raise SweepError(Phrase("no design named {other!r}", other=other))


def _check_points_are_of_use(request: Request) -> None:
    if request.points is not None and request.design in designs.WITHOUT_POINTS:
        raise SweepError(
            Phrase(
                "{points} points are asked for, but a {design} design takes no number of points: "
                "{without_points}",
                points=request.points,
                design=request.design,
                without_points=designs.WITHOUT_POINTS[request.design],
            )
        )
    if request.index_points is not None and request.design != "sobol":
        raise SweepError(
            Phrase(
                "{index_points} points for Sobol' indices are asked for, but a {design} design "
                "makes none: take --design sobol, or leave them out",
                index_points=request.index_points,
                design=request.design,
            )
        )


def _check_seeds(design: Design, request: Request) -> None:
    """Refuse more replications than there are seeds between one base and the next."""
    needed = (int(design.blocks.max(initial=0)) + 1) * request.replications
    if needed > MOST_REPLICATIONS:
        raise SweepError(
            Phrase(
                "{number:,} points of {replications:,} replications take {needed:,} seeds; there "
                "are {most_replications:,}: take fewer points or replications",
                number=len(design),
                replications=request.replications,
                needed=needed,
                most_replications=MOST_REPLICATIONS,
            )
        )


def _groups(factors: Sequence[Factor]) -> int:
    return len({factor.group for factor in factors})
