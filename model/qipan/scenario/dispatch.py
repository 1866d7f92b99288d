"""Standing rules: when a desk has been behind for so long, then help it for so long."""

from typing import Annotated

from pydantic import Field

from .fields import CHOICE, Block, Count, Identifier, Positive, PositiveCount, Share, Title
from .mechanism import Mechanism

ShareBelow1 = Annotated[float, Field(ge=0.0, lt=1.0, allow_inf_nan=False)]


class Behind(Block):
    """When a rule acts: a community's desk is behind, or short of people, or both if both stand."""

    tickets_per_worker_above: Positive | None = Field(
        None,
        description="Tickets at the community's desk over its own people there, at midnight.",
        json_schema_extra=CHOICE,
    )
    empty_posts_share_above: ShareBelow1 | None = Field(
        None,
        description="Share of the community's posts that stand empty, at midnight; by "
        "`desks.community.turnover`.",
        json_schema_extra=CHOICE,
        exclude_if=lambda share: share is None,
    )
    days: PositiveCount = Field(
        description="Midnights in a row on which that is so.", json_schema_extra=CHOICE
    )


class Lend(Block):
    """What a rule does: cadres, or clerks for the paperwork, come to the desk, and go."""

    cadres: Positive | None = Field(
        None,
        description="Lent to each community that is behind, full time.",
        json_schema_extra=CHOICE,
    )
    clerks: Positive | None = Field(
        None,
        description="Hired for each community that is behind, full time: they take over paperwork "
        "by `desks.community.clerk_relief`, and are paid as clerks by `costs`.",
        json_schema_extra=CHOICE,
        exclude_if=lambda clerks: clerks is None,
    )
    days: PositiveCount = Field(description="After which they go.", json_schema_extra=CHOICE)


class LendingRule(Block):
    """A rule: when a desk is behind, then lend cadres, or hire clerks."""

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
