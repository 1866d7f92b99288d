"""Names that refer to something else in a scenario."""

from collections.abc import Collection, Iterable, Iterator

from ..words import Phrase
from .faults import Fault, did_you_mean, listing


def check_name(key: str, name: str, what: str, names: Collection[str]) -> Iterator[Fault]:
    """Ask that a name is one of those there are."""
    if name not in names:
        yield Fault(
            key=key,
            found=Phrase("no {what} named '{name}'", what=what, name=name),
            allowed=Phrase("allowed: {names}", names=listing(names))
            if names
            else Phrase("there is no {what} at all", what=what),
            hint=did_you_mean(name, names),
        )


def check_names(
    key: str, listed: Iterable[str], what: str, names: Collection[str]
) -> Iterator[Fault]:
    """Ask the same of each name in a list."""
    for index, name in enumerate(listed):
        yield from check_name(f"{key}[{index}]", name, what, names)


def check_number_of(key: str, found: int, what: str, most: int) -> Iterator[Fault]:
    """Ask for no more of a thing than the engine can tell apart."""
    if found > most:
        yield Fault(
            key=key,
            found=Phrase("{found} {what}", found=found, what=what),
            allowed=Phrase("must be at most {most}", most=most),
        )
