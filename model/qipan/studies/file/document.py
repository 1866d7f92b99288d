"""An experiment file as a whole: the root of its schema."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, JsonValue

from ...runs.bounds import MOST_LISTED, MOST_ORDERS, MOST_POINTS, MOST_REPLICATIONS, MOST_SEED
from ...scenario.fields import Block, FileName, Identifier, Positive, Share, Title
from .of_scenarios import HoldAgainst, MeasureNext, Simulate
from .resources import Allocate, Valuing
from .stated_costs import StatedCosts
from .variant import Listed, PlacedBy, as_tuple

Kind = Literal[
    "run",
    "targets",
    "compare",
    "attribute",
    "sweep",
    "seek",
    "allocate",
    "worth",
    "measure_next",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Confidence = Annotated[float, Field(ge=0.5, lt=1.0)]
Together = Annotated[float, Field(gt=0.0, le=1.0, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Replications = Annotated[int, Field(ge=1, le=MOST_REPLICATIONS)]
Points = Annotated[int, Field(ge=1, le=MOST_POINTS)]


class Precision(Block):
    """How narrow an interval must be before no more replications are made."""

    metric: Identifier
    half_width: Positive = Field(
        description="Half the width of the interval of the difference, in the metric's unit."
    )
    most_replications: Replications = Field(
        400, description="No more than this, whatever the precision by then."
    )


class Pair(Block):
    """One city before and after."""

    before: Listed
    after: Listed


class EqualCost(Block):
    """Which policies are to cost the same; checked, and told beside the result."""

    scenarios: tuple[Identifier, ...] = Field(
        (), description="Names, that of the budget first; by default all but the reference."
    )
    yuan_per_hour: Positive = Field(description="What an hour costs, to turn money into hours.")
    tolerance_share: Share = Field(
        0.02, description="Part of the budget by which a cost may differ and is called equal."
    )


class OverWorlds(Block):
    """Worlds over which the assumed numbers are drawn, by families."""

    count: Annotated[int, Field(ge=20, le=MOST_LISTED)] = Field(
        description="How many; of fewer than 20 no range of nine in ten can be told."
    )
    replications: Annotated[int, Field(ge=2, le=MOST_REPLICATIONS)] = Field(
        4, description="Of each policy in each world."
    )
    together: Together = Field(
        0.8, description="How closely the numbers of a family hang together; see `sweep`."
    )


class OverCities(Block):
    """Synthetic cities of the same statistics, with seeds that follow the scenario's own."""

    count: Annotated[int, Field(ge=3, le=MOST_LISTED)] = Field(
        description="How many; of two the interval would be of no use."
    )
    replications: Annotated[int, Field(ge=2, le=MOST_REPLICATIONS)] = Field(
        4, description="Of each policy in each city."
    )


class Compare(Block):
    """Which of several policies does better, by how much, and how sure that is."""

    scenarios: tuple[Listed, ...] = Field((), description="Policies on the same city and days.")
    reference: Identifier | None = Field(
        None, description="Name of the one that all are held against; by default the first."
    )
    pairs: tuple[Pair, ...] = Field((), description="Before and after of several cities.")
    worlds: OverWorlds | None = Field(
        None, description="Tries all policies over what was assumed, for a second interval."
    )
    cities: OverCities | None = Field(
        None, description="Tries all policies in other cities, for an interval over cities."
    )
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: each draw is laid over all "
        "policies, for an interval over chance and data.",
    )
    ends: str | None = Field(
        None,
        description="Folder of both ends of what a ledger cannot tell, relative to this file: all "
        "policies are compared at each, to see which conclusions hold at both.",
    )
    equal_cost: EqualCost | None = Field(
        None,
        description="Hours of cadres sent down, hours of patrols and of counters that are not the "
        "community's own staff and money of the fund spent are held to be the same.",
    )
    costs: StatedCosts | None = Field(
        None,
        description="What each policy of `scenarios` costs a year, as its author says; a table of "
        "the report. Nothing that is simulated depends on it.",
    )


class Attribute(Block):
    """What each mechanism contributes to the difference between before and after."""

    before: Listed
    after: Listed
    mechanisms: tuple[Identifier, ...] = Field(
        (), description="Blocks of `policy`; by default all that before and after differ in."
    )
    permutations: Annotated[int, Field(ge=0, le=MOST_ORDERS)] | None = Field(
        None,
        description="Orders of joining drawn in each replication; 0 tries all subsets. "
        "By default all up to 8 changes, and 24 orders beyond.",
    )
    interactions: bool = Field(True, description="Whether pairs are looked at as well.")
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: the difference is attributed in "
        "each draw too, for an interval over chance and data.",
    )


class KeyRange(Block):
    """Between what values a key is varied, or at which ones."""

    low: Finite | None = None
    high: Finite | None = None
    levels: Annotated[tuple[JsonValue, ...], BeforeValidator(as_tuple)] = Field(
        (), description="Values to try, in place of a range."
    )


def _assumed(value: object) -> object:
    if isinstance(value, str) and value != "assumed":
        raise ValueError(
            f"found '{value}'; must be 'assumed' (all assumed ranges) or a mapping of keys to "
            "low and high, or levels"
        )
    return {} if value == "assumed" else value


class Sweep(Block):
    """How robust a conclusion is when numbers nobody has measured vary over their ranges."""

    scenarios: tuple[Listed, ...] = Field(description="One, or several that are compared.")
    design: Literal["sobol", "latin_hypercube", "factorial", "morris", "one_at_a_time"] = "sobol"
    points: Points | None = Field(
        None,
        description="Points of the design, a power of two for `sobol`; of `morris`, trajectories. "
        "By default 128, and 10 trajectories.",
    )
    index_points: Points | None = Field(
        None,
        description="For `sobol` over more than 8 keys: sets of points for the indices of the "
        "strongest 8, a power of two. By default a quarter of the points.",
    )
    detail: Annotated[int, Field(ge=0, le=MOST_LISTED)] = Field(
        10, description="How many keys are then moved one at a time."
    )
    keys: Annotated[dict[str, KeyRange], BeforeValidator(_assumed)] = Field(
        {}, description="Dotted keys and their ranges; by default all assumed numbers."
    )
    by: Literal["family", "number"] | None = Field(
        None,
        description="Whether whole families of numbers move, or each number by itself. By default "
        "families, but numbers where `keys` names them.",
    )
    together: Together = Field(
        0.8,
        description="Of two numbers of a family: how closely they hang together, as the "
        "correlation of their normal scores.",
    )
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: each replication of a point is "
        "a draw laid over all scenarios; what the draws set does not move.",
    )


class Lever(Block):
    """A number of the scenario that is turned until a target is reached."""

    key: str = Field(description="Dotted key of the scenario, or `cadres` for their total.")
    low: Finite
    high: Finite
    whole: bool | None = Field(
        None, description="Whether only whole values make sense; by default as the schema has it."
    )
    tolerance: Positive | None = Field(
        None, description="Step between values of a lever that is not whole."
    )
    placed_by: PlacedBy | None = Field(
        None, description="Rule or program that places cadres; for the lever `cadres` only."
    )


class Aim(Block):
    """What a metric is to come to: one of below and above."""

    metric: Identifier
    below: Finite | None = None
    above: Finite | None = None


class Seek(Block):
    """The smallest value of a lever that reaches a target."""

    scenario: Listed
    lever: Lever
    target: Aim
    most_replications: Replications = Field(
        400, description="Replications of any one value of the lever; undecided after that."
    )
    ensemble: str | None = Field(
        None,
        description="Folder of an ensemble, relative to this file: replication r of each value is "
        "draw r laid over the scenario.",
    )


class ExperimentDocument(Block):
    """Everything an experiment file may say; exactly one of the kinds is given."""

    name: FileName
    title: Title
    question: Title | None = None
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] = 1
    replications: Replications = Field(
        20,
        description="At least so many of each scenario. Of `allocate`, seeds on which a plan is "
        "searched, by default 12.",
    )
    confidence: Confidence = 0.95
    precision: Precision | None = None
    metrics: tuple[Identifier, ...] = Field((), description="By default those of a summary.")
    institutions: tuple[Identifier, ...] = Field(
        (),
        description="Institutions of one's own in every scenario: names that an installed package "
        "offers as entry points `qipan.institutions`.",
    )
    measures: tuple[Identifier, ...] = Field(
        (),
        description="Measures of one's own, which `metrics` may name: entry points "
        "`qipan.measures` of an installed package.",
    )
    run: Simulate | None = None
    targets: HoldAgainst | None = None
    compare: Compare | None = None
    attribute: Attribute | None = None
    sweep: Sweep | None = None
    seek: Seek | None = None
    allocate: Allocate | None = None
    worth: Valuing | None = None
    measure_next: MeasureNext | None = None

    @property
    def kinds(self) -> list[Kind]:
        """Kinds that are given; one, in a sound file."""
        return [kind for kind in KINDS if getattr(self, kind) is not None]

    @property
    def kind(self) -> Kind:
        """The kind of a sound file."""
        return self.kinds[0]

    def block(self) -> Any:
        """Return the block of the kind."""
        return getattr(self, self.kind)
