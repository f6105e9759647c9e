"""What the experiment on initialization shows of the signals in each network, and of what theory foretells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from core.array import Array
from core.experiments.initialization.signals import DEPTH, LAYERS, Response, Signals, deviations, zero_share
from core.experiments.shared.spread import Spread
from core.records import Curves, Histograms, Record, Table
from core.run import Key

BINS = 50
DECADES = (-8.0, 4.0)  # of |gradient|: what is smaller or larger is counted and reported


def views(
    nets: dict[str, Signals], forecasts: dict[str, Spread], response: Response, decades: Callable[[], bool]
) -> dict[Key, Callable[[], Record]]:
    """What each panel asks for."""
    made: dict[Key, Callable[[], Record]] = {Key("summary"): partial(summary, nets, forecasts)}
    for name, found in nets.items():
        forecast = forecasts[name]
        made[Key("activations", name)] = partial(output_histograms, found, response)
        made[Key("gradients", name)] = partial(gradient_histograms, found, decades)
        made[Key("spread", name)] = partial(spread_curves, found.outputs, forecast.forward, "activations")
        made[Key("gradient spread", name)] = partial(spread_curves, found.gradients, forecast.backward, "gradients")
    return made


def output_histograms(found: Signals, response: Response) -> Histograms:
    """Bins over the range of the activation, shared by all layers and initializers."""
    edges = np.linspace(response.low, response.high, BINS + 1)
    captions = tuple(f"{100 * share:.0f} % saturated" for share in found.saturated) if response.bounded else ()
    return Histograms.of(dict(zip(LAYERS, found.outputs, strict=True)), edges, "activation", captions)


def gradient_histograms(found: Signals, decades: Callable[[], bool]) -> Histograms:
    """Bins over ±3, where the last layer's gradients lie by their making, or over decades of their size, as asked at
    this moment. Mean and standard deviation are those of the gradients on either axis.
    """
    gradients = dict(zip(LAYERS, found.gradients, strict=True))
    if not decades():
        return Histograms.of(gradients, np.linspace(-3, 3, BINS + 1), "gradient")
    with np.errstate(divide="ignore"):
        sizes = {layer: np.log10(np.abs(g, dtype=np.float64)) for layer, g in gradients.items()}
    seen = {layer: np.maximum(size, DECADES[0] - 1) for layer, size in sizes.items()}  # 0 lies below every decade
    counted = Histograms.of(seen, np.linspace(*DECADES, BINS + 1), "log₁₀ |gradient|")
    means = np.array([g.mean(dtype=np.float64) for g in found.gradients])
    return replace(counted, mean=means, std=deviations(found.gradients))


def spread_curves(arrays: tuple[Array, ...], predicted: Array, what: str) -> Curves:
    """Measured and foretold standard deviation by layer; a deviation of 0 has no place on a logarithmic axis."""
    lines = {"measured": deviations(arrays), "predicted": predicted}
    return Curves(
        np.arange(1, DEPTH + 1),
        {name: np.where(line > 0, line, np.nan) for name, line in lines.items()},
        x_label="layer",
        y_label=f"std of {what}",
        dashed=("predicted",),
    )


def summary(nets: dict[str, Signals], forecasts: dict[str, Spread]) -> Table:
    """The last layer's outputs and the first layer's gradients, in numbers."""
    rows = []
    for name, found in nets.items():
        std, foretold = deviations(found.outputs)[-1], forecasts[name].forward[-1]
        rows.append(
            (
                name,
                f"{std:.3g}",
                f"{foretold:.3g}",
                f"{100 * zero_share(found.outputs[-1]):.0f} %",
                f"{100 * found.saturated[-1]:.0f} %",
                f"{deviations(found.gradients)[0]:.3g}",
            )
        )
    last = LAYERS[-1]
    columns = ("initializer", f"std, {last}", "predicted", "zero", "saturated", f"gradient std, {LAYERS[0]}")
    return Table(columns, tuple(rows))


def measured(name: str, found: Signals) -> dict[Key, float]:
    """Per layer: std of outputs and gradients, share of zeros and of saturated outputs."""
    scalars = {}
    gradients = deviations(found.gradients)
    for i, (layer, std) in enumerate(zip(LAYERS, deviations(found.outputs), strict=True)):
        scalars[Key(f"std {layer}", name)] = float(std)
        scalars[Key(f"gradient std {layer}", name)] = float(gradients[i])
        scalars[Key(f"zero {layer}", name)] = zero_share(found.outputs[i])
        scalars[Key(f"saturated {layer}", name)] = found.saturated[i]
    return scalars
