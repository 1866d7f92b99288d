"""The subdistrict (街道): the posts of its centre, pooled or apart."""

import datetime
import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ..scenario.document import ScenarioDocument
from ..scenario.meetings import Meeting
from ..scenario.sending import people_sent, staff_received
from ..words import Phrase
from .duties import Duties
from .institution import Institution
from .staffing import StaffingError, paperwork_share, staffing

if TYPE_CHECKING:
    from .simulation import Simulation


class Subdistrict(Institution):
    """A subdistrict's centre, the desks of level L2.

    Attributes
    ----------
    index : int
        Its row among the subdistricts.
    residents : int
    trained : float
        Hours of training that each of its own people has had (m13 职业发展).
    pooled : bool
        Whether an enforcement centre (一街道一中心) has taken over the enforcement posts.
    """

    def __init__(self, model: "Simulation", name: str, index: int) -> None:
        super().__init__(model, name)
        self.index = index
        places = model.city.places
        self.residents = int(places.residents[places.subdistrict == index].sum())
        self.duties = Duties()
        self.paperwork = 0.0
        self.trained = 0.0
        self.pooled = False

    def adopt(self, document: ScenarioDocument) -> None:
        """Take over duties and powers of the policy now in force."""
        self.document = document
        burden, authority = document.policy.burden, document.policy.authority
        self.duties.creep(document.desks.subdistrict.paperwork, self.model.day)
        self.duties.adopt(
            burden.subdistrict_duties_ratio if burden.on else 1.0,
            burden.on and burden.admission_gate,
            self.model.day,
        )
        pooled = authority.on and authority.enforcement_centre
        calendar = self.model.calendar_row(document.desks.subdistrict.calendar)
        for desk in self.desks:
            self.model.layer.open_by(desk, calendar)
        if pooled != self.pooled:
            self.pool(pooled)
        self.restaff()

    def on_month(self, date: datetime.date) -> None:
        """Duties have crept; its people are trained."""
        self.duties.creep(self.document.desks.subdistrict.paperwork, self.model.day)
        self._train()
        self.restaff()

    def _train(self) -> None:
        """Send its own people to a month's training; it takes the posts' hours."""
        career = self.document.policy.career
        if not career.on or career.post_training_hours_per_year == 0.0:
            return
        hours = career.post_training_hours_per_year / 12.0
        self.trained += hours
        for desk, people in self.own_staff().items():
            if people > 0.0:
                share = self.document.desks.subdistrict.ticket_share
                self.model.layer.occupy(desk, hours * people * share)
                self.model.costs.note("training_hours", hours * people)

    @property
    def errors_left(self) -> float:
        """Errors of its own people in acts on a power, against those of the untrained."""
        career = self.document.policy.career
        if not career.on:
            return 1.0
        learned = -math.expm1(-self.trained / career.training_hours_to_learn)
        return 1.0 - career.post_training_errors_avoided * learned

    def hold_meeting(self, meeting: Meeting) -> None:
        """Hold the subdistrict's joint meeting (联席会议): cases of several departments."""
        gate = self.model.layer.layout.gates["subdistrict_meeting"][self.index]
        if self.model.layer.hold_sitting(gate):
            self.model.give_time(self.first_staffed, meeting.staff_hours)

    @property
    def first_staffed(self) -> int:
        """Row of the first post that has staff."""
        servers = self.model.layer.servers
        return next(desk for desk in self.desks if servers[desk] > 0)

    @cached_property
    def desks(self) -> list[int]:
        """Rows of its posts; the last is the enforcement centre."""
        layout = self.model.layer.layout
        return [layout.post(self.index, post) for post in range(len(layout.posts) + 1)]

    @property
    def enforcement(self) -> list[int]:
        """Rows of the posts that an enforcement centre pools."""
        posts = self.model.layer.layout.posts
        return [self.desks[posts.index(post)] for post in self.document.desks.enforcement_posts]

    def restaff(self) -> None:
        """Bring workers and speed of all posts up to date."""
        spec = self.document.desks
        level = spec.subdistrict
        self.paperwork = paperwork_share(level.paperwork, self.duties.ratio)
        rate = level.speed * (1.0 - self.paperwork)
        own, trained = self.own_staff(), self.trained_staff()
        untrained = self.model.layer.world.desks["untrained"]
        for desk in self.desks:
            people = own[desk] + trained[desk]
            heads = people * level.ticket_share
            if heads > 0.0:
                present = staffing(heads, heads * rate)
                self.model.layer.staff(desk, present.servers, present.speed)
                untrained[desk] = own[desk] / people * self.errors_left
            else:
                # Services under way are finished at the old pace; nobody begins a new one.
                self.model.layer.staff(desk, 0, rate)

    def own_staff(self) -> dict[int, float]:
        """People of the subdistrict at each of its desks, without the cadres it has sent down."""
        city, spec = self.model.city, self.document.desks
        sent = people_sent(self.document.policy.sent_down, len(city.places.ids)).subdistricts
        staff = spec.subdistrict.staff(self.residents) - sent * self.share_of_staff
        if staff <= 0.0:
            raise StaffingError(
                Phrase(
                    "subdistrict {name}: all its people have been sent down; lower the cadres of "
                    "policy.sent_down or its from_subdistricts_share",
                    name=self.name,
                )
            )
        officers = self._officers()
        return self._at_desks(
            {post: staff * share + officers.get(post, 0.0) for post, share in spec.posts.items()}
        )

    def _officers(self) -> dict[str, float]:
        """Enforcement officers beside the staff, by post, in proportion to the posts' shares."""
        desks = self.document.desks
        officers = desks.officers.get(self.name, 0.0)
        if not officers:
            return {}
        shares = {post: desks.posts[post] for post in desks.enforcement_posts}
        total = sum(shares.values())
        return {post: officers * share / total for post, share in shares.items()}

    def trained_staff(self) -> dict[int, float]:
        """People from departments at each of its desks."""
        received = staff_received(self.document, self.model.city.residents)
        part = self.share_of_staff
        return self._at_desks({post: people * part for post, people in received.items()})

    @property
    def share_of_staff(self) -> float:
        """Its part of the staff of all subdistricts: by residents, or equal where staff is."""
        if self.document.desks.subdistrict.staff_per_desk is not None:
            return 1.0 / self.model.layer.layout.subdistricts
        return self.residents / self.model.city.residents

    def _at_desks(self, people: Mapping[str, float]) -> dict[int, float]:
        """People by desk instead of post: those of pooled posts are at the centre."""
        found = dict.fromkeys(self.desks, 0.0)
        for desk, heads in zip(self.desks, people.values(), strict=False):
            found[desk] = heads
        if self.pooled:
            for desk in self.enforcement:
                found[self.desks[-1]] += found[desk]
                found[desk] = 0.0
        return found

    def pool(self, pooled: bool) -> None:
        """Send the tickets of the enforcement posts to the centre, or back."""
        layer = self.model.layer
        layout = layer.layout
        centre = self.desks[-1]
        for post in self.document.desks.enforcement_posts:
            column = layout.posts.index(post)
            target = centre if pooled else self.desks[column]
            layer.world.posts[self.index, column] = target
        for desk in self.enforcement if pooled else [centre]:
            layer.move_queue(desk)
        self.pooled = pooled

    def receive_inspection(self, hours: float) -> None:
        """An inspection takes a worker of the first post with staff for so many hours."""
        self.model.layer.occupy(self.first_staffed, hours)

    @property
    def backlog(self) -> int:
        """Tickets at the centre now."""
        return int(self.model.layer.tickets_at_desks()[self.desks].sum())
