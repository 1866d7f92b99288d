"""Checks of the places of a city: generated or listed, large enough, with villages or without."""

from collections.abc import Iterator

from ..words import Phrase
from .city import City, Villages
from .document import ScenarioDocument
from .faults import Fault
from .names import check_name


def number_of_places(city: City) -> int | None:
    """Communities and villages of a city; None where their number is missing."""
    if city.communities:
        return len(city.communities)
    if city.community_count is None:
        return None
    return city.community_count + (city.villages.count if city.villages else 0)


def check_villages(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask for villages beside generated communities, of a type that is a village."""
    city = document.city
    if city.villages is None:
        return
    if city.communities:
        yield Fault(
            key="city.villages",
            found=Phrase("given beside city.communities"),
            allowed=Phrase("list villages among the communities, with a type that is a village"),
        )
    yield from _check_type(city, city.villages)
    yield from _check_residents(city, city.villages)


def check_dedicated_grids(document: ScenarioDocument) -> Iterator[Fault]:
    """Ask for dedicated grids in generated communities only: a listed one cannot say how many."""
    if document.city.communities and document.city.dedicated_grids is not None:
        yield Fault(
            key="city.dedicated_grids",
            found=Phrase("given beside city.communities"),
            allowed=Phrase("take it out, or generate the communities"),
        )


def _check_type(city: City, villages: Villages) -> Iterator[Fault]:
    key = "city.villages.type"
    yield from check_name(key, villages.type, Phrase("community type"), city.types)
    if villages.type in city.types and not city.types[villages.type].village:
        yield Fault(
            key=key,
            found=Phrase("the type '{type}' is not a village", type=villages.type),
            allowed=Phrase(
                "set city.types.{type}.village: true, or name another type", type=villages.type
            ),
        )


def _check_residents(city: City, villages: Villages) -> Iterator[Fault]:
    key = "city.villages.residents"
    least = city.household_size * villages.count
    if villages.residents < least:
        yield Fault(
            key=key,
            found=Phrase("found {residents}", residents=villages.residents),
            allowed=Phrase("must be at least {least:g}: a household per village", least=least),
        )
    if city.residents is None or city.community_count is None:
        return
    urban = city.household_size * city.community_count
    # Too few residents for the communities alone are a fault of the city's.
    if city.residents >= urban and city.residents - villages.residents < urban:
        yield Fault(
            key=key,
            found=Phrase(
                "found {residents} of the city's {residents2}",
                residents=villages.residents,
                residents2=city.residents,
            ),
            allowed=Phrase(
                "must be at most {number:g}: the rest is a household per community",
                number=city.residents - urban,
            ),
        )
