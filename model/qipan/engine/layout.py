"""Where the desks of each level stand in the table of desks."""

from dataclasses import dataclass

from ..city import City
from ..scenario.document import ScenarioDocument


@dataclass(frozen=True)
class Layout:
    """Rows of desks: estate desks by grid, communities, posts by subdistrict, departments.

    Each subdistrict has one desk for each of its posts and one for the enforcement centre, which
    has no staff until the posts are pooled.
    """

    grids: int
    communities: int
    subdistricts: int
    posts: tuple[str, ...]
    departments: tuple[str, ...]
    kinds: tuple[str, ...]

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
        """Number of desks."""
        return self.first_department + len(self.departments)

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
