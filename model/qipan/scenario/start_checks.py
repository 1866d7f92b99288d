"""Checks of the dates from which mechanisms act."""

from collections.abc import Iterator, Mapping

from ..words import Phrase
from .document import ScenarioDocument
from .faults import Fault
from .policy import MECHANISMS


def check_starts(document: ScenarioDocument) -> Iterator[Fault]:
    """Refuse a date of a mechanism that is off, unless a change speaks of its switch."""
    for name in MECHANISMS:
        mechanism = getattr(document.policy, name)
        # After a change that switches it off, its date is left over and does no harm.
        if mechanism.starts is not None and not mechanism.on and not _switched(document, name):
            yield Fault(
                key=f"policy.{name}.starts",
                found=Phrase(
                    "found {starts}, which has no effect without on: true", starts=mechanism.starts
                ),
                allowed=Phrase("set on: true beside it, or take it out"),
            )


def _switched(document: ScenarioDocument, name: str) -> bool:
    # A change that names `starts` is refused as such.
    blocks = [_block(change.set, name) for change in document.policy.changes]
    return any("on" in block or "starts" in block for block in blocks)


def _block(setting: Mapping[str, object], name: str) -> Mapping[str, object]:
    policy = setting.get("policy")
    block = policy.get(name) if isinstance(policy, Mapping) else None
    return block if isinstance(block, Mapping) else {}
