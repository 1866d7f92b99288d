"""Where the desks of each level stand in the table of desks."""

from dataclasses import dataclass
from functools import cached_property

from ..city import City
from ..scenario.document import ScenarioDocument
from .codes import GATES


@dataclass(frozen=True)
class Layout:
    """Rows of desks: estate desks by grid, communities, posts by subdistrict, departments.

    Each subdistrict has one desk for each of its posts and one for the enforcement centre, which
    has no staff until the posts are pooled. Gates are desks without staff: they queue tickets in
    the same way, and serve them at sittings.
    """

    grids: int
    communities: int
    subdistricts: int
    posts: tuple[str, ...]
    departments: tuple[str, ...]
    kinds: tuple[str, ...]
    cities: int = 1  # with a meeting each; more where districts are put together

    @property
    def first_community(self) -> int:
        """Row of the first community's desk."""
        return self.grids

    @property
    def first_subdistrict(self) -> int:
        """Row of the first post of the first subdistrict."""
        return self.grids + self.communities

    @property
    def first_department(self) -> int:
        """Row of the first department."""
        return self.first_subdistrict + self.subdistricts * (len(self.posts) + 1)

    @property
    def desks(self) -> int:
        """Number of desks at which people work; the gates come after them."""
        return self.first_department + len(self.departments)

    @cached_property
    def gates(self) -> dict[str, range]:
        """Rows of the gates of each kind, in the order of `codes.GATES`.

        Estate meetings by grid; councils, community meetings, fund queues and stalled cases by
        community; subdistrict meetings by subdistrict; one city meeting.
        """
        counts = (
            self.grids,
            self.communities,
            self.communities,
            self.subdistricts,
            self.cities,
            self.communities,
            self.communities,
        )
        rows, first = {}, self.desks
        for name, count in zip(GATES, counts, strict=True):
            rows[name] = range(first, first + count)
            first += count
        return rows

    @property
    def rows(self) -> int:
        """Number of desks and gates."""
        return self.gates["stalled"].stop

    def post(self, subdistrict: int, post: int) -> int:
        """Row of a post; `post` = len(posts) is the enforcement centre."""
        return self.first_subdistrict + subdistrict * (len(self.posts) + 1) + post


def build_layout(document: ScenarioDocument, city: City) -> Layout:
    """Layout of the desks of a scenario's city."""
    return Layout(
        grids=len(city.people.grid_community),
        communities=len(city.places.ids),
        subdistricts=len(city.places.subdistrict_ids),
        posts=tuple(document.desks.posts),
        departments=tuple(document.desks.departments),
        kinds=tuple(document.issues.kinds),
    )
