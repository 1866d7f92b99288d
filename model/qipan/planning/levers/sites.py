"""Service centres more, at sites of their own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from ...city.circle import circle_of, standing_in
from ...city.positions import building_positions
from ...scenario import Scenario
from ...scenario.faults import Fault
from ...scenario.fields import Positive, PositiveCount
from ...scenario.prices import Prices
from ...scenario.service_circle import MOST_CLERKS, ServiceCircle
from ...words import Phrase, Words
from ..cover import Cover, cells_of
from ..problem import Option
from .lever import HOURS_PER_YEAR, OfferedSite, Setting, Values
from .option import YearlyPriced, unpriced

METRES_PER_KM = 1000.0


class SiteLever(YearlyPriced):
    """Centres beside those of today, each with space, a counter and clerks of its own."""

    unit: ClassVar[str] = "centres"
    counted: ClassVar[Words] = Words("centres", "unit")
    amount: ClassVar[Words] = Words("{name}: {n:,.0f} in year {year}, ¥{yuan:,.0f}", "centres")
    default_name: ClassVar[Words | None] = Words("more service centres")
    sets: ClassVar[tuple[str, ...]] = ("policy.service_circle.added",)

    candidates: str | None = Field(
        None,
        description="CSV or workbook of sites: `site`, `community` or `x_km` and `y_km`, and, "
        "where they differ, `m2`, `clerks` and `yuan_year`. By default the middle of each "
        "community where no centre stands today, called by its id.",
    )
    m2: Positive = Field(description="Floor space of a centre for which the table says nothing.")
    clerks: Positive = Field(le=MOST_CLERKS, description="Clerks at its counter, in the same way.")
    yuan_year: Positive | None = Field(
        None,
        description="Price of a centre, in the same way: rent, fitting-out and clerks; by default "
        "by `costs` of the scenario.",
    )
    cap: PositiveCount = Field(1, description="Most more in each community.")

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a service circle."""
        if not scenario.document.policy.service_circle.on:
            yield Fault(
                key=name,
                found=Phrase("policy.service_circle is off in the scenario"),
                allowed=Phrase("must be on: without it nobody goes to a centre"),
            )

    def unpriced_sites(
        self, name: str, scenario: Scenario, sites: Iterable[OfferedSite]
    ) -> Iterable[Fault]:
        """Ask for a price of each site, and where it is from."""
        in_scenario = scenario.document.costs is not None
        for site in sites:
            yuan = self.yuan_year if site.yuan_year is None else site.yuan_year
            faults = list(
                unpriced(name, "yuan_year", yuan, self.price_from, in_scenario=in_scenario)
            )
            if faults:
                yield faults[0]
                return

    def yuan_by_costs(self, prices: Prices, at: Setting) -> float:
        """Rent and fitting-out of the space, and all hours of the counter for each clerk."""
        calendars = at.city.calendars
        row = calendars.index[at.scenario.document.policy.service_circle.calendar]
        hours = float(calendars.open[row].mean()) * HOURS_PER_YEAR
        space = prices.centre_yuan_per_m2_year + (prices.centre_fitting_yuan_per_m2_year or 0.0)
        clerk = prices.clerk_yuan_year * hours / prices.post_hours_per_year
        return self.m2 * space + self.clerks * clerk

    def rows(self, name: str, at: Setting) -> tuple[str, ...]:
        """Sites by name."""
        return tuple(site.name for site in at.sites)

    def posed_all(self, name: str, at: Setting, floors: Values, caps: Values) -> tuple[Option, ...]:
        """Pose each site, in the community where it stands; one in all, if any may be there."""
        desks, nothing = np.arange(len(caps)), np.zeros(len(floors))
        found = []
        for site, row in zip(at.sites, home_of(at).tolist(), strict=True):
            here = np.where(desks == row, np.minimum(caps, 1.0), 0.0)
            option = self._at_site(site).posed(site.name, at, nothing, here)
            found.append(replace(option, lever=name, most=np.inf))
        return tuple(found)

    def _at_site(self, site: OfferedSite) -> "SiteLever":
        """The lever with what the table says of one site."""
        own = {"m2": site.m2, "clerks": site.clerks}
        yuan = self.yuan_year if site.yuan_year is None else site.yuan_year
        return self.model_copy(update=own | {"yuan_year": yuan})

    def cover(self, at: Setting, floors: Values, caps: Values, first: int) -> Cover | None:
        """Whom the sites would reach; None where none may be opened.

        Parameters
        ----------
        at : Setting
        floors, caps : array of float, shape (desks,)
        first : int
            Row of the first site among all options of the plan.
        """
        city, home = at.city, home_of(at)
        may = np.flatnonzero(caps[home] > 0.0)
        if not len(may):
            return None
        count = len(city.places.ids)
        community, residents, reaches = cells_of(
            reaches_of(at)[:, may],
            city.people.grid_community[city.people.building_grid].astype(np.int64),
            city.people.building_residents.astype(float),
        )
        return Cover(
            rows=first + may,
            home=home[may],
            community=community,
            residents=residents,
            reaches=reaches,
            floors=floors[:count],
            caps=caps[:count],
            most=np.inf if self.most is None else float(self.most),
        )

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Centres at the sites that have a unit, shape (sites, communities), beside those added."""
        there = [site for site, row in zip(at.sites, units, strict=True) if row.any()]
        added = with_sites(at, there).added
        return {
            "policy.service_circle.added": {
                name: centre.model_dump(mode="json") for name, centre in added.items()
            }
        }


def with_sites(at: Setting, sites: Iterable[OfferedSite]) -> ServiceCircle:
    """The service circle of today with centres at these sites."""
    circle = at.scenario.document.policy.service_circle
    return circle.model_copy(
        update={"added": circle.added | {site.name: site.centre() for site in sites}}
    )


def home_of(at: Setting) -> NDArray[np.int64]:
    """Row of the community in which each site stands."""
    circle = at.scenario.document.policy.service_circle
    offered = circle.model_copy(update={"added": {site.name: site.centre() for site in at.sites}})
    return standing_in(at.city.places, offered)


def reaches_of(at: Setting) -> NDArray[np.bool_]:
    """Whether each building has each site in reach, and no centre of today."""
    city, policy = at.city, at.scenario.document.policy.service_circle
    homes = building_positions(city.places, city.people)
    points = np.array([(site.x_km, site.y_km) for site in at.sites]).reshape(-1, 2)
    near = [
        np.hypot(*(homes - point).T) * METRES_PER_KM <= policy.radius_metres for point in points
    ]
    today = circle_of(city.places, city.people, policy).reached
    return np.array(near).reshape(len(points), len(homes)).T & ~today[:, None]
