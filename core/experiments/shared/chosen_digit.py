"""One chosen sample on its way through a network: what each stage makes of it, and what it is taken for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.nn import Conv2d, Network
from core.nn.softmax import softmax
from core.records import Bars, ImageGrid
from core.training import maps, stages


class ChosenDigit:
    """Views of a sample of the data. index: which one, asked for each time; it goes round past the end."""

    def __init__(self, net: Network, data: Dataset, index: Callable[[], int]) -> None:
        self.net, self.data, self.index = net, data, index

    def maps(self, labels: tuple[str, ...]) -> ImageGrid:
        """The picture, and the maps behind each of the first layers, which the labels name.

        A convolution's maps are grey at 0; after other layers black is 0. The largest response is white in all.
        """
        index, x = self._chosen()
        outputs = stages(self.net, x)
        groups = tuple(maps(y) for y in outputs[: len(labels)])
        top = max(float(np.abs(group).max()) for group in groups) or 1.0
        lowest = [-top if isinstance(layer, Conv2d) else 0.0 for layer in self.net.layers[: len(labels)]]
        p = softmax(outputs[-1])[0]
        true, read = self.data.classes[self.data.y[index]], self.data.classes[int(p.argmax())]
        return ImageGrid(
            labels=("input", *labels),
            groups=(maps(x), *groups),
            limits=((0, 1), *((low, top) for low in lowest)),
            summary=f"test digit {index} is a {true}, read as {read} ({p.max():.0%})",
            noun="map",
        )

    def scores(self) -> Bars:
        """The probability of each class."""
        _, x = self._chosen()
        return Bars(self.data.classes, ("probability",), softmax(self.net.forward(x)), y_label="probability")

    def _chosen(self) -> tuple[int, Array]:
        index = self.index() % len(self.data)
        return index, self.data.x[index : index + 1]
