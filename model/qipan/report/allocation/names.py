"""What plans and measures of an allocation are called."""

from ...programs.cadres.final_plan import LoopResult
from ...words import Language, Words
from .. import glossary
from ..answers.quantities import quantity
from ..numbers import decimals_of

LOOP = Words("plan {number} of the program")


def plan(name: str, language: Language) -> str:
    """Name of a candidate: a rule of thumb, or a plan of the loop."""
    if name.startswith("loop "):
        return LOOP.say(language, number=name.removeprefix("loop "))
    return glossary.term(glossary.RULES, name, language)


def aim(name: str, language: Language) -> str:
    """Name of a measure."""
    return glossary.term(glossary.AIMS, name, language)


def decides(measure: str, loop: LoopResult) -> bool:
    """Whether the final choice goes by a measure; ticket-days are the utilitarian objective."""
    return aim(measure, "en") == aim(loop.target.name, "en")


def amount(
    value: float, unit: str, alike: tuple[float, ...], language: Language, *, signed: bool = False
) -> str:
    """Write a value of a measure with its unit."""
    shown = [number for number in alike if number == number] or [0.0]
    return quantity(value, unit, min(2, decimals_of(shown)), language, signed=signed)
