"""Posts of the communities' own staff, whole ones, as people hold them."""

import numpy as np
from numpy.typing import NDArray

from ..scenario.institutions import CommunityOffice
from .places import Places


def posts_by_community(places: Places, office: CommunityOffice) -> NDArray[np.int64]:
    """Posts of each community's own staff: those stated, or by the usual norm; one at least."""
    rows = zip(places.residents.tolist(), places.village.tolist(), strict=True)
    usual = np.array([office.staff(residents, village) for residents, village in rows])
    staff = np.where(np.isnan(places.staff), usual, places.staff)
    return np.array([max(1, round(each)) for each in staff.tolist()], dtype=np.int64)
