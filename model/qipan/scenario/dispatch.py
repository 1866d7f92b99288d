"""Standing rules: when a desk has been behind for so long, then lend it cadres for so long."""

from typing import Annotated

from pydantic import Field

from .fields import CHOICE, Block, Count, Identifier, Positive, PositiveCount, Share, Title
from .mechanism import Mechanism


class Behind(Block):
    """When a rule acts: a community's desk is behind."""

    tickets_per_worker_above: Positive = Field(
        description="Tickets at the community's desk over its own people there, at midnight.",
        json_schema_extra=CHOICE,
    )
    days: PositiveCount = Field(
        description="Midnights in a row on which that is so.", json_schema_extra=CHOICE
    )


class Lend(Block):
    """What a rule does: cadres come to the desk, and go."""

    cadres: Positive = Field(
        description="Lent to each community that is behind, full time.", json_schema_extra=CHOICE
    )
    days: PositiveCount = Field(description="After which they go.", json_schema_extra=CHOICE)


class LendingRule(Block):
    """A rule: when a desk is behind, then lend cadres."""

    title: Title | None = None
    when: Behind
    then: Lend
    rest_days: Count = Field(
        0,
        description="After they have gone, before the rule counts days there anew.",
        json_schema_extra=CHOICE,
    )
    communities: tuple[Identifier, ...] = Field(
        (), description="Where it holds; by default everywhere."
    )


class Dispatch(Mechanism):
    """An office that lends cadres by rules (调度), beside those of sent_down; off by default."""

    cadres: Annotated[float, Field(gt=0.0, allow_inf_nan=False)] | None = Field(
        None,
        description="Cadres there are to lend, of all rules together; by default as many as rules "
        "ask for. Who is farthest behind comes first.",
        json_schema_extra=CHOICE,
    )
    speed: Positive | None = Field(
        None, description="Speed of a lent cadre; 1 is a cadre who knows the place. Needed."
    )
    lost_at_sender_share: Share | None = Field(
        None, description="Share of each lent cadre that the sending desk goes without. Needed."
    )
    rules: dict[Identifier, LendingRule] = Field({}, description="Rules by name.")
