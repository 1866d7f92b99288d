"""What the levers of a city cost; without prices nothing is said in yuan."""

from pydantic import Field

from .fields import Block, NonNegative, Positive


class Prices(Block):
    """Prices of people's time; money that is spent costs what it is."""

    worker_yuan_year: NonNegative = Field(
        description="A post of a community's own staff, with all that an employer pays."
    )
    cadre_yuan_year: NonNegative = Field(
        description="A full-time cadre sent down (下沉干部), whoever pays."
    )
    patroller_yuan_year: NonNegative = Field(
        description="A full-time patroller who is not of a community's own staff."
    )
    clerk_yuan_year: NonNegative = Field(
        description="A full-time clerk who is not of a community's own staff: at a centre, or "
        "for a desk's paperwork."
    )
    officer_yuan_year: NonNegative | None = Field(
        None,
        description="A full-time enforcement officer whom a subdistrict hires (`desks.officers`).",
        exclude_if=lambda yuan: yuan is None,
    )
    training_yuan_per_hour: NonNegative | None = Field(
        None,
        description="An hour's training of one of the staff: teacher, room, materials; the hours "
        "themselves are the desk's.",
        exclude_if=lambda yuan: yuan is None,
    )
    centre_yuan_per_m2_year: NonNegative = Field(
        description="Rent and upkeep of a square metre of a service centre."
    )
    centre_fitting_yuan_per_m2_year: NonNegative | None = Field(
        None,
        description="Fitting-out of a square metre of an added centre (`service_circle.added`), "
        "spread over the years that it lasts.",
        exclude_if=lambda yuan: yuan is None,
    )
    volunteer_yuan_per_hour: NonNegative = Field(
        description="An hour of a volunteer: stipend, insurance, an organiser's share."
    )
    post_hours_per_year: Positive = Field(
        description="Paid hours of a full-time post, by which hours become posts."
    )
