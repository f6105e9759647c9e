"""A loss that does not see padding."""

import numpy as np

from core.array import Array
from core.nn.cross_entropy import NegativeLogLikelihood
from core.nn.losses import Loss


class Masked(Loss):
    """L = `loss` over the targets that are not `padding`; dy = 0 where they are        `Masked(CrossEntropy(), -1)`

    For networks that answer at every time step, and for tables with gaps: scores and targets as the loss has them, such
    as scores (batch, time, classes) with class indices (batch, time). Class probabilities (batch, time, classes) are
    left out where all of them are `padding`, numbers one by one. A mean is over what is left, so padding changes
    neither the loss nor its gradient, whatever the scores there. Choose what is no target, -1 or nan:
    `padded(targets, filler=-1)`. It is read off the targets as `Padded` reads the lengths off its input, and for the
    same reason. PyTorch: ignore_index.
    """

    def __init__(self, loss: Loss, padding: float = -1) -> None:
        super().__init__(loss.reduction)
        self.loss, self.padding = loss, padding

    def forward(self, scores: Array, targets: Array) -> float:
        scores = self.prepared_for(scores)
        mask = self.mask(scores, targets)
        if not mask.any():
            raise ValueError(f"every target of the batch is padding ({self.padding:g})")
        value = self.loss.forward(scores[mask], targets[mask])
        self.gradient.fill(0)
        self.gradient[mask] = self.loss.backward()
        return value

    def mask(self, scores: Array, targets: Array) -> Array:
        """Which targets count: (batch, time), or in the shape of the scores where each number counts by itself."""
        if targets.shape not in (scores.shape, scores.shape[:-1]):
            shapes = f"targets of shape {scores.shape} or {scores.shape[:-1]}, got {targets.shape}"
            raise ValueError(f"Masked {type(self.loss).__name__} expects {shapes}")
        mask: Array = ~np.isnan(targets) if np.isnan(self.padding) else targets != self.padding
        per_class = isinstance(self.loss, NegativeLogLikelihood) and targets.shape == scores.shape
        return np.logical_or.reduce(mask, -1) if per_class else mask
