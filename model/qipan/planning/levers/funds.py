"""Money more for projects of an earmark."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from pydantic import Field

from ...scenario import Scenario
from ...scenario.faults import Fault, did_you_mean
from ...scenario.fields import Count, PositiveCount, Title
from ...studies.allocation.budgets import Budgets
from ...words import Phrase, Words, joined
from .lever import Setting, Values
from .option import OptionLever


class FundLever(OptionLever):
    """Money of an earmark beside that of today, which costs what it is, spent or not."""

    unit: ClassVar[str] = "yuan"
    counted: ClassVar[Words] = Words("yuan")
    amount: ClassVar[Words] = Words("{name}: ¥{yuan:,.0f} in year {year}")
    whole: ClassVar[bool] = False

    title: Title | None = Field(None, description="For readers; by default that of the earmark.")
    cap: PositiveCount = Field(description="Most yuan a year more in each community.")
    most: Count | None = Field(None, description="Most yuan a year more in all.")

    @property
    def is_priced(self) -> bool:
        """Money costs what it is."""
        return False

    def name_in(self, name: str, scenario: Scenario) -> Words:
        """What the earmark is called in the scenario."""
        title = scenario.document.policy.fund.earmarks[name].title
        return super().name_in(name, scenario) if title is None else Words.of(title.en, title.zh)

    def faults(self, name: str, scenario: Scenario) -> Iterable[Fault]:
        """Ask for a fund with the earmark."""
        key, fund = f"funds.{name}", scenario.document.policy.fund
        if not fund.on:
            found = Phrase("the scenario's policy.fund is off")
            yield Fault(key=key, found=found, allowed=Phrase("must be on for money to be spent"))
        elif name not in fund.earmarks:
            found = Phrase("no earmark '{name}' in the scenario", name=name)
            known = Phrase("must be one of {names}", names=joined(fund.earmarks))
            hint = did_you_mean(name, fund.earmarks)
            yield Fault(key=key, found=found, allowed=known, hint=hint)

    def yuan(self, at: Setting) -> float:
        """Price of a yuan."""
        return 1.0

    def changes(
        self, name: str, units: Values, at: Setting, before: Mapping[str, Any]
    ) -> dict[str, Any]:
        """More money of the earmark beside that of today, and of earmarks before it."""
        budgets, key = Budgets(at.scenario, at.city), "policy.fund.allocation"
        allocation = dict(before[key]) if key in before else _today(budgets, at)
        had = allocation[name]
        allocation[name] = {
            place: had[place] + yuan
            for place, yuan in zip(at.city.places.ids, units.tolist(), strict=True)
        }
        own = {} if at.scenario.document.policy.fund.plan is None else {"policy.fund.plan": None}
        return {key: allocation} | own


def _today(budgets: Budgets, at: Setting) -> dict[str, dict[str, float]]:
    """Money of today by earmark and community."""
    ids = at.city.places.ids
    return {
        earmark: dict(zip(ids, budgets.today[:, e].tolist(), strict=True))
        for e, earmark in enumerate(budgets.earmarks)
    }
