"""The slow layer: institutions as Mesa agents, and the city model that ties both layers.

It must not know pandas, studies or files: an institution sees the fast layer and acts by commands.
"""

from .city_model import CityModel
from .community import Community
from .department import Department
from .grid import Grid
from .institution import Institution
from .municipality import Municipality
from .planner import Planner
from .subdistrict import Subdistrict
from .unit import Unit

__all__ = [
    "CityModel",
    "Community",
    "Department",
    "Grid",
    "Institution",
    "Municipality",
    "Planner",
    "Subdistrict",
    "Unit",
]
