"""Names that refer to something else in a scenario."""

from collections.abc import Collection, Iterable, Iterator

from .faults import Fault, did_you_mean, listing


def check_name(key: str, name: str, what: str, names: Collection[str]) -> Iterator[Fault]:
    """Ask that a name is one of those there are."""
    if name not in names:
        yield Fault(
            key=key,
            found=f"no {what} named '{name}'",
            allowed=f"allowed: {listing(names)}" if names else f"there is no {what} at all",
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
        yield Fault(key=key, found=f"{found} {what}", allowed=f"must be at most {most}")
