"""From heads, shares and paperwork to the servers and speed of a desk."""

from dataclasses import dataclass

from ..errors import ImpossibleError
from ..scenario.institutions import Paperwork
from ..words import Phrase


@dataclass(frozen=True)
class Staffing:
    """Workers of a desk and the hours of work each does in an open hour."""

    servers: int
    speed: float
    second_shift: int = 0
    """Workers of the second shift, where `servers` are those of the first."""

    @property
    def capacity(self) -> float:
        """Hours of work the desk does in an open hour; of two shifts, in one of the first."""
        return self.servers * self.speed


class StaffingError(ImpossibleError, ValueError):
    """Desks are left with nobody to handle their tickets; the message names them."""


def paperwork_share(paperwork: Paperwork | None, duties: float) -> float:
    """Share of time that paperwork takes, with `duties` = D/D_0.

    phi = min(phi_max, phi_min + (phi_0 - phi_min) (D/D_0)^eta)
    """
    if paperwork is None:
        return 0.0
    least = paperwork.lowest_share
    share = least + (paperwork.share - least) * float(duties**paperwork.exponent)
    return min(paperwork.highest_share, max(0.0, share))


def relieved(share: float, least: float, clerks: float, people: float) -> float:
    """Share of time that paperwork takes when clerks do a part of it.

    phi = max(min(phi_min, phi_0), phi_0 - clerks / people): what no clerk can do stays.

    Parameters
    ----------
    share, least : float
        Without clerks, and what no clerk can do.
    clerks : float
        As full-time equivalents of the work that they take over.
    people : float
        Who share the paperwork, as full-time equivalents.
    """
    if clerks <= 0.0 or people <= 0.0:
        return share
    return max(min(least, share), share - clerks / people)


def staffing(heads: float, work_rate: float) -> Staffing:
    """A whole number of workers with the same capacity together as `heads` at `work_rate`.

    Parameters
    ----------
    heads : float
        Workers present in an open hour, as full-time equivalents.
    work_rate : float
        Hours of work they all together do in an open hour.

    Raises
    ------
    StaffingError
        If no work would ever be done.
    """
    _ask_for_somebody(heads, work_rate)
    servers = max(1, round(heads))
    return Staffing(servers, work_rate / servers)


def two_shifts(heads: float, work_rate: float, week: float, shift_hours: float) -> Staffing:
    """The same people in two shifts, each in one.

    Who is there for more hours than the week has works for a part of them, so that nobody works
    more than the week; who is there for fewer, works fewer.

    Parameters
    ----------
    heads : float
        Workers of the desk, as full-time equivalents.
    work_rate : float
        Hours of work they all together do in an hour.
    week : float
        Hours a week that each works.
    shift_hours : float
        Hours a week of the longer shift.

    Raises
    ------
    StaffingError
        If no work would ever be done.
    """
    _ask_for_somebody(heads, work_rate)
    servers = max(2, round(heads))
    speed = work_rate / servers * min(1.0, week / shift_hours)
    return Staffing(servers - servers // 2, speed, servers // 2)


def _ask_for_somebody(heads: float, work_rate: float) -> None:
    if heads <= 0.0 or work_rate <= 0.0:
        raise StaffingError(Phrase("nobody is left to handle tickets"))
