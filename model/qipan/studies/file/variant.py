"""A scenario as a question file names it: a path, perhaps with values set."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, JsonValue

from ...runs.bounds import MOST_CADRES
from ...scenario.fields import Block, FileName, Title

Rule = Literal[
    "equal",
    "per_head",
    "proportional_to_load",
    "equal_utilisation",
    "square_root_staffing",
    "proportional_to_today",
    "today",
]
Program = Literal["utilitarian", "max_min", "cvar", "gini"]
PlacedBy = Literal[Rule, Program]


class Placing(Block):
    """Full-time cadres (下沉干部) placed by a rule of thumb or a program."""

    cadres: Annotated[int, Field(ge=0, le=MOST_CADRES)]
    by: PlacedBy


def as_tuple(value: object) -> object:
    """A list as the tuple that a frozen block holds."""
    return tuple(value) if isinstance(value, list) else value


_FILE = "A scenario file, relative to this one, or the name of one that comes with Qipan."


class Taking(Block):
    """Blocks of another scenario, in the place of a scenario's own."""

    file: str = Field(description=_FILE)
    blocks: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = Field(
        ("policy",), description="Dotted keys of what is taken, whole: nothing of its own is left."
    )


class Variant(Block):
    """A scenario file, perhaps with some values set; its path alone is short for it."""

    file: str = Field(description=_FILE)
    name: FileName | None = Field(
        None, description="In tables; by default the scenario's own, which nothing else may have."
    )
    title: Title | None = None
    take: Taking | None = Field(
        None, description="Transplant a policy from another city; before `set`."
    )
    set: dict[str, JsonValue] = Field(
        {}, description="Values by dotted key of the scenario, as `policy.burden.on`."
    )
    place: Placing | None = Field(
        None, description="Place so many cadres, by what is measured of the scenario's desks."
    )


def _path_alone(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value


Listed = Annotated[Variant, BeforeValidator(_path_alone)]
