"""A kernel slides over a picture, a cell at a time; the numbers of both can be edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, TypeAlias

import numpy as np

from core.data.library import Library
from core.records import Matrices, Matrix
from core.records.matrix import Region
from core.run import Expected, Key, MatricesView, Pace, Preset, Run, Start, Tick, View, experiment
from core.settings import Display, FlagField, MatrixField, Settings

Numbers: TypeAlias = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Sliding(Settings):
    """What is multiplied with what."""

    picture: Annotated[Numbers, MatrixField((3, 7), (3, 7), limit=99)] = (
        (1.0, 2.0, 3.0, 0.0),
        (0.0, 1.0, 2.0, 3.0),
        (3.0, 0.0, 1.0, 2.0),
        (2.0, 3.0, 0.0, 1.0),
    )
    kernel: Annotated[Numbers, MatrixField((2, 3), (2, 3), limit=99)] = (
        (2.0, 0.0, 1.0),
        (0.0, 1.0, 2.0),
        (1.0, 0.0, 2.0),
    )
    products: Annotated[bool, FlagField(), Display] = True


def preset(name: str, settings: Sliding, *expected: Expected) -> Preset:
    """Without a last step: another picture has another number of windows."""
    return Preset(name, settings, 4, expected, endless=True, pace=Pace.STEPPED, steps_per_second=1.0)


@experiment(
    id="sliding-kernel",
    chapter="Convolution",
    order=5,
    settings=Sliding,
    presets=(
        preset("Quick", Sliding(kernel=((1.0, 0.0), (0.0, -1.0)))),
        preset(
            "Book", Sliding(), Expected("output", step=4, value=15.0, tolerance=1e-12, source="the textbook's 4 × 4")
        ),
    ),
    views=(View("sum", MatricesView(edit=(("picture", "picture"), ("kernel", "kernel"))), "One window, one sum"),),
)
def sliding_kernel(settings: Sliding, now: Callable[[], Sliding], library: Library) -> Run:
    """Where does each number of a convolution come from?"""
    picture, kernel = np.array(settings.picture), np.array(settings.kernel)
    rows, columns = (n - k + 1 for n, k in zip(picture.shape, kernel.shape, strict=True))
    yield Start("a picture of {} × {}, a kernel of {} × {}".format(*picture.shape, *kernel.shape))
    if rows < 1 or columns < 1:
        yield Tick(0, total=0, views={Key("sum"): lambda: Matrices((Matrix(picture, title="picture"),))})
        return
    output = np.zeros((rows, columns))
    blank = np.ones((rows, columns), bool)
    for step in range(rows * columns + 1):
        at = divmod(step - 1, columns) if step else None
        if at is not None:
            i, j = at
            output[at] = (picture[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel).sum()
            blank[at] = False
        scalars = {Key("output"): float(output[at])} if at is not None else {}
        view = partial(moment, picture, kernel, output.copy(), blank.copy(), at, now)
        yield Tick(step, total=rows * columns, scalars=scalars, views={Key("sum"): view})


def moment(
    picture: np.ndarray,
    kernel: np.ndarray,
    output: np.ndarray,
    blank: np.ndarray,
    at: tuple[int, int] | None,
    now: Callable[[], Sliding],
) -> Matrices:
    """The window that the kernel lies on, and the sum of its products."""
    shown = Matrix(output, title="output", blank=blank, highlight=(at,) if at is not None else ())
    window = (Region(*at, *kernel.shape),) if at is not None else ()
    terms = Matrix(picture, title="picture", regions=window), "∗", Matrix(kernel, title="kernel"), "=", shown
    caption = "The kernel has not been laid on the picture yet."
    if at is not None:
        part = picture[at[0] : at[0] + kernel.shape[0], at[1] : at[1] + kernel.shape[1]]
        products = " + ".join(f"{a:g}·{b:g}" for a, b in zip(part.ravel(), kernel.ravel(), strict=True))
        caption = f"{products} = {output[at]:g}" if now().products else f"Row {at[0]}, column {at[1]}: {output[at]:g}"
    return Matrices(terms, caption)
