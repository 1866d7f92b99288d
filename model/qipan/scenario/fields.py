"""Field types shared by every block of a scenario file."""

import math
from collections.abc import Collection
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    field_validator,
    model_validator,
)

from ..words import Phrase, joined

Share = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
PositiveShare = Annotated[float, Field(gt=0.0, le=1.0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0.0, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
PositiveCount = Annotated[int, Field(ge=1)]
CHOICE: dict[str, JsonValue] = {"choice": True}  # marks numbers that an author chooses, not finds
STRUCTURE: dict[str, JsonValue] = {"structure": True}  # marks assumptions that are no numbers
LONGEST_NAME = 100  # letters: names become names of files
LONGEST_TITLE = 300
MOST_BYTES = 200  # of a name as UTF-8: a file system takes 255, and names get endings


def _fits_a_file(name: str) -> str:
    if len(name.encode()) > MOST_BYTES:
        raise ValueError(
            Phrase(
                "a name of {number} letters: too long to become the name of a file",
                number=len(name),
            )
        )
    return name


_LETTER = r"\p{L}\p{Nd}\p{Nl}"
_PATTERN = rf"^[{_LETTER}][{_LETTER}\p{{M}}_-]{{0,{LONGEST_NAME - 1}}}$"
# In any script; texts of a scenario are in NFC, so that one name has one spelling.
Identifier = Annotated[str, Field(pattern=_PATTERN), AfterValidator(_fits_a_file)]
# Names that Windows keeps for devices: no file or folder can be called so.
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789"),
}


def _is_no_device(name: str) -> str:
    if name.casefold() in _DEVICES:
        raise ValueError(
            Phrase("'{name}' is a device on Windows, where no file can be called so", name=name)
        )
    return name


FileName = Annotated[Identifier, AfterValidator(_is_no_device)]
TitleText = Annotated[str, Field(max_length=LONGEST_TITLE)]


class Block(BaseModel):
    """A frozen block of a scenario file; keys it does not know are errors.

    A mapping by name is held in the order of its names: a file may list its types, kinds or
    departments in any order and says the same, so nothing behind this point can tell.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def absent(cls) -> Self:
        """Return the block of a file without it: all defaults, which need no check.

        Calling the class would have its checks built whenever the schema is imported.
        """
        return cast("Self", cls.model_construct())

    @field_validator("*", mode="after")
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        return sorted_by_name(value) if isinstance(value, dict) else value


def sorted_by_name(mapping: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping in the order of its names, and those within it likewise."""
    return {
        name: sorted_by_name(held) if isinstance(held, dict) else held
        for name, held in sorted(mapping.items())
    }


class Title(Block):
    """A name in the two languages of the interface."""

    en: TitleText
    zh: TitleText


class Distribution(Block):
    """A random duration or amount; its unit is that of the key it stands under.

    A plain number in a scenario file is short for the deterministic distribution. Between the
    points of `quantiles` values are spread evenly.
    """

    distribution: Literal[
        "exponential", "lognormal", "gamma", "uniform", "deterministic", "quantiles"
    ]
    mean: NonNegative | None = Field(None, description="Mean; for all but uniform and quantiles.")
    sigma: NonNegative | None = Field(
        None, description="Standard deviation of the logarithm; lognormal with `mean` only."
    )
    cv: Positive | None = Field(None, description="Coefficient of variation; gamma only.")
    low: NonNegative | None = Field(None, description="Lower end; uniform only.")
    high: NonNegative | None = Field(None, description="Upper end; uniform only.")
    median: Positive | None = Field(
        None, description="Half are no longer; lognormal, in place of `mean`."
    )
    p90: Positive | None = Field(
        None, description="Nine tenths are no longer; lognormal, in place of `sigma`."
    )
    points: tuple[tuple[Share, NonNegative], ...] = Field(
        (),
        description="Pairs [probability, value] that rise from probability 0, the smallest value, "
        "to 1, the largest; quantiles only.",
    )
    file: str | None = Field(
        None,
        description="CSV file with the columns `probability` (概率) and `value` (数值) in place of "
        "`points`; its name is relative to the scenario file that gives it.",
    )

    @field_validator("points", mode="before")
    @classmethod
    def _as_tuples(cls, value: Any) -> Any:
        """Take lists for tuples: behind a plain number's validator they are no longer JSON."""
        if not isinstance(value, list):
            return value
        return tuple(tuple(pair) if isinstance(pair, list) else pair for pair in value)

    @model_validator(mode="after")
    def _parameters_fit(self) -> "Distribution":
        allowed = _PARAMETERS[self.distribution]
        given = {name for name in _ALL_PARAMETERS if getattr(self, name) not in (None, ())}
        if given not in allowed:
            forms = joined((_all_of(form) for form in allowed), ", or ", "，或")
            raise ValueError(
                Phrase(
                    "a {distribution} distribution takes {forms}, found {given}",
                    distribution=self.distribution,
                    forms=forms,
                    given=_all_of(given),
                )
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(Phrase("low {low} is above high {high}", low=self.low, high=self.high))
        if self.median is not None and self.p90 is not None and self.median > self.p90:
            raise ValueError(
                Phrase("median {median} is above p90 {p90}", median=self.median, p90=self.p90)
            )
        if self.points:
            _check_points(self.points)
        return self

    @property
    def log_sd(self) -> float:
        """Standard deviation of the logarithm, of a lognormal distribution."""
        if self.median is not None and self.p90 is not None:
            return math.log(self.p90 / self.median) / _Z90
        assert self.sigma is not None
        return self.sigma

    @property
    def expected(self) -> float:
        """Mean of the distribution, in the unit of its key."""
        if self.mean is not None:
            return self.mean
        if self.median is not None:
            return self.median * math.exp(0.5 * self.log_sd**2)
        if self.points:
            return sum((q - p) * 0.5 * (a + b) for (p, a), (q, b) in pairwise(self.points))
        assert self.low is not None and self.high is not None
        return 0.5 * (self.low + self.high)


_Z90 = 1.2815515655446004  # nine tenths of the standard normal distribution lie below
_PARAMETERS: dict[str, tuple[set[str], ...]] = {
    "exponential": ({"mean"},),
    "deterministic": ({"mean"},),
    "lognormal": ({"mean", "sigma"}, {"median", "p90"}),
    "gamma": ({"mean", "cv"},),
    "uniform": ({"low", "high"},),
    "quantiles": ({"points"}, {"points", "file"}),
}
_ALL_PARAMETERS = ("mean", "sigma", "cv", "low", "high", "median", "p90", "points", "file")


def _check_points(points: tuple[tuple[float, float], ...]) -> None:
    """Refuse points that are no quantiles: they must rise, and say all from 0 to 1."""
    if points[0][0] != 0.0 or points[-1][0] != 1.0 or len(points) < 2:
        raise ValueError(
            Phrase(
                "points must begin at probability 0 and end at 1, found {points:g} and "
                "{points2:g}: say what the shortest and the longest are",
                points=points[0][0],
                points2=points[-1][0],
            )
        )
    for (p, a), (q, b) in pairwise(points):
        if q <= p:
            raise ValueError(
                Phrase("probabilities of points must rise, found {q:g} after {p:g}", q=q, p=p)
            )
        if b < a:
            raise ValueError(
                Phrase("values of points must not fall, found {b:g} after {a:g}", b=b, a=a)
            )


def _plain_number(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"distribution": "deterministic", "mean": value}
    return value


Random = Annotated[Distribution, BeforeValidator(_plain_number)]


def _all_of(names: Collection[str]) -> Phrase:
    return joined(sorted(names), " and ", "和") if names else Phrase("none")
