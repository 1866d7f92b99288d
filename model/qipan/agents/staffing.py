"""From heads, shares and paperwork to the servers and speed of a desk."""

from dataclasses import dataclass

from ..scenario.institutions import Level, Paperwork
from ..scenario.sending import full_staff


@dataclass(frozen=True)
class Staffing:
    """Workers of a desk and the hours of work each does in an open hour."""

    servers: int
    speed: float

    @property
    def capacity(self) -> float:
        """Hours of work the desk does in an open hour."""
        return self.servers * self.speed


class StaffingError(ValueError):
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


def staff_of(level: Level, residents: float) -> float:
    """Staff of one desk of a level that serves so many residents, in full-time equivalents."""
    return full_staff(level, residents)


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
    if heads <= 0.0 or work_rate <= 0.0:
        raise StaffingError("nobody is left to handle tickets")
    servers = max(1, round(heads))
    return Staffing(servers, work_rate / servers)
