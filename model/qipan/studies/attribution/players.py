"""Who takes part in an attribution: what differs between two scenarios, and in coalitions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ...agents.staffing import StaffingError
from ...errors import InputError, message_of
from ...runs.staffed import check_staffed
from ...scenario import Scenario, ScenarioError
from ...scenario.document import WITHOUT_EFFECT
from ...scenario.exchange import exchange
from ...scenario.faults import did_you_mean
from ...scenario.policy import MECHANISMS
from ...words import Phrase, clauses, in_one_line, joined

OTHER_CHANGES = "other_changes"


class AttributionError(InputError):
    """The effect of a change cannot be attributed: nothing differs, or the cities do."""


@dataclass(frozen=True)
class StandIn:
    """A coalition that is no sound scenario, and the one it is counted as.

    Attributes
    ----------
    players : tuple of str
        Who is in the coalition.
    counted_as : tuple of str
        The largest part of it that is a sound scenario: who needs somebody who is missing does
        nothing.
    reason : str
        First fault of the coalition.
    """

    players: tuple[str, ...]
    counted_as: tuple[str, ...]
    reason: str


def differing(before: Scenario, after: Scenario) -> tuple[str, ...]:
    """Mechanisms that differ between two scenarios, and `other_changes` if anything else does.

    A mechanism that is off in both does not count, whatever its numbers.

    Raises
    ------
    AttributionError
        If the two are not the same city over the same days.
    """
    one, other = before.document, after.document
    for block in ("city", "horizon"):
        if getattr(one, block) != getattr(other, block):
            raise AttributionError(
                Phrase(
                    "{name} and {name2} differ in {block}: an effect can be attributed only on the "
                    "same city and the same days",
                    name=before.name,
                    name2=after.name,
                    block=block,
                )
            )
    names = tuple(
        name
        for name in MECHANISMS
        if (getattr(one.policy, name).on or getattr(other.policy, name).on)
        and getattr(one.policy, name) != getattr(other.policy, name)
    )
    rest = _rest(before) != _rest(after)
    return (*names, OTHER_CHANGES) if rest else names


class Coalitions:
    """Scenarios between two: some changes made, the others not.

    Parameters
    ----------
    before, after : Scenario
    mechanisms : sequence of str, optional
        Mechanisms that are players; what else differs is one player, `other_changes`. By default
        all that differ.

    Attributes
    ----------
    players : tuple of str
    stand_ins : dict of int to StandIn
        Coalitions met so far that are no sound scenarios.

    Raises
    ------
    AttributionError
        If nothing differs, a mechanism does not differ or does not exist, or the cities differ.
    """

    def __init__(
        self, before: Scenario, after: Scenario, mechanisms: Sequence[str] | None = None
    ) -> None:
        found = differing(before, after)
        self.before, self.after = before, after
        self.players = found if mechanisms is None else _chosen(found, mechanisms)
        self.stand_ins: dict[int, StandIn] = {}
        if not self.players:
            raise AttributionError(
                Phrase(
                    "{name} and {name2} do not differ in anything",
                    name=before.name,
                    name2=after.name,
                )
            )

    def members(self, mask: int) -> tuple[str, ...]:
        """Names of the players in a coalition."""
        return tuple(name for place, name in enumerate(self.players) if mask >> place & 1)

    def scenario(self, mask: int) -> Scenario:
        """Return the scenario in which the players of a coalition have changed, and no other.

        A coalition that is no sound scenario counts as the largest part of it that is one: a game
        with a permission structure (Gilles, Owen and van den Brink 1992, "Games with permission
        structures: the conjunctive approach"). `stand_ins` names it.
        """
        try:
            return self._made(mask)
        except (ScenarioError, StaffingError) as error:
            fault = error.faults[0] if isinstance(error, ScenarioError) else message_of(error)
            reason = in_one_line(fault)
        for part in _parts(mask):
            try:
                made = self._made(part)
            except (ScenarioError, StaffingError):
                continue
            self.stand_ins[mask] = StandIn(self.members(mask), self.members(part), reason)
            return made
        raise AttributionError(
            Phrase(
                "no part of {members} is sound: {reason}",
                members=joined(self.members(mask)),
                reason=reason,
            )
        )

    def _made(self, mask: int) -> Scenario:
        scenario = self._put_together(mask)
        check_staffed(scenario)
        return scenario

    def _put_together(self, mask: int) -> Scenario:
        everyone = (1 << len(self.players)) - 1
        if mask in (0, everyone):
            return self.after if mask else self.before
        members = set(self.members(mask))
        single = [name for name in self.players if name != OTHER_CHANGES]
        if OTHER_CHANGES in members:
            return self._exchanged(self.after, self.before, set(single) - members)
        return self._exchanged(self.before, self.after, set(single) & members)

    def _exchanged(self, base: Scenario, donor: Scenario, mechanisms: set[str]) -> Scenario:
        if not mechanisms:
            return base
        return exchange(
            base, donor, [f"policy.{name}" for name in MECHANISMS if name in mechanisms]
        )


def _chosen(found: tuple[str, ...], mechanisms: Sequence[str]) -> tuple[str, ...]:
    known = [name for name in found if name != OTHER_CHANGES]
    for name in mechanisms:
        if name not in (*known, OTHER_CHANGES):
            hint = did_you_mean(name, known)
            does_not = (
                Phrase("does not differ") if name in MECHANISMS else Phrase("is no mechanism")
            )
            raise AttributionError(
                clauses(
                    Phrase(
                        "{name} {does_not} between the two scenarios; those that differ: {known}",
                        name=name,
                        does_not=does_not,
                        known=joined(known) if known else Phrase("none"),
                    ),
                    hint,
                )
            )
    chosen = tuple(name for name in known if name in mechanisms)
    return chosen if set(chosen) == set(found) else (*chosen, OTHER_CHANGES)


def _parts(mask: int) -> Iterable[int]:
    """Smaller coalitions inside one, the largest first."""
    bits = [1 << place for place in range(mask.bit_length()) if mask >> place & 1]
    for size in range(len(bits) - 1, -1, -1):
        for kept in combinations(bits, size):
            yield sum(kept)


def _rest(scenario: Scenario) -> dict[str, Any]:
    """All that a scenario says, but for its mechanisms and for what it is called."""
    document = scenario.document
    content = document.model_dump(mode="json", exclude=WITHOUT_EFFECT)
    for name in MECHANISMS:
        content["policy"].pop(name, None)  # what is left at its default may not be written
    return content
