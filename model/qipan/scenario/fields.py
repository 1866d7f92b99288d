"""Field types shared by every block of a scenario file."""

from typing import Annotated, Any, Literal

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
        raise ValueError(f"a name of {len(name)} letters: too long to become the name of a file")
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
        raise ValueError(f"'{name}' is a device on Windows, where no file can be called so")
    return name


FileName = Annotated[Identifier, AfterValidator(_is_no_device)]
TitleText = Annotated[str, Field(max_length=LONGEST_TITLE)]


class Block(BaseModel):
    """A frozen block of a scenario file; keys it does not know are errors.

    A mapping by name is held in the order of its names: a file may list its types, kinds or
    departments in any order and says the same, so nothing behind this point can tell.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

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

    A plain number in a scenario file is short for the deterministic distribution.
    """

    distribution: Literal["exponential", "lognormal", "gamma", "uniform", "deterministic"]
    mean: NonNegative | None = Field(None, description="Mean; for all but uniform.")
    sigma: NonNegative | None = Field(
        None, description="Standard deviation of the logarithm; lognormal only."
    )
    cv: Positive | None = Field(None, description="Coefficient of variation; gamma only.")
    low: NonNegative | None = Field(None, description="Lower end; uniform only.")
    high: NonNegative | None = Field(None, description="Upper end; uniform only.")

    @model_validator(mode="after")
    def _parameters_fit(self) -> "Distribution":
        needed = {
            "exponential": {"mean"},
            "deterministic": {"mean"},
            "lognormal": {"mean", "sigma"},
            "gamma": {"mean", "cv"},
            "uniform": {"low", "high"},
        }[self.distribution]
        given = {
            name
            for name in ("mean", "sigma", "cv", "low", "high")
            if getattr(self, name) is not None
        }
        if given != needed:
            raise ValueError(
                f"a {self.distribution} distribution takes {' and '.join(sorted(needed))}, "
                f"found {' and '.join(sorted(given)) or 'none'}"
            )
        if self.distribution == "uniform" and self.low > self.high:  # type: ignore[operator]
            raise ValueError(f"low {self.low} is above high {self.high}")
        return self

    @property
    def expected(self) -> float:
        """Mean of the distribution, in the unit of its key."""
        if self.mean is not None:
            return self.mean
        assert self.low is not None and self.high is not None
        return 0.5 * (self.low + self.high)


def _plain_number(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"distribution": "deterministic", "mean": value}
    return value


Random = Annotated[Distribution, BeforeValidator(_plain_number)]
