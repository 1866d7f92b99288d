"""The meetings of a day: which bodies sit, whether enough have come, and talks with deputies."""

import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..scenario.meetings import Council, Meeting
from .attendance import Attendance
from .meetings import Meetings

if TYPE_CHECKING:
    from .simulation import Simulation


class Sittings:
    """Meetings of all bodies of a model, held as they fall due.

    Parameters
    ----------
    model : Simulation
        With its institutions.

    Attributes
    ----------
    meetings : Meetings
        On which days they fall.
    """

    def __init__(self, model: "Simulation") -> None:
        self._model = model
        bodies = _bodies(model)
        self.meetings = Meetings(model.document.city.seed, bodies)
        self._attendance = Attendance(model.seed, bodies)

    def hold(self, date: datetime.date) -> None:
        """Hold the meetings of the day."""
        model = self._model
        for kind, n, meeting in self.meetings.on(date.toordinal()):
            if kind == "estate_meeting":
                model.grids[n].hold_meeting(meeting, self._quorum(kind, n, meeting))
            elif kind == "council":
                model.communities[n].hold_council(meeting, self._quorum(kind, n, meeting))
            elif kind == "community_meeting":
                model.communities[n].hold_meeting(meeting, self._quorum(kind, n, meeting))
            elif kind == "subdistrict_meeting":
                model.subdistricts[n].hold_meeting(meeting)
            else:
                model.municipality.hold_meeting(meeting)
        for kind, n, meeting in self.meetings.extra_on(date.toordinal()):
            model.communities[n].hold_extra(kind, self._quorum(kind, n, meeting))
        self._talk(date)

    def _quorum(self, kind: str, member: int, meeting: Meeting) -> bool:
        """Whether enough people have come to a body's sitting of today."""
        if not isinstance(meeting, Council) or meeting.quorum == 1.0:
            return True
        return self._attendance.draw(kind, member, self._model.today.toordinal()) < meeting.quorum

    def _talk(self, date: datetime.date) -> None:
        """At the day's talks with deputies, stalled cases come up as well as latent issues."""
        model, joint = self._model, self._model.document.policy.joint_meetings
        if joint.on and joint.talks is not None:
            period, share = joint.talks.period_days, joint.talks.surfacing_share
            for community in self.meetings.due("talks", period, date.toordinal()):
                model.layer.take_up_stalled(community, 2 * model.day, share)

    def first_talks(self) -> NDArray[np.float64]:
        """Hour of each community's next talk with deputies."""
        talks = self._model.document.policy.joint_meetings.talks
        period = talks.period_days if talks is not None else 1
        now = self._model.layer.now
        return now + self.meetings.next_hours("talks", period, self._model.today.toordinal())


def _bodies(model: "Simulation") -> dict[str, list[str]]:
    """Names of the bodies that sit, by kind of meeting."""
    grids = [grid.name for grid in model.grids]
    communities = list(model.city.places.ids)
    return {
        "estate_meeting": grids,
        "council": communities,
        "community_meeting": communities,
        "subdistrict_meeting": list(model.city.places.subdistrict_ids),
        "city_meeting": [model.municipality.name],
        "talks": communities,
    }
