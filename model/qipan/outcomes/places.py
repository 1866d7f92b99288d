"""Names of desks that do not depend on their rows."""

import numpy as np

from ..city import City
from ..engine.layout import Layout

ENFORCEMENT_CENTRE = "enforcement_centre"


def desk_names(city: City, layout: Layout) -> tuple[str, ...]:
    """Name of each desk, in the order of the table of desks.

    ``estate:c0003/2`` (the second grid of its community), ``community:c0003``,
    ``subdistrict:s001/general`` (a post, or the enforcement centre), ``department:water``.
    """
    places, owner = city.places, city.people.grid_community
    first = np.searchsorted(owner, np.arange(layout.communities))
    estates = [f"estate:{places.ids[c]}/{n - first[c] + 1}" for n, c in enumerate(owner)]
    communities = [f"community:{name}" for name in places.ids]
    posts = (*layout.posts, ENFORCEMENT_CENTRE)
    subdistricts = [f"subdistrict:{name}/{p}" for name in places.subdistrict_ids for p in posts]
    departments = [f"department:{name}" for name in layout.departments]
    return (*estates, *communities, *subdistricts, *departments)
