"""A world laid out for the kernel: done once for each world, however often the kernel is called."""

from typing import Any

import numpy as np
from numba.extending import typeof_impl

from .by_address import WorldAt, lay
from .compile import entry


@entry
def lay_out(world: Any, place: Any) -> Any:
    """Write into `place`, an array of bytes, where the tables of a world are; how many it takes.

    If there are fewer, nothing is written.
    """
    return lay(world, place)


class Placed:
    """Where the kernel finds a world, which stays in memory as long as this does.

    Parameters
    ----------
    world : named tuple
        Of arrays, and of named tuples of numbers.

    Attributes
    ----------
    world : named tuple
    address : int
        Of the world as laid out; 0 before that.
    """

    def __init__(self, world: Any) -> None:
        self.world = world
        self.address = 0
        self._place = np.empty(0, np.uint8)

    def of(self, world: Any, lay_out: Any = lay_out) -> "Placed":
        """Return itself, with this world laid out; what has been laid out already stays as it is.

        The arrays of a world may change, its tuple cannot.
        """
        if self.address == 0 or world is not self.world:
            needed = lay_out(world, self._place)
            if needed > len(self._place):
                self._place = np.empty(needed, np.uint8)
                lay_out(world, self._place)
            self.address = self._place.ctypes.data
            self.world = world
        return self


@typeof_impl.register(Placed)
def _type_of_placed(placed: Placed, context: Any) -> Any:
    return WorldAt(typeof_impl(placed.world, context))
