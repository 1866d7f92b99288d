"""The slow layer: institutions as Mesa agents, and the city model that ties both layers."""

from .city_model import CityModel
from .community import Community
from .department import Department
from .grid import Grid
from .institution import Institution
from .subdistrict import Subdistrict

__all__ = ["CityModel", "Community", "Department", "Grid", "Institution", "Subdistrict"]
