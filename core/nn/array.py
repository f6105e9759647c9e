"""The one array type of the core: any shape, any float or integer kind."""

from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]
Shape = tuple[int, ...]
