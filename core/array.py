"""The array type of the core (any shape, any float or integer kind), its shape, and an interval of numbers."""

from typing import Any, TypeAlias

import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Shape: TypeAlias = tuple[int, ...]
Interval: TypeAlias = tuple[float, float]
