"""A run that overflows is a lesson (the loop marks it), not a warning on the terminal."""

import numpy as np


def be_quiet() -> None:
    """No floating-point warnings from here on in this context. Every thread has its own, and inherits none."""
    np.seterr(over="ignore", invalid="ignore", divide="ignore")
