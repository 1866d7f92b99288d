"""A scenario, loaded and checked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..notebook import panel
from .document import ScenarioDocument
from .nodes import MapNode, follow, is_sourced, undotted
from .policy import MECHANISMS
from .provenance import ProvenanceRow, Stripped
from .regimes import CHANGEABLE, Regime
from .shipped import shown

if TYPE_CHECKING:
    from .grounds import Grounds

_PLACES = ("file", "line")


@dataclass(frozen=True, eq=False)
class Scenario:
    """A city, its institutions, and the policy tried on it; frozen.

    Two scenarios are equal if they say the same, wherever they were written.

    Attributes
    ----------
    document : ScenarioDocument
        Everything the scenario says, dated changes included but not made.
    regimes : tuple of Regime
        The rules in force, one for each stretch of days; the first begins on day 0.
    provenance : tuple of ProvenanceRow
        Where each number comes from.
    path : str or None
        File it was loaded from.
    districts : dict of str to Scenario
        Districts (区) by name, each a scenario of its own; empty for a city that is one whole.
    """

    document: ScenarioDocument
    regimes: tuple[Regime, ...]
    provenance: tuple[ProvenanceRow, ...] = field(repr=False)
    path: str | None
    _tree: MapNode = field(repr=False)
    districts: Mapping[str, "Scenario"] = field(default_factory=dict, repr=False)
    _stripped: Stripped | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.document.name

    @property
    def parts(self) -> tuple["Scenario", ...]:
        """What is simulated, one after another: its districts, or the scenario itself."""
        return tuple(self.districts.values()) or (self,)

    def __repr__(self) -> str:
        """Show name, days, regimes and hash: the whole would fill pages."""
        horizon, regimes = self.document.horizon, len(self.regimes)
        counted = "1 regime" if regimes == 1 else f"{regimes} regimes"
        days = f"{horizon.days} days from {horizon.start}"
        return f"<Scenario {self.name!r}: {days}, {counted}, sha256 {self.sha256[:12]}>"

    def _repr_html_(self) -> str:
        """Show what it is in a notebook, and where its numbers come from."""
        horizon, title = self.document.horizon, self.document.title
        policy = self.regimes[0].document.policy
        from .grounds import grounds

        on = [name for name in MECHANISMS if getattr(policy, name).on]
        days = f"{horizon.days} from {horizon.start}, after {horizon.warm_up_days} of warm-up"
        rows = [
            ("title", f"{title.en} · {title.zh}"),
            ("days", days),
            ("regimes", f"from days {', '.join(str(regime.day) for regime in self.regimes)}"),
            ("in force at first", ", ".join(on) or "no mechanism"),
            ("numbers", str(grounds(self))),
            ("file", shown(self.path) if self.path else "Python data"),
            ("sha256", self.sha256),
        ]
        return panel(f"Scenario {self.name}", rows=rows)

    def __eq__(self, other: object) -> bool:
        """Compare what the scenarios say."""
        return isinstance(other, Scenario) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self.sha256)

    @cached_property
    def _grounds(self) -> "Grounds":
        """See `grounds.grounds`."""
        from .grounds import counted

        return counted(self)

    def resolved(self) -> dict[str, Any]:
        """Return everything as plain data fit for JSON, defaults filled in.

        Returns
        -------
        dict
            `document`; `regimes`, each with its day and the blocks that reforms can change;
            `provenance`, a row for each number; and `districts`, if there are any, with the same
            of each.
        """
        regimes = [
            {"day": regime.day, **regime.document.model_dump(mode="json", include=set(CHANGEABLE))}
            for regime in self.regimes
        ]
        content: dict[str, Any] = {
            "document": self.document.model_dump(mode="json"),
            "regimes": regimes,
            "provenance": [_as_data(row) for row in self.provenance],
        }
        if self.districts:
            content["districts"] = {name: one.resolved() for name, one in self.districts.items()}
        return content

    @cached_property
    def sha256(self) -> str:
        """Hash of all that the scenario says, without the places where it says so."""
        content = self.resolved()
        for said in (content, *content.get("districts", {}).values()):
            for row in said["provenance"]:
                for key in _PLACES:
                    del row[key]
            said["provenance"].sort(key=lambda row: row["key"])
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def is_sourced(self, key: str) -> bool:
        """Whether what stands at a dotted key says where it comes from, in a mapping with `value`.

        ``f"{key}.value"`` then sets it without losing that.
        """
        path = undotted(key)
        node, depth = follow(self._tree, path)
        return depth == len(path) and is_sourced(node)

    def revise(self, overrides: Mapping[str, Any]) -> "Scenario":
        """Return the scenario with some values replaced, checked anew.

        Parameters
        ----------
        overrides : mapping
            Nested like a scenario file, or with dotted keys, or both:
            ``{"horizon.days": 30, "policy": {"burden": {"on": True}}}``. They merge as a file
            does over the one it extends; None removes a key. ``policy.changes[0].on`` reaches
            into a list. ``closure.false_share.value`` keeps what is said of the number's source.

        Raises
        ------
        ScenarioError
            If the result is not a sound scenario.
        """
        from .load import revise

        return revise(self, overrides)


def _as_data(row: ProvenanceRow) -> dict[str, Any]:
    data = {name: getattr(row, name) for name in row.__slots__}
    data["range"] = list(row.range) if row.range else None
    return data
