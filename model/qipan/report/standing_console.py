"""What numbers on the terminal stand on, said once a command."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from ..scenario import Scenario
from ..words import spoken
from .parts.standing_items import standing_items


def print_standing(
    scenarios: Sequence[Scenario],
    out: Console,
    *,
    of_money: bool = False,
    cautions_only: bool = False,
) -> None:
    """Print missing holidays, how many cadres are sent, and money that can do nothing.

    Parameters
    ----------
    scenarios : sequence of Scenario
    out : Console
    of_money, cautions_only : bool
        As of `standing_items`.
    """
    items = standing_items(scenarios, spoken(), of_money=of_money, cautions_only=cautions_only)
    for sentence in items:
        out.print(Text(f"! {sentence}"), style="yellow")
