"""What policies cost a year by what their author says: posts, their price, and the fund."""

from pydantic import Field

from ...scenario.fields import Block, Identifier, NonNegative


class StatedCost(Block):
    """What one policy costs a year beside the staff who are there anyway."""

    cadres: NonNegative = Field(
        0.0, description="Cadres sent down (下沉干部), in full-time equivalents."
    )
    patrollers: NonNegative = Field(
        0.0,
        description="Patrollers who are not of a community's own staff, in full-time equivalents.",
    )
    clerks: NonNegative = Field(
        0.0,
        description="Clerks at centres who are not of a community's own staff, in full-time "
        "equivalents.",
    )
    fund_yuan: NonNegative = Field(0.0, description="Money of the fund, as it is promised.")
    placed: NonNegative = Field(
        0.0, description="Of the cadres, those that `placed_yuan` pays for; as a plan places them."
    )
    placed_yuan: NonNegative | None = Field(
        None, description="What these cost; by default as much as any post."
    )

    @property
    def posts(self) -> float:
        """All posts, in full-time equivalents."""
        return self.cadres + self.patrollers + self.clerks


class StatedCosts(Block):
    """What the policies cost a year, as their author says; told in the report, not simulated."""

    hours_per_post: NonNegative = Field(description="Paid hours of a post in a year.")
    yuan_per_post: NonNegative = Field(description="What a post costs a year.")
    assumed: bool = Field(
        False, description="Whether these two are assumed, and not an office's own."
    )
    scenarios: dict[Identifier, StatedCost] = Field(
        description="By name of the policy; every one that is compared."
    )

    def hours(self, name: str) -> float:
        """Paid hours a year of a policy."""
        return self.scenarios[name].posts * self.hours_per_post

    def yuan(self, name: str) -> float:
        """Yuan a year of a policy: posts, at a plan's own prices where there are some, and fund."""
        cost = self.scenarios[name]
        if cost.placed_yuan is None:
            return cost.posts * self.yuan_per_post + cost.fund_yuan
        others = cost.posts - cost.placed
        return others * self.yuan_per_post + cost.placed_yuan + cost.fund_yuan
